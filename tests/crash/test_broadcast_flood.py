"""A broadcast to many at Telegram’s pace: as fast as we allow ourselves, people answered meanwhile; whatever
is killed, nobody gets it twice."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from masses import Mass, open_mass, until

OWN_RATE = 25.0


async def _flood(folder: Path, count: int) -> None:
    async with open_mass(folder, count, count) as mass:
        over = asyncio.Event()
        mass.server.start()
        talking = asyncio.create_task(mass.talk_until(over))
        await until(lambda: mass.reached() == count, 60 + count / OWN_RATE * 1.5)
        over.set()
        await talking
        assert set(mass.received().values()) == {1}
        assert mass.throttled() == []
        assert mass.pace() >= 0.95 * OWN_RATE
        assert len(mass.waits) >= 20
        assert mass.slowest() < 2
        await mass.server.stop()
        assert mass.rows() == {"sent": count}


async def test_five_hundred_contacts(tmp_path: Path) -> None:
    await _flood(tmp_path, 500)


@pytest.mark.soak
@pytest.mark.timeout(1200)
async def test_ten_thousand_contacts(tmp_path: Path) -> None:
    await _flood(tmp_path, 10_000)


async def _holds(mass: Mass, patience: float) -> int:
    """Wait until no message of the run is on its way: those that may have been in flight are listed, nobody
    else lacks it, and nobody has it twice. Returns how many are listed."""
    await until(mass.settled, patience)
    received, held = mass.received(), mass.held()
    missing = {chat for chat, times in received.items() if not times}
    assert max(received.values()) == 1
    assert missing <= held
    assert mass.rows() == Counter({"sent": len(received) - len(held)}) + Counter({"held": len(held)})
    assert mass.throttled() == []
    await until(lambda: sum("envoi groupé" in text for text in _said(mass)) == (1 if held else 0), 20)
    await mass.server.stop()
    return len(held)


def _said(mass: Mass) -> list[str]:
    coordinator = mass.staff[0].person.chat.history.values()
    return [message.content.get("text", "") for message in coordinator if message.from_bot]


POINTS = ("sender.before_call", "sender.after_call", "sender.before_settle_commit", "sender.leased")


async def test_killed_at_each_step_of_sending(tmp_path: Path) -> None:
    async with open_mass(tmp_path, 300, 4) as mass:
        for point in POINTS:
            mass.server.start(point, 30)
            await mass.server.dies(60)
        mass.server.start()
        assert await _holds(mass, 60) >= 3


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_twenty_kills_of_a_broadcast_to_ten_thousand(tmp_path: Path) -> None:
    async with open_mass(tmp_path, 10_000, 20) as mass:
        mass.server.start()
        for _ in range(20):
            await asyncio.sleep(mass.random.uniform(0, 38))
            await mass.server.kill()
            mass.server.start()
        await _holds(mass, 1000)
