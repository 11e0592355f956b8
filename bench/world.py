"""A country's worth of people who seek jobs and of offers, made up, the same at every run."""

import csv
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.rules.matching import prefix
from bot.store import organisations, people
from bot.store.database import Database, Session
from bot.store.people import Newcomer
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
    rows_of,
)

PEOPLE, OFFERS = 100_000, 10_000
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
_BATCH = 5_000


def fill(database: Database, many: int = PEOPLE, offers: int = OFFERS, seed: int = 1) -> None:
    """That many active candidates, four in five the PLIE's, who seek one to three jobs each, and that many
    open offers. A few jobs and communes are much sought, as in life; nothing is sealed here."""
    chance = random.Random(seed)
    with database.begin() as session:
        home = organisations.find_or_create(session, Kind.PLIE, "PLIE", NOW).id or 0
        person = people.join(session, Newcomer(1, "Bench", "fr", home, Role.COORDINATOR, None), NOW).id
        _insert(session, Candidate, (_candidate(chance, number, person) for number in range(1, many + 1)))
        rows = rows_of(Candidate)
        seekers = session.core.execute(sa.select(rows).order_by(rows.c.id)).all()
        _insert(session, CandidateJob, (row for seeker in seekers for row in _sought(chance, seeker)))
        owner = {"organisation_id": home, "posted_by": person}
        _insert(session, JobOffer, (owner | _offer(chance, number) for number in range(1, offers + 1)))


def _insert(session: Session, table: type[SQLModel], rows: Iterable[dict[str, Any]]) -> None:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        session.core.execute(sa.insert(rows_of(table)), batch)


@cache
def _listed(name: str) -> tuple[str, ...]:
    """The first column of one of the bot's lists."""
    source = resources.files("bot").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    return tuple(row[0] for row in csv.reader(source.splitlines()[1:]))


def _one_of(chance: random.Random, values: tuple[str, ...]) -> str:
    """One of the list, its first names far more often than its last."""
    return values[int(len(values) * chance.random() ** 2)]


def _held(chance: random.Random, likely: float) -> int:
    return sum(1 << bit for bit in range(6) if chance.random() < likely)


def _candidate(chance: random.Random, number: int, person: int) -> dict[str, Any]:
    available = TODAY + timedelta(days=chance.randint(-200, 60))
    return {
        "uid": str(number),
        "reference": f"C-2026-{number:04d}",
        "name": bytes(60),
        "double_key": bytes(32),
        "birth_year": chance.randint(1960, 2008),
        "sex": Sex.UNSAID,
        "commune": _one_of(chance, _listed("communes")),
        "level": chance.choice((2, 3, 3, 3, 4, 4, 5, 6)),
        "experience": chance.randint(0, 12),
        "held": _held(chance, 0.5),
        "eligibility": bytes(40),
        "jobs": "",
        "available_on": available,
        "available_as": f"{available}/day",
        "origin": Origin.PLIE if chance.random() < 0.8 else Origin.ANPE,
        "consent_on": TODAY,
        "consent_heard_by": person,
        "created_by": person,
        "created_at": NOW,
        "state": CandidateState.ACTIVE,
        "referred_on": TODAY - timedelta(days=chance.randint(1, 300)) if chance.random() < 0.5 else None,
        "contacted_on": TODAY,
    }


def _sought(chance: random.Random, seeker: Any) -> Iterator[dict[str, Any]]:
    """One to three jobs; who knows a trade often seeks its neighbours too."""
    first = _one_of(chance, _listed("rome"))
    near = tuple(code for code in _listed("rome") if prefix(code) == prefix(first))
    jobs = {first} | {
        chance.choice(near if chance.random() < 0.5 else _listed("rome")) for _ in range(chance.randint(0, 2))
    }
    for place, job in enumerate(sorted(jobs, key=first.__ne__)):
        yield {
            "candidate_id": seeker.id,
            "job": job,
            "place": place,
            "job_prefix": prefix(job),
            "plie": seeker.origin == Origin.PLIE,
            "available_on": seeker.available_on,
            "level": seeker.level,
            "held": seeker.held,
            "commune": seeker.commune,
            "experience": seeker.experience,
            "referred_on": seeker.referred_on,
        }


def _offer(chance: random.Random, number: int) -> dict[str, Any]:
    job, start = _one_of(chance, _listed("rome")), TODAY + timedelta(days=chance.randint(0, 90))
    return {
        "uid": str(number),
        "reference": f"O-2026-{number:04d}",
        "posted_at": NOW,
        "job": job,
        "job_prefix": prefix(job),
        "positions": chance.randint(1, 4),
        "commune": _one_of(chance, _listed("communes")),
        "start_on": start,
        "start_as": f"{start}/day",
        "contract": Contract.CDI,
        "weekly_hours": 35,
        "requirements": _held(chance, 0.15),
        "level": chance.choice((None, None, None, 3, 4)),
        "state": OfferState.OPEN,
        "heard_at": NOW,
        "circulation": Circulation.RESERVED,
    }
