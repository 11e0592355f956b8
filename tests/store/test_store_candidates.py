"""Candidates: sealed, found by blind keys, and in step with what matching reads."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from rows import NOW, join, together
from seekers import PHONE, filed, seeker

from bot.store import candidate_lists, candidate_merges, candidates, notes
from bot.store.candidate_index import found_by, name_words
from bot.store.database import Database, Session
from bot.store.procurements import Period
from bot.store.tables import Candidate, CandidateJob, CandidateState, Origin, Role

JOBS: Any = CandidateJob.__table__
FILES: Any = Candidate.__table__
LATER = date(2027, 1, 4)


def staff(session: Session, telegram_id: int = 1) -> int:
    return join(session, telegram_id, Role.FACILITATOR, "PLIE").id


def job_rows(session: Session, candidate: Candidate) -> list[Any]:
    query = sa.select(JOBS).where(JOBS.c.candidate_id == candidate.id).order_by(JOBS.c.place)
    return list(session.core.execute(query))


def found(session: Session, text: str) -> list[str]:
    return [line.reference for line in candidate_lists.search(session, text, 9)]


def test_a_file_holds_what_was_said(database: Database) -> None:
    with database.begin() as session:
        made = filed(session, staff(session), NOW)
        number = made.id or 0
        assert made.reference == "C-2026-0001"
    with database.begin() as session:
        candidate = candidates.get(session, number)
        assert candidate is not None
        assert candidates.profile(session, candidate) == seeker()
        assert candidate.state == CandidateState.ACTIVE
        assert candidate.consent_on == NOW.date()
        assert candidates.by_reference(session, "C-2026-0001") is candidate
        assert candidates.get(session, number + 1) is None


@pytest.mark.parametrize("phone", [None, PHONE])
@pytest.mark.parametrize("district", [None, True, False])
def test_what_may_be_unknown(database: Database, phone: str | None, district: bool | None) -> None:
    with database.begin() as session:
        said = seeker(phone=phone, district=district)
        candidate = filed(session, staff(session), NOW, phone=phone, district=district)
        assert candidates.profile(session, candidate) == said


def test_nothing_personal_is_readable(database: Database) -> None:
    with database.begin() as session:
        filed(session, staff(session), NOW)
        columns = [
            value
            for table in ("candidates", "candidate_words", "candidate_jobs")
            for row in session.core.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608
            for value in row
        ]
    dump = b" ".join(value if isinstance(value, bytes) else str(value).encode() for value in columns)
    assert b"Caen" in dump
    for canary in ("DUPONT", "dupont", "Marie", "marie", "612345678", "rsa", "senior"):
        assert canary.encode() not in dump


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("DUPONT Marie", ["dupont", "MARIE", "marie dupont", "Dupont, Marie", "  dupont  "]),
        (
            "LE GOFF Jean-Pierre",
            ["jean pierre", "jean-pierre", "jeanpierre", "le goff", "pierre goff", "Jean–Pierre"],
        ),
        ("D’ALMEIDA José", ["d'almeida", "dalmeida", "almeida", "d almeida", "jose", "D’Almeida"]),
        ("ŒUVRARD Françoise", ["oeuvrard", "Œuvrard", "francoise"]),
        ("Łukasz NOWAK", ["lukasz", "ŁUKASZ nowak"]),
        ("محمد علي", ["محمد", "علي محمد"]),
    ],
)
def test_a_file_is_found_by_whole_words(database: Database, name: str, typed: list[str]) -> None:
    with database.begin() as session:
        filed(session, staff(session), NOW, name=name)
        for text in typed:
            assert found(session, text) == ["C-2026-0001"], typed.index(text)


@pytest.mark.parametrize("typed", ["dupon", "marie durand", "", "  ", "-", "pont", "dupont marie x", "1978"])
def test_others_are_not_found(database: Database, typed: str) -> None:
    with database.begin() as session:
        filed(session, staff(session), NOW)
        assert found(session, typed) == []


@given(st.text(max_size=60))
def test_a_name_is_found_by_its_own_words(name: str) -> None:
    assert set(name_words(name)) <= set(found_by(name))
    assert name_words(name.upper().lower()) == name_words(name.lower().upper().lower())
    assert all(word and " " not in word for word in found_by(name))


def test_a_correction_is_found_by_the_new_words_only(database: Database) -> None:
    with database.begin() as session:
        candidate = filed(session, staff(session), NOW)
        changed = candidates.change(session, candidate, seeker(name="MARTINEAU Marie"), NOW.date())
        assert changed is candidate
        assert found(session, "martineau") == ["C-2026-0001"]
        assert found(session, "dupont") == []
        assert found(session, "marie") == ["C-2026-0001"]


def test_lists_are_paged_newest_first(database: Database) -> None:
    with database.begin() as session:
        me, other = staff(session), staff(session, 2)
        for number in range(20):
            filed(session, me if number % 2 else other, NOW, phone=None)
        candidates.move(session, 20, CandidateState.ACTIVE, CandidateState.CLOSED)
        every = candidate_lists.page(session, adviser_id=None, before=None, size=8)
        assert [line.id for line in every] == list(range(19, 11, -1))
        following = candidate_lists.page(session, adviser_id=None, before=12, size=20)
        assert [line.id for line in following] == list(range(11, 0, -1))
        mine = candidate_lists.page(session, adviser_id=me, before=10, size=3)
        assert [line.id for line in mine] == [8, 6, 4]
        assert [len(candidate_lists.search(session, "dupont", size)) for size in (3, 30)] == [3, 20]


@pytest.mark.parametrize(
    ("changes", "double"),
    [
        ({"name": "Marie Dupont", "phone": None}, True),
        ({"name": "marie DUPÔNT", "phone": "+33700000000"}, True),
        ({"name": "Autre Personne", "birth_year": 1990}, True),
        ({"name": "Marie Dupont", "birth_year": 1979, "phone": None}, False),
        ({"name": "Marie Anne Dupont", "phone": None}, False),
    ],
)
def test_doubles(database: Database, changes: dict[str, Any], double: bool) -> None:
    with database.begin() as session:
        candidate = filed(session, staff(session), NOW)
        lines = candidate_lists.doubles(session, seeker(**changes))
        assert [line.id for line in lines] == ([candidate.id] if double else [])


def test_rows_for_matching_say_what_the_file_says(database: Database) -> None:
    with database.begin() as session:
        candidate = filed(session, staff(session), NOW)
        assert [(row.job, row.job_prefix, row.place, row.plie) for row in job_rows(session, candidate)] == [
            ("F1703", "F17", 0, True),
            ("F1606", "F16", 1, True),
        ]
        said = seeker(
            jobs=("N1105",), origin=Origin.ANPE, level=5, held=7, commune="Ifs", experience=9,
            available=Period(LATER, f"{LATER}/day"),
        )  # fmt: skip
        candidates.change(session, candidate, said, NOW.date())
        candidates.referred(session, candidate.id or 0, LATER)
        [row] = job_rows(session, candidate)
        assert (row.job, row.plie, row.level, row.held, row.commune) == ("N1105", False, 5, 7, "Ifs")
        assert (row.experience, row.available_on, row.referred_on) == (9, LATER, LATER)


def test_a_closed_file_is_not_matched_and_forgets_nothing(database: Database) -> None:
    with database.begin() as session:
        candidate = filed(session, staff(session), NOW)
        number, active, closed = candidate.id or 0, CandidateState.ACTIVE, CandidateState.CLOSED
        assert candidates.move(session, number, active, closed)
        assert not candidates.move(session, number, active, closed)
        assert job_rows(session, candidate) == []
        assert candidates.profile(session, candidate) == seeker()
        assert found(session, "dupont") == ["C-2026-0001"]
        candidates.change(session, candidate, seeker(experience=6), NOW.date())
        assert job_rows(session, candidate) == []
        assert candidates.move(session, number, closed, active)
        assert [row.experience for row in job_rows(session, candidate)] == [6, 6]


def test_the_adviser_changes_only_from_who_was_seen(database: Database) -> None:
    with database.begin() as session:
        one, two, three = (staff(session, number) for number in (1, 2, 3))
        number = filed(session, one, NOW).id or 0
        assert candidates.follow(session, number, one, two)
        assert not candidates.follow(session, number, one, three)
        assert not candidates.follow(session, number, None, three)
        candidate = candidates.get(session, number)
        assert candidate is not None
        assert candidate.adviser_id == two


def test_merging_keeps_the_survivor_and_leads_to_it(database: Database) -> None:
    with database.begin() as session:
        me = staff(session)
        kept = filed(session, me, NOW, phone=None)
        other = filed(session, me, NOW, name="DUPOND Maria", jobs=("N1105", "F1703", "K2204"), experience=1)
        notes.add(session, "candidate", other.id or 0, me, "appeler le matin", NOW)
        candidates.referred(session, other.id or 0, LATER)
        merged = candidate_merges.merge(session, kept.id or 0, other.id or 0)
        assert merged is kept
        said = candidates.profile(session, merged)
        assert said == seeker(jobs=("F1703", "F1606", "N1105"))
        assert merged.referred_on == LATER
        assert (other.state, other.merged_into) == (CandidateState.MERGED, kept.id)
        assert job_rows(session, other) == []
        assert [row.job for row in job_rows(session, merged)] == list(said.jobs)
        assert [note.text for note in notes.of(session, "candidate", kept.id or 0)] == ["appeler le matin"]
        for text in ("dupont marie", "dupond maria", "dupond"):
            assert found(session, text) == [kept.reference]
        assert [
            line.id for line in candidate_lists.doubles(session, seeker(name="X Y", birth_year=2000))
        ] == [kept.id]
        assert [line.id for line in candidate_lists.page(session, adviser_id=None, before=None, size=9)] == [
            kept.id
        ]


def test_a_merged_file_is_not_merged_again_and_the_chain_stays_short(database: Database) -> None:
    with database.begin() as session:
        me = staff(session)
        one, two, three = (filed(session, me, NOW, phone=None, name=f"Nom{letter} Pre") for letter in "abc")
        numbers = [file.id or 0 for file in (one, two, three)]
        assert candidate_merges.merge(session, numbers[1], numbers[0]) is not None
        for kept, other in ((1, 0), (0, 1), (0, 2), (1, 1)):
            assert candidate_merges.merge(session, numbers[kept], numbers[other]) is None
        assert candidate_merges.merge(session, numbers[2], 999) is None
        assert candidate_merges.merge(session, numbers[2], numbers[1]) is not None
        assert found(session, "noma") == [three.reference]
        first = candidates.get(session, numbers[0])
        assert first is not None
        assert first.merged_into == numbers[2]


def test_two_who_merge_crosswise_do_not_both_win(database: Database) -> None:
    with database.begin() as session:
        me = staff(session)
        pair = [filed(session, me, NOW, phone=None, name=f"Nom{letter} Pre").id or 0 for letter in "ab"]

    def merge(turn: int) -> bool:
        with database.begin() as session:
            return candidate_merges.merge(session, pair[turn], pair[1 - turn]) is not None

    assert sorted(together(2, merge)) == [False, True]
    with database.begin() as session:
        assert len(session.core.execute(sa.select(FILES).where(FILES.c.state == "active")).all()) == 1


@pytest.mark.parametrize("text", ["dupont", "marie dupont"])
def test_a_search_and_the_pages_use_their_indexes(on_sqlite: Database, text: str) -> None:
    plans = []
    with on_sqlite.begin() as session:

        def plan(_c: Any, cursor: Any, statement: str, values: Any, *_more: Any) -> None:
            if statement.startswith("SELECT"):
                rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
                plans.extend(row[3] for row in rows)

        sa.event.listen(session.core, "before_cursor_execute", plan)
        candidate_lists.search(session, text, 9)
        candidate_lists.page(session, adviser_id=None, before=99, size=9)
        candidate_lists.page(session, adviser_id=3, before=99, size=9)
        candidate_lists.doubles(session, seeker())
    assert len(plans) > 5
    assert [step for step in plans if step.startswith("SCAN candidate")] == []
