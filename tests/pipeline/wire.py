"""What the pipeline tests share: faults, a look into the database, messages put in the outbox by hand."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from bot_api_model import check_request, check_result, check_update
from town import Someone, Town, open_town

from bot import app
from bot.dialogue.routes import command
from bot.dialogue.turn import Turn
from bot.store import outbox
from bot.store.database import Database
from bot.store.outbox import Message
from bot.store.tables import Inbox, InboxState, Outbox, OutboxState, Priority

INBOX: Any = Inbox.__table__
OUTBOX: Any = Outbox.__table__
LISTENING = "Que souhaitez-vous faire"
PATIENCE = 8.0
_DATABASES: dict[str, Database] = {}


def explode(turn: Turn) -> None:
    """Say something, change something, then fail."""
    turn.say(turn.t("never seen"))
    turn.session.core.execute(sa.text("UPDATE persons SET language = 'en'"))
    raise ValueError(turn.text)


EXPLODE = command("explode", do=explode, open_to_all=True)


def check_wire(log: list[dict[str, Any]], *, updates: bool = True) -> None:
    """Every request of the bot and every update and result of the sandbox is what the Bot API says."""
    for entry in log:
        if entry["status"] in (401, 404):
            continue
        check_request(entry["method"], entry["params"])
        if entry["status"] != 200 or entry["fault"] in ("bad_json", "502"):
            continue
        if entry["method"] != "getUpdates":
            check_result(entry["method"], entry["result"])
        elif updates:
            for update in entry["result"]:
                check_update(update)


@contextlib.asynccontextmanager
async def a_town(folder: Path, *, updates: bool = True, **changes: Any) -> AsyncIterator[Town]:
    """A town whose talk with the bot is checked at the end."""
    async with open_town(folder, **changes) as town:
        town.hurried = True
        with contextlib.closing(app.open_database(town.settings)) as database:
            _DATABASES[town.url] = database
            yield town
        check_wire(await town.log(), updates=updates)


async def fault(town: Town, kind: str, method: str = "sendMessage", **more: Any) -> None:
    await town.post("faults", fault=kind, method=method, **more)


async def no_faults(town: Town) -> None:
    async with town.http.delete(f"{town.url}/faults", headers={"X-Sandbox": "1"}) as answer:
        assert answer.status == 200


async def faults_left(town: Town) -> int:
    async with town.http.get(f"{town.url}/state") as answer:
        return len((await answer.json())["faults"])


def opened(town: Town) -> Database:
    """The town's database, read from outside the bot."""
    return _DATABASES[town.url]


def put(town: Town, *messages: Message) -> None:
    """Write messages for the sender to find."""
    with opened(town).begin() as session:
        assert outbox.add(session, messages, app.make_clock(town.settings).now()) in (
            len(messages),
            -len(messages),
        )


def text(key: str, chat: int, priority: Priority = Priority.NOTICE, **more: Any) -> Message:
    return Message(
        key, chat, more.pop("method", "sendMessage"), {"chat_id": chat, "text": key}, priority, **more
    )


def wrong(key: str, chat: int) -> Message:
    """A message Telegram refuses with 400: its HTML is left open."""
    message = text(key, chat)
    message.body.update(text=f"<b>{key}", parse_mode="HTML")
    return message


def rows(town: Town, table: Any, **where: Any) -> list[Any]:
    with opened(town).begin() as session:
        query = sa.select(table).order_by(table.c.id)
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        return list(session.core.execute(query))


def row(town: Town, key: str) -> Any:
    [found] = rows(town, OUTBOX, key=key)
    return found


async def until(ready: Callable[[], Any], what: str = "it", patience: float = PATIENCE) -> Any:
    """Wait until `ready()` is true, and return it; a coroutine is awaited."""
    end = asyncio.get_running_loop().time() + patience
    while True:
        found = ready()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return found
        if asyncio.get_running_loop().time() > end:
            raise AssertionError(f"{what} did not happen")
        await asyncio.sleep(0.03)


async def settled(town: Town, key: str, state: OutboxState) -> Any:
    return await until(
        lambda: next((one for one in rows(town, OUTBOX, key=key, state=state)), None), f"{key} {state}"
    )


async def calm(town: Town) -> None:
    """Wait until nothing waits any more: at Telegram, in, or out."""
    open_out = (OutboxState.NEW, OutboxState.SENDING)

    def idle() -> bool:
        waiting = rows(town, INBOX, state=InboxState.NEW)
        unconfirmed = town.sandbox.world.queue.pending
        return (
            not unconfirmed and not waiting and not any(one.state in open_out for one in rows(town, OUTBOX))
        )

    await until(idle, "calm")


async def count(someone: Someone, words: str) -> int:
    """How many messages of the bot hold these words."""
    return sum(words in said for said in await someone.said())


async def times(town: Town, method: str, words: str = "") -> int:
    """How many requests of this method held these words."""
    return sum(words in str(entry["params"]) for entry in await town.log(method))


async def staff(town: Town) -> tuple[Someone, Someone]:
    """A coordinator and a buyer, with nothing left to say."""
    coordinator = await town.joins("Claire", "coordinator", "PLIE du pays de Caen")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await coordinator.saw("Brigitte")
    await calm(town)
    return coordinator, buyer
