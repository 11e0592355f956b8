"""The queries say what the rules say: on made-up worlds, on both databases."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from rows import NOW, join, together

from bot.rules.matching import MOST_JOBS, Seeker, Wanted, fits, offer_key, prefix, rank_key
from bot.store import circulation, matching, organisations
from bot.store.database import Database, Session
from bot.store.matching import Match
from bot.store.tables import (
    Candidate,
    CandidateJob,
    CandidateState,
    Circulation,
    Contract,
    JobOffer,
    Kind,
    OfferState,
    Origin,
    Role,
    Sex,
)

TODAY = NOW.date()
ZONE = ZoneInfo("Europe/Paris")
LONG_AGO = NOW - timedelta(days=999)
JOBS = ("F1701", "F1702", "F1703", "F1704", "F1602", "K2204")
COMMUNES = ("Caen", "Ifs", "Saint-Ouen")
ROW = ("candidate_id", "job", "commune", "available_on", "level", "held", "experience", "referred_on")


class World:
    """Candidates and offers in the database, and what they are in memory."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.chance = session, random.Random(seed)
        self.person = join(session, 1, Role.FACILITATOR, "PLIE").id
        self.home = organisations.find_or_create(session, Kind.COMPANY, "Maçons", NOW).id
        self.seekers: list[Seeker] = []
        self.plie: set[int] = set()
        self.offers: list[JobOffer] = []

    def _bits(self) -> int:
        return self.chance.randrange(64) & self.chance.randrange(64)

    def candidate(self, jobs: Iterable[str] | None = None, **said: Any) -> Candidate:
        """Someone who seeks jobs, and their rows for matching as the store writes them."""
        chance = self.chance
        values: dict[str, Any] = {
            "commune": chance.choice(COMMUNES),
            "level": chance.randint(2, 7),
            "experience": chance.randint(0, 3),
            "held": self._bits() | self._bits(),
            "available_on": TODAY + timedelta(days=chance.randint(-10, 20)),
            "referred_on": chance.choice([None, TODAY - timedelta(days=chance.randint(0, 3))]),
            "origin": Origin.PLIE if chance.random() < 0.8 else Origin.ANPE,
        } | said
        candidate = Candidate(
            reference=f"C-2026-{chance.random()}",
            name=b"",
            double_key=b"",
            birth_year=1990,
            sex=Sex.UNSAID,
            eligibility=b"",
            jobs="",
            available_as="",
            consent_on=TODAY,
            consent_heard_by=self.person,
            created_by=self.person,
            created_at=NOW,
            state=CandidateState.ACTIVE,
            contacted_on=TODAY,
            **values,
        )
        self.session.add(candidate)
        self.session.flush()
        sought = chance.sample(JOBS, chance.randint(1, MOST_JOBS)) if jobs is None else jobs
        for place, job in enumerate(sought):
            self._seeks(candidate, place, job)
        self.session.flush()
        return candidate

    def _seeks(self, candidate: Candidate, place: int, job: str) -> None:
        own = {name: getattr(candidate, name) for name in ROW if name not in {"candidate_id", "job"}}
        plie = candidate.origin == Origin.PLIE
        self.session.add(
            CandidateJob(
                candidate_id=candidate.id, job=job, place=place, job_prefix=prefix(job), plie=plie, **own
            )
        )
        self.seekers.append(Seeker(candidate.id or 0, job, **own))
        if plie:
            self.plie.add(candidate.id or 0)

    def offer(self, **said: Any) -> JobOffer:
        """An offer, open or not, with positions left or not."""
        chance = self.chance
        values: dict[str, Any] = {
            "job": chance.choice(JOBS),
            "commune": chance.choice(COMMUNES),
            "start_on": TODAY + timedelta(days=chance.randint(0, 20)),
            "requirements": self._bits() & self._bits(),
            "level": chance.choice([None, None, 3, 5]),
            "positions": chance.randint(1, 3),
            "hired": chance.choice([0, 0, 0, 1]),
            "state": chance.choice([OfferState.OPEN] * 5 + [OfferState.FILLED]),
            "circulation": chance.choice(list(Circulation)),
            "heard_at": NOW,
        } | said
        offer = JobOffer(
            reference=f"O-2026-{chance.random()}",
            organisation_id=self.home or 0,
            posted_by=self.person,
            posted_at=NOW,
            job_prefix=prefix(values["job"]),
            start_as="",
            contract=Contract.CDI,
            weekly_hours=35,
            **values,
        )
        self.session.add(offer)
        self.session.flush()
        self.offers.append(offer)
        return offer

    def people_for(self, wanted: Wanted) -> list[Seeker]:
        """The rules alone: the PLIE's people who fit, sorted, each once by the job that ranks first."""
        fitting = [one for one in self.seekers if one.candidate_id in self.plie and fits(wanted, one)]
        best: dict[int, Seeker] = {}
        for one in sorted(fitting, key=lambda seeker: rank_key(wanted, seeker)):
            best.setdefault(one.candidate_id, one)
        return list(best.values())

    def offers_for(self, candidate_id: int) -> list[tuple[int, Seeker]]:
        """The rules alone: the offers someone may be told of, sorted, each with the job that fits best."""
        found = []
        for offer in self.offers:
            wanted = matching.wanted(offer)
            own = [one for one in self.seekers if one.candidate_id == candidate_id and fits(wanted, one)]
            open_ = offer.state == OfferState.OPEN and offer.hired < offer.positions
            told = candidate_id in self.plie or offer.circulation in {Circulation.DUE, Circulation.SENT}
            if own and open_ and told:
                found.append((wanted, min(own, key=lambda one: rank_key(wanted, one)), offer.id or 0))
        found.sort(key=lambda match: offer_key(*match))
        return [(number, seeker) for _, seeker, number in found]


