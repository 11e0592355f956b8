"""`clausette report --outside`: masked, and only for what may leave the PLIE."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import cli


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("CLAUSETTE_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def run(first: str, last: str, output: Path) -> tuple[int, str]:
    wanted = ["report", "--from", first, "--to", last, "--output", str(output), "--outside"]
    done = CliRunner().invoke(cli, wanted)
    return done.exit_code, done.output


def test_a_month_does_not_leave(elsewhere: Path) -> None:
    code, said = run("2027-01-01", "2027-01-31", elsewhere / "x.json")
    assert code == 1
    assert "a whole quarter or a whole year" in said
    assert not (elsewhere / "x.json").exists()


def test_a_quarter_leaves_without_advisers(elsewhere: Path) -> None:
    code, said = run("2027-01-01", "2027-03-31", elsewhere / "x.json")
    assert (code, "Written" in said) == (0, True)
    told = json.loads((elsewhere / "x.json").read_text())
    assert told["implementation"]["interviews"] == {"total": 0}
