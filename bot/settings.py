"""The only reader of the environment: every setting, its default, its meaning."""

import base64
import ipaddress
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import PlainError

KEY_BYTES = 32
Encryption = Literal["none", "tls", "starttls"]


class BadSettingError(PlainError, ValueError):
    """A setting cannot be used; the message says which and why."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError("no such time zone; for example Europe/Paris") from None
    return name


_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
_MAIL_PORTS: dict[str, tuple[Encryption, int]] = {
    "smtp": ("none", 25),
    "smtps": ("tls", 465),
    "smtp+starttls": ("starttls", 587),
}


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server letters leave through: where, how the way to it is encrypted, who we are there."""

    host: str
    port: int
    encryption: Encryption
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def mail_server_of(url: str) -> MailServer:
    """The mail server of `smtp+starttls://user:password@host:587`. Raises ValueError with a sentence that
    shows nothing of it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError("the port is no number from 1 to 65535") from None
    if parts.scheme not in _MAIL_PORTS or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("it reads smtp+starttls://user:password@host:587, smtps://… or smtp://…")
    if not host or port == 0:
        raise ValueError("the host is missing, or the port: smtp+starttls://user:password@host:587")
    encryption, usual = _MAIL_PORTS[parts.scheme]
    user, password = (None if part is None else unquote(part) for part in (parts.username, parts.password))
    if bool(user) != bool(password):
        raise ValueError("user and password go together; what is special in them is written %40, %3A, %2F")
    if password and encryption == "none" and not _is_loopback(host):
        raise ValueError("smtp:// would show the password on the way: smtps:// or smtp+starttls:// is needed")
    return MailServer(host, port or usual, encryption, user or None, password or None)


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueError("an e-mail address is needed; for example clausette@ville.example")
    return text


class Settings(BaseSettings):
    """Settings of one process, read from `CLAUSETTE_*` variables and from a `.env` file."""

    model_config = SettingsConfigDict(
        env_prefix="CLAUSETTE_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    token: SecretStr | None = None
    api_url: str = "https://api.telegram.org/bot"
    data_dir: Path = Field(default_factory=lambda: Path.home() / ".local" / "share" / "clausette")
    database_url: SecretStr | None = None
    secret_key: SecretStr | None = None
    old_secret_keys: SecretStr | None = None
    clock_file: Path | None = None
    locale: Literal["fr", "en"] = "fr"
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Europe/Paris"
    public_url: str | None = None
    mail_from: Annotated[str, AfterValidator(_address)] | None = None
    smtp_url: SecretStr | None = None
    listen: str = "127.0.0.1:8015"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    send_rate: float = Field(default=25.0, gt=0)
    chat_rate: float = Field(default=1.0, gt=0)
    chat_burst: int = Field(default=3, ge=1)
    group_rate: float = Field(default=18.0, gt=0)

    @field_validator("smtp_url")
    @classmethod
    def _usable(cls, url: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """A mail server that can be used, with an address to write from and pages to answer on."""
        if url is None:
            return None
        mail_server_of(url.get_secret_value())
        if not info.data.get("public_url"):
            raise ValueError("CLAUSETTE_PUBLIC_URL is needed too: letters lead to pages where one answers")
        if not info.data.get("mail_from"):
            _sender_at(info.data["public_url"])
        return url

    @property
    def mail_server(self) -> MailServer | None:
        """The mail server letters leave through, if any."""
        return None if self.smtp_url is None else mail_server_of(self.smtp_url.get_secret_value())

    @property
    def sender(self) -> str:
        """The address letters come from: the setting, or `clausette` at the host of the public address."""
        return self.mail_from or _sender_at(self.public_url or "")

    @property
    def database(self) -> str:
        """The database's URL; a SQLite file in the data folder unless one is set."""
        if self.database_url is not None:
            return _with_driver(self.database_url.get_secret_value())
        return f"sqlite:///{self.data_dir / 'clausette.sqlite'}"

    @property
    def evidence_dir(self) -> Path:
        """Where the files sent as evidence are kept, sealed."""
        return self.data_dir / "evidence"

    @property
    def zone(self) -> ZoneInfo:
        """The partners' time zone."""
        return ZoneInfo(self.timezone)

    @property
    def api_is_loopback(self) -> bool:
        """Whether the Bot API is the sandbox's, on this machine."""
        return _is_loopback(urlsplit(self.api_url).hostname or "")

    @property
    def moved_clock(self) -> Path | None:
        """The file that moves the clock, honoured only when the Bot API is on this machine."""
        return self.clock_file if self.api_is_loopback else None

    @property
    def file_url(self) -> str:
        """Where files are downloaded: the API's address with `/file` before `/bot`."""
        return self.api_url.removesuffix("/bot") + "/file/bot"

    def key(self) -> bytes:
        """The 32 bytes that seal personal data, from the setting or from `secret.key` in the data
        folder.

        The file is made on first use, readable by its owner only. Raises BadSettingError when the key is
        malformed.
        """
        if self.secret_key is not None:
            return _decode_key(self.secret_key.get_secret_value())
        if not self._key_file.exists():
            _write_key(self._key_file)
        return _decode_key(self._key_file.read_text(encoding="ascii"))

    def keys(self) -> list[bytes]:
        """The key that seals, then those that only open what was sealed before: the setting's, and the one
        `secret.key.old` keeps while `clausette rotate-key` has not finished. Raises BadSettingError."""
        texts = self.old_secret_keys.get_secret_value().split(",") if self.old_secret_keys else []
        older = [_decode_key(text, "CLAUSETTE_OLD_SECRET_KEYS") for text in texts if text.strip()]
        if self.secret_key is None and self._old_key_file.exists():
            older.append(_decode_key(self._old_key_file.read_text(encoding="ascii")))
        return list(dict.fromkeys([self.key(), *older]))

    def renew_key(self) -> None:
        """Begin to replace the key of the data folder, the old one kept beside it; nothing happens where the
        setting holds the key, or where a replacement has begun and was not finished."""
        if self.secret_key is not None:
            return
        key = self.key()
        if not self._old_key_file.exists():
            _write_key(self._old_key_file, key)
        if _decode_key(self._old_key_file.read_text(encoding="ascii")) == key:
            _replace_key(self._key_file)

    def forget_old_key(self) -> None:
        """End the replacement of the key of the data folder: nothing is sealed with the old one any more."""
        if self.secret_key is None:
            self._old_key_file.unlink(missing_ok=True)

    @property
    def _key_file(self) -> Path:
        return self.data_dir / "secret.key"

    @property
    def _old_key_file(self) -> Path:
        return self.data_dir / "secret.key.old"


