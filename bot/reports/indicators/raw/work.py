"""The lists of interviews and of referrals; people by their reference, advisers by their name."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from bot.dialogue.journey.words import INTERVIEW_KINDS, INTERVIEW_OUTCOMES, REFERRALS
from bot.dialogue.translations import N_
from bot.dialogue.words import ORIGINS
from bot.reports.indicators.raw.sheet import Cell, Column, Reading, Shape, Sheet
from bot.store.indicators import counted
from bot.store.tables import Candidate, Organisation, rows_of

_candidates, _companies = rows_of(Candidate), rows_of(Organisation)


def _interviews(reading: Reading) -> Iterator[Sequence[Cell]]:
    held = counted.INTERVIEWS
    query = (
        sa.select(held, _candidates.c.reference.label("person"))
        .join_from(held, _candidates)
        .where(counted.held(reading.asked))
        .order_by(held.c.held_on, held.c.id)
    )
    kinds, outcomes = reading.words(INTERVIEW_KINDS), reading.words(INTERVIEW_OUTCOMES)
    for row in reading.rows(query):
        adviser = reading.adviser(row.adviser_id)
        yield adviser, row.held_on, row.person, kinds[row.kind], outcomes[row.outcome]


def _referrals(reading: Reading) -> Iterator[Sequence[Cell]]:
    """Those made in the period, and those presented in it."""
    asked, made, offers = reading.asked, counted.REFERRALS, counted.OFFERS
    query = (
        sa.select(
            made,
            _candidates.c.reference.label("person"),
            _candidates.c.origin,
            offers.c.reference.label("offer"),
            _companies.c.name.label("company"),
        )
        .join_from(made, _candidates)
        .join(offers, offers.c.id == made.c.offer_id)
        .join(_companies, _companies.c.id == offers.c.organisation_id)
        .where(sa.or_(counted.made(asked), counted.presented(asked)))
        .order_by(made.c.id)
    )
    states, origins = reading.words(REFERRALS), reading.words(ORIGINS)
    for row in reading.rows(query):
        made_on, shown_on = _day(reading, row.created_at), _day(reading, row.presented_at)
        yield (
            *(row.person, origins[row.origin], row.offer, row.company),
            *(made_on, shown_on, states[row.state]),
        )


def _day(reading: Reading, instant: datetime | None) -> date | None:
    return None if instant is None else instant.astimezone(reading.asked.zone).date()


SHEETS = (
    Sheet(
        N_("List of interviews"),
        (
            Column(N_("Adviser")),
            Column(N_("Date"), Shape.DAY),
            Column(N_("Person"), Shape.CODE),
            Column(N_("Place")),
            Column(N_("Outcome")),
        ),
        _interviews,
        everyone=True,
    ),
    Sheet(
        N_("List of referrals"),
        (
            Column(N_("Person"), Shape.CODE),
            Column(N_("Origin"), Shape.CODE),
            Column(N_("Offer"), Shape.CODE),
            Column(N_("Company")),
            Column(N_("Made on"), Shape.DAY),
            Column(N_("Presented on"), Shape.DAY),
            Column(N_("State")),
        ),
        _referrals,
    ),
)
