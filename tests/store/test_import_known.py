"""What a record is known by, and what looks like it without being known."""

import time
from datetime import date
from decimal import Decimal
from typing import Any

import lists
import pytest
import sqlalchemy as sa
from rows import NOW
from test_store_imports import (
    contract_list,
    count,
    faults_of,
    people_list,
    people_of,
    turn_of,
    whole,
)

from bot.actions import import_list
from bot.dialogue.imports.cards import preview_card
from bot.dialogue.imports.checks import Checked
from bot.reports.imports import reading
from bot.store import candidates, organisations
from bot.store.database import Database, Session
from bot.store.imports import alike
from bot.store.tables import Candidate, Kind, Lot, Procurement, rows_of

DECP_ID = "2025000100"
SAME = {"_0": DECP_ID, "_2": "Rénovation de l’école 1", "_7": "250000,50", "_15": "250000,50"}
"""The first contract of `lists.awarded` in a list."""


def checked(session: Session, me: Any, content: bytes) -> tuple[Checked, str]:
    """What would become of a file, and what is said of it."""
    turn = turn_of(session, me)
    number, contents, found = import_list.keep(turn, reading.read(content, NOW.date(), "fr"))
    return found, preview_card(number, contents, found, "fr").text.unescape().replace("\u00a0", " ")


def desk(session: Session) -> Any:
    me = people_of(session)
    organisations.find_or_create(session, Kind.BUYER, "Ville d’Ifs", NOW)
    return me


@pytest.mark.parametrize("order", [1, -1])
def test_a_contract_is_the_same_from_a_list_and_from_open_data(database: Database, order: int) -> None:
    with database.begin() as session:
        me = desk(session)
        files = [contract_list(lists.contract(1, **SAME)), lists.decp(lists.awarded(1))]
        first, second = files[::order]
        assert whole(session, me, first).made == 1
        found, told = checked(session, me, second)
        assert (found.new, len(found.changed)) == ([], 1)
        assert DECP_ID in told
        assert whole(session, me, second).made == 0
        assert count(session, Procurement) == 1


def test_two_buyers_have_each_their_references(database: Database) -> None:
    with database.begin() as session:
        me = desk(session)
        one = lists.contract(1, _0="2026-01")
        other = lists.contract(2, _0="2026-01", _1="Ville d’Ifs", _2="École de musique")
        assert whole(session, me, contract_list(one)).made == 1
        assert whole(session, me, contract_list(other)).made == 1
        third, fourth = lists.contract(3, _0="2026-02"), lists.contract(4, _0="2026-02", _1="Ville d’Ifs")
        assert whole(session, me, contract_list(third, fourth)).made == 2
        found, told = checked(session, me, contract_list(one, other, third, fourth))
        assert (found.new, found.unchanged, found.changed) == ([], 4, [])
        found, told = checked(session, me, contract_list(lists.contract(1, _0="2026-01", _2="Autre")))
        assert found.changed == ["2026-01"]
        assert told.count("2026-01") == 1


def test_a_buyer_written_in_two_ways_is_one(database: Database) -> None:
    with database.begin() as session:
        me = desk(session)
        rows = [lists.contract(1, _0="A-1"), lists.contract(1, _1=lists.CITY_SIRET, _0=" a-1 ", _3="2")]
        assert [row[:2] for row in faults_of(session, me, contract_list(*rows))] == [(3, "Acheteur")]
        assert whole(session, me, contract_list(*rows)).refused is not None
        assert whole(session, me, contract_list(rows[0])).made == 1
        found, _ = checked(session, me, contract_list(*rows))
        assert (found.new, found.unchanged, found.changed) == ([], 1, ["a-1"])


def test_the_number_of_somebody_else_is_said(database: Database) -> None:
    with database.begin() as session:
        me = desk(session)
        assert whole(session, me, people_list(lists.person(1, _0="1"), lists.person(2, _0="2"))).made == 2
        theirs = [lists.person(place + 10, _0=str(place), _12="Mission Locale") for place in (1, 2, 3)]
        assert [row[:2] for row in faults_of(session, me, people_list(*theirs))] == [
            (2, "N° de dossier"),
            (3, "N° de dossier"),
        ]
        found, told = checked(session, me, people_list(*theirs))
        assert (len(found.new), found.unchanged, found.changed) == (1, 0, [])
        assert "C-2026-0001" in told
        assert "ML-1" in told
        assert whole(session, me, people_list(*theirs)).refused is not None
        assert count(session, Candidate) == 2


@pytest.mark.parametrize(
    "changes",
    [{"_4": "12/03/1980"}, {"_1": "Autrenom"}, {"_6": "Ifs"}, {"_1": "Prenomaaaab", "_2": "NOMaaaab"}],
)
def test_a_person_whose_file_was_corrected_is_the_same(database: Database, changes: dict[str, str]) -> None:
    with database.begin() as session:
        me = desk(session)
        whole(session, me, people_list(lists.person(1)))
        found, _ = checked(session, me, people_list(lists.person(1, **changes)))
        assert (found.new, found.faults) == ([], [])
        assert found.unchanged + len(found.changed) == 1


