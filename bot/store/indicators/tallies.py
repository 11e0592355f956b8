"""Which part of the figures files prove: how many facts of a period, and what they weigh.

The facts are those `provable` lists; here they are counted from arrays (decision 20)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

import sqlalchemy as sa

from bot.rules import evidence as rules
from bot.rules.lifecycle import LotState
from bot.store.database import Session
from bot.store.indicators import counted
from bot.store.indicators.arrays import Array, Marked, numpy
from bot.store.indicators.counted import EXITS, TRAINEES, TRAININGS, WORKED
from bot.store.indicators.reading import code, columns, numbers, rows_of, whole
from bot.store.indicators.scope import LIVING, LOTS, PLACEMENTS, PROCUREMENTS, Asked
from bot.store.procurements import NOTICE
from bot.store.readers import side_by_side
from bot.store.tables import (
    Attachment,
    Candidate,
    CandidateState,
    Evidence,
    HoursState,
    PlacementState,
    TraineeState,
)
from bot.store.tables import rows_of as table_of
from bot.store.types import literal

_evidence, _attachments, _candidates = table_of(Evidence), table_of(Attachment), table_of(Candidate)

_NONE, _ONE, _TWICE = (sa.literal_column(one, sa.Integer) for one in "012")
_STATES = list(LotState)
_PLACES = tuple([_STATES.index(one) for one in some] for some in (rules.NOTICED, rules.AWARDED))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many facts are proven, of how many; of `lost` ones nothing can be proven any more. The same of what
    they weigh: hours, euros excl. VAT."""

    proven: int = 0
    total: int = 0
    lost: int = 0
    weight_proven: Decimal = Decimal()
    weight: Decimal = Decimal()
    weight_lost: Decimal = Decimal()

    @property
    def missing(self) -> int:
        """How many files are waited for."""
        return self.total - self.proven - self.lost


def tallies(session: Session, asked: Asked) -> Mapping[str, Tally]:
    """Of each proof how many facts of the period have it; "validated" is the part of "hours" that is, and
    "people" the beneficiaries with a confirmed hire, one of whose work contracts is proven."""
    rest, hours = side_by_side(session, partial(_but_hours, asked), partial(_hours, asked))
    return {**rest, **hours}


def _but_hours(asked: Asked, session: Session) -> dict[str, Tally]:
    read = _Read(session, asked)
    return _markets(read) | _people(read)


def _tally(proven: Array, gone: Array | None = None, weight: Array | None = None) -> Tally:
    """Of facts whether each is proven and whether the person it is about is anonymised; what each weighs, in
    hundredths."""
    lost = numpy().zeros_like(proven) if gone is None else gone & ~proven
    counts = int(proven.sum()), int(proven.size), int(lost.sum())
    if weight is None:
        return Tally(*counts)
    return Tally(*counts, _sum(weight[proven]), _sum(weight), _sum(weight[lost]))


def _sum(hundredths: Array) -> Decimal:
    return Decimal(int(hundredths.sum())).scaleb(-2)


class _Read:
    """What is asked, and what several proofs are counted from."""

    def __init__(self, session: Session, asked: Asked) -> None:
        self.session, self.asked = session, asked

    def columns(self, query: sa.Select[Any], *where: sa.ColumnElement[bool]) -> list[Array]:
        """The columns of a query, of the rows of which all this holds."""
        return columns(self.session, query.where(*where))

    def among(self, query: sa.Select[Any], keys: Array) -> Array:
        """Of each of these keys whether a query has it in its first column."""
        return Marked(rows_of(self.session, query, Marked(keys).keys)[0]).of(keys)

    def proven(self, subject: str, proof: str, keys: Array) -> Array:
        """Of each of these objects whether a file proves this of it."""
        files = sa.select(_evidence.c.subject_id)
        return self.among(files.where(_evidence.c.subject == subject, _evidence.c.proof == proof), keys)

    def gone(self, people: Array) -> Array:
        """Of each of these people whether they were anonymised."""
        state = _candidates.c.state == literal(CandidateState.ANONYMISED)
        return self.among(sa.select(_candidates.c.id).where(state), people)

    def lost(self, months: Array) -> Array:
        """Those of these months that are of people who were anonymised."""
        placed = sa.select(WORKED.c.id, WORKED.c.placement_id)
        months, placements = rows_of(self.session, placed, Marked(months).keys)
        whose = sa.select(PLACEMENTS.c.id, PLACEMENTS.c.candidate_id)
        numbers, people = rows_of(self.session, whose, Marked(placements).keys)
        return months[Marked(numbers[self.gone(people)]).of(placements)]

    @cached_property
    def clauses(self) -> Marked:
        """The lots with a clause, whenever confirmed."""
        return Marked(numbers(self.session, self.asked.lots()))

    def on_clauses(self, lots: Array) -> Array:
        """Which of these lots have a clause; with a buyer the database told it already."""
        return self.clauses.of(lots) if self.asked.buyer_id is None else lots > 0


