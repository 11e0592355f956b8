"""The process dies at each named point while people announce, and nothing comes of it."""

from collections.abc import Sequence
from pathlib import Path

import ledger
import pytest
from scene import open_scene

from bot.pipeline import crash


def test_there_are_points_enough() -> None:
    assert len(set(crash.POINTS)) >= 12


@pytest.mark.parametrize("point", crash.POINTS)
async def test_death_at(point: str, tmp_path: Path) -> None:
    await _die(point, (1, 6), tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("point", crash.POINTS)
async def test_death_again_and_again_at(point: str, tmp_path: Path) -> None:
    await _die(point, (2, 3, 9, 17, 33, 40), tmp_path)


async def _die(point: str, times: Sequence[int], folder: Path) -> None:
    async with open_scene(folder, seed=crash.POINTS.index(point)) as scene:
        scene.gather()
        for passes in times:
            scene.server.start(point, passes)
            await scene.server.dies(120)
        scene.server.start()
        await scene.drain()
        figures = ledger.settled(scene)
        assert figures["kills"] == len(times)
