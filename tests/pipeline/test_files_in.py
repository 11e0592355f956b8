"""Files people send are fetched outside any transaction; then their update comes again, with the bytes."""

import asyncio
from pathlib import Path
from typing import Any

import files
import pytest
import sqlalchemy as sa
from files import READ, summary
from telegram import Document
from telegram.ext import filters
from town import Someone, Town
from wire import (
    INBOX,
    OUTBOX,
    a_town,
    calm,
    count,
    fault,
    faults_left,
    no_faults,
    opened,
    rows,
    staff,
    times,
    until,
)

from bot import app, handlers
from bot.dialogue.routes import message
from bot.dialogue.turn import Turn
from bot.pipeline import fetching, outcomes, settle, transport, worker
from bot.pipeline.transport import FileTooBigError
from bot.sandbox.params import Upload
from bot.store import inbox, outbox
from bot.store.tables import InboxState, OutboxState

CONTENT = bytes(range(256)) * 900
UNREADABLE = "n’a pas pu être lu"
TOO_BIG = "trop lourd"


@pytest.fixture(autouse=True)
def _reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "_BACKOFF", (0.05, 0.1))
    monkeypatch.setattr(transport, "READ_TIMEOUT", 0.5)
    monkeypatch.setattr(transport.BotApi.call, "__defaults__", (0.5,))
    monkeypatch.setattr(handlers, "ROUTES", (READ, *handlers.ROUTES))


def fetched(town: Town) -> list[Any]:
    return rows(town, OUTBOX, method=outbox.FETCH)


async def _read_once(town: Town, someone: Someone) -> None:
    await someone.saw(summary(CONTENT))
    await calm(town)
    assert await count(someone, "read ") == 1
    assert await count(someone, UNREADABLE) == 0


async def test_a_file_is_read_whole_and_its_message_is_what_it_was(either_town: Town) -> None:
    town = either_town
    coordinator, buyer = await staff(town)
    before = len(rows(town, INBOX))
    await buyer.sends("programme <é>.xlsx", CONTENT, caption="Notre année, 1 < 2")
    await buyer.saw(f"{summary(CONTENT)} Notre année, 1 < 2")
    await calm(town)
    first, again = rows(town, INBOX)[before:]
    assert first.update_id is not None
    assert again.update_id is None
    assert (first.lane, first.state) == (again.lane, again.state) == (buyer.id, InboxState.DONE)
    assert (first.payload, again.payload) == (None, None)
    [request] = fetched(town)
    assert (request.state, request.body, request.error) == (OutboxState.SENT, None, None)
    assert await count(buyer, "read ") == 1
    assert await times(town, "getFile") == 1
    assert await count(coordinator, "⚠️") == 0


async def test_the_update_that_comes_again_is_the_one_that_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, Any]] = []

    def remember(turn: Turn) -> None:
        seen.append(turn.update.to_dict())
        files.read(turn)

    route = message(filters.Document.ALL, do=remember)
    monkeypatch.setattr(handlers, "ROUTES", (route, *handlers.ROUTES))
    async with a_town(tmp_path) as town:
        _, buyer = await staff(town)
        await buyer.sends("a.xlsx", CONTENT, caption="/marche é😀 https://x.fr")
        await buyer.saw("read ")
        [raw] = [
            update
            for entry in await town.log("getUpdates")
            for update in entry["result"] or []
            if "document" in update.get("message", {})
        ]
    first, again = seen
    assert first == again
    assert first | raw | {"message": first["message"] | raw["message"]} == first


