"""Persons, organisations and one-time invitations."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from rows import NOW, join, rows, together
from sqlalchemy.exc import IntegrityError, NoResultFound

from bot.store import invitations, organisations, people
from bot.store.database import Database
from bot.store.people import Newcomer
from bot.store.tables import Invitation, Kind, Person, Role

INVITATIONS: Any = Invitation.__table__
PERSONS: Any = Person.__table__


def invite(database: Database) -> str:
    with database.begin() as session:
        home = organisations.find_or_create(session, Kind.BUYER, "Ville de Caen", NOW)
        return invitations.create(session, home.id or 0, Role.BUYER, None, NOW)


def accept(database: Database, token: str, telegram_id: int) -> bool:
    with database.begin() as session:
        invitation = invitations.living(session, token, NOW)
        if invitation is None:
            return False
        newcomer = Newcomer(telegram_id, "Brigitte", "fr", invitation.organisation_id, Role.BUYER, None)
        person = people.join(session, newcomer, NOW)
        invitations.close(session, invitation, person.id, NOW)
        return True


def test_an_invitation_serves_once(database: Database) -> None:
    token = invite(database)
    assert accept(database, token, 1)
    assert not accept(database, token, 2)
    assert [row.telegram_id for row in rows(database, PERSONS)] == [1]


def test_of_two_who_accept_at_once_one_joins(database: Database) -> None:
    for turn in range(5):
        token = invite(database)
        accepted = together(
            4, lambda who, token=token, turn=turn: accept(database, token, 1 + who + 10 * turn)
        )
        assert sorted(accepted) == [False, False, False, True]
    assert len(rows(database, PERSONS)) == 5


def test_an_invitation_refused_serves_no_more(database: Database) -> None:
    token = invite(database)
    with database.begin() as session:
        invitation = invitations.living(session, token, NOW)
        assert invitation is not None
        invitations.close(session, invitation, None, NOW)
    assert not accept(database, token, 1)


def test_an_invitation_lives_72_hours(database: Database) -> None:
    token = invite(database)
    with database.begin() as session:
        assert (
            invitations.living(session, token, NOW + timedelta(hours=72) - timedelta(seconds=1)) is not None
        )
        assert invitations.living(session, token, NOW + timedelta(hours=72)) is None
        assert invitations.living(session, token + "x", NOW) is None
        assert invitations.living(session, "", NOW) is None


def test_only_the_hash_of_a_token_is_kept(database: Database) -> None:
    token = invite(database)
    [row] = rows(database, INVITATIONS)
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in repr(row)
    assert invitations.TOKEN_BYTES * 8 >= 128
    assert len({invite(database) for _ in range(20)}) == 20


def test_who_joins_again_loses_the_earlier_place(database: Database) -> None:
    with database.begin() as session:
        first = join(session, 1, Role.BUYER)
        second = join(session, 1, Role.FACILITATOR, "PLIE")
        assert people.get(session, first.id).revoked
        found = people.by_telegram(session, 1)
    assert found is not None
    assert (found.id, found.role, found.organisation, found.name) == (
        second.id,
        Role.FACILITATOR,
        "PLIE",
        "Brigitte Martin",
    )


def test_one_account_is_one_living_person(database: Database) -> None:
    with database.begin() as session:
        person = join(session, 1)
    values = {
        "uid": "x",
        "organisation_id": 1,
        "role": "buyer",
        "telegram_id": 1,
        "name": b"",
        "language": "fr",
        "reachable": True,
    }
    with pytest.raises(IntegrityError), database.begin() as session:
        session.core.execute(sa.insert(PERSONS).values(**values, joined_at=NOW))
    with database.begin() as session:
        people.change(session, person.id, revoked_at=NOW)
        session.core.execute(sa.insert(PERSONS).values(**values, joined_at=NOW))


def test_the_revoked_are_not_found_by_their_account(database: Database) -> None:
    with database.begin() as session:
        person = join(session, 1, Role.COORDINATOR, "PLIE")
        other = join(session, 2, Role.FACILITATOR, "PLIE")
        join(session, 3)
        assert [one.id for one in people.staff(session)] == [person.id, other.id]
        people.change(session, person.id, revoked_at=NOW)
        assert people.by_telegram(session, 1) is None
        assert people.get(session, person.id).revoked
        assert [one.id for one in people.staff(session)] == [other.id]
        assert people.with_roles(session, Role.COORDINATOR) == []
        assert people.find(session, 4711) is None
        with pytest.raises(LookupError):
            people.get(session, 4711)


def test_pages_of_people_in_order_of_joining(database: Database) -> None:
    with database.begin() as session:
        for number in range(1, 6):
            join(session, number)
        people.change(session, 2, revoked_at=NOW)
        first = people.page(session, 0, 2)
        assert [one.telegram_id for one in first] == [1, 3]
        assert [one.telegram_id for one in people.page(session, first[-1].id, 5)] == [4, 5]


def test_a_person_needs_an_organisation(database: Database) -> None:
    with pytest.raises(IntegrityError), database.begin() as session:
        people.join(session, Newcomer(1, "Anne", "fr", 4711, Role.BUYER, None), NOW)


@pytest.mark.parametrize("typed", ["Ville de Caen", "  ville  DE caen ", "Ville-de-Caen", "VILLE DE CAEN"])
def test_an_organisation_typed_twice_is_one(database: Database, typed: str) -> None:
    with database.begin() as session:
        first = organisations.find_or_create(session, Kind.BUYER, "Ville de Caen", NOW)
        assert organisations.find_or_create(session, Kind.BUYER, typed, NOW).id == first.id
        assert organisations.get(session, first.id or 0).name == "Ville de Caen"


def test_names_are_folded_within_a_kind() -> None:
    assert organisations.name_key("Éole–Ouest") == organisations.name_key("eole–ouest")
    assert organisations.name_key("L’Étape") == organisations.name_key("l'etape")


def test_the_same_name_of_another_kind_is_another(database: Database) -> None:
    with database.begin() as session:
        one = organisations.find_or_create(session, Kind.BUYER, "Caen la mer", NOW)
        other = organisations.find_or_create(session, Kind.COMPANY, "Caen la mer", NOW)
        assert one.id != other.id
        assert organisations.find(session, Kind.SIAE, "Caen la mer") is None
        with pytest.raises(NoResultFound):
            organisations.get(session, 4711)
        with pytest.raises(ValueError, match="name"):
            organisations.find_or_create(session, Kind.BUYER, "  ", NOW)
