"""Referrals: one open per pair, moves that one of two people wins, what ends with an offer or a person."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from rows import NOW, together
from test_store_matching import LONG_AGO, _plan
from vacancies import SAID, company, mason, post

from bot.store import candidate_merges, candidates, circulation, matching, offers, referrals
from bot.store.database import Database, Session
from bot.store.tables import Circulation, JobOffer, Referral, ReferralState, rows_of

S = ReferralState
LATER = NOW + timedelta(hours=1)


class Scene:
    """A company's offers and masons who fit them; `me` did everything."""

    def __init__(self, session: Session, people: int = 3, posts: int = 2) -> None:
        self.session = session
        someone = company(session, 5, NOW)
        self.me = someone.id
        self.people = [
            candidates.identity(mason(session, self.me, NOW, name=f"Petit {n}")) for n in range(people)
        ]
        self.offers: list[JobOffer] = [post(session, someone, NOW, SAID) for _ in range(posts)]
        self.posts = [offers.identity(offer) for offer in self.offers]

    def add(self, person: int, offer: int, *, presented: bool = True) -> Referral:
        made = referrals.add(
            self.session, self.people[person], self.posts[offer], self.me, NOW, presented=presented
        )
        assert made is not None
        return made


def open_count(session: Session, offer_id: int) -> int:
    query = sa.select(referrals.how_many_open(sa.literal(offer_id)))
    return int(session.core.execute(query).scalar_one())


def state(session: Session, referral: Referral) -> str:
    found = referrals.get(session, referrals.identity(referral))
    assert found is not None
    return found.state


def test_a_referral_begins_presented_or_awaiting(database: Database) -> None:
    with database.begin() as session:
        scene = Scene(session)
        one, other = scene.add(0, 0), scene.add(1, 0, presented=False)
        assert (one.state, one.presented_by, one.presented_at) == (S.PRESENTED, scene.me, NOW)
        assert (other.state, other.presented_by, other.presented_at) == (S.AWAITING, None, None)
        assert referrals.open_of(session, scene.posts[0], scene.people[0]) == one
        assert referrals.open_of(session, scene.posts[1], scene.people[0]) is None
        assert open_count(session, scene.posts[0]) == 2
        assert referrals.counts(session, scene.posts[0]) == referrals.Counts(awaiting=1, presented=1)
        assert referrals.of_offer(session, scene.posts[0]) == [other, one]
        assert referrals.of_offer(session, scene.posts[0], presented_only=True) == [one]
        assert referrals.of_offer(session, scene.posts[0], 1, before=other.id) == [one]
        assert referrals.of_candidate(session, scene.people[1]) == [other]
        assert referrals.get(session, 999) is None


def test_one_open_referral_of_a_pair(database: Database) -> None:
    with database.begin() as session:
        scene = Scene(session)
        one = scene.add(0, 0, presented=False)
        pair = (scene.people[0], scene.posts[0], scene.me, LATER)
        assert referrals.add(session, *pair, presented=True) is None
        assert state(session, one) == S.AWAITING
        assert referrals.move(session, one.id or 0, (S.AWAITING,), S.WITHDRAWN, scene.me, NOW, "other")
        assert referrals.add(session, *pair, presented=True) is not None
        states = referrals.last_states(session, scene.posts[0], scene.people)
        assert states == {scene.people[0]: S.PRESENTED}


def test_of_two_people_at_once_one_moves_it(on_postgres: Database) -> None:
    with on_postgres.begin() as session:
        scene = Scene(session)
        number = scene.add(0, 0).id or 0
    won: list[bool] = []

    def refuse(place: int) -> None:
        with on_postgres.begin() as session:
            to = (S.REFUSED, S.WITHDRAWN)[place % 2]
            won.append(referrals.move(session, number, referrals.OPEN, to, None, LATER))

    together(6, refuse)
    assert sorted(won) == [False] * 5 + [True]


