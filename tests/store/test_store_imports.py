"""Lists taken over: all or nothing, once, whoever does it at the same time."""

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import lists
import pytest
import sqlalchemy as sa
from rows import NOW, join, together
from telegram import Update

from bot.actions import import_list
from bot.dialogue.imports.cards import faults_card, preview_card
from bot.dialogue.imports.checks import check
from bot.dialogue.refusals import Refused
from bot.dialogue.turn import Turn
from bot.reports.imports import reading
from bot.store import (
    anonymise,
    candidate_lists,
    candidates,
    imports,
    organisations,
    people,
    procurements,
    rotation,
)
from bot.store.database import Database, Session
from bot.store.imports import ImportKind, waiting
from bot.store.sealed import Sealer
from bot.store.tables import (
    AuditEntry,
    Candidate,
    CandidateJob,
    Imported,
    ImportFile,
    Kind,
    Lot,
    Organisation,
    Outbox,
    Procurement,
    Role,
    rows_of,
)

TODAY = NOW.date()
SLOW = 8
"""Seconds; on a machine of its own each takes between one and two."""


def turn_of(session: Session, me: Any, uid: str = "u") -> Turn:
    return Turn(session, uid, NOW, ZoneInfo("Europe/Paris"), Update(1), me.telegram_id, me, "fr")


def people_of(session: Session) -> Any:
    """A coordinator; a buyer there is."""
    home = organisations.find_or_create(session, Kind.BUYER, "Ville de Caen", NOW)
    organisations.change(session, home.id or 0, siret=lists.CITY_SIRET)
    return join(session, 1, Role.COORDINATOR, "PLIE", name="Claire Martin")


def every(session: Session, table: Any) -> list[Any]:
    rows = rows_of(table)
    return list(session.core.execute(sa.select(rows).order_by(rows.c.id)))


def count(session: Session, table: Any) -> int:
    return int(session.core.execute(sa.select(sa.func.count()).select_from(rows_of(table))).scalar_one())


def kept(session: Session, me: Any, content: bytes) -> int:
    turn = turn_of(session, me)
    number, _, _ = import_list.keep(turn, reading.read(content, TODAY, "fr"))
    return number


def whole(session: Session, me: Any, content: bytes) -> Any:
    """The file read, kept and imported."""
    return import_list.run(turn_of(session, me), kept(session, me, content))


def faults_of(session: Session, me: Any, content: bytes) -> list[tuple[int, str, str]]:
    _, contents, _ = import_list.keep(turn_of(session, me), reading.read(content, TODAY, "fr"))
    return [(fault.row, fault.column, fault.reason) for fault in contents.faults]


def people_list(*rows: Sequence[Any]) -> bytes:
    return lists.csv(lists.PEOPLE, *rows)


def contract_list(*rows: Sequence[Any]) -> bytes:
    return lists.csv(lists.CONTRACTS, *rows)


