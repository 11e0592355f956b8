"""What one training would open: the queries say what the rules say, person by person, on both databases."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from rows import NOW
from test_store_matching import LONG_AGO, TODAY, World

from bot.rules.matching import Seeker, Wanted, fits, prefix
from bot.rules.requirements import Requirement, from_bits, to_bits
from bot.rules.shortages import TRAINABLE, gap
from bot.store import matching, shortages
from bot.store.database import Database
from bot.store.shortages import MOST_OFFERS
from bot.store.tables import JobOffer, OfferState, Origin

CACES, SHIFTS = to_bits(["caces"]), to_bits(["shifts"])


def lacks_only(wanted: Wanted, one: Seeker, bit: int) -> bool:
    """The sentence of the rule itself: who does not fit, and would once trained for this one thing."""
    without = Wanted(wanted.job, wanted.commune, wanted.start_on, wanted.requirements & ~bit, wanted.level)
    return bool(wanted.requirements & bit) and not fits(wanted, one) and fits(without, one)


def expected(
    offers: Iterable[JobOffer], seekers: Iterable[Seeker], since: datetime
) -> dict[tuple[int, str], tuple[set[int], set[int]]]:
    """The people and the offers of every shortage, found by trying everyone with everything."""
    seekers = list(seekers)
    found: dict[tuple[int, str], tuple[set[int], set[int]]] = {}
    for offer in offers:
        if offer.state != OfferState.OPEN or offer.hired >= offer.positions or offer.heard_at < since:
            continue
        for requirement in from_bits(offer.requirements & TRAINABLE):
            bit = to_bits([requirement])
            people = {one.candidate_id for one in seekers if lacks_only(matching.wanted(offer), one, bit)}
            if people:
                whom, which = found.setdefault((bit, prefix(offer.job)), (set(), set()))
                whom |= people
                which.add(offer.id or 0)
    return found


@pytest.mark.parametrize("seed", range(8))
def test_the_queries_are_the_rule_tried_on_everyone(database: Database, seed: int) -> None:
    with database.begin() as session:
        world = World(session, seed)
        for _ in range(50):
            world.candidate(held=world.chance.randrange(64))
        for _ in range(25):
            world.offer(requirements=world.chance.randrange(64))
        world.offer(requirements=CACES, heard_at=NOW - timedelta(days=90), state=OfferState.OPEN, hired=0)
        plie = [one for one in world.seekers if one.candidate_id in world.plie]
        for since in (LONG_AGO, NOW - timedelta(days=60)):
            wanted = expected(world.offers, plie, since)
            assert len(wanted) > 3
            found = shortages.all_of(session, since)
            assert {short.key for short in found} == set(wanted)
            by_number = {offer.id: offer for offer in world.offers}
            for short in found:
                people, offers = wanted[short.key]
                assert short.people == len(people)
                assert {one.offer_id for one in short.offers} == offers
                assert short.positions == sum(
                    by_number[number].positions - by_number[number].hired for number in offers
                )
                assert shortages.people(session, short, 999) == sorted(people)
                assert shortages.of(session, since, short.key) == short
                first = shortages.people(session, short, 2)
                assert shortages.people(session, short, 99, first[-1]) == sorted(people)[2:]
            served = [min(short.people, short.positions) for short in found]
            assert all(before >= after for before, after in pairwise(served))
            assert shortages.of(session, since, (SHIFTS, "F17")) is None


def test_three_people_short_of_a_caces_for_four_positions(database: Database) -> None:
    """The words of the issue."""
    with database.begin() as session:
        world = World(session, 1)
        there: dict[str, Any] = {"held": 1, "level": 3, "available_on": TODAY, "origin": Origin.PLIE}
        asked: dict[str, Any] = {
            "requirements": 3, "level": None, "hired": 0, "state": OfferState.OPEN, "start_on": TODAY,
        }  # fmt: skip
        short = [world.candidate(["F1703", "F1704"], **there).id for _ in range(3)]
        world.candidate(["F1703"], **there | {"held": 3})
        world.candidate(["F1703"], **there | {"held": 0})
        world.candidate(["F1703"], **there | {"origin": Origin.ANPE})
        world.candidate(["F1703"], **there | {"available_on": TODAY + timedelta(days=1)})
        world.candidate(["F1602"], **there)
        offers = [world.offer(job=job, positions=2, **asked).id for job in ("F1703", "F1702")]
        world.offer(job="F1703", positions=2, **asked | {"state": OfferState.FILLED})
        world.offer(job="F1703", positions=2, **asked | {"hired": 2})
        (found,) = shortages.all_of(session, LONG_AGO)
        assert (gap(found.bit), found.trade) == (Requirement.CACES, "F17")
        assert (found.people, found.positions) == (3, 4)
        assert [one.offer_id for one in found.offers] == offers
        assert shortages.people(session, found, 9) == short


def test_no_training_for_what_is_accepted_rather_than_learnt(database: Database) -> None:
    with database.begin() as session:
        world = World(session, 2)
        there: dict[str, Any] = {"level": 3, "available_on": TODAY, "origin": Origin.PLIE, "held": 1}
        world.candidate(["F1703"], **there)
        asked: dict[str, Any] = {"job": "F1703", "state": OfferState.OPEN, "hired": 0, "level": None}
        world.offer(requirements=1 | SHIFTS, start_on=TODAY, **asked)
        world.offer(requirements=1 | SHIFTS | CACES, start_on=TODAY, **asked)
        assert shortages.all_of(session, LONG_AGO) == []


def test_the_work_does_not_grow_with_people_times_offers(database: Database) -> None:
    """Two queries, whatever there is; offers beyond the most looked at are those that start last."""
    with database.begin() as session:
        world = World(session, 3)
        for _ in range(30):
            world.candidate(["F1703"], held=1, level=3, available_on=TODAY, origin=Origin.PLIE)
        asked: dict[str, Any] = {"job": "F1703", "state": OfferState.OPEN, "hired": 0, "level": None}
        for place in range(MOST_OFFERS + 5):
            world.offer(requirements=3, positions=1, start_on=TODAY + timedelta(days=place), **asked)
        asked_of_it: list[str] = []

        def hear(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            asked_of_it.append(statement)

        engine = session.get_bind().engine
        sa.event.listen(engine, "before_cursor_execute", hear)
        try:
            (found,) = shortages.all_of(session, LONG_AGO)
        finally:
            sa.event.remove(engine, "before_cursor_execute", hear)
        assert len(asked_of_it) == 2, asked_of_it
        assert (found.people, len(found.offers)) == (30, MOST_OFFERS)
        assert found.offers[-1].start_on == TODAY + timedelta(days=MOST_OFFERS - 1)
