"""A stage: the real dispatcher on a real SQLite file, each update one transaction as the worker makes it, and
what every person sees. Nothing runs beside it: no network, no sandbox, no clock but its own."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import event
from telegram import Bot, User

from bot.actions.invite import from_command_line
from bot.dialogue.form import Form, State
from bot.dialogue.site import Site
from bot.dialogue.taps import Tapped
from bot.handlers import FORMS, ROUTES, stranger
from bot.pipeline.bells import Bells
from bot.pipeline.dispatch import Dispatcher
from bot.pipeline.worker import Worker
from bot.store import drafts, inbox, people
from bot.store.database import Database, Session
from bot.store.drafts import Kept
from bot.store.outbox import FETCH
from bot.store.people import Member
from bot.store.sealed import Sealer
from bot.store.tables import Inbox, Kind, Outbox, Role, rows_of

KEY = bytes(range(32))
ZONE = ZoneInfo("Europe/Paris")
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KNOWN: Mapping[str, Form] = {form.name: form for form in FORMS}
TRANSPORT = {"inbox", "outbox", "drafts", "memos", "alembic_version"}
ELSEWHERE = 10**6
"""Numbers of messages from before, whose buttons the stage has not seen."""
_OUTBOX = rows_of(Outbox)

Row = dict[str, Any]
Tables = dict[str, dict[Any, Row]]


@dataclass
class Times:
    """A clock that only tests move."""

    instant: datetime = START
    zone: ZoneInfo = ZONE

    def now(self) -> datetime:
        return self.instant

    def real(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.instant.astimezone(self.zone).date()

    def seconds(self) -> float:
        return self.instant.timestamp()


@dataclass(frozen=True)
class Said:
    """A call to Telegram the bot wrote. `chat` is the person's, `message` the one shown or edited."""

    id: int
    key: str
    chat: int
    method: str
    body: Mapping[str, Any]
    message: int

    @property
    def buttons(self) -> list[tuple[str, str]]:
        rows = (self.body.get("reply_markup") or {}).get("inline_keyboard", [])
        return [(button["text"], button["callback_data"]) for row in rows for button in row]

    @property
    def text(self) -> str:
        return str(self.body.get("text") or self.body.get("caption") or "")


@dataclass(frozen=True)
class Here:
    """The half-filled form of a person: what a draft keeps."""

    form: Form
    version: int
    state: State
    waiting: Mapping[str, Any] | None

    @classmethod
    def of(cls, kept: Kept) -> "Here | None":
        if "closed" in kept.content or kept.form not in KNOWN:
            return None
        state = State.from_json(kept.content["state"])
        return cls(KNOWN[kept.form], kept.version, state, kept.content["waiting"])


@dataclass
class Screen:
    """What a person sees: the keyboards on the messages of the chat, the newest touched last, and every
    button ever shown with its message."""

    shown: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    ever: dict[str, int] = field(default_factory=dict)
    last: int = 1

    def take(self, said: Said) -> None:
        self.shown.pop(said.message, None)
        self.shown[said.message] = said.buttons
        self.ever |= {data: said.message for _, data in said.buttons}
        self.last = said.message

    def carriers(self, prefix: str) -> set[int]:
        """The messages with a button that begins so."""
        return {
            message
            for message, buttons in self.shown.items()
            if any(d.startswith(prefix) for _, d in buttons)
        }

    @property
    def living(self) -> list[str]:
        return [data for buttons in self.shown.values() for _, data in buttons]

    @property
    def newest(self) -> list[tuple[str, str]]:
        return self.shown.get(self.last, [])


SITE = Site("clausette_bot", "https://clausette.example.org", mail=True)


@cache
def _bot() -> Bot:
    bot = Bot("1:stage")
    bot._bot_user = User(1, "Clausette", is_bot=True, username="clausette_bot")
    return bot


