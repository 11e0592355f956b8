"""The indicators as a file of any kind: whole for PLIE staff, or as they may leave the PLIE."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialogue import formats
from bot.dialogue.translations import N_, label
from bot.reports.indicators import chart, data, decp, kept, notes, outside, pdf, proof, xlsx
from bot.reports.indicators.raw import SHEETS
from bot.reports.indicators.raw.length import more_than
from bot.reports.indicators.raw.sheet import Cell, Reading, Sheet
from bot.reports.indicators.summary import named
from bot.reports.indicators.table import Part, parts
from bot.rules.disclosure import HIDDEN, SMALL
from bot.store import agreements, indicators, organisations
from bot.store.database import Session
from bot.store.indicators.scope import Asked
from bot.store.tables import Organisation


@dataclass(frozen=True, slots=True)
class Report:
    """What is asked for, the buyer where there is one, the day it is counted on, the language; `outside` when
    it leaves the PLIE: small counts masked, no list, no adviser, for quarters and years that are over."""

    asked: Asked
    buyer: Organisation | None
    today: date
    language: str
    outside: bool = False

    @property
    def period(self) -> str:
        """The period as people call it."""
        return named(self.asked.period, self.language)

    @property
    def title(self) -> str:
        """What the report is called."""
        return label(self.language, N_("Indicators of the insertion clause"))

    @property
    def day(self) -> str:
        """The day of the count, in words."""
        return label(self.language, N_("As known on {day}"), day=formats.day(self.today, self.language))

    @property
    def notes(self) -> list[str]:
        """How it is counted; of what leaves the PLIE, what stands for a number that is not told."""
        method = [*notes.METHOD, *([] if self.buyer is None else [notes.BUYER])]
        masks = notes.OUTSIDE if self.outside else ()
        return [
            *(label(self.language, note) for note in method),
            *(label(self.language, note, few=SMALL, hidden=HIDDEN) for note in masks),
        ]

    def figures(self, session: Session) -> dict[str, Any]:
        """The figures it tells; advisers by their name. Raises NotOutsideError."""
        asked = self.asked
        if self.outside:
            return kept.figures(session, asked, self.today)
        return data.with_names(session, indicators.figures(session, asked))


def sections(session: Session, report: Report, figures: dict[str, Any]) -> list[Part]:
    """The table of the annex; for the PLIE, then which part of the figures files prove."""
    found = parts(figures, report.language)
    if report.outside:
        return found
    return [*found, proof.section(proof.shares(session, report.asked), report.language)]


def _json(session: Session, report: Report) -> bytes:
    name = None if report.buyer is None else report.buyer.name
    return (data.as_json(report.figures(session), report.asked.period, name) + "\n").encode()


def _csv(session: Session, report: Report) -> bytes:
    if report.outside:
        outside.check(report.asked.period, report.today)
    return decp.text(session, report.asked).encode("utf-8-sig")


def _png(session: Session, report: Report) -> bytes:
    buyer = [] if report.buyer is None else [report.buyer.name]
    title = ", ".join([report.title, report.period, *buyer])
    return chart.png(report.figures(session), title, report.language)


def _xlsx(session: Session, report: Report) -> bytes:
    buyer = [] if report.buyer is None else [report.buyer.name]
    about = xlsx.About(report.title, [report.period, *buyer, report.day, "", *report.notes])
    table = sections(session, report, report.figures(session))
    reading = Reading(session, report.asked, report.language)

    def rows(sheet: Sheet) -> Iterator[Sequence[Cell]]:
        return sheet.rows(reading)

    return xlsx.book(table, about, report.language, _lists(report), rows)


def _lists(report: Report) -> list[Sheet]:
    """The lists of the workbook: none in what leaves the PLIE."""
    if report.outside:
        return []
    return [sheet for sheet in SHEETS if report.buyer is None or not sheet.everyone]


def fits(session: Session, report: Report, most: int) -> bool:
    """Whether the lists of the workbook have so many rows at most, counted before it is made."""
    return not more_than(Reading(session, report.asked, report.language), _lists(report), most)


def _pdf(session: Session, report: Report) -> bytes:
    figures = report.figures(session)
    about = pdf.About(
        report.title,
        report.period,
        report.today,
        report.day,
        None if report.buyer is None else report.buyer.name,
        _signatories(session, report.asked.period.first),
        report.notes,
    )
    return pdf.document(figures, sections(session, report, figures), about, report.language)


def _signatories(session: Session, first: date) -> list[str]:
    """Those bound on the first day of the period or who signed later."""
    agreement = agreements.current(session)
    if agreement is None:
        return []
    bound = agreements.present(session, agreements.identity(agreement), first)
    return [organisations.get(session, number).name for number in bound]


MAKERS: dict[str, Callable[[Session, Report], bytes]] = {
    "json": _json,
    "csv": _csv,
    "xlsx": _xlsx,
    "pdf": _pdf,
    "png": _png,
}
"""Every kind of file, by the name of its format. Each raises NotOutsideError for a report that is to leave
the PLIE and is neither of a whole quarter nor of a whole year, or of one that is not over."""
