"""Whatever is asked in whatever order, no hire breaks a rule, and what is refused changes nothing."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from limits import assert_fits
from sqlmodel import SQLModel
from telegram import Update
from vacancies import SAID, ZONE, post
from work import owing, place, present, worker

from bot.actions import confirm_hire, end_placement, hire, renew_placement
from bot.actions.hire import Hire
from bot.dialogue.journey.placements import cards
from bot.dialogue.journey.placements.steps import Engagement
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import LANGUAGES
from bot.dialogue.turn import Turn
from bot.rules.placements import Terms
from bot.store import offers, organisations, people, placements, schema
from bot.store.database import Database, Session
from bot.store.people import Member, Newcomer
from bot.store.placements import Employing, identity
from bot.store.sealed import Sealer
from bot.store.tables import Employer, EndReason, Kind, OfferState, Placement, Role

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FIRST = date(2026, 12, 1)
WILD = "<b>&\"'{x}%s😀"

CONTRACTS = ("cdi", "cdd", "interim")

OFFSETS = st.integers(-5, 60)
HIRES = st.tuples(
    st.just("hire"), st.integers(0, 2), st.integers(0, 2), st.sampled_from(CONTRACTS), st.integers(0, 20),
    st.integers(-1, 40), st.sampled_from((0, 10, 20, 28, 35, 48, 49)), st.booleans(),
)  # fmt: skip
OTHERS = st.one_of(
    st.tuples(st.sampled_from(["confirm", "reject", "undo"]), st.integers(1, 3)),
    st.tuples(st.just("end"), st.integers(1, 3), OFFSETS),
    st.tuples(st.just("renew"), st.integers(1, 3), st.none() | OFFSETS),
)
ORDERS = st.lists(st.one_of(HIRES, HIRES, OTHERS), min_size=4, max_size=16)


def turn_of(session: Session, person: Member, uid: str = "1") -> Turn:
    return Turn(session, uid, NOW, ZONE, Update(1), person.telegram_id, person, person.language)


def someone(session: Session, telegram_id: int, role: Role, kind: Kind, name: str = "Maison") -> Member:
    home = organisations.find_or_create(session, kind, f"{name} {kind}", NOW)
    return people.join(session, Newcomer(telegram_id, name, "fr", home.id or 0, role, None), NOW)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A company with two offers (of one and of two positions) and three people presented for each."""
    path: Path = tmp_path_factory.mktemp("placements") / "base.sqlite"
    with closing(Database(f"sqlite:///{path}", Sealer([bytes(range(32))]))) as database:
        schema.upgrade(database)
        with database.begin() as session:
            marc = someone(session, 1, Role.COMPANY, Kind.COMPANY)
            fatou = someone(session, 2, Role.FACILITATOR, Kind.PLIE)
            posts = [post(session, marc, NOW, replace(SAID, positions=number)) for number in (1, 2)]
            for name in ("Petit Ali", "Grand Bea", "Vert Cyd"):
                person = worker(session, fatou.id, NOW, name)
                for offer in posts:
                    present(session, person, offer, fatou.id, NOW)
        yield database


class Undone(Exception):
    """Everything an example did is rolled back."""


@contextmanager
def undone(database: Database) -> Iterator[Session]:
    """A session of which nothing stays."""
    with suppress(Undone), database.begin() as session:
        yield session
        raise Undone


def refusal(act: Callable[[], object]) -> str | None:
    """Why something was refused; None when it was done."""
    try:
        act()
    except Refused as refused:
        return refused.msgid
    return None


