"""The composition root: what is built, what is started, in which order, how it stops."""

import asyncio
import contextlib
import gc
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass

import structlog
from starlette.applications import Starlette
from telegram import Bot
from telegram.error import BadRequest, InvalidToken

from bot import handlers, jobs
from bot.clock import Clock
from bot.dialogue.site import Site
from bot.errors import PlainError
from bot.pipeline import bells
from bot.pipeline.bells import Bells
from bot.pipeline.dispatch import Dispatcher
from bot.pipeline.intake import KINDS, Intake
from bot.pipeline.leader import lead, only_process
from bot.pipeline.limits import Limits, Rates
from bot.pipeline.mail import Post
from bot.pipeline.patience import StoppedError, insist
from bot.pipeline.posting import Posting
from bot.pipeline.sender import Sender
from bot.pipeline.transport import AiohttpRequest, BotApi
from bot.pipeline.worker import Worker
from bot.settings import Settings
from bot.store import memos, schema
from bot.store.database import Database
from bot.store.sealed import Sealer
from bot.web import health, serving
from bot.web import webhook as webhooks
from bot.web.answering import Pages

log = structlog.get_logger(__name__)

CHECKPOINT_SECONDS = 3.0
BOT_NAME = "bot name"
"""The memo of the name Telegram knows the bot by: the command line asks nobody."""


class NoTokenError(PlainError):
    """There is no token: set CLAUSETTE_TOKEN, as @BotFather gave it."""


class WebhookRefusedError(PlainError):
    """Telegram refuses the webhook: CLAUSETTE_PUBLIC_URL must be an https address it can reach."""


class BadTokenError(PlainError):
    """Telegram does not know this token. Ask @BotFather for it again and set CLAUSETTE_TOKEN."""


class NoPublicUrlError(PlainError):
    """There is no address for the webhook: set CLAUSETTE_PUBLIC_URL to the https address that leads here."""


def open_database(settings: Settings) -> Database:
    """The database of the settings, with the keys that open its sealed columns and the folder of the files
    sent as evidence."""
    return Database(settings.database, Sealer(settings.keys()), settings.evidence_dir)


def migrate(database: Database) -> None:
    """Bring the database to the newest schema."""
    schema.upgrade(database)


def make_clock(settings: Settings) -> Clock:
    """The clock of the settings."""
    return Clock(settings.zone, settings.moved_clock)


def make_keeper(settings: Settings, database: Database) -> jobs.Keeper:
    """Who keeps the schedule without a bot: for the command line."""
    with database.begin() as session:
        name = memos.read(session, BOT_NAME) or ""
    return jobs.Keeper(database, make_clock(settings), site_of(settings, name), settings.locale)


def site_of(settings: Settings, bot_name: str) -> Site:
    """Where people meet Clausette under this name."""
    return Site(bot_name, settings.public_url, settings.smtp_url is not None)


def make_post(settings: Settings) -> Post | None:
    """The way to the mail server of the settings, if any; not connected yet."""
    server = settings.mail_server
    return None if server is None else Post(server, settings.sender)


@dataclass(frozen=True)
class Parts:
    """What a running Clausette is made of."""

    database: Database
    clock: Clock
    bells: Bells
    api: BotApi
    intake: Intake
    worker: Worker
    sender: Sender
    site: Site


@contextlib.asynccontextmanager
async def build(settings: Settings, stopping: asyncio.Event) -> AsyncIterator[Parts]:
    """Every part, connected; closed in reverse order. Raises NoTokenError, AlreadyRunningError,
    StoppedError."""
    if settings.token is None:
        raise NoTokenError(NoTokenError.__doc__)
    token = settings.token.get_secret_value()
    clock, wake, request = make_clock(settings), Bells(), AiohttpRequest()
    with contextlib.closing(open_database(settings)) as database, only_process(database):
        async with BotApi(settings.api_url, token, request) as api:
            bot = Bot(
                token,
                base_url=settings.api_url,
                base_file_url=settings.file_url,
                request=request,
                get_updates_request=request,
            )
            await insist(stopping, bot.initialize, (InvalidToken,))
            site = site_of(settings, bot.username)
            dispatcher = Dispatcher(
                handlers.ROUTES, handlers.stranger, bot, clock.zone, settings.locale, site, handlers.in_group
            )
            rates = Rates(settings.send_rate, settings.chat_rate, settings.chat_burst, settings.group_rate)
            await database.run(memos.write, BOT_NAME, bot.username, clock.now())
            posting = Posting(make_post(settings), clock, database.files)
            sender = Sender(database, api, Limits(rates, clock.seconds()), clock, wake, posting)
            relay = sender if database.on_sqlite else None
            worker = Worker(database, dispatcher, clock, wake, relay)
            yield Parts(database, clock, wake, api, Intake(api, worker.receive), worker, sender, site)


