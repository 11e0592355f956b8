"""The list behind each figure: the same rows the figure counts, a page at a time, newest first."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.indicators import counted, hours, people
from bot.store.indicators.behind.close import for_page
from bot.store.indicators.behind.lists import BEHIND, BY_LOT, by_adviser
from bot.store.indicators.behind.sealed import LOOKED_AT, eligible
from bot.store.indicators.behind.things import Behind, Thing
from bot.store.indicators.counted import INTERVIEWS
from bot.store.indicators.scope import Asked

__all__ = [
    "BEHIND",
    "BY_LOT",
    "LOOKED_AT",
    "Behind",
    "Page",
    "Thing",
    "advisers",
    "by_adviser",
    "page",
    "value",
]


@dataclass(frozen=True, slots=True)
class Page:
    """The numbers of the things of a page, and where the following page begins; None when nothing follows."""

    numbers: list[int]
    following: int | None = None


def page(session: Session, behind: Behind, asked: Asked, before: int, size: int) -> Page:
    """At most `size` of the things a figure counts, newest first, those after the one of number `before`; 0
    begins.

    What is sealed is opened to be told: then at most `LOOKED_AT` people are looked at, and a page with fewer
    than `size` of them may have a following one.
    """
    query = behind.numbers(for_page(asked))
    number = query.selected_columns[0]
    if behind.day is not None:
        query = _after(session, query, behind.day, before)
    elif before:
        query = query.where(number < before)
    query = query.order_by(number.desc())
    if behind.category is not None:
        numbers, following = eligible(session, query, behind.category, size)
        return Page(numbers, following)
    found = list(session.core.execute(query.limit(size + 1)).scalars())
    return Page(found[:size], found[size - 1] if len(found) > size else None)


def _after(session: Session, query: sa.Select[Any], day: sa.Column[Any], before: int) -> sa.Select[Any]:
    """The query in the order of a day, latest first, from behind the thing of a number where there is one."""
    number = query.selected_columns[0]
    last = session.core.execute(sa.select(day).where(number == before)).scalar() if before else None
    if last is not None:
        query = query.where(day <= last, sa.or_(day < last, number < before))
    return query.order_by(day.desc())


def value(session: Session, key: str, behind: Behind, asked: Asked) -> int | Decimal:
    """The figure the list is behind: hours for those of hours, how many things for all others."""
    if key.startswith("hours."):
        figure: int | Decimal = hours.figures(session, asked)[key.removeprefix("hours.")]
        return figure
    if behind.category is not None:
        return int(people.figures(session, asked)["profile"]["eligibility"][behind.category])
    return counted.number(session, behind.numbers(asked))


def advisers(session: Session, asked: Asked, after: int, size: int) -> list[tuple[int, int]]:
    """At most `size` of the advisers who held interviews in the period, in the order of their numbers, after
    one: the number of each and how many interviews."""
    adviser = INTERVIEWS.c.adviser_id
    query = sa.select(adviser, sa.func.count()).where(counted.held(asked), adviser > after)
    rows = session.core.execute(query.group_by(adviser).order_by(adviser).limit(size))
    return [(number, int(count)) for number, count in rows]
