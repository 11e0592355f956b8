"""The sender: the only code that talks out to people, at the pace Telegram and mail servers allow."""

import asyncio
import secrets
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError
from telegram.error import TelegramError

from bot.clock import Clock
from bot.dialogue import alerts
from bot.pipeline import bells
from bot.pipeline.bells import Bells
from bot.pipeline.crash import point
from bot.pipeline.fetching import Fetcher
from bot.pipeline.limits import Limits
from bot.pipeline.outcomes import NOTHING, Fate, Outcome, backoff, classify
from bot.pipeline.parcels import Parcel, parcel
from bot.pipeline.posting import Posting
from bot.pipeline.settle import settle
from bot.pipeline.transport import BotApi
from bot.rules.calendar import may_disturb
from bot.store import memos, outbox, people, uploads
from bot.store.database import Database, Session
from bot.store.files import LostFileError
from bot.store.outbox import Freed, Lease, Leased
from bot.store.tables import OutboxState

log = structlog.get_logger(__name__)

IN_FLIGHT = 50
HEAVY_AT_ONCE = 4
"""Kept files held in memory together."""
POLL = 1.0
LEASE = timedelta(seconds=60)
DRAIN = 3.0
LANDING = 1.5
SWEEP = 10.0
PAUSE = "sending paused until"


def _fetched(landed: list[tuple[Leased, Outcome]]) -> bool:
    """Whether an update comes again with its file."""
    return any(outcome.content is not None for _, outcome in landed)


def _arrived(result: Any) -> Outcome:
    return Outcome(Fate.SENT, message_id=result.get("message_id") if isinstance(result, dict) else None)


