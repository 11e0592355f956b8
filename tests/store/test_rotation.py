"""Replacing the secret key: every sealed column is listed, resealed in batches, and found again."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from rows import NOW, join, message, update
from seekers import filed, seeker
from sqlmodel import SQLModel

from bot.store import (
    agreements,
    candidate_lists,
    candidates,
    circulars,
    drafts,
    groups,
    history,
    inbox,
    legal_holds,
    notes,
    organisations,
    outbox,
    people,
    rotation,
    terminations,
)
from bot.store.database import Database, Session
from bot.store.drafts import Kept
from bot.store.groups import Found
from bot.store.history import Subject
from bot.store.people import Correspondent
from bot.store.rotation import BLIND, SEALED, BusyError, UnknownKeyError
from bot.store.sealed import CannotOpenError, Sealer, key_id
from bot.store.tables import Kind, Role
from bot.store.terminations import Notice

NADIA = "Nadia.Benali@exemple.fr"
FILE = {"file_id": "x", "file_name": "plaquette.pdf"}
ROWS = 5 * 3 + 8
"""How many rows of `fill` with five candidates hold something sealed."""

OLD, NEW, OTHER = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))


def again(database: Database, *keys: bytes) -> Database:
    """The same database, opened with these keys."""
    return Database(database.url.render_as_string(hide_password=False), Sealer(keys))


def binary_columns() -> Iterator[tuple[str, str]]:
    for table in SQLModel.metadata.tables.values():
        yield from ((table.name, col.name) for col in table.columns if isinstance(col.type, sa.LargeBinary))


def test_every_binary_column_is_resealed_or_made_anew() -> None:
    listed = [(table, column) for table, columns in SEALED for column in columns] + list(BLIND)
    assert sorted(listed) == sorted(binary_columns())
    assert all("uid" in SQLModel.metadata.tables[table].c for table, _ in SEALED)


def fill(session: Session, count: int) -> None:
    """Something sealed in most tables."""
    person = join(session, 7, Role.FACILITATOR, "PLIE", name="Fatou Diallo")
    for number in range(count):
        candidate = filed(
            session, person.id, NOW, name=f"Nom{chr(97 + number)} Prenom", phone=f"+3361234567{number}"
        )
        notes.add(session, "candidate", candidate.id or 0, person.id, "une note", NOW)
        subject = Subject("candidate", candidate.id or 0)
        history.record(session, subject, person.id, NOW, {"phone": None}, {"phone": "+33611111111"})
        if number == 0:
            assert legal_holds.hold(session, candidate, "FSE+", date(2030, 12, 31), person.id)
    _fill_partners(session, person.id)
    drafts.save(session, 7, person.id, Kept("note-candidate", 1, {"said": "x"}), NOW)
    outbox.add(session, [message("told")], NOW)
    inbox.receive(session, [update(1)], NOW)


def _fill_partners(session: Session, by: int) -> None:
    """A contact by e-mail, a group, a circular with a file, a notice of termination."""
    home = organisations.find_or_create(session, Kind.ANPE, "France Travail Caen", NOW).id or 0
    people.add_by_mail(session, Correspondent("Nadia Benali", NADIA, "fr", home, Role.PRESCRIBER, by), NOW)
    assert groups.register(session, home, Found(-1001234567890, "Équipe emploi", "fr"), by, NOW)
    circulars.add(session, "Bonjour à tous", FILE, [Kind.ANPE], by, NOW)
    agreement = agreements.add(session, date(2026, 1, 1), date(2028, 12, 31), by, NOW)
    days = (date(2026, 11, 20), date(2027, 2, 20))
    assert terminations.add(session, Notice(agreement.id or 0, home, "Fusion", *days), by, NOW)


def _check_partners(session: Session) -> None:
    person = people.by_email(session, NADIA.upper())
    assert person is not None
    assert (person.email, person.name) == (NADIA, "Nadia Benali")
    group = groups.by_chat(session, -1001234567890)
    assert group is not None
    assert group.title == "Équipe emploi"
    [circular] = session.core.execute(sa.select(SQLModel.metadata.tables["circulars"]))
    said, file = (
        session.sealer.open(getattr(circular, name), f"circulars.{name}:{circular.uid}")
        for name in ("text", "file")
    )
    assert (said, file) == ("Bonjour à tous", FILE)
    notice = terminations.standing(session, group.organisation_id)
    assert notice is not None
    assert terminations.ground(session, notice) == "Fusion"


def check(session: Session, count: int) -> None:
    """Everything opens, and everybody is found."""
    _check_partners(session)
    for number in range(count):
        [line] = candidate_lists.search(session, f"nom{chr(97 + number)}", 9)
        candidate = candidates.get(session, line.id)
        assert candidate is not None
        assert legal_holds.ground(session, candidate) == ("FSE+" if number == 0 else None)
        said = candidates.profile(session, candidate)
        assert said == seeker(name=f"Nom{chr(97 + number)} Prenom", phone=f"+3361234567{number}")
        assert [double.id for double in candidate_lists.doubles(session, said)] == [line.id]
        assert [note.text for note in notes.of(session, "candidate", line.id)] == ["une note"]
        [change] = history.of(session, Subject("candidate", line.id))
        assert (change.before, change.after) == (None, "+33611111111")
    kept = drafts.load(session, 7, 1, NOW)
    assert kept is not None
    assert kept.content == {"said": "x"}
    assert len([inbox.read(session, waiting) for waiting in inbox.take(session, NOW, 9)]) == 1


def key_ids(session: Session) -> set[bytes]:
    """The keys everything is sealed with."""
    found = set()
    for name, columns in SEALED:
        table = SQLModel.metadata.tables[name]
        for column in columns:
            found |= {
                value[1:5] for value in session.core.execute(sa.select(table.c[column])).scalars() if value
            }
    return found


def test_everything_is_sealed_with_the_new_key(database: Database) -> None:
    with database.begin() as session:
        fill(session, 5)
        blind_before = _blind(session)
    with closing(again(database, NEW, OLD)) as both:
        with both.begin() as session:
            check(session, 5)
        assert rotation.reseal(both, batch=2) == ROWS
        assert rotation.reseal(both) == 0
        rotation.clean(both)
    with closing(again(database, NEW)) as renewed, renewed.begin() as session:
        assert key_ids(session) == {key_id(NEW)}
        check(session, 5)
        assert not _blind(session) & blind_before
    with database.begin() as session, pytest.raises(CannotOpenError):
        drafts.load(session, 7, 1, NOW)


def _blind(session: Session) -> set[bytes]:
    tables = SQLModel.metadata.tables
    return {
        value
        for name, column in BLIND
        for value in session.core.execute(sa.select(tables[name].c[column])).scalars()
        if value is not None
    }


def test_what_a_kill_left_half_done_is_finished(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.begin() as session:
        fill(session, 5)
    batches: list[Any] = []
    whole = rotation._reseal_after

    def dying(*arguments: Any) -> Any:
        batches.append(arguments)
        if len(batches) == 4:
            raise KeyboardInterrupt
        return whole(*arguments)

    with closing(again(database, NEW, OLD)) as both:
        monkeypatch.setattr(rotation, "_reseal_after", dying)
        with pytest.raises(KeyboardInterrupt):
            rotation.reseal(both, batch=2)
        with both.begin() as session:
            assert key_ids(session) == {key_id(OLD), key_id(NEW)}
            check(session, 5)
        monkeypatch.setattr(rotation, "_reseal_after", whole)
        done = rotation.reseal(both, batch=2)
        assert 0 < done < ROWS
        with both.begin() as session:
            assert key_ids(session) == {key_id(NEW)}
    with closing(again(database, NEW)) as renewed, renewed.begin() as session:
        check(session, 5)


def test_a_key_nobody_knows_is_told_after_the_rest_is_done(database: Database) -> None:
    with database.begin() as session:
        fill(session, 1)
    with closing(again(database, OTHER)) as stranger, stranger.begin() as session:
        join(session, 8, Role.FACILITATOR, "PLIE", name="Denis Petit")
    with closing(again(database, NEW, OLD)) as both:
        with pytest.raises(UnknownKeyError, match="CLAUSETTE_OLD_SECRET_KEYS"):
            rotation.reseal(both, batch=1)
        with both.begin() as session:
            assert key_ids(session) == {key_id(NEW), key_id(OTHER)}
    with closing(again(database, NEW, OLD, OTHER)) as all_known:
        assert rotation.reseal(all_known) == 1


def test_the_old_key_leaves_nothing_in_the_file(on_sqlite: Database, tmp_path: Any) -> None:
    with on_sqlite.begin() as session:
        fill(session, 3)
    on_sqlite.close()
    assert key_id(OLD) in (tmp_path / "only.sqlite").read_bytes()
    with closing(again(on_sqlite, NEW, OLD)) as both:
        rotation.reseal(both)
        rotation.clean(both)
    left = b"".join(path.read_bytes() for path in tmp_path.glob("only.sqlite*"))
    assert b"\x01" + key_id(OLD) not in left
    assert b"\x01" + key_id(NEW) in left


def test_on_postgresql_the_lead_is_held(on_postgres: Database) -> None:
    with rotation.alone(on_postgres), pytest.raises(BusyError), rotation.alone(on_postgres):
        raise AssertionError("two hold the lead")
    with rotation.alone(on_postgres):
        assert on_postgres.url.database
