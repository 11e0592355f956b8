"""The cards of joint answers hold whatever people wrote, within the limits of Telegram."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa
from limits import assert_fits
from telegram import Update
from vacancies import LOTS, SAID, ZONE, hand_lots, post

from bot.dialogue.journey.shares import cards, notices
from bot.dialogue.journey.shares.cards import Eye
from bot.dialogue.translations import LANGUAGES
from bot.dialogue.turn import Turn
from bot.store import organisations, people, share_subjects, shares
from bot.store.database import Database, Session
from bot.store.people import Member, Newcomer
from bot.store.procurements import Period
from bot.store.shares import Answer, Shared
from bot.store.tables import Contract, Kind, Role, ShareState

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WILD = "<b>&\"'{x}%s😀"


def someone(session: Session, telegram_id: int, role: Role, kind: Kind, name: str = WILD * 7) -> Member:
    home = organisations.find_or_create(session, kind, name, NOW)
    return people.join(session, Newcomer(telegram_id, WILD * 7, "fr", home.id or 0, role, None), NOW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_fits(database: Database, language: str) -> None:
    with database.begin() as session:
        marc = someone(session, 5, Role.COMPANY, Kind.COMPANY)
        chloe = someone(session, 6, Role.FACILITATOR, Kind.PLIE)
        some = [someone(session, 10 + n, Role.SIAE, Kind.SIAE, WILD * 7 + str(n)) for n in range(9)]
        [lot] = hand_lots(session, marc.organisation_id, marc, 1, NOW)
        values = {"title": (WILD * 40)[:300], "number": WILD, "hours_owed": 99999, "state": "running"}
        session.core.execute(sa.update(LOTS).where(LOTS.c.id == lot).values(**values))
        long = replace(
            SAID, job="F1201", positions=99, contract=Contract.PROFESSIONALISATION, requirements=63
        )
        offer = post(session, marc, NOW, replace(long, months=Decimal("1.5"), level=7))
        for person in (marc, chloe, some[0]):
            turn = Turn(session, f"{person.id}", NOW, ZONE, Update(1), person.telegram_id, person, language)
            for what in (Shared(offer_id=offer.id), Shared(lot_id=lot, hours=99999)):
                _every_card(turn, what, some, language)


def _every_card(turn: Turn, what: Shared, some: list[Member], language: str) -> None:
    session = turn.session
    about = share_subjects.of(session, what)
    assert about is not None
    for one in some:
        shares.add(session, what, one.organisation_id, turn.me.id, NOW)
    [*lines] = shares.page_of(session, what, 0, 9)
    start = Period(date(2027, 1, 11), "2027-01-11/mid")
    for line in lines:
        share = shares.get(session, line.id)
        assert share is not None
        said = Answer(
            start, 99 if what.offer_id else None, None if what.offer_id else 99999, (WILD * 60)[:500]
        )
        shares.answer(session, share, said, some[0].id, NOW)
        session.refresh(share)
        for state in ShareState:
            share.state = state
            for eye in Eye:
                assert_fits(cards.share_card(turn, share, language, eye))
            assert_fits(cards.withdrawing_card(turn, share, language))
            session.flush()
            assert_fits(cards.list_card(turn, None, waiting=state == ShareState.SHARED))
            for eye in (Eye.STAFF, Eye.COMPANY):
                listed = shares.page_of(session, what, 0, 9)
                assert_fits(cards.shares_of_card(about, listed, 1, language, eye))


def test_what_is_told_has_a_key_for_each_fact_and_person(database: Database) -> None:
    with database.begin() as session:
        marc = someone(session, 5, Role.COMPANY, Kind.COMPANY)
        chloe = someone(session, 6, Role.FACILITATOR, Kind.PLIE)
        ines = someone(session, 7, Role.SIAE, Kind.SIAE)
        offer = post(session, marc, NOW)
        turn = Turn(session, "1", NOW, ZONE, Update(1), 6, chloe, "fr")
        share = shares.add(session, Shared(offer_id=offer.id), ines.organisation_id, chloe.id, NOW)
        assert share is not None
        notices.tell_shared(turn, share)
        notices.tell_shared(turn, share)
        assert turn.close() == 1
        again = Turn(session, "2", NOW, ZONE, Update(2), 6, chloe, "fr")
        notices.tell_shared(again, share)
        assert again.close() == 0