def numbers(matches: Sequence[Match]) -> list[tuple[int, Seeker]]:
    return [(match.offer_id, match.seeker) for match in matches]


@pytest.mark.parametrize("seed", range(6))
def test_the_queries_are_the_rules_sorted(database: Database, seed: int) -> None:
    with database.begin() as session:
        world = World(session, seed)
        for _ in range(60):
            world.candidate()
        for _ in range(25):
            world.offer()
        world.offer(start_on=TODAY - timedelta(days=11))
        world.offer(job="F1703", start_on=TODAY + timedelta(days=20), requirements=0, level=None)
        nobody = world.candidate(["H3302"]).id or 0
        sizes = set()
        for offer in world.offers:
            wanted = matching.wanted(offer)
            expected = world.people_for(wanted)
            sizes.add(len(expected))
            assert matching.candidates_for(session, wanted, 100) == expected
            assert matching.any_for(session, wanted) is bool(expected)
            for skip in (0, 3, 7):
                assert matching.candidates_for(session, wanted, 4, skip) == expected[skip : skip + 4]
        assert 0 in sizes, "an offer for nobody"
        assert max(sizes) > 7, "an offer for many"
        told = set()
        for candidate_id in range(1, nobody + 1):
            offers = world.offers_for(candidate_id)
            told.add(len(offers))
            assert numbers(matching.offers_for(session, candidate_id, LONG_AGO, 100)) == offers
            assert numbers(matching.offers_for(session, candidate_id, LONG_AGO, 2, 1)) == offers[1:3]
        assert 0 in told
        assert max(told) > 3


def test_who_seeks_three_neighbouring_jobs_is_listed_once_by_the_best(database: Database) -> None:
    with database.begin() as session:
        world = World(session, 0)
        said = {"commune": "Ifs", "level": 3, "held": 63, "available_on": TODAY, "origin": Origin.PLIE}
        few = world.candidate(["F1704", "F1702", "F1701"], experience=9, **said).id
        exact = [world.candidate(["F1701", "F1703", "F1704"], experience=0, **said).id for _ in range(5)]
        wanted = Wanted("F1703", "Ifs", TODAY, 63, 3)
        listed = matching.candidates_for(session, wanted, 100)
        assert {one.candidate_id for one in listed[:5]} == set(exact)
        assert [(one.candidate_id, one.job) for one in listed[5:]] == [(few, "F1701")]
        assert [one.job for one in listed[:5]] == ["F1703"] * 5
        assert matching.candidates_for(session, wanted, 2, 4) == listed[4:6]


