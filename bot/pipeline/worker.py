"""The worker: one atomic step per update, several chats per commit."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy.exc import OperationalError

from bot.clock import Clock
from bot.dialogue import alerts
from bot.pipeline import bells
from bot.pipeline.bells import Bells
from bot.pipeline.crash import point
from bot.pipeline.dispatch import Dispatcher
from bot.pipeline.parcels import Parcel
from bot.store import inbox
from bot.store.database import Database, Session
from bot.store.inbox import Waiting

log = structlog.get_logger(__name__)

BATCH = 50
POLL = 1.0
DRAIN = 2.0
SMALL_BATCH = 10
RETRIES = (0.2, 1.0, 5.0)
"""Seconds before each new try of an update that failed; then it is set aside."""


class StepFailedError(Exception):
    """An update of a batch failed: the batch is rolled back and taken again with a savepoint for each."""


class Relay(Protocol):
    """Who sends: takes what may leave in the transaction that wrote it, and launches it once committed."""

    def lease(self, session: Session) -> list[Parcel]:
        """What may leave now."""

    def launch(self, parcels: list[Parcel]) -> None:
        """Send what was leased."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a batch did: updates taken, messages written and leased, when the next waiting update is due."""

    taken: int
    written: int = 0
    parcels: list[Parcel] = field(default_factory=list)
    next_due: datetime | None = None