async def run(settings: Settings, stopping: asyncio.Event, *, webhook: bool = False) -> None:
    """Serve until told to stop; then finish what was received, send what may leave, and go, within ten
    seconds.

    Raises PlainError, alone or in a group.
    """
    if webhook and settings.public_url is None:
        raise NoPublicUrlError(NoPublicUrlError.__doc__)
    try:
        async with build(settings, stopping) as parts:
            await _serve(settings, parts, stopping, webhook=webhook)
    except* StoppedError:
        pass
    except* InvalidToken:
        raise BadTokenError(BadTokenError.__doc__) from None
    log.info("stopped")


async def _serve(settings: Settings, parts: Parts, stopping: asyncio.Event, *, webhook: bool) -> None:
    """Hear until `stopping`, handle until `deaf` and nothing is left, send what may leave until `handled`."""
    log.info("serving", webhook=webhook)
    if parts.database.on_sqlite:
        await parts.database.run(parts.sender.recover)
    await _keeper(settings, parts).keep(jobs.ACCESS)
    gc.collect()
    gc.freeze()
    deaf = asyncio.Event() if webhook else stopping
    handled = asyncio.Event()
    poll = None if webhook else parts.intake.run
    async with asyncio.TaskGroup() as group:
        group.create_task(_work(parts, deaf, handled))
        group.create_task(
            lead(parts.database, lambda: _lead(settings, parts, poll, stopping, handled), stopping)
        )
        if webhook:
            group.create_task(_listen(settings, parts, stopping, deaf))
        elif settings.public_url is not None:
            group.create_task(_show_pages(settings, parts, stopping))
        if parts.database.on_sqlite:
            group.create_task(_keep_log_short(parts.database, handled))
        else:
            ears = group.create_task(bells.listen(parts.database, parts.bells))
            group.create_task(_cancel_when(handled, ears))


async def _keep_log_short(database: Database, handled: asyncio.Event) -> None:
    """Move SQLite's log into its file now and then, so that no reply has to wait for it."""
    while not handled.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(handled.wait(), CHECKPOINT_SECONDS)
        try:
            await asyncio.to_thread(database.checkpoint)
        except (sqlite3.Error, OSError) as error:
            log.warning("the log is moved later", exc_info=error)


async def _listen(settings: Settings, parts: Parts, stopping: asyncio.Event, deaf: asyncio.Event) -> None:
    """Take updates by webhook until stopping; `deaf` is set when none can come any more."""
    token = settings.token.get_secret_value() if settings.token else ""
    secret = webhooks.secret_for(settings.key(), token)
    answers = _pages(settings, parts).route()
    pages = webhooks.application(parts.database, secret, parts.worker.receive, answers)
    hook = {
        "url": f"{(settings.public_url or '').rstrip('/')}{webhooks.PATH}",
        "secret_token": secret,
        "allowed_updates": KINDS,
    }
    try:
        async with serving.served(pages, settings.listen):
            await insist(stopping, lambda: parts.api.call("setWebhook", hook), (BadRequest, InvalidToken))
            await stopping.wait()
    except StoppedError:
        log.info("stopped before the webhook was set")
    except BadRequest as error:
        raise WebhookRefusedError(WebhookRefusedError.__doc__) from error
    finally:
        deaf.set()


async def _show_pages(settings: Settings, parts: Parts, stopping: asyncio.Event) -> None:
    """Serve the pages letters link to until stopping, where updates are polled."""
    routes = [health.route(parts.database), _pages(settings, parts).route()]
    async with serving.served(Starlette(routes=routes), settings.listen):
        await stopping.wait()


def _pages(settings: Settings, parts: Parts) -> Pages:
    """The pages behind the links of letters; what they make the bot say leaves at once."""
    return Pages(
        parts.database,
        parts.clock,
        parts.site,
        settings.locale,
        lambda session: bells.announce(session, bells.OUTBOX),
        lambda: parts.bells.ring(bells.OUTBOX),
    )


async def _work(parts: Parts, deaf: asyncio.Event, handled: asyncio.Event) -> None:
    """Handle updates until none can come and none is left."""
    ring = asyncio.create_task(_ring_when(deaf, parts.bells))
    await parts.worker.run(deaf)
    await ring
    handled.set()
    parts.bells.ring(bells.OUTBOX)


async def _ring_when(stopping: asyncio.Event, wake: Bells) -> None:
    await stopping.wait()
    wake.ring(bells.INBOX)


def _keeper(settings: Settings, parts: Parts) -> jobs.Keeper:
    return jobs.Keeper(parts.database, parts.clock, parts.site, settings.locale)


async def _lead(
    settings: Settings,
    parts: Parts,
    poll: Callable[[], Coroutine[None, None, None]] | None,
    stopping: asyncio.Event,
    handled: asyncio.Event,
) -> None:
    """The leader's share: poll until stopping, keep the schedule, send until everything received was
    handled."""
    keeper = _keeper(settings, parts)
    with jobs.scheduled(keeper, lambda: parts.bells.ring(bells.OUTBOX)):
        async with asyncio.TaskGroup() as group:
            group.create_task(parts.sender.run(handled))
            if poll is not None:
                polling = group.create_task(poll())
                group.create_task(_cancel_when(stopping, polling))


async def _cancel_when(stopping: asyncio.Event, task: asyncio.Task[None]) -> None:
    await stopping.wait()
    task.cancel()