def test_an_offer_and_who_fits_it_say_the_same(database: Database) -> None:
    """Offer to people and person to offers are one relation read from both ends."""
    with database.begin() as session:
        world = World(session, 7)
        people = [world.candidate(origin=Origin.PLIE).id for _ in range(40)]
        offers = [world.offer(state=OfferState.OPEN, hired=0) for _ in range(20)]
        forth = {
            (offer.id, one.candidate_id)
            for offer in offers
            for one in matching.candidates_for(session, matching.wanted(offer), 100)
        }
        back = {
            (match.offer_id, person)
            for person in people
            for match in matching.offers_for(session, person or 0, LONG_AGO, 100)
        }
        assert forth == back
        assert len(forth) > 20


def test_what_is_kept_for_the_plie_is_not_for_the_others(database: Database) -> None:
    with database.begin() as session:
        world = World(session, 1)
        easy = {"job": "F1703", "requirements": 0, "level": None, "state": OfferState.OPEN, "hired": 0}
        of = {
            place: world.offer(circulation=place, start_on=TODAY + timedelta(days=90), **easy).id
            for place in Circulation
        }
        own = world.candidate(["F1703"], origin=Origin.PLIE).id or 0
        other = world.candidate(["F1703"], origin=Origin.MISSION_LOCALE).id or 0
        assert {match.offer_id for match in matching.offers_for(session, own, LONG_AGO, 9)} == set(
            of.values()
        )
        told = {match.offer_id for match in matching.offers_for(session, other, LONG_AGO, 9)}
        assert told == {of[Circulation.DUE], of[Circulation.SENT]}
        wanted = matching.wanted(world.offers[0])
        assert [one.candidate_id for one in matching.candidates_for(session, wanted, 9)] == [own]


def test_matches_carry_what_the_offer_says(database: Database) -> None:
    with database.begin() as session:
        world = World(session, 2)
        offer = world.offer(state=OfferState.OPEN, hired=0, requirements=0, level=None)
        someone = world.candidate([offer.job], available_on=date(2020, 1, 1), origin=Origin.PLIE)
        [match] = matching.offers_for(session, someone.id or 0, LONG_AGO, 9)
        assert astuple(match.wanted) == astuple(matching.wanted(offer))
        assert (match.reference, match.positions) == (offer.reference, offer.positions)


def test_nobody_and_nothing(database: Database) -> None:
    with database.begin() as session:
        assert matching.candidates_for(session, Wanted("F1703", "Ifs", TODAY, 0, None), 9) == []
        assert not matching.any_for(session, Wanted("F1703", "Ifs", TODAY, 0, None))
        assert matching.offers_for(session, 1, LONG_AGO, 9) == []
        assert matching.named(session, [1]) == {}


def _plan(session: Session, work: Any) -> str:
    """How SQLite reaches the rows of what `work` asks."""
    asked: list[tuple[str, Any]] = []

    def hear(_c: Any, _k: Any, text: str, values: Any, *_: Any) -> None:
        asked.append((text, values))

    sa.event.listen(session.core, "before_cursor_execute", hear)
    work()
    sa.event.remove(session.core, "before_cursor_execute", hear)
    [(text, values)] = asked
    return "\n".join(
        str(row) for row in session.core.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all()
    )


def test_each_question_is_one_query_answered_by_its_index(on_sqlite: Database) -> None:
    wanted = Wanted("F1703", "Ifs", TODAY, 5, 3)
    with on_sqlite.begin() as session:
        for ask in (
            lambda: matching.any_for(session, wanted),
            lambda: matching.candidates_for(session, wanted, 9),
        ):
            assert "COVERING INDEX ix_candidate_jobs_matching (plie=? AND job_prefix=?" in _plan(session, ask)
        plan = _plan(session, lambda: matching.offers_for(session, 1, LONG_AGO, 9))
        assert "INDEX ix_offers_open (job_prefix=? AND start_on>?)" in plan
        assert "SCAN" not in plan
        plan = _plan(session, lambda: circulation.due_offers(session, NOW, LONG_AGO, 9))
        assert "SEARCH offers USING INDEX ix_offers_open_circulation (circulation=?)" in plan
        assert "TEMP B-TREE" not in plan


