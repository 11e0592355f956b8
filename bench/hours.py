"""The screens of /heures for a supplier with a thousand people, each a whole step of the bot: update read,
rows, draft, answer, commit."""

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from telegram import Bot

from bench.measure import percentile
from bot.handlers import ROUTES, stranger
from bot.pipeline.dispatch import Dispatcher
from bot.store import candidate_index, drafts, organisations, people, schema
from bot.store.database import Database, Session
from bot.store.people import Newcomer
from bot.store.sealed import Sealer, new_uid
from bot.store.tables import (
    Candidate,
    CandidateState,
    Contract,
    Employer,
    Kind,
    Origin,
    Outbox,
    Placement,
    PlacementState,
    Role,
    Sex,
    rows_of,
)

PEOPLE = 1_000
ROUNDS = 5
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SCREENS = (
    "month asked", "first page", "next page", "one person", "hours of one person", "typed by name", "recap",
    "declared", "to validate", "all validated",
)  # fmt: skip
FIGURES = tuple(
    (f"{screen}, {label}", screen, name, ".1f")
    for screen in SCREENS
    for label, name in (("p50 ms", "p50_ms"), ("longest ms", "max_ms"))
)
_COMPANY, _STAFF = 11, 12


class _Bot(Bot):
    """A bot that needs nobody to know its name."""

    @property
    def username(self) -> str:
        return "clausette_bot"


class Talk:
    """The bot on a database file, and two people who talk to it."""

    def __init__(self, database: Database) -> None:
        self.database, self._updates = database, count(1)
        self._dispatcher = Dispatcher(ROUTES, stranger, _Bot("1:bench"), ZoneInfo("Europe/Paris"), "fr")

    def says(self, chat: int, text: str) -> float:
        """Milliseconds until the answer to a text is committed."""
        entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text[0] == "/" else []
        return self._timed(
            "message", _message(chat) | {"text": text, "entities": entities, "from": _user(chat)}
        )

    def taps(self, chat: int, data: str) -> float:
        """Milliseconds until the answer to a tap is committed."""
        query = {"id": "1", "from": _user(chat), "chat_instance": "1", "data": data}
        return self._timed("callback_query", query | {"message": _message(chat) | {"text": "x"}})

    def picks(self, chat: int, code: str) -> float:
        """A tap on the answer of the form that has this code."""
        return self.taps(chat, f"f:{self.nonce(chat):x}:{code}")

    def nonce(self, chat: int) -> int:
        """What the living buttons of the open form carry."""
        with self.database.begin() as session:
            member = people.by_telegram(session, chat)
            kept = drafts.load(session, chat, member.id if member else 0, NOW)
        if kept is None:
            raise SystemExit("hours: no form is open")
        return int(kept.content["state"]["nonce"])

    def shown(self, prefix: str) -> str:
        """The data of the newest button that begins so."""
        with self.database.begin() as session:
            table = rows_of(Outbox)
            for row in session.core.execute(sa.select(table).order_by(table.c.id.desc()).limit(9)):
                body = session.sealer.open(row.body, f"outbox.body:{row.uid}")
                keyboard = (body.get("reply_markup") or {}).get("inline_keyboard", [])
                for data in (button["callback_data"] for line in keyboard for button in line):
                    if data.startswith(prefix):
                        return str(data)
        raise SystemExit(f"hours: no button {prefix}")

    def _timed(self, kind: str, content: dict[str, Any]) -> float:
        number = next(self._updates)
        begun = time.perf_counter()
        with self.database.begin() as session:
            self._dispatcher.handle(session, f"bench:{number}", {"update_id": number, kind: content}, NOW)
        return 1000 * (time.perf_counter() - begun)


def _user(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "P"}


def _message(chat: int) -> dict[str, Any]:
    private = {"id": chat, "type": "private", "first_name": "P"}
    return {"message_id": 9, "date": int(NOW.timestamp()), "chat": private}


def fill(session: Session, many: int) -> int:
    """A company with so many people under contract since the first of June. Returns its number."""
    home = organisations.find_or_create(session, Kind.COMPANY, "Bâti", NOW).id or 0
    plie = organisations.find_or_create(session, Kind.PLIE, "PLIE", NOW).id or 0
    people.join(session, Newcomer(_COMPANY, "Karim", "fr", home, Role.COMPANY, None), NOW)
    staff = people.join(session, Newcomer(_STAFF, "Fatou", "fr", plie, Role.FACILITATOR, None), NOW).id
    session.core.execute(sa.insert(rows_of(Candidate)), [_candidate(session, n, staff) for n in range(many)])
    for number in range(many):
        candidate_index.write_words(session, number + 1, _name(number))
    session.core.execute(sa.insert(rows_of(Placement)), [_placement(n, home, staff) for n in range(many)])
    return home


