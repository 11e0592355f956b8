"""The desk where updates are handed in, as Telegram tells them: each is served in a transaction that is then
undone, and what it did is told."""

import gc
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rights_cast import NOW, ZONE, Someone, World
from rights_world import build
from sqlmodel import SQLModel
from telegram import Bot, User
from telegram import Update as Parsed

from bot import handlers
from bot.dialogue.form import Form, State
from bot.dialogue.routes import Route
from bot.dialogue.site import Site
from bot.dialogue.translations import translate
from bot.dialogue.words import ELIGIBILITIES
from bot.pipeline.dispatch import Dispatcher
from bot.store import drafts, schema, uploads
from bot.store.database import Database, Session
from bot.store.drafts import Kept
from bot.store.sealed import Sealer
from bot.store.tables import Draft, Outbox, Role, rows_of

Before = Callable[[Session], None]
Update = dict[str, Any]
NONCE = 7
SITE = Site("clausette_bot", "https://clausette.example.org", mail=True)
_UNCOUNTED = ("outbox", "inbox", "drafts")
_TABLES = sorted(name for name in SQLModel.metadata.tables if name not in _UNCOUNTED)
_OUTBOX, _DRAFTS = rows_of(Outbox), rows_of(Draft)
_WORD = re.compile(r"qx\d{3}z|[moc]-2026-\d{4}|61230\d{4}")
_TAG = re.compile(r"<[^>]*>")
_PERSONAL = re.sub(r"\s", "", str(translate("fr", ELIGIBILITIES["allowance"]))).lower()
"""A reason of eligibility, as it is shown: never told to these."""
_NEVER_TOLD = (Role.COMPANY, Role.SIAE, Role.PRESCRIBER, Role.PROFESSIONAL)


@dataclass(frozen=True)
class Said:
    """A message written for a chat: what is read, and the whole of it squeezed, documents included."""

    chat: int
    text: str
    whole: str


@dataclass(frozen=True)
class Done:
    """What an update did: messages, which other tables changed, and whether a form waits for an answer."""

    said: tuple[Said, ...]
    changed: tuple[str, ...]
    form: bool


class Desk:
    """Serves updates over a world, each as if it were the first."""

    def __init__(self, database: Database, world: World) -> None:
        self.database, self.world = database, world
        self.core = database.engine.connect()
        self.dispatcher = Dispatcher(handlers.ROUTES, handlers.stranger, _bot(), ZONE, "fr", SITE)
        self.served, self.now = 0, NOW
        with self._session() as session:
            self._start = self._dump(session)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """A session whose effects are undone."""
        with self.core.begin() as transaction:
            with Session(self.core, self.database.sealer, self.database.files) as session:
                yield session
            transaction.rollback()

    def serve(self, someone: Someone, update: Update, before: Before | None = None) -> Done:
        """What the update of someone does, after something else was done `before`."""
        self.served += 1
        with self._session() as session:
            start = self._start
            if before is not None:
                before(session)
                session.flush()
                start = self._dump(session)
            rows = self._rows(session)
            known = session.core.execute(sa.select(sa.func.max(_OUTBOX.c.id))).scalar() or 0
            since = rows.total_changes
            written = self.dispatcher.handle(session, f"u{self.served}", update, self.now)
            said = tuple(self._said(session, known))
            quiet = rows.total_changes - since == written == len(said)
            after = start if quiet else self._dump(session)
            open_form = _DRAFTS.c.chat_id == someone.chat
            form = session.core.execute(sa.select(_DRAFTS.c.form).where(open_form)).first() is not None
        changed = tuple(name for name in _TABLES if start[name] != after[name])
        return Done(said, changed, form)

    def route(self, update: Update) -> Route | None:
        """The first route that accepts the update."""
        parsed = Parsed.de_json(update, self.dispatcher.bot)
        taps = "callback_query" in update
        routes = [route for route in self.dispatcher.routes if route.serves_taps == taps]
        return next((route for route in routes if route.accepts(parsed)), None)

    def leaks(self, done: Done, known: str = "", told: frozenset[int] = frozenset()) -> list[str]:
        """The planted words that reached somebody who may not read them; not those `known`, which the person
        wrote themselves, nor what the chats `told` are told by right."""
        own = set(_WORD.findall(_squeezed(known)))
        found = []
        for said in done.said:
            words = {*_WORD.findall(said.whole)} - own
            readers = self.world.readers
            found += [
                f"{word} reached {said.chat}"
                for word in sorted(words)
                if word in readers and said.chat not in readers[word] and said.chat not in told
            ]
            if _PERSONAL in said.whole and said.chat in self._never_told():
                found.append(f"a reason of eligibility reached {said.chat}")
        return found

    def _never_told(self) -> set[int]:
        return {one.chat for one in self.world.people.values() if one.role in _NEVER_TOLD}

    def _rows(self, session: Session) -> Any:
        return session.core.connection.dbapi_connection

    def _dump(self, session: Session) -> Mapping[str, Any]:
        rows = self._rows(session)
        return {name: rows.execute(f'SELECT * FROM "{name}"').fetchall() for name in _TABLES}  # noqa: S608

    def _said(self, session: Session, known: int) -> Iterator[Said]:
        for row in session.core.execute(
            sa.select(_OUTBOX).where(_OUTBOX.c.id > known).order_by(_OUTBOX.c.id)
        ):
            body = session.sealer.open(row.body, f"outbox.body:{row.uid}")
            yield Said(row.chat_id, body.get("text", ""), _squeezed(_read(body)))


