"""Letters leave through a real mail server, whatever it answers, and never hold Telegram up."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from mailed import HUGO, NADIA, again, correspondent, headers, write
from town import Someone, Town, set_clock
from wire import (
    OUTBOX,
    a_town,
    calm,
    count,
    fault,
    faults_left,
    opened,
    put,
    row,
    rows,
    settled,
    staff,
    text,
    until,
)

from bot.pipeline import mail, mail_outcomes, outcomes, posting
from bot.store import people
from bot.store.tables import OutboxState, Priority

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "_BACKOFF", (0.05, 0.1))
    monkeypatch.setattr(mail_outcomes, "_DELAYS", (0.1,))
    monkeypatch.setattr(posting, "LOOK", 0.05)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A town that writes letters, on a Monday morning."""
    async with a_town(tmp_path, mail=True) as opened_town:
        assert opened_town.settings.clock_file is not None
        set_clock(opened_town.settings.clock_file, MONDAY)
        yield opened_town


async def letters(town: Town, address: str, many: int) -> list[dict[str, Any]]:
    """Wait until so many letters came."""

    async def enough() -> list[dict[str, Any]]:
        found = await town.mailbox(address).letters()
        return found if len(found) >= many else []

    return list(await until(enough, f"{many} letters"))


async def test_a_letter_has_two_parts_and_honest_headers(town: Town) -> None:
    await staff(town)
    person = correspondent(town)
    write(town, person, "told")
    [letter] = await letters(town, NADIA, 1)
    assert "Voici told" in letter["text"]
    assert "Répondre\nhttp://127.0.0.1:" in letter["text"]
    assert "Voici <b>told</b>" in letter["html"]
    assert '<html lang="fr">' in letter["html"]
    assert not any(word in letter["html"] for word in ("<img", "<script", "<link", "http-equiv"))
    said = headers(letter)
    assert said["To"] == NADIA
    assert said["From"] == "Clausette <clausette@plie.example>"
    assert said["Auto-Submitted"] == "auto-generated"
    assert said["Date"].startswith("Mon, 23 Nov 2026 09:0")
    assert said["Message-ID"].endswith("@plie.example>")
    assert "List-Unsubscribe" not in said
    assert letter["sender"] == "clausette@plie.example"
    assert not any(word in str(said) for word in ("Benali", "France Travail", "told>"))
    assert row(town, "told").state == OutboxState.SENT