class Worker:
    """Handles what waits in the inbox, until told to stop and nothing is left to do.

    `relay` is given where the sender lives in this process on the same connection: then a reply needs no
    transaction of its own to leave.
    """

    def __init__(
        self,
        database: Database,
        dispatcher: Dispatcher,
        clock: Clock,
        wake: Bells,
        relay: Relay | None = None,
    ) -> None:
        self._database = database
        self._dispatcher = dispatcher
        self._clock = clock
        self._bells = wake
        self._relay = relay
        self._size = BATCH
        self._careful = False
        self._idle = False
        self._closed = False
        self._receiving: set[asyncio.Task[None]] = set()
        self._end: float | None = None

    async def run(self, stopping: asyncio.Event) -> None:
        """Batch after batch. A database that fails is tried again, one update at a time."""
        while not await self._may_leave(stopping):
            try:
                report = await self._database.run(self._batch)
            except StepFailedError:
                self._careful = True
                continue
            except Exception as error:
                log.warning("batch failed", exc_info=error)
                self._careful, self._size = True, 1
                await asyncio.sleep(0.5)
                continue
            point("worker.committed")
            self._send(report)
            full = report.taken >= self._size or (report.taken > 0 and not self._database.on_sqlite)
            self._careful, self._size = False, min(SMALL_BATCH if self._closed else BATCH, 2 * self._size)
            self._idle = not report.taken
            if not full:
                await bells.wait(self._bells.inbox, 0 if stopping.is_set() else self._rest(report.next_due))

    async def _may_leave(self, stopping: asyncio.Event) -> bool:
        """Whether to go: told to stop, and since then nothing is left, or there is no more time."""
        if not stopping.is_set():
            return False
        if self._end is None:
            self._end, self._closed, self._idle = self._clock.seconds() + DRAIN, True, False
            self._size = SMALL_BATCH
        if self._receiving:
            await asyncio.wait(self._receiving, timeout=DRAIN)
            self._idle = False
        return self._idle or self._clock.seconds() >= self._end

    async def receive(self, updates: list[Any]) -> None:
        """Keep updates Telegram handed over; returns once they are in the database.

        Where one process does everything they are handled in the same transaction: a reply costs one commit.
        """
        receiving = asyncio.create_task(self._receive(updates))
        self._receiving.add(receiving)
        receiving.add_done_callback(self._receiving.discard)
        await asyncio.shield(receiving)

    async def _receive(self, updates: list[Any]) -> None:
        if not await self._receive_at_once(updates):
            await self._database.run(self._keep, updates)
            self._bells.ring(bells.INBOX)

    async def _receive_at_once(self, updates: list[Any]) -> bool:
        """Keep and handle in one transaction. Returns False when that may not be, or when a step failed."""
        if self._relay is None or self._careful or self._closed:
            return False
        try:
            report = await self._database.run(self._receive_and_handle, updates)
        except StepFailedError:
            self._careful = True
            return False
        except Exception as error:
            log.warning("an update is kept before it is handled", exc_info=error)
            self._careful = True
            return False
        self._send(report)
        if report.taken >= self._size:
            self._bells.ring(bells.INBOX)
        return True

    def _keep(self, session: Session, updates: list[Any]) -> None:
        if inbox.receive(session, updates, self._clock.real(), self._clock.now()):
            bells.announce(session, bells.INBOX)
        point("intake.before_commit")

    def _receive_and_handle(self, session: Session, updates: list[Any]) -> Report:
        self._keep(session, updates)
        return self._batch(session)

    def _send(self, report: Report) -> None:
        if self._relay is not None:
            self._relay.launch(report.parcels)
        if report.written and not report.parcels:
            self._bells.ring(bells.OUTBOX)

    def _rest(self, next_due: datetime | None) -> float:
        if next_due is None:
            return POLL
        return min(POLL, max(0.01, (next_due - self._clock.now()).total_seconds()))

    def _batch(self, session: Session) -> Report:
        """One transaction and one commit for several chats."""
        now = self._clock.now()
        waiting = inbox.take(session, now, self._size)
        point("worker.taken")
        if not waiting:
            return Report(0, next_due=inbox.next_due(session))
        handle = self._one_by_one if self._careful else self._all_at_once
        done, written = handle(session, waiting, now)
        inbox.finish(session, done, now)
        parcels = self._relay.lease(session) if self._relay and written else []
        if written:
            bells.announce(session, bells.OUTBOX)
        point("worker.before_commit")
        next_due = inbox.next_due(session) if self._careful else None
        return Report(len(waiting), written, parcels, next_due)

    def _all_at_once(
        self, session: Session, waiting: Sequence[Waiting], now: datetime
    ) -> tuple[list[Waiting], int]:
        """The usual case, without savepoints. Raises StepFailedError when an update fails."""
        written = 0
        for update in waiting:
            try:
                written += self._step(session, update, now)
            except Exception as error:
                raise StepFailedError from error
        return list(waiting), written

    def _one_by_one(
        self, session: Session, waiting: Sequence[Waiting], now: datetime
    ) -> tuple[list[Waiting], int]:
        """Each update in its savepoint; after a failure the later ones of its chat wait."""
        failed: set[int] = set()
        done: list[Waiting] = []
        written = 0
        for update in waiting:
            if update.lane in failed:
                continue
            try:
                with session.core.begin_nested():
                    written += self._step(session, update, now)
                done.append(update)
            except Exception as error:
                if isinstance(error, OperationalError) and self._size > 1:
                    raise
                log.warning("update failed", number=update.id, attempts=update.attempts + 1, exc_info=error)
                written += self._failed(session, update, type(error).__name__, now)
                failed.add(update.lane)
        return done, written

    def _step(self, session: Session, update: Waiting, now: datetime) -> int:
        """Handle one update. Returns how many messages it wrote; raises what its handler raised."""
        point("worker.before_step")
        with Session(session.core, session.sealer, session.files) as step:
            written = self._dispatcher.handle(step, update.uid, inbox.read(step, update), now)
        point("worker.after_step")
        return written

    def _failed(self, session: Session, update: Waiting, error: str, now: datetime) -> int:
        """Try the update again later or, after the last try, set it aside. Returns how many messages that
        wrote."""
        if update.attempts < len(RETRIES):
            inbox.retry(session, update, error, now + timedelta(seconds=RETRIES[update.attempts]))
            return 0
        inbox.set_aside(session, update, error, now)
        alerts.tell_coordinators(session, f"aside:{update.uid}", alerts.UPDATE_ASIDE, now, number=update.id)
        alerts.tell(session, f"aside:{update.uid}", update.lane, alerts.APOLOGY, now)
        return 1
