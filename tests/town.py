"""A town: a sandbox, a running Clausette, and people who talk to it as they would on their phone."""

import asyncio
import base64
import contextlib
import io
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import aiohttp
import fresh
from stillness import stillness

from bot import app
from bot.actions import invite
from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox
from bot.settings import Settings

KEY = base64.b64encode(bytes(range(32))).decode()
PATIENCE = 5.0
HEADERS = {"X-Sandbox": "1"}


@dataclass
class Someone:
    """A person with a phone."""

    id: int
    town: "Town"

    async def says(self, text: str) -> None:
        await self.town.post(f"people/{self.id}/say", text=text)
        await self.town.quiet()

    async def taps(self, label: str) -> None:
        """Tap the newest button that says this, as soon as it is there."""
        for _ in range(int(PATIENCE / 0.02)):
            for message in reversed(await self.messages()):
                for button in chain.from_iterable(message["keyboard"] or []):
                    if label in _plain(button["text"]):
                        await self.taps_data(message["message_id"], button["callback_data"])
                        return
            await asyncio.sleep(0.02)
        raise AssertionError(f"no button {label!r} on {await self.screen()}")

    async def taps_data(self, message_id: int, data: str) -> None:
        await self.town.post(f"people/{self.id}/tap", message_id=message_id, callback_data=data)
        await self.town.quiet()

    async def forges(self, data: str) -> None:
        """Tap a button the bot never gave this person, on its last message."""
        mine = [message for message in await self.messages() if message["from"] == "bot"]
        user = {"id": self.id, "is_bot": False, "first_name": "X"}
        chat = {"id": self.id, "type": "private", "first_name": "X"}
        message = {"message_id": mine[-1]["message_id"], "date": 1700000000, "chat": chat, "text": "x"}
        query = {
            "id": f"forged{len(mine)}",
            "from": user,
            "chat_instance": "1",
            "message": message,
            "data": data,
        }
        await self.town.post("raw", update={"callback_query": query})
        await self.town.quiet()

    async def sends(self, name: str, content: bytes, caption: str = "") -> None:
        form = aiohttp.FormData({"caption": caption})
        form.add_field("file", io.BytesIO(content), filename=name)
        async with self.town.http.post(
            f"{self.town.url}/people/{self.id}/file", data=form, headers=HEADERS
        ) as answer:
            assert answer.status == 200, await answer.text()
        await self.town.quiet()

    async def blocks(self) -> None:
        await self.town.post(f"people/{self.id}/block")
        await self.town.quiet()

    async def unblocks(self) -> None:
        await self.town.post(f"people/{self.id}/unblock")
        await self.town.quiet()

    async def state(self) -> dict[str, Any]:
        async with self.town.http.get(f"{self.town.url}/people/{self.id}") as answer:
            found: dict[str, Any] = await answer.json()
            return found

    async def messages(self) -> list[dict[str, Any]]:
        return (await self.state())["messages"]

    async def said(self) -> list[str]:
        """What the bot said, oldest first."""
        return [message["text"] for message in await self.messages() if message["from"] == "bot"]

    async def receives(self, *names: str) -> dict[str, bytes]:
        """Wait until the bot sent files of these names. Returns the content of each."""
        found: dict[str, bytes] = {}
        for _ in range(int(PATIENCE / 0.02)):
            found = dict(await self.documents())
            if set(names) <= set(found):
                return found
            await asyncio.sleep(0.02)
        raise AssertionError(f"{names} not in {list(found)}")

    async def documents(self) -> list[tuple[str, bytes]]:
        """The files the bot sent, oldest first, as this person downloads them."""
        found = []
        for message in await self.messages():
            file = message["document"]
            if message["from"] == "bot" and file and not file.get("photo"):
                async with self.town.http.get(f"{self.town.sandbox.url}{file['url']}") as answer:
                    assert answer.status == 200, await answer.text()
                    found.append((file["file_name"], await answer.read()))
        return found

    async def hears(self, count: int) -> list[str]:
        """Wait until the bot has said so many messages. Returns them."""
        said: list[str] = []
        for _ in range(int(PATIENCE / 0.02)):
            said = await self.said()
            if len(said) >= count:
                break
            await asyncio.sleep(0.02)
        assert len(said) == count, said
        return said

    async def screen(self) -> str:
        """The last message of the bot, with its buttons."""
        answers = [message for message in await self.messages() if message["from"] == "bot"]
        return _shown(answers[-1]) if answers else ""

    async def sees(self, *texts: str) -> str:
        """Wait until the last message of the bot holds these texts. Returns it."""
        return await self._wait(self.screen, lambda screen: all(text in screen for text in texts), texts)

    async def toasts(self) -> list[str]:
        return [toast["text"] for toast in (await self.state())["toasts"]]

    async def saw(self, *texts: str) -> None:
        """Wait until some message of the bot holds these texts."""

        async def everything() -> str:
            return "\n---\n".join(
                _shown(message) for message in await self.messages() if message["from"] == "bot"
            )

        await self._wait(everything, lambda all_: all(text in all_ for text in texts), texts)

    async def _wait(
        self, read: Callable[[], Any], enough: Callable[[str], bool], texts: tuple[str, ...]
    ) -> str:
        seen = ""
        for _ in range(int(PATIENCE / 0.02)):
            seen = await read()
            if enough(seen):
                return seen
            await asyncio.sleep(0.02)
        raise AssertionError(f"{texts} not in:\n{seen}")


