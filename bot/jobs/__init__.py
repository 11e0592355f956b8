"""What runs by itself: the schedule as a table (`dialogues.md` §4, `docs/schedule.md`).

A line finds of whom is to be reminded of what; a job does something. Both give the same result whenever and
however often they run: the slot of a job is claimed, and a reminder is a row with a unique key, in the
transaction of what they do.
"""

import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.dialogue import alerts
from bot.dialogue.site import Site
from bot.dialogue.translations import N_
from bot.dialogue.work import Work
from bot.jobs import (
    agreement,
    announced,
    anonymise,
    award,
    broadcast,
    call_back,
    clause,
    daily,
    digest,
    eligibility,
    ending,
    evidence,
    expire_offers,
    follow_up,
    hours_missing,
    hours_waiting,
    indicators,
    kick_off,
    later,
    mailings,
    notice,
    offer_expiry,
    pace,
    pauses,
    programme,
    purge,
    referral,
    reserved,
    retention,
    silent,
)
from bot.rules.schedule import (
    Always,
    At,
    Due,
    Hourly,
    Schedule,
    first_of_month,
    first_of_quarter,
    first_of_week,
)
from bot.store import job_runs, reminders
from bot.store.database import Database, Session

log = structlog.get_logger(__name__)

SCAN_SECONDS = 10
MOST_STEPS = 1000
_MORNING = At(time(6))
FAILED = N_("⚠️ Something that runs by itself failed and is tried again: {job}.")


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the table in words: when, to whom, when it stops. Empty for what the table has not."""

    when: str = ""
    whom: str = ""
    stops: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A job by its name. `run` works in one transaction and returns how many rows it touched; where it
    `repeats`, it is run again until it touches none. One that begins `afresh` does not run for what was due
    before the first start."""

    name: str
    run: Callable[[Work], int]
    schedule: Schedule = field(default_factory=Always)
    told: Told = field(default_factory=Told)
    repeats: bool = False
    afresh: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of reminders: its kind (what reminders and the daily message know it by), its name in the table,
    and who is to be reminded of what, of all that stands now. Sought every morning at 6 unless its stages
    need it less often."""

    kind: str
    name: str
    find: Callable[[Work], Iterable[Due]]
    told: Told
    schedule: Schedule = _MORNING

    def job(self) -> Job:
        """The job that writes the reminders of this line."""
        return Job(self.name, self._remind, self.schedule, self.told)

    def _remind(self, work: Work) -> int:
        return reminders.add(work.session, self.kind, self.find(work), work.today, work.now)


LINES: tuple[Line, ...] = (
    Line(
        announced.KIND,
        "announced procurement not taken",
        announced.find,
        Told("2 working days; 5 → coordinator", "facilitators", "taken"),
    ),
    Line(
        programme.KIND,
        "yearly programme expected",
        programme.find,
        Told("1st working day of November, then 15 days", "buyers", 'sent, or "none"'),
    ),
    Line(
        clause.KIND,
        "clause not confirmed by the buyer",
        clause.find,
        Told(
            "15 and 5 days before the consultation (no date: start − 90 days)",
            "buyer, facilitator",
            "confirmed or declined",
        ),
    ),
    Line(
        notice.KIND,
        "proof of publication missing",
        notice.find,
        Told("5 working days after the consultation", "buyer", "received"),
    ),
    Line(
        award.KIND,
        "award unknown",
        award.find,
        Told("30 and 60 days after the consultation", "buyer", "award or cancellation"),
    ),
    Line(
        kick_off.KIND,
        "no kick-off with the supplier",
        kick_off.find,
        Told("10 working days after the award", "facilitator", "logged"),
    ),
    Line(
        call_back.KIND,
        "call-back asked",
        call_back.find,
        Told("1 working day; 2 → coordinator", "facilitators", "done"),
    ),
    Line(
        reserved.KIND,
        "offer reserved, untouched",
        reserved.find,
        Told("2 working days", "facilitators", "referral, hold or broadcast"),
    ),
    Line(
        offer_expiry.KIND,
        "offer about to expire / expires",
        offer_expiry.find,
        Told("day 53 / day 60 without news", "company", "news"),
    ),
    Line(
        referral.KIND,
        "referral without outcome",
        referral.find,
        Told("5 working days", "company, adviser", "outcome"),
    ),
    Line(
        hours_missing.KIND,
        "hours of last month not declared",
        hours_missing.find,
        Told("5th and 12th; 15th → facilitator", "supplier", "declared or none"),
    ),
    Line(
        hours_waiting.KIND,
        "hours awaiting validation",
        hours_waiting.find,
        Told("5 working days", "facilitator", "validated or asked back"),
    ),
    Line(
        pace.KIND,
        "pace will miss the hours owed",
        pace.find,
        Told("1st working day of the month", "supplier, facilitator", "–"),
        At(time(6), first_of_month),
    ),
    Line(
        follow_up.KIND,
        "follow-ups of a placement, and after an exit",
        follow_up.find,
        Told("`domain.md` §6", "adviser", "logged"),
    ),
    Line(
        ending.KIND,
        "placement about to end",
        ending.find,
        Told("15 days before", "adviser, company", "renewed or exit"),
    ),
    Line(
        eligibility.KIND,
        "eligibility about to end",
        eligibility.find,
        Told("30 days before", "adviser", "renewed or not"),
    ),
    Line(
        evidence.KIND,
        "evidence missing",
        evidence.find,
        Told("30 days after the fact to prove", "who owes it", "received"),
    ),
    Line(
        agreement.KIND,
        "agreement expiring / termination effective",
        agreement.find,
        Told("90, 30, 7 days / the day", "coordinator, signatories", "renewed"),
    ),
    Line(
        silent.KIND,
        "candidate silent",
        silent.find,
        Told("60 days without a contact", "adviser", "contact"),
    ),
    Line(
        retention.KIND,
        "retention",
        retention.find,
        Told("23 months warning, 24 months anonymise", "adviser", "contact, legal hold"),
    ),
)
"""The lines, in the order of the table."""

FINDERS: Mapping[str, Callable[[Work], Iterable[Due]]] = {line.kind: line.find for line in LINES}
"""How to know whether a reminder of a kind still stands."""

ACCESS = Job("agreement", agreement.run, At(time(0, 5)))
"""What ends the access of who is out: before anybody is told anything, and before anybody is served."""

JOBS: tuple[Job, ...] = (
    ACCESS,
    *(line.job() for line in LINES),
    Job("expire offers", expire_offers.run, Hourly()),
    Job(
        "broadcast of unfilled offers",
        broadcast.run,
        Hourly(),
        Told(
            "every hour in working hours, rules of `domain.md` §5",
            "prescribers (SIAE if ticked)",
            "filled, withdrawn, held",
        ),
    ),
    Job("mailings", mailings.run, repeats=True),
    Job("end of pauses", pauses.run, At(time(8))),
    Job("daily message", functools.partial(daily.run, FINDERS), repeats=True),
    Job("release notices", later.run, repeats=True),
    Job("anonymise", anonymise.run, _MORNING),
    Job("indicators to hand on", indicators.ahead, At(time(3))),
    Job(
        "indicators",
        indicators.monthly,
        At(time(8, 30), first_of_month),
        Told("1st working day of the month; of the quarter", "coordinator; signatories", "–"),
        afresh=True,
    ),
    Job(
        "indicators of the quarter",
        indicators.quarterly,
        At(time(8, 30), first_of_quarter),
        afresh=True,
    ),
    Job("purge payloads", purge.payloads, told=Told("7, 30, 14 days", "–", "–")),
    Job("purge texts", purge.texts),
    Job("purge drafts", purge.drafts),
    Job("purge files", purge.files),
    Job("purge links", purge.expired_links),
    Job("purge imports", purge.imports),
    Job("purge slots", purge.slots, _MORNING),
    Job(
        "digest: labour movements, training needs",
        digest.run,
        At(time(8, 30), first_of_week),
        Told("Monday 08:30", "ANPE, Mission Locale", "–"),
        afresh=True,
    ),
)
"""Everything, in the order it is run in."""

BY_NAME: Mapping[str, Job] = {job.name: job for job in JOBS}


@dataclass(slots=True)
class Keeper:
    """Keeps the schedule: runs what is due, each slot once, whoever else keeps it too."""

    database: Database
    clock: Clock
    site: Site
    locale: str
    known: dict[str, str] = field(default_factory=dict)
    """The last slot of each job known to be claimed: nothing is asked of the database about it again."""

    async def scan(self) -> int:
        """Run every job that is due now. Returns how many rows were touched."""
        return sum([await self.keep(job) for job in JOBS])

    async def keep(self, job: Job) -> int:
        """Run a job if it is due. One that fails is told to coordinators and tried again at the next scan."""
        slot = job.schedule.slot(self.clock.now().astimezone(self.clock.zone))
        timed = not isinstance(job.schedule, Always)
        if timed and (slot is None or self.known.get(job.name) == slot):
            return 0
        try:
            touched = await self._steps(job, slot)
        except Exception as error:
            log.exception("job failed", job=job.name, exc_info=error)
            await self._tell(job)
            return 0
        if slot is not None:
            self.known[job.name] = slot
        return touched

    async def _steps(self, job: Job, slot: str | None) -> int:
        total = 0
        for _ in range(MOST_STEPS if job.repeats else 1):
            touched = await self.database.run(self.step, job, slot)
            total += touched
            if not touched:
                break
        if total:
            log.info("job done", job=job.name, touched=total)
        return total

    def step(self, session: Session, job: Job, slot: str | None) -> int:
        """One transaction of a job, with its claim when it has a slot. Returns how many rows it touched."""
        now = self.clock.now()
        first = job.afresh and not job_runs.ever(session, job.name)
        if slot is not None and not job_runs.claim(session, job.name, slot, now):
            return 0
        if first:
            return 0
        touched = job.run(self.work(session, now))
        job_runs.done(session, job.name, slot, touched, now)
        return touched

    def work(self, session: Session, now: datetime) -> Work:
        """What a job gets."""
        return Work(session, now, self.clock.zone, self.site, self.locale)

    async def _tell(self, job: Job) -> None:
        """Coordinators hear of a failure once a day."""
        key = f"job:{job.name}:{self.clock.today().isoformat()}"
        with contextlib.suppress(Exception):
            await self.database.run(alerts.tell_coordinators, key, FAILED, self.clock.now(), job=job.name)


@contextlib.contextmanager
def scheduled(keeper: Keeper, wake: Callable[[], None]) -> Iterator[None]:
    """The schedule kept while the context lasts; `wake` is called when a job wrote something."""
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )

    async def scan() -> None:
        if await keeper.scan():
            wake()

    scheduler.add_job(scan, "interval", seconds=SCAN_SECONDS, id="scan")
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
