"""What a screen of the indicators is about, as its buttons carry it: a period, one buyer or everybody."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.rules import period as periods
from bot.rules.period import Period

EVERYONE = 0
CODE = r"[mqyasc]:\d{6}:\d{6}:\d{1,9}"
"""What `Shown.code` may look like, for a route."""
_IN = re.compile(f":({CODE})")
_DAY = "%y%m%d"
FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
"""The days a code can say are of this century."""


class Span(StrEnum):
    """How a period of the chat was chosen."""

    MONTH = "m"
    QUARTER = "q"
    YEAR = "y"
    AGREEMENT = "a"
    START = "s"
    CHOSEN = "c"


REGULAR: Mapping[Span, Callable[[date], Period]] = {
    Span.MONTH: periods.month,
    Span.QUARTER: periods.quarter,
    Span.YEAR: periods.year,
}
"""The spans of the calendar, and their period around a day."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A period, how it was chosen, and the number of the buyer's organisation; 0 is everybody."""

    span: Span
    period: Period
    home: int = EVERYONE

    @property
    def buyer_id(self) -> int | None:
        """The buyer's number; None for everybody."""
        return self.home or None

    @property
    def code(self) -> str:
        """The same in at most 25 characters, for a button: `q:261001:261231:0`."""
        first, last = (day.strftime(_DAY) for day in (self.period.first, self.period.last))
        return f"{self.span}:{first}:{last}:{self.home}"

    @property
    def before(self) -> Period | None:
        """The period to compare with: the one just before; none for the agreement's and since the start."""
        return None if self.span in (Span.AGREEMENT, Span.START) else periods.previous(self.period)

    def around(self, span: Span, day: date | None = None) -> "Shown":
        """The same for the month, quarter or year of a day: of the period's first unless one is said."""
        return Shown(span, REGULAR[span](day or self.period.first), self.home)

    def neighbours(self) -> tuple["Shown", "Shown"] | None:
        """The months, quarters or years before and after; None for another span."""
        if self.span not in REGULAR:
            return None
        one_day = timedelta(days=1)
        return (
            self.around(self.span, self.period.first - one_day),
            self.around(self.span, self.period.last + one_day),
        )


def coded(period: Period) -> bool:
    """Whether a code can say this period: its days are of this century."""
    return period.first >= FIRST and period.last <= _LAST


def read(code: str) -> Shown:
    """What a code says. Raises ValueError for a day that does not exist, a period that ends too soon, or one
    that is not the month, quarter or year it is said to be."""
    span, first, last, home = code.split(":")
    shown = Shown(Span(span), Period(_day(first), _day(last)), int(home))
    if shown.span in REGULAR and shown.around(shown.span) != shown:
        raise ValueError("no such month, quarter or year")
    return shown


def in_button(data: str) -> Shown:
    """What the code within a button's data says. Raises ValueError as `read`, and where there is none."""
    found = _IN.search(data)
    if found is None:
        raise ValueError("no code")
    return read(found[1])


def _day(text: str) -> date:
    return date.fromisoformat(f"20{text}")
