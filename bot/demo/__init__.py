"""`clausette demo`: a sandbox, the bot and invented people on this machine, without token or network."""

import asyncio
import contextlib
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from bot import app
from bot.demo import past, phones
from bot.demo.stage import Event, Stage
from bot.pipeline.patience import StoppedError, unless
from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox
from bot.settings import Settings

_PATIENCE = 30.0


async def run(port: int, stopping: asyncio.Event) -> None:
    """Serve the page and the bot until told to stop; what was played is forgotten."""
    with tempfile.TemporaryDirectory(prefix="clausette-demo-") as name:
        folder = Path(name)
        config = SandboxConfig(port=port, clock_file=folder / "clock")
        async with Sandbox.running(config) as sandbox:
            with contextlib.suppress(StoppedError):
                await _play(sandbox, _settings(sandbox, folder, config), stopping)


def _settings(sandbox: Sandbox, folder: Path, config: SandboxConfig) -> Settings:
    listen = _free_address()
    values: dict[str, Any] = {
        "public_url": f"http://{listen}",
        "listen": listen,
        "token": config.token,
        "api_url": sandbox.api_url,
        "data_dir": folder,
        "clock_file": config.clock_file,
        "log_level": "WARNING",
        "smtp_url": sandbox.smtp_url,
        "mail_from": "clausette@plie-caen.example",
    }
    return Settings(_env_file=None, **values)


def _free_address() -> str:
    """Where the pages of letters can be served on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


async def _play(sandbox: Sandbox, settings: Settings, stopping: asyncio.Event) -> None:
    """Give everybody a phone and a past, then run the bot: the news of the last days reach the phones."""
    async with phones.opened(sandbox.url) as line:
        owners = await unless(stopping, phones.appear(line))
        before, news = past.split(owners, app.make_clock(settings).today(), settings.zone)
        await asyncio.to_thread(_prepare, settings, before, stopping)
        async with asyncio.TaskGroup() as group:
            group.create_task(app.run(settings, stopping))
            with contextlib.suppress(StoppedError):
                await unless(stopping, asyncio.wait_for(phones.greet(line, owners), _PATIENCE))
                await asyncio.to_thread(_write, settings, news, stopping)
                typer.echo(f"Clausette's sandbox: {sandbox.url}  (Ctrl+C ends it)")


def _prepare(settings: Settings, events: Sequence[Event], stopping: asyncio.Event) -> None:
    with contextlib.closing(app.open_database(settings)) as database:
        app.migrate(database)
    _write(settings, events, stopping)


def _write(settings: Settings, events: Sequence[Event], stopping: asyncio.Event) -> None:
    """Let these events happen, one transaction each; a stop leaves the rest out."""
    with contextlib.closing(app.open_database(settings)) as database:
        site = app.site_of(settings, SandboxConfig().bot_username)
        stage = Stage(database, settings.zone, settings.locale, site)
        for event in events:
            if stopping.is_set():
                return
            stage.play(event)
