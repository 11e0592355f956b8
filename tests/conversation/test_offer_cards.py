"""The cards of an offer hold whatever a company may have written; quick entry begins at the recap."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from limits import assert_fits, plain
from markupsafe import Markup
from telegram import Update
from vacancies import SAID, ZONE, company, hand_lots, post

from bot.dialogue.refusals import Refused
from bot.dialogue.translations import LANGUAGES
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies import offers as cards
from bot.dialogue.vacancies.offer_steps import BY_NAME, answers_of
from bot.handlers import offer_form
from bot.store import drafts, offers, organisations, outbox, people
from bot.store.database import Database, Session
from bot.store.people import Member, Newcomer
from bot.store.procurements import Period
from bot.store.tables import Circulation, Contract, Kind, OfferState, Role

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WILD = "<b>&\"'{x}%s😀"
LONGEST = replace(
    SAID,
    job="F1201",
    positions=99,
    commune="Saint-Germain-la-Blanche-Herbe",
    start=Period(SAID.start.day, "2027-01-11/mid"),
    contract=Contract.PROFESSIONALISATION,
    months=Decimal("1.5"),
    weekly_hours=Decimal("17.33"),
    requirements=63,
    level=7,
    comment=(WILD * 100)[:1000],
)


def turn_of(session: Session, person: Member) -> Turn:
    return Turn(session, "1", NOW, ZONE, Update(1), person.telegram_id, person, person.language)


def someone(session: Session, telegram_id: int, role: Role, kind: Kind) -> Member:
    home = organisations.find_or_create(session, kind, WILD * 7, NOW)
    return people.join(session, Newcomer(telegram_id, WILD * 7, "fr", home.id or 0, role, None), NOW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_card_fits(database: Database, language: str) -> None:
    with database.begin() as session:
        marc = someone(session, 5, Role.COMPANY, Kind.COMPANY)
        [lot] = hand_lots(session, marc.organisation_id, someone(session, 6, Role.BUYER, Kind.BUYER), 1, NOW)
        offer = post(session, marc, NOW, replace(LONGEST, lot_id=lot))
        turn = turn_of(session, marc)
        now, later = answers_of(session, offer), answers_of(session, offer) | {"comment": "é" * 1000}
        for state in Circulation:
            offer.circulation, offer.reserved_until = state, NOW
            assert_fits(cards.posted_card(turn, offer, language))
        assert_fits(cards.offer_card(turn, offer, language, staff=False))
        for end in (OfferState.FILLED, OfferState.WITHDRAWN):
            assert_fits(cards.sure_card(offer, end, language))
            offer.state, offer.closed_on = end, NOW.date()
            assert_fits(cards.offer_card(turn, offer, language, staff=True))
            assert_fits(cards.closed_card(turn, offer, language))
        assert_fits(cards.changed_card(turn, offer, later, now, list(BY_NAME), language))
        offer.closed_on = None
        assert_fits(cards.offer_card(turn, offer, language, staff=True))
        for line in offers.page(session, organisation_id=None, before=None, size=1):
            for staff in (True, False):
                assert len(cards.offer_line(line, language, staff=staff).encode("utf-16-le")) <= 128


UNDERSTOOD = {"job": "F1703", "positions": 2, "commune": "Ifs", "contract": "cdd", "months": "6"}


def shown(session: Session) -> str:
    lease = outbox.Lease("me", NOW)
    [leased] = outbox.take(session, NOW, lease, 9, ())
    body = outbox.body(session, leased)
    assert body is not None
    labels = [key["text"] for row in body["reply_markup"]["inline_keyboard"] for key in row]
    return (plain(body["text"]) + "\n" + "\n".join(labels)).replace("\u00a0", " ")


def test_quick_entry_begins_at_the_recap_with_what_was_understood(database: Database) -> None:
    with database.begin() as session:
        marc = company(session, 5, NOW)
        buyer = someone(session, 6, Role.BUYER, Kind.BUYER)
        [lot] = hand_lots(session, marc.organisation_id, buyer, 1, NOW)
        turn = turn_of(session, marc)
        offer_form.start_offer(turn, UNDERSTOOD, Markup("J’ai compris :"))
        turn.close()
        screen = shown(session)
        assert screen.startswith("J’ai compris :")
        for text in ("Nombre de postes : 2", "Commune : Ifs", "Publier", "• Lot", "• Prise de poste"):
            assert text in screen
        kept = drafts.load(session, 5, marc.id, NOW)
        assert kept is not None
        state = kept.content["state"]
        assert state["reviewing"]
        assert [held["id"] for held in state["answers"]["lots_held"]] == [lot]


def test_quick_entry_is_for_companies(database: Database) -> None:
    with database.begin() as session:
        buyer = someone(session, 6, Role.BUYER, Kind.BUYER)
        with pytest.raises(Refused):
            offer_form.start_offer(turn_of(session, buyer), UNDERSTOOD)
