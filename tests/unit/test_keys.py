"""The keys of the settings, and `clausette rotate-key` as an operator runs it."""

import base64
import contextlib
import stat
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from test_command_line import clausette

from bot import app
from bot.pipeline.leader import only_process
from bot.settings import BadSettingError, Settings
from bot.store import organisations, people
from bot.store.people import Newcomer
from bot.store.sealed import Sealer
from bot.store.tables import Kind, Role

ONE, TWO = (base64.b64encode(bytes([number] * 32)).decode() for number in (1, 2))


def made(folder: Path, **values: Any) -> Settings:
    return Settings(_env_file=None, data_dir=folder / "data", **values)


def join(settings: Settings) -> int:
    """Someone whose name is sealed with the settings' key."""
    with contextlib.closing(app.open_database(settings)) as database:
        app.migrate(database)
        with database.begin() as session:
            now = app.make_clock(settings).now()
            home = organisations.find_or_create(session, Kind.PLIE, "PLIE", now)
            newcomer = Newcomer(7, "Fatou Diallo", "fr", home.id or 0, Role.FACILITATOR, None)
            return people.join(session, newcomer, now).id


def opens(settings: Settings, person: int) -> bool:
    with contextlib.closing(app.open_database(settings)) as database, database.begin() as session:
        return people.get(session, person).name == "Fatou Diallo"


def _killed(_path: Path) -> None:
    raise KeyboardInterrupt


def test_old_keys_open_and_do_not_seal(tmp_path: Path) -> None:
    settings = made(tmp_path, secret_key=ONE, old_secret_keys=f" {TWO}, {ONE},\n")
    assert settings.keys() == [bytes([1] * 32), bytes([2] * 32)]
    assert made(tmp_path, secret_key=ONE).keys() == [bytes([1] * 32)]
    assert ONE not in repr(settings) + settings.model_dump_json()
    with pytest.raises(BadSettingError, match="CLAUSETTE_OLD_SECRET_KEYS"):
        made(tmp_path, secret_key=ONE, old_secret_keys="abc").keys()


def test_blind_keys_are_the_same_for_the_same_text_key_and_purpose_only() -> None:
    one, two, both = Sealer([bytes(32)]), Sealer([bytes([1] * 32)]), Sealer([bytes([1] * 32), bytes(32)])
    assert one.blind("dupont", "a.b") == one.blind("dupont", "a.b")
    assert len({one.blind("dupont", "a.b"), one.blind("dupont", "a.c"), two.blind("dupont", "a.b")}) == 3
    assert both.blinds("dupont", "a.b") == [two.blind("dupont", "a.b"), one.blind("dupont", "a.b")]
    assert both.blind("dupont", "a.b") == two.blind("dupont", "a.b")
    assert len(one.blind("\ud83d", "a.b")) == 16


def test_a_key_file_is_replaced_and_the_old_one_kept_until_the_end(tmp_path: Path) -> None:
    settings = made(tmp_path)
    old = settings.key()
    settings.renew_key()
    new = settings.key()
    assert new != old
    assert settings.keys() == [new, old]
    settings.renew_key()
    assert settings.keys() == [new, old]
    files = sorted(tmp_path.joinpath("data").iterdir())
    assert [file.name for file in files] == ["secret.key", "secret.key.old"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    settings.forget_old_key()
    assert settings.keys() == [new]


def test_a_kill_between_the_two_files_leaves_a_key_that_opens(tmp_path: Path, monkeypatch: Any) -> None:
    settings = made(tmp_path)
    old = settings.key()
    with monkeypatch.context() as patched:
        patched.setattr("bot.settings._replace_key", _killed)
        with pytest.raises(KeyboardInterrupt):
            settings.renew_key()
    assert settings.keys() == [old]
    settings.renew_key()
    assert settings.keys() == [settings.key(), old]
    assert settings.key() != old


def test_a_key_of_the_settings_is_not_replaced_in_files(tmp_path: Path) -> None:
    settings = made(tmp_path, secret_key=SecretStr(ONE))
    settings.renew_key()
    settings.forget_old_key()
    assert not (tmp_path / "data").exists()


def test_rotate_key_with_the_key_of_the_data_folder(tmp_path: Path) -> None:
    settings = made(tmp_path)
    person, old = join(settings), settings.key()
    result = clausette(tmp_path, "rotate-key")
    assert result.returncode == 0, result.stderr
    assert "Rows sealed anew: 1." in result.stdout
    assert settings.keys() == [settings.key()]
    assert settings.key() != old
    assert opens(settings, person)


def test_rotate_key_with_the_key_of_the_settings(tmp_path: Path) -> None:
    person = join(made(tmp_path, secret_key=ONE))
    unknown = clausette(tmp_path, "rotate-key", CLAUSETTE_SECRET_KEY=TWO)
    assert unknown.returncode == 1
    assert "CLAUSETTE_OLD_SECRET_KEYS" in unknown.stderr
    both = {"CLAUSETTE_SECRET_KEY": TWO, "CLAUSETTE_OLD_SECRET_KEYS": ONE}
    result = clausette(tmp_path, "rotate-key", **both)
    assert result.returncode == 0, result.stderr
    assert "can be emptied" in result.stdout
    assert ONE not in result.stdout + result.stderr
    assert opens(made(tmp_path, secret_key=TWO), person)


def test_rotate_key_is_refused_while_a_bot_runs(tmp_path: Path) -> None:
    settings = made(tmp_path)
    person, old = join(settings), settings.key()
    with contextlib.closing(app.open_database(settings)) as database, only_process(database):
        result = clausette(tmp_path, "rotate-key")
    assert result.returncode == 1
    assert "already serves" in result.stderr
    assert settings.keys() == [old]
    assert opens(settings, person)