def _name(number: int) -> str:
    return f"NOM{number:05d} Alex"


def _candidate(session: Session, number: int, staff: int) -> dict[str, Any]:
    uid = new_uid()
    return candidate_index.keys(session, _name(number), 1990, None) | {
        "uid": uid,
        "reference": f"C-2026-{number:04d}",
        "name": session.sealer.seal(_name(number), f"candidates.name:{uid}"),
        "eligibility": session.sealer.seal(["rsa"], f"candidates.eligibility:{uid}"),
        "jobs": "F1703",
        "birth_year": 1990,
        "sex": Sex.MALE,
        "commune": "Caen",
        "level": 3,
        "experience": 4,
        "held": 0,
        "available_on": NOW.date(),
        "available_as": f"{NOW.date()}/day",
        "origin": Origin.PLIE,
        "consent_on": NOW.date(),
        "consent_heard_by": staff,
        "created_by": staff,
        "created_at": NOW,
        "state": CandidateState.ACTIVE,
        "contacted_on": NOW.date(),
    }


def _placement(number: int, home: int, staff: int) -> dict[str, Any]:
    return {
        "uid": new_uid(),
        "reference": f"P-2026-{number:04d}",
        "candidate_id": number + 1,
        "organisation_id": home,
        "employer": Employer.SUPPLIER,
        "declaring_id": home,
        "job": "F1703",
        "contract": Contract.CDI,
        "starts_on": date(2026, 6, 1) - timedelta(days=number % 20),
        "weekly_hours": 35,
        "state": PlacementState.CONFIRMED,
        "declared_by": staff,
        "declared_at": NOW,
        "on_behalf": False,
    }


def _round(talk: Talk, home: int, many: int, month: str) -> Iterator[tuple[str, float]]:
    """The screens of one month, and what each took."""
    code = month.replace("-", "")
    yield "month asked", talk.says(_COMPANY, "/heures")
    yield "first page", talk.picks(_COMPANY, f"pick:{month}")
    for _ in range(3):
        yield "next page", talk.picks(_COMPANY, "pick:next")
    yield "one person", talk.taps(_COMPANY, talk.shown(f"f:{talk.nonce(_COMPANY):x}:pick:who:"))
    yield "hours of one person", talk.says(_COMPANY, "120")
    yield "typed by name", talk.says(_COMPANY, f"NOM{many // 2:05d} 130")
    yield "recap", talk.picks(_COMPANY, "pick:end")
    yield "declared", talk.picks(_COMPANY, "send")
    yield "to validate", talk.taps(_STAFF, f"hours-to-validate:{home}:{code}")
    yield "all validated", talk.taps(_STAFF, talk.shown(f"validate-month:{home}:{code}:"))


def measure(many: int = PEOPLE, rounds: int = ROUNDS) -> Mapping[str, Any]:
    """Milliseconds of each screen, over that many months. Raises SystemExit when a month is not validated."""
    waits: dict[str, list[float]] = {screen: [] for screen in SCREENS}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hours.sqlite"
        with closing(Database(f"sqlite:///{path}", Sealer([bytes(32)]))) as database:
            schema.upgrade(database)
            with database.begin() as session:
                home = fill(session, many)
            talk = Talk(database)
            talk.says(_COMPANY, "/menu")
            for month in ("2026-10", "2026-09", "2026-08", "2026-07", "2026-06")[:rounds]:
                for screen, wait in _round(talk, home, many, month):
                    waits[screen].append(wait)
            _check(database, many * rounds)
    return {"Clausette": {screen: _figures(found) for screen, found in waits.items()}}


def _check(database: Database, expected: int) -> None:
    with database.begin() as session:
        query = "SELECT count(*) FROM worked_months WHERE state = 'validated'"
        found = session.core.exec_driver_sql(query).scalar_one()
    if found != expected:
        raise SystemExit(f"hours: {found} months validated, not {expected}")


def _figures(waits: Sequence[float]) -> dict[str, float]:
    return {"p50_ms": percentile(waits, 0.5), "max_ms": max(waits)}
