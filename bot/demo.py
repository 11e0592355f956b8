"""`clausette demo`: a sandbox, the bot and invented people on this machine, without token or network."""

import asyncio
import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import typer

from bot import app
from bot.actions import invite
from bot.pipeline.patience import StoppedError, unless
from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox
from bot.settings import Settings

_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Invented:
    """Someone who does not exist, and the place they are invited to."""

    first_name: str
    last_name: str
    label: str
    role: str
    organisation: str
    kind: str | None = None


PEOPLE = (
    Invented("Brigitte", "Lemoine", "Acheteuse, Ville de Caen", "buyer", "Ville de Caen"),
    Invented("Fatou", "Diallo", "Facilitatrice, PLIE", "facilitator", "PLIE du pays de Caen"),
    Invented("Claire", "Morel", "Coordinatrice, PLIE", "coordinator", "PLIE du pays de Caen"),
    Invented("Marc", "Lefèvre", "Entreprise, Bâti Normandie", "company", "Bâti Normandie"),
    Invented("Nadia", "Benali", "ANPE, agence de Caen", "prescriber", "ANPE Caen", "anpe"),
    Invented(
        "Hugo", "Martin", "Mission Locale, Caen", "prescriber", "Mission Locale Caen la mer", "mission_locale"
    ),
    Invented("Sylvie", "Roussel", "SIAE, Les Ateliers de l’Orne", "siae", "Les Ateliers de l’Orne"),
)


async def run(port: int, stopping: asyncio.Event) -> None:
    """Serve the page and the bot until told to stop; what was played is forgotten."""
    with tempfile.TemporaryDirectory(prefix="clausette-demo-") as name:
        folder = Path(name)
        config = SandboxConfig(port=port, clock_file=folder / "clock")
        async with Sandbox.running(config) as sandbox:
            settings = _settings(sandbox, folder, config)
            with contextlib.closing(app.open_database(settings)) as database:
                app.migrate(database)
            async with asyncio.TaskGroup() as group:
                group.create_task(app.run(settings, stopping))
                with contextlib.suppress(StoppedError):
                    await unless(stopping, _populate(sandbox, settings))
                    typer.echo(f"Clausette's sandbox: {sandbox.url}  (Ctrl+C ends it)")


def _settings(sandbox: Sandbox, folder: Path, config: SandboxConfig) -> Settings:
    values: dict[str, Any] = {
        "token": config.token,
        "api_url": sandbox.api_url,
        "data_dir": folder,
        "clock_file": config.clock_file,
        "log_level": "WARNING",
    }
    return Settings(_env_file=None, **values)


async def _populate(sandbox: Sandbox, settings: Settings) -> None:
    """Everybody opens their invitation and accepts it."""
    with contextlib.closing(app.open_database(settings)) as database, database.begin() as session:
        now = app.make_clock(settings).now()
        tokens = [
            invite.from_command_line(session, one.role, one.organisation, one.kind, now) for one in PEOPLE
        ]
    async with aiohttp.ClientSession(f"{sandbox.url}/sandbox/", headers={"X-Sandbox": "1"}) as phones:
        numbers = [await _appear(phones, one) for one in PEOPLE]
        joining = (_join(phones, number, token) for number, token in zip(numbers, tokens, strict=True))
        await asyncio.wait_for(asyncio.gather(*joining), _PATIENCE)


async def _appear(phones: aiohttp.ClientSession, one: Invented) -> int:
    body = {
        "first_name": one.first_name,
        "last_name": one.last_name,
        "label": one.label,
        "language_code": "fr",
    }
    async with phones.post("people", json=body) as answer:
        answer.raise_for_status()
        return int((await answer.json())["id"])


async def _join(phones: aiohttp.ClientSession, number: int, token: str) -> None:
    await (await phones.post(f"people/{number}/say", json={"text": f"/start {token}"})).read()
    while True:
        async with phones.get(f"people/{number}") as answer:
            messages = (await answer.json())["messages"]
        offers = [message for message in messages if message["from"] == "bot" and message["keyboard"]]
        if offers:
            yes = offers[-1]["keyboard"][0][0]["callback_data"]
            tap = {"message_id": offers[-1]["message_id"], "callback_data": yes}
            await (await phones.post(f"people/{number}/tap", json=tap)).read()
            return
        await asyncio.sleep(0.05)
