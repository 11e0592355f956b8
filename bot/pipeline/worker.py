"""The worker: one atomic step per update, several chats per commit."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.clock import Clock
from bot.pipeline import alerts, bells
from bot.pipeline.bells import Bells
from bot.pipeline.crash import point
from bot.pipeline.dispatch import Dispatcher
from bot.store import inbox
from bot.store.database import Database, Session
from bot.store.inbox import Waiting

log = structlog.get_logger(__name__)

BATCH = 50
POLL = 1.0
RETRIES = (0.2, 1.0, 5.0)
"""Seconds before each new try of an update that failed; then it is set aside."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a batch did: updates taken, messages written, when the next waiting update is due."""

    taken: int
    written: int
    next_due: datetime | None = None


class Worker:
    """Handles what waits in the inbox, until told to stop and nothing is left to do."""

    def __init__(self, database: Database, dispatcher: Dispatcher, clock: Clock, wake: Bells) -> None:
        self._database = database
        self._dispatcher = dispatcher
        self._clock = clock
        self._bells = wake
        self._size = BATCH

    async def run(self, stopping: asyncio.Event) -> None:
        """Batch after batch. A database that fails is tried again, one update at a time."""
        while True:
            try:
                report = await self._database.run(self._batch)
                self._size = BATCH if report.taken == 0 or self._size == BATCH else self._size + 1
            except DBAPIError as error:
                log.warning("batch failed", exc_info=error)
                self._size = 1
                await asyncio.sleep(0.5)
                continue
            point("worker.committed")
            if report.written:
                self._bells.ring(bells.OUTBOX)
            if report.taken:
                continue
            if stopping.is_set():
                return
            await bells.wait(self._bells.inbox, self._rest(report.next_due))

    def _rest(self, next_due: datetime | None) -> float:
        if next_due is None:
            return POLL
        return min(POLL, max(0.01, (next_due - self._clock.now()).total_seconds()))

    def _batch(self, session: Session) -> Report:
        """One transaction: a savepoint for each update, and one commit."""
        now = self._clock.now()
        waiting = inbox.take(session, now, self._size)
        point("worker.taken")
        if not waiting:
            return Report(0, 0, inbox.next_due(session))
        failed: set[int] = set()
        done: list[Waiting] = []
        written = 0
        for update in waiting:
            if update.lane in failed:
                continue
            messages = self._step(session, update, now)
            if messages is None:
                failed.add(update.lane)
            else:
                done.append(update)
                written += messages
        inbox.finish(session, done, now)
        if written or failed:
            bells.announce(session, bells.OUTBOX)
        point("worker.before_commit")
        return Report(len(done) + len(failed), written + len(failed))

    def _step(self, session: Session, update: Waiting, now: datetime) -> int | None:
        """Handle one update in its savepoint. Returns how many messages it wrote; None when it failed
        and nothing of it remains."""
        point("worker.before_step")
        try:
            with session.core.begin_nested(), Session(session.core, session.sealer) as step:
                written = self._dispatcher.handle(step, update.uid, inbox.read(step, update), now)
            point("worker.after_step")
        except OperationalError:
            if self._size > 1:
                raise
            self._failed(session, update, OperationalError.__name__, now)
            return None
        except Exception as error:
            log.warning("update failed", number=update.id, attempts=update.attempts + 1, exc_info=error)
            self._failed(session, update, type(error).__name__, now)
            return None
        return written

    def _failed(self, session: Session, update: Waiting, error: str, now: datetime) -> None:
        if update.attempts < len(RETRIES):
            inbox.retry(session, update, error, now + timedelta(seconds=RETRIES[update.attempts]))
            return
        inbox.set_aside(session, update, error, now)
        alerts.tell_coordinators(session, f"aside:{update.uid}", alerts.UPDATE_ASIDE, now, number=update.id)
        alerts.apologise(session, f"aside:{update.uid}", update.lane, now)
