"""Fields: what an answer may be, how it is read, offered and shown. Values are JSON-able."""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.answers import (
    Candidate,
    Context,
    NotUnderstood,
    Option,
    Partial,
    Reading,
    Several,
    Understood,
)
from bot.dialogue.days import Day, Happened
from bot.dialogue.field import Field
from bot.dialogue.fitting import clean, cut, folded, units
from bot.dialogue.readers.choices import match_options
from bot.dialogue.readers.communes import read_commune
from bot.dialogue.readers.durations import read_months
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.jobs import JobMatch, job_label, read_job
from bot.dialogue.readers.lots import LotLine, read_lots
from bot.dialogue.readers.money import read_amount
from bot.dialogue.readers.numbers import PEOPLE, read_whole_number
from bot.dialogue.readers.percents import read_percent
from bot.dialogue.translations import N_, label, translate

__all__ = [
    "Choice",
    "CommentOrDocument",
    "Commune",
    "Day",
    "Duration",
    "Happened",
    "Job",
    "Known",
    "Lots",
    "Money",
    "Percent",
    "Text",
    "Toggles",
    "WholeNumber",
]

MOST_CANDIDATES = 6
MAX_FILE_BYTES = 20_000_000
_PIECES = re.compile(r"[,;\n]+")


class Text(Field):
    """A free text of `least` to `most` characters."""

    def __init__(
        self, least: int = 1, most: int = 1000, hint: str = N_("Write it in your own words.")
    ) -> None:
        self.least, self.most, self.hint = least, most, hint

    def read(self, text: str, context: Context) -> Reading:
        """The text without the blanks around it."""
        answer = clean(text)
        if units(answer) > self.most:
            return NotUnderstood(
                N_("This is too long: at most {most} characters, please."), {"most": self.most}
            )
        if units(answer) < self.least:
            return NotUnderstood(
                N_("This is too short: at least {least} characters, please."), {"least": self.least}
            )
        return Understood(answer)

    def show(self, value: Any, language: str) -> Markup:
        """The text, folded when long."""
        return folded(value)

    def fits(self, value: Any) -> bool:
        """Whether the value is a text of a length in bounds."""
        return isinstance(value, str) and self.least <= units(value) <= self.most


class WholeNumber(Field):
    """A whole number from `low` to `high`, alone or before one of the `nouns`; the value is an int."""

    def __init__(
        self,
        low: int,
        high: int,
        likely: Sequence[int] = (),
        hint: str = N_("For example: 3."),
        nouns: Collection[str] = PEOPLE,
    ) -> None:
        self.low, self.high, self.likely, self.hint, self.nouns = low, high, likely, hint, nouns

    def read(self, text: str, context: Context) -> Reading:
        """The number, when it is in bounds."""
        number = read_whole_number(text, self.low, self.high, self.nouns)
        if number is None:
            return NotUnderstood(
                N_("A whole number from {low} to {high} is expected."), {"low": self.low, "high": self.high}
            )
        return Understood(number)

    def options(self, context: Context) -> tuple[Option, ...]:
        """The likely numbers."""
        return tuple(Option(str(number), str(number)) for number in self.likely)

    def choose(self, code: str, context: Context) -> Reading:
        """The likely number tapped."""
        return Understood(int(code))

    def show(self, value: Any, language: str) -> Markup:
        """The number."""
        return escape(formats.number(value, language))


class Money(Field):
    """An amount in euros excluding VAT; the value is a decimal as text. `bare`: a number alone is euros;
    `most` is the highest amount taken."""

    def __init__(
        self,
        hint: str = N_("For example: 350 k€, 1.2 M€ or 90 000 euros, excluding VAT."),
        *,
        bare: bool = False,
        most: int = 10**11,
    ) -> None:
        self.hint, self.bare, self.most = hint, bare, most

    def read(self, text: str, context: Context) -> Reading:
        """The amount; one that includes VAT, is a range or counts per year is not understood."""
        amount = read_amount(text)
        if amount is None and self.bare:
            amount = read_amount(f"{text} €")
        if amount is None:
            return NotUnderstood(N_("One total amount in euros excluding VAT is expected."))
        if amount > self.most:
            most = formats.money(Decimal(self.most), context.language)
            return NotUnderstood(N_("This is too much: at most {most}."), {"most": most})
        return Understood(str(amount))

    def show(self, value: Any, language: str) -> Markup:
        """The amount with its currency."""
        return escape(formats.money(Decimal(value), language))


