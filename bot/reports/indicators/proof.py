"""Which part of each figure files prove: for the chat, and as a section of the files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card
from bot.dialogue.translations import N_, label, translate
from bot.reports.indicators.card import View
from bot.reports.indicators.table import Line, Part, Unit
from bot.store.database import Session
from bot.store.indicators.scope import Asked
from bot.store.indicators.tallies import Tally, tallies

_LINE, _GAP = Markup("\n"), Markup("\n\n")
_TENTH, _ALL = Decimal("0.1"), Decimal(100)


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a figure files prove: its key (that of the figure, then the proof), its name (a msgid), how
    much is proven of how much, in which unit. Of what is `lost`, people who were anonymised since, nothing
    can be proven any more."""

    key: str
    name: str
    proven: Decimal
    total: Decimal
    unit: Unit
    lost: Decimal = Decimal()

    @property
    def percent(self) -> Decimal | None:
        """The share in percent, to the tenth, downwards: 100 only when all is proven; None of nothing."""
        if not self.total:
            return None
        return (self.proven * _ALL / self.total).quantize(_TENTH, ROUND_DOWN)

    def shown(self, value: Decimal, language: str) -> str:
        """A value as people write it."""
        if self.unit is Unit.EUROS:
            return formats.money(value, language)
        text = formats.number(value, language)
        return label(language, N_("{hours} h"), hours=text) if self.unit is Unit.HOURS else text


@dataclass(frozen=True, slots=True)
class _Figure:
    """A line: which tally, counted or weighed."""

    key: str
    name: str
    tally: str
    unit: Unit = Unit.COUNT

    def of(self, found: Mapping[str, Tally]) -> Share:
        """The share of this figure."""
        one = found[self.tally]
        if self.unit is Unit.COUNT:
            values = (Decimal(one.proven), Decimal(one.total), Decimal(one.lost))
        else:
            values = (one.weight_proven, one.weight, one.weight_lost)
        proven, total, lost = values
        return Share(self.key, self.name, proven, total, self.unit, lost)


_FIGURES = (
    _Figure("markets.procurements.notice", N_("Contracts published – notice with the clause"), "notice"),
    _Figure("markets.lots.award", N_("Lots awarded – award"), "award"),
    _Figure("markets.amount_lots.award", N_("Amount of the lots awarded – award"), "award", Unit.EUROS),
    _Figure("hours.declared.hours", N_("Hours declared – hours sheets"), "hours", Unit.HOURS),
    _Figure("hours.validated.hours", N_("Hours validated – hours sheets"), "validated", Unit.HOURS),
    _Figure("hours.months.hours", N_("Months declared – hours sheets"), "hours"),
    _Figure(
        "people.beneficiaries.contract",
        N_("Beneficiaries whose hire is confirmed – a work contract"),
        "people",
    ),
    _Figure("people.placements.contract", N_("Work contracts confirmed"), "contract"),
    _Figure("people.beneficiaries.eligibility", N_("Beneficiaries – eligibility"), "eligibility"),
    _Figure("people.positive_exits.exit", N_("Positive exits – proof of exit"), "exit"),
    _Figure("people.trained.training", N_("Trainings with a certification – certificate"), "training"),
)


def shares(session: Session, asked: Asked) -> Sequence[Share]:
    """Which part of each figure of a period files prove, in the order of the annex."""
    found = tallies(session, asked)
    return [figure.of(found) for figure in _FIGURES]


def section(found: Sequence[Share], language: str) -> Part:
    """The same as a section of the files: the share in percent, then what is proven, of how much, and what is
    anonymised where something is."""
    lines = [line for one in found for line in _lines(one, language)]
    return Part("evidence", label(language, N_("Supporting documents")), lines)


def _lines(one: Share, language: str) -> Iterator[Line]:
    yield Line(f"evidence.{one.key}.percent", label(language, one.name), one.percent, Unit.PERCENT)
    parts = [("proven", N_("proven by a document"), one.proven), ("total", N_("in all"), one.total)]
    if one.lost:
        parts.append(("lost", N_("of people anonymised since"), one.lost))
    for key, name, value in parts:
        yield Line(f"evidence.{one.key}.{key}", label(language, name), value, one.unit, inner=True)


def proof_card(found: Sequence[Share], view: View) -> Card:
    """The shares of a period, one line a figure, and the way to what is missing."""
    language = view.language
    lines = [_line(one, language) for one in found if one.total]
    if not lines:
        lines = [translate(language, N_("Nothing in this period asks for a supporting document."))]
    if any(one.lost for one in found):
        lines += [Markup(), translate(language, _LOST)]
    missing = Button(view.says(N_("What is missing")), f"indicator-missing:0:000000:0:{view.shown.code}")
    head = view.headed(N_("Evidence behind the figures"))
    return Card(_GAP.join([head, _LINE.join(lines)]), ((missing,), view.back()))


_LOST = N_(
    "“Anonymised”: people whose file was erased or kept for its full time; their documents went with it and "
    "nobody is asked for them."
)


def _line(one: Share, language: str) -> Markup:
    said = N_("{name}: {percent} ({proven} of {total})")
    lost = N_("{name}: {percent} ({proven} of {total}; anonymised: {lost})")
    values = {name: one.shown(getattr(one, name), language) for name in ("proven", "total", "lost")}
    percent = formats.percent((one.percent or Decimal()) / _ALL, language)
    return translate(
        language, lost if one.lost else said, name=label(language, one.name), percent=percent, **values
    )
