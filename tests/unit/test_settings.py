"""Every setting, its default, and what is refused."""

import base64
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from bot import settings as module
from bot.settings import BadSettingError, MailServer, Settings

KEY = base64.b64encode(bytes(range(32))).decode()


def made(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


def test_defaults() -> None:
    settings = made()
    assert settings.token is None
    assert settings.api_url == "https://api.telegram.org/bot"
    assert settings.file_url == "https://api.telegram.org/file/bot"
    assert settings.zone.key == "Europe/Paris"
    assert settings.locale == "fr"
    assert settings.database.startswith("sqlite:///")
    assert settings.database.endswith("clausette.sqlite")
    assert (settings.send_rate, settings.chat_rate, settings.chat_burst, settings.group_rate) == (
        25,
        1,
        3,
        18,
    )
    assert not settings.api_is_loopback


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"TOKEN": "1:x", "LOCALE": "en", "SEND_RATE": "10", "DATA_DIR": "/somewhere"}.items():
        monkeypatch.setenv(f"CLAUSETTE_{name}", value)
    settings = made()
    assert settings.token == SecretStr("1:x")
    assert (settings.locale, settings.send_rate, settings.data_dir) == ("en", 10, Path("/somewhere"))


def test_a_file_is_read_and_the_environment_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("CLAUSETTE_LOCALE=en\nCLAUSETTE_LISTEN=127.0.0.1:1\nOTHER=1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAUSETTE_LISTEN", "127.0.0.1:2")
    settings = Settings()
    assert (settings.locale, settings.listen) == ("en", "127.0.0.1:2")


@pytest.mark.parametrize(
    "wrong",
    [
        {"locale": "de"},
        {"timezone": "Mars/Olympus"},
        {"send_rate": 0},
        {"chat_rate": -1},
        {"chat_burst": 0},
        {"group_rate": 0},
        {"log_level": "TRACE"},
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        made(**wrong)


def test_secrets_are_not_shown() -> None:
    settings = made(token="123456:CANARI", secret_key=KEY, database_url="postgresql://u:canaripw@h/db")
    for shown in (repr(settings), str(settings), settings.model_dump_json()):
        assert "CANARI" not in shown
        assert "canaripw" not in shown
        assert KEY not in shown


@pytest.mark.parametrize("prefix", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_addresses_get_the_driver(prefix: str) -> None:
    assert made(database_url=f"{prefix}://u:p@h/db").database == "postgresql+psycopg://u:p@h/db"


def test_other_addresses_are_kept() -> None:
    assert made(database_url="sqlite:////tmp/x.sqlite").database == "sqlite:////tmp/x.sqlite"


def test_the_key_of_the_setting(tmp_path: Path) -> None:
    assert made(secret_key=f" {KEY}\n", data_dir=tmp_path).key() == bytes(range(32))
    assert not (tmp_path / "secret.key").exists()


@pytest.mark.parametrize("wrong", ["", "é", "short", base64.b64encode(bytes(31)).decode(), KEY + "!", "%%%"])
def test_a_malformed_key_is_refused_without_being_shown(wrong: str) -> None:
    with pytest.raises(BadSettingError, match="CLAUSETTE_SECRET_KEY") as caught:
        made(secret_key=wrong).key()
    assert not wrong or wrong not in str(caught.value)


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    settings = made(data_dir=tmp_path / "new" / "data")
    first = settings.key()
    assert len(first) == 32
    assert settings.key() == first
    assert made(data_dir=tmp_path / "new" / "data").key() == first
    path = tmp_path / "new" / "data" / "secret.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["secret.key"]
    assert made(data_dir=tmp_path / "other").key() != first


def test_a_key_another_process_just_made_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = base64.b64encode(bytes(32))
    link = os.link

    def late(draft: Path, path: Path) -> None:
        path.write_bytes(theirs)
        link(draft, path)

    monkeypatch.setattr(module.os, "link", late)
    assert made(data_dir=tmp_path).key() == bytes(32)
    assert [one.name for one in tmp_path.iterdir()] == ["secret.key"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8014/bot", "http://localhost/bot", "http://[::1]:1/bot", "http://127.1.2.3/bot"]
)
def test_the_sandbox_is_on_this_machine_and_may_move_the_clock(url: str, tmp_path: Path) -> None:
    settings = made(api_url=url, clock_file=tmp_path / "c")
    assert settings.api_is_loopback
    assert settings.moved_clock == tmp_path / "c"


@pytest.mark.parametrize(
    "url",
    [
        "https://api.telegram.org/bot",
        "http://127.0.0.1@evil.example/bot",
        "http://localhost.evil.example/bot",
        "http://10.0.0.1/bot",
        "http://0.0.0.0/bot",
        "nonsense",
    ],
)
def test_elsewhere_the_clock_file_is_ignored(url: str, tmp_path: Path) -> None:
    settings = made(api_url=url, clock_file=tmp_path / "c")
    assert not settings.api_is_loopback
    assert settings.moved_clock is None


def test_only_settings_read_the_environment() -> None:
    root = Path(module.__file__).parent
    readers = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in ("os.environ", "os.getenv", "getenv("))
    ]
    assert [path for path in readers if not path.startswith("sandbox/") and path != "settings.py"] == []


PAGES = "https://clausette.ville.example"


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("smtp://mail.example", MailServer("mail.example", 25, "none")),
        ("smtps://u:p%40%2F@mail.example", MailServer("mail.example", 465, "tls", "u", "p@/")),
        (
            "smtp+starttls://u:p@mail.example:2525/",
            MailServer("mail.example", 2525, "starttls", "u", "p"),
        ),
        ("smtp://u:p@127.0.0.1:8025", MailServer("127.0.0.1", 8025, "none", "u", "p")),
        ("smtp://[::1]:8025", MailServer("::1", 8025, "none")),
    ],
)
def test_a_mail_server_is_understood(url: str, meant: MailServer) -> None:
    settings = made(smtp_url=url, public_url=PAGES)
    assert settings.mail_server == meant
    assert settings.sender == "clausette@clausette.ville.example"