def test_of_two_people_at_once_one_presents(on_postgres: Database) -> None:
    with on_postgres.begin() as session:
        scene = Scene(session)
    made: list[bool] = []

    def present(_place: int) -> None:
        with on_postgres.begin() as session:
            pair = (scene.people[0], scene.posts[0], scene.me)
            made.append(referrals.add(session, *pair, NOW, presented=True) is not None)

    together(6, present)
    assert sorted(made) == [False] * 5 + [True]
    with on_postgres.begin() as session:
        assert open_count(session, scene.posts[0]) == 1


def test_a_move_is_from_its_states_only_and_keeps_the_first_presentation(database: Database) -> None:
    with database.begin() as session:
        scene = Scene(session)
        one = scene.add(0, 0, presented=False)
        number = one.id or 0
        assert not referrals.move(session, number, (S.PRESENTED,), S.REFUSED, scene.me, LATER, "skills")
        assert not referrals.meet(session, number, LATER)
        assert referrals.move(session, number, (S.AWAITING,), S.PRESENTED, scene.me, LATER)
        session.refresh(one)
        assert (one.presented_at, one.presented_by, one.moved_at) == (LATER, scene.me, LATER)
        assert referrals.meet(session, number, LATER)
        assert not referrals.meet(session, number, LATER)
        last = LATER + timedelta(days=3)
        assert referrals.move(session, number, (S.PRESENTED,), S.HIRED, scene.me, last)
        assert referrals.move(session, number, (S.HIRED,), S.PRESENTED, scene.me, last)
        session.refresh(one)
        assert (one.presented_at, one.meeting_at, one.moved_at) == (LATER, LATER, last)


def test_who_is_hired_without_being_presented_was_presented_then(database: Database) -> None:
    with database.begin() as session:
        scene = Scene(session)
        one = scene.add(0, 0, presented=False)
        assert referrals.move(session, one.id or 0, referrals.OPEN, S.HIRED, scene.me, LATER)
        session.refresh(one)
        assert (one.presented_at, one.presented_by) == (LATER, scene.me)


def test_what_ends_with_a_person_or_an_offer(database: Database) -> None:
    with database.begin() as session:
        scene = Scene(session)
        hired, elsewhere = scene.add(0, 0), scene.add(0, 1, presented=False)
        beside, refused, other = scene.add(1, 0), scene.add(2, 0), scene.add(2, 1)
        referrals.move(session, refused.id or 0, (S.PRESENTED,), S.REFUSED, scene.me, NOW, "skills")
        ended = referrals.make_obsolete(session, scene.me, LATER, candidate_id=scene.people[0], but=hired.id)
        assert [(one.id, one.state, one.moved_at) for one in ended] == [(elsewhere.id, S.OBSOLETE, LATER)]
        ended = referrals.make_obsolete(session, None, LATER, offer_id=scene.posts[0], but=hired.id)
        assert [one.id for one in ended] == [beside.id]
        assert (state(session, hired), state(session, other)) == (S.PRESENTED, S.PRESENTED)
        withdrawn = referrals.end_open(session, S.WITHDRAWN, scene.me, LATER, candidate_id=scene.people[2])
        assert [(one.id, one.state) for one in withdrawn] == [(other.id, S.WITHDRAWN)]
        assert referrals.make_obsolete(session, None, LATER, offer_id=scene.posts[1]) == []
        with pytest.raises(ValueError, match="whose"):
            referrals.make_obsolete(session, None, LATER)


