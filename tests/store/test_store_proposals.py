"""Proposals of partners in both databases: two at once, the file they know, the letters they get."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from broadcasting import by_mail, contact
from proposals import proposal, send
from rows import NOW, together
from telegram import Update
from vacancies import company, mason, post

from bot.actions import merge_candidates, present_referral, propose, refuse_referral, withdraw_proposal
from bot.dialogue.refusals import Refused
from bot.dialogue.turn import Turn
from bot.store import anonymise, candidates, deliveries, offers, people, proposals, referrals
from bot.store.database import Database, Session
from bot.store.people import Member
from bot.store.tables import (
    Candidate,
    Change,
    JobOffer,
    OfferAnswer,
    Origin,
    Outbox,
    Referral,
    ReferralState,
    RefusalReason,
    Role,
    rows_of,
)

OUTBOX, FILES, REFERRALS, CHANGES = rows_of(Outbox), rows_of(Candidate), rows_of(Referral), rows_of(Change)


class Scene:
    """An offer sent to two people of the employment service, one of them by e-mail, and to the Mission
    Locale."""

    def __init__(self, session: Session) -> None:
        self.marc = company(session, 1, NOW)
        self.fatou, self.cora = contact(session, 50, "plie", NOW), contact(session, 51, "plie", NOW)
        people.change(session, self.cora.id, role=Role.COORDINATOR)
        self.cora = people.get(session, self.cora.id)
        self.paul, self.mona = contact(session, 10, "anpe", NOW), by_mail(session, 11, "anpe", NOW)
        self.lea, self.dora = contact(session, 20, "mission", NOW), contact(session, 30, "department", NOW)
        self.offers = [offers.identity(post(session, self.marc, NOW)) for _ in range(2)]
        for number in self.offers:
            send(session, number, NOW, [self.paul, self.mona, self.lea])

    def propose(self, session: Session, by: Member, uid: str, offer: int = 0, **changes: Any) -> Referral:
        turn = turn_of(session, by, uid)
        found = offer_of(session, self.offers[offer])
        made = propose.propose(turn, found, proposal(**changes))
        turn.close()
        return made


def turn_of(session: Session, person: Member, uid: str) -> Turn:
    return Turn(session, uid, NOW, ZoneInfo("Europe/Paris"), Update(1), person.telegram_id, person, "fr")


def offer_of(session: Session, number: int) -> JobOffer:
    found = offers.get(session, number)
    assert found is not None
    return found


def told(session: Session, person: Member) -> list[str]:
    """What was written to a person, without edits."""
    mine = sa.and_(OUTBOX.c.chat_id == person.telegram_id, OUTBOX.c.method != "editMessageText")
    rows = session.core.execute(sa.select(OUTBOX).where(mine).order_by(OUTBOX.c.id))
    bodies = [session.sealer.open(row.body, f"outbox.body:{row.uid}") for row in rows]
    return [str(body.get("text") or f"{body['subject']}\n{body['html']}") for body in bodies]


def number_of(session: Session, table: Any) -> int:
    return int(session.core.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_a_proposal_is_a_file_a_referral_and_an_answer(database: Database) -> None:
    with database.begin() as session:
        here = Scene(session)
        made = here.propose(session, here.paul, "1")
        file = candidates.get(session, made.candidate_id)
        assert file is not None
        assert (made.state, file.origin, file.adviser_id) == (ReferralState.AWAITING, Origin.ANPE, None)
        assert (file.proposed_by, file.consent_heard_by) == (here.paul.id, here.paul.id)
        found = deliveries.find(session, here.paul.id, here.offers[0])
        assert found is not None
        assert found.answer == OfferAnswer.PROPOSED
        said = proposals.said(session, made.id or 0)
        assert said is not None
        assert (said.name, said.reference) == ("BARON Lucie", file.reference)
        for colleague in (here.fatou, here.cora):
            assert sum("propose un candidat" in text for text in told(session, colleague)) == 1
        by_others = [here.propose(session, one, f"o{one.id}") for one in (here.lea, here.dora)]
        origins = [candidates.get(session, one.candidate_id) for one in by_others]
        assert [one.origin for one in origins if one] == [Origin.MISSION_LOCALE, Origin.OTHER]


def test_nothing_without_agreement(database: Database) -> None:
    with database.begin() as session:
        here = Scene(session)
        with pytest.raises(Refused):
            here.propose(session, here.paul, "1", agreed=False)
        assert number_of(session, FILES) == 0
        assert number_of(session, CHANGES) == 0


def test_what_is_kept_of_a_proposal_is_sealed(database: Database) -> None:
    with database.begin() as session:
        here = Scene(session)
        here.propose(session, here.paul, "1")
        [row] = session.core.execute(sa.select(CHANGES)).all()
        assert b"BARON" not in row.after + row.before
        assert b"33622334455" not in row.after


def test_colleagues_who_propose_the_same_person_at_once(database: Database) -> None:
    """For the same offer one wins, and there is one file."""
    with database.begin() as session:
        here = Scene(session)
        zoe = contact(session, 12, "anpe", NOW)
    authors = [here.paul, zoe, here.mona] * 2

    def one(place: int) -> bool:
        try:
            with database.begin() as session:
                here.propose(session, authors[place], f"p{place}")
        except Refused:
            return False
        return True

    won = together(6, one) if not database.on_sqlite else [one(place) for place in range(6)]
    assert sorted(won) == [False] * 5 + [True]
    with database.begin() as session:
        assert number_of(session, FILES) == 1
        assert number_of(session, REFERRALS) == 1


def test_partners_who_propose_the_same_person_at_once_have_a_file_each(database: Database) -> None:
    with database.begin() as session:
        here = Scene(session)

    def one(place: int) -> int:
        with database.begin() as session:
            author = (here.paul, here.lea)[place % 2]
            return here.propose(session, author, f"p{place}", place // 2).candidate_id

    made = together(4, one) if not database.on_sqlite else [one(place) for place in range(4)]
    assert len(set(made)) == 2
    assert made[0] == made[2]
    assert made[1] == made[3]


def test_the_facilitator_presents_while_the_partner_takes_it_back(on_postgres: Database) -> None:
    with on_postgres.begin() as session:
        here = Scene(session)
        number = here.propose(session, here.paul, "1").id or 0
    won: list[str] = []

    def act(place: int) -> None:
        with on_postgres.begin() as session:
            found = referrals.get(session, number)
            assert found is not None
            if place % 2:
                done = present_referral.present(turn_of(session, here.fatou, f"f{place}"), found)
            else:
                done = withdraw_proposal.withdraw(turn_of(session, here.paul, f"p{place}"), found)
            won.extend(["presented" if place % 2 else "withdrawn"] * done)

    together(6, act)
    assert len(won) == 1
    with on_postgres.begin() as session:
        found = referrals.get(session, number)
        assert found is not None
        assert found.state == won[0]


def test_a_file_closed_meanwhile_is_not_taken_up(database: Database) -> None:
    """A closed file has no open referral: a new one is made, and the PLIE told that they look alike."""
    with database.begin() as session:
        here = Scene(session)
        first = here.propose(session, here.paul, "1")
        candidates.move(session, first.candidate_id, *_CLOSING)
        second = here.propose(session, here.paul, "2", 1)
        assert second.candidate_id != first.candidate_id
        assert "Ressemble" in told(session, here.fatou)[-1]
        assert "Ressemble" not in told(session, here.paul)[-1]


_CLOSING = ("active", "closed")


def test_the_same_phone_is_not_the_same_person(database: Database) -> None:
    with database.begin() as session:
        here = Scene(session)
        first = here.propose(session, here.paul, "1")
        second = here.propose(session, here.paul, "2", name="BARON Louis", birth_year=1975)
        assert second.candidate_id != first.candidate_id
        assert "Ressemble" in told(session, here.fatou)[-1]


def test_by_mail_the_name_and_the_reason_stay_out(database: Database) -> None:
    with database.begin() as session:
        here = Scene(session)
        made = here.propose(session, here.mona, "1")
        assert told(session, here.mona) == []
        turn = turn_of(session, here.fatou, "2")
        assert present_referral.present(turn, made)
        turn.close()
        marc = turn_of(session, here.marc, "3")
        assert refuse_referral.refuse(marc, made, offer_of(session, here.offers[0]), RefusalReason.SKILLS)
        marc.close()
        letters = told(session, here.mona)
        assert len(letters) == 2
        assert all("O-2026-0001" in one and "C-2026-0001" in one for one in letters)
        assert not any("BARON" in one or "compétences" in one or "Bâti" in one for one in letters)
        assert "présente C-2026-0001" in letters[0]
        assert "ne retient pas C-2026-0001" in letters[1]


def test_who_left_is_replaced_by_who_took_over(database: Database) -> None:
    with database.begin() as session:
        here = Scene(session)
        made = here.propose(session, here.paul, "1")
        zoe = contact(session, 12, "anpe", NOW)
        people.change(session, here.paul.id, revoked_at=NOW)
        for taken, heard in ((False, 0), (True, 1)):
            if taken:
                candidates.update(session, made.candidate_id, candidates.LIVING, proposed_by=zoe.id)
            turn = turn_of(session, here.fatou, f"f{taken}")
            referrals.move(session, made.id or 0, referrals.OPEN, ReferralState.AWAITING, here.fatou.id, NOW)
            session.refresh(made)
            assert present_referral.present(turn, made)
            turn.close()
            assert len(told(session, zoe)) == heard


def test_merged_proposals_for_one_offer_are_one(database: Database) -> None:
    """Who made the one that goes hears of it, and reads nothing of the other file."""
    with database.begin() as session:
        here = Scene(session)
        first = here.propose(session, here.paul, "1")
        second = here.propose(session, here.lea, "2", commune="Caen", phone=None)
        turn, number = turn_of(session, here.cora, "3"), second.candidate_id
        merge_candidates.merge(turn, first.candidate_id, number)
        turn.close()
        assert "n’est plus d’actualité" in told(session, here.lea)[-1]
        [line] = proposals.page(session, here.lea.organisation_id, None, 9)
        assert (line.candidate_id, line.referral_id, line.state) == (
            number,
            second.id,
            "obsolete",
        )
        said = proposals.said(session, second.id or 0)
        assert said is not None
        assert said.reference == "C-2026-0002"
        assert [one.referral_id for one in proposals.page(session, here.paul.organisation_id, None, 9)] == [
            first.id
        ]
        anonymise.people(session, [first.candidate_id], NOW)
        assert [proposals.said(session, one.id or 0) for one in (first, second)] == [None, None]


def test_a_file_of_the_plie_is_never_taken_for_the_partners(database: Database) -> None:
    with database.begin() as session:
        here = Scene(session)
        mason(session, here.fatou.id, NOW, name="BARON Lucie", birth_year=1999)
        made = here.propose(session, here.paul, "1")
        assert made.candidate_id == 2
        again = here.propose(session, here.paul, "2", 1)
        assert again.candidate_id == 2


def test_a_page_reads_its_index(database: Database) -> None:
    with database.begin() as session:
        here = Scene(session)
        for place in range(12):
            here.propose(session, here.paul, f"p{place}", name=f"BARON {chr(65 + place)}", phone=None)
        first = proposals.page(session, here.paul.organisation_id, None, 9)
        assert [line.candidate_id for line in first] == list(range(12, 3, -1))
        rest = proposals.page(session, here.paul.organisation_id, first[7].candidate_id, 9)
        assert [line.candidate_id for line in rest] == [4, 3, 2, 1]
        assert proposals.page(session, here.lea.organisation_id, None, 9) == []
