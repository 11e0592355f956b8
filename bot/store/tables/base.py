"""What all tables share: names of constraints, instants, keys."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Integer
from sqlmodel import SQLModel

from bot.store.types import UtcDateTime

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BIG_KEY = BigInteger().with_variant(Integer, "sqlite")


def instant(*, nullable: bool = False) -> Column[datetime]:
    """A column for an aware instant."""
    return Column(UtcDateTime(), nullable=nullable)


def rows_of(model: type[SQLModel]) -> Any:
    """The Core table of a model, for statements that should not cost a session."""
    return SQLModel.metadata.tables[str(model.__tablename__)]
