"""What a screen of the indicators is about, as its buttons carry it: a period, one buyer or everybody."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.rules.period import Period

EVERYONE = 0
CODE = r"[mqyasc]:\d{6}:\d{6}:\d{1,9}"
"""What `Shown.code` may look like, for a route."""
_DAY = "%y%m%d"


class Span(StrEnum):
    """How a period of the chat was chosen."""

    MONTH = "m"
    QUARTER = "q"
    YEAR = "y"
    AGREEMENT = "a"
    START = "s"
    CHOSEN = "c"


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


def read(code: str) -> Shown:
    """What a code says. Raises ValueError for a day that does not exist or a period that ends too soon."""
    span, first, last, home = code.split(":")
    return Shown(Span(span), Period(_day(first), _day(last)), int(home))


def _day(text: str) -> date:
    return date.fromisoformat(f"20{text}")