class Percent(Field):
    """A share of a whole; the value is a decimal fraction of one as text."""

    hint = N_("For example: 50 %.")

    def __init__(self, likely: Sequence[int] = ()) -> None:
        self.likely = likely

    def read(self, text: str, context: Context) -> Reading:
        """The fraction."""
        share = read_percent(text)
        return NotUnderstood(N_("A percentage is expected.")) if share is None else Understood(str(share))

    def options(self, context: Context) -> tuple[Option, ...]:
        """The likely percentages."""
        return tuple(
            Option(str(share), formats.percent(Decimal(share) / 100, context.language))
            for share in self.likely
        )

    def choose(self, code: str, context: Context) -> Reading:
        """The percentage tapped."""
        return Understood(str(Decimal(code) / 100))

    def show(self, value: Any, language: str) -> Markup:
        """The percentage."""
        return escape(formats.percent(Decimal(value), language))


class Duration(Field):
    """A duration; the value is a decimal number of months as text."""

    hint = N_("For example: 14 months, 1 year and a half, 6 weeks.")
    likely: Mapping[str, str] = {
        "6": N_("6 months"),
        "12": N_("1 year"),
        "18": N_("18 months"),
        "24": N_("2 years"),
        "36": N_("3 years"),
        "48": N_("4 years"),
    }

    def read(self, text: str, context: Context) -> Reading:
        """The duration in months."""
        months = read_months(text)
        return NotUnderstood(N_("A duration is expected.")) if months is None else Understood(str(months))

    def options(self, context: Context) -> tuple[Option, ...]:
        """The usual durations."""
        return tuple(Option(code, label(context.language, msgid)) for code, msgid in self.likely.items())

    def choose(self, code: str, context: Context) -> Reading:
        """The duration tapped."""
        return Understood(code)

    def show(self, value: Any, language: str) -> Markup:
        """The duration in months, or in weeks or days when it was meant so."""
        return escape(formats.months(Decimal(value), language))


class Choice(Field):
    """One of a few codes; `labels` gives each its msgid."""

    def __init__(self, labels: Mapping[str, str], hint: str = N_("Tap an answer or write it.")) -> None:
        self.labels = {str(code): msgid for code, msgid in labels.items()}
        self.hint = hint

    def read(self, text: str, context: Context) -> Reading:
        """The option whose label is meant."""
        return _one_of(match_options(text, self._plain(context)), self._plain(context))

    def options(self, context: Context) -> tuple[Option, ...]:
        """Every option."""
        return tuple(Option(code, text) for code, text in self._plain(context).items())

    def choose(self, code: str, context: Context) -> Reading:
        """The option tapped."""
        return Understood(code)

    def show(self, value: Any, language: str) -> Markup:
        """The label of the option."""
        return translate(language, self.labels[value])

    def _plain(self, context: Context) -> dict[str, str]:
        return {code: label(context.language, msgid) for code, msgid in self.labels.items()}