def test_who_is_in_a_file_now_counts(database: Database) -> None:
    """What was corrected in Clausette since the import, not what the list said then."""
    with database.begin() as session:
        me = desk(session)
        whole(session, me, people_list(lists.person(1)))
        file = candidates.by_reference(session, "C-2026-0001")
        assert file is not None
        said = reading.read(people_list(lists.person(2)), NOW.date(), "fr").records[0].said
        profile = candidates.profile(session, file)
        changed = type(profile)(**{
            name: getattr(profile, name) for name in profile.__dataclass_fields__
        } | {"name": said["name"], "birth_year": said["birth_year"]})  # fmt: skip
        candidates.change(session, file, changed, NOW.date())
        found, _ = checked(session, me, people_list(lists.person(2, _0="P-1", _3="")))
        assert (found.faults, found.changed) == ([], ["P-1"])


def test_a_contract_that_looks_like_one_that_is_there_is_said(database: Database) -> None:
    with database.begin() as session:
        me = desk(session)
        assert whole(session, me, contract_list(lists.contract(1), lists.contract(2))).made == 2
        under = lists.contract(1, _0="A-9"), lists.contract(3, _0="A-10"), lists.contract(4, _15="1000000")
        found, told = checked(session, me, contract_list(*under))
        assert found.alike == {"A-9": "M-2026-0001", "A-10": "M-2026-0001"}
        assert "2 marchés ressemblent à des marchés déjà là" in told
        assert "A-9 (M-2026-0001), A-10 (M-2026-0001)" in told
        assert found.twins == {}
        assert whole(session, me, contract_list(*under)).made == 3
        session.core.execute(sa.update(rows_of(Lot)).values(state="cancelled"))
        found, told = checked(session, me, contract_list(lists.contract(5)))
        assert found.alike == {}
        assert "ressemble" not in told


@pytest.mark.parametrize(
    "changes",
    [
        {"_1": "Ville d’Ifs"},
        {"_12": "Autre", "_13": lists.OTHER_SIRET},
        {"_14": "03/06/2025"},
        {"_15": "437500,01"},
        {"_12": "", "_13": "", "_14": "", "_15": ""},
    ],
)
def test_another_buyer_supplier_day_or_amount_makes_another_contract(
    database: Database, changes: dict[str, str]
) -> None:
    with database.begin() as session:
        me = desk(session)
        assert whole(session, me, contract_list(lists.contract(1))).made == 1
        found, _ = checked(
            session, me, contract_list(lists.contract(2, **changes), lists.contract(1, _3="2"))
        )
        assert (found.alike, found.twins) == ({}, {})


def test_contracts_of_a_file_that_look_alike_are_said(database: Database) -> None:
    """The same contract published under two numbers: that of 2019, that of 2022."""
    with database.begin() as session:
        me = desk(session)
        found, told = checked(
            session, me, lists.decp(lists.awarded(1, id="20250001"), lists.awarded(1, id="2025000100"))
        )
        assert list(found.twins.values()) == [f"{lists.CITY_SIRET}/20250001"]
        assert "1 marché de ce fichier ressemble à un autre" in told
        lots = contract_list(lists.contract(1), lists.contract(1, _3="2"))
        assert checked(session, me, lots)[0].twins == {}


def test_what_was_entered_in_the_chat_is_seen(database: Database) -> None:
    """A lot whose award was recorded on its card has no row in the list of imports."""
    with database.begin() as session:
        me = desk(session)
        whole(session, me, contract_list(lists.contract(1)))
        session.core.execute(sa.text("DELETE FROM imported"))
        found, _ = checked(session, me, contract_list(lists.contract(1)))
        assert found.alike == {"2025-1": "M-2026-0001"}


def test_one_look_for_the_whole_file_by_the_index(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        me = desk(session)
        rows = [lists.contract(number, _12=f"Société {number}", _13="") for number in range(1, 1201)]
        assert whole(session, me, contract_list(*rows)).made == 1200
        again = [lists.contract(number, _0=f"B-{number}", _12=f"Société {number}", _13="")
                 for number in range(1, 1201)]  # fmt: skip
        asked: list[str] = []
        sa.event.listen(session.core, "before_cursor_execute", lambda *said: asked.append(said[2]))
        started = time.perf_counter()
        found, _ = checked(session, me, contract_list(*again))
        assert time.perf_counter() - started < 5
        assert len(found.alike) == 1200
        looks = [text for text in asked if "awarded_on BETWEEN" in text]
        assert len(looks) == 1
        query = alike.query([1, 2, 3], date(2025, 1, 1), date(2026, 1, 1))
        text = str(query.compile(session.core.engine, compile_kwargs={"literal_binds": True}))
        plan = [str(row[-1]) for row in session.core.execute(sa.text(f"EXPLAIN QUERY PLAN {text}"))]
        assert not [step for step in plan if step.startswith("SCAN")], plan
        assert any("ix_lots_supplier_id" in step for step in plan), plan


def test_amounts_are_compared_as_amounts() -> None:
    assert alike.Award(1, 2, date(2025, 1, 1), Decimal("250000.5")) == alike.Award(
        1, 2, date(2025, 1, 1), Decimal("250000.50")
    )
