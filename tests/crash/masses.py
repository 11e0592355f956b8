"""A broadcast to many on the sandbox that keeps Telegram's pace, with a server in a process of its own and
people who use it meanwhile."""

import asyncio
import contextlib
import gc
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa
from crowd import Someone, shown
from nursery import Server
from town import KEY, set_clock
from vacancies import company, post

from bot import app
from bot.sandbox import people as phones
from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from bot.settings import Settings
from bot.store import organisations
from bot.store import people as members
from bot.store.database import Session
from bot.store.people import Newcomer
from bot.store.tables import Kind, Outbox, OutboxState, Role, rows_of

MONDAY = datetime(2026, 11, 23, 8, 0, 30, tzinfo=UTC)
FIRST_CHAT = 100_000
OFFERED = "O-2026-0001"
OUTBOX: Any = rows_of(Outbox)


@dataclass
class Mass:
    """Contacts of a run, the server that writes to them, and a coordinator."""

    sandbox: Sandbox
    settings: Settings
    server: Server
    random: Random
    contacts: list[Someone] = field(default_factory=list)
    staff: list[Someone] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    @property
    def world(self) -> World:
        return self.sandbox.world

    def received(self) -> Counter[int]:
        """How many messages of the run each contact has."""
        found: Counter[int] = Counter()
        for one in self.contacts:
            mine = one.person.chat.history.values()
            found[one.person.id] = sum(
                message.from_bot and OFFERED in message.content.get("text", "") for message in mine
            )
        return found

    def reached(self) -> int:
        """How many contacts have the message."""
        return sum(count > 0 for count in self.received().values())

    def throttled(self) -> list[str]:
        """What Telegram said to each request that came too fast."""
        return [f"{one.at} {one.method} {one.error}" for one in self.world.log.entries if one.status == 429]

    def rows(self) -> Counter[str]:
        """The messages of the run in the outbox, by state."""
        with contextlib.closing(app.open_database(self.settings)) as database, database.begin() as session:
            here = OUTBOX.c.key.startswith("mailing:") & (OUTBOX.c.method == "sendMessage")
            query = sa.select(OUTBOX.c.state, sa.func.count()).where(here).group_by(OUTBOX.c.state)
            return Counter({str(state): int(n) for state, n in session.core.execute(query)})

    def held(self) -> set[int]:
        """The contacts nobody knows whether they got it."""
        with contextlib.closing(app.open_database(self.settings)) as database, database.begin() as session:
            query = sa.select(OUTBOX.c.chat_id).where(
                OUTBOX.c.state == OutboxState.HELD, OUTBOX.c.key.startswith("mailing:")
            )
            return set(session.core.execute(query).scalars())

    def settled(self) -> bool:
        """Whether every contact has a message of the run, and none is on its way."""
        rows = self.rows()
        return sum(rows.values()) == len(self.contacts) and not rows["new"] and not rows["sending"]

    async def talk_until(self, over: asyncio.Event) -> None:
        """Somebody uses the bot every third of a second, and measures how long the answer takes."""
        while not over.is_set():
            await self._one_talk()
            await asyncio.sleep(0.3)

    async def _one_talk(self) -> None:
        """A reader declines, or a colleague asks for the menu."""
        readers = [one for one in self.random.sample(self.contacts, 20) if _open(one) is not None]
        if not readers or self.random.random() < 0.3:
            one = self.random.choice(self.staff)
            start, began = one.last, time.monotonic()
            one.says("/menu")
            await self._answered(one, began, "souhaitez-vous", after=start)
            return
        one = readers[0]
        message = _open(one)
        if message is not None:
            began = time.monotonic()
            one.taps(message, "Pas de candidat")
            await self._answered(one, began, "Votre réponse", after=0)

    async def _answered(self, one: Someone, began: float, text: str, *, after: int) -> None:
        async with asyncio.timeout(30):
            await one.sees(text, after=after)
        self.waits.append(time.monotonic() - began)

    def slowest(self) -> float:
        """The answer that 95 of 100 did not take longer than, in seconds."""
        return sorted(self.waits)[int(len(self.waits) * 0.95)]

    def pace(self) -> float:
        """Messages and edits a second between the first and the last message of the run."""
        entries = [one for one in self.world.log.entries if one.method in ("sendMessage", "editMessageText")]
        mass = [place for place, one in enumerate(entries) if OFFERED in str(one.params.get("text"))]
        first, last = entries[mass[0]], entries[mass[-1]]
        seconds = (datetime.fromisoformat(last.at) - datetime.fromisoformat(first.at)).total_seconds()
        return (mass[-1] - mass[0]) / seconds


async def until(ready: Callable[[], bool], patience: float) -> None:
    """Wait until it is so. Raises TimeoutError."""
    end = time.monotonic() + patience
    for _ in range(int(patience)):
        if ready():
            return
        await asyncio.sleep(max(0.0, min(1.0, end - time.monotonic())))
    raise TimeoutError


def _open(one: Someone) -> Any:
    """The message somebody has not answered yet."""
    return next((message for message in one.newest(0) if "Pas de candidat" in shown(message)), None)


@contextlib.asynccontextmanager
async def open_mass(folder: Path, count: int, seed: int) -> AsyncIterator[Mass]:
    """So many prescribers, an offer that is due, and nothing serving yet; it is Monday 09:00.

    The sandbox lives in this process, whose collector would stop it for a second now and then.
    """
    config = SandboxConfig(limits=True, callback_seconds=3600)
    async with Sandbox.running(config) as sandbox:
        clock = folder / "clock"
        set_clock(clock, MONDAY)
        values = {
            "token": sandbox.config.token,
            "api_url": sandbox.api_url,
            "data_dir": folder / "data",
            "secret_key": KEY,
            "clock_file": clock,
        }
        environment = {f"CLAUSETTE_{name.upper()}": str(value) for name, value in values.items()}
        settings = Settings(_env_file=None, **values)  # type: ignore[arg-type]
        mass = Mass(sandbox, settings, Server(environment, folder / "server.log"), Random(seed))
        _populate(mass, count)
        gc.disable()
        try:
            yield mass
        finally:
            gc.enable()
            await mass.server.gone()


def _populate(mass: Mass, count: int) -> None:
    with contextlib.closing(app.open_database(mass.settings)) as database:
        app.migrate(database)
        with database.begin() as session:
            for number in range(count):
                mass.contacts.append(
                    _joins(mass, session, FIRST_CHAT + number, Role.PRESCRIBER, Kind.ANPE, "France Travail")
                )
            for number, role in enumerate((Role.COORDINATOR, Role.FACILITATOR), 500):
                mass.staff.append(_joins(mass, session, number, role, Kind.PLIE, "PLIE du pays de Caen"))
            post(session, company(session, 900, MONDAY), MONDAY)


def _joins(mass: Mass, session: Session, number: int, role: Role, kind: Kind, home: str) -> Someone:
    person = phones.add_person(mass.world, {"id": number, "first_name": f"P{number}"})
    person.started = person.seen = True
    organisation = organisations.find_or_create(session, kind, home, MONDAY)
    newcomer = Newcomer(number, f"P{number} Martin", "fr", organisation.id or 0, role, None)
    members.join(session, newcomer, MONDAY)
    return Someone(mass.world, person, Random(mass.random.random()))
