"""`clausette report --outside`: masked, and only for what may leave the PLIE."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from bot.cli import cli
from bot.rules.period import Period, quarter, year

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("CLAUSETTE_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def run(first: str, last: str, output: Path) -> tuple[int, str]:
    wanted = ["report", "--from", first, "--to", last, "--output", str(output), "--outside"]
    done = CliRunner().invoke(cli, wanted)
    return done.exit_code, done.output


def test_a_month_does_not_leave(elsewhere: Path) -> None:
    code, said = run("2025-01-01", "2025-01-31", elsewhere / "x.json")
    assert code == 1
    assert "a whole quarter or a whole year" in said
    assert not (elsewhere / "x.json").exists()


@pytest.mark.parametrize("around", [quarter, year])
@pytest.mark.parametrize("day", [date(2098, 1, 1), None])
def test_what_is_not_over_does_not_leave(
    elsewhere: Path, around: Callable[[date], Period], day: date | None
) -> None:
    period = around(day or datetime.now(PARIS).date())
    code, said = run(str(period.first), str(period.last), elsewhere / "x.json")
    assert (code, "that is over" in " ".join(said.split())) == (1, True)
    assert not (elsewhere / "x.json").exists()


@pytest.mark.parametrize(
    ("first", "last", "output", "sentence"),
    [
        ("2025-02-01", "2025-01-31", "x.json", "ends before it begins"),
        ("9999-01-01", "9999-12-31", "x.json", "between 2000 and 2099"),
        ("2025-01-01", "2025-12-31", "no/such/folder/x.json", "cannot be written"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    elsewhere: Path, first: str, last: str, output: str, sentence: str
) -> None:
    code, said = run(first, last, elsewhere / output)
    assert (code, sentence in " ".join(said.split())) == (1, True)


def test_a_quarter_leaves_without_advisers(elsewhere: Path) -> None:
    code, said = run("2025-01-01", "2025-03-31", elsewhere / "x.json")
    assert (code, "Written" in said) == (0, True)
    told = json.loads((elsewhere / "x.json").read_text())
    assert told["implementation"]["interviews"] == {"total": 0}


@pytest.mark.parametrize(
    ("name", "begins"), [("r.xlsx", b"PK"), ("r.PNG", b"\x89PNG"), ("r.json", b"{"), ("r", b"{")]
)
def test_the_name_of_the_file_says_its_kind(elsewhere: Path, name: str, begins: bytes) -> None:
    code, said = run("2025-01-01", "2025-03-31", elsewhere / name)
    assert (code, "Written" in said) == (0, True)
    assert (elsewhere / name).read_bytes().startswith(begins)