@pytest.mark.parametrize("priority", [Priority.REMINDER, Priority.BROADCAST])
async def test_what_comes_unasked_is_stopped_with_one_click(town: Town, priority: Priority) -> None:
    await staff(town)
    write(town, correspondent(town), "mass", priority)
    [letter] = await letters(town, NADIA, 1)
    said = headers(letter)
    assert said["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = said["List-Unsubscribe"]
    assert link.startswith(f"<{town.settings.public_url}/r/")
    assert link[1:-1] in letter["text"]
    assert link[1:-1] in letter["html"]


async def test_no_header_can_be_smuggled_in(town: Town) -> None:
    await staff(town)
    person = correspondent(town, name="Nadia\r\nBcc: x@y.fr")
    write(town, person, "smuggled", subject="Avis\r\nBcc: x@y.fr\nà lire\u2028bien " + "é" * 300)
    [letter] = await letters(town, NADIA, 1)
    assert "Bcc" not in headers(letter)
    assert letter["subject"].startswith("Avis Bcc: x@y.fr à lire bien é")
    assert len(letter["subject"]) == 150


async def test_letters_to_one_reader_keep_their_order_on_one_connection(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await staff(town)
    made: list[None] = []
    new = mail.Post._new
    monkeypatch.setattr(mail.Post, "_new", lambda post: (made.append(None), new(post))[1])
    person, other = correspondent(town), correspondent(town, HUGO, "Hugo Petit")
    await town.stop()
    for number in range(3):
        write(town, person, f"n{number}")
    write(town, other, "other")
    await town.start()
    assert [letter["subject"] for letter in await letters(town, NADIA, 3)] == ["n0", "n1", "n2"]
    assert len(await letters(town, HUGO, 1)) == 1
    assert len(made) <= 3


async def test_a_server_that_turns_letters_away_at_the_door_is_asked_again(town: Town) -> None:
    coordinator, _ = await staff(town)
    await fault(town, "421", "mail", times=3)
    write(town, correspondent(town), "held up", Priority.BROADCAST)
    sent = await settled(town, "held up", OutboxState.SENT)
    assert (sent.attempts, await faults_left(town)) == (0, 0)
    assert len(await letters(town, NADIA, 1)) == 1
    assert await count(coordinator, "⚠️") == 0


@pytest.mark.parametrize("kind", ["450", "451"])
async def test_a_busy_mailbox_gets_even_a_broadcast_later(town: Town, kind: str) -> None:
    coordinator, _ = await staff(town)
    await fault(town, kind, "mail", times=2)
    write(town, correspondent(town), "later", Priority.BROADCAST)
    sent = await settled(town, "later", OutboxState.SENT)
    assert sent.attempts == 2
    assert len(await letters(town, NADIA, 1)) == 1
    assert await count(coordinator, "⚠️") == 0


async def test_a_mailbox_that_stays_busy_counts_as_wrong(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pipeline.returned.MOST_DELAYS", 2)
    await staff(town)
    person = correspondent(town)
    await fault(town, "450", "mail", times=2)
    write(town, person, "never")
    await settled(town, "never", OutboxState.BLOCKED)
    assert not again(town, person).reachable


async def test_an_address_that_is_refused_is_left_alone_and_told_once(town: Town) -> None:
    coordinator, _ = await staff(town)
    person, other = correspondent(town), correspondent(town, HUGO, "Hugo Petit")
    await town.mailbox(NADIA).refuses()
    write(town, person, "first")
    write(town, person, "second")
    write(town, other, "other")
    assert len(await letters(town, HUGO, 1)) == 1
    await settled(town, "first", OutboxState.BLOCKED)
    await settled(town, "second", OutboxState.BLOCKED)
    await coordinator.saw("Nadia Benali (France Travail Caen) reviennent")
    await calm(town)
    assert await count(coordinator, "⚠️") == 1
    assert not again(town, person).reachable
    assert again(town, other).reachable
    assert await town.mailbox(NADIA).letters() == []


async def test_a_letter_that_is_refused_for_good_is_told_and_the_next_leaves(town: Town) -> None:
    coordinator, _ = await staff(town)
    person = correspondent(town)
    await fault(town, "554", "mail")
    write(town, person, "bad")
    failed = await settled(town, "bad", OutboxState.FAILED)
    await coordinator.saw("serveur de messagerie a refusé", f"numéro {failed.id}")
    write(town, person, "good")
    assert [letter["subject"] for letter in await letters(town, NADIA, 1)] == ["good"]
    assert again(town, person).reachable


@pytest.mark.parametrize("kind", ["reset", "reset_after_accept"])
async def test_what_nobody_knows_arrived_leaves_again_under_the_same_id(town: Town, kind: str) -> None:
    coordinator, _ = await staff(town)
    await fault(town, kind, "mail")
    write(town, correspondent(town), "cut")
    sent = await settled(town, "cut", OutboxState.SENT)
    assert sent.attempts == 1
    came = await letters(town, NADIA, 2 if kind == "reset_after_accept" else 1)
    assert len({headers(letter)["Message-ID"] for letter in came}) == 1
    assert await count(coordinator, "⚠️") == 0


@pytest.mark.parametrize("kind", ["reset", "reset_after_accept", "slow"])
async def test_a_broadcast_nobody_knows_arrived_is_held(
    town: Town, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator, _ = await staff(town)
    monkeypatch.setattr(mail, "LETTER_TIMEOUT", 0.5)
    await fault(town, kind, "mail", seconds=1.5)
    person = correspondent(town)
    write(town, person, "mass", Priority.BROADCAST)
    await settled(town, "mass", OutboxState.HELD)
    await coordinator.saw("⚠️")
    write(town, person, "next")
    await settled(town, "next", OutboxState.SENT)
    assert row(town, "mass").state == OutboxState.HELD


async def test_what_is_uncertain_again_and_again_is_held(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pipeline.returned.MOST_REPEATS", 2)
    coordinator, _ = await staff(town)
    await fault(town, "reset", "mail", times=2)
    write(town, correspondent(town), "cut")
    held = await settled(town, "cut", OutboxState.HELD)
    await coordinator.saw("⚠️", f"numéro {held.id}")


async def test_a_mail_outage_stops_no_answer(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"smtp://127.0.0.1:{closed.getsockname()[1]}"
        async with a_town(tmp_path, mail=True, smtp_url=nowhere) as town:
            coordinator, buyer = await staff(town)
            write(town, correspondent(town), "waits")
            await until(lambda: row(town, "waits").error == "SMTPConnectError", "a try")
            before = await count(buyer, "Que souhaitez-vous faire")
            await buyer.says("/menu")
            await until(lambda: _more(buyer, before), "the answer")
            assert row(town, "waits").state in (OutboxState.NEW, OutboxState.SENDING)
            assert await count(coordinator, "⚠️") == 0


async def _more(someone: Someone, before: int) -> bool:
    return await count(someone, "Que souhaitez-vous faire") > before


async def test_a_long_outage_is_told_once_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "PATIENCE", 2)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"smtp://127.0.0.1:{closed.getsockname()[1]}"
        async with a_town(tmp_path, mail=True, smtp_url=nowhere) as town:
            coordinator, _ = await staff(town)
            write(town, correspondent(town), "waits")
            await coordinator.saw("Aucun e-mail ne part")
            await asyncio.sleep(0.5)
            assert await count(coordinator, "⚠️") == 1


async def test_a_pause_telegram_asks_for_stops_no_letter(town: Town) -> None:
    _, buyer = await staff(town)
    person = correspondent(town)
    await fault(town, "429", retry_after=60)
    put(town, text("paused", buyer.id))
    await until(lambda: row(town, "paused").error == "ThrottledError", "the pause")
    write(town, person, "told")
    assert len(await letters(town, NADIA, 1)) == 1
    assert row(town, "paused").state == OutboxState.NEW


async def test_without_a_mail_server_letters_are_refused_and_told_once(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        coordinator, _ = await staff(town)
        person = correspondent(town)
        write(town, person, "one")
        write(town, person, "two")
        await settled(town, "one", OutboxState.FAILED)
        await settled(town, "two", OutboxState.FAILED)
        await coordinator.saw("plus de serveur de messagerie")
        await calm(town)
        assert await count(coordinator, "⚠️") == 1


async def test_who_unsubscribed_meanwhile_gets_only_what_is_asked_of_them(town: Town) -> None:
    await staff(town)
    person = correspondent(town)
    await town.stop()
    write(town, person, "mass", Priority.BROADCAST)
    write(town, person, "reminder", Priority.REMINDER)
    write(town, person, "question")
    with opened(town).begin() as session:
        people.change(session, person.id, unsubscribed_at=MONDAY)
    await town.start()
    await settled(town, "mass", OutboxState.EXPIRED)
    await settled(town, "reminder", OutboxState.EXPIRED)
    assert [letter["subject"] for letter in await letters(town, NADIA, 1)] == ["question"]
    assert row(town, "mass").body is None


async def test_reminders_and_broadcasts_wait_for_the_morning(town: Town) -> None:
    await staff(town)
    person = correspondent(town)
    town.passes(hours=11)
    write(town, person, "mass", Priority.BROADCAST)
    write(town, person, "question")
    await settled(town, "question", OutboxState.SENT)
    assert row(town, "mass").state == OutboxState.NEW
    town.passes(hours=12)
    await settled(town, "mass", OutboxState.SENT)


async def test_a_stop_leaves_what_was_not_begun_to_be_sent_once(town: Town) -> None:
    await staff(town)
    person, other = correspondent(town), correspondent(town, HUGO, "Hugo Petit")
    await fault(town, "slow", "mail", seconds=9)
    await town.stop()
    write(town, person, "slow", Priority.BROADCAST)
    write(town, other, "behind", Priority.BROADCAST)
    await town.start()
    await until(lambda: row(town, "behind").state == OutboxState.SENDING, "both in hand")
    await town.stop()
    assert row(town, "behind").state == OutboxState.NEW
    await town.start()
    await settled(town, "behind", OutboxState.SENT)
    await settled(town, "slow", OutboxState.HELD)
    assert len(await letters(town, HUGO, 1)) == 1


async def test_what_is_no_letter_never_leaves_by_mail_or_for_telegram(town: Town) -> None:
    await staff(town)
    person = correspondent(town)
    put(town, text("stray", person.telegram_id))
    await settled(town, "stray", OutboxState.FAILED)
    assert not any("stray" in str(entry["params"]) for entry in await town.log("sendMessage"))
    assert {one.state for one in rows(town, OUTBOX, key="stray")} == {OutboxState.FAILED}
