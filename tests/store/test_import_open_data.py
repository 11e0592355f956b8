"""Open data taken over: what Clausette writes comes back the same, and so does what became of a contract."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import lists
import pytest
import sqlalchemy as sa
from rows import NOW
from test_store_imports import contract_list, count, every, faults_of, kept, people_of, turn_of, whole

from bot.actions import import_list
from bot.reports.imports import reading
from bot.reports.indicators import decp
from bot.rules.period import Period
from bot.store import amendments, organisations
from bot.store.database import Database, Session
from bot.store.imports import before
from bot.store.indicators.scope import Asked
from bot.store.tables import Amendment, Imported, Kind, Lot, Organisation, Procurement, rows_of

PARIS = ZoneInfo("Europe/Paris")
EVER = Asked(Period(date(1990, 1, 1), date(2026, 11, 22)), PARIS)
AWKWARD = [
    "=1+1",
    "Gymnase ; toiture",
    "x;=1+1",
    "'=1+1",
    '"Les Rives", tranche 2',
    "-2 logements",
    "007",
    "CDL",
    "Œuvre d’art à l’école n° 3 – façade",
    "É" * 200,
]


def desk(session: Session) -> Any:
    """A coordinator, a buyer with a SIRET and one without."""
    me = people_of(session)
    organisations.find_or_create(session, Kind.BUYER, "Ville d’Ifs", NOW)
    return me


def exported(session: Session) -> bytes:
    return decp.text(session, EVER).encode("utf-8-sig")


def told(content: bytes) -> list[tuple[tuple[str, str], dict[str, str]]]:
    """The rows of open data, the reference of the contract apart from the number of the lot."""
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))
    return [(_named(row.pop("id")), row) for row in rows]


def _named(called: str) -> tuple[str, str]:
    reference, number = called[:11], called[12:]
    return reference, number


def lay(session: Session, me: Any) -> None:
    """Contracts of every make, awarded."""
    first = [
        lists.contract(1),
        lists.contract(1, _3="2 bis", _4="Peinture", _14="15/07/2025", _15="99 999,99"),
        lists.contract(2, _1="Ville d’Ifs", _5="Services", _6="Rouen", _9="2,5", _12="Net 14", _13=""),
        lists.contract(3, _5="Fournitures", _7="", _10="01/01/2024", _14="29/02/2024", _15="12"),
    ]
    first[3][11] = ""
    assert whole(session, me, contract_list(*first)).refused is None
    named = [
        lists.contract(
            10 + place, _2=title if len(title) > 40 else f"titre {place}", _12=f"Société {place}", _13=""
        )
        for place, title in enumerate(AWKWARD)
    ]
    assert whole(session, me, contract_list(*named)).refused is None
    for place, title in enumerate(AWKWARD):
        for table, column in ((Procurement, "title"), (Lot, "title"), (Organisation, "name")):
            rows = rows_of(table)
            here = rows.c[column] == (f"Société {place}" if table is Organisation else f"titre {place}")
            keyed = {"name_key": organisations.name_key(title)} if table is Organisation else {}
            session.core.execute(sa.update(rows).where(here).values({column: title, **keyed}))


def test_what_clausette_writes_comes_back_the_same(database: Database, on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        lay(session, desk(session))
        content = exported(session)
    assert len(told(content)) == 4 + len(AWKWARD)
    with database.begin() as session:
        me = desk(session)
        done = whole(session, me, content)
        assert not done.refused or not done.refused.faults
        assert (done.refused, done.made) == (None, 3 + len(AWKWARD))
        again = told(exported(session))
        assert [row for _, row in again] == [row for _, row in told(content)]
        pairs = {(one[0], other[0]) for (one, _), (other, _) in zip(told(content), again, strict=True)}
        assert len(pairs) == len({one for one, _ in pairs}) == len({other for _, other in pairs})
        numbers = [key[1] for key, _ in again]
        assert numbers == [key[1] for key, _ in told(content)]
        more = whole(session, me, content)
        assert (more.made, more.before) == (0, 3 + len(AWKWARD))


def test_what_clausette_wrote_is_known_where_it_came_from(database: Database) -> None:
    with database.begin() as session:
        me = desk(session)
        lay(session, me)
        content, there = exported(session), count(session, Procurement)
        done = whole(session, me, content)
        assert (done.refused, done.made, done.before) == (None, 0, there)
        again = reading.read(content, NOW.date(), "fr")
        _, _, first = import_list.keep(turn_of(session, me), again)
        rows = rows_of(Procurement)
        session.core.execute(sa.update(rows).where(rows.c.title == "007").values(title="Agent 007"))
        _, _, then = import_list.keep(turn_of(session, me), again)
        assert then.new == first.new == []
        assert len(set(then.changed) - set(first.changed)) == 1
        assert count(session, Procurement) == there


def changed(number: int = 1) -> dict[str, Any]:
    """A contract that was amended twice, and handed over."""
    other = [{"titulaire": {"id": lists.OTHER_SIRET, "typeIdentifiant": "SIRET"}}]
    changes = [
        {"modification": {"id": 2, "dateNotificationModification": "2026-03-01", "dureeMois": 18,
                          "montant": 300000, "datePublicationDonneesModification": "2026-03-09",
                          "titulaires": other}},
        {"modification": {"id": 1, "dateNotificationModification": "2025-09-15", "montant": 300000,
                          "datePublicationDonneesModification": "2025-09-20", "dureeMois": 12}},
    ]  # fmt: skip
    return lists.awarded(number, modifications=changes)


def test_modifications_are_amendments_once(database: Database) -> None:
    with database.begin() as session:
        me = desk(session)
        content = lists.decp(changed(1), lists.awarded(2))
        assert whole(session, me, content).made == 2
        rows = [(row.lot_id, row.signed_on, row.amount, row.months) for row in every(session, Amendment)]
        lots = every(session, Lot)
        assert rows == [
            (lots[0].id, date(2025, 9, 15), Decimal(300000), None),
            (lots[0].id, date(2026, 3, 1), None, Decimal(18)),
        ]
        assert {row.recorded_by for row in every(session, Amendment)} == {me.id}
        [contract, _] = [session.get(Procurement, row.id) for row in every(session, Procurement)]
        lot = session.get(Lot, lots[0].id)
        assert contract is not None
        assert lot is not None
        assert amendments.initial(contract, lot) == amendments.Terms(Decimal("250000.50"), Decimal(12))
        assert amendments.current(session, contract, lot) == amendments.Terms(Decimal(300000), Decimal(18))
        sirets = {row.id: row.siret for row in every(session, Organisation)}
        assert [sirets[row.supplier_id] for row in lots] == [lists.OTHER_SIRET, lists.SIRET]
        assert (again := whole(session, me, content)).made == 0, again
        assert count(session, Amendment) == 2


def test_a_modification_that_came_since_is_told_not_done(database: Database) -> None:
    with database.begin() as session:
        me = desk(session)
        assert whole(session, me, lists.decp(lists.awarded(1))).made == 1
        later = reading.read(lists.decp(changed(1)), NOW.date(), "fr")
        _, _, checked = import_list.keep(turn_of(session, me), later)
        assert (checked.new, checked.changed) == ([], [f"{lists.CITY_SIRET}/2025000100"])
        assert whole(session, me, lists.decp(changed(1))).made == count(session, Amendment) == 0


def test_a_modification_that_cannot_be_read_keeps_everything_out(database: Database) -> None:
    with database.begin() as session:
        me = desk(session)
        wrong = changed(2)
        wrong["modifications"][0]["modification"]["montant"] = "beaucoup"
        content = lists.decp(changed(1), wrong)
        assert [one[:2] for one in faults_of(session, me, content)] == [(2, "modifications.montant")]
        assert whole(session, me, content).refused is not None
        assert count(session, Procurement) == count(session, Amendment) == 0


def test_what_is_imported_after_midnight_is_imported_that_day(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 23:30 UTC it is the next day in Paris."""
    with database.begin() as session:
        me = desk(session)
        whole(session, me, lists.decp(lists.awarded(1, dateNotification="2026-11-22")))
        assert kept(session, me, lists.decp(lists.awarded(2)))
        late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
        session.core.execute(sa.update(rows_of(Imported)).values(imported_at=late))
        [lot] = every(session, Lot)
        for zone, found in ((PARIS, {lot.id: date(2026, 11, 22)}), (ZoneInfo("UTC"), {})):
            known = before.of(session, "kick_off", zone)
            assert {number: one.on for number, one in known.items()} == found
        [contract] = before.of(session, "notice", PARIS).values()
        assert contract.on == date(2026, 11, 22)
