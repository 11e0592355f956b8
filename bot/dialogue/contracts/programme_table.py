"""The table of a programme: what is understood of each line, and why the others are not."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.contracts.programme_lines import Line, Programme, readings
from bot.dialogue.fitting import cut, units
from bot.dialogue.readers.programme_fields import Contract, Trouble
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.words import CATEGORIES
from bot.store.tables import Category

_PAGE = 2300
_LONGEST_LINE = 450
_MOST_CHOICES = 3
_TITLE = 80
_WRITE_IT = N_("To correct line {number}, write {number} and then the whole line again.")
_ANSWER_IT = N_("To correct line {number}, write {number} and then what it lacks, or the whole line again.")
_ANSWERED = (["missing"], ["unread"], ["several"], ["far"], ["late"], ["length"])
"""The troubles that one answer ends."""

_TROUBLES: Mapping[str, str] = {
    "missing title": N_("the subject is missing"),
    "missing commune": N_("the commune is missing"),
    "missing start": N_("the start is missing (example: March {year})"),
    "missing months": N_("the duration is missing (example: 14 months)"),
    "missing category": N_("is it works, services or supplies?"),
    "length title": N_("the subject takes 3 to 200 characters"),
    "several commune": N_("several communes fit “{said}” ({choices})"),
    "unread commune": N_(
        "commune not recognised: “{said}” (example: Ifs; elsewhere, with the postcode: 14100 Lisieux)"
    ),
    "unread amount": N_("amount not understood: “{said}” (example: 350 k€, excluding VAT)"),
    "unread start": N_("start not understood: “{said}” (example: March {year})"),
    "unread months": N_("duration not understood: “{said}” (example: 14 months)"),
    "unread category": N_("type not understood: “{said}” (example: works)"),
    "unread consultation": N_("consultation not understood: “{said}” (example: March {year})"),
    "far start": N_("“{said}” is far from the year {year}"),
    "late consultation": N_("the consultation, “{said}”, comes after the start"),
    "form title": N_("only a subject is there: please put semicolons between the answers"),
    "repeat title": N_("same subject, commune and start as line {said}"),
}


def table(programme: Programme, language: str, *, helped: bool = False) -> Markup:
    """How much is understood, and a page of the lines, those that are not first; `helped`: how to repair."""
    lines = readings(programme)
    pages = pages_of(programme, lines, language)
    page = min(programme.page, len(pages) - 1)
    quoted = Markup("<blockquote expandable>{}</blockquote>").format("\n".join(pages[page]))
    parts = [*_counts(lines, language), quoted]
    left = sum(len(rows) for rows in pages[page + 1 :])
    if left:
        parts.append(translate_plural(language, "… and {n} more line", "… and {n} more lines", left))
    wrong = next((line for line in lines if line.troubles), None)
    if helped and wrong:
        how = _ANSWER_IT if [trouble.code for trouble in wrong.troubles] in _ANSWERED else _WRITE_IT
        parts.append(translate(language, how, number=wrong.number))
    return Markup("\n").join(parts)


def amounts(said: Sequence[Decimal | None], language: str) -> str:
    """The total of the amounts known, in euros excl. VAT, and how many are not."""
    known = [amount for amount in said if amount is not None]
    unsaid = len(said) - len(known)
    if not known:
        return label(language, N_("no amount given"))
    text = label(language, N_("{amount} excl. VAT"), amount=formats.money(sum(known, Decimal(0)), language))
    if not unsaid:
        return text
    without = translate_plural(language, "{n} without amount", "{n} with no amount", unsaid)
    return f"{text} ({without.unescape()})"


def _counts(lines: list[Line], language: str) -> list[Markup]:
    read = [line.read for line in lines if isinstance(line.read, Contract)]
    wrong = len(lines) - len(read)
    counts = []
    if read:
        total = amounts([contract.amount for contract in read], language)
        counts.append(
            translate_plural(
                language,
                "✓ {n} contract understood: {total}",
                "✓ {n} contracts understood: {total}",
                len(read),
                total=total,
            )
        )
    if wrong:
        counts.append(translate_plural(language, "✗ {n} line to correct", "✗ {n} lines to correct", wrong))
    return counts


def pages_of(programme: Programme, lines: list[Line], language: str) -> list[list[str]]:
    """The lines in pages that fit on a card, those that are not understood first."""
    ordered = sorted(lines, key=lambda line: isinstance(line.read, Contract))
    pages: list[list[str]] = [[]]
    room = _PAGE
    for line in ordered:
        row = _row(line, programme.year, language)
        if pages[-1] and units(row) + 1 > room:
            pages.append([])
            room = _PAGE
        pages[-1].append(row)
        room -= units(row) + 1
    return pages


def _row(line: Line, year: int, language: str) -> str:
    """A line of the table, as plain text."""
    if isinstance(line.read, Contract):
        return cut(f"✓ {line.number} · {contract_line(line.read, language)}", _LONGEST_LINE)
    why = ", ".join(_why(trouble, year, language) for trouble in line.read)
    title = cut(line.cells[0] or "–", _TITLE)
    return cut(
        label(language, N_("✗ {number} · {title}: {why}"), number=line.number, title=title, why=why),
        _LONGEST_LINE,
    )


def contract_line(contract: Contract, language: str) -> str:
    """A contract on one line, as plain text."""
    amount = N_("no amount given")
    parts = [
        cut(contract.title, _TITLE),
        contract.commune,
        label(language, amount) if contract.amount is None else formats.money(contract.amount, language),
        formats.when(contract.start, language),
        formats.months(contract.months, language),
        label(language, CATEGORIES[Category(contract.category)]),
    ]
    if contract.consultation is not None:
        when = formats.when(contract.consultation, language)
        parts.append(label(language, N_("consultation: {when}"), when=when))
    return " · ".join(parts)


def _why(trouble: Trouble, year: int, language: str) -> str:
    msgid = _TROUBLES[f"{trouble.code} {trouble.slot}"]
    choices = ", ".join(trouble.choices[:_MOST_CHOICES]) + "…" * (len(trouble.choices) > _MOST_CHOICES)
    return label(language, msgid, said=cut(trouble.said, _TITLE), year=year, choices=choices)
