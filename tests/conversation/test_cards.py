"""The card of a procurement holds whatever a buyer may have written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from limits import assert_fits

from bot.dialogue.contracts.procurements import announced_card, examined_card, procurement_card
from bot.dialogue.translations import LANGUAGES
from bot.store import organisations, people, procurements
from bot.store.database import Database
from bot.store.people import Newcomer
from bot.store.procurements import Announcement, Announcer, LotDraft, Period
from bot.store.tables import Category, Kind, Role

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WILD = "<b>&\"'{x}%s😀"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lots", [0, 1, 2, 21, 60])
def test_the_longest_card_fits(database: Database, language: str, lots: int) -> None:
    with database.begin() as session:
        buyer = organisations.find_or_create(session, Kind.BUYER, WILD * 7, NOW)
        newcomer = Newcomer(5, WILD * 7, language, buyer.id or 0, Role.BUYER, None)
        person = people.join(session, newcomer, NOW)
        said = Announcement(
            title=(WILD * 20)[:200],
            category=Category.WORKS,
            commune="Saint-Germain-la-Blanche-Herbe",
            start=Period(date(2027, 6, 21), "2027-06-21/late"),
            consultation=Period(date(2027, 1, 1), "2027-01-01/half"),
            months=Decimal("1.5"),
            lots=[LotDraft(str(n), (WILD * 20)[:200], Decimal("123456789.50")) for n in range(lots)],
            amount=Decimal("9999999999.99"),
            comment=(WILD * 300)[:2000],
        )
        procurement = procurements.add(
            session, said, Announcer(buyer.id or 0, person.id, False), "announced", NOW.date(), NOW
        )
        procurements.take(session, procurement.id or 0, person.id, NOW)
        for card in (
            procurement_card(session, procurement, language),
            announced_card(session, procurement, language),
            examined_card(procurement, person.name, language),
        ):
            assert_fits(card)
        if lots == 21 and language == "fr":
            assert "et 1 autre lot<" in procurement_card(session, procurement, language).text
