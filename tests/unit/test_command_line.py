"""`clausette` as an operator types it: sentences, never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import forks
import pytest
from town import Town

CANARY = "123456:AAcanariAAcanariAAcanariAAcanariAAcanari"


def clausette(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command with these settings and no others."""
    return forks.clausette(arguments, _environment(folder, **settings), folder)


def _environment(folder: Path, **settings: str) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSETTE_")}
    return others | {"CLAUSETTE_DATA_DIR": str(folder / "data")} | settings


@pytest.mark.parametrize(
    ("arguments", "settings", "words"),
    [
        (("run",), {}, "CLAUSETTE_TOKEN"),
        (("run",), {"CLAUSETTE_TIMEZONE": "Mars/Base"}, "CLAUSETTE_TIMEZONE"),
        (("run",), {"CLAUSETTE_SEND_RATE": "-1"}, "CLAUSETTE_SEND_RATE"),
        (("migrate",), {"CLAUSETTE_SECRET_KEY": "abc"}, "CLAUSETTE_SECRET_KEY"),
        (("migrate",), {"CLAUSETTE_DATABASE_URL": "postgresql://u:canari@127.0.0.1:1/x"}, "clausette doctor"),
        (("invite", "chef", "X"), {}, "There is no role chef"),
        (("invite", "buyer", "X", "--kind", "anpe"), {}, "buyer"),
        (("run", "--webhook"), {"CLAUSETTE_TOKEN": CANARY}, "CLAUSETTE_PUBLIC_URL"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(
    tmp_path: Path, arguments: tuple[str, ...], settings: dict[str, str], words: str
) -> None:
    result = clausette(tmp_path, *arguments, **settings)
    assert result.returncode != 0
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert "canari" not in result.stderr + result.stdout


def test_it_starts_from_nothing(tmp_path: Path) -> None:
    """The other tests fork a process that has imported everything."""
    command = [sys.executable, "-m", "bot", "run"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=_environment(tmp_path),
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "CLAUSETTE_TOKEN" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_last_line_of_an_invitation_is_the_bare_token(tmp_path: Path) -> None:
    result = clausette(tmp_path, "invite", "prescriber", "Mission Locale", "--kind", "mission_locale")
    assert result.returncode == 0
    token = result.stdout.splitlines()[-1]
    assert len(token) == 32
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def test_the_doctor_makes_nothing_and_says_what_is_missing(tmp_path: Path) -> None:
    result = clausette(tmp_path, "doctor")
    assert result.returncode == 1
    assert "clausette migrate" in result.stdout
    assert "@BotFather" in result.stdout
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("1,2 M€", "--kind", "amount"), {"value": 1200000}),
        (("fin juin", "--kind", "date", "--on", "2026-11-22"), {"value": "2027-06-21"}),
        (("un an et demi", "--kind", "months"), {"value": 18}),
        (("n'importe quoi", "--kind", "amount"), {"value": None}),
    ],
)
def test_understand(tmp_path: Path, arguments: tuple[str, ...], expected: dict[str, object]) -> None:
    assert json.loads(clausette(tmp_path, "understand", *arguments).stdout) == expected


def test_understand_a_whole_sentence(tmp_path: Path) -> None:
    line = "Nettoyage des locaux de la mairie d'Ifs, 180 k€ HT, à partir du 1er avril 2027 pour 3 ans"
    read = json.loads(clausette(tmp_path, "understand", line, "--on", "2026-11-22").stdout)
    assert read["kind"] == "procurement"
    assert (read["amount"], read["start"], read["months"]) == (180000, "2027-04-01", 36)


async def test_a_healthy_installation_passes(town: Town, tmp_path: Path) -> None:
    import asyncio

    assert town.settings.token is not None
    settings = {
        "CLAUSETTE_TOKEN": town.settings.token.get_secret_value(),
        "CLAUSETTE_API_URL": town.settings.api_url,
        "CLAUSETTE_DATA_DIR": str(town.settings.data_dir),
    }
    result = await asyncio.to_thread(clausette, tmp_path, "doctor", **settings)
    assert result.returncode == 0, result.stdout
    assert "FAIL" not in result.stdout


def test_every_setting_is_documented_with_its_default() -> None:
    from bot.settings import Settings

    example = (Path(__file__).parents[2] / ".env.example").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"CLAUSETTE_{name.upper()}=" in example
