"""Organisations found and corrected; what a person has in hand, and handing it over."""

from typing import Any

import pytest
import sqlalchemy as sa
from rows import NOW, join, together
from sqlalchemy.exc import IntegrityError

from bot.store import call_backs, history, holdings, organisations, parameters, people
from bot.store.database import Database, Session
from bot.store.history import Subject
from bot.store.holdings import Holdings
from bot.store.organisations import Work
from bot.store.tables import CallBack, Candidate, Kind, Procurement, Role

CANDIDATES: Any = Candidate.__table__
PROCUREMENTS: Any = Procurement.__table__
CALL_BACKS: Any = CallBack.__table__


def found(session: Session, text: str, most: int = 8) -> list[str]:
    return [one.name for one in organisations.search(session, text, most)]


def test_search_by_name_beginning_or_likeness(database: Database) -> None:
    with database.begin() as session:
        for kind, name in (
            (Kind.BUYER, "Ville de Caen"),
            (Kind.COMPANY, "Bâti Normandie"),
            (Kind.SIAE, "Bâti Insertion"),
            (Kind.COMPANY, "Peinture 100 %"),
            (Kind.BUYER, "Caen la mer"),
        ):
            organisations.find_or_create(session, kind, name, NOW)
        assert found(session, "BATI") == ["Bâti Insertion", "Bâti Normandie"]
        assert found(session, "bati normandie")[0] == "Bâti Normandie"
        assert found(session, "bati normendie")[0] == "Bâti Normandie"
        assert found(session, "peinture 100 %") == ["Peinture 100 %"]
        assert found(session, "%") == found(session, "_") == found(session, " ") == []
        assert found(session, "xyzzy") == []
        assert len(found(session, "bati", 1)) == 1


def test_a_search_stays_within_its_size(database: Database) -> None:
    with database.begin() as session:
        for number in range(30):
            organisations.find_or_create(session, Kind.COMPANY, f"Entreprise {number:02d}", NOW)
        assert found(session, "entreprise") == [f"Entreprise {number:02d}" for number in range(8)]
        assert "Entreprise 17" in found(session, "entrprise 17")


def test_a_name_brings_its_key_and_stays_unique(database: Database) -> None:
    with database.begin() as session:
        first = organisations.find_or_create(session, Kind.COMPANY, "Bati", NOW)
        organisations.find_or_create(session, Kind.COMPANY, "Maçons", NOW)
        organisations.change(session, first.id or 0, name="Bâti Normandie")
        again = organisations.reread(session, first.id or 0)
        assert again is not None
        assert (again.name, again.name_key) == ("Bâti Normandie", "bati normandie")
        assert organisations.reread(session, 4711) is None
    with pytest.raises(IntegrityError), database.begin() as session:
        organisations.change(session, first.id or 0, name="MACONS")


def test_a_siret_names_one_organisation(database: Database) -> None:
    with database.begin() as session:
        first = organisations.find_or_create(session, Kind.COMPANY, "Bâti", NOW)
        other = organisations.find_or_create(session, Kind.SIAE, "Bâti", NOW)
        organisations.change(session, first.id or 0, siret="73282932000074")
        holder = organisations.by_siret(session, "73282932000074")
        assert holder is not None
        assert holder.id == first.id
        assert organisations.work(session, first.id or 0) == Work(0, 0, 0)
    with pytest.raises(IntegrityError), database.begin() as session:
        organisations.change(session, other.id or 0, siret="73282932000074")


def test_people_of_an_organisation_and_colleagues_by_page(database: Database) -> None:
    with database.begin() as session:
        one = join(session, 1, Role.BUYER)
        two = join(session, 2, Role.BUYER)
        three = join(session, 3, Role.BUYER)
        elsewhere = join(session, 4, Role.BUYER, "Ville d’Ifs")
        chief, fac = join(session, 5, Role.COORDINATOR, "PLIE"), join(session, 6, Role.FACILITATOR, "PLIE 2")
        people.change(session, two.id, revoked_at=NOW)
        home = one.organisation_id

        def ids(members: list[people.Member]) -> list[int]:
            return [member.id for member in members]

        assert ids(people.page_of(session, home, 0, 8)) == [one.id, three.id]
        assert ids(people.page_of(session, home, one.id, 8)) == [three.id]
        assert ids(people.page_of(session, home, 0, 1)) == [one.id]
        assert ids(people.page_of(session, home, 0, 8, gone=True)) == [two.id]
        gone = people.get(session, two.id)
        assert ids(people.colleagues(session, gone, 0, 8)) == [one.id, three.id]
        assert ids(people.colleagues(session, one, one.id, 8)) == [three.id]
        assert ids(people.colleagues(session, elsewhere, 0, 8)) == []
        assert ids(people.colleagues(session, fac, 0, 8)) == [chief.id]
        assert ids(people.colleagues(session, chief, 0, 8)) == [fac.id]


def candidate(session: Session, number: int, state: str, **held: int) -> None:
    row = {
        "uid": f"u{number}", "reference": f"C-{number}", "name": b"", "double_key": b"", "birth_year": 1990,
        "sex": "female", "commune": "Caen", "level": 3, "experience": 1, "held": 0, "eligibility": b"",
        "available_on": NOW.date(), "available_as": "", "origin": "plie", "consent_on": NOW.date(),
        "consent_heard_by": 1, "created_by": 1, "created_at": NOW, "state": state, "contacted_on": NOW.date(),
    }  # fmt: skip
    session.core.execute(sa.insert(CANDIDATES).values(**row | held))


