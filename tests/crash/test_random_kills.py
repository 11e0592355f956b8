"""SIGKILL at random while people announce, at Telegram's pace and as fast as it goes; one process or two."""

import asyncio
from pathlib import Path

import ledger
import pytest
from nursery import Spawned
from scene import Scene, open_scene


async def _kill(scene: Scene, times: int, longest: float) -> None:
    """Start, kill at random, start again; the last one stays."""
    scene.server.start()
    for _ in range(times):
        await asyncio.sleep(scene.random.uniform(0, longest))
        await scene.server.kill()
        scene.server.start()


async def test_ten_kills_at_the_pace_of_telegram(tmp_path: Path) -> None:
    async with open_scene(tmp_path, seed=10, limits=True) as scene:
        scene.enough.set()
        scene.over.set()
        scene.gather()
        await _kill(scene, 10, 2)
        await scene.drain(120)
        figures = ledger.settled(scene)
        assert figures["kills"] == 10
        assert figures["forms"] >= 20


@pytest.mark.soak
async def test_hundred_kills(tmp_path: Path) -> None:
    async with open_scene(tmp_path, seed=100) as scene:
        scene.gather()
        await _kill(scene, 100, 1.5)
        await scene.drain(120)
        figures = ledger.settled(scene)
        assert figures["kills"] == 100
        assert figures["in flight at kills"] > 0
        assert figures["redelivered"] > 0


@pytest.mark.soak
async def test_kills_of_the_real_command(tmp_path: Path) -> None:
    async with open_scene(tmp_path, seed=20, limits=True, kind=Spawned) as scene:
        scene.gather()
        await _kill(scene, 20, 10)
        await scene.drain(120)
        assert ledger.settled(scene)["kills"] == 20


async def _kill_either(scene: Scene, times: int, longest: float) -> None:
    """Two processes share the work; now and then one of them is killed and replaced."""
    for server in scene.servers:
        server.start()
    await scene.polled()
    for _ in range(times):
        await asyncio.sleep(scene.random.uniform(0, longest))
        server = scene.random.choice(scene.servers)
        await server.kill()
        server.start()


async def test_one_of_two_processes_is_killed(tmp_path: Path, postgres_url: str) -> None:
    async with open_scene(tmp_path, seed=2, servers=2, database_url=postgres_url) as scene:
        scene.gather()
        await _kill_either(scene, 4, 2.5)
        await scene.drain()
        figures = ledger.settled(scene)
        assert figures["kills"] == 4
        assert figures["forms"] >= 20


@pytest.mark.soak
async def test_one_of_two_processes_is_killed_again_and_again(tmp_path: Path, postgres_url: str) -> None:
    async with open_scene(tmp_path, seed=200, servers=2, database_url=postgres_url) as scene:
        scene.gather()
        await _kill_either(scene, 60, 4)
        await scene.drain(120)
        assert ledger.settled(scene)["kills"] == 60