class Toggles(Field):
    """Any number of a few codes, at least `least`; the value is their list, in the order of `labels`."""

    def __init__(
        self, labels: Mapping[str, str], least: int = 0, hint: str = N_("Tick what applies, or write it.")
    ) -> None:
        self.labels = {str(code): msgid for code, msgid in labels.items()}
        self.least, self.hint = least, hint

    def read(self, text: str, context: Context) -> Reading:
        """The options ticked so far and those written, with commas between them."""
        plain = {code: label(context.language, msgid) for code, msgid in self.labels.items()}
        meant = [match_options(piece, plain) for piece in _PIECES.split(clean(text)) if piece.strip()]
        if not meant or any(len(codes) != 1 for codes in meant):
            return NotUnderstood()
        added = [codes[0] for codes in meant]
        return Partial([code for code in self.labels if code in added or code in (context.partial or [])])

    def options(self, context: Context) -> tuple[Option, ...]:
        """Every option with a mark on those ticked, then the end."""
        ticked = context.partial or []
        marked = (
            Option(f"tick:{code}", ("✓ " if code in ticked else "") + label(context.language, msgid))
            for code, msgid in self.labels.items()
        )
        return (*marked, Option("end", label(context.language, N_("That is all"))))

    def choose(self, code: str, context: Context) -> Reading:
        """The list with the option tapped added or taken out; the whole list at the end."""
        ticked = list(context.partial or [])
        if code == "end":
            return self._whole(ticked)
        changed = code.removeprefix("tick:")
        return Partial(
            [other for other in ticked if other != changed] if changed in ticked else [*ticked, changed]
        )

    def begin(self, value: Any) -> Any:
        """The options ticked earlier."""
        return list(value or [])

    def show(self, value: Any, language: str) -> Markup:
        """The labels, with commas between them."""
        return Markup(", ").join(translate(language, self.labels[code]) for code in value) or translate(
            language, N_("none")
        )

    def _whole(self, codes: Sequence[str]) -> Reading:
        if len(codes) < self.least:
            return NotUnderstood(N_("Please choose at least one."))
        return Understood([code for code in self.labels if code in codes])


class Commune(Field):
    """A commune: one we know, or any other the person confirms; the value is its name."""

    hint = N_("For example: Ifs, Hérouville-Saint-Clair.")
    most = 60

    def read(self, text: str, context: Context) -> Reading:
        """The commune meant, typing mistakes forgiven."""
        names = read_commune(text)
        if len(names) == 1:
            return Understood(names[0])
        typed = " ".join(clean(text).split())
        kept = self._kept(typed, context) if typed and units(typed) <= self.most else ()
        candidates = tuple(Candidate(name, name) for name in names[: MOST_CANDIDATES - 1]) + kept
        return (
            Several(candidates)
            if names
            else NotUnderstood(N_("This commune is not in my list."), {}, candidates)
        )

    def show(self, value: Any, language: str) -> Markup:
        """The commune's name."""
        return escape(value)

    def fits(self, value: Any) -> bool:
        """Whether the value is a name."""
        return isinstance(value, str)

    def _kept(self, typed: str, context: Context) -> tuple[Candidate, ...]:
        return (Candidate(label(context.language, N_("Keep “{typed}”"), typed=cut(typed, 40)), typed),)


class Job(Field):
    """A job by its everyday name, typing mistakes forgiven; the value is its ROME code."""

    hint = N_("For example: mason, painter, cleaner. A few letters are enough.")

    def read(self, text: str, context: Context) -> Reading:
        """The job meant."""
        found = read_job(text, MOST_CANDIDATES)
        if len(found) == 1:
            return Understood(found[0].code)
        candidates = tuple(Candidate(cut(job_name(match), 60), match.code) for match in found)
        return Several(candidates) if candidates else NotUnderstood(N_("This job is not in my list."))

    def show(self, value: Any, language: str) -> Markup:
        """The official name of the job, with its code."""
        return Markup("{} ({})").format(job_label(value), value)


class Known(Field):
    """Something known already, looked up by what is typed; the value is what the lookup gives, such as
    {"id", "name"}. Where `new` is set, what is not known is kept under its name alone: {"name"}."""

    most = 120

    def __init__(self, kind: str, hint: str, *, new: bool = False) -> None:
        self.kind, self.hint, self.new = kind, hint, new

    def read(self, text: str, context: Context) -> Reading:
        """The thing meant, when one is known by exactly this."""
        typed = " ".join(clean(text).split())
        if units(typed) > self.most:
            return NotUnderstood(
                N_("This is too long: at most {most} characters, please."), {"most": self.most}
            )
        found = context.lookup(self.kind, typed)
        if len(found) == 1 and fold(found[0].label) == fold(typed):
            return Understood(found[0].value)
        kept = self._kept(typed, context) if self.new and typed else ()
        candidates = found[: MOST_CANDIDATES - 1] + kept
        return (
            Several(candidates)
            if found
            else NotUnderstood(N_("Nothing is known by this name."), {}, candidates)
        )

    def show(self, value: Any, language: str) -> Markup:
        """Its name."""
        return escape(value["name"])

    def _kept(self, typed: str, context: Context) -> tuple[Candidate, ...]:
        return (
            Candidate(label(context.language, N_("New: {typed}"), typed=cut(typed, 50)), {"name": typed}),
        )