@given(orders=ORDERS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_things_breaks_a_rule(base: Database, orders: list[tuple[Any, ...]]) -> None:
    with undone(base) as session:
        for number, order in enumerate(orders):
            before = _everything(session)
            why = refusal(lambda order=order, uid=f"{number}": _obey(session, order, uid))
            assert why is None or _everything(session) == before, (order, why)
            _sound(session)


def _obey(session: Session, order: tuple[Any, ...], uid: str) -> None:
    marc, fatou = (people.by_telegram(session, chat) for chat in (1, 2))
    assert marc is not None
    assert fatou is not None
    turn = turn_of(session, marc, uid)
    if order[0] == "hire":
        _hire(session, order, marc, fatou, uid)
        return
    found = placements.page(session, sa.true(), None, 9)
    if len(found) < order[1]:
        return
    placement = found[order[1] - 1]
    wanted: dict[str, Callable[[], object]] = {
        "confirm": lambda: confirm_hire.confirm(turn_of(session, fatou, uid), placement),
        "reject": lambda: confirm_hire.reject(turn_of(session, fatou, uid), placement),
        "undo": lambda: end_placement.undo(turn, identity(placement)),
        "end": lambda: end_placement.end(
            turn, identity(placement), placement.ended_on, _day(order[2]), EndReason.RESIGNATION
        ),
        "renew": lambda: renew_placement.renew(
            turn, identity(placement), placement.planned_end, None if order[2] is None else _day(order[2])
        ),
    }
    wanted[order[0]]()


def _hire(session: Session, order: tuple[Any, ...], marc: Member, fatou: Member, uid: str) -> None:
    _, person, offer, contract, start, length, hours, staff = order
    endless = contract == "cdi" and length >= 0
    terms = Terms(_day(start), None if endless else _day(start + length), Decimal(hours))
    referral = None if staff or offer == 2 else 2 * person + offer + 1
    said = Hire(
        company_id=marc.organisation_id,
        candidate_id=person + 1,
        offer_id=None if offer == 2 else offer + 1,
        referral_id=referral,
        lot_id=None,
        job="F1703",
        engagement=Engagement(contract, terms, Employing(Employer.SUPPLIER)),
    )
    hire.hire(turn_of(session, fatou if staff else marc, uid), said)


def _day(offset: int) -> date:
    return FIRST + timedelta(days=offset)


def _everything(session: Session) -> list[Any]:
    """All that an order may change."""
    names = ("placements", "offers", "referrals", "follow_ups", "candidates", "changes", "audit")
    tables = [SQLModel.metadata.tables[name] for name in names]
    return [list(session.core.execute(sa.select(table).order_by(*table.primary_key))) for table in tables]


def _sound(session: Session) -> None:
    """The rules, counted day by day and row by row."""
    living = [one for one in placements.page(session, sa.true(), None, 99) if one.state in placements.LIVING]
    for offer in offers.get(session, 1), offers.get(session, 2):
        assert offer is not None
        taken = [one for one in living if one.offer_id == offer.id]
        assert len(taken) == offer.hired <= offer.positions
        assert (offer.state == OfferState.FILLED) == (offer.hired == offer.positions)
    for offset in range(-5, 130):
        day = _day(offset)
        for person in (1, 2, 3):
            here = [one for one in living if one.candidate_id == person and _works(one, day)]
            assert sum(one.weekly_hours for one in here) <= 48
    for one in living:
        assert 1 <= one.weekly_hours <= 48
        assert (one.planned_end is None) == (one.contract == "cdi")
        assert one.planned_end is None or one.planned_end >= one.starts_on
        assert one.ended_on is None or one.starts_on <= one.ended_on < (one.planned_end or date.max)
    referrals_used = [one.referral_id for one in living if one.referral_id is not None]
    assert len(referrals_used) == len(set(referrals_used))


def _works(one: Placement, day: date) -> bool:
    return one.starts_on <= day <= (one.ended_on or one.planned_end or date.max)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_cards_fit(base: Database, language: str) -> None:
    with undone(base) as session:
        marc = someone(session, 5, Role.COMPANY, Kind.COMPANY, WILD * 7)
        fatou = someone(session, 6, Role.COORDINATOR, Kind.PLIE, WILD * 7)
        sam = someone(session, 7, Role.SIAE, Kind.SIAE, WILD * 7)
        person = worker(session, fatou.id, NOW, WILD * 7)
        [lot] = owing(session, marc.organisation_id, fatou, NOW)
        lent = Employing(Employer.SIAE, sam.organisation_id)
        far = Terms(date(2028, 9, 11), date(2029, 11, 11), Decimal("17.33"))
        made = place(
            session,
            person.id or 0,
            marc,
            NOW,
            confirmed=False,
            lot_id=lot,
            offer_id=1,
            employing=lent,
            terms=far,
        )
        for who in (marc, fatou, sam):
            turn = replace(turn_of(session, who), language=language)
            text = assert_fits(cards.placement_card(turn, made))
            assert "<b>&" in text
            assert_fits(cards.declared_card(turn, made, language))
            assert_fits(cards.settled_card(turn, made, language))
            assert_fits(cards.sure_card(turn, made))
            found = [made] * 9
            assert_fits(
                cards.placements_card(turn, found, turn.t("{name}", name="x"), "placements:own:0", later=True)
            )
            fields = ["employer", "start"]
            said = {"employer": {"kind": "siae", "id": 1, "name": WILD * 30}, "start": "2027-01-01/day"}
            assert_fits(cards.changed_card(turn, made, (said, said), fields, language, staff=who.is_staff))
        made.ended_on, made.end_reason = date(2029, 1, 1), EndReason.TRIAL_EMPLOYER
        assert_fits(cards.placement_card(turn_of(session, fatou), made))


def test_a_company_does_not_hire_whom_nobody_presented(base: Database) -> None:
    with undone(base) as session:
        marc, fatou = (people.by_telegram(session, chat) for chat in (1, 2))
        assert marc is not None
        assert fatou is not None
        stranger = worker(session, fatou.id, NOW, "Noir Dan").id or 0
        deal = Engagement("cdd", Terms(FIRST, _day(30), Decimal(35)), Employing(Employer.SUPPLIER))
        said = Hire(marc.organisation_id, stranger, 2, None, None, None, deal)
        for wrong in (said, replace(said, referral_id=1), replace(said, candidate_id=1, referral_id=1)):
            before = _everything(session)
            with pytest.raises(Refused):
                hire.hire(turn_of(session, marc), wrong)
            assert _everything(session) == before
        lent = replace(deal, employing=Employing(Employer.GEIQ))
        for wrong in (replace(said, engagement=lent), replace(said, lot_id=7), replace(said, company_id=99)):
            with pytest.raises(Refused):
                hire.hire(turn_of(session, fatou), wrong)
        assert hire.hire(turn_of(session, fatou), said).state == "confirmed"


def test_a_person_presented_for_another_offer_is_named_with_it(base: Database) -> None:
    with undone(base) as session:
        marc = people.by_telegram(session, 1)
        assert marc is not None
        deal = Engagement("cdd", Terms(FIRST, _day(30), Decimal(35)), Employing(Employer.SUPPLIER))
        said = Hire(marc.organisation_id, 1, 2, 1, None, None, deal)
        with pytest.raises(Refused) as refused:
            hire.hire(turn_of(session, marc), said)
        assert "presented for {offer}" in refused.value.msgid
        assert hire.hire(turn_of(session, marc), replace(said, offer_id=1)).state == "declared"