def _shown(message: dict[str, Any]) -> str:
    rows = [" | ".join(f"[{button['text']}]" for button in row) for row in message["keyboard"] or []]
    return _plain("\n".join([message["text"] or "", *rows]))


def _plain(text: str) -> str:
    """The text with plain spaces, as one reads it."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@dataclass
class Mailbox:
    """A mailbox on the sandbox, as its owner reads it."""

    address: str
    town: "Town"

    async def letters(self) -> list[dict[str, Any]]:
        """Everything that came, oldest first."""
        url, asked = f"{self.town.url}/mailboxes", {"address": self.address}
        async with self.town.http.get(url, params=asked) as answer:
            found = (await answer.json())["mailboxes"]
        return found[0]["letters"] if found else []

    async def receives(self, *texts: str) -> dict[str, Any]:
        """Wait until the last letter holds these texts, in its subject or its plain part. Returns it."""
        last: dict[str, Any] = {}
        for _ in range(int(PATIENCE / 0.02)):
            last = next(reversed(await self.letters()), {})
            read = _plain(f"{last.get('subject')}\n{last.get('text')}")
            if last and all(text in read for text in texts):
                return last
            await asyncio.sleep(0.02)
        raise AssertionError(f"{texts} not in the last letter: {last.get('subject')}\n{last.get('text')}")

    async def refuses(self, refuses: bool = True) -> None:
        """Have the mail server say that there is no such mailbox, or take its letters again."""
        await self.town.post("mailboxes", address=self.address, refuses=refuses)


@dataclass
class Town:
    """The sandbox, the settings of the bot, and the bot itself while it runs."""

    sandbox: Sandbox
    settings: Settings
    http: aiohttp.ClientSession
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    running: asyncio.Task[None] | None = None
    hurried: bool = False
    """Whether people go on without waiting for the bot."""
    _last_id: int = 1000

    @property
    def url(self) -> str:
        return f"{self.sandbox.url}/sandbox"

    async def post(self, path: str, **body: Any) -> Any:
        async with self.http.post(f"{self.url}/{path}", json=body, headers=HEADERS) as answer:
            assert answer.status == 200, f"{path}: {await answer.text()}"
            return await answer.json()

    async def log(self, method: str | None = None) -> list[dict[str, Any]]:
        async with self.http.get(f"{self.url}/log", params={"after": 0}) as answer:
            entries = (await answer.json())["entries"]
        return [entry for entry in entries if method is None or entry["method"].lower() == method.lower()]

    async def start(self, **run: Any) -> None:
        self.stopping = asyncio.Event()
        self.running = asyncio.create_task(app.run(self.settings, self.stopping, **run))

    async def stop(self) -> None:
        self.stopping.set()
        if self.running is not None:
            await asyncio.wait_for(self.running, 10)
            self.running = None

    def passes(self, **time: float) -> None:
        """Move the bot's clock on, by days or hours."""
        assert self.settings.clock_file is not None
        now = app.make_clock(self.settings).now()
        set_clock(self.settings.clock_file, now + timedelta(**time))

    def mailbox(self, address: str) -> Mailbox:
        """The mailbox of an address on the sandbox."""
        return Mailbox(address, self)

    async def quiet(self) -> None:
        """Give the bot the time to answer, and to tell the others; `sees` waits longer where it must."""
        file = self.settings.data_dir / "clausette.sqlite"
        serving = self.running is not None and not self.running.done()
        if serving and not self.hurried and file.exists():
            await stillness(self.sandbox, file, app.make_clock(self.settings))
        else:
            await asyncio.sleep(0)

    async def stranger(self, first_name: str, last_name: str = "") -> Someone:
        self._last_id += 1
        body = {"id": self._last_id, "first_name": first_name, "last_name": last_name, "label": first_name}
        made = await self.post("people", **body)
        return Someone(made["id"], self)

    def token(self, role: str, organisation: str, kind: str | None = None) -> str:
        with contextlib.closing(app.open_database(self.settings)) as database, database.begin() as session:
            return invite.from_command_line(
                session, role, organisation, kind, app.make_clock(self.settings).now()
            )

    async def joins(self, first_name: str, role: str, organisation: str, kind: str | None = None) -> Someone:
        """Someone new, invited, who accepted."""
        someone = await self.stranger(first_name, "Martin")
        await someone.says(f"/start {self.token(role, organisation, kind)}")
        await someone.sees("J’accepte")
        await someone.taps("J’accepte")
        await someone.sees("Que souhaitez-vous faire")
        return someone


