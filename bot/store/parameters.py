"""The figures of the agreement a coordinator may change; their defaults are in `data/parameters.csv`."""

import csv
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib import resources

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.tables import Parameter, rows_of

_rows = rows_of(Parameter)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its unit (share, euros, hours, months, days), default and bounds."""

    name: str
    unit: str
    default: Decimal
    low: Decimal
    high: Decimal


@cache
def known() -> Mapping[str, Figure]:
    """Every figure by its name, in the order they are shown."""
    source = resources.files("bot").joinpath("data/parameters.csv").read_text(encoding="utf-8")
    return {
        row["name"]: Figure(
            row["name"], row["unit"], Decimal(row["default"]), Decimal(row["low"]), Decimal(row["high"])
        )
        for row in csv.DictReader(source.splitlines())
    }


def get(session: Session, name: str) -> Decimal:
    """The figure as it is now. Raises KeyError when there is none of this name."""
    figure = known()[name]
    changed = session.core.execute(sa.select(_rows.c.value).where(_rows.c.name == name)).scalar()
    return figure.default if changed is None else Decimal(changed)


def every(session: Session) -> dict[str, Decimal]:
    """All figures as they are now, in the order they are shown."""
    changed = {row.name: row.value for row in session.core.execute(sa.select(_rows.c.name, _rows.c.value))}
    return {name: Decimal(changed.get(name, figure.default)) for name, figure in known().items()}


def change(session: Session, name: str, value: Decimal, person_id: int, now: datetime) -> None:
    """Set a figure. Raises KeyError when there is none of this name, ValueError out of its bounds."""
    figure = known()[name]
    if not figure.low <= value <= figure.high:
        raise ValueError(f"{name} is from {figure.low} to {figure.high}")
    session.core.execute(sa.delete(_rows).where(_rows.c.name == name))
    values = {"name": name, "value": str(value), "changed_by": person_id, "changed_at": now}
    session.core.execute(sa.insert(_rows).values(**values))


def reset(session: Session, name: str) -> bool:
    """Give a figure its default again. Returns whether it had been changed."""
    return bool(session.core.execute(sa.delete(_rows).where(_rows.c.name == name)).rowcount)


def number_of(name: str) -> int:
    """The number under which the audit trail knows a figure: always the same for a name."""
    return zlib.crc32(name.encode()) & 0x7FFFFFFF
