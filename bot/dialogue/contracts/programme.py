"""The questions of `/programme` and the table of what was understood, line by line."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.dialogue.answers import Context, NotUnderstood, Option, Partial, Reading, Understood, Wanted
from bot.dialogue.contracts.programme_lines import (
    Programme,
    TooManyLinesError,
    readings,
    understood,
    with_lines,
    with_text,
)
from bot.dialogue.contracts.programme_table import pages_of, table
from bot.dialogue.field import Field, Rows
from bot.dialogue.fields import WholeNumber
from bot.dialogue.readers.dates import read_date
from bot.dialogue.readers.programme import MOST_LINES
from bot.dialogue.readers.programme_columns import Cells
from bot.dialogue.readers.programme_fields import Contract
from bot.dialogue.readers.spreadsheet import MOST_BYTES, Flaw, SheetError, read_sheet
from bot.dialogue.readers.when import Grain
from bot.dialogue.translations import N_, label, translate

MODEL = "programme-model"
"""The code of the button that asks for the workbook to fill in."""

NONE = "none"
"""The code of the button that says no contract is planned; the value then says so under this name."""

_FIRST, _LAST = 2020, 2100

_FLAWS: Mapping[Flaw, str] = {
    Flaw.OTHER_KIND: N_("This file is no Excel workbook. The button “Excel model” gives one to fill in."),
    Flaw.OLD_KIND: N_("This kind of workbook cannot be read. Please save it as .xlsx and send it again."),
    Flaw.PROTECTED: N_("This workbook has a password. Please save it without one and send it again."),
    Flaw.BROKEN: N_("This workbook cannot be opened. Please save it again as .xlsx and send it once more."),
    Flaw.TOO_BIG: N_("This workbook is too big. Please keep the list of contracts only and send it again."),
    Flaw.EMPTY: N_("There is no contract on the first sheet of this file."),
    Flaw.NO_HEADINGS: N_(
        "The first sheet has no row of headings such as Objet, Commune, Montant HT, Début, Durée. The button "
        "“Excel model” gives a workbook that has them."
    ),
    Flaw.TOO_MANY: N_("There are more than {most} contracts in this list: please send the rest afterwards."),
    Flaw.NO_VALUES: N_(
        "Formulas of this workbook have no result in it, for example that of cell {cell}. Please open it in "
        "your spreadsheet program, save it there, and send it again."
    ),
}


class Year(WholeNumber):
    """The year of a programme; this one and the next are likely."""

    def __init__(self) -> None:
        super().__init__(_FIRST, _LAST, hint=N_("For example: 2027."), nouns=())

    def read(self, text: str, context: Context) -> Reading:
        """The year, in figures or as people say it ("l’an prochain")."""
        when = read_date(text, context.today)
        if when is not None and when.grain is Grain.YEAR and self.low <= when.day.year <= self.high:
            return Understood(when.day.year)
        return super().read(text, context)

    def options(self, context: Context) -> tuple[Option, ...]:
        """This year and the next."""
        year = context.today.year
        return tuple(Option(str(likely), str(likely)) for likely in (year, year + 1))

    def show(self, value: Any, language: str) -> Markup:
        """The year, its figures together."""
        return Markup("{}").format(int(value))


class ProgrammeLines(Field):
    """The contracts of a year, from any number of messages and files; the value is `Programme.to_json()`."""

    hint = N_(
        "One contract a line: subject ; commune ; amount excl. VAT ; start ; duration. For example: "
        "Renovation of the Molière school ; Ifs ; 350 k€ ; March ; 14 months. Or send an Excel file."
    )

    def read(self, text: str, context: Context) -> Reading:
        """The list with the lines of a message."""
        programme = _programme(context)
        try:
            return _changed(programme, with_text(programme, text))
        except TooManyLinesError:
            return NotUnderstood(_FLAWS[Flaw.TOO_MANY], {"most": MOST_LINES})

    def attach(self, file: Mapping[str, Any] | None, caption: str, context: Context) -> Reading:
        """The list with the lines of a workbook, once its content is there."""
        if file is None or file.get("kind") == "photo":
            return NotUnderstood(N_("Only a written list or an Excel file can be read here."))
        if (file.get("file_size") or 0) > MOST_BYTES:
            return NotUnderstood(_FLAWS[Flaw.TOO_BIG])
        if "content" not in file:
            return Wanted()
        programme = _programme(context)
        try:
            return _changed(programme, with_lines(programme, read_sheet(file["content"])))
        except SheetError as error:
            return NotUnderstood(_FLAWS[error.flaw], {"most": MOST_LINES, "cell": error.cell})
        except TooManyLinesError:
            return NotUnderstood(_FLAWS[Flaw.TOO_MANY], {"most": MOST_LINES})

    def options(self, context: Context) -> tuple[Option, ...]:
        """The end and a new beginning once there are lines, before them that there is none; the workbook, and
        the pages of a long table."""
        programme, language = _programme(context), context.language
        model = Option(MODEL, label(language, N_("Excel model")))
        if not programme.lines:
            return (model, Option(NONE, label(language, N_("No contract planned"))))
        ends = (
            Option("end", label(language, N_("That is all"))),
            Option("clear", label(language, N_("Start the list again"))),
        )
        return (*ends, model, *_page_options(programme, language))

    def rows(self, context: Context) -> Rows:
        """The end alone, then two a row."""
        options = self.options(context)
        first = 1 if len(options) > 2 else 0
        rest = options[first:]
        pairs = tuple(rest[start : start + 2] for start in range(0, len(rest), 2))
        return (options[:first], *pairs) if first else pairs

    def choose(self, code: str, context: Context) -> Reading:
        """The whole list, an empty one, or another page of it; that nothing is planned, while it is empty."""
        programme = _programme(context)
        if code == NONE:
            said = programme.to_json()
            return Partial(said) if programme.lines else Understood(said | {NONE: True})
        if code == "end":
            return _whole(programme)
        if code == "clear":
            return Partial(None)
        page = int(code.removeprefix("page:")) if code.startswith("page:") else programme.page
        return Partial(programme.to_json() | {"page": page})

    def begin(self, value: Any) -> Any:
        """The list as it was."""
        return value

    def progress(self, context: Context) -> Markup | None:
        """The table of what was understood."""
        programme = _programme(context)
        return table(programme, context.language, helped=True) if programme.lines else None

    def show(self, value: Any, language: str) -> Markup:
        """The table, its first page."""
        if plans_nothing(value):
            return translate(language, N_("No contract planned"))
        return table(Programme.from_json(value), language)


def plans_nothing(value: Mapping[str, Any]) -> bool:
    """Whether the answer is that no contract is planned."""
    return bool(value.get(NONE))


def contracts_of(answers: Mapping[str, Any]) -> tuple[list[Contract], int]:
    """The contracts understood of a form's answers, and how many lines are left out."""
    programme = Programme.from_json(answers["lines"], answers["year"])
    contracts = understood(programme)
    return contracts, len(programme.lines) - len(contracts)


def _whole(programme: Programme) -> Reading:
    if not understood(programme):
        return NotUnderstood(N_("No contract is understood yet: there is nothing to send."))
    return Understood(programme.to_json() | {"page": 0})


def _changed(programme: Programme, lines: tuple[Cells, ...]) -> Reading:
    if not lines:
        return NotUnderstood(N_("There is no contract in this message."))
    return Partial(programme.to_json() | {"lines": [list(cells) for cells in lines], "page": 0})


def _programme(context: Context) -> Programme:
    """The list so far, for the year of the form as it is now."""
    year = context.answers.get("year") or context.today.year
    if not context.partial:
        return Programme(year, context.today)
    return Programme.from_json(context.partial, year)


def _page_options(programme: Programme, language: str) -> list[Option]:
    pages = pages_of(programme, readings(programme), language)
    page = min(programme.page, len(pages) - 1)
    before = Option(f"page:{page - 1}", label(language, N_("‹ Lines before")))
    after = Option(f"page:{page + 1}", label(language, N_("Lines after ›")))
    return [*([before] if page else []), *([after] if page < len(pages) - 1 else [])]
