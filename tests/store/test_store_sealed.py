"""Sealed columns: only the right key opens them, in their place; nothing personal lies readable on disk."""

from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import NOW, add, join, message, receive, take, update

from bot.store import drafts, inbox, invitations, outbox, people, procurements
from bot.store.database import Database
from bot.store.drafts import Kept
from bot.store.procurements import Announcement, Announcer, Period
from bot.store.sealed import CannotOpenError, Sealer, key_id, new_uid
from bot.store.tables import Category, Role

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
SEALER = Sealer([OLD])

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(JSON, st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_in_its_place(value: Any, binding: str) -> None:
    assert SEALER.open(SEALER.seal(value, binding), binding) == value


def test_a_lone_surrogate_survives() -> None:
    assert SEALER.open(SEALER.seal("\ud83d", "a.b:1"), "a.b:1") == "\ud83d"


def test_two_seals_of_one_value_differ() -> None:
    assert SEALER.seal("x", "a.b:1") != SEALER.seal("x", "a.b:1")
    assert len({new_uid() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("binding", ["a.b:2", "a.c:1", "c.b:1", "", "a.b:1 "])
def test_another_row_or_column_does_not_open(binding: str) -> None:
    with pytest.raises(CannotOpenError):
        SEALER.open(SEALER.seal("x", "a.b:1"), binding)


def test_another_key_does_not_open() -> None:
    with pytest.raises(CannotOpenError):
        Sealer([NEW]).open(SEALER.seal("x", "a.b:1"), "a.b:1")


def test_a_key_that_claims_to_be_another_does_not_open() -> None:
    sealed = SEALER.seal("x", "a.b:1")
    forged = sealed[:1] + key_id(NEW) + sealed[5:]
    with pytest.raises(CannotOpenError):
        Sealer([NEW, OLD]).open(forged, "a.b:1")


def test_any_altered_byte_does_not_open() -> None:
    sealed = SEALER.seal("Brigitte", "a.b:1")
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(CannotOpenError):
            SEALER.open(bytes(altered), "a.b:1")


def test_any_cut_does_not_open() -> None:
    sealed = SEALER.seal("Brigitte", "a.b:1")
    for length in range(len(sealed)):
        with pytest.raises(CannotOpenError):
            SEALER.open(sealed[:length], "a.b:1")


def test_an_older_key_still_opens_and_the_newer_seals() -> None:
    old = SEALER.seal("x", "a.b:1")
    both = Sealer([NEW, OLD])
    assert both.open(old, "a.b:1") == "x"
    assert both.seal("x", "a.b:1")[1:5] == key_id(NEW)
    with pytest.raises(CannotOpenError):
        SEALER.open(both.seal("x", "a.b:1"), "a.b:1")


def test_the_name_of_a_key_tells_nothing_of_it() -> None:
    assert key_id(OLD) != key_id(NEW)
    assert key_id(OLD) not in OLD
    assert OLD not in SEALER.seal("x", "a.b:1")


TEXT, NAME, PHONE = "canaritexte", "Canarinom", "0612345678"


def _fill(database: Database) -> str:
    """Everything personal the tables hold, in them. Returns the token of an invitation."""
    receive(database, update(1, text=f"{TEXT} {PHONE}"), update(2, chat=8, text=TEXT))
    with database.begin() as session:
        person = join(session, 7, name=f"Brigitte {NAME}")
        token = invitations.create(session, person.organisation_id, Role.BUYER, person.id, NOW)
        kept = Kept("announce", 1, {"answers": {"remark": f"{TEXT} {NAME} {PHONE}"}})
        drafts.save(session, 7, person.id, kept, NOW)
        said = Announcement(
            title="Rénovation",
            category=Category.WORKS,
            commune="Caen",
            start=Period(date(2027, 3, 1), "2027-03-01/day"),
            months=Decimal(3),
            lots=[],
            comment=f"{TEXT} {NAME}",
            document={"file_id": "canarifichier", "file_name": f"{NAME}.pdf"},
        )
        added = procurements.add(
            session,
            said,
            Announcer(person.organisation_id, person.id, on_behalf=False),
            "announced",
            NOW.date(),
            NOW,
        )
        assert procurements.comment(session, added) == f"{TEXT} {NAME}"
        assert procurements.documents(session, added.id or 0) == [
            {"file_id": "canarifichier", "file_name": f"{NAME}.pdf"}
        ]
    add(database, message("told", chat=7), message("link", chat=8))
    with database.begin() as session:
        outbox.add(session, [message("secret", 9)], NOW)
        outbox.add(session, [_telling(token)], NOW)
        failing = inbox.take(session, NOW, 1)[0]
        inbox.set_aside(session, failing, "ValueError", NOW)
    take(database)
    return token


def _telling(token: str) -> outbox.Message:
    text = f"https://t.me/bot?start={token} {NAME} {PHONE} {TEXT}"
    return outbox.Message("telling", 10, "sendMessage", {"chat_id": 10, "text": text})


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("only.sqlite*")))


def test_nothing_personal_is_readable_in_the_files(on_sqlite: Database, tmp_path: Path) -> None:
    token = _fill(on_sqlite)
    live = _bytes(tmp_path)
    assert (tmp_path / "only.sqlite-wal").stat().st_size > 0
    assert b"announce" in live
    assert b"Ville de Caen" in live
    on_sqlite.close()
    for raw in (live, _bytes(tmp_path)):
        for canary in (TEXT, NAME, PHONE, "Brigitte", "canarifichier", token, token[:12], KEY_TEXT):
            for encoded in (canary.encode(), canary.encode("utf-16-le")):
                assert encoded not in raw, canary


KEY_TEXT = OLD[1:].decode("latin-1")


def test_nothing_personal_is_readable_in_the_tables(database: Database) -> None:
    token = _fill(database)
    with database.begin() as session:
        names = session.core.dialect.get_table_names(session.core)
        dump = b"".join(
            value if isinstance(value, bytes) else str(value).encode()
            for name in names
            for row in session.core.exec_driver_sql(f'SELECT * FROM "{name}"')  # noqa: S608
            for value in row
        )
    assert b"Ville de Caen" in dump
    for canary in (TEXT, NAME, PHONE, "Brigitte", "canarifichier", token):
        assert canary.encode() not in dump, canary


def test_a_name_moved_to_another_person_does_not_open(database: Database) -> None:
    with database.begin() as session:
        first, second = join(session, 1, name="Anne"), join(session, 2, name="Bruno")
        assert (first.name, second.name) == ("Anne", "Bruno")
        session.core.exec_driver_sql(
            "UPDATE persons SET name = (SELECT name FROM persons WHERE telegram_id = 1)"
        )
    with database.begin() as session:
        found = people.by_telegram(session, 2)
        assert found is not None
        with pytest.raises(CannotOpenError):
            _ = found.name


def test_another_key_opens_nothing_of_a_database(on_sqlite: Database) -> None:
    _fill(on_sqlite)
    with closing(Database(str(on_sqlite.url), Sealer([NEW]))) as stolen, stolen.begin() as session:
        with pytest.raises(CannotOpenError):
            drafts.load(session, 7, 1, NOW)
        for waiting in inbox.take(session, NOW, 5):
            with pytest.raises(CannotOpenError):
                inbox.read(session, waiting)
