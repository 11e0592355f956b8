"""What a list of the workbook is: its name, its columns, where its rows come from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from bot.dialogue.translations import N_, label
from bot.store import people
from bot.store.database import Session
from bot.store.indicators.scope import Asked

Cell = str | int | Decimal | date | None
_AT_A_TIME = 2000


class Shape(Enum):
    """How a column is written, and how wide it is."""

    TEXT = ("", 30)
    LONG = ("", 50)
    CODE = ("", 15)
    DAY = ("dd/mm/yyyy", 12)
    COUNT = ("#,##0", 12)
    HOURS = ("#,##0.00", 14)
    EUROS = ('#,##0.00\\ "€"', 20)
    MONTHS = ("0.00", 12)

    @property
    def width(self) -> int:
        """In characters."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, how it is written."""

    name: str
    shape: Shape = Shape.TEXT


@dataclass(frozen=True)
class Reading:
    """What the rows are read with: the session, the period and the buyer, the language of the words."""

    session: Session
    asked: Asked
    language: str

    def rows(self, query: sa.Select[Any]) -> Iterator[Any]:
        """The rows of a query, a few thousand at a time."""
        return iter(self.session.core.execute(query, execution_options={"yield_per": _AT_A_TIME}))

    def words(self, msgids: Mapping[str, str]) -> dict[str | None, str]:
        """What to say for each code, and nothing for none."""
        said: dict[str | None, str] = {
            str(code): label(self.language, msgid) for code, msgid in msgids.items()
        }
        return said | {None: ""}

    def yes(self, true: object) -> str:
        """Yes or no."""
        return label(self.language, N_("Yes") if true else N_("No"))

    def adviser(self, number: int) -> str:
        """The name of a person of the PLIE."""
        if number not in self._advisers:
            person = people.find(self.session, number)
            self._advisers[number] = "–" if person is None else person.name
        return self._advisers[number]

    @cached_property
    def _advisers(self) -> dict[int, str]:
        return {}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: its title, its columns, and its rows, a cell a column; `everyone` when it exists only without
    a buyer."""

    title: str
    columns: Sequence[Column]
    rows: Callable[[Reading], Iterator[Sequence[Cell]]]
    everyone: bool = False