def migrate(path: Path) -> None:
    """A database with the newest schema."""
    from bot.store import schema

    with closing(Database(f"sqlite:///{path}", Sealer([KEY]))) as database:
        schema.upgrade(database)


class Stage:
    """The bot on a database file, and the people who talk to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = Times()
        self.screens: dict[int, Screen] = {}
        self.fetches: list[Said] = []
        self._read = 0
        self.restart()
        self._updates = self._last_update()
        self.said: list[Said] = self._heard()

    def restart(self) -> None:
        """Another process on the same file: nothing of the earlier one is left but the rows."""
        if hasattr(self, "database"):
            self.database.close()
        self.database = Database(f"sqlite:///{self.path}", Sealer([KEY]))
        event.listen(self.database.engine, "connect", _hasty)
        dispatcher = Dispatcher(ROUTES, stranger, _bot(), ZONE, "fr", SITE)
        clock: Any = self.clock
        self._worker = Worker(self.database, dispatcher, clock, Bells())

    def close(self) -> None:
        self.database.close()

    def screen(self, chat: int) -> Screen:
        return self.screens.setdefault(chat, Screen())

    def says(self, chat: int, text: str) -> list[Said]:
        return self.receive(self.message(chat, text=text))

    def taps(self, chat: int, data: str) -> list[Said]:
        return self.receive(self.tap(chat, data))

    def taps_label(self, chat: int, label: str) -> list[Said]:
        """Tap the newest button that says this."""
        for buttons in reversed(self.screen(chat).shown.values()):
            for text, data in buttons:
                if label in text.replace("\u00a0", " "):
                    return self.taps(chat, data)
        raise AssertionError(f"no button {label!r}: {self.screen(chat).newest}")

    def message(self, chat: int, **content: Any) -> Row:
        """An update with a message of this person; Telegram marks what is typed as a command."""
        text = content.get("text", "")
        command = {"type": "bot_command", "offset": 0, "length": len(text.split(" ", 1)[0])}
        return self._update(
            "message",
            {
                "message_id": 2 * ELSEWHERE + self._updates,
                "date": int(self.clock.instant.timestamp()),
                "chat": {"id": chat, "type": "private", "first_name": "P"},
                "from": _user(chat),
                "entities": [command] if text.startswith("/") else [],
                **content,
            },
        )

    def tap(self, chat: int, data: str) -> Row:
        """An update with a tap on a button, on the message that showed it."""
        screen = self.screen(chat)
        message = {
            "message_id": screen.ever.get(data, ELSEWHERE + self._updates),
            "date": int(self.clock.instant.timestamp()),
            "chat": {"id": chat, "type": "private", "first_name": "P"},
            "text": "x",
        }
        query = {"from": _user(chat), "chat_instance": "1", "message": message, "data": data}
        return self._update("callback_query", {"id": f"q{self._updates}", **query})

    def again(self, update: Row) -> Row:
        """The same press under a new number, as a client may send it."""
        self._updates += 1
        query = update["callback_query"] | {"id": f"q{self._updates}"}
        return {"update_id": self._updates, "callback_query": query}

    def receive(self, update: Row) -> list[Said]:
        """Hand an update over as Telegram does. Returns what the bot wrote; raises where a handler raised."""
        with self.database.begin() as session:
            self._worker._receive_and_handle(session, [update])
        self.said = self._heard()
        return self.said

    def arrives(self, fetch: Said, content: bytes) -> list[Said]:
        """A file asked for arrives: its update comes again with the bytes."""
        with self.database.begin() as session:
            inbox.come_again(session, dict(fetch.body["update"]), content, self.clock.now())
            self._worker._batch(session)
        self.said = self._heard()
        return self.said

    def wait(self, time: timedelta) -> None:
        self.clock.instant += time

    def here(self, chat: int) -> Here | None:
        """The open form of whoever has this chat now."""
        return self.everybody([chat]).get(chat)

    def everybody(self, chats: Iterable[int]) -> dict[int, Here]:
        """The open form of each of these chats that has one."""
        with self.database.begin() as session:
            kept = {chat: self._kept(session, chat) for chat in chats}
        return {chat: here for chat, one in kept.items() if one and (here := Here.of(one))}

    def closed(self, chat: int) -> int | None:
        """The nonce of the form this chat closed last, while no other began."""
        with self.database.begin() as session:
            kept = self._kept(session, chat)
        return None if kept is None else kept.content.get("closed")

    def _kept(self, session: Session, chat: int) -> Kept | None:
        person = people.by_telegram(session, chat)
        return None if person is None else drafts.load(session, chat, person.id, self.clock.now())

    def member(self, chat: int) -> Member | None:
        with self.database.begin() as session:
            return people.by_telegram(session, chat)

    def outdate(self, chat: int, forget: int) -> None:
        """The draft of this chat becomes one of an earlier version that did not ask one of the questions."""
        with self.database.begin() as session:
            person, now = people.by_telegram(session, chat), self.clock.now()
            kept = self._kept(session, chat)
            if person is None or kept is None or "closed" in kept.content:
                return
            names = [step.name for step in KNOWN[kept.form].steps]
            answers = kept.content["state"]["answers"]
            answered = [name for name in names if name in answers]
            if answered:
                del answers[answered[forget % len(answered)]]
            drafts.save(session, chat, person.id, replace(kept, version=0), now)

    def invitation(self, role: Role, kind: Kind, home: str) -> str:
        """The token of a new invitation, made by whoever runs the server."""
        with self.database.begin() as session:
            return from_command_line(session, role, home, kind, self.clock.now())

    def rows(self) -> Tables:
        """Every row of what is no transport, by table and key."""
        with closing(sqlite3.connect(self.path)) as raw:
            raw.row_factory = sqlite3.Row
            names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {
                name: {tuple(row): dict(row) for row in raw.execute(f"SELECT * FROM {name}")}  # noqa: S608
                for name in names
                if name not in TRANSPORT and not name.startswith("sqlite_")
            }

    def _update(self, kind: str, content: Row) -> Row:
        self._updates += 1
        return {"update_id": self._updates, kind: content}

    def _last_update(self) -> int:
        with self.database.begin() as session:
            return session.core.execute(sa.select(sa.func.max(rows_of(Inbox).c.update_id))).scalar() or 0

    def _heard(self) -> list[Said]:
        """What was written since the last look, put on the screens."""
        with self.database.begin() as session:
            query = sa.select(_OUTBOX).where(_OUTBOX.c.id > self._read).order_by(_OUTBOX.c.id)
            said = [self._said(session, row) for row in session.core.execute(query)]
        self._read = max((one.id for one in said), default=self._read)
        for one in said:
            if one.method in ("sendMessage", "editMessageText"):
                self.screen(one.chat).take(one)
            elif one.method == FETCH:
                self.fetches.append(one)
        return said

    def _said(self, session: Session, row: Any) -> Said:
        body = session.sealer.open(row.body, f"outbox.body:{row.uid}")
        message = row.follows or body.get("message_id") or row.id
        return Said(row.id, row.key, row.chat_id, row.method, body, message)


def _hasty(connection: Any, _record: Any) -> None:
    """A test loses nothing in a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


def _user(chat: int) -> Row:
    return {"id": chat, "is_bot": False, "first_name": f"Prénom{chat}", "last_name": "Nom"}


def changed(before: Tables, after: Tables) -> dict[str, tuple[list[Row], list[Row]]]:
    """What differs, by table: the rows that are no more, and the new ones."""
    found = {}
    for name in after:
        gone = [row for key, row in before[name].items() if key not in after[name]]
        new = [row for key, row in after[name].items() if key not in before[name]]
        if gone or new:
            found[name] = (gone, new)
    return found


def verb_of(data: str) -> str:
    """What a form's button does; "" for any other button."""
    return Tapped.parse(data).verb if data.startswith("f:") else ""
