"""What becomes of a hire beside its contract: who is presented again, who hears, who waits for whom."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from rows import NOW, join, together
from sqlmodel import SQLModel
from telegram import Update
from vacancies import company, post
from work import TERMS, place, present, worker

from bot.actions import change_placement, close_offer, confirm_hire, renew_placement
from bot.dialogue.journey.placements.steps import answers_of
from bot.dialogue.refusals import Refused
from bot.dialogue.turn import Turn
from bot.rules.placements import Terms
from bot.store import candidate_merges, candidates, offers, people, referrals
from bot.store.database import Database, Session
from bot.store.people import Member
from bot.store.placements import Employing, identity
from bot.store.tables import Employer, OfferState, Outbox, ReferralState, Role

LATER = NOW + timedelta(hours=1)
OUTBOX: Any = Outbox.__table__


def turn_of(session: Session, person: Member, uid: str, now: Any = LATER) -> Turn:
    return Turn(session, uid, now, ZoneInfo("Europe/Paris"), Update(1), person.telegram_id, person, "fr")


def told(session: Session, person: Member) -> list[str]:
    """What was written to a person."""
    rows = session.core.execute(sa.select(OUTBOX).where(OUTBOX.c.chat_id == person.telegram_id))
    bodies = [session.sealer.open(row.body, f"outbox.body:{row.uid}") for row in rows]
    return [str(body["text"]) for body in bodies if "text" in body]


def test_who_was_hired_elsewhere_meanwhile_is_not_presented_again(database: Database) -> None:
    with database.begin() as session:
        marc, rival = company(session, 1, NOW), company(session, 2, NOW, "Autre")
        fatou = join(session, 50, Role.FACILITATOR, "PLIE")
        person, offer = worker(session, fatou.id, NOW), post(session, marc, NOW)
        asked = present(session, person, offer, fatou.id, NOW)
        number = person.id or 0
        referrals.move(session, asked.id or 0, referrals.OPEN, ReferralState.HIRED, marc.id, NOW)
        offers.take_position(session, offer.id or 0, NOW, NOW.date())
        short = Terms(TERMS.starts_on, TERMS.last_day, Decimal(10))
        facts = {"offer_id": offer.id, "referral_id": asked.id, "terms": short}
        declared = place(session, number, marc, NOW, confirmed=False, **facts)
        place(session, number, rival, NOW + timedelta(minutes=1), terms=short)
        assert confirm_hire.reject(turn_of(session, fatou, "1"), declared)
        after = referrals.get(session, asked.id or 0)
        assert after is not None
        assert after.state == ReferralState.OBSOLETE


def test_an_offer_closed_twice_is_told_twice(database: Database) -> None:
    with database.begin() as session:
        marc, fatou = company(session, 1, NOW), join(session, 50, Role.FACILITATOR, "PLIE")
        offer = post(session, marc, NOW)
        rows = SQLModel.metadata.tables["offers"]
        filled = sa.update(rows).where(rows.c.id == offer.id)
        session.core.execute(filled.values(hired=offer.positions))
        for uid, state in (("1", OfferState.FILLED), ("2", OfferState.WITHDRAWN)):
            session.refresh(offer)
            turn = turn_of(session, marc, uid)
            assert close_offer.close(turn, offer, state)
            turn.close()
            offers.give_back(session, offer.id or 0, LATER)
        assert len(told(session, fatou)) == 2


def test_the_former_employer_is_not_told_who_it_is(database: Database) -> None:
    with database.begin() as session:
        marc, sam = company(session, 1, NOW), join(session, 60, Role.SIAE, "SIAE")
        fatou = join(session, 50, Role.FACILITATOR, "PLIE")
        person = worker(session, fatou.id, NOW, "Petit Ali")
        lent = Employing(Employer.SIAE, sam.organisation_id)
        made = place(session, person.id or 0, marc, NOW, employing=lent)
        was = answers_of(session, made)
        own = was | {"employer": {"kind": "supplier", "id": None, "name": None}}
        turn = turn_of(session, fatou, "1")
        assert change_placement.change(turn, identity(made), was, own)
        turn.close()
        [heard] = told(session, sam)
        assert made.reference in heard
        assert "Petit" not in heard
        assert "Petit Ali" in told(session, marc)[0]


def test_of_two_contracts_prolonged_at_once_the_week_stays_legal(on_postgres: Database) -> None:
    with on_postgres.begin() as session:
        marc, fatou = company(session, 1, NOW), join(session, 50, Role.FACILITATOR, "PLIE")
        person = worker(session, fatou.id, NOW).id or 0
        ends = date(2026, 12, 31), date(2027, 1, 31)
        short = [Terms(date(2026, 12, 1), day, Decimal(20)) for day in ends]
        third = Terms(date(2027, 2, 1), date(2027, 12, 31), Decimal(20))
        made = [identity(place(session, person, marc, NOW, terms=one)) for one in (*short, third)]
    renewed: list[bool] = []

    def renew(which: int) -> None:
        with on_postgres.begin() as session:
            marc = people.by_telegram(session, 1)
            assert marc is not None
            turn = turn_of(session, marc, f"{which}")
            try:
                renew_placement.renew(turn, made[which], ends[which], date(2027, 6, 30))
                renewed.append(True)
            except Refused:
                renewed.append(False)
            session.core.execute(sa.text("SELECT pg_sleep(0.3)"))

    together(2, renew)
    assert sorted(renewed) == [False, True]


def test_the_file_kept_knows_who_proposed_the_person(database: Database) -> None:
    with database.begin() as session:
        fatou, anne = join(session, 50, Role.FACILITATOR, "PLIE"), join(session, 70, Role.PRESCRIBER, "ANPE")
        kept, other = worker(session, fatou.id, NOW), worker(session, fatou.id, NOW, "Ali Petit")
        candidates.update(session, other.id or 0, candidates.LIVING, proposed_by=anne.id)
        merged = candidate_merges.merge(session, kept.id or 0, other.id or 0)
        assert merged is not None
        session.refresh(merged)
        assert merged.proposed_by == anne.id
