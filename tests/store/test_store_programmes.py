"""Programmes on both databases: the same contracts sent again, by anyone, at any moment, are made once."""

import itertools
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from limits import assert_fits
from rows import NOW, join, together, undone
from telegram import Update

from bot.actions import send_programme
from bot.dialogue.contracts.programme_cards import Sent, answer_card, list_card, told_card
from bot.dialogue.readers.programme import read_lines
from bot.dialogue.readers.programme_fields import Contract, read_contract
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import LANGUAGES
from bot.dialogue.turn import Turn
from bot.store import procurements, programmes
from bot.store.database import Database, Session
from bot.store.people import Member
from bot.store.programmes import Known
from bot.store.tables import Outbox, Procurement, Role

TODAY = date(2026, 11, 22)
PROCUREMENTS: Any = Procurement.__table__


def contracts(*titles: str, amount: str = "9 k€") -> list[Contract]:
    text = "\n".join(f"Voirie {title} ; Ifs ; {amount} ; mars ; 1 mois" for title in titles)
    found = [read_contract(cells, 2027, TODAY) for cells in read_lines(text, 2027, TODAY)]
    return [one for one in found if isinstance(one, Contract)]


def turn_of(session: Session, person: Member, uid: str = "1") -> Turn:
    zone = ZoneInfo("Europe/Paris")
    return Turn(session, uid, NOW, zone, Update(1), person.telegram_id, person, person.language)


def send(session: Session, person: Member, *titles: str, uid: str = "1") -> Sent:
    turn = turn_of(session, person, uid)
    sent = send_programme.send(turn, 2027, contracts(*titles), person.organisation_id)
    turn.close()
    return sent


def titles_of(session: Session, buyer: Member | None = None) -> list[str]:
    query = sa.select(PROCUREMENTS.c.title).order_by(PROCUREMENTS.c.title)
    if buyer is not None:
        query = query.where(PROCUREMENTS.c.organisation_id == buyer.organisation_id)
    rows = session.core.execute(query)
    return [str(row[0]).removeprefix("Voirie ") for row in rows]


def told(session: Session) -> int:
    key = Outbox.__table__.c.key
    return len(session.core.execute(sa.select(key).where(key.like("programme:%"))).all())


def test_contracts_are_made_with_their_lot_and_the_plie_is_told_once(database: Database) -> None:
    with database.begin() as session:
        buyer = join(session, 7)
        join(session, 8, Role.FACILITATOR, "PLIE", "Fatou")
        join(session, 9, Role.COORDINATOR, "PLIE", "Claire")
        sent = send(session, buyer, "A", "B", "C")
    with database.begin() as session:
        assert [known.reference for known in sent.new] == ["M-2026-0001", "M-2026-0002", "M-2026-0003"]
        assert titles_of(session) == ["A", "B", "C"]
        assert told(session) == 2
        (first,) = procurements.lots(session, 1)
        assert (first.state, first.amount, first.position) == ("announced", 9000, 1)
        assert sent.programme is not None
        number = sent.programme.id or 0
        assert programmes.amounts(session, number) == [9000] * 3
        assert [line.id for line in programmes.page(session, number, 1, 8)] == [2, 3]
        assert programmes.get(session, number + 1) is None


def test_what_is_known_is_not_made_again_and_nobody_hears_of_nothing(database: Database) -> None:
    with database.begin() as session:
        buyer, other = join(session, 7), join(session, 8, organisation="Ville d’Ifs")
        colleague = join(session, 9)
        join(session, 10, Role.FACILITATOR, "PLIE", "Fatou")
        send(session, buyer, "A", "B")
        again = send(session, colleague, "B", "C", "A", uid="2")
        assert [known.title for known in again.new] == ["Voirie C"]
        assert [known.reference for known in again.known] == ["M-2026-0002", "M-2026-0001"]
        nothing = send(session, colleague, "C", "B", uid="3")
        assert (nothing.programme, nothing.new, len(nothing.known)) == (None, (), 2)
        assert told(session) == 2
        assert len(send(session, other, "A", uid="4").new) == 1
        assert titles_of(session) == ["A", "A", "B", "C"]