def test_the_ranked_lists_leave_out_who_is_presented(database: Database) -> None:
    with database.begin() as session:
        scene = Scene(session)
        wanted = matching.wanted(scene.offers[0])

        def listed(offer: int) -> list[int]:
            found = matching.candidates_for(session, wanted, 9, offer_id=scene.posts[offer])
            return [one.candidate_id for one in found]

        def fitting(person: int) -> list[int]:
            found = matching.offers_for(session, scene.people[person], LONG_AGO, 9)
            return [match.offer_id for match in found]

        one = scene.add(0, 0)
        scene.add(1, 0, presented=False)
        assert (listed(0), listed(1)) == ([scene.people[2]], scene.people)
        assert (fitting(0), fitting(2)) == ([scene.posts[1]], scene.posts)
        referrals.move(session, one.id or 0, (S.PRESENTED,), S.REFUSED, scene.me, NOW, "skills")
        assert (listed(0), fitting(0)) == ([scene.people[0], scene.people[2]], scene.posts)
        assert len(matching.candidates_for(session, wanted, 9)) == 3


def test_an_offer_as_often_presented_as_it_has_positions_is_not_broadcast(database: Database) -> None:
    with database.begin() as session:
        scene = Scene(session, people=3, posts=1)
        rows = rows_of(JobOffer)
        session.core.execute(sa.update(rows).values(circulation=Circulation.DUE, reserved_until=None))

        def due() -> int:
            return len(circulation.due_offers(session, NOW, LONG_AGO, 9))

        assert due() == 1
        one = scene.add(0, 0)
        assert due() == 1
        scene.add(1, 0, presented=False)
        assert due() == 0
        referrals.move(session, one.id or 0, (S.PRESENTED,), S.REFUSED, scene.me, NOW, "skills")
        assert due() == 1
        session.core.execute(sa.update(rows).values(hired=1))
        assert due() == 0


def test_the_lists_stay_within_their_indexes(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        scene = Scene(session)
        wanted = matching.wanted(scene.offers[0])
        for ask, index in (
            (lambda: matching.candidates_for(session, wanted, 9, offer_id=1), "uq_referrals_open"),
            (lambda: matching.offers_for(session, 1, LONG_AGO, 9), "uq_referrals_open"),
            (lambda: circulation.due_offers(session, NOW, LONG_AGO, 9), "uq_referrals_open"),
            (lambda: referrals.of_offer(session, 1, 9, before=5), "ix_referrals_offer_id"),
            (lambda: referrals.of_candidate(session, 1, 9, before=5), "ix_referrals_candidate_id"),
            (lambda: referrals.open_of(session, 1, 1), "uq_referrals_open"),
        ):
            plan = _plan(session, ask)
            assert f"INDEX {index} (" in plan, plan
            assert "SCAN" not in plan.replace("SCAN CONSTANT ROW", "")
        plan = _plan(session, lambda: matching.candidates_for(session, wanted, 9, offer_id=1))
        assert "USING INDEX uq_referrals_open (offer_id=? AND candidate_id=?)" in plan
        assert "COVERING INDEX ix_candidate_jobs_matching (plie=? AND job_prefix=?" in plan


def test_two_files_that_become_one_keep_all_referrals(database: Database) -> None:
    with database.begin() as session:
        scene = Scene(session, people=2, posts=4)
        kept, other = scene.people
        ours = [scene.add(0, 0), scene.add(0, 1, presented=False), scene.add(0, 2)]
        theirs = [scene.add(1, 0), scene.add(1, 1), scene.add(1, 3)]
        assert candidate_merges.merge(session, kept, other) is not None
        assert [state(session, one) for one in ours] == [S.PRESENTED, S.OBSOLETE, S.PRESENTED]
        assert [state(session, one) for one in theirs] == [S.OBSOLETE, S.PRESENTED, S.PRESENTED]
        assert {one.id for one in referrals.of_candidate(session, kept)} == {
            one.id for one in (*ours, *theirs)
        }
        assert referrals.of_candidate(session, other) == []


def test_who_is_presented_to_somebody(database: Database) -> None:
    with database.begin() as session:
        scene = Scene(session)
        one = scene.add(0, 0)
        scene.add(1, 0, presented=False)
        assert referrals.presented_of(session, scene.people) == [one]