def _markets(read: _Read) -> dict[str, Tally]:
    """The notices of contracts, the awards of lots."""
    asked = read.asked
    linked = sa.case((LOTS.c.notice_link.is_(None), _NONE), else_=_ONE)
    worth = whole(sa.func.coalesce(LOTS.c.awarded_amount, LOTS.c.amount, _NONE))
    query = sa.select(LOTS.c.id, LOTS.c.procurement_id, _TWICE * code(LOTS.c.state, _STATES) + linked, worth)
    if asked.buyer_id is not None:
        query = query.join_from(LOTS, PROCUREMENTS).where(PROCUREMENTS.c.organisation_id == asked.buyer_id)
    found = read.columns(query, asked.confirmed())
    noticed, awarded = (numpy().isin(found[2] // 2, places) for places in _PLACES)
    lots, markets, flags, _ = (one[noticed] for one in found)
    return {
        "notice": _noticed(read, lots, markets, flags % 2 == 1),
        "award": _awarded(read, *(found[place][awarded] for place in (0, 1, 3))),
    }


def _noticed(read: _Read, lots: Array, markets: Array, linked: Array) -> Tally:
    """Contracts with a file, or with a link or a file for each lot."""
    bare = markets[~linked & ~read.proven("lot", "notice", lots)]
    every = Marked(markets).keys
    sent = sa.select(_attachments.c.procurement_id).where(_attachments.c.purpose == NOTICE)
    filed = read.among(sent, every) | read.proven("procurement", "notice", every)
    return _tally(filed | ~Marked(bare).of(every))


def _awarded(read: _Read, lots: Array, markets: Array, worth: Array) -> Tally:
    proven = read.proven("lot", "award", lots) | read.proven("procurement", "award", markets)
    return _tally(proven, weight=worth)


def _people(read: _Read) -> dict[str, Tally]:
    """The beneficiaries with their contracts of work, their eligibility, their certificates; the exits."""
    asked = read.asked
    who = _TWICE * PLACEMENTS.c.candidate_id + code(PLACEMENTS.c.state, [PlacementState.CONFIRMED])
    query = sa.select(PLACEMENTS.c.id, who, sa.func.coalesce(PLACEMENTS.c.lot_id, _NONE))
    placed = LIVING if asked.buyer_id is None else asked.placed()
    found = read.columns(query, placed, asked.overlapping())
    mine = read.on_clauses(found[2])
    placements, both, _ = (one[mine] for one in found)
    candidates, stands = both // 2, both % 2 == 0
    everyone = Marked(candidates).keys
    gone = read.gone(everyone)
    placements, holders = placements[stands], candidates[stands]
    contracts, hired = read.proven("placement", "contract", placements), Marked(holders).of(everyone)
    return {
        "contract": _tally(contracts, Marked(everyone[gone]).of(holders)),
        "people": _tally(Marked(holders[contracts]).of(everyone[hired]), gone[hired]),
        "eligibility": _tally(read.proven("candidate", "eligibility", everyone), gone),
        "training": _trained(read, everyone[~gone], everyone),
        "exit": _left(read),
    }


def _trained(read: _Read, known: Array, everyone: Array) -> Tally:
    """Trainings with a beneficiary who got a certificate."""
    query = sa.select(TRAINEES.c.training_id, TRAINEES.c.candidate_id).join_from(TRAININGS, TRAINEES)
    certified = TRAINEES.c.state == literal(TraineeState.CERTIFIED)
    trainings, people = read.columns(query, counted.began(read.asked), certified)
    every = Marked(trainings[Marked(everyone).of(people)]).keys
    gone = ~Marked(trainings[Marked(known).of(people)]).of(every)
    return _tally(read.proven("training", "training", every), gone)


def _left(read: _Read) -> Tally:
    query = sa.select(EXITS.c.id, EXITS.c.candidate_id)
    exits, people = read.columns(
        query, counted.positive(read.asked), EXITS.c.kind.in_(sorted(rules.LEFT_FOR))
    )
    return _tally(read.proven("exit", "exit", exits), read.gone(people))


def _hours(asked: Asked, session: Session) -> dict[str, Tally]:
    """The months worked: all of them, and those validated."""
    read = _Read(session, asked)
    lot, valid = sa.func.coalesce(WORKED.c.lot_id, _NONE), code(WORKED.c.state, [HoursState.VALIDATED])
    query = sa.select(WORKED.c.id, lot, _TWICE * whole(WORKED.c.hours) + valid)
    which = counted.stated(asked) if asked.buyer_id is None else counted.declared(asked)
    found = read.columns(query, which, WORKED.c.hours > 0)
    mine = read.on_clauses(found[1])
    months, _, both = (one[mine] for one in found)
    hours, valids = both // 2, both % 2 == 0
    proven = read.proven("month", "hours", months)
    gone = Marked(read.lost(months[~proven])).of(months)
    return {
        "hours": _tally(proven, gone, hours),
        "validated": _tally(proven[valids], gone[valids], hours[valids]),
    }