def test_only_who_may_announces(database: Database) -> None:
    with database.begin() as session:
        buyer, other = join(session, 7), join(session, 8, organisation="Ville d’Ifs")
        staff = join(session, 9, Role.FACILITATOR, "PLIE", "Fatou")
        for person in (other, join(session, 10, Role.COMPANY), join(session, 11, Role.PRESCRIBER)):
            with pytest.raises(Refused):
                send_programme.send(
                    turn_of(session, person), 2027, contracts("A"), buyer.organisation_id + 100
                )
        send_programme.send(turn_of(session, staff), 2027, contracts("A"), buyer.organisation_id)
        (made,) = session.core.execute(sa.select(PROCUREMENTS)).all()
        assert (made.organisation_id, made.announced_by, made.on_behalf) == (
            buyer.organisation_id,
            staff.id,
            True,
        )


def test_colleagues_at_the_same_moment_make_each_contract_once(database: Database) -> None:
    with database.begin() as session:
        buyers = [join(session, 7 + n) for n in range(4)]
        join(session, 20, Role.FACILITATOR, "PLIE", "Fatou")

    def work(place: int) -> int:
        titles = [chr(ord("A") + n) for n in range(12)]
        with database.begin() as session:
            order = titles if place % 2 else titles[::-1]
            return len(send(session, buyers[place], *order, uid=str(place)).new)

    assert sorted(together(4, work)) == [0, 0, 0, 12]
    with database.begin() as session:
        assert len(titles_of(session)) == 12
        assert told(session) == 1


def test_the_index_refuses_a_second_one_whatever_the_code_does(database: Database) -> None:
    with database.begin() as session:
        buyer = join(session, 7)
        send(session, buyer, "A")
        line = session.core.execute(sa.select(PROCUREMENTS)).one()._asdict()
    again = {name: value for name, value in line.items() if name != "id"} | {"reference": "M-9", "uid": "x"}
    with database.begin() as session:
        statement = sa.insert(PROCUREMENTS).values(**again)
        with pytest.raises(sa.exc.IntegrityError):
            session.core.execute(statement)
        session.core.rollback()


def test_a_step_that_fails_leaves_nothing(database: Database) -> None:
    with database.begin() as session:
        buyer = join(session, 7)
    with undone(database) as session:
        send(session, buyer, "A", "B")
    with database.begin() as session:
        assert titles_of(session) == []
        assert len(send(session, buyer, "A", "B").new) == 2


numbers = itertools.count(100)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wanted=st.sets(st.sampled_from("ABCDEF"), min_size=1).map(sorted),
    sendings=st.lists(st.tuples(st.integers(0, 1), st.lists(st.integers(0, 5), min_size=1)), max_size=8),
)
def test_any_order_split_and_repetition_end_with_the_same_contracts(
    on_sqlite: Database, wanted: list[str], sendings: list[tuple[int, list[int]]]
) -> None:
    number = next(numbers)
    with on_sqlite.begin() as session:
        buyers = [join(session, 10 * number + n, organisation=f"Ville {number}") for n in range(2)]
    everything = (0, list(range(6)))
    made: list[str] = []
    for place, (who, picked) in enumerate([*sendings, everything]):
        titles = [wanted[at % len(wanted)] for at in picked]
        with on_sqlite.begin() as session:
            sent = send(session, buyers[who], *titles, uid=f"{number}.{place}")
            assert {known.title for known in (*sent.new, *sent.known)} == {f"Voirie {one}" for one in titles}
            made += [known.title for known in sent.new]
    with on_sqlite.begin() as session:
        assert sorted(made) == [f"Voirie {one}" for one in wanted]
        assert titles_of(session, buyers[0]) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_programme_fits(database: Database, language: str) -> None:
    wild = "<b>&\"'😀" * 30
    with database.begin() as session:
        buyer = join(session, 7, organisation=wild)
        titles = [f"{number} {wild}"[:150] for number in range(200)]
        sent = send(session, buyer, *titles)
        assert sent.programme is not None
        assert len(sent.new) == 200
        many = [Known(known.reference, wild) for known in sent.new]
        for card in (
            told_card(session, sent.programme, language),
            list_card(session, sent.programme, 0, language, staff=True),
            list_card(session, sent.programme, 16, language, staff=False),
            answer_card(Sent(sent.programme, many, many), 200, language),
            answer_card(Sent(None, (), many), 1, language),
        ):
            assert_fits(card)
        assert len(list_card(session, sent.programme, 16, language, staff=False).keyboard) == 9