STARTS = datetime(2026, 11, 22, 9, tzinfo=UTC)
"""When every town begins, whatever the day the tests run."""


def set_clock(file: Path, instant: datetime) -> None:
    """Have the bots that read this clock file live at this instant."""
    file.write_text(str((instant - datetime.now(UTC)).total_seconds()), encoding="ascii")


def with_mail(sandbox: Sandbox) -> dict[str, Any]:
    """The settings of a bot that writes letters through the sandbox, whose links lead to its pages."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{probe.getsockname()[1]}"
    return {
        "smtp_url": sandbox.smtp_url,
        "mail_from": "clausette@plie.example",
        "public_url": f"http://{listen}",
        "listen": listen,
    }


def settings_for(sandbox: Sandbox, folder: Path, **changes: Any) -> Settings:
    clock_file = folder / "clock"
    if not clock_file.exists():
        set_clock(clock_file, STARTS)
    values = {
        "clock_file": clock_file,
        "token": sandbox.config.token,
        "api_url": sandbox.api_url,
        "data_dir": folder / "data",
        "secret_key": KEY,
        "send_rate": 5000,
        "chat_rate": 5000,
        "log_level": "DEBUG",
    }
    return Settings(_env_file=None, **values | changes)


def _settle(settings: Settings) -> None:
    """Give the bot a database, where it has none yet."""
    if settings.database_url is not None:
        with contextlib.closing(app.open_database(settings)) as database:
            app.migrate(database)
    elif not (file := settings.data_dir / "clausette.sqlite").exists():
        fresh.sqlite(file)


@contextlib.asynccontextmanager
async def open_town(
    folder: Path, *, config: SandboxConfig | None = None, mail: bool = False, **changes: Any
) -> AsyncIterator[Town]:
    """A town whose bot already runs, without rate limits unless asked for; with `mail` it writes letters."""
    async with (
        Sandbox.running(config or SandboxConfig(limits=False)) as sandbox,
        aiohttp.ClientSession() as http,
    ):
        changes = (with_mail(sandbox) if mail else {}) | changes
        settings = settings_for(sandbox, folder, **changes)
        _settle(settings)
        town = Town(sandbox, settings, http)
        await town.start()
        try:
            yield town
        finally:
            await town.stop()
