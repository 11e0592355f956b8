"""Documents the bot makes: they leave once, under their name, and people download them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from town import Someone, Town
from wire import OUTBOX, a_town, calm, count, fault, rows, staff, until

from bot import handlers
from bot.dialogue.fitting import units
from bot.dialogue.routes import command
from bot.dialogue.turn import MAX_CAPTION, MAX_DOCUMENT, DocumentSizeError, Turn, _document
from bot.pipeline import outcomes
from bot.store import people, uploads
from bot.store.tables import OutboxState, Role

CONTENT = b"PK\x03\x04\r\n--\x00\xff" * 700
NAME = 'Clauses "lot n° 1" / Hérouville.docx'
KEPT = "Clauses -lot n° 1- - Hérouville.docx"


def _give(turn: Turn) -> None:
    turn.send_document(NAME, CONTENT, turn.t("<b>{title}</b>", title="A & B <C>"))
    turn.send_document("bare.xlsx", b"x")


def _hand_on(turn: Turn) -> None:
    for person in people.with_roles(turn.session, Role.COORDINATOR):
        key = f"handed:{person.id}"
        turn.tell_document(person, key, "a.docx", CONTENT, lambda language: f"{language} & co")


def _give_much(turn: Turn) -> None:
    turn.send_document("big.xlsx", bytes(MAX_DOCUMENT), to=turn.chat_id)


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.setattr(outcomes, "_BACKOFF", (0.05, 0.1))
    routes = (command("give", do=_give), command("handon", do=_hand_on), command("big", do=_give_much))
    monkeypatch.setattr(handlers, "ROUTES", (*routes, *handlers.ROUTES))
    async with a_town(tmp_path) as opened:
        yield opened


async def _got(someone: Someone, many: int) -> list[tuple[str, bytes]]:
    async def enough() -> Any:
        found = await someone.documents()
        return found if len(found) >= many else None

    found: list[tuple[str, bytes]] = await until(enough, f"{many} documents")
    return found


async def test_a_document_arrives_whole_under_its_name(town: Town) -> None:
    _, buyer = await staff(town)
    await buyer.says("/give")
    assert await _got(buyer, 2) == [(KEPT, CONTENT), ("bare.xlsx", b"x")]
    captions = [message["html"] for message in await buyer.messages() if message["document"]]
    assert captions == ["<b>A &amp; B &lt;C&gt;</b>", ""]
    await calm(town)
    assert len(await buyer.documents()) == 2


async def test_a_document_for_someone_else_is_told_once(town: Town) -> None:
    coordinator, buyer = await staff(town)
    await buyer.says("/handon")
    await buyer.says("/handon")
    await calm(town)
    assert await _got(coordinator, 1) == [("a.docx", CONTENT)]
    assert await count(coordinator, "fr & co") == 1
    assert await buyer.documents() == []


async def test_the_biggest_document_arrives(town: Town) -> None:
    _, buyer = await staff(town)
    await buyer.says("/big")
    [(name, content)] = await _got(buyer, 1)
    assert (name, len(content)) == ("big.xlsx", MAX_DOCUMENT)


@pytest.mark.parametrize("kind", ["500", "reset", "502", "429"])
async def test_a_document_that_did_not_arrive_leaves_again(town: Town, kind: str) -> None:
    coordinator, buyer = await staff(town)
    await fault(town, kind, method="sendDocument", times=2)
    await buyer.says("/give")
    assert await _got(buyer, 2) == [(KEPT, CONTENT), ("bare.xlsx", b"x")]
    await calm(town)
    assert len(await buyer.documents()) == 2
    assert await count(coordinator, "⚠️") == 0
    sent = rows(town, OUTBOX, method="sendDocument")
    assert [one.state for one in sent] == [OutboxState.SENT] * 2
    assert all(one.message_id for one in sent)


@pytest.mark.parametrize("content", [b"", bytes(MAX_DOCUMENT + 1)])
def test_what_telegram_would_refuse_is_never_written(content: bytes) -> None:
    with pytest.raises(DocumentSizeError):
        _document("a.docx", content, "")


def test_the_biggest_document_and_the_longest_caption() -> None:
    body = _document("x" * 300 + ".docx", bytes(MAX_DOCUMENT), "é😀<" * 800)
    name, content = uploads.uploaded(body["document"]) or ("", b"")
    assert (len(name), name[-6:], len(content)) == (105, "….docx", MAX_DOCUMENT)
    assert units(body["caption"].replace("&lt;", "<")) <= MAX_CAPTION


@pytest.mark.parametrize("value", ["abc", {"file_name": "a"}, {"upload": "a"}, 7, None])
def test_other_values_are_no_uploads(value: Any) -> None:
    assert uploads.uploaded(value) is None
