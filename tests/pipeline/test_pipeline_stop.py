"""A stop leaves nothing undone that time allowed, without the help of a restart."""

import asyncio
import time
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from town import Someone, Town
from wire import INBOX, OUTBOX, a_town, fault, rows, until

from bot.store.database import Database
from bot.store.tables import InboxState, OutboxState


def undone(town: Town) -> tuple[int, int]:
    """How many updates and messages wait."""
    waiting = [row for row in rows(town, OUTBOX) if row.state in (OutboxState.NEW, OutboxState.SENDING)]
    return len(rows(town, INBOX, state=InboxState.NEW)), len(waiting)


async def post(person: Someone, text: str) -> None:
    await person.town.post(f"people/{person.id}/say", text=text)


@pytest.mark.parametrize("pause", [0.0, 0.005, 0.02, 0.05, 0.1])
async def test_what_was_received_is_answered_before_leaving(tmp_path: Path, pause: float) -> None:
    async with a_town(tmp_path) as town:
        someone = await town.joins("Brigitte", "buyer", "Ville de Caen")
        for _ in range(60):
            await post(someone, "/menu")
        await asyncio.sleep(pause)
        await town.stop()
        assert undone(town) == (0, 0)


async def test_a_chain_of_replies_is_sent_to_its_end(tmp_path: Path) -> None:
    """Accepting writes three messages of one chat: each leaves only when the one before arrived."""
    async with a_town(tmp_path) as town:
        someone = await town.stranger("Anne", "Petit")
        await someone.says(f"/start {town.token('buyer', 'Caen')}")
        await someone.sees("J’accepte")
        await fault(town, "slow", method="*", times=10, seconds=0.1)
        offer = (await someone.messages())[-1]
        yes = offer["keyboard"][0][0]["callback_data"]
        await town.post(f"people/{someone.id}/tap", message_id=offer["message_id"], callback_data=yes)
        await until(lambda: rows(town, OUTBOX, state=OutboxState.SENDING), "the first reply leaving")
        await town.stop()
        assert undone(town) == (0, 0)


async def test_a_stop_with_telegram_hanging_takes_less_than_ten_seconds(tmp_path: Path) -> None:
    async with a_town(tmp_path, updates=False) as town:
        someone = await town.joins("Brigitte", "buyer", "Ville de Caen")
        await fault(town, "slow", method="sendMessage", times=50, seconds=15)
        for _ in range(20):
            await post(someone, "/menu")
        await asyncio.sleep(0.2)
        started = time.monotonic()
        await town.stop()
        assert time.monotonic() - started < 9
        assert undone(town)[0] == 0


async def test_a_log_that_cannot_be_moved_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_database: Database) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Database, "checkpoint", full)
    monkeypatch.setattr("bot.app.CHECKPOINT_SECONDS", 0.05)
    async with a_town(tmp_path) as town:
        someone = await town.joins("Brigitte", "buyer", "Ville de Caen")
        await asyncio.sleep(0.2)
        await someone.says("/menu")
        await someone.sees("Que souhaitez-vous faire")


async def test_a_lease_that_fails_does_not_stop_receiving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.pipeline.sender import Sender

    real, failing = Sender.lease, [True]

    def lease(sender: Sender, session: object) -> object:
        if failing:
            raise OperationalError("lease", {}, Exception("odd"))
        return real(sender, session)  # type: ignore[arg-type]

    async with a_town(tmp_path) as town:
        someone = await town.joins("Brigitte", "buyer", "Ville de Caen")
        monkeypatch.setattr(Sender, "lease", lease)
        await post(someone, "/langue")
        await until(lambda: rows(town, INBOX, state=InboxState.NEW), "the update kept")
        failing.clear()
        await someone.sees("langue")
