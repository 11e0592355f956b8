"""Days counted back from today, so that the demo's past is always the last fourteen months."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.demo.stage import Account, Do, Event
from bot.dialogue.readers.when import Grain, When
from bot.rules.calendar import is_working_day
from bot.store.procurements import Period
from bot.store.tables import Role

NEWS = 2
"""What happened so many days ago or later is told: it waits on the phones when the page opens."""
_OPENS = time(8, 40)
_MORNING = 170
_APART = timedelta(minutes=12)


@dataclass(frozen=True, slots=True)
class Past:
    """Something someone did so many days before today."""

    days: int
    who: Role | Account
    do: Do


def events(done: Iterable[Past], today: date, zone: ZoneInfo) -> Iterator[Event]:
    """What was done, the oldest first, each on a working day in working hours; those of a day as they came,
    twelve minutes apart."""
    dated = sorted(((working_day(today, one.days), one) for one in done), key=lambda pair: -pair[1].days)
    for day, pairs in groupby(dated, key=lambda pair: pair[0]):
        start = _opens(day, zone)
        for place, (_, one) in enumerate(pairs):
            yield Event(start + place * _APART, one.who, one.do, told=one.days <= NEWS)


def _opens(day: date, zone: ZoneInfo) -> datetime:
    """When the first thing of a day is done: not at the same minute every day, but always that day's."""
    minutes = timedelta(minutes=day.toordinal() * 37 % _MORNING)
    return datetime.combine(day, _OPENS, zone).astimezone(UTC) + minutes


def working_day(today: date, days: int) -> date:
    """The day so many days before today, or the working day before it; always before today."""
    day = today - timedelta(days=days)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def month(today: date, days: int) -> Period:
    """The month in which the day so many days after today lies, as people say it."""
    first = (today + timedelta(days=days)).replace(day=1)
    return Period(first, When(first, Grain.MONTH).to_json())


def exactly(day: date) -> Period:
    """A day, as people say it."""
    return Period(day, When(day, Grain.DAY).to_json())
