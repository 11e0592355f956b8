"""The only reader of the environment: every setting, its default, its meaning."""

import base64
import ipaddress
import os
import secrets
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import PlainError

KEY_BYTES = 32


class BadSettingError(PlainError, ValueError):
    """A setting cannot be used; the message says which and why."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError("no such time zone; for example Europe/Paris") from None
    return name


class Settings(BaseSettings):
    """Settings of one process, read from `CLAUSETTE_*` variables and from a `.env` file."""

    model_config = SettingsConfigDict(
        env_prefix="CLAUSETTE_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
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
    listen: str = "127.0.0.1:8015"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    send_rate: float = Field(default=25.0, gt=0)
    chat_rate: float = Field(default=1.0, gt=0)
    chat_burst: int = Field(default=3, ge=1)
    group_rate: float = Field(default=18.0, gt=0)

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
