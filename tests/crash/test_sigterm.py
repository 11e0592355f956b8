"""SIGTERM while people announce: the process leaves by itself within ten seconds, nothing is said twice."""

import asyncio
from pathlib import Path

import ledger
import pytest
from nursery import Forked, Kind, Spawned
from scene import open_scene


async def _stop_and_start(folder: Path, times: int, longest: float, kind: Kind) -> None:
    async with open_scene(folder, seed=times, kind=kind) as scene:
        scene.gather()
        for _ in range(times):
            scene.server.start()
            await scene.polled(60)
            await asyncio.sleep(scene.random.uniform(0, longest))
            await scene.server.stop()
        scene.server.start()
        await scene.drain()
        figures = ledger.settled(scene)
        assert figures["kills"] == 0
        assert figures["in flight at kills"] == 0
        assert figures["duplicates"] == 0


async def test_twenty_stops(tmp_path: Path) -> None:
    await _stop_and_start(tmp_path, 20, 0.4, Forked)


@pytest.mark.soak
async def test_twenty_stops_of_the_real_command(tmp_path: Path) -> None:
    await _stop_and_start(tmp_path, 20, 2, Spawned)
