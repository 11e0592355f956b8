"""/jour with five hundred things that wait, among twenty thousand people: `python -m bench --only day`."""

import gc
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from bench import world
from bench.measure import percentile
from bot.dialogue.journey.day.cards import day_card
from bot.rules.lifecycle import LotState
from bot.store import candidates, day, organisations, people, procurements, schema
from bot.store.candidates import Filing, Profile
from bot.store.database import Database, Session
from bot.store.people import Newcomer
from bot.store.procurements import Announcement, Announcer, LotDraft, Period
from bot.store.sealed import Sealer
from bot.store.tables import Category, FollowUp, Kind, Origin, Placement, Role, Sex

ITEMS, PEOPLE = 500, 20_000
RUNS = 60
ZONE = ZoneInfo("Europe/Paris")
FIGURES = tuple((label, None, label, ".1f") for label in ("p50 ms", "p95 ms", "longest ms"))
_SOON = Period(world.TODAY + timedelta(days=90), f"{world.TODAY + timedelta(days=90)}/day")


def _fill(session: Session) -> int:
    """Somebody of the PLIE, for whom so many things wait: people to hear again, follow-ups, contracts."""
    home = organisations.find_or_create(session, Kind.PLIE, "PLIE", world.NOW).id or 0
    me = people.join(session, Newcomer(2, "Fatou", "fr", home, Role.FACILITATOR, None), world.NOW).id
    for number in range(3 * ITEMS // 4):
        _person(session, me, number)
    for number in range(ITEMS // 4):
        said = Announcement(
            "Voirie", Category.WORKS, "Caen", _SOON, Decimal(9), [LotDraft("1", "Gros œuvre")]
        )
        by = Announcer(home, me, on_behalf=True)
        procurements.add(session, said, by, LotState.ANNOUNCED, world.TODAY, world.NOW)
        _follow_up(session, me, home, number)
    session.flush()
    return me


def _person(session: Session, me: int, number: int) -> None:
    """Somebody followed, heard today or, two in three, two months ago."""
    said = Profile(
        f"NOM{number} Prénom", None, 1990, Sex.UNSAID, "Caen", False, 3, 2, ("F1703",), 0, ("rsa",), _SOON,
        Origin.PLIE,
    )  # fmt: skip
    row = candidates.add(session, said, Filing(me, world.TODAY, adviser_id=me), world.NOW, f"C-2025-{number}")
    silent = 60 + number % 90 if number >= ITEMS // 4 else 0
    candidates.contacted(session, row.id or 0, world.TODAY - timedelta(days=silent))


def _follow_up(session: Session, me: int, home: int, number: int) -> None:
    person = PEOPLE + 1 + number
    placement = Placement(
        reference=f"P-2026-{number}", candidate_id=person, organisation_id=home, employer="supplier",
        declaring_id=home, job="F1703", contract="cdi", starts_on=world.TODAY, weekly_hours=Decimal(35),
        state="confirmed", declared_by=me, declared_at=world.NOW,
    )  # fmt: skip
    session.add(placement)
    session.flush()
    due = world.TODAY + timedelta(days=number % 9 - 4)
    session.add(FollowUp(candidate_id=person, placement_id=placement.id, kind="day2", due_on=due))


def _timed(ask: Callable[[], object]) -> dict[str, float]:
    """Milliseconds of an answer."""
    ask()
    waits = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        ask()
        waits.append(1000 * (time.perf_counter() - begun))
    return {"p50 ms": percentile(waits, 0.5), "p95 ms": percentile(waits, 0.95), "longest ms": max(waits)}


def _answer(session: Session, me: int | None, page: int, today: date = world.TODAY) -> int:
    """The card a person gets. Returns how many things wait."""
    items = day.waiting(session, day.scope(session, today, ZONE, me))
    day_card(session, items, today, "fr", mine=me is not None, page=page)
    return len(items)


def measure() -> dict[str, dict[str, float]]:
    """The figures of one's own day and of everybody's. Raises SystemExit when things are missing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "day.sqlite"
        with closing(Database(f"sqlite:///{path}", Sealer([bytes(32)]))) as database:
            schema.upgrade(database)
            world.fill(database, PEOPLE, 0)
            with database.begin() as session:
                me = _fill(session)
            gc.collect()  # as `bot.app` does before it serves
            gc.freeze()
            with database.begin() as session:
                if _answer(session, me, 0) < ITEMS - ITEMS // 8:
                    raise SystemExit("day: things are missing")
                return {
                    "my day": _timed(lambda: _answer(session, me, 0)),
                    "a later page": _timed(lambda: _answer(session, me, 30)),
                    "the whole PLIE": _timed(lambda: _answer(session, None, 0)),
                }
