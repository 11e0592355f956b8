"""No token, name, phone or text in any log: a whole conversation at DEBUG, with everything going wrong."""

import asyncio
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog
from pydantic import SecretStr
from telegram.ext import filters
from town import Someone, Town
from wire import INBOX, OUTBOX, a_town, calm, fault, opened, put, rows, settled, text, until

from bot import app, handlers, logs
from bot.dialogue.routes import command, message
from bot.dialogue.turn import Turn
from bot.pipeline import transport
from bot.pipeline.leader import AlreadyRunningError
from bot.sandbox.config import SandboxConfig
from bot.store.tables import InboxState, OutboxState, Person

TOKEN = "246810:AAcanariCANARIcanariCANARIcanariCANARI"
FIRST, LAST, TEXT = "Canarinette", "Duserin", "rossignol"
PHONES = ["06 12 34 56 79", "+33612345679", "0612345679"]


@pytest.fixture(autouse=True)
def told() -> Iterator[StringIO]:
    """Everything logged meanwhile, configured as the program does."""
    told = StringIO()
    root, structure = logging.getLogger(), structlog.get_config()
    handlers_before, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in logs._TALKATIVE}
    root.handlers[:] = []
    logs.configure("DEBUG", told)
    yield told
    root.handlers[:], root.level = handlers_before, level
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.configure(**structure)


def _quoting(turn: Turn) -> None:
    raise ValueError(f"{turn.text} {turn.update} {turn.update.get_bot()!r}")


def _wrong_sql(turn: Turn) -> None:
    turn.session.core.execute(sa.text("INSERT INTO nowhere (name) VALUES (:name)"), {"name": turn.text})


def _clash(turn: Turn) -> None:
    person = Person(
        organisation_id=4711,
        role="buyer",
        telegram_id=turn.chat_id,
        name=turn.text.encode(),
        language="fr",
        joined_at=turn.now,
    )
    turn.session.add(person)


def _locked(turn: Turn) -> None:
    raise sa.exc.OperationalError(f"SELECT '{turn.text}'", {"name": turn.text}, Exception(turn.text))


ROUTES = tuple(
    command(name, do=do)
    for name, do in [("quoting", _quoting), ("sql", _wrong_sql), ("clash", _clash), ("locked", _locked)]
)


async def _talk(town: Town) -> Someone:
    """Someone with a remarkable name joins, and says remarkable things."""
    person = await town.stranger(FIRST, LAST)
    await person.says(f"{TEXT} {PHONES[0]}")
    await person.sees("PLIE")
    await person.says(f"/start {town.token('buyer', 'Ville de Caen')}")
    await person.sees("J’accepte")
    await person.taps("J’accepte")
    await person.sees("Que souhaitez-vous")
    await person.says("/marche")
    await person.sees("1/9")
    for phone in PHONES:
        await person.says(f"{TEXT} {phone}")
    await person.sends(f"{TEXT}.pdf", b"%PDF", caption=f"{LAST} {TEXT}")
    return person


async def _trouble(town: Town, person: Someone) -> None:
    for name in ("quoting", "sql", "clash", "locked"):
        await person.says(f"/{name} {TEXT} {LAST} {PHONES[0]}")
        await until(lambda: not rows(town, INBOX, state=InboxState.NEW), name)
    for number, kind in enumerate(
        ["reset", "500", "502", "bad_json", "400", "429", "timeout_after_accept", "403"]
    ):
        await fault(town, kind, retry_after=0, seconds=0.1)
        put(town, text(f"{TEXT} {PHONES[0]} {number}", person.id))
        await until(lambda: _no_fault(town), kind)
    for kind in ("reset", "bad_json", "500"):
        await fault(town, kind, method="getUpdates")
        await person.says(f"{TEXT} {LAST}")
        await until(lambda: _no_fault(town), kind)
    await town.post(
        "raw", update={"message": {"text": TEXT, "chat": {"id": LAST}, "from": {"first_name": FIRST}}}
    )
    with opened(town).begin() as session:
        session.core.execute(
            sa.update(OUTBOX).where(OUTBOX.c.state == OutboxState.BLOCKED).values(state=OutboxState.NEW)
        )
    await asyncio.sleep(0.3)