class Sender:
    """Leases, calls, settles. One per bot: the process that leads runs it."""

    def __init__(
        self,
        database: Database,
        api: BotApi,
        limits: Limits,
        clock: Clock,
        wake: Bells,
        posting: Posting,
    ) -> None:
        self._database = database
        self._api = api
        self._fetcher = Fetcher(api)
        self._heavy = asyncio.Semaphore(HEAVY_AT_ONCE)
        self._limits = limits
        self._clock = clock
        self._bells = wake
        self._posting = posting
        self._owner = secrets.token_hex(8)
        self._flying: set[asyncio.Task[None]] = set()
        self._landed: list[tuple[Leased, Outcome]] = []
        self._outage = 0
        self._next_sweep = 0.0
        self._rest = float("inf")
        self._end: float | None = None
        self._idle = False
        self._careful = False

    async def run(self, stopping: asyncio.Event) -> None:
        """Send what waits; told to stop, what may leave within seconds. Then settle what is in flight."""
        await self._database.run(self.recover)
        while not self._may_leave(stopping):
            landed, self._landed = self._landed, []
            try:
                parcels = await self._database.run(self._cycle, landed)
            except Exception as error:
                log.warning("sender waits for the database", exc_info=error)
                self._careful, self._landed = True, landed + self._landed
                await asyncio.sleep(0.5)
                continue
            self._careful = False
            if landed:
                point("sender.settled")
            if _fetched(landed):
                self._bells.ring(bells.INBOX)
            self.launch(parcels)
            self._idle = not (parcels or self._flying or self._landed)
            if len(parcels) < outbox.AT_ONCE:
                await bells.wait(self._bells.outbox, min(0.05 if stopping.is_set() else POLL, self._rest))
        await self._finish()

    def _may_leave(self, stopping: asyncio.Event) -> bool:
        """Whether to go: told to stop, and since then nothing may leave, or a stop allows no more time."""
        if not stopping.is_set():
            return False
        seconds = self._clock.seconds()
        if self._end is None:
            self._end, self._idle = seconds + DRAIN, False
        return self._idle or seconds >= self._end

    async def _finish(self) -> None:
        """Wait for what is in flight, within the time a stop allows, and write down what became of it."""
        self._posting.end()
        if self._flying:
            await asyncio.wait(self._flying, timeout=LANDING)
        late = list(self._flying)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        for careful in (False, True):
            self._careful = careful
            try:
                await self._database.run(self._settle, self._landed)
            except Exception as error:
                log.warning("what landed last could not be settled", exc_info=error)
            else:
                return

    def recover(self, session: Session) -> None:
        """Begin where an earlier process ended: free what it was sending, keep the pause Telegram
        asked it for."""
        held = outbox.forget_leases(session, self._clock.now(), of_others_than=self._owner)
        self._show(session, held)
        until = memos.read(session, PAUSE)
        if until is not None:
            left = (datetime.fromisoformat(until) - self._clock.real()).total_seconds()
            self._limits.pause(left, self._clock.seconds())

    def _show(self, session: Session, held: list[Freed]) -> None:
        """Tell coordinators of messages that wait for their decision."""
        for one in held:
            alerts.uncertain(session, one.key, one.uid, one.id, self._clock.now())

    def _cycle(self, session: Session, landed: list[tuple[Leased, Outcome]]) -> list[Parcel]:
        """One transaction: settle what landed, lease what may leave."""
        self._settle(session, landed)
        seconds = self._clock.seconds()
        if seconds >= self._next_sweep:
            self._next_sweep = seconds + SWEEP
            self._show(session, outbox.end_leases(session, self._clock.real(), self._clock.now()))
        return self.lease(session)

    def lease(self, session: Session) -> list[Parcel]:
        """Take what may leave now, within the limits: to be launched when the transaction is committed."""
        lease = Lease(self._owner, self._clock.real() + LEASE)
        quiet = not may_disturb(self._clock.now().astimezone(self._clock.zone))
        parcels = self._lease_chats(session, lease, quiet)
        parcels += self._posting.lease(session, lease, quiet=quiet)
        point("sender.before_lease_commit")
        return parcels

    def _lease_chats(self, session: Session, lease: Lease, quiet: bool) -> list[Parcel]:
        """What leaves for Telegram; a pause it asked for is not one of the mail server."""
        seconds = self._clock.seconds()
        room = IN_FLIGHT - len(self._flying)
        if room <= 0 or self._limits.paused(seconds):
            self._rest = self._limits.wait(seconds)
            return []
        most = min(room, self._limits.allowance(seconds))
        now = self._clock.now()
        leased = outbox.take(session, now, lease, most, self._limits.throttled(seconds), quiet=quiet)
        for row in leased:
            if row.lane is not None:
                self._limits.spend(row.lane, seconds)
        self._rest = self._limits.wait(seconds)
        return [parcel(session, row) for row in leased]

    def _settle(self, session: Session, landed: list[tuple[Leased, Outcome]]) -> None:
        settle = self._settle_carefully if self._careful else self._settle_one
        for leased, outcome in landed:
            settle(session, leased, outcome)
        if _fetched(landed):
            bells.announce(session, bells.INBOX)
        if landed:
            point("sender.before_settle_commit")

    def _settle_one(self, session: Session, leased: Leased, outcome: Outcome) -> None:
        settle(session, leased, outcome, self._clock.now())
        if outcome.fate is Fate.WAIT:
            until = self._clock.real() + timedelta(seconds=self._limits.paused(self._clock.seconds()))
            memos.write(session, PAUSE, until.isoformat(), self._clock.now())

    def _settle_carefully(self, session: Session, leased: Leased, outcome: Outcome) -> None:
        """After a failure each message has its savepoint: one that cannot be settled stops no other."""
        try:
            with session.core.begin_nested():
                self._settle_one(session, leased, outcome)
        except OperationalError:
            raise
        except Exception as error:
            log.warning("a message could not be settled", number=leased.id, exc_info=error)
            name = type(error).__name__
            outbox.settle(session, leased, OutboxState.FAILED, self._clock.now(), error=name)

    def launch(self, parcels: list[Parcel]) -> None:
        """Send what was leased."""
        if parcels:
            self._idle = False
            point("sender.leased")
        letters = [one for one in parcels if one.leased.chat_id < people.MAILBOXES]
        for one in parcels:
            if one not in letters:
                self._fly(self._send(one))
        if letters:
            self._fly(self._posting.carry(letters, self._land))

    def _fly(self, sending: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(sending)
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    async def _send(self, one: Parcel) -> None:
        outcome = await self._call(one)
        seconds = self._clock.seconds()
        if outcome.fate is Fate.WAIT:
            self._limits.pause(outcome.seconds, seconds)
        elif outcome.fate in (Fate.UNSENT, Fate.CLOSED):
            if not self._limits.paused(seconds):
                self._limits.pause(backoff(self._outage), seconds)
                self._outage += 1
        else:
            self._outage = 0
        self._land(one.leased, outcome)

    def _land(self, leased: Leased, outcome: Outcome) -> None:
        """What became of a message is written down in the next cycle."""
        self._landed.append((leased, outcome))
        self._bells.ring(bells.OUTBOX)

    async def _call(self, one: Parcel) -> Outcome:
        if one.body is None:
            return Outcome(Fate.REFUSED, word=NOTHING)
        point("sender.before_call")
        try:
            outcome = await self._carry_out(one.leased.method, one.body)
        except TelegramError as error:
            outcome = classify(error)
            log.info(
                "call failed",
                number=one.leased.id,
                method=one.leased.method,
                error=outcome.word,
                fate=outcome.fate.name,
            )
            return outcome
        except Exception as error:
            log.exception("call failed", number=one.leased.id, method=one.leased.method, exc_info=error)
            return Outcome(Fate.UNCERTAIN, word=type(error).__name__)
        point("sender.after_call")
        return outcome

    async def _carry_out(self, method: str, body: dict[str, Any]) -> Outcome:
        if method == outbox.FETCH:
            return Outcome(Fate.SENT, content=await self._fetcher.fetch(body["file_id"]))
        if uploads.has_files(body):
            return await self._hand_over(method, body)
        return _arrived(await self._api.call(method, body))

    async def _hand_over(self, method: str, body: dict[str, Any]) -> Outcome:
        """Send a file people sent as evidence, read from the disk now; one that is lost will never leave."""
        async with self._heavy:
            try:
                whole = await asyncio.to_thread(uploads.with_files, body, self._database.files)
            except LostFileError:
                return Outcome(Fate.REFUSED, word=LostFileError.__name__)
            return _arrived(await self._api.call(method, whole))
