"""What runs by itself: the schedule as a table. A job gives the same result whenever and however often
it runs."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.jobs import purge
from bot.store.database import Database, Session

log = structlog.get_logger(__name__)

SCAN_SECONDS = purge.SCAN_SECONDS


@dataclass(frozen=True, slots=True)
class Job:
    """A job by its name; `run` works in one transaction and returns how many rows it touched."""

    name: str
    run: Callable[[Session, datetime], int]


JOBS = (
    Job("purge payloads", purge.payloads),
    Job("purge texts", purge.texts),
    Job("purge drafts", purge.drafts),
    Job("purge files", purge.files),
)


@contextlib.contextmanager
def scheduled(database: Database, clock: Clock, wake: Callable[[], None]) -> Iterator[None]:
    """Every job scanned regularly while the context lasts; `wake` is called when a job wrote something."""
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for job in JOBS:
        scheduler.add_job(
            _scan, "interval", seconds=SCAN_SECONDS, args=(job, database, clock, wake), id=job.name
        )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


async def _scan(job: Job, database: Database, clock: Clock, wake: Callable[[], None]) -> None:
    try:
        touched = await database.run(job.run, clock.now())
    except DBAPIError as error:
        log.warning("job failed", job=job.name, exc_info=error)
        return
    if touched:
        log.info("job done", job=job.name, touched=touched)
        wake()
