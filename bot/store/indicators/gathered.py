"""What several figures of a period are counted from, read from the database once."""

from functools import cached_property

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.indicators import counted
from bot.store.indicators.arrays import Array, among, code, columns, distinct, numbers
from bot.store.indicators.counted import EXITS, INTERVIEWS, REFERRALS, TRAINEES, TRAININGS, WORKED
from bot.store.indicators.profiles import Files
from bot.store.indicators.scope import LIVING, PLACEMENTS, Asked
from bot.store.tables import ExitKind, HoursState, ReferralState, Timing


class Gathered:
    """The people of a period, by their numbers; nothing is read before it is asked for."""

    def __init__(self, session: Session, asked: Asked) -> None:
        self._session, self._asked = session, asked

    @cached_property
    def clauses(self) -> Array:
        """The lots with a clause (of the buyer), whenever confirmed."""
        return numbers(self._session, self._asked.lots())

    @cached_property
    def worked(self) -> tuple[Array, Array, Array]:
        """Of each month of the period with hours declared, on whatever lot (0: none): the lot, the hundredths
        of an hour, and whether they were validated (0: they were)."""
        lot = sa.func.coalesce(WORKED.c.lot_id, 0)
        hundredths = sa.cast(sa.func.round(WORKED.c.hours * sa.literal_column("100")), sa.BigInteger())
        both = 2 * hundredths + code(WORKED.c.state, [HoursState.VALIDATED])
        lots, hours = columns(self._session, sa.select(lot, both).where(counted.stated(self._asked)))
        return lots, hours // 2, hours % 2

    @cached_property
    def _at_work(self) -> tuple[Array, Array]:
        """Of each placement of anybody with a day in the period, the candidate and the lot, 0 for none."""
        lot = sa.func.coalesce(PLACEMENTS.c.lot_id, 0)
        query = sa.select(PLACEMENTS.c.candidate_id, lot).where(LIVING, self._asked.overlapping())
        candidates, lots = columns(self._session, query)
        return candidates, lots

    @cached_property
    def beneficiaries(self) -> Array:
        """The candidates at work in the period on a lot with a clause, each once: those of
        `Asked.beneficiaries`."""
        if self._asked.buyer_id is None:
            candidates, lots = self._at_work
            return distinct(candidates[among(lots, self.clauses)])
        query = sa.select(PLACEMENTS.c.candidate_id).where(self._asked.placed(), self._asked.overlapping())
        return distinct(numbers(self._session, query))

    @cached_property
    def referrals(self) -> tuple[Array, Array]:
        """Of each referral made, the candidate and whether it led to a hire (0: it did)."""
        hired = code(REFERRALS.c.state, [ReferralState.HIRED])
        both = 2 * REFERRALS.c.candidate_id + hired
        found = numbers(self._session, sa.select(both).where(counted.made(self._asked)))
        return found // 2, found % 2

    @cached_property
    def trainees(self) -> tuple[Array, Array]:
        """Of each person in a training that began, the candidate and the place of the timing in `Timing`;
        with a buyer, of its beneficiaries only."""
        query = sa.select(TRAINEES.c.candidate_id, code(TRAININGS.c.timing, Timing))
        began = query.join_from(TRAININGS, TRAINEES).where(counted.began(self._asked))
        if self._asked.buyer_id is not None:
            began = began.where(TRAINEES.c.candidate_id.in_(self._asked.beneficiaries()))
        candidates, timings = columns(self._session, began)
        return candidates, timings

    @cached_property
    def interviews(self) -> tuple[Array, Array]:
        """Of each interview held, the candidate and the adviser."""
        query = sa.select(INTERVIEWS.c.candidate_id, INTERVIEWS.c.adviser_id)
        candidates, advisers = columns(self._session, query.where(counted.held(self._asked)))
        return candidates, advisers

    @cached_property
    def presented(self) -> Array:
        """The candidates presented in the period, each once."""
        query = sa.select(REFERRALS.c.candidate_id).where(counted.presented(self._asked))
        return distinct(numbers(self._session, query))

    @cached_property
    def files(self) -> Files:
        """The files of the beneficiaries and of the people presented."""
        return Files(self._session, distinct(self.beneficiaries, self.presented))

    @cached_property
    def exits(self) -> tuple[Array, Array, Array]:
        """Of each exit, the candidate, the place of its kind in `ExitKind`, and whether it is lasting (1: it
        is); with a buyer, of who was once placed on its lots."""
        lasting = sa.case((counted.lasting(), 1), else_=0)
        query = sa.select(EXITS.c.candidate_id, code(EXITS.c.kind, ExitKind), lasting)
        query = query.where(counted.left(self._asked))
        if self._asked.buyer_id is not None:
            query = query.where(EXITS.c.candidate_id.in_(self._asked.once_placed()))
        candidates, kinds, lasts = columns(self._session, query)
        return candidates, kinds, lasts

    @cached_property
    def supported(self) -> Array:
        """The candidates of `counted.supported`, each once."""
        met = (self.interviews, self.referrals, self.trainees, self._at_work, self.exits)
        return distinct(*(candidates for candidates, *_ in met))

    @cached_property
    def reached(self) -> Array:
        """The candidates who left in the period for lasting work or with a certification, each once; they
        are among those supported."""
        candidates, _, lasts = self.exits
        return distinct(candidates[lasts == 1])
