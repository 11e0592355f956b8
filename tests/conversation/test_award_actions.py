"""Awards as actions: several people at once on both databases, rights, and nothing half done."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.actions import amend, award, complete
from bot.actions.award import Winner, Won
from bot.dialogue.refusals import Refused
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import LotState, Move, sources
from bot.store import (
    amendments,
    audit,
    awards,
    history,
    invitations,
    lots,
    organisations,
    people,
    procurements,
)
from bot.store.amendments import Amended
from bot.store.awards import Award
from bot.store.database import Database, Session
from bot.store.history import Subject
from bot.store.people import Newcomer
from bot.store.procurements import Announcement, Announcer, LotDraft, Period
from bot.store.tables import Category, Invitation, Kind, Organisation, Role, rows_of

T = TypeVar("T")
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
BUYER, STAFF, FOREIGN, FIRM = 1, 2, 3, 4
SIRET = "73282932000074"
UPDATE: Any = SimpleNamespace(
    get_bot=lambda: SimpleNamespace(username="ClausetteBot"), callback_query=None, effective_message=None
)


def together(times: int, work: Callable[[int], T]) -> list[T]:
    """What `work(0)`, `work(1)`, … return, each in its own thread."""
    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(work, range(times)))


def turn_of(session: Session, telegram_id: int, uid: str = "u") -> Turn:
    person = people.by_telegram(session, telegram_id)
    return Turn(session, uid, NOW, ZoneInfo("Europe/Paris"), UPDATE, telegram_id, person, "fr")


@pytest.fixture
def world(database: Database) -> Database:
    """A contract of Caen with two lots that carry the clause, and people who act on it."""
    with database.begin() as session:
        known = (
            (BUYER, Kind.BUYER, "Ville de Caen", Role.BUYER),
            (STAFF, Kind.PLIE, "PLIE", Role.FACILITATOR),
            (FOREIGN, Kind.BUYER, "Ville d’Ifs", Role.BUYER),
            (FIRM, Kind.COMPANY, "Constructions du Bessin", Role.COMPANY),
        )
        for number, kind, name, role in known:
            home = organisations.find_or_create(session, kind, name, NOW)
            people.join(session, Newcomer(number, f"P{number}", "fr", home.id or 0, role, None), NOW)
        said = Announcement(
            "Groupe scolaire",
            Category.WORKS,
            "Caen",
            Period(date(2027, 3, 1), "2027-03-01/month"),
            Decimal(12),
            [LotDraft("1", "Gros œuvre", Decimal(400_000)), LotDraft("2", "Peinture")],
        )
        procurements.add(session, said, Announcer(1, 1, False), LotState.CONFIRMED, TODAY, NOW)
        firm = organisations.find(session, Kind.COMPANY, "Constructions du Bessin")
        assert firm is not None
        organisations.change(session, firm.id or 0, siret=SIRET)
    return database


def record(turn: Turn, winner: Winner, won: Sequence[Won], day: date = TODAY) -> award.Recorded:
    procurement = procurements.get(turn.session, 1)
    assert procurement is not None
    return award.award(turn, procurement, won, winner, day)


def company_names(session: Session) -> list[str]:
    table = rows_of(Organisation)
    found = session.core.execute(sa.select(table.c.name).where(table.c.kind == "company").order_by("id"))
    return [name for (name,) in found]


BOTH = [Won(1, Decimal(1000)), Won(2, Decimal(2000))]


def test_of_many_who_award_at_once_one_wins_and_the_others_are_told(world: Database) -> None:
    def go(place: int) -> str:
        with world.begin() as session:
            turn = turn_of(session, BUYER if place % 2 else STAFF, f"u{place}")
            try:
                record(turn, Winner(None, f"Maison {place}"), BOTH if place % 3 else BOTH[::-1])
            except Refused as refused:
                return refused.msgid
            turn.close()
            return "won"

    told = together(5, go)
    assert sorted(told) == sorted([award.CHANGED] * 4 + ["won"])
    with world.begin() as session:
        assert len(company_names(session)) == 2
        assert {lot.supplier_id for lot in lots.of(session, 1)} == {
            lots.of(session, 1, lock=True)[0].supplier_id
        }
        assert session.core.execute(sa.select(sa.func.count()).select_from(rows_of(Invitation))).scalar() == 1


@pytest.mark.parametrize("who", [FOREIGN, FIRM])
def test_who_may_not_award_changes_nothing(world: Database, who: int) -> None:
    with world.begin() as session, pytest.raises(Refused):
        record(turn_of(session, who), Winner(None, "Nouvelle"), BOTH)
    with world.begin() as session:
        assert [lot.state for lot in lots.of(session, 1)] == ["confirmed", "confirmed"]
        assert company_names(session) == ["Constructions du Bessin"]


REFUSED = {
    "a day to come": (Winner(None, "N"), BOTH, date(2026, 11, 23)),
    "no lot": (Winner(None, "N"), [], TODAY),
    "a lot of another contract": (Winner(None, "N"), [Won(9, Decimal(1))], TODAY),
    "another company's SIRET": (Winner(None, "N", SIRET), BOTH, TODAY),
    "a buyer as supplier": (Winner(1, "Ville de Caen"), BOTH, TODAY),
    "nobody as supplier": (Winner(99, "N"), BOTH, TODAY),
    "another SIRET": (Winner(4, "Constructions du Bessin", "35600000000048"), BOTH, TODAY),
    "an award never seen": (Winner(None, "N"), [Won(1, Decimal(1), Award(4, TODAY, Decimal(1)))], TODAY),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_wrong_is_refused_before_anything_changes(world: Database, why: str) -> None:
    winner, won, day = REFUSED[why]
    with world.begin() as session, pytest.raises(Refused):
        record(turn_of(session, BUYER), winner, won, day)
    with world.begin() as session:
        assert [lot.state for lot in lots.of(session, 1)] == ["confirmed", "confirmed"]
        assert company_names(session) == ["Constructions du Bessin"]
        assert not session.core.execute(sa.select(rows_of(Invitation))).all()


@pytest.mark.parametrize("state", [state for state in LotState if state not in sources(Move.AWARD)])
def test_a_lot_that_moved_on_keeps_the_others_as_they_are(world: Database, state: LotState) -> None:
    with world.begin() as session:
        lots.change(session, 2, [LotState.CONFIRMED], state=state)
    with world.begin() as session, pytest.raises(Refused):
        record(turn_of(session, STAFF), Winner(None, "N"), BOTH)
    with world.begin() as session:
        assert [lot.state for lot in lots.of(session, 1)] == ["confirmed", state]


def test_a_company_with_people_gets_no_invitation_and_the_same_award_changes_nothing(world: Database) -> None:
    with world.begin() as session:
        turn = turn_of(session, BUYER)
        made = record(turn, Winner(4, "Constructions du Bessin", SIRET), BOTH[:1])
        assert made.token is None
        assert [lot.id for lot in made.lots] == [1]
        told = turn.close()
    with world.begin() as session:
        seen = Award(4, TODAY, Decimal("1000.00"))
        again = record(
            turn_of(session, BUYER, "v"), Winner(4, "Constructions du Bessin"), [Won(1, Decimal(1000), seen)]
        )
        assert not again.lots
    assert told == 2


def test_of_many_who_complete_the_last_lots_at_once_one_reports(world: Database) -> None:
    values = {"supplier_id": 4, "awarded_on": TODAY, "awarded_amount": Decimal(1), "state": LotState.RUNNING}
    with world.begin() as session:
        for number in (1, 2):
            lots.change(session, number, [LotState.CONFIRMED], **values)

    def go(place: int) -> tuple[bool, int, int]:
        with world.begin() as session:
            procurement, lot = procurements.get(session, 1), lots.get(session, place % 2 + 1)
            assert procurement is not None
            assert lot is not None
            made = complete.complete(turn_of(session, STAFF, f"u{place}"), procurement, lot)
            return made.done, len(made.reported), made.told

    done = together(6, go)
    assert sorted(done) == [(False, 0, 0)] * 4 + [(True, 0, 0), (True, 2, 1)]


def test_an_amendment_keeps_what_changes_only(world: Database) -> None:
    with world.begin() as session:
        record(turn_of(session, STAFF), Winner(4, "Constructions du Bessin"), BOTH[:1])
    with world.begin() as session:
        procurement, lot = procurements.get(session, 1), lots.get(session, 1)
        assert procurement is not None
        assert lot is not None
        turn = turn_of(session, BUYER)
        for said in (
            Amended(TODAY, None, None),
            Amended(TODAY, Decimal(1000), Decimal(12)),
            Amended(date(2026, 11, 23), Decimal(1), None),
            Amended(date(2026, 11, 21), Decimal(1), None),
        ):
            with pytest.raises(Refused):
                amend.amend(turn, procurement, lot, said)
        amend.amend(turn, procurement, lot, Amended(TODAY, Decimal(1000), Decimal(14)))
        with pytest.raises(Refused):
            amend.amend(turn_of(session, FOREIGN), procurement, lot, Amended(TODAY, Decimal(1), None))
        other = cast("Any", lots.get(session, 2))
        with pytest.raises(Refused):
            amend.amend(turn, procurement, other, Amended(TODAY, Decimal(1), None))
        [kept] = amendments.of(session, 1)
        assert (kept.amount, kept.months) == (None, Decimal(14))


def invitations_open(session: Session) -> int:
    table = rows_of(Invitation)
    query = sa.select(sa.func.count()).where(table.c.closed_at.is_(None))
    return int(session.core.execute(query).scalar_one())


def test_a_company_that_got_a_lot_by_mistake_is_invited_no_more(world: Database) -> None:
    with world.begin() as session:
        wrong = record(turn_of(session, STAFF), Winner(None, "Maison Bleue"), BOTH)
        assert wrong.token is not None
        number = wrong.company.id or 0
        later = turn_of(session, STAFF, "u2")
        later.now = NOW + timedelta(hours=1)
        apart = invitations.create(session, number, Role.COMPANY, None, later.now)
        seen = [Award(number, TODAY, one.amount) for one in BOTH]
        record(later, Winner(4, "Constructions du Bessin"), [replace(BOTH[0], seen=seen[0])])
        assert invitations.living(session, wrong.token, later.now), "it still has the other lot"
        record(later, Winner(4, "Constructions du Bessin"), [replace(BOTH[1], seen=seen[1])])
        assert invitations.living(session, wrong.token, later.now) is None
        assert invitations.living(session, apart, later.now), "a coordinator invited it too"
        closed = [one for one in audit.of(session, "organisation", number) if "close" in one.action]
        assert [(one.action, dict(one.details)) for one in closed] == [("close invitations", {"count": 1})]
        again = record(later, Winner(number, "Maison Bleue"), [replace(BOTH[1], seen=seen_of(session, 2))])
        assert again.token is not None
        assert invitations_open(session) == 2


def seen_of(session: Session, number: int) -> Award | None:
    lot = lots.get(session, number)
    return None if lot is None else awards.of(lot)


def test_an_amended_award_is_not_corrected_until_the_amendment_is_removed(world: Database) -> None:
    with world.begin() as session:
        turn = turn_of(session, STAFF)
        record(turn, Winner(4, "Constructions du Bessin"), BOTH)
        procurement, lot = procurements.get(session, 1), lots.get(session, 1)
        assert procurement is not None
        assert lot is not None
        for months in (14, 16):
            amend.amend(turn, procurement, lot, Amended(TODAY, None, Decimal(months)))
        first, last = amendments.of(session, 1)
        again = [replace(BOTH[0], amount=Decimal(7), seen=seen_of(session, 1))]
        known = company_names(session)
        with pytest.raises(Refused):
            record(turn, Winner(None, "Maison Bleue", SIRET[:-1] + "5"), again)
        assert company_names(session) == known, "nothing was made"
        with pytest.raises(Refused):
            amend.remove(turn_of(session, FOREIGN), procurement, lot, last.id or 0)
        assert not amend.remove(turn, procurement, lot, first.id or 0), "not the last one"
        assert amend.remove(turn, procurement, lot, last.id or 0)
        assert not amend.remove(turn, procurement, lot, last.id or 0), "a second tap does nothing"
        assert amendments.current(session, procurement, lot).months == Decimal(14)
        assert amend.remove(turn_of(session, BUYER), procurement, lot, first.id or 0)
        assert record(turn, Winner(4, "Constructions du Bessin"), again).lots
        kept = [one for one in history.of(session, Subject("lot", 1)) if one.field == "amendment"]
        assert [(one.before["months"], one.after) for one in kept] == [("14", None), ("16", None)]
        lots.change(session, 2, [LotState.AWARDED], state=LotState.COMPLETED)
        over = lots.get(session, 2)
        assert over is not None
        with pytest.raises(Refused):
            amend.remove(turn, procurement, over, 1)
