"""What is told of an award holds whatever was written, and shows a company nothing that is not its own."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from limits import assert_fits

from bot.dialogue.contracts import awards as told
from bot.dialogue.contracts.lots import (
    Eye,
    closing_card,
    completing_card,
    lot_card,
    lots_card,
    removing_card,
    unread_card,
)
from bot.dialogue.translations import LANGUAGES
from bot.dialogue.turn import Turn
from bot.store import amendments, awards, lots, notes, organisations, people, procurements
from bot.store.amendments import Amended, Terms
from bot.store.awards import Award
from bot.store.database import Database, Session
from bot.store.people import Newcomer
from bot.store.procurements import Announcement, Announcer, LotDraft, Period
from bot.store.tables import Category, Kind, Procurement, Role

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
WILD = "<b>&\"'{x}%s😀"
LONG = (WILD * 20)[:200]


def world(session: Session, count: int) -> tuple[Turn, Procurement]:
    """A contract whose lots are all awarded, amended many times, with notes; and a turn of its buyer."""
    buyer = organisations.find_or_create(session, Kind.BUYER, WILD * 7, NOW)
    person = people.join(session, Newcomer(5, WILD * 7, "fr", buyer.id or 0, Role.BUYER, None), NOW)
    said = Announcement(
        title=LONG,
        category=Category.WORKS,
        commune="Caen",
        start=Period(date(2027, 6, 21), "2027-06-21/late"),
        months=Decimal("1.5"),
        lots=[LotDraft((WILD * 3)[:20], LONG, Decimal("123456789.50")) for _ in range(count)],
        comment="Secret",
    )
    made = procurements.add(
        session, said, Announcer(buyer.id or 0, person.id, False), "published", TODAY, NOW
    )
    supplier = organisations.find_or_create(session, Kind.COMPANY, (WILD * 10)[:120], NOW)
    organisations.change(session, supplier.id or 0, siret="73282932000074")
    for lot in lots.of(session, made.id or 0):
        number = lot.id or 0
        awards.record(session, number, None, Award(supplier.id or 0, TODAY, Decimal("987654321.99")))
        lots.change(session, number, ["awarded"], hours_owed=123456, kicked_off_on=TODAY, completed_on=TODAY)
        for day in range(1, 16):
            change = Amended(date(2026, 11, day), Decimal("998877665.55") + day, Decimal("17.5") + day)
            amendments.add(session, number, change, person.id, NOW)
        for _ in range(4):
            notes.add(session, "lot", number, person.id, WILD * 70, NOW)
    turn = SimpleNamespace(session=session, me=person, bot_name="ClausetteBot")
    return cast("Turn", turn), made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 9, 40])
def test_the_longest_cards_fit(database: Database, language: str, count: int) -> None:
    with database.begin() as session:
        turn, procurement = world(session, count)
        held = lots.of(session, procurement.id or 0)
        terms = Terms(Decimal(1), Decimal("1.5")), Terms(Decimal("998877665.55"), Decimal("17.5"))
        for eye in Eye:
            assert_fits(lot_card(session, procurement, held[0], language, eye))
            for page in range(2):
                assert_fits(lots_card(procurement, held, language, page, eye))
        for card in (
            closing_card(turn, procurement, held, language),
            unread_card(turn, procurement, held, language),
            completing_card(procurement, held[0], language),
            removing_card(procurement, held[0], amendments.of(session, held[0].id or 0)[0], language),
            told.recorded_card(turn, procurement, held, language, corrected=False),
            told.recorded_card(turn, procurement, held, language, corrected=True),
            told.supplier_card(turn, procurement, held, language, corrected=False),
            told.supplier_card(turn, procurement, held, language, corrected=True),
            told.lost_card(turn, procurement, held, language),
            told.kicked_off_card(turn, procurement, held[0], language),
            told.amended_card(turn, procurement, held[0], terms, language),
            told.amended_card(turn, procurement, held[0], terms, language, removed=True),
            told.hours_changed_card(turn, procurement, held[0], 12, language),
        ):
            assert_fits(card)
        closing = closing_card(turn, procurement, held, "fr").text
        assert ("et 1 autre lot" in closing or "autres lots" in closing) == (count > 1)


def test_the_invitation_fits_behind_the_longest_award(database: Database) -> None:
    with database.begin() as session:
        turn, procurement = world(session, 40)
        held = lots.of(session, procurement.id or 0)
        supplier = organisations.get(session, held[0].supplier_id or 0)
        link = told.invitation_text(supplier, told.link_to(turn, "x" * 32), "fr")
        card = told.recorded_card(turn, procurement, held, "fr", corrected=True)
        assert len((card.text + "\n\n" + link).striptags().encode("utf-16-le")) // 2 <= 4096


def test_a_company_sees_neither_estimate_nor_comment_nor_notes(database: Database) -> None:
    with database.begin() as session:
        turn, procurement = world(session, 2)
        [lot, _] = lots.of(session, procurement.id or 0)
        notes.add(session, "lot", lot.id or 0, turn.me.id, "Confidentiel", NOW)
        shown: dict[Eye, Any] = {eye: lot_card(session, procurement, lot, "fr", eye).text for eye in Eye}
        assert "Confidentiel" in shown[Eye.STAFF]
        for eye in (Eye.BUYER, Eye.SUPPLIER):
            assert "Confidentiel" not in shown[eye]
        texts = [
            shown[Eye.SUPPLIER],
            told.supplier_card(turn, procurement, [lot], "fr", corrected=False).text,
        ]
        for text in texts:
            plain = text.replace("\u202f", " ").replace("\u00a0", " ")
            assert "123 456 789" not in plain
            assert "Secret" not in plain
            assert "987 654 321" in plain
