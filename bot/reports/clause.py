"""The paragraphs a buyer puts in its tender documents once it has retained lots (articles 2 and 3 of the
agreement; articles L2112-2 and L2112-2-1 of the public procurement code)."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from bot.dialogue import formats
from bot.reports import chat, documents, templates
from bot.reports.chat import Paragraph
from bot.reports.templates import Section, plain
from bot.reports.templates import word as say
from bot.store.tables import Category

LANGUAGE = "fr"
_DOCUMENTS = ("notice", "rules", "contract")
_URBAN_RENEWAL = "urban_renewal"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom companies call: the facilitator, their PLIE, and their phone or address where it is known."""

    facilitator: str
    plie: str
    reach: str | None = None


@dataclass(frozen=True, slots=True)
class ClauseLot:
    """A retained lot and the hours its supplier will owe."""

    number: str
    title: str
    hours: int
    urban_renewal: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A procurement and its retained lots.

    `above_threshold`: its estimated value reaches the EU threshold, where article L2112-2-1 asks for social
    conditions. `eligibility_months`: how long a person's hours count. What is not given becomes a blank to
    fill in. Raises ValueError without a lot.
    """

    reference: str
    title: str
    buyer: str
    category: Category
    lots: tuple[ClauseLot, ...]
    contact: Contact | None = None
    above_threshold: bool = False
    eligibility_months: int | None = None

    def __post_init__(self) -> None:
        if not self.lots:
            raise ValueError("a clause needs a lot")


def paragraphs(clause: Clause) -> list[Paragraph]:
    """The paragraphs as plain text: for the notice, the rules of the consultation and the contract."""
    lines = lot_lines(clause)
    return [chat.paragraph(section, lines) for section in _sections(clause)]


def messages(clause: Clause) -> list[Markup]:
    """The same as messages to copy, each within Telegram's limit."""
    return chat.messages(paragraphs(clause))


def word(clause: Clause, on: date) -> bytes:
    """The same as a Word document of that day: always the same bytes for the same clause and day."""
    return documents.word(
        about(clause, say("title"), on, say("how_to_use")), _sections(clause), lot_table(clause)
    )


def about(clause: Clause, title: str, on: date, note: str | None = None) -> documents.About:
    """What a document about this clause says of itself."""
    reference, buyer = plain(clause.reference), plain(clause.buyer)
    return documents.About(
        title=title,
        subtitle=f"{reference} – {plain(clause.title)}",
        origin=f"{buyer} – {formats.day(on, LANGUAGE)}",
        author=plain(clause.contact.plie) if clause.contact else say("plie"),
        footer=say("footer", reference=reference, title=title),
        note=note,
        on=on,
    )


def values(clause: Clause) -> dict[str, str]:
    """What the templates are filled with, as plain text."""
    months = clause.eligibility_months
    return {
        "reference": plain(clause.reference),
        "title": plain(clause.title),
        "buyer": plain(clause.buyer),
        "law": say("law_above_threshold" if clause.above_threshold else "law"),
        "contact": _contact(clause.contact),
        "eligibility": say("blank_months") if months is None else say("months", months=months),
        "penalty_hours": say("blank_euros"),
        "penalty_papers": say("blank_euros"),
    }


def lot_lines(clause: Clause) -> list[str]:
    """The hours of each lot, and their total, a line each."""
    lines = [_line(clause, lot) for lot in clause.lots]
    return [*lines, say("total_line", hours=_hours(_total(clause)))] if len(lines) > 1 else lines


def lot_table(clause: Clause) -> list[tuple[str, str, str]]:
    """The hours of each lot, and their total, as the rows of a table under their header."""
    rows = [(_number(clause, lot), _named(lot), _figure(lot.hours)) for lot in clause.lots]
    total = [("", say("total"), _figure(_total(clause)))] if len(rows) > 1 else []
    header = (say("lot"), say("lot_title"), say("lot_hours"))
    return [header, *rows, *total]


def _sections(clause: Clause) -> list[Section]:
    urban = any(lot.urban_renewal for lot in clause.lots)
    left_out = frozenset() if urban else frozenset({_URBAN_RENEWAL})
    filled = values(clause)
    return [
        section
        for document in _DOCUMENTS
        for section in templates.sections(f"{clause.category}.{document}", filled, left_out)
    ]


def _contact(contact: Contact | None) -> str:
    if contact is None:
        return say("blank_contact")
    reach = plain(contact.reach) if contact.reach else say("blank_reach")
    return f"{plain(contact.facilitator)}, {plain(contact.plie)}, {reach}"


def _line(clause: Clause, lot: ClauseLot) -> str:
    if _is_whole(clause):
        return _marked(lot, say("single_line", hours=_hours(lot.hours)))
    return say("lot_line", number=plain(lot.number), title=_named(lot), hours=_hours(lot.hours))


def _number(clause: Clause, lot: ClauseLot) -> str:
    return say("single") if _is_whole(clause) else plain(lot.number)


def _is_whole(clause: Clause) -> bool:
    """Whether the contract was announced without lots: its one lot is all of it."""
    return len(clause.lots) == 1 and clause.lots[0].title == clause.title


def _named(lot: ClauseLot) -> str:
    return _marked(lot, plain(lot.title))


def _marked(lot: ClauseLot, text: str) -> str:
    return say("urban", text=text) if lot.urban_renewal else text


def _hours(hours: int) -> str:
    return say("hour" if hours < 2 else "hours", figure=_figure(hours))


def _figure(hours: int) -> str:
    return formats.number(hours, LANGUAGE)


def _total(clause: Clause) -> int:
    return sum(lot.hours for lot in clause.lots)
