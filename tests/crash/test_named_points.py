"""The process dies at each named point while people announce: afterwards nothing is lost, doubled, unsent or out of order."""

from pathlib import Path

import ledger
import pytest
from scene import open_scene

from bot.pipeline import crash

TIMES = (1, 4, 16)


def test_there_are_points_enough() -> None:
    assert len(crash.POINTS) >= 12


@pytest.mark.parametrize("point", crash.POINTS)
async def test_death_at(point: str, tmp_path: Path) -> None:
    async with open_scene(tmp_path, seed=crash.POINTS.index(point)) as scene:
        scene.gather()
        for times in TIMES:
            scene.server.start(point, times)
            await scene.server.dies(30)
        scene.server.start()
        await scene.drain()
        verdict = ledger.judge(scene, ledger.read(scene))
        assert not verdict.problems, scene.report(f"{verdict}")
        assert verdict.figures["kills"] == len(TIMES)
