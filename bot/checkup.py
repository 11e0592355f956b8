"""`clausette doctor`: what could keep Clausette from serving, with advice in plain language."""

import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import BadSettingError, Settings
from bot.store import schema
from bot.store.database import Database
from bot.store.sealed import Sealer

_SKEW_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    well: bool
    text: str


async def examine(settings: Settings) -> list[Finding]:
    """Settings, folder of the evidence, database, schema, Telegram and clock, in this order."""
    findings = [_token(settings), _key(settings), _folder(settings)]
    findings += _database(settings)
    findings += [finding async for finding in _telegram(settings)]
    if settings.clock_file is not None and not settings.api_is_loopback:
        findings.append(
            Finding(False, "CLAUSETTE_CLOCK_FILE only serves the sandbox: remove it, it is ignored here.")
        )
    return findings


def _token(settings: Settings) -> Finding:
    if settings.token is None:
        return Finding(
            False,
            "CLAUSETTE_TOKEN is not set. Talk to @BotFather on Telegram, /newbot, and copy the token it "
            "gives.",
        )
    return Finding(True, "There is a token.")


def _key(settings: Settings) -> Finding:
    where = settings.data_dir / "secret.key"
    if settings.secret_key is None and not where.exists():
        return Finding(True, f"The secret key will be made in {where} on first use.")
    try:
        settings.key()
    except (BadSettingError, OSError) as error:
        return Finding(False, f"The secret key cannot be used: {error}")
    if settings.secret_key is not None:
        return Finding(True, "The secret key is set.")
    advice = "Keep a copy away from the database: without it nothing sealed can be read."
    return Finding(True, f"The secret key is in {where}. {advice}")


def _folder(settings: Settings) -> Finding:
    """Whether the files people send as evidence can be written, without making the folder."""
    where = settings.evidence_dir
    there = next(path for path in (where, *where.parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return Finding(False, f"The files sent as evidence cannot be written in {where}. Check its owner.")
    if there == where and where.stat().st_mode & 0o077:
        return Finding(False, f"Others on this machine may look into {where}. Run: chmod 700 {where}")
    advice = "Keep a copy of it with the copy of the database."
    return Finding(True, f"The files sent as evidence are kept, sealed, in {where}. {advice}")


def _database(settings: Settings) -> list[Finding]:
    """Looked at without making anything; no sealed value is opened, so any key serves."""
    file = make_url(settings.database)
    if file.get_backend_name() == "sqlite" and not Path(file.database or "").exists():
        return [Finding(False, "There is no database yet. Run: clausette migrate")]
    try:
        with contextlib.closing(Database(settings.database, Sealer([bytes(32)]))) as database:
            current = schema.is_current(database)
    except (SQLAlchemyError, ImportError, OSError) as error:
        advice = "Check CLAUSETTE_DATABASE_URL, and that the server runs and lets this user in."
        return [Finding(False, f"The database does not answer ({type(error).__name__}). {advice}")]
    answers = Finding(True, "The database answers.")
    if current:
        return [answers, Finding(True, "The database has the newest schema.")]
    return [answers, Finding(False, "The database has an older schema, or none yet. Run: clausette migrate")]


async def _telegram(settings: Settings) -> AsyncIterator[Finding]:
    """Whether Telegram answers, knows the token, and agrees about the time."""
    if settings.token is None:
        return
    url = f"{settings.api_url}{settings.token.get_secret_value()}/getMe"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(10), trust_env=True) as session,
            session.get(url) as answer,
        ):
            status, date = answer.status, answer.headers.get("Date")
    except (aiohttp.ClientError, TimeoutError) as error:
        advice = "Check the network, a proxy, or CLAUSETTE_API_URL."
        yield Finding(False, f"Telegram cannot be reached ({type(error).__name__}). {advice}")
        return
    if status == 429 or status >= 500:
        yield Finding(False, f"Telegram is busy or out of order (status {status}). Try again in a minute.")
        return
    if status != 200:
        yield Finding(False, f"Telegram refuses the token (status {status}). Ask @BotFather for it again.")
        return
    yield Finding(True, "Telegram knows the bot.")
    if date is not None:
        yield _skew(parsedate_to_datetime(date))


def _skew(theirs: datetime) -> Finding:
    seconds = abs((datetime.now(UTC) - theirs).total_seconds())
    if seconds > _SKEW_SECONDS:
        return Finding(
            False,
            f"This machine's clock is {seconds:.0f} s away from Telegram's. "
            "Turn on network time (timedatectl set-ntp true).",
        )
    return Finding(True, "The clock is right.")
