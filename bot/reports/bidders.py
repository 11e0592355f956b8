"""The sheet a buyer joins to its tender documents: what the PLIE does for companies (article 3 of the
agreement) and how to answer the clause."""

from dataclasses import replace
from datetime import date

from markupsafe import Markup

from bot.reports import chat, documents, templates
from bot.reports.clause import Clause, about, lot_table, values
from bot.reports.templates import Block, Kind, Section

_MOST_LINES = 9
"""Lines of the table the one page has room for; with more the sheet says where the hours are."""
_LINE = 55
"""Characters of a lot's title on a line of the table."""


def service_offer() -> Markup:
    """What the PLIE does for companies, as a message: the heading, then the text. French, as the sheet."""
    [section] = templates.sections("company_services", {}, frozenset())
    told = chat.paragraph(section, ())
    return Markup("<b>{}</b>\n\n{}").format(told.heading, told.text)


def bidders_sheet(clause: Clause, on: date) -> bytes:
    """The sheet as a Word document of one page: always the same bytes for the same clause and day."""
    return documents.word(
        about(clause, templates.word("sheet"), on), _sections(clause), lot_table(clause), documents.SHEET
    )


def _sections(clause: Clause) -> list[Section]:
    found = templates.sections("bidders", values(clause), frozenset())
    if sum(1 + len(lot.title) // _LINE for lot in clause.lots) <= _MOST_LINES:
        return found
    elsewhere = Block(Kind.TEXT, templates.word("elsewhere"))
    return [
        replace(section, blocks=tuple(elsewhere if one.kind is Kind.LOTS else one for one in section.blocks))
        for section in found
    ]