async def _no_fault(town: Town) -> bool:
    async with town.http.get(f"{town.url}/state") as answer:
        return not (await answer.json())["faults"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_no_canary_in_any_log(
    kind: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    told: StringIO,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handlers, "ROUTES", (*ROUTES, *handlers.ROUTES))
    monkeypatch.setattr(transport.BotApi.call, "__defaults__", (1.0,))
    monkeypatch.setattr("bot.pipeline.outcomes._BACKOFF", (0.05,))
    changes = (
        {} if kind == "sqlite" else {"database_url": SecretStr(request.getfixturevalue("postgres_emptied"))}
    )
    async with a_town(
        tmp_path, updates=False, config=SandboxConfig(token=TOKEN, limits=False), **changes
    ) as town:
        person = await _talk(town)
        invitation = rows(town, OUTBOX, method="editMessageText")
        assert invitation
        await _trouble(town, person)
        await calm(town)
        assert {row.state for row in rows(town, INBOX)} == {InboxState.DONE, InboxState.ASIDE}
        if kind == "sqlite":
            with pytest.raises(AlreadyRunningError):
                await asyncio.wait_for(app.run(town.settings, asyncio.Event()), 5)
    for event in (
        "event=serving",
        'event="update failed"',
        'event="call failed"',
        'event="polling failed"',
        "event=stopped",
    ):
        assert event in told.getvalue(), event
    _no_canary(told.getvalue() + "".join(capfd.readouterr()))


def _no_canary(told: str) -> None:
    digits = told.replace(" ", "")
    for canary in (TOKEN, TOKEN.partition(":")[2], FIRST, LAST, TEXT, *PHONES):
        assert canary not in told, canary
        assert canary.replace(" ", "") not in digits, canary


def _read(turn: Turn) -> None:
    sent = turn.update.effective_message
    if turn.content is not None:
        turn.send_document(f"{TEXT}.docx", turn.content, TEXT)
    elif sent is not None and sent.document is not None:
        turn.fetch({"file_id": sent.document.file_id})


async def test_files_in_and_out_leave_nothing_in_the_logs(
    tmp_path: Path, told: StringIO, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the address of a file, which holds the token, nor its name, its path, its words."""
    monkeypatch.setattr(handlers, "ROUTES", (message(filters.Document.ALL, do=_read), *handlers.ROUTES))
    monkeypatch.setattr("bot.pipeline.outcomes._BACKOFF", (0.05,))
    monkeypatch.setattr(transport, "READ_TIMEOUT", 0.5)
    async with a_town(tmp_path, config=SandboxConfig(token=TOKEN, limits=False)) as town:
        person = await _talk(town)
        for method in ("getFile", "file", "sendDocument"):
            for kind in ("reset", "500", "502", "bad_json", "429", "timeout_after_accept"):
                await fault(town, kind, method=method, retry_after=0, seconds=0.6)
            await person.sends(f"{TEXT}.xlsx", TEXT.encode(), caption=f"{LAST} {TEXT}")
            await until(lambda: _no_fault(town), method)
            await calm(town)
        await fault(town, "400", method="file")
        await person.sends(f"{TEXT}.xlsx", TEXT.encode())
        await person.saw("n’a pas pu être lu")
        assert (f"{TEXT}.docx", TEXT.encode()) in await person.documents()
    assert told.getvalue().count('event="call failed"') >= 15
    assert "documents/" not in told.getvalue()
    _no_canary(told.getvalue() + "".join(capfd.readouterr()))


async def test_a_key_that_changed_tells_nothing(
    tmp_path: Path, told: StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    """Rows sealed with a lost key fail one by one, in words that quote nothing."""
    async with a_town(tmp_path, config=SandboxConfig(token=TOKEN, limits=False)) as town:
        person = await _talk(town)
        await calm(town)
        await town.stop()
        put(town, text(TEXT, person.id))
        with opened(town).begin() as session:
            session.core.execute(sa.update(OUTBOX).where(OUTBOX.c.key == TEXT).values(uid="another"))
        await town.start()
        await settled(town, TEXT, OutboxState.FAILED)
        await town.stop()
    _no_canary(told.getvalue() + "".join(capfd.readouterr()))
