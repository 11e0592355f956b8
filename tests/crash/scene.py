"""A sandbox in this process, a database, servers in processes of their own, and a crowd."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa
from crowd import Buyer, Examiner, Someone, shown
from nursery import Forked, Server
from nursery import Kind as Processes
from town import KEY

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
from bot.store.tables import Kind, Role

BUYERS = 22
IMPATIENT = 4
PATIENCE = 60.0
NO_RATES = {"send_rate": 2000, "chat_rate": 2000, "chat_burst": 50}
_OPEN = """
    SELECT (SELECT count(*) FROM inbox WHERE state = 'new'),
           (SELECT count(*) FROM outbox WHERE state IN ('new', 'sending'))
"""


@dataclass
class Scene:
    """`enough`: end the form at hand and begin no other; `over`: all are announced, examine no more."""

    sandbox: Sandbox
    settings: Settings
    servers: list[Server]
    random: Random
    buyers: list[Buyer] = field(default_factory=list)
    staff: list[Someone] = field(default_factory=list)
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    announcing: list[asyncio.Task[None]] = field(default_factory=list)
    examining: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def world(self) -> World:
        return self.sandbox.world

    @property
    def server(self) -> Server:
        return self.servers[0]

    @property
    def kills(self) -> int:
        return sum(server.kills for server in self.servers)

    def gather(self) -> None:
        """Everybody says hello and begins."""
        for someone in (*self.staff, *self.buyers):
            someone.says("/start")
        begin = asyncio.create_task
        self.announcing = [begin(buyer.announce_until(self.enough)) for buyer in self.buyers]
        examiners = [someone for someone in self.staff if isinstance(someone, Examiner)]
        self.examining = [begin(examiner.examine_until(self.over)) for examiner in examiners]

    async def polled(self, seconds: float = 20) -> None:
        """Until a process asks for updates again."""
        polls = self._polls()
        for _ in range(int(seconds / 0.01)):
            if self._polls() != polls:
                return
            await asyncio.sleep(0.01)
        raise AssertionError(self.report("no process asks for updates"))

    def _polls(self) -> int:
        polls = (entry.n for entry in reversed(self.world.log.entries) if entry.method == "getUpdates")
        return next(polls, 0)

    async def drain(self, patience: float = PATIENCE) -> None:
        """The crowd ends its forms, the servers what they have; then they are told to stop."""
        self.enough.set()
        try:
            async with asyncio.timeout(patience):
                await asyncio.gather(*self.announcing)
                self.over.set()
                await asyncio.gather(*self.examining)
                await self._quiet(patience)
        except TimeoutError:
            raise AssertionError(self.report("still waiting")) from None
        for server in self.servers:
            await server.stop()

    async def leave(self) -> None:
        """Whatever happened, nothing goes on."""
        for task in (*self.announcing, *self.examining):
            task.cancel()
        await asyncio.gather(*self.announcing, *self.examining, return_exceptions=True)
        for server in self.servers:
            await server.gone()

    async def _quiet(self, patience: float) -> None:
        engine = sa.create_engine(self.settings.database, isolation_level="AUTOCOMMIT")
        try:
            for _ in range(int(patience / 0.1)):
                if not self.world.queue.pending and not any(_open(engine)):
                    return
                await asyncio.sleep(0.1)
            raise TimeoutError
        finally:
            engine.dispose()

    def report(self, title: str) -> str:
        waiting = [
            f"{buyer.person.label} waits for {buyer.waits_for!r} below {_last(buyer)!r}"
            for buyer in self.buyers
            if buyer.waits_for
        ]
        pending = f"{len(self.world.queue.pending)} updates not confirmed, {self.kills} kills"
        tails = [f"--- {server.log.name}\n{server.tail()}" for server in self.servers]
        return "\n".join([title, pending, str(dict(self.world.log.counters)), *waiting, *tails])


def _open(engine: sa.Engine) -> tuple[int, int]:
    """How many updates and messages wait."""
    with engine.connect() as connection:
        row = connection.execute(sa.text(_OPEN)).one()
    return row[0], row[1]


def _last(someone: Someone) -> str:
    return next((shown(message)[:80] for message in someone.newest(0)), "")


def _settings(sandbox: Sandbox, folder: Path, **changes: Any) -> dict[str, str]:
    values = {
        "token": sandbox.config.token,
        "api_url": sandbox.api_url,
        "data_dir": folder / "data",
        "secret_key": KEY,
    }
    return {f"CLAUSETTE_{name.upper()}": str(value) for name, value in (values | changes).items()}


@contextlib.asynccontextmanager
async def open_scene(
    folder: Path,
    *,
    seed: int,
    limits: bool = False,
    servers: int = 1,
    kind: Processes = Forked,
    **changes: Any,
) -> AsyncIterator[Scene]:
    """The crowd has joined; nothing serves yet. With `limits`, everybody keeps Telegram's pace."""
    config = SandboxConfig(limits=limits, callback_seconds=3600)
    async with Sandbox.running(config) as sandbox:
        environment = _settings(sandbox, folder, **(changes if limits else NO_RATES | changes))
        values = {name.removeprefix("CLAUSETTE_").lower(): value for name, value in environment.items()}
        places = [Server(environment, folder / f"server-{number}.log", kind) for number in range(servers)]
        scene = Scene(sandbox, Settings(_env_file=None, **values), places, Random(seed))
        _people(scene)
        try:
            yield scene
        finally:
            await scene.leave()


def _people(scene: Scene) -> None:
    with contextlib.closing(app.open_database(scene.settings)) as database:
        app.migrate(database)
        with database.begin() as session:
            roles = [Role.FACILITATOR, Role.FACILITATOR, Role.FACILITATOR, Role.COORDINATOR]
            for number, role in enumerate(roles):
                person = _joined(session, scene, 500 + number, role, Kind.PLIE, "PLIE du pays de Caen")
                someone = Examiner if number < 2 else Someone
                scene.staff.append(someone(scene.world, person, _own(scene)))
            for number in range(BUYERS):
                person = _joined(
                    session, scene, 1000 + number, Role.BUYER, Kind.BUYER, f"Commune {number % 7}"
                )
                scene.buyers.append(Buyer(scene.world, person, _own(scene), impatient=number < IMPATIENT))


def _own(scene: Scene) -> Random:
    return Random(scene.random.random())


def _joined(session: Session, scene: Scene, number: int, role: Role, kind: Kind, name: str) -> phones.Person:
    now = app.make_clock(scene.settings).now()
    person = phones.add_person(scene.world, {"id": number, "first_name": f"P{number}", "last_name": "Martin"})
    organisation = organisations.find_or_create(session, kind, name, now)
    assert organisation.id is not None
    members.join(session, Newcomer(number, f"P{number} Martin", "fr", organisation.id, role, None), now)
    return person