def test_due_are_open_offers_with_positions_due_or_no_longer_reserved(database: Database) -> None:
    minute = timedelta(minutes=1)
    there = {"state": OfferState.OPEN, "positions": 2, "hired": 1}
    reserved = {"circulation": Circulation.RESERVED} | there
    with database.begin() as session:
        world = World(session, 3)
        due = [
            world.offer(**there, circulation=Circulation.DUE),
            world.offer(**there, circulation=Circulation.DUE),
            world.offer(**reserved, reserved_until=NOW - minute),
            world.offer(**reserved, reserved_until=NOW),
        ]
        world.offer(**reserved, reserved_until=NOW + minute)
        world.offer(**there, circulation=Circulation.HELD)
        world.offer(**there, circulation=Circulation.SENT)
        world.offer(**there | {"hired": 2}, circulation=Circulation.DUE)
        for state in set(OfferState) - {OfferState.OPEN}:
            world.offer(**there | {"state": state}, circulation=Circulation.DUE)
        assert circulation.due_offers(session, NOW, LONG_AGO, 100) == due
        assert circulation.due_offers(session, NOW, LONG_AGO, 3) == due[:3]
        assert len(circulation.due_offers(session, NOW + minute, LONG_AGO, 100)) == 5


@pytest.mark.parametrize("state", OfferState)
@pytest.mark.parametrize("before", Circulation)
def test_every_move_of_the_circulation(database: Database, before: Circulation, state: OfferState) -> None:
    until = NOW + timedelta(days=1) if before is Circulation.RESERVED else None
    with database.begin() as session:
        world = World(session, 4)
        open_ = state is OfferState.OPEN
        for move, after, from_ in (
            (circulation.hold, Circulation.HELD, set(Circulation) - {Circulation.HELD}),
            (circulation.send_now, Circulation.DUE, {Circulation.RESERVED, Circulation.HELD}),
        ):
            offer = world.offer(state=state, circulation=before, reserved_until=until)
            moved = open_ and before in from_
            assert move(session, offer.id or 0, world.person) is moved
            session.refresh(offer)
            expected = (after, None, world.person) if moved else (before, until, None)
            assert (offer.circulation, offer.reserved_until, offer.circulated_by) == expected
            assert not move(session, offer.id or 0, world.person), "a second tap does nothing"
        assert not circulation.hold(session, 10**6, world.person)


def test_one_of_two_who_hold_at_once_did_it(database: Database) -> None:
    with database.begin() as session:
        world = World(session, 5)
        number = world.offer(state=OfferState.OPEN, circulation=Circulation.DUE).id or 0
        person = world.person

    def hold(_number: int) -> bool:
        with database.begin() as session:
            return circulation.hold(session, number, person)

    assert sorted(together(2, hold)) == [False, True]


def test_due_at_an_instant_of_any_zone(database: Database) -> None:
    """The instant counts, not how it is written."""
    with database.begin() as session:
        world = World(session, 6)
        offer = world.offer(
            state=OfferState.OPEN, hired=0, circulation=Circulation.RESERVED, reserved_until=NOW
        )
        paris = datetime.fromisoformat("2026-11-22T10:00:00+01:00")
        assert circulation.due_offers(session, paris, LONG_AGO, 9) == [offer]
        assert circulation.due_offers(session, paris - timedelta(seconds=1), LONG_AGO, 9) == []


def test_an_offer_lapsed_for_want_of_news_is_neither_sent_nor_matched(database: Database) -> None:
    with database.begin() as session:
        world = World(session, 8)
        there = {"state": OfferState.OPEN, "hired": 0, "circulation": Circulation.DUE, "job": "F1703"}
        easy = {"requirements": 0, "level": None, "start_on": TODAY + timedelta(days=90)}
        since = circulation.living_since(session, TODAY, ZONE)
        assert since.isoformat() == "2026-09-22T22:00:00+00:00", "60 days, and the last of them is not over"
        alive = world.offer(**there, **easy, heard_at=since)
        world.offer(**there, **easy, heard_at=since - timedelta(seconds=1))
        someone = world.candidate(["F1703"], origin=Origin.ANPE).id or 0
        assert circulation.due_offers(session, NOW, since, 9) == [alive]
        assert [match.offer_id for match in matching.offers_for(session, someone, since, 9)] == [alive.id]
