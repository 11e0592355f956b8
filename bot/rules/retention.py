"""How long a file is kept after the last contact, and when its adviser is warned (`domain.md` §8)."""

from datetime import date, timedelta

from bot.rules.placements import months_after

WARNING_MONTHS = 1
"""The adviser is warned so long before a file is anonymised, and before the end of a legal hold."""
WARNING_DAYS = 7
"""No file is anonymised sooner after its warning: where nothing ran meanwhile, the warning comes first."""
_ONE_DAY = timedelta(days=1)
_SHORT_MONTH = timedelta(days=3)


def latest_contact(today: date, months: int) -> date:
    """No file whose last contact was after this day is `months` months old today; some of that day are not
    either, months being of several lengths."""
    return months_after(today, -months) + _SHORT_MONTH


def warned_on(last: date, months: int, hold_until: date | None) -> date:
    """The day the adviser is warned, from the day of the last contact, for files kept `months` months after
    it; a legal hold (its last day) moves it to a month before its own end."""
    warned = months_after(last, months - WARNING_MONTHS)
    return warned if hold_until is None else max(warned, months_after(hold_until, -WARNING_MONTHS))


def ends_on(last: date, months: int, hold_until: date | None) -> date:
    """The first day a file may be anonymised: `months` months after the last contact, and not before the day
    after a legal hold."""
    over = months_after(last, months)
    return over if hold_until is None else max(over, hold_until + _ONE_DAY)


def holds(hold_until: date | None, today: date) -> bool:
    """Whether a legal hold keeps the file today; its last day counts."""
    return hold_until is not None and hold_until >= today
