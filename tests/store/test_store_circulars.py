"""Circulars and groups on both databases: whom one reaches, once, in batches; what becomes of a group."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from broadcasting import MONDAY, body, by_mail, contact, first, leave, work, write
from limits import assert_fits
from rows import NOW, together

from bot.actions import write_circular
from bot.dialogue.circulars.cards import circular_card, circulars_card
from bot.dialogue.circulars.fields import MOST, MOST_WITH_FILE
from bot.dialogue.circulars.message import message
from bot.dialogue.fitting import seen, units
from bot.dialogue.refusals import Refused
from bot.jobs import mailings, purge
from bot.pipeline.outcomes import Fate, Outcome
from bot.pipeline.settle import settle
from bot.store import broadcasts, circulars, groups, organisations, outbox, people, rotation, sendings
from bot.store.circulars import Reach
from bot.store.database import Database, Session
from bot.store.groups import Found
from bot.store.outbox import Lease, Leased
from bot.store.people import Member, Newcomer
from bot.store.sendings import Wave
from bot.store.tables import Group, Kind, Organisation, Outbox, Role, rows_of

ORGANISATIONS: Any = rows_of(Organisation)
GROUPS: Any = rows_of(Group)
OUTBOX: Any = rows_of(Outbox)
FILE = {
    "digest": "",
    "size": 4,
    "type": "application/pdf",
    "name": "a.pdf",
    "file_id": "F1",
    "kind": "document",
}


def coordinator(session: Session) -> Member:
    found = people.by_telegram(session, 990)
    home = organisations.find_or_create(session, Kind.PLIE, "PLIE", MONDAY)
    newcomer = Newcomer(990, "Cora", "fr", home.id or 0, Role.COORDINATOR, None)
    return found or people.join(session, newcomer, MONDAY)


def group(session: Session, chat_id: int, home: str = "anpe") -> int:
    someone = contact(session, 5000 - chat_id, home)
    found = Found(chat_id, f"Équipe {chat_id}", "fr")
    number = groups.register(session, someone.organisation_id, found, coordinator(session).id, MONDAY)
    assert number is not None
    return number


def tell(database: Database, *kinds: Kind, text: str = "Réunion jeudi.", file: Any = None) -> Reach:
    with database.begin() as session:
        turn = work(session, MONDAY).turn(f"write:{text[:20]}", coordinator(session))
        reach = write_circular.write(turn, kinds, text, file)
        turn.close()
        return reach


def test_it_reaches_everyone_of_the_kinds_once_and_nobody_else(database: Database) -> None:
    with database.begin() as session:
        paul, lea = contact(session, 1, "anpe"), contact(session, 2, "mission")
        nadia, gone, away = (
            by_mail(session, 3, "anpe"),
            contact(session, 4, "anpe"),
            contact(session, 5, "anpe"),
        )
        silent = by_mail(session, 6, "anpe")
        contact(session, 7, "buyer")
        people.change(session, gone.id, revoked_at=MONDAY)
        people.change(session, away.id, reachable=False)
        people.change(session, silent.id, unsubscribed_at=MONDAY)
        inside, outside = group(session, -41), group(session, -42, "buyer")
        member = people.by_telegram(session, 5041)
    assert member is not None
    assert inside != outside
    assert tell(database, Kind.ANPE, Kind.MISSION_LOCALE) == Reach(4, 1)
    write(database, MONDAY)
    rows = first(database)
    assert {row.chat_id for row in rows} == {1, 2, nadia.telegram_id, member.telegram_id, -41}
    assert len(rows) == 5
    assert {(row.rank, bool(row.hold_uncertain)) for row in rows} == {(3, True)}
    assert {row.method for row in rows} == {"sendMessage", "mail"}
    assert paul.id != lea.id
    assert write(database, MONDAY) == 0
    assert len(first(database)) == 5
    for row in rows:
        if row.method == "sendMessage":
            assert body(database, row)["reply_markup"] == {"inline_keyboard": []}


def test_an_organisation_that_left_hears_nothing(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        group(session, -41)
        values = {"left_on": MONDAY.date()}
        session.core.execute(sa.update(ORGANISATIONS).where(ORGANISATIONS.c.kind == "anpe").values(**values))
    with pytest.raises(Refused):
        tell(database, Kind.ANPE)
    with database.begin() as session:
        assert circulars.page(session, 0, 10) == []


def test_what_became_of_it(database: Database) -> None:
    with database.begin() as session:
        for number in range(1, 6):
            contact(session, number, "anpe")
    tell(database, Kind.ANPE)
    write(database, MONDAY)
    for number, state in enumerate(("sent", "blocked", "held", "failed", "new"), 1):
        others = [other for other in range(1, 6) if other != number] + [990]
        if state != "new":
            leave(database, MONDAY, state, but=others)
    with database.begin() as session:
        [one] = circulars.page(session, 0, 10)
        assert sendings.of_run(session, one.run_id) == Wave(5, 1, 1, 2, 1, 0)
        turn = work(session, MONDAY).turn("see", coordinator(session))
        text = assert_fits(circular_card(turn, one))
    for said in ("partis : 1", "en route : 1", "Réunion jeudi."):
        assert said in text.replace("\u00a0", " "), text


def test_the_longest_texts_fit(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        digest = session.files.keep(b"%PDF", MONDAY)
    long = "𝕏<&" * (MOST // 4)
    tell(database, *circulars.KINDS, text=long)
    tell(
        database,
        *circulars.KINDS,
        text="<" * MOST_WITH_FILE,
        file=FILE | {"digest": digest, "name": "n" * 80},
    )
    for language in ("fr", "en"):
        assert units(seen(message("<" * MOST_WITH_FILE, language))) <= 1024
        assert units(seen(message("x" * MOST, language))) <= 4096
        with database.begin() as session:
            person = replace(coordinator(session), language=language)
            turn = work(session, MONDAY).turn("see", person)
            for one in circulars.page(session, 0, 10):
                assert_fits(circular_card(turn, one))


def test_the_list_pages_by_eight(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
    for number in range(11):
        tell(database, Kind.ANPE, text=f"Message {number}, {'long ' * 30}")
    with database.begin() as session:
        turn = work(session, MONDAY).turn("list", coordinator(session))
        page = circulars_card(turn)
        assert_fits(page)
        data = [button.data for row in page.keyboard for button in row]
        assert data == ["new-circular", *(f"circular:{n}" for n in range(11, 3, -1)), "circulars:4"]
        second = circulars_card(turn, 4)
        data = [button.data for row in second.keyboard for button in row]
        assert data == ["new-circular", "circular:3", "circular:2", "circular:1", "circulars:0"]


def test_a_file_goes_as_telegram_has_it_and_by_mail_as_it_is_kept(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        by_mail(session, 2, "anpe")
        group(session, -41)
        digest = session.files.keep(b"%PDF", MONDAY)
    tell(database, Kind.ANPE, text="A <b> & c d e f", file=FILE | {"digest": digest})
    write(database, MONDAY)
    for row in first(database):
        content = body(database, row)
        if row.method == "mail":
            assert content["file"] == {"upload": "a.pdf", "kept": digest}
        else:
            assert (row.method, content["document"], content["parse_mode"]) == ("sendDocument", "F1", "HTML")
            assert content["caption"].endswith("A &lt;b&gt; &amp; c d e f")
    with database.begin() as session:
        later = MONDAY + timedelta(days=400)
        for number in range(256):
            session.files.sweep(number, lambda digests: purge.used(session, digests), later)
        assert session.files.has(digest)


def test_a_file_that_waited_too_long_is_asked_for_again(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
    with pytest.raises(Refused):
        tell(database, Kind.ANPE, file=FILE | {"digest": "0" * 64})


def test_it_is_sealed_and_sealed_anew(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        digest = session.files.keep(b"%PDF", MONDAY)
        group(session, -41)
    tell(database, Kind.ANPE, text="Salle des fêtes.", file=FILE | {"digest": digest})
    with database.begin() as session:
        kept = str(session.core.execute(sa.text("SELECT * FROM circulars")).all())
        titles = str(session.core.execute(sa.text("SELECT * FROM chat_groups")).all())
    assert "Salle" not in kept
    assert digest not in kept
    assert "quipe" not in titles
    assert {"circulars", "chat_groups"} <= {name for name, _ in rotation.SEALED}


def test_two_at_once_write_to_each_once(database: Database) -> None:
    with database.begin() as session:
        for number in range(1, 30):
            contact(session, number, "anpe")
    tell(database, Kind.ANPE)

    def step(_place: int) -> int:
        with database.begin() as session:
            return mailings.run(work(session, MONDAY))

    together(3, step)
    write(database, MONDAY)
    keys = [row.key for row in first(database)]
    assert len(keys) == len(set(keys)) == 29


def test_a_chat_is_one_group_at_a_time(database: Database) -> None:
    with database.begin() as session:
        number = group(session, -41)
        someone = contact(session, 77, "mission")
        again = Found(-41, "Autre", "fr")
        assert groups.register(session, someone.organisation_id, again, someone.id, MONDAY) is None
        assert groups.leave(session, number, MONDAY)
        assert not groups.leave(session, number, MONDAY)
        assert groups.register(session, someone.organisation_id, again, someone.id, MONDAY) is not None
        found = groups.by_chat(session, -41)
        assert found is not None
        assert (found.title, found.organisation) == ("Autre", "Maison mission")


def test_a_group_moves_even_to_a_chat_that_is_known(database: Database) -> None:
    with database.begin() as session:
        first_one, second = group(session, -41), group(session, -42, "mission")
        groups.move(session, -41, -100, MONDAY)
        groups.move(session, -41, -100, MONDAY)
        assert (moved := groups.by_chat(session, -100)) is not None
        assert moved.id == first_one
        groups.move(session, -42, -100, MONDAY)
        assert (left := groups.find(session, second)) is not None
        assert (left.chat_id, left.left_at) == (-42, MONDAY)


def _leased(database: Database) -> Leased:
    with database.begin() as session:
        lease = Lease("me", NOW + timedelta(days=90))
        [one] = [leased for leased in outbox.take(session, MONDAY, lease, 50, []) if leased.chat_id == -41]
        return one


def test_a_message_that_finds_the_bot_put_out_ends_the_contact(database: Database) -> None:
    with database.begin() as session:
        number = group(session, -41)
    tell(database, Kind.ANPE)
    write(database, MONDAY)
    leased = _leased(database)
    with database.begin() as session:
        settle(session, leased, Outcome(Fate.BLOCKED), MONDAY)
        settle(session, leased, Outcome(Fate.BLOCKED), MONDAY)
        gone = groups.find(session, number)
        assert gone is not None
        assert gone.left_at == MONDAY
        told = sa.select(sa.func.count()).where(OUTBOX.c.key.like("alert:group-lost:%"))
        assert session.core.execute(told).scalar_one() == 1
        [one] = circulars.page(session, 0, 10)
        assert sendings.of_run(session, one.run_id).unreachable == 1


def test_a_message_that_finds_a_supergroup_follows_it(database: Database) -> None:
    with database.begin() as session:
        number = group(session, -41)
    tell(database, Kind.ANPE)
    write(database, MONDAY)
    leased = _leased(database)
    with database.begin() as session:
        settle(session, leased, Outcome(Fate.MOVED, chat_id=-1001), MONDAY)
        moved = groups.find(session, number)
        assert moved is not None
        assert (moved.chat_id, moved.left_at) == (-1001, None)
        row = session.core.execute(sa.select(OUTBOX).where(OUTBOX.c.id == leased.id)).one()
        assert (row.chat_id, row.lane, row.state) == (-1001, -1001, "new")


def test_the_author_hears_that_it_left_once(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
    tell(database, Kind.ANPE)
    for _ in range(3):
        write(database, MONDAY)
    with database.begin() as session:
        run = broadcasts.undone(session)
        keys = sa.select(OUTBOX.c.key).where(OUTBOX.c.key.like("run-through:%"))
        assert run is None
        assert list(session.core.execute(keys).scalars()) == [f"run-through:1:{coordinator(session).id}"]
