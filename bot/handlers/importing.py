"""/importer: a coordinator takes over the lists kept before Clausette, all rows of a file or none."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import demand, import_list
from bot.dialogue import conversation
from bot.dialogue.answers import Context, NotUnderstood, Option, Reading, Understood, Wanted
from bot.dialogue.cards import Card
from bot.dialogue.field import Field, Rows
from bot.dialogue.fitting import cut
from bot.dialogue.form import Form, Step
from bot.dialogue.imports.cards import (
    TITLES,
    done_card,
    dropped_card,
    faults_card,
    preview_card,
    said_beside,
)
from bot.dialogue.imports.checks import check
from bot.dialogue.readers.spreadsheet import MOST_BYTES, Flaw, SheetError
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.reports.imports import books, reading
from bot.reports.imports.reading import MOST_ROWS, MissingColumnsError
from bot.rules.policy import Action
from bot.store.imports import ImportKind
from bot.store.imports.waiting import Contents
from bot.store.tables import Priority

_MODEL = "import-model-"
_KINDS = "|".join(ImportKind)
_FLAWS: Mapping[Flaw, str] = {
    Flaw.OTHER_KIND: N_(
        "This file is no list that can be read: an Excel workbook (.xlsx), a CSV or a DECP file in JSON is."
    ),
    Flaw.OLD_KIND: N_("This kind of workbook cannot be read. Please save it as .xlsx and send it again."),
    Flaw.PROTECTED: N_("This workbook has a password. Please save it without one and send it again."),
    Flaw.BROKEN: N_("This file is damaged and cannot be read. Please send it again."),
    Flaw.TOO_BIG: N_("This file is too big: at most 5 MB, please."),
    Flaw.EMPTY: N_(
        "There is no row to import in this file; of a workbook I read the first sheet whose columns I "
        "recognise."
    ),
    Flaw.NO_HEADINGS: N_(
        "I do not recognise the columns of this list, on no sheet if it is a workbook. The models below have "
        "the columns that are read: please name yours so and send the file "
        "again."
    ),
    Flaw.TOO_MANY: N_("There are more than {most} rows in this list: please send it in several files."),
    Flaw.NO_VALUES: N_(
        "Formulas of this workbook have no result in it, for example that of cell {cell}. Please open it in "
        "your spreadsheet program, save it there, and send it again."
    ),
}
_MISSING = N_(
    "This list ({list}, headings on row {row}) lacks columns that are needed: {columns}. Nothing was read."
)
_UNKNOWN = N_(
    "This list ({list}, headings on row {row}) lacks columns that are needed: {columns}. It has others that "
    "are not known: {unknown}. Name yours as in the model, then send the file again."
)
_MOST_UNKNOWN, _CUT = 12, 40


class ListFile(Field):
    """The file of a list; the value is `Contents.to_json()`."""

    hint = N_(
        "An Excel workbook (.xlsx), a CSV file, or DECP data (JSON) of awarded contracts. You see what was "
        "read before anything is imported."
    )

    def read(self, text: str, context: Context) -> Reading:
        """Nothing that is written is a file."""
        return NotUnderstood(N_("Only a file can be taken here."))

    def attach(self, file: Mapping[str, Any] | None, caption: str, context: Context) -> Reading:
        """What the file says, once its content is there."""
        if file is None or file.get("kind") == "photo":
            return NotUnderstood(N_("Only a file can be taken here."))
        if (file.get("file_size") or 0) > MOST_BYTES:
            return NotUnderstood(_FLAWS[Flaw.TOO_BIG])
        if "content" not in file:
            return Wanted()
        try:
            return Understood(reading.read(file["content"], context.today, context.language).to_json())
        except SheetError as error:
            return NotUnderstood(_FLAWS[error.flaw], {"most": MOST_ROWS, "cell": error.cell})
        except MissingColumnsError as error:
            return _lacking(error, context.language)

    def options(self, context: Context) -> tuple[Option, ...]:
        """The models."""
        said = N_("Model: {list}")
        return tuple(
            Option(
                f"{_MODEL}{kind}", label(context.language, said, list=label(context.language, TITLES[kind]))
            )
            for kind in ImportKind
        )

    def rows(self, context: Context) -> Rows:
        """A model a row."""
        return tuple((option,) for option in self.options(context))

    def show(self, value: Any, language: str) -> Markup:
        """Which list it is."""
        kind = value["kind"]
        return translate(language, TITLES[kind])


def _lacking(error: MissingColumnsError, language: str) -> NotUnderstood:
    """What a list lacks, and what it has instead."""
    said = {
        "list": label(language, TITLES[error.kind]),
        "row": error.row,
        "columns": ", ".join(error.headings),
    }
    if not error.unknown:
        return NotUnderstood(_MISSING, said)
    named = ", ".join(cut(heading, _CUT) for heading in error.unknown[:_MOST_UNKNOWN])
    unknown = named + "…" * (len(error.unknown) > _MOST_UNKNOWN)
    return NotUnderstood(_UNKNOWN, said | {"unknown": unknown})


def _done(turn: Turn, answers: Mapping[str, Any]) -> Card:
    number, contents, checked = import_list.keep(turn, Contents.from_json(answers["file"]))
    return preview_card(number, contents, checked, turn.language)


FORM = Form(
    name="import",
    version=1,
    title=N_("Import a list"),
    steps=(Step("file", N_("File"), N_("Please send the list to import."), ListFile()),),
    verb=N_("Read the file"),
    done=_done,
    at_once=True,
)


def _start(turn: Turn) -> None:
    demand(turn, Action.IMPORT)
    conversation.start(turn, FORM)


def _model(turn: Turn) -> None:
    """The workbook, once for each card that offers it; the form waits as it is."""
    demand(turn, Action.IMPORT)
    _, card, _, code = turn.data.split(":")
    kind = ImportKind(code.removeprefix(_MODEL))
    turn.tell_document(
        turn.me,
        f"import-model:{turn.me.id}:{card}:{kind}",
        books.MODELS[kind],
        books.model(kind),
        lambda language: translate(language, N_("Fill it in, one row each, and send it back here.")),
        Priority.ANSWER,
    )
    turn.toast(turn.t(N_("Here is the Excel model.")))


def _preview(turn: Turn) -> None:
    contents = import_list.waits(turn, turn.number)
    turn.edit(preview_card(turn.number, contents, check(turn, contents), turn.language))


def _faults(turn: Turn) -> None:
    _, number, page = turn.data.split(":")
    contents = import_list.waits(turn, int(number))
    turn.edit(faults_card(int(number), contents, int(page), turn.language))


def _file(turn: Turn) -> None:
    """The list as it was sent, with what is wrong with each row."""
    contents = import_list.waits(turn, turn.number)
    wrong: dict[int, str] = {}
    for fault in contents.faults:
        said = said_beside(fault, turn.language)
        wrong[fault.row] = "\n".join(filter(None, [wrong.get(fault.row), said]))
    content = books.corrections(contents.headings, contents.table, wrong, turn.language)
    turn.send_document(books.CORRECTIONS, content, turn.t(N_("What to correct is in the last column.")))


def _run(turn: Turn) -> None:
    number = turn.number
    done = import_list.run(turn, number)
    if done.refused is not None:
        turn.toast(turn.t(N_("Something has changed meanwhile: nothing was imported.")))
        turn.edit(preview_card(number, done.refused, check(turn, done.refused), turn.language))
        return
    turn.edit(done_card(done.kind, done.made, done.before, turn.language))


def _drop(turn: Turn) -> None:
    import_list.drop(turn, turn.number)
    turn.edit(dropped_card(turn.language))


ROUTES = (
    *entry("importer", _start),
    button("f", _model, args=rf"[0-9a-f]{{1,8}}:pick:{_MODEL}(?:{_KINDS})"),
    button("import-preview", _preview),
    button("import-faults", _faults, args=r"\d{1,9}:\d{1,4}"),
    button("import-file", _file),
    button("import-run", _run),
    button("import-drop", _drop),
)
"""The tap on a model's button changes nothing in the form: it is served here, before the form's own."""
