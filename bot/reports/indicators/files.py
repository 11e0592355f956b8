"""The indicators as a file of any kind, for PLIE staff: the figures whole."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.dialogue import formats
from bot.dialogue.translations import N_, label
from bot.reports.indicators import chart, data, decp, pdf, xlsx
from bot.reports.indicators.summary import named
from bot.reports.indicators.table import parts
from bot.store import agreements, indicators, organisations
from bot.store.database import Session
from bot.store.indicators.scope import Asked
from bot.store.tables import Organisation

NOTES = (
    N_("Contracts: those with at least one lot whose clause was retained in the period, not cancelled."),
    N_(
        "Amounts: euros excl. VAT, as awarded, or as announced before the award; then with the amendments. A "
        "contract counts all its lots, or what was announced for it while the amount of a lot is not known."
    ),
    N_("Hours declared and validated: those of the months that begin in the period, on lots with a clause."),
    N_(
        "Beneficiaries: people, each once, with a work contract in the period on a lot with a clause. Their "
        "age is the one reached in the year the period ends in."
    ),
    N_("Exits and departures: by their date. Trainings: those that begin in the period."),
    N_("Figures are those known on the day of the report: later corrections change them."),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What is asked for, the buyer where there is one, the day it is counted on, the language."""

    asked: Asked
    buyer: Organisation | None
    today: date
    language: str

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


def _json(session: Session, report: Report) -> bytes:
    name = None if report.buyer is None else report.buyer.name
    figures = indicators.figures(session, report.asked)
    return (data.as_json(session, figures, report.asked.period, name) + "\n").encode()


def _csv(session: Session, report: Report) -> bytes:
    return decp.text(session, report.asked).encode("utf-8-sig")


def _png(session: Session, report: Report) -> bytes:
    figures = indicators.figures(session, report.asked)
    return chart.png(figures, f"{report.title}, {report.period}", report.language)


def _xlsx(session: Session, report: Report) -> bytes:
    table = parts(indicators.figures(session, report.asked), report.language)
    buyer = [] if report.buyer is None else [report.buyer.name]
    notes = [report.period, *buyer, report.day, "", *(label(report.language, note) for note in NOTES)]
    return xlsx.book(table, report.title, notes, report.language)


def _pdf(session: Session, report: Report) -> bytes:
    figures = indicators.figures(session, report.asked)
    about = pdf.About(
        report.title,
        report.period,
        report.day,
        None if report.buyer is None else report.buyer.name,
        _signatories(session, report.today),
        [label(report.language, note) for note in NOTES],
    )
    return pdf.document(figures, parts(figures, report.language), about, report.language)


def _signatories(session: Session, today: date) -> list[str]:
    agreement = agreements.current(session)
    if agreement is None:
        return []
    bound = agreements.present(session, agreements.identity(agreement), today)
    return [organisations.get(session, number).name for number in bound]


MAKERS: dict[str, Callable[[Session, Report], bytes]] = {
    "json": _json,
    "csv": _csv,
    "xlsx": _xlsx,
    "pdf": _pdf,
    "png": _png,
}
"""Every kind of file, by the name of its format."""
