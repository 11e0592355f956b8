"""A stage for the tests of forms: the world written once, copied for each."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import stage_world
from stage import Stage
from stage_play import Play


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the world."""
    path = tmp_path_factory.mktemp("stage") / "world.sqlite"
    stage_world.build(path)
    return path


@pytest.fixture
def play(world: Path, tmp_path: Path) -> Iterator[Play]:
    stage = Stage(Path(shutil.copy(world, tmp_path / "play.sqlite")))
    yield Play(stage)
    stage.close()
