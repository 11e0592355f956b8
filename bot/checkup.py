"""`clausette doctor`: what could keep Clausette from serving, with advice in plain language."""

import contextlib
import os
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from aiosmtplib import SMTPAuthenticationError, SMTPException
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.pipeline.mail import Post
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
    """Settings, folder of the evidence, database, schema, Telegram and clock, pages and mail server, in this
    order."""
    findings = [_token(settings), _key(settings), _folder(settings)]
    findings += _database(settings)
    findings += [finding async for finding in _telegram(settings)]
    findings += [_pages(settings), await _mail(settings)]
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


def _pages(settings: Settings) -> Finding:
    """Whether letters can lead to pages, and whether an address would do for all who read them."""
    if settings.public_url is None:
        return Finding(True, "CLAUSETTE_PUBLIC_URL is not set: polling needs none, contacts by e-mail do.")
    parts = urlsplit(settings.public_url)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        return Finding(
            False, "CLAUSETTE_PUBLIC_URL is no address. For example: https://clausette.ville.example"
        )
    if parts.scheme == "http" and not settings.api_is_loopback:
        return Finding(False, "CLAUSETTE_PUBLIC_URL must begin with https: what people answer is personal.")
    return Finding(True, "Letters lead to CLAUSETTE_PUBLIC_URL; see that it leads to CLAUSETTE_LISTEN.")


async def _mail(settings: Settings) -> Finding:
    """Whether the mail server lets Clausette in; no letter is sent."""
    server = settings.mail_server
    if server is None:
        return Finding(True, "CLAUSETTE_SMTP_URL is not set: there are no contacts by e-mail.")
    try:
        await Post(server, settings.sender).greet()
    except (SMTPException, OSError, ValueError) as error:
        return Finding(False, f"The mail server cannot be used ({type(error).__name__}). {_advice(error)}")
    return Finding(True, f"The mail server lets Clausette in; letters come from {settings.sender}.")


def _advice(error: Exception) -> str:
    """What to look at, by what the mail server met or said."""
    if isinstance(error, SMTPAuthenticationError):
        return (
            "Check user and password of CLAUSETTE_SMTP_URL; what is special in them is written %40, %3A, %2F."
        )
    if isinstance(error.__cause__ or error, ssl.SSLError):
        return "Its certificate does not hold: check the host, or give the authority's file in SSL_CERT_FILE."
    if isinstance(error, OSError):
        return "Check host and port of CLAUSETTE_SMTP_URL, and that this machine may connect there."
    return "Check CLAUSETTE_SMTP_URL: smtps:// is for port 465, smtp+starttls:// for 587."


def _skew(theirs: datetime) -> Finding:
    seconds = abs((datetime.now(UTC) - theirs).total_seconds())
    if seconds > _SKEW_SECONDS:
        return Finding(
            False,
            f"This machine's clock is {seconds:.0f} s away from Telegram's. "
            "Turn on network time (timedatectl set-ntp true).",
        )
    return Finding(True, "The clock is right.")