class Lots(Field):
    """Lots, one a line; the value is a list of {number, title, amount as text or None}. [] is one lot."""

    hint = N_("One lot a line, with its amount if known. For example: 1 Gros œuvre 450 k€")
    _none = N_("No lots")

    def read(self, text: str, context: Context) -> Reading:
        """The lots in the order typed."""
        typed = clean(text)
        if match_options(typed, {"none": label(context.language, self._none)}):
            return Understood([])
        lines = read_lots(typed)
        if not lines:
            return NotUnderstood(N_("One lot a line is expected: number, title, and amount if known."))
        unsure = next((line for line in lines if line.amount_unread), None)
        if unsure is not None:
            return NotUnderstood(N_("The amount of the lot “{title}” is not clear."), {"title": unsure.title})
        return Understood([_lot(line, place) for place, line in enumerate(lines, 1)])

    def options(self, context: Context) -> tuple[Option, ...]:
        """No lots at all."""
        return (Option("none", label(context.language, self._none)),)

    def choose(self, code: str, context: Context) -> Reading:
        """No lots at all."""
        return Understood([])

    def show(self, value: Any, language: str) -> Markup:
        """The lots, one a line, folded when many."""
        if not value:
            return translate(language, self._none)
        lines = "\n".join(_lot_line(lot, language) for lot in value)
        return folded("\n" + lines if len(value) > 1 else lines)


class CommentOrDocument(Field):
    """A text, a document or both: `text`, and `file_id`, `file_name`, `mime_type`, `file_size`."""

    hint = N_("Write a comment, or send a document or a photo.")
    most = 2000

    def read(self, text: str, context: Context) -> Reading:
        """The comment alone."""
        reading = Text(1, self.most).read(text, context)
        return Understood({"text": reading.value}) if isinstance(reading, Understood) else reading

    def attach(self, file: Mapping[str, Any] | None, caption: str, context: Context) -> Reading:
        """The document, with its caption as comment."""
        if file is None:
            return NotUnderstood(N_("Only a text, a document or a photo can be read here."))
        if (file.get("file_size") or 0) > MAX_FILE_BYTES:
            return NotUnderstood(N_("This file is too big: at most 20 MB, please."))
        return Understood(dict(file) | ({"text": clean(caption)} if clean(caption) else {}))

    def show(self, value: Any, language: str) -> Markup:
        """The comment, folded when long, and the name of the file."""
        text = folded(value["text"]) if "text" in value else Markup()
        if "file_id" not in value:
            return text
        unnamed = N_("a photo") if value.get("kind") == "photo" else N_("a document")
        name = value["file_name"] or label(language, unnamed)
        return escape(cut(name, 100)) + (Markup("\n") + text if text else "")


def job_name(match: JobMatch) -> str:
    """A job as a button offers it: the name recognised, and the official one where it differs."""
    return match.name if fold(match.name) == fold(match.label) else f"{match.name} · {match.label}"


def _one_of(codes: Sequence[str], labels: Mapping[str, str]) -> Reading:
    if len(codes) == 1:
        return Understood(codes[0])
    candidates = tuple(Candidate(labels[code], code) for code in codes[:MOST_CANDIDATES])
    return Several(candidates) if candidates else NotUnderstood()


def _lot(line: LotLine, place: int) -> dict[str, Any]:
    amount = None if line.amount is None else str(line.amount)
    return {"number": line.number or str(place), "title": line.title, "amount": amount}


def _lot_line(lot: Mapping[str, Any], language: str) -> str:
    amount = "" if lot["amount"] is None else f" · {formats.money(Decimal(lot['amount']), language)}"
    return f"{lot['number']} · {lot['title']}{amount}"
