"""The schedule kept on a virtual clock, day by day, whatever becomes of who keeps it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from bot.clock import Clock
from bot.dialogue.site import Site
from bot.jobs import Job, Keeper
from bot.store.database import Database, Session
from bot.store.sealed import Sealer

ZONE = ZoneInfo("Europe/Paris")
ONE_DAY = timedelta(days=1)
SITE = Site("clausette_bot", None)
TWO, KILLED = "two at once", "killed"
Event = tuple[str, Callable[[Session], None]]


def days(first: str, count: int) -> set[date]:
    """So many days from this one on."""
    return {date.fromisoformat(first) + number * ONE_DAY for number in range(count)}


@dataclass(frozen=True)
class Set(Clock):
    """A clock set by hand."""

    hand: list[datetime] = field(default_factory=list)

    def now(self) -> datetime:
        return self.hand[0]


class Broken(Exception):
    """The process was killed before its transaction was over."""


@dataclass
class Run:
    """Some jobs, run at an hour of every day but those `off`; `seen` looks at each day before they run."""

    database: Database
    jobs: Sequence[Job]
    mode: str = ""
    off: set[date] = field(default_factory=set)
    hour: int = 6
    seen: Callable[[Keeper, Session], None] | None = None
    clock: Set = field(default_factory=lambda: Set(ZONE))

    def play(self, first: date, until: date, events: Iterable[Event]) -> None:
        """From the first day up to the last, with what happens at noon of each."""
        keepers = [Keeper(self.database, self.clock, SITE, "fr") for _ in range(1 + (self.mode == TWO))]
        waiting, day = list(events), first - ONE_DAY
        while day < until:
            if day >= first and day not in self.off:
                self.clock.hand[:] = [datetime.combine(day, time(self.hour), ZONE).astimezone(UTC)]
                self._day(keepers)
            with self.database.begin() as session:
                while waiting and date.fromisoformat(waiting[0][0]) == day:
                    waiting.pop(0)[1](session)
            day += ONE_DAY
        assert not waiting

    def _day(self, keepers: Sequence[Keeper]) -> None:
        if self.mode == KILLED:
            for count in {1 + self.clock.today().toordinal() % len(self.jobs), len(self.jobs)}:
                with pytest.raises(Broken):
                    self._broken(keepers[0], count)
        for place, keeper in enumerate(keepers):
            with self.database.begin() as session:
                if self.seen is not None and not place:
                    self.seen(keeper, session)
                touched = sum(self._step(keeper, session, job) for job in self.jobs)
                assert not (place and touched)

    def _broken(self, keeper: Keeper, count: int) -> None:
        """Killed once so many jobs were run, nothing of it committed."""
        with self.database.begin() as session:
            for job in self.jobs[:count]:
                self._step(keeper, session, job)
            raise Broken

    def _step(self, keeper: Keeper, session: Session, job: Job) -> int:
        return keeper.step(session, job, job.schedule.slot(keeper.clock.now().astimezone(ZONE)))


def opened(request: pytest.FixtureRequest, kind: str, path: Path, name: str) -> Database:
    """A database of its own, to be migrated."""
    url = f"sqlite:///{path / f'{name}.sqlite'}"
    if kind == "postgresql":
        server: Any = request.getfixturevalue("postgres_server")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
        url = server.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")
    return Database(url, Sealer([bytes(range(32))]))
