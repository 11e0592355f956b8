"""What several figures of a period are counted from, read from the database once.

Everything is read in parts, and of each part only marks and counts are kept: what a report needs of memory
does not grow with the rows it counts."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.indicators import counted, profiles
from bot.store.indicators.arrays import Array, Marked, joined, numpy
from bot.store.indicators.counted import EXITS, INTERVIEWS, REFERRALS, TRAINEES, TRAININGS
from bot.store.indicators.reading import code, columns, flag, numbers, stretches
from bot.store.indicators.scope import LIVING, PLACEMENTS, Asked
from bot.store.tables import ExitKind, ReferralState, Timing

Dated = Callable[[Asked], sa.ColumnElement[bool]]


@dataclass(slots=True)
class Referrals:
    """The candidates referred; how many referrals, and how many of them led to a hire."""

    people: Marked = field(default_factory=Marked)
    total: int = 0
    hired: int = 0


@dataclass(slots=True)
class Interviews:
    """The candidates met; how many interviews each adviser held, by the adviser's number."""

    people: Marked = field(default_factory=Marked)
    by_adviser: Counter[int] = field(default_factory=Counter)


class Gathered:
    """The people of a period, by their numbers; nothing is read before it is asked for."""

    def __init__(self, session: Session, asked: Asked) -> None:
        self._session, self._asked = session, asked

    def _dated(self, query: sa.Select[Any], dated: Dated) -> Iterator[list[Array]]:
        """The columns of what is dated in the period, year by year, for less memory."""
        for asked in self._asked.by_year():
            yield columns(self._session, query.where(dated(asked)))

    @cached_property
    def clauses(self) -> Marked:
        """The lots with a clause (of the buyer), whenever confirmed."""
        return Marked(numbers(self._session, self._asked.lots()))

    @cached_property
    def _at_work(self) -> tuple[Marked, Marked]:
        """The candidates at work in the period, whoever employs them; those on a lot with a clause."""
        everybody, placed = Marked(), Marked()
        for candidates, lots in self._placements():
            everybody.add(candidates)
            placed.add(candidates[self.clauses.of(lots)])
        return everybody, placed

    def _placements(self) -> Iterator[list[Array]]:
        """Of each placement of anybody with a day in the period, the candidate and the lot, 0 for none."""
        lot = PLACEMENTS.c.lot_id
        query = sa.select(PLACEMENTS.c.candidate_id, sa.func.coalesce(lot, sa.literal_column("0")))
        living = query.where(LIVING, self._asked.overlapping())
        if not self._session.on_sqlite:
            yield columns(self._session, living)
            return
        for part in (lot.is_(None), *stretches(self._session, lot)):
            yield columns(self._session, living.where(part))

    @cached_property
    def beneficiaries(self) -> Marked:
        """The candidates at work in the period on a lot with a clause: those of `Asked.beneficiaries`."""
        if self._asked.buyer_id is None:
            return self._at_work[1]
        query = sa.select(PLACEMENTS.c.candidate_id).where(self._asked.placed(), self._asked.overlapping())
        return Marked(numbers(self._session, query))

    @cached_property
    def referrals(self) -> Referrals:
        """The referrals made in the period."""
        hired = code(REFERRALS.c.state, [ReferralState.HIRED])
        found = Referrals()
        for [both] in self._dated(sa.select(2 * REFERRALS.c.candidate_id + hired), counted.made):
            found.people.add(both // 2)
            found.total += int(both.size)
            found.hired += int((both % 2 == 0).sum())
        return found

    @cached_property
    def trainees(self) -> tuple[Array, Array]:
        """Of each person in a training that began, the candidate and the place of the timing in `Timing`;
        with a buyer, of its beneficiaries only."""
        query = sa.select(TRAINEES.c.candidate_id, code(TRAININGS.c.timing, Timing))
        query = query.join_from(TRAININGS, TRAINEES)
        if self._asked.buyer_id is not None:
            query = query.where(TRAINEES.c.candidate_id.in_(self._asked.beneficiaries()))
        candidates, timings = joined(self._dated(query, counted.began))
        return candidates, timings

    @cached_property
    def interviews(self) -> Interviews:
        """The interviews held in the period."""
        found = Interviews()
        query = sa.select(INTERVIEWS.c.candidate_id, INTERVIEWS.c.adviser_id)
        for candidates, advisers in self._dated(query, counted.held):
            found.people.add(candidates)
            names, times = numpy().unique(advisers, return_counts=True)
            found.by_adviser.update(dict(zip(names.tolist(), times.tolist(), strict=True)))
        return found

    @cached_property
    def presented(self) -> Marked:
        """The candidates presented in the period."""
        query = sa.select(REFERRALS.c.candidate_id)
        return Marked(*(candidates for [candidates] in self._dated(query, counted.presented)))

    @cached_property
    def profiles(self) -> profiles.Profiles:
        """Who the beneficiaries and the people presented are."""
        last = self._asked.period.last
        return profiles.profiles(self._session, self.beneficiaries, self.presented, last)

    @cached_property
    def exits(self) -> tuple[Array, Array, Array]:
        """Of each exit, the candidate, the place of its kind in `ExitKind`, and whether it is lasting (1: it
        is); with a buyer, of who was once placed on its lots."""
        query = sa.select(EXITS.c.candidate_id, code(EXITS.c.kind, ExitKind), flag(counted.lasting()))
        if self._asked.buyer_id is not None:
            query = query.where(EXITS.c.candidate_id.in_(self._asked.once_placed()))
        candidates, kinds, lasts = joined(self._dated(query, counted.left))
        return candidates, kinds, lasts

    @cached_property
    def supported(self) -> Marked:
        """The candidates of `counted.supported`."""
        found = Marked(self.trainees[0], self.exits[0])
        for people in (self.interviews.people, self.referrals.people, self._at_work[0]):
            found.add(people.keys)
        return found

    @cached_property
    def reached(self) -> Marked:
        """The candidates who left in the period for lasting work or with a certification; they are among
        those supported."""
        candidates, _, lasts = self.exits
        return Marked(candidates[lasts == 1])