async def test_the_worker_is_woken(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    _, buyer = await staff(town)
    monkeypatch.setattr(worker, "POLL", 60.0)
    await buyer.says("/aide")
    await buyer.saw("14 jours")
    await asyncio.sleep(0.3)
    await buyer.sends("a.xlsx", CONTENT)
    await buyer.saw(summary(CONTENT))


async def test_a_file_out_of_reach_holds_nobody_up(town: Town) -> None:
    _, buyer = await staff(town)
    await fault(town, "500", method="file", times=10_000)
    await buyer.sends("a.xlsx", CONTENT)
    await until(lambda: fetched(town))
    await buyer.says("/aide")
    await buyer.saw("14 jours")
    assert await count(buyer, "read ") == 0
    await no_faults(town)
    await _read_once(town, buyer)


FAULTS = ["500", "502", "reset", "429", "bad_json"]


@pytest.mark.parametrize("method", ["getFile", "file"])
@pytest.mark.parametrize("kind", [*FAULTS, "timeout_after_accept", "reset_after_accept"])
async def test_a_file_out_of_reach_is_fetched_again(town: Town, method: str, kind: str) -> None:
    coordinator, buyer = await staff(town)
    await fault(town, kind, method=method, times=2, seconds=5)
    await buyer.sends("a.xlsx", CONTENT)
    await _read_once(town, buyer)
    assert await faults_left(town) == 0
    assert await count(coordinator, "⚠️") == 0


async def test_a_file_that_takes_too_long_is_tried_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    _, buyer = await staff(town)
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    await fault(town, "slow", method="file", seconds=0.45)
    await buyer.sends("a.xlsx", CONTENT)
    await _read_once(town, buyer)
    [request] = fetched(town)
    assert request.attempts == 1


async def _refused(town: Town, buyer: Someone, words: str) -> Any:
    await buyer.saw(words)
    await calm(town)
    assert await count(buyer, words) == 1
    assert await count(buyer, "read ") == 0
    [request] = fetched(town)
    assert (request.state, request.body) == (OutboxState.FAILED, None)
    return request


@pytest.mark.parametrize("place", ["_by_id", "_by_path"])
async def test_a_file_that_is_gone_is_asked_for_again_and_the_form_waits(town: Town, place: str) -> None:
    coordinator, buyer = await staff(town)
    await buyer.says("/marche")
    await buyer.sees("1/")
    store = town.sandbox.world.files
    add = store.add_document

    def lost(upload: Upload) -> Any:
        file = add(upload)
        getattr(store, place).clear()
        return file

    store.add_document = lost  # type: ignore[method-assign]
    await buyer.sends("a.xlsx", CONTENT)
    request = await _refused(town, buyer, UNREADABLE)
    assert request.error == ("BadRequest" if place == "_by_id" else "RefusedCallError")
    await buyer.says("Rénovation de l’école")
    await buyer.sees("2/")
    del store.add_document  # type: ignore[method-assign]
    await buyer.sends("a.xlsx", CONTENT)
    await buyer.saw(summary(CONTENT))
    assert await count(coordinator, "⚠️") == 0


@pytest.mark.parametrize("kind", ["400", "403"])
@pytest.mark.parametrize("method", ["getFile", "file"])
async def test_a_refusal_is_about_the_file_and_not_about_the_person(
    town: Town, method: str, kind: str
) -> None:
    coordinator, buyer = await staff(town)
    await fault(town, kind, method=method)
    await buyer.sends("a.xlsx", CONTENT)
    await _refused(town, buyer, UNREADABLE)
    assert await count(coordinator, "⚠️") == 0


async def test_a_file_telegram_finds_too_big(town: Town) -> None:
    coordinator, buyer = await staff(town)
    await buyer.sends("big.xlsx", bytes(20 * 1024 * 1024 + 1))
    request = await _refused(town, buyer, TOO_BIG)
    assert request.error == FileTooBigError.__name__
    assert await count(coordinator, "⚠️") == 0


async def test_the_biggest_file_is_read(town: Town) -> None:
    _, buyer = await staff(town)
    content = bytes(20 * 1024 * 1024)
    await buyer.sends("big.xlsx", content)
    await buyer.saw(summary(content))


async def test_a_file_bigger_than_told_is_not_read_to_its_end(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, buyer = await staff(town)
    monkeypatch.setattr(fetching, "MOST_BYTES", len(CONTENT) - 1)
    await buyer.sends("a.xlsx", CONTENT)
    await _refused(town, buyer, TOO_BIG)


async def test_the_refusal_is_in_the_language_of_the_person(town: Town) -> None:
    _, buyer = await staff(town)
    await buyer.says("/langue")
    await buyer.taps("English")
    await fault(town, "400", method="getFile")
    await buyer.sends("a.xlsx", CONTENT)
    await _refused(town, buyer, "could not be read")


async def test_at_the_end_of_patience_the_person_is_asked(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator, buyer = await staff(town)
    monkeypatch.setattr(settle, "MAX_ATTEMPTS", 3)
    await fault(town, "500", method="file", times=100)
    await buyer.sends("a.xlsx", CONTENT)
    request = await _refused(town, buyer, UNREADABLE)
    assert request.attempts == 2
    assert await count(coordinator, "⚠️") == 0


async def test_a_request_that_does_not_open_is_told_to_both(town: Town) -> None:
    coordinator, buyer = await staff(town)
    await fault(town, "500", method="getFile", times=1000)
    await buyer.sends("a.xlsx", CONTENT)
    await until(lambda: fetched(town))
    await town.stop()
    with opened(town).begin() as session:
        changes = {"body": b"\x01not sealed", "state": OutboxState.NEW}
        session.core.execute(sa.update(OUTBOX).where(OUTBOX.c.method == outbox.FETCH).values(**changes))
    await town.start()
    await buyer.saw("Désolé")
    [request] = fetched(town)
    await coordinator.saw("⚠️", f"numéro {request.id}")
    assert request.state == OutboxState.FAILED


def _document_of(turn: Turn) -> Document:
    sent = turn.update.effective_message
    assert sent is not None
    assert sent.document is not None
    return sent.document


async def test_an_update_comes_again_only_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def insatiable(turn: Turn) -> None:
        turn.fetch({"file_id": _document_of(turn).file_id})

    route = message(filters.Document.ALL, do=insatiable)
    monkeypatch.setattr(handlers, "ROUTES", (route, *handlers.ROUTES))
    async with a_town(tmp_path) as town:
        coordinator, buyer = await staff(town)
        await buyer.sends("a.xlsx", CONTENT)
        await coordinator.saw("⚠️")
        [aside] = rows(town, INBOX, state=InboxState.ASIDE)
        assert aside.error == "FetchedError"
        assert await times(town, "getFile") == 1


async def test_files_of_one_chat_come_in_the_order_they_were_sent(either_town: Town) -> None:
    town = either_town
    coordinator, buyer = await staff(town)
    await fault(town, "500", method="file", times=2)
    await fault(town, "slow", method="file", seconds=0.3)
    contents = [bytes([number]) * (number + 1) for number in range(8)]
    for content in contents:
        await buyer.sends("a.xlsx", content)
    await coordinator.sends("a.xlsx", CONTENT)
    await buyer.saw(summary(contents[-1]))
    await calm(town)
    assert await _readings(buyer) == [summary(content) for content in contents]
    assert await _readings(coordinator) == [summary(CONTENT)]


async def _readings(someone: Someone) -> list[str]:
    return [said.strip() for said in await someone.said() if said.startswith("read ")]


UPDATE = {"update_id": 7, "message": {"chat": {"id": 5}, "document": {"file_id": "F"}}}


def test_an_ordinary_update_has_no_content() -> None:
    update: dict[str, Any] = dict(UPDATE)
    assert inbox.take_content(update) is None
    assert update == UPDATE


def test_the_address_of_files_is_the_one_of_the_settings(tmp_path: Path) -> None:
    settings = app.Settings(_env_file=None, api_url="http://127.0.0.1:9/bot", data_dir=tmp_path)
    api = transport.BotApi(settings.api_url, "1:x", transport.AiohttpRequest())
    assert api._files == f"{settings.file_url}1:x"
