"""What the sheet of hours looks up while it is filled in: months, people of a month, a person by name."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.dialogue.answers import Candidate
from bot.dialogue.fitting import units
from bot.dialogue.journey.finders import reference
from bot.dialogue.lists import SIZE
from bot.dialogue.turn import Turn
from bot.rules.placements import months_after
from bot.rules.worked import month_of
from bot.store import candidate_index
from bot.store import worked_lines as worked
from bot.store.worked_lines import Counts, Line

KIND = "hours"
MOST_FOUND = 6
MOST_MONTHS = 6
MOST_UNCONFIRMED = 6
_LONGEST = 120
_PLACEMENT = re.compile(r"\s*P[- ]?(\d{4})[- ]?(\d{1,6})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the sheet and how its person is called for who looks."""

    line: Line
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the sheet; `more` when others follow. `unconfirmed` are references that wait for the PLIE."""

    rows: tuple[Row, ...]
    more: bool
    counts: Counts
    unconfirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody of a month, and what each is called."""

    lines: Sequence[Line]
    called: Callable[[Line], str]


def find(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """What `text` asks for, "verb|organisation|month|rest": `months`, `page`, `one`, `named`, `all`. The
    organisation 0 is one's own; anyone else's is for PLIE staff only."""
    verb, home, month, rest = text.split("|", 3)
    own = turn.me.organisation_id
    number = int(home) or own
    if number != own and not turn.me.is_staff:
        return ()
    if verb == "months":
        return tuple(Candidate("", one) for one in _months(turn, number))
    asked = date.fromisoformat(f"{month}-01")
    return {"page": _page, "one": _one, "named": _named, "all": _all}[verb](turn, number, asked, rest)


def _months(turn: Turn, home: int) -> list[date]:
    """The last month first, then earlier ones not finished, then the present one."""
    present = month_of(turn.today)
    last = months_after(present, -1)
    earlier = [months_after(present, -back) for back in range(2, MOST_MONTHS + 1)]
    left = [month for month in earlier if worked.unfinished(turn.session, home, month)]
    first = [last] if worked.counts(turn.session, home, last).people else []
    this = [present] if worked.counts(turn.session, home, present).people else []
    return [*first, *left, *this]


def _called(turn: Turn, line: Line) -> str:
    return worked.called(turn.session, line, staff=turn.me.is_staff)


def _row(turn: Turn, line: Line) -> Candidate:
    name = _called(turn, line)
    return Candidate(name, Row(line, name))


def _page(turn: Turn, home: int, month: date, rest: str) -> tuple[Candidate, ...]:
    day, _, number = rest.partition("/")
    after = (date.fromisoformat(day), int(number)) if rest else None
    lines = worked.page(turn.session, home, month, after, SIZE + 1)
    shown = Page(
        tuple(_row(turn, line).value for line in lines[:SIZE]),
        len(lines) > SIZE,
        worked.counts(turn.session, home, month),
        tuple(worked.unconfirmed(turn.session, home, month, MOST_UNCONFIRMED)),
    )
    return (Candidate("", shown),)


def _one(turn: Turn, home: int, month: date, rest: str) -> tuple[Candidate, ...]:
    line = worked.one(turn.session, home, month, int(rest))
    return () if line is None else (_row(turn, line),)


def _all(turn: Turn, home: int, month: date, _rest: str) -> tuple[Candidate, ...]:
    lines = worked.everybody(turn.session, home, month)
    return (Candidate("", Roll(lines, lambda line: _called(turn, line))),)


def _named(turn: Turn, home: int, month: date, rest: str) -> tuple[Candidate, ...]:
    """The people of this reference or this name who work here, whether or not in this month."""
    if units(rest) > _LONGEST:
        return ()
    placement = _PLACEMENT.fullmatch(rest)
    known = f"P-{placement[1]}-{int(placement[2]):04d}" if placement else reference(rest, "C")
    if known is not None:
        condition = worked.known_as(known)
    else:
        words = candidate_index.named(turn.session, rest)
        if words is None:
            return ()
        condition = worked.among(words)
    found = worked.of_candidates(turn.session, home, month, condition, MOST_FOUND + 1)
    rows = [_row(turn, line) for line in found]
    if known is None and not turn.me.is_staff:  # a name that may not be shown is not looked for either
        rows = [one for one in rows if one.label != one.value.line.candidate]
    return tuple(rows)
