"""One update, one atomic step; one that fails is tried again, then set aside, and holds up nobody else."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa
from town import Someone, Town
from wire import EXPLODE, INBOX, LISTENING, OUTBOX, a_town, calm, count, opened, rows, staff, times, until

from bot import handlers
from bot.dialogue.routes import command
from bot.dialogue.turn import Turn
from bot.pipeline import worker
from bot.store import organisations
from bot.store.tables import InboxState, Kind, Organisation, OutboxState

SORRY = "Désolé, votre dernier message"


@pytest.mark.usefixtures("explosive")
async def test_one_poison_update_among_100(either_town: Town) -> None:
    town = either_town
    coordinator, buyer = await staff(town)
    second = await town.joins("Denis", "coordinator", "PLIE du pays de Caen")
    await calm(town)
    before = len(rows(town, INBOX))
    everyone = [coordinator, buyer, second]
    for number in range(100):
        await everyone[number % 3].says("/explode" if number == 52 else "/aide")
    await until(lambda: len(rows(town, INBOX, state=InboxState.DONE)) == before + 99)
    await coordinator.saw("numéro")
    await calm(town)
    [poison] = rows(town, INBOX, state=InboxState.ASIDE)
    assert (poison.error, poison.attempts) == ("ValueError", len(worker.RETRIES) + 1)
    for one in (coordinator, second):
        assert await count(one, f"numéro {poison.id}") == 1
        assert await count(one, "⚠️") == 1
    assert await count(buyer, "⚠️") == 0
    victim = everyone[52 % 3]
    assert await count(victim, SORRY) == 1
    assert sum([await count(one, SORRY) for one in everyone]) == 1
    assert await times(town, "sendMessage", "never seen") == 0
    assert await times(town, "sendMessage", "14 jours") == 99


@pytest.mark.usefixtures("explosive")
async def test_of_a_step_that_fails_nothing_remains(either_town: Town) -> None:
    coordinator, buyer = await staff(either_town)
    await buyer.says("/explode")
    await coordinator.saw("numéro")
    await calm(either_town)
    assert await count(buyer, "never seen") == 0
    await buyer.says("/menu")
    await buyer.sees(LISTENING)


@pytest.mark.usefixtures("explosive")
async def test_a_poison_update_holds_its_own_chat_only(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    _, buyer = await staff(town)
    other = await town.joins("Denis", "buyer", "Ville d’Ifs")
    monkeypatch.setattr(worker, "RETRIES", (0.4, 0.4, 0.4))
    started = asyncio.get_running_loop().time()
    await buyer.says("/explode")
    await buyer.says("/aide")
    await other.says("/aide")
    await other.sees("/menu")
    assert asyncio.get_running_loop().time() - started < 0.8
    assert rows(town, INBOX, state=InboxState.ASIDE) == []
    await until(lambda: rows(town, INBOX, state=InboxState.ASIDE))
    await buyer.saw("14 jours")
    await buyer.saw(SORRY)


async def test_an_update_that_fails_once_is_handled_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def moody(turn: Turn) -> None:
        tries.append(turn.uid)
        turn.say(turn.t("never mind"))
        if len(tries) < 3:
            raise sa.exc.IntegrityError("", {}, Exception())

    monkeypatch.setattr(handlers, "ROUTES", (command("moody", do=moody), *handlers.ROUTES))
    async with a_town(tmp_path) as town:
        coordinator, buyer = await staff(town)
        await buyer.says("/moody")
        await buyer.sees("never mind")
        await calm(town)
        assert await count(buyer, "never mind") == 1
        assert await count(coordinator, "⚠️") == 0
        assert rows(town, INBOX, state=InboxState.ASIDE) == []


@pytest.mark.parametrize("error", ["flush", "locked", "dead"])
async def test_a_database_error_in_a_step_undoes_that_step_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    def clash(turn: Turn) -> None:
        organisations.find_or_create(turn.session, Kind.COMPANY, "Kept by nobody", turn.now)
        if error == "locked":
            raise sa.exc.OperationalError("", {}, Exception("database is locked"))
        if error == "dead":
            raise sa.exc.StatementError("x", "", {}, Exception())
        turn.session.add(
            Organisation(kind="company", name="x", name_key="kept by nobody", created_at=turn.now)
        )

    monkeypatch.setattr(handlers, "ROUTES", (command("clash", do=clash), *handlers.ROUTES))
    async with a_town(tmp_path) as town:
        _, buyer = await staff(town)
        other = await town.joins("Denis", "buyer", "Ville d’Ifs")
        await asyncio.gather(buyer.says("/clash"), other.says("/aide"), buyer.says("/aide"))
        await other.saw("14 jours")
        await buyer.saw("14 jours")
        [poison] = rows(town, INBOX, state=InboxState.ASIDE)
        assert poison.error in ("IntegrityError", "OperationalError", "StatementError")
        names = {one.name for one in rows(town, Organisation.__table__)}  # type: ignore[attr-defined]
        assert names == {"PLIE du pays de Caen", "Ville de Caen", "Ville d’Ifs"}


RAW = [
    {},
    {"message": None},
    {"message": {"chat": {"id": "seven"}}},
    {"message": {"message_id": 1, "date": "yesterday", "chat": {"id": 7, "type": "private"}, "text": "x"}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 2**70, "type": "private"}, "text": "x"}},
    {"callback_query": {"id": 1, "from": [], "data": 7}},
    {"surprise": [[[]]]},
    {"my_chat_member": {"chat": {"id": 5}}},
]


async def _asked(someone: Someone, often: int) -> bool:
    return await count(someone, "Quelle langue") == often


async def test_updates_that_make_no_sense_do_not_stop_the_others(tmp_path: Path) -> None:
    async with a_town(tmp_path, updates=False) as town:
        _, buyer = await staff(town)
        for raw in RAW:
            await town.post("raw", update=raw)
            await buyer.says("/langue")
        await until(lambda: _asked(buyer, len(RAW)), "every answer")
        await calm(town)
        assert len(rows(town, INBOX, state=InboxState.NEW)) == 0


async def test_a_sealed_update_that_does_not_open_is_set_aside(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        coordinator, buyer = await staff(town)
        await town.stop()
        await buyer.says("/aide")
        now = rows(town, INBOX)[0].due_at
        with opened(town).begin() as session:
            values = {
                "uid": "x",
                "lane": buyer.id,
                "payload": b"\x01not sealed",
                "state": "new",
                "attempts": 0,
            }
            session.core.execute(sa.insert(INBOX).values(**values, received_at=now, due_at=now))
        await town.start()
        await buyer.saw("14 jours")
        await coordinator.saw("⚠️")
        [poison] = rows(town, INBOX, state=InboxState.ASIDE)
        assert poison.error == "CannotOpenError"


async def test_a_redelivered_update_has_no_second_effect(either_town: Town) -> None:
    _, buyer = await staff(either_town)
    await buyer.says("/langue")
    await buyer.sees("langue")
    [update] = [one["result"][-1] for one in (await either_town.log("getUpdates"))[-3:] if one["result"]][-1:]
    before = len(rows(either_town, INBOX)), len(rows(either_town, OUTBOX))
    queue = either_town.sandbox.world.queue
    queue.pending.append(update)
    queue.added.set()
    await until(lambda: not queue.pending, "the confirmation")
    await calm(either_town)
    assert (len(rows(either_town, INBOX)), len(rows(either_town, OUTBOX))) == before
    assert await count(buyer, "Quelle langue") == 1


async def test_one_press_under_two_numbers_is_one_examination(either_town: Town) -> None:
    _, buyer = await staff(either_town)
    await buyer.says("/langue")
    await buyer.sees("English")
    [message] = [one for one in await buyer.messages() if one["keyboard"] and "langue" in one["text"]]
    await asyncio.gather(*(buyer.taps_data(message["message_id"], "language:en") for _ in range(3)))
    await buyer.saw("in English")
    await calm(either_town)
    edits = rows(either_town, OUTBOX, method="editMessageText")
    assert {one.state for one in edits} == {OutboxState.SENT}


def test_explode_is_a_command() -> None:
    assert EXPLODE.open
