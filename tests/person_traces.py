"""Looking for a person in everything Clausette keeps: each column of each row, opened where it is sealed, and
each file of the evidence."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.store.database import Database, Session
from bot.store.files import LostFileError
from bot.store.rotation import SEALED

_SEALED = dict(SEALED)


def traces(database: Database, words: list[str], phones: list[str]) -> list[str]:
    """Where one of these words, or one of these phones however it is written, is still read."""
    with database.begin() as session:
        said = [*_columns(session)]
    said += [(f"file {digest}", _file(database, digest)) for digest in database.files.all()]
    wanted = [word.casefold() for word in words]
    digits = [phone[-9:] for phone in phones]
    return [
        f"{where}: {text[:80]}"
        for where, text in said
        if any(word in text.casefold() for word in wanted)
        or any(number in re.sub(r"\D", "", text) for number in digits)
    ]


def _columns(session: Session) -> Iterator[tuple[str, str]]:
    for name, table in SQLModel.metadata.tables.items():
        for row in session.core.execute(sa.select(table)).mappings():
            for column, value in row.items():
                if value is not None:
                    yield f"{name}.{column}", _read(session, name, str(column), value, row)


def _read(session: Session, table: str, column: str, value: Any, row: Any) -> str:
    if column in _SEALED.get(table, ()):
        return unescape(str(session.sealer.open(value, f"{table}.{column}:{row['uid']}")))
    return str(value)


def _file(database: Database, digest: str) -> str:
    try:
        return database.files.read(digest).decode("utf-8", "replace")
    except LostFileError:
        return ""


def blind(session: Session, words: list[str], phone: str) -> int:
    """How many blind keys still find somebody by these words or this phone."""
    tables = SQLModel.metadata.tables
    keys = [session.sealer.blind(word, "candidates.word") for word in words]
    found = sa.select(sa.func.count()).select_from(tables["candidate_words"])
    by_words = session.core.execute(found.where(tables["candidate_words"].c.word.in_(keys))).scalar_one()
    called = session.sealer.blind(phone, "candidates.phone")
    by_phone = sa.select(sa.func.count()).select_from(tables["candidates"])
    return int(by_words) + int(
        session.core.execute(by_phone.where(tables["candidates"].c.phone_key == called)).scalar_one()
    )
