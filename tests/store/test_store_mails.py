"""Letters beside messages in the outbox, and the people who are written to by e-mail."""

import pytest
from rows import LEASE, NOW, add, join, keys, message, row, take
from sqlalchemy.exc import IntegrityError

from bot.store import organisations, outbox, people
from bot.store.database import Database, Session
from bot.store.outbox import Leased, Message
from bot.store.people import MAILBOXES, Correspondent, Member
from bot.store.tables import Kind, OutboxState, Priority, Role

NADIA = "Nadia.Benali@exemple.fr"


def letter(key: str, person: int = 7, priority: Priority = Priority.NOTICE) -> Message:
    """A letter to the mailbox of a person."""
    return Message(key, MAILBOXES - person, outbox.MAIL, {"subject": key}, priority)


def mails(database: Database, most: int = 9, *, quiet: bool = False) -> list[Leased]:
    with database.begin() as session:
        return outbox.take_mails(session, NOW, LEASE, most, quiet=quiet)


def correspondent(session: Session, email: str = NADIA, name: str = "Nadia Benali") -> Member:
    home = organisations.find_or_create(session, Kind.ANPE, "France Travail", NOW)
    by = people.with_roles(session, Role.COORDINATOR) or [join(session, 1, Role.COORDINATOR, "PLIE")]
    said = Correspondent(name, email, "fr", home.id or 0, Role.PRESCRIBER, by[0].id)
    return people.add_by_mail(session, said, NOW)


def test_letters_and_messages_are_taken_apart(database: Database) -> None:
    group = message("group", -1001234567890)
    add(database, message("chat"), letter("mail"), group, Message("fetch", 9, outbox.FETCH, {"file_id": "x"}))
    assert sorted(keys(take(database))) == ["chat", "fetch", "group"]
    assert keys(mails(database)) == ["mail"]
    assert mails(database) == []


def test_a_mailbox_gets_its_letters_one_after_the_other(database: Database) -> None:
    add(database, letter("one"), letter("two"), letter("urgent", priority=Priority.ANSWER), letter("x", 8))
    taken = mails(database)
    assert sorted(keys(taken)) == ["urgent", "x"]
    with database.begin() as session:
        for leased in taken:
            outbox.sent(session, leased, NOW, None, None)
    assert keys(mails(database)) == ["one"]


def test_at_most_so_many_letters_and_none_of_many_while_it_is_quiet(database: Database) -> None:
    add(database, *(letter(f"n{number}", number) for number in range(1, 6)))
    add(database, letter("mass", 9, Priority.BROADCAST), letter("reminder", 10, Priority.REMINDER))
    assert len(mails(database, 3)) == 3
    assert sorted(keys(mails(database, quiet=True))) == ["n4", "n5"]
    assert keys(mails(database)) == ["reminder", "mass"]


def test_a_contact_is_found_by_address_and_by_mailbox(database: Database) -> None:
    with database.begin() as session:
        person = correspondent(session)
        assert (person.by_mail, person.email, person.name) == (True, NADIA, "Nadia Benali")
        for typed in (NADIA, NADIA.upper(), f" {NADIA} "):
            assert people.by_email(session, typed) == person
        assert people.by_email(session, "autre@exemple.fr") is None
        assert people.by_mailbox(session, person.telegram_id) == person
        assert people.by_mailbox(session, MAILBOXES - 1) is None
        assert people.mailed(session, person.organisation_id) == [person]
        people.change(session, person.id, revoked_at=NOW)
        assert people.by_mailbox(session, person.telegram_id) is None
        assert people.by_email(session, NADIA) is None


def test_an_address_is_one_living_contact_s(database: Database) -> None:
    with database.begin() as session:
        first = correspondent(session)
    with pytest.raises(IntegrityError), database.begin() as session:
        correspondent(session, NADIA.upper(), "Autre")
    with database.begin() as session:
        people.change(session, first.id, revoked_at=NOW)
        assert correspondent(session).id != first.id


def test_another_address_brings_what_waited(database: Database) -> None:
    with database.begin() as session:
        person = correspondent(session, "faux@exemple.fr")
    add(database, letter("back", person.id))
    [leased] = mails(database)
    with database.begin() as session:
        outbox.settle(session, leased, OutboxState.BLOCKED, NOW)
        people.change(session, person.id, reachable=False)
        assert people.mailed(session, person.organisation_id) == []
        people.set_email(session, people.get(session, person.id), NADIA)
        assert outbox.release_blocked(session, person.telegram_id, NOW) == 1
        corrected = people.get(session, person.id)
        assert (corrected.email, corrected.reachable) == (NADIA, True)
        assert people.by_email(session, "faux@exemple.fr") is None
    assert row(database, "back").state == OutboxState.NEW
    assert keys(mails(database)) == ["back"]