@contextmanager
def open_desk(folder: Path) -> Iterator[Desk]:
    """A desk over a new world. Of thousands of cases the garbage collector need not look at what was there
    before each time."""
    url = f"sqlite:///{folder / 'rights.sqlite'}"
    with closing(Database(url, Sealer([bytes(range(32))]))) as database:
        schema.upgrade(database)
        with database.begin() as session:
            world = build(session)
        gc.freeze()
        desk = Desk(database, world)
        yield desk
        desk.core.close()
        gc.unfreeze()


def _bot() -> Bot:
    bot = Bot("1:x")
    bot._bot_user = User(1, "Clausette", True, username="clausette_bot")
    return bot


def _read(body: Mapping[str, Any]) -> str:
    """All that a message tells: its fields, and the text of the file it carries."""
    kind = next((name for name in ("document", "photo") if uploads.uploaded(body.get(name))), "")
    file = uploads.uploaded(body.get(kind))
    if file is None:
        return json.dumps(body, ensure_ascii=False)
    rest = {name: value for name, value in body.items() if name != kind}
    return _inside(kind, file[1]) + file[0] + json.dumps(rest, ensure_ascii=False)


def _inside(kind: str, content: bytes) -> str:
    """The text of a Word or Excel file, or of a plain one; a picture has none."""
    if kind == "photo":
        return ""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = [name for name in parts.namelist() if name.endswith("xml")]
        return _TAG.sub("", " ".join(parts.read(name).decode("utf-8", "replace") for name in names))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]", "", text).lower()


def tap(someone: Someone, data: str) -> Update:
    """Someone taps a button."""
    message = {"message_id": 5, "date": 1700000000, "chat": _chat(someone), "text": "x"}
    query = {"id": "1", "from": _user(someone), "chat_instance": "1", "message": message, "data": data}
    return {"update_id": 1, "callback_query": query}


def write(someone: Someone, text: str) -> Update:
    """Someone writes."""
    message: Update = {"message_id": 6, "date": 1700000000, "chat": _chat(someone), "text": text}
    message["from"] = _user(someone)
    if text.startswith("/"):
        length = len(text.split(maxsplit=1)[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return {"update_id": 1, "message": message}


def block(someone: Someone) -> Update:
    """Someone blocks the bot."""
    bot = {"id": 1, "is_bot": True, "first_name": "Clausette"}
    change = {
        "chat": _chat(someone),
        "from": _user(someone),
        "date": 1700000000,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": "kicked", "until_date": 0},
    }
    return {"update_id": 1, "my_chat_member": change}


def half_filled(someone: Someone, form: Form, answers: Mapping[str, Any], step: str = "") -> Before:
    """Someone has this form half filled: at its recap, or at a step."""
    state = State(NONCE, step, answers).to_json()
    content = {"title": form.title, "state": state, "waiting": None}

    def save(session: Session) -> None:
        kept = Kept(form.name, form.version, content)
        drafts.save(session, someone.chat, someone.id, kept, NOW)

    return save


def _user(someone: Someone) -> Update:
    return {"id": someone.chat, "is_bot": False, "first_name": "X"}


def _chat(someone: Someone) -> Update:
    return {"id": someone.chat, "type": "private", "first_name": "X"}