def filled(session: Session) -> tuple[int, int]:
    """A leaver with files of every kind, and a colleague."""
    leaver, colleague = join(session, 1, Role.FACILITATOR, "PLIE"), join(session, 2, Role.FACILITATOR, "PLIE")
    for number in range(3):
        row = {
            "uid": f"p{number}", "reference": f"M-{number}", "organisation_id": leaver.organisation_id,
            "announced_by": 1, "on_behalf": False, "announced_at": NOW, "title": "x", "category": "works",
            "commune": "Caen", "start_on": NOW.date(), "start_as": "x", "months": 1,
        }  # fmt: skip
        session.core.execute(sa.insert(PROCUREMENTS).values(**row, examined_by=leaver.id if number else None))
    for number, state in enumerate(("active", "closed", "merged", "anonymised")):
        candidate(session, number, state, adviser_id=leaver.id, proposed_by=leaver.id)
    candidate(session, 9, "active", adviser_id=colleague.id)
    for form in ("offer", "announce"):
        assert call_backs.ask(session, leaver.id, form, NOW)
    assert call_backs.ask(session, colleague.id, "offer", NOW)
    return leaver.id, colleague.id


def moves(session: Session, kind: str, number: int) -> list[tuple[str, int, int, int | None]]:
    found = history.of(session, Subject(kind, number))
    assert all(one.at == NOW for one in found)
    return [(one.field, one.before, one.after, one.person_id) for one in found]


@pytest.mark.parametrize("count", [0, 1, 3, 7])
def test_moves_are_written_batch_by_batch(
    on_sqlite: Database, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(history, "BATCH", 3)
    with on_sqlite.begin() as session:
        person = join(session, 1, Role.FACILITATOR, "PLIE").id
        history.record_moves(session, "candidate", range(1, count + 1), ("adviser", 8, 9), person, NOW)
        for number in range(1, count + 1):
            assert moves(session, "candidate", number) == [("adviser", 8, 9, person)]
        assert moves(session, "candidate", count + 1) == []


def test_everything_in_hand_goes_over_once(database: Database) -> None:
    with database.begin() as session:
        leaver, colleague = filled(session)
        assert holdings.of(session, leaver) == Holdings(2, 2, 2, 2)
        assert holdings.move(session, leaver, colleague, colleague, NOW) == Holdings(2, 2, 2, 1)
        assert holdings.of(session, leaver) == Holdings(0, 0, 0, 1)
        assert holdings.of(session, colleague) == Holdings(2, 3, 2, 2)
        assert not holdings.move(session, leaver, colleague, colleague, NOW)
        assert not Holdings()
        assert [moves(session, "candidate", number) for number in (1, 2, 3)] == [
            [("proposed_by", leaver, colleague, colleague), ("adviser", leaver, colleague, colleague)],
            [("proposed_by", leaver, colleague, colleague), ("adviser", leaver, colleague, colleague)],
            [],
        ]
        examined = [moves(session, holdings.EXAMINED, number) for number in (1, 2, 3)]
        assert examined == [[], *[[("examined_by", leaver, colleague, colleague)]] * 2]
        left = sa.select(sa.func.count()).where(CANDIDATES.c.adviser_id == leaver)
        assert session.core.execute(left).scalar() == 2


def test_a_call_back_made_is_nobodys_file(database: Database) -> None:
    with database.begin() as session:
        person, other = join(session, 1), join(session, 2)
        task = call_backs.ask(session, person.id, "offer", NOW)
        assert task is not None
        assert call_backs.done(session, task.id or 0, other.id, NOW)
        assert not holdings.of(session, person.id)
        assert not holdings.move(session, person.id, other.id, other.id, NOW)


def test_of_two_who_hand_over_at_once_one_moves_each_file(on_postgres: Database) -> None:
    with on_postgres.begin() as session:
        leaver, colleague = filled(session)
        third = join(session, 3, Role.FACILITATOR, "PLIE").id

    def move(turn: int) -> Holdings:
        with on_postgres.begin() as session:
            return holdings.move(session, leaver, (colleague, third)[turn], third, NOW)

    first, second = together(2, move)
    assert first.procurements + second.procurements == 2
    assert first.followed + second.followed == 2
    assert first.proposed + second.proposed == 2


def test_counts_and_moves_use_the_indexes(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        for sql in (
            "SELECT count(*) FROM procurements WHERE examined_by = 1",
            "SELECT count(*) FROM candidates WHERE adviser_id = 1 AND state IN ('active', 'closed')",
            "SELECT count(*) FROM candidates WHERE proposed_by = 1 AND state IN ('active', 'closed')",
            "SELECT count(*) FROM call_backs WHERE person_id = 1 AND done_at IS NULL",
            "SELECT count(*) FROM procurements WHERE organisation_id = 1",
            "SELECT count(*) FROM lots WHERE supplier_id = 1",
            "SELECT count(*) FROM offers WHERE organisation_id = 1",
            "UPDATE procurements SET examined_by = 2 WHERE examined_by = 1",
        ):
            plan = str(session.core.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all())
            assert "SEARCH" in plan, (sql, plan)
            assert "SCAN" not in plan, (sql, plan)


def test_a_figure_gets_its_default_again(database: Database) -> None:
    with database.begin() as session:
        person = join(session, 1, Role.COORDINATOR, "PLIE")
        default = parameters.known()["hourly_cost"].default
        assert not parameters.reset(session, "hourly_cost")
        parameters.change(session, "hourly_cost", default + 2, person.id, NOW)
        assert parameters.get(session, "hourly_cost") == default + 2
        assert parameters.reset(session, "hourly_cost")
        assert parameters.get(session, "hourly_cost") == default


def test_figures_have_numbers_of_their_own() -> None:
    numbers = [parameters.number_of(name) for name in parameters.known()]
    assert len(set(numbers)) == len(numbers)
    assert all(0 < number < 2**31 for number in numbers)
    assert parameters.number_of("effort_rate") == parameters.number_of("effort_rate")