def _decode_key(text: str, setting: str = "CLAUSETTE_SECRET_KEY") -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError as error:
        raise BadSettingError(f"{setting} is not base64.") from error
    if len(key) != KEY_BYTES:
        raise BadSettingError(f"{setting} must hold {KEY_BYTES} bytes in base64, not {len(key)}.")
    return key


def _write_key(path: Path, key: bytes | None = None) -> None:
    """Create a key file, with a new key unless one is given; when another process just did, leave its file
    alone."""
    draft = _draft_key(path, key or secrets.token_bytes(KEY_BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _settle(path.parent)


def _replace_key(path: Path) -> None:
    """Put a new key in the place of a key file, at once and for good."""
    _draft_key(path, secrets.token_bytes(KEY_BYTES)).replace(path)
    _settle(path.parent)


def _draft_key(path: Path, key: bytes) -> Path:
    """A file beside `path` that holds the key, on the disk and not only in memory, for its owner only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    with draft.open("wb") as file:
        file.write(base64.b64encode(key))
        file.flush()
        os.fsync(file.fileno())
    return draft


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk: a key that is lost takes everything sealed with it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sender_at(public_url: str) -> str:
    """`clausette` at the host of an address. Raises ValueError where that is no domain."""
    try:
        return _address(f"clausette@{urlsplit(public_url).hostname or ''}")
    except ValueError:
        raise ValueError("CLAUSETTE_MAIL_FROM is needed too: the address letters come from") from None


def _with_driver(url: str) -> str:
    """A PostgreSQL URL as hosts hand it out, with the driver this project uses."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