@pytest.mark.parametrize(
    ("url", "more", "why"),
    [
        ("http://mail.example", {}, "it reads smtp"),
        ("mail.example:25", {}, "it reads smtp"),
        ("smtp://mail.example/x", {}, "it reads smtp"),
        ("smtp://", {}, "host is missing"),
        ("smtp://mail.example:0", {}, "host is missing"),
        ("smtp://mail.example:70000", {}, "port is no number"),
        ("smtps://canaripw@mail.example", {}, "go together"),
        ("smtp://u:canaripw@mail.example", {}, "would show the password"),
        ("smtps://mail.example", {"public_url": None}, "CLAUSETTE_PUBLIC_URL is needed"),
        ("smtps://mail.example", {"public_url": "http://127.0.0.1:8015"}, "CLAUSETTE_MAIL_FROM is needed"),
        ("smtps://mail.example", {"mail_from": "clausette"}, "an e-mail address is needed"),
        ("smtps://mail.example", {"mail_from": "a@b.fr\nBcc: x@y.fr"}, "an e-mail address is needed"),
    ],
)
def test_a_mail_server_that_cannot_be_used_is_told_in_a_sentence(
    url: str, more: dict[str, Any], why: str
) -> None:
    with pytest.raises(ValidationError, match=why) as refused:
        made(smtp_url=url, **{"public_url": PAGES} | more)
    assert "canaripw" not in str(refused.value)


def test_the_password_of_the_mail_server_is_not_shown() -> None:
    settings = made(smtp_url="smtps://u:canaripw@mail.example", public_url=PAGES)
    assert settings.mail_server is not None
    assert settings.mail_server.password == "canaripw"
    for shown in (repr(settings), settings.model_dump_json(), repr(settings.mail_server)):
        assert "canaripw" not in shown


def test_no_mail_server_is_no_trouble() -> None:
    assert made().mail_server is None
