"""What the lists behind the figures are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.store.indicators.scope import Asked
from bot.store.tables import Eligibility


class Thing(StrEnum):
    """What a row of a list is, and what its number is of."""

    PROCUREMENT = "procurement"
    LOT = "lot"
    MONTH = "month"
    CANDIDATE = "candidate"
    EXIT = "exit"
    PLACEMENT = "placement"
    INTERVIEW = "interview"
    REFERRAL = "referral"


Numbers = Callable[[Asked], sa.Select[Any]]


@dataclass(frozen=True, slots=True)
class Behind:
    """What a figure counts: things of a kind, and the query of their numbers, each once; those with a day,
    newest first, by `day`, the others by their number. `category` is that of eligibility those listed must
    hold: it is sealed, so no query can ask for it."""

    thing: Thing
    numbers: Numbers
    day: sa.Column[Any] | None = None
    category: Eligibility | None = None
