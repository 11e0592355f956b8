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
        path = self.data_dir / "secret.key"
        if not path.exists():
            _write_key(path)
        return _decode_key(path.read_text(encoding="ascii"))


def _decode_key(text: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError as error:
        raise BadSettingError("CLAUSETTE_SECRET_KEY is not base64.") from error
    if len(key) != KEY_BYTES:
        raise BadSettingError(f"CLAUSETTE_SECRET_KEY must hold {KEY_BYTES} bytes in base64, not {len(key)}.")
    return key


def _write_key(path: Path) -> None:
    """Create the key file; when another process just did, leave its file alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(base64.b64encode(secrets.token_bytes(KEY_BYTES)))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


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
