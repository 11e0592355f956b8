"""Offer → people and person → offers over a country's worth of both: the indexed query of Clausette, the
same query without its indexes, and the same rules in plain Python over rows in memory."""

import random
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from bench import world
from bench.measure import percentile
from bot.dialogue.lists import SIZE
from bot.rules.matching import Seeker, Wanted, fits, offer_key, rank_key
from bot.store import matching, schema
from bot.store.database import Database, Session
from bot.store.sealed import Sealer
from bot.store.tables import CandidateJob, JobOffer, rows_of

FIGURES = tuple(
    (f"{which}, {label}", part, name, ".1f")
    for part, which in (("people", "offer → people"), ("offers", "person → offers"))
    for label, name in (("p50 ms", "p50_ms"), ("p95 ms", "p95_ms"), ("longest ms", "max_ms"))
)
SAMPLE = 60
_INDEXES = ("ix_candidate_jobs_matching", "ix_offers_open")
_MOST = SIZE + 1
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

Ask = Callable[[int], Sequence[int]]
"""The numbers found for the number of an offer, or of a candidate."""


class Memory:
    """The rules over all rows in memory: what a bot without queries would do."""

    def __init__(self, session: Session) -> None:
        jobs, offers = rows_of(CandidateJob), rows_of(JobOffer)
        found = session.core.execute(sa.select(jobs.c.plie, *matching.SEEKER)).all()
        self.sought = [(row.plie, Seeker(*row[1:])) for row in found]
        columns = (offers.c.id, *(offers.c[name] for name in Wanted.__dataclass_fields__))
        self.wanted = {row.id: Wanted(*row[1:]) for row in session.core.execute(sa.select(*columns))}

    def people(self, offer_id: int) -> list[int]:
        """The best candidates of an offer."""
        wanted = self.wanted[offer_id]
        fitting = [seeker for plie, seeker in self.sought if plie and fits(wanted, seeker)]
        fitting.sort(key=lambda seeker: rank_key(wanted, seeker))
        return list(dict.fromkeys(seeker.candidate_id for seeker in fitting))[:_MOST]

    def offers(self, candidate_id: int) -> list[int]:
        """The best offers of a candidate."""
        own = [seeker for plie, seeker in self.sought if plie and seeker.candidate_id == candidate_id]
        fitting = [
            (offer_key(wanted, seeker, number), number)
            for number, wanted in self.wanted.items()
            for seeker in own
            if fits(wanted, seeker)
        ]
        return list(dict.fromkeys(number for _, number in sorted(fitting)))[:_MOST]


def _queries(session: Session) -> tuple[Ask, Ask]:
    """The bot's own questions."""
    offers = {offer.id: matching.wanted(offer) for offer in session.exec(select(JobOffer))}

    def people(offer_id: int) -> list[int]:
        return [one.candidate_id for one in matching.candidates_for(session, offers[offer_id], _MOST)]

    def open_offers(candidate_id: int) -> list[int]:
        return [match.offer_id for match in matching.offers_for(session, candidate_id, _LONG_AGO, _MOST)]

    return people, open_offers


def _timed(ask: Ask, numbers: Sequence[int]) -> tuple[dict[str, float], list[Sequence[int]]]:
    """Milliseconds of each question, and what was answered."""
    ask(numbers[0])
    waits, answers = [], []
    for number in numbers:
        begun = time.perf_counter()
        answers.append(ask(number))
        waits.append(1000 * (time.perf_counter() - begun))
    figures = {"p50_ms": percentile(waits, 0.5), "p95_ms": percentile(waits, 0.95), "max_ms": max(waits)}
    return figures, answers


def measure(people: int = world.PEOPLE, offers: int = world.OFFERS) -> Mapping[str, Any]:
    """The figures of each way, the bot's first. Raises SystemExit when two of them answer differently."""
    chance = random.Random(2)
    asked = [chance.randint(1, offers) for _ in range(SAMPLE)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "matching.sqlite"
        with closing(Database(f"sqlite:///{path}", Sealer([bytes(32)]))) as database:
            schema.upgrade(database)
            world.fill(database, people, offers)
            with database.begin() as session:
                candidates = chance.sample(_of_the_plie(session), SAMPLE)
                memory = Memory(session)
                ways: dict[str, tuple[Ask, Ask]] = {
                    "Clausette": _queries(session),
                    "rules over rows in memory": (memory.people, memory.offers),
                    "same query, no index": _queries(session),
                }
                return _compare(session, ways, asked, candidates)


def _of_the_plie(session: Session) -> Sequence[int]:
    jobs = rows_of(CandidateJob)
    return session.core.execute(sa.select(jobs.c.candidate_id).where(jobs.c.plie).distinct()).scalars().all()


def _compare(
    session: Session, ways: Mapping[str, tuple[Ask, Ask]], asked: list[int], candidates: list[int]
) -> dict[str, Any]:
    """Each way in turn; the indexes go before the last one."""
    results, expected = {}, None
    for name, (people, offers) in ways.items():
        if name == list(ways)[-1]:
            for index in _INDEXES:
                session.core.exec_driver_sql(f"DROP INDEX {index}")
        (first, found), (second, matches) = _timed(people, asked), _timed(offers, candidates)
        expected = expected or (found, matches)
        if (found, matches) != expected:
            raise SystemExit(f"matching: {name} answers otherwise")
        results[name] = {"people": first, "offers": second}
    return results