def test_candidates_are_whole_files_with_their_consent(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        done = whole(session, me, people_list(lists.person(1), lists.person(2)))
        assert (done.made, done.before, done.refused) == (2, 0, None)
        first = candidates.by_reference(session, "C-2026-0001")
        assert first is not None
        said = candidates.profile(session, first)
        assert said.name == "NOMaaaab Prenomaaaab"
        assert (said.phone, said.birth_year, said.sex) == ("+33610000001", 1966, "male")
        assert (said.jobs, said.eligibility, said.district) == (("F1703",), ("rsa", "district"), True)
        assert (first.consent_on.isoformat(), first.contacted_on.isoformat()) == ("2026-10-12", "2026-10-12")
        assert first.adviser_id is None
        assert [line.reference for line in candidate_lists.search(session, "nomaaaab", 9)] == ["C-2026-0001"]
        assert candidate_lists.doubles(session, said)[0].id == first.id
        jobs = rows_of(CandidateJob)
        assert session.core.execute(sa.select(sa.func.count()).select_from(jobs)).scalar() == 2
        trail = every(session, AuditEntry)
        assert [(row.action, row.subject) for row in trail if row.action.startswith("import")] == [
            ("import", "candidate"), ("import", "candidate"), ("import list", "import")
        ]  # fmt: skip
        assert "NOM" not in " ".join(row.details for row in trail)
        assert candidates.add(session, said, candidates.Filing(me.id, TODAY), NOW).reference == "C-2026-0003"


def test_contracts_come_with_their_lots_and_their_suppliers(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        second = lists.contract(
            1, _3="2", _4="Peinture", _7="100000", _11="", _10="", _12="", _13="", _14="", _15=""
        )
        done = whole(session, me, contract_list(lists.contract(1), second, lists.contract(2)))
        assert (done.made, done.refused) == (2, None)
        [one, two] = every(session, Procurement)
        assert (one.reference, one.title, one.category) == ("M-2026-0001", "Gymnase 1", "works")
        assert (one.examined_by, str(one.start_on), float(one.months)) == (me.id, "2025-09-01", 14)
        lots = [(lot.number, lot.title, lot.state, lot.hours_owed) for lot in every(session, Lot)]
        assert lots == [
            ("1", "Gros œuvre", "awarded", 630),
            ("2", "Peinture", "announced", None),
            ("1", "Gros œuvre", "awarded", 630),
        ]
        [company] = [row for row in every(session, Organisation) if row.kind == Kind.COMPANY]
        assert (company.name, company.siret) == ("Maçonnerie du Bessin", lists.SIRET)
        assert {lot.supplier_id for lot in every(session, Lot)} == {company.id, None}
        assert [str(lot.confirmed_on) for lot in every(session, Lot)] == ["2025-03-12", "None", "2025-03-12"]
        found = procurements.search(session, "gymnase", organisation_id=None, most=9)
        assert {line.id for line in found} == {one.id, two.id}
        assert count(session, Outbox) == 0


def test_companies_are_known_by_their_siret(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        there = organisations.find_or_create(session, Kind.COMPANY, "Peinture Lenoir", NOW)
        organisations.change(session, there.id or 0, siret=lists.OTHER_SIRET)
        content = lists.csv(
            ("Raison sociale", "SIRET"), ("Maçonnerie du Bessin", lists.SIRET), ("Lenoir", lists.OTHER_SIRET)
        )
        done = whole(session, me, content)
        assert (done.made, done.before) == (1, 1)
        again = whole(session, me, content)
        assert (again.made, again.before) == (0, 2)
        wrong = lists.csv(("Raison sociale", "SIRET"), ("Peinture LENOIR", "44306184100005"))
        assert [row[:2] for row in faults_of(session, me, wrong)] == [(2, "SIRET")]


def test_open_data_of_awards(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        without = lists.awarded(
            2, considerationsSociales={"considerationSociale": ["Pas de considération sociale"]}
        )
        services = lists.awarded(
            3, codeCPV="90910000-9", titulaires=[{"id": lists.OTHER_SIRET, "denominationSociale": "Net 14"}]
        )
        content = lists.decp(lists.awarded(1), without, services)
        turn = turn_of(session, me)
        number, contents, checked = import_list.keep(turn, reading.read(content, TODAY, "fr"))
        assert (contents.skipped, len(checked.new), contents.faults) == (1, 2, [])
        import_list.run(turn, number)
        assert [row.category for row in every(session, Procurement)] == ["works", "services"]
        [lot, _] = every(session, Lot)
        assert (lot.state, str(lot.awarded_on), str(lot.confirmed_on)) == (
            "awarded",
            "2025-06-02",
            "2025-06-02",
        )
        assert float(lot.awarded_amount) == 250000.5
        named = {row.name for row in every(session, Organisation) if row.kind == Kind.COMPANY}
        assert named == {"SIRET 732 829 320 00074", "Net 14"}
        older = whole(session, me, lists.decp(lists.awarded(1), services, wrapped=False))
        assert (older.made, older.before) == (0, 2)


def test_twice_is_once_and_what_changed_is_told_not_done(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        assert whole(session, me, people_list(lists.person(1), lists.person(2))).made == 2
        changed = people_list(lists.person(1, _6="Ifs"), lists.person(2), lists.person(3))
        number, _, checked = import_list.keep(turn_of(session, me), reading.read(changed, TODAY, "fr"))
        assert (len(checked.new), checked.unchanged, checked.changed) == (1, 1, ["P-1"])
        assert import_list.run(turn_of(session, me), number).made == 1
        assert [row.commune for row in every(session, Candidate)] == ["Caen"] * 3
        with pytest.raises(Refused, match="already imported"):
            import_list.run(turn_of(session, me), number)
        assert count(session, Imported) == 3


def test_what_is_wrong_keeps_everything_out(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        assert whole(session, me, people_list(lists.person(1))).made == 1
        rows = [
            lists.person(2),
            lists.person(1, _0="P-90"),
            lists.person(4, _3="06 10 00 00 02"),
            lists.person(5, _13="12/10/2023"),
            lists.person(6, _13=""),
        ]
        found = faults_of(session, me, people_list(*rows))
        assert [row[:2] for row in found] == [
            (3, "Nom"), (4, "Téléphone"), (5, "Dernier contact"), (6, "Consentement recueilli le")
        ]  # fmt: skip
        refused = whole(session, me, people_list(*rows)).refused
        assert len(refused.faults) == 4
        assert count(session, Candidate) == 1
        content = contract_list(lists.contract(1, _1="Ville de Nulle-Part"))
        assert [row[:2] for row in faults_of(session, me, content)] == [(2, "Acheteur")]
        assert whole(session, me, content).refused is not None
        assert count(session, Procurement) == 0


def test_another_person_is_imported_when_the_list_says_so(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        whole(session, me, people_list(lists.person(1)))
        headings = (*lists.PEOPLE, "Autre personne", "Référent")
        same = [*lists.person(1, _0="P-91"), "oui", "claire MARTIN"]
        assert whole(session, me, lists.csv(headings, same)).made == 1
        assert every(session, Candidate)[-1].adviser_id == me.id
        stranger = [*lists.person(9), "", "Jean Personne"]
        assert [row[:2] for row in faults_of(session, me, lists.csv(headings, stranger))] == [(2, "Référent")]


def test_what_came_meanwhile_is_seen_before_anything_is_made(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        number = kept(session, me, people_list(lists.person(1), lists.person(2)))
        filed = [record.said for record in reading.read(people_list(lists.person(2)), TODAY, "fr").records]
        assert whole(session, me, people_list(lists.person(2, _0="P-99"))).made == 1
        done = import_list.run(turn_of(session, me), number)
        assert done.refused is not None
        assert [fault.row for fault in done.refused.faults] == [3]
        assert filed[0]["name"] in [fault.cell for fault in done.refused.faults]
        assert count(session, Candidate) == 1


def test_a_list_that_was_sound_has_no_file_of_errors(database: Database) -> None:
    """Its rows were not kept: there would be nothing in it."""
    with database.begin() as session:
        me = people_of(session)
        number = kept(session, me, people_list(lists.person(1), lists.person(2)))
        assert whole(session, me, people_list(lists.person(2, _0="P-99"))).made == 1
        assert import_list.run(turn_of(session, me), number).refused is not None
        turn = turn_of(session, me)
        contents = import_list.waits(turn, number)
        cards = (
            preview_card(number, contents, check(turn, contents), "fr"),
            faults_card(number, contents, 0, "fr"),
        )
        said = [button.data for card in cards for row in card.keyboard for button in row]
        assert f"import-faults:{number}:0" in said
        assert f"import-file:{number}" not in said


def test_only_a_coordinator_and_only_its_own_file(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        number = kept(session, me, people_list(lists.person(1)))
        other = join(session, 2, Role.COORDINATOR, "PLIE", name="Carole Petit")
        helper = join(session, 3, Role.FACILITATOR, "PLIE", name="Fatou Diallo")
        with pytest.raises(Refused, match="waits no more"):
            import_list.run(turn_of(session, other), number)
        for do in (import_list.run, import_list.waits, import_list.drop):
            with pytest.raises(Refused, match="right"):
                do(turn_of(session, helper), number)
        import_list.drop(turn_of(session, me), number)
        with pytest.raises(Refused, match="waits no more"):
            import_list.run(turn_of(session, me), number)
        assert count(session, Candidate) == 0


def test_two_coordinators_at_once_import_once(on_postgres: Database) -> None:
    with on_postgres.begin() as session:
        people_of(session)
        mine = [
            join(session, 10 + place, Role.COORDINATOR, "PLIE", name=f"Anne {place}") for place in range(4)
        ]
        content = people_list(*(lists.person(number) for number in range(1, 30)))
        numbers = [kept(session, me, content) for me in mine]

    def run(place: int) -> int:
        with on_postgres.begin() as session:
            return int(import_list.run(turn_of(session, mine[place], f"u{place}"), numbers[place]).made)

    assert sorted(together(4, run)) == [0, 0, 0, 29]
    with on_postgres.begin() as session:
        assert count(session, Candidate) == count(session, Imported) == 29


def test_a_kill_in_between_leaves_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.begin() as session:
        me = people_of(session)
        number = kept(session, me, people_list(lists.person(1)))

    def dying(*_arguments: Any, **_more: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(imports, "remember", dying)
        with pytest.raises(KeyboardInterrupt), database.begin() as session:
            import_list.run(turn_of(session, me), number)
    with database.begin() as session:
        assert count(session, Candidate) == count(session, Imported) == 0
        assert import_list.run(turn_of(session, me), number).made == 1


def test_who_was_erased_is_not_brought_back(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        whole(session, me, people_list(lists.person(1), lists.person(2)))
        waits = kept(session, me, people_list(lists.person(1, _6="Ifs")))
        [first, _] = every(session, Candidate)
        assert anonymise.people(session, [first.id], NOW) == [[first.id]]
        assert every(session, Imported)[0].content is None
        with pytest.raises(Refused):
            import_list.waits(turn_of(session, me), waits)
        again = whole(session, me, people_list(lists.person(1), lists.person(2)))
        assert (again.made, again.before) == (0, 2)


def test_a_list_nobody_decides_about_goes_after_a_day(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        kept(session, me, people_list(lists.person(1)))
        assert waiting.purge(session, NOW) == 0
        assert waiting.purge(session, NOW + waiting.LIFETIME) == 1
        assert count(session, ImportFile) == 0


def test_nothing_of_a_list_is_readable_in_the_database(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        me = people_of(session)
        kept(session, me, people_list(lists.person(1)))
        whole(session, me, people_list(lists.person(2)))
    folder = Path(str(on_sqlite.url.database)).parent
    stored = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert b"Ville de Caen" in stored
    for secret in (b"NOMaaaab", b"NOMaaaac", b"nomaaaac", b"610000001", b"610000002"):
        assert secret not in stored


def test_a_new_secret_key_forgets_nothing(database: Database) -> None:
    content = people_list(lists.person(1), lists.person(2))
    url = database.url.render_as_string(hide_password=False)
    old, new = bytes(range(32)), bytes(range(1, 33))
    with database.begin() as session:
        me = people_of(session)
        waits = kept(session, me, content)
        whole(session, me, content)
    with closing(Database(url, Sealer([new, old]))) as both:
        with both.begin() as session:
            assert whole(session, me, content).before == 2
        rotation.reseal(both)
    with closing(Database(url, Sealer([new]))) as renewed, renewed.begin() as session:
        mine = people.get(session, me.id)
        assert len(import_list.waits(turn_of(session, mine), waits).records) == 2
        assert (again := whole(session, mine, content)).made == 0, again


@pytest.mark.parametrize("kind", [ImportKind.CANDIDATE, ImportKind.PROCUREMENT])
def test_five_thousand_rows_do_not_keep_the_others_waiting(on_sqlite: Database, kind: ImportKind) -> None:
    """Reading and importing are steps of their own: each is a wait for the others."""
    if kind is ImportKind.CANDIDATE:
        content = people_list(*(lists.person(number) for number in range(1, 5001)))
    else:
        content = contract_list(*(lists.contract(number) for number in range(1, 5001)))
    with on_sqlite.begin() as session:
        me = people_of(session)
    started = time.perf_counter()
    with on_sqlite.begin() as session:
        number = kept(session, me, content)
    read = time.perf_counter() - started
    started = time.perf_counter()
    with on_sqlite.begin() as session:
        assert import_list.run(turn_of(session, me), number).made == 5000
    imported = time.perf_counter() - started
    assert read < SLOW
    assert imported < SLOW


@pytest.mark.parametrize(
    ("changes", "made"),
    [
        (({}, {"_13": ""}), [("Maçonnerie du Bessin", lists.SIRET)]),
        (({"_13": ""}, {}), [("Maçonnerie du Bessin", lists.SIRET)]),
        (({"_13": ""}, {"_13": "", "_12": "MACONNERIE DU BESSIN"}), [("Maçonnerie du Bessin", None)]),
        (({}, {"_12": "Bessin Construction"}), [("Maçonnerie du Bessin", lists.SIRET)]),
        (({"_12": ""}, {}), [("SIRET 732 829 320 00074", lists.SIRET)]),
        (
            ({}, {"_12": "Toitures", "_13": lists.OTHER_SIRET}),
            [("Maçonnerie du Bessin", lists.SIRET), ("Toitures", lists.OTHER_SIRET)],
        ),
    ],
)
def test_a_supplier_is_made_once_however_rows_name_it(
    database: Database, changes: Any, made: list[tuple[str, str | None]]
) -> None:
    with database.begin() as session:
        me = people_of(session)
        rows = [lists.contract(number, **said) for number, said in enumerate(changes, 1)]
        assert whole(session, me, contract_list(*rows)).made == 2
        found = [row for row in every(session, Organisation) if row.kind == Kind.COMPANY]
        assert [(row.name, row.siret) for row in found] == made
        suppliers = [lot.supplier_id for lot in every(session, Lot)]
        assert suppliers == [found[0].id, found[-1].id]


def test_one_name_with_two_sirets_is_said_on_the_row_of_its_lot(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        rows = [
            lists.contract(1),
            lists.contract(1, _3="2", _12="MACONNERIE DU BESSIN", _13=lists.OTHER_SIRET),
            lists.contract(1, _3="3", _13=lists.CITY_SIRET),
        ]
        wrong = [(row, column) for row, column, _ in faults_of(session, me, contract_list(*rows))]
        assert wrong == [(3, "SIRET attributaire"), (4, "SIRET attributaire")]
        names = lists.csv(("Nom", "SIRET"), ("Maçonnerie", lists.SIRET), ("MACONNERIE", lists.OTHER_SIRET))
        assert [row[:2] for row in faults_of(session, me, names)] == [(3, "SIRET")]


def test_a_lot_added_to_a_contract_that_is_there_is_told_not_done(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        assert whole(session, me, contract_list(lists.contract(1))).made == 1
        more = contract_list(lists.contract(1), lists.contract(1, _3="2"), lists.contract(2))
        number, _, checked = import_list.keep(turn_of(session, me), reading.read(more, TODAY, "fr"))
        assert (len(checked.new), checked.unchanged, checked.changed) == (1, 0, ["2025-1"])
        assert import_list.run(turn_of(session, me), number).made == 1
        assert count(session, Lot) == 2
