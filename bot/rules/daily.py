"""The hour of the daily message (`dialogues.md` §1): one a working day, at the hour each person prefers."""

from datetime import date, datetime, time, timedelta

from bot.rules.calendar import add_working_days, in_working_hours, is_working_day, next_working_day

USUAL = 8 * 60 + 30
HOURS = (8 * 60, USUAL, *(hour * 60 for hour in range(9, 19)))
"""The hours to choose from, in minutes after midnight: a message leaves the same day, before 19:00."""

LATER_DAYS = (1, 3, 7)
"""For how many calendar days a reminder can be put off."""


def minute(local: datetime) -> int | None:
    """Minutes after midnight, local time, where daily messages may leave now; None outside working hours."""
    return local.hour * 60 + local.minute if in_working_hours(local) else None


def clock(minutes: int) -> time:
    """The time of day so many minutes after midnight."""
    return time(minutes // 60, minutes % 60)


def following(local: datetime, minutes: int) -> datetime:
    """The next local time at which a daily message comes to who prefers this minute of the day."""
    day = local.date()
    if not is_working_day(day) or local.time() >= clock(minutes):
        day = add_working_days(day, 1)
    return datetime.combine(day, clock(minutes), local.tzinfo)


def put_off(today: date, days: int) -> date:
    """The working day on which a reminder put off for so many calendar days is said again."""
    return next_working_day(today + timedelta(days=days))
