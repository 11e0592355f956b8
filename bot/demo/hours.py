"""The months of hours that suppliers declared, and what the PLIE answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.actions import ask_hours_back, declare_hours, validate_hours
from bot.actions.declare_hours import Sheet
from bot.demo.timeline import NEWS, Past
from bot.dialogue.journey.hours.cards import digest
from bot.dialogue.turn import Turn
from bot.rules import worked as rules
from bot.store import organisations, worked, worked_lines
from bot.store.tables import Kind, Role

_DECLARED, _VALIDATED = 4, 9
"""The days of the month after it."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """A supplier's months, so many of them, until the last one that is declared; `by` declares them. That one
    waits to be validated, or is asked back, where it is so."""

    organisation: str
    kind: Kind
    by: Role
    months: int
    last_waits: bool = False
    asked_back: bool = False

    def past(self, today: date) -> Iterator[Past]:
        """What was done of each month; what would be news is left out, so that any day tells the same."""
        told = [back for back in range(self.months + 1, 0, -1) if _ago(today, back, _DECLARED) > NEWS]
        for back in told:
            month, last = _months_before(today, back), back == told[-1]
            yield Past(_ago(today, back, _DECLARED), self.by, partial(self._declare, month))
            settle = self._ask_back if self.asked_back and last else self._validate
            days = _ago(today, back, _VALIDATED)
            if days > NEWS and not (self.last_waits and last):
                yield Past(days, Role.FACILITATOR, partial(settle, month))

    def _home(self, turn: Turn) -> int:
        return organisations.find_or_create(turn.session, self.kind, self.organisation, turn.now).id or 0

    def _declare(self, month: date, turn: Turn) -> None:
        home = self._home(turn)
        lines = worked_lines.everybody(turn.session, home, month)
        rows = {str(line.placement_id): str(rules.proposal(line.terms, month)) for line in lines}
        if rows:
            declare_hours.declare(turn, Sheet(home, month, rows, {}))

    def _validate(self, month: date, turn: Turn) -> None:
        home = self._home(turn)
        validate_hours.validate_month(turn, home, month, digest(worked.waiting(turn.session, home, month)))

    def _ask_back(self, month: date, turn: Turn) -> None:
        for one in worked.waiting(turn.session, self._home(turn), month)[:1]:
            hours = worked.get(turn.session, one.id)
            if hours is not None:
                ask_hours_back.ask_back(turn, hours)


def _ago(today: date, back: int, day: int) -> int:
    """How many days ago it was this day of the month after the one so many months before."""
    return (today - _months_before(today, back - 1).replace(day=day)).days


def _months_before(today: date, count: int) -> date:
    """The first day of the month so many months before."""
    years, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    return date(years, month + 1, 1)
