"""The lists of placements, exits, trainings and departures; people by their reference."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from bot.dialogue.journey.words import EMPLOYERS, END_REASONS, EXITS, PLACEMENTS, TIMINGS
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.translations import N_
from bot.dialogue.words import CONTRACTS
from bot.reports.indicators.raw.sheet import Cell, Column, Reading, Shape, Sheet
from bot.rules import exits as rules
from bot.store.indicators import counted
from bot.store.indicators.scope import LOTS, PROCUREMENTS, Asked
from bot.store.indicators.scope import PLACEMENTS as HIRES
from bot.store.tables import Candidate, Organisation, rows_of
from bot.store.worked import VALIDATED_HOURS, hundredths

_candidates, _companies = rows_of(Candidate), rows_of(Organisation)
_hours = counted.WORKED


def _hires(*columns: Any) -> sa.Select[Any]:
    """Placements with who, for which company and which lot."""
    return (
        sa.select(
            HIRES,
            _candidates.c.reference.label("person"),
            _companies.c.name.label("company"),
            PROCUREMENTS.c.reference.label("contract_of"),
            LOTS.c.number,
            *columns,
        )
        .join_from(HIRES, _candidates)
        .join(_companies, _companies.c.id == HIRES.c.organisation_id)
        .outerjoin(LOTS, LOTS.c.id == HIRES.c.lot_id)
        .outerjoin(PROCUREMENTS, PROCUREMENTS.c.id == LOTS.c.procurement_id)
        .order_by(HIRES.c.id)
    )


def _worked(asked: Asked, chosen: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    """Hours of the period of a placement."""
    return (
        sa.select(sa.func.sum(chosen))
        .where(counted.declared(asked), _hours.c.placement_id == HIRES.c.id)
        .correlate(HIRES)
        .scalar_subquery()
    )


def _placements(reading: Reading) -> Iterator[Sequence[Cell]]:
    asked = reading.asked
    query = _hires(
        _worked(asked, _hours.c.hours).label("declared"), _worked(asked, VALIDATED_HOURS).label("validated")
    )
    contracts, employers = reading.words(CONTRACTS), reading.words(EMPLOYERS)
    states = reading.words(PLACEMENTS)
    for row in reading.rows(query.where(asked.placed(), asked.overlapping())):
        yield (
            *(row.reference, row.person, row.contract_of, row.number, row.company),
            *(row.employer_name or employers[row.employer], job_label(row.job), contracts[row.contract]),
            *(row.starts_on, row.planned_end, row.ended_on, row.weekly_hours, states[row.state]),
            *(hundredths(row.declared), hundredths(row.validated)),
        )


def _exits(reading: Reading) -> Iterator[Sequence[Cell]]:
    asked, left = reading.asked, counted.EXITS
    query = (
        sa.select(left, _candidates.c.reference.label("person"))
        .join_from(left, _candidates)
        .where(counted.left(asked))
        .order_by(left.c.left_on, left.c.id)
    )
    if asked.buyer_id is not None:
        query = query.where(left.c.candidate_id.in_(asked.once_placed()))
    kinds, contracts = reading.words(EXITS), reading.words(CONTRACTS)
    for row in reading.rows(query):
        positive = row.kind in rules.POSITIVE
        lasting = rules.is_sustained(row.kind, row.contract, row.months)
        yield (
            *(row.person, row.left_on, kinds[row.kind], contracts[row.contract], row.months),
            *(reading.yes(positive), reading.yes(lasting)),
        )


def _trainings(reading: Reading) -> Iterator[Sequence[Cell]]:
    asked, held, there = reading.asked, counted.TRAININGS, counted.TRAINEES
    query = (
        sa.select(held, _candidates.c.reference.label("person"))
        .join_from(held, there)
        .join(_candidates, _candidates.c.id == there.c.candidate_id)
        .where(counted.began(asked), there.c.candidate_id.in_(asked.beneficiaries()))
        .order_by(held.c.starts_on, held.c.id, _candidates.c.id)
    )
    timings = reading.words(TIMINGS)
    for row in reading.rows(query):
        yield (
            *(row.person, row.title, timings[row.timing], row.starts_on, row.ends_on, row.hours),
            *(row.provider, reading.yes(row.certifying)),
        )


def _departures(reading: Reading) -> Iterator[Sequence[Cell]]:
    reasons = reading.words(END_REASONS)
    for row in reading.rows(_hires().where(counted.departed(reading.asked))):
        yield (
            *(row.reference, row.person, row.contract_of, row.number, row.company),
            *(row.starts_on, row.planned_end, row.ended_on, reasons[row.end_reason]),
        )


_HIRE = (
    Column(N_("Work contract"), Shape.CODE),
    Column(N_("Person"), Shape.CODE),
    Column(N_("Contract"), Shape.CODE),
    Column(N_("Lot"), Shape.CODE),
    Column(N_("Company")),
)
SHEETS = (
    Sheet(
        N_("List of work contracts"),
        (
            *_HIRE,
            Column(N_("Employer")),
            Column(N_("Job"), Shape.LONG),
            Column(N_("Kind of contract")),
            Column(N_("Start"), Shape.DAY),
            Column(N_("Planned end"), Shape.DAY),
            Column(N_("Ended on"), Shape.DAY),
            Column(N_("Hours a week"), Shape.HOURS),
            Column(N_("State")),
            Column(N_("Hours declared"), Shape.HOURS),
            Column(N_("of which validated"), Shape.HOURS),
        ),
        _placements,
    ),
    Sheet(
        N_("List of exits"),
        (
            Column(N_("Person"), Shape.CODE),
            Column(N_("Date"), Shape.DAY),
            Column(N_("Exit")),
            Column(N_("Kind of contract")),
            Column(N_("Months"), Shape.MONTHS),
            Column(N_("Positive"), Shape.CODE),
            Column(N_("Lasting work"), Shape.CODE),
        ),
        _exits,
    ),
    Sheet(
        N_("List of trainings"),
        (
            Column(N_("Person"), Shape.CODE),
            Column(N_("Title"), Shape.LONG),
            Column(N_("When")),
            Column(N_("Start"), Shape.DAY),
            Column(N_("End"), Shape.DAY),
            Column(N_("Hours"), Shape.HOURS),
            Column(N_("Provider")),
            Column(N_("Certification"), Shape.CODE),
        ),
        _trainings,
    ),
    Sheet(
        N_("List of departures"),
        (
            *_HIRE,
            Column(N_("Start"), Shape.DAY),
            Column(N_("Planned end"), Shape.DAY),
            Column(N_("Ended on"), Shape.DAY),
            Column(N_("Reason")),
        ),
        _departures,
    ),
)
