"""The cards and notices of a referral hold whatever people may have written, and name nobody too early."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from limits import assert_fits
from telegram import Update
from test_offer_cards import LONGEST, NOW, WILD, someone, turn_of
from vacancies import ZONE, mason, post

from bot.dialogue.cards import Button, Card
from bot.dialogue.journey.referrals import cards
from bot.dialogue.journey.referrals import fit as referral_fit
from bot.dialogue.journey.referrals import lists as referral_lists
from bot.dialogue.journey.referrals import notices as referral_notices
from bot.dialogue.translations import LANGUAGES
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.matching import candidates_card, offers_card
from bot.dialogue.vacancies.offers import offer_card
from bot.dialogue.vacancies.reasons import Reader
from bot.rules.referrals import Doubt
from bot.store import candidates, offers, people, referrals
from bot.store.database import Database, Session
from bot.store.people import Member
from bot.store.procurements import Period
from bot.store.tables import (
    Candidate,
    CandidateState,
    JobOffer,
    Kind,
    Origin,
    Referral,
    ReferralState,
    RefusalReason,
    Role,
)

PHONE = "+33612345699"
JOBS = ("F1201", "F1703", "F1503")


def longest(session: Session, by: Member, **changes: Any) -> Candidate:
    """A file with all that can be said in it, followed by somebody with a long name."""
    values = {"name": WILD * 10, "phone": PHONE, "jobs": JOBS, "held": 63, "level": 7} | changes
    made = mason(session, by.id, NOW, available=Period(NOW.date(), "2026-11-22/day"), **values)
    candidates.follow(session, candidates.identity(made), None, by.id)
    session.refresh(made)
    return made


class Scene:
    """The longest referral there can be, seen by someone of the company and of the PLIE."""

    def __init__(self, session: Session, **changes: Any) -> None:
        self.session = session
        self.marc = someone(session, 5, Role.COMPANY, Kind.COMPANY)
        self.fatou = someone(session, 6, Role.FACILITATOR, Kind.PLIE)
        self.offer: JobOffer = post(session, self.marc, NOW, LONGEST)
        self.candidate = longest(session, self.fatou, **changes)
        made = referrals.add(
            session,
            candidates.identity(self.candidate),
            offers.identity(self.offer),
            self.fatou.id,
            NOW,
            presented=False,
        )
        assert made is not None
        self.referral: Referral = made

    def states(self) -> Iterator[str]:
        """The referral in each of its states, with all a state may hold."""
        for state in ReferralState:
            told = state not in (ReferralState.AWAITING, ReferralState.WITHDRAWN)
            self.referral.state = state
            self.referral.presented_at = NOW if told else None
            self.referral.presented_by = self.fatou.id if told else None
            self.referral.meeting_at = NOW if told else None
            self.referral.reason = str(max(RefusalReason, key=len))
            yield state

    def turn(self, who: Member) -> Turn:
        return turn_of(self.session, who)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_fits(database: Database, language: str) -> None:
    with database.begin() as session:
        scene = Scene(session, held=0, level=2, jobs=("F1704", "K1302", "F1602"))
        turn, of = scene.turn(scene.fatou), cards.parties(session, scene.referral)
        for _ in scene.states():
            assert_fits(cards.staff_card(turn, scene.referral, language))
            assert_fits(cards.company_card(turn, scene.referral, language))
            assert_fits(cards.presented_card(turn, scene.referral, language))
            for staff in (True, False):
                assert_fits(offer_card(turn, scene.offer, language, staff=staff))
        assert_fits(referral_lists.refusal_card(scene.referral, of, language))
        assert_fits(referral_lists.withdrawal_card(scene.referral, of, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_fits(database: Database, language: str) -> None:
    with database.begin() as session:
        scene = Scene(session)
        for member in (scene.fatou, scene.marc):
            people.change(session, member.id, language=language)
            turn = scene.turn(people.get(session, member.id))
            for found in ([], [scene.referral] * 9):
                assert_fits(referral_lists.of_offer_card(turn, scene.offer, found, first=False))
                assert_fits(referral_lists.of_candidate_card(turn, scene.candidate, found, first=True))
        others = [longest(session, scene.fatou) for _ in range(9)]
        for place, other in enumerate(others):
            pair = (candidates.identity(other), offers.identity(scene.offer), scene.fatou.id, NOW)
            made = referrals.add(session, *pair, presented=True)
            assert made is not None
            if place % 2:
                referrals.move(
                    session, made.id or 0, referrals.OPEN, ReferralState.REFUSED, None, NOW, "requirement"
                )
        assert_fits(candidates_card(session, scene.offer, Reader(language, NOW.date())))
        assert_fits(offers_card(session, others[1].id or 0, NOW, Reader(language, NOW.date())))


@pytest.mark.parametrize("state", CandidateState)
def test_the_company_reads_the_name_only_while_it_may(database: Database, state: CandidateState) -> None:
    with database.begin() as session:
        scene = Scene(session, name="ZELLER Yanis")
        scene.candidate.state = state
        session.add(scene.candidate)
        session.flush()
        for place in scene.states():
            text = str(cards.company_card(scene.turn(scene.marc), scene.referral, "fr").text)
            named = place in ("presented", "hired") and state == "active"
            assert ("ZELLER Yanis" in text) is named, place
            assert ("06 12 34 56 99" in text.replace("\u00a0", " ")) is named, place
            for secret in ("RSA", "1990", "Référent", "Origine"):
                assert secret not in text


NOTICES: tuple[Callable[[Turn, Referral], object], ...] = (
    referral_notices.tell_presented,
    referral_notices.tell_meeting,
    referral_notices.tell_ended,
    lambda turn, referral: referral_notices.refresh(turn, referral, "fact"),
)


class Heard(Turn):
    """A turn whose notices are read where they are told."""

    def tell(self, person: Member, key: str, card: Callable[[str], Card], *_: Any) -> None:
        HEARD.append((key, person, card(person.language)))

    def retell(self, person: Member, key: str, told: str, card: Callable[[str], Card]) -> None:
        HEARD.append((key, person, card(person.language)))


HEARD: list[tuple[str, Member, Card]] = []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", ["marc", "fatou"])
def test_every_notice_fits_and_keeps_secrets(database: Database, language: str, by: str) -> None:
    """Whoever does it, in every state: what the company and the prescriber get names nobody but who is
    presented or hired."""
    with database.begin() as session:
        scene = Scene(session, name="ZELLER Yanis" + WILD * 9, origin=Origin.ANPE)
        anpe = someone(session, 8, Role.PRESCRIBER, Kind.ANPE)
        lea = someone(session, 9, Role.COMPANY, Kind.COMPANY)
        adviser = someone(session, 10, Role.FACILITATOR, Kind.PLIE)
        candidates.follow(session, candidates.identity(scene.candidate), scene.fatou.id, adviser.id)
        scene.referral.created_by = anpe.id
        for one in (scene.marc, scene.fatou, anpe, lea, adviser):
            people.change(session, one.id, language=language)
        actor = people.get(session, getattr(scene, by).id)
        turn = Heard(session, "1", NOW, ZONE, Update(1), actor.telegram_id, actor, language)
        for state in scene.states():
            for notice in NOTICES:
                if notice is referral_notices.tell_ended and state in ("awaiting", "presented", "hired"):
                    continue
                HEARD.clear()
                notice(turn, scene.referral)
                check(state, actor, adviser, notice is not NOTICES[-1])


def opens(button: Button) -> bool:
    """Whether a partner may be given this button: of its own proposals and of the offers sent to it."""
    return button.data.partition(":")[0] in ("proposal", "proposals", "sent-offer")


def check(state: str, actor: Member, adviser: Member, told: bool) -> None:
    """What was just heard is within the limits, once to each, and told to no one too much."""
    for _, person, card in HEARD:
        text = assert_fits(card)
        named = "ZELLER" in text
        allowed = person.is_staff or (person.role is Role.COMPANY and state in ("presented", "hired"))
        assert allowed or not named, (state, person.role, text)
        if person.role is Role.PRESCRIBER:
            assert all(opens(button) for row in card.keyboard for button in row), card.keyboard
    keys = [(key, person.id) for key, person, _ in HEARD]
    assert len(keys) == len(set(keys))
    if told:
        assert adviser.id in {person.id for _, person, _ in HEARD}
    assert all(key.endswith(f":{person.id}") for key, person, _ in HEARD)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_doubt_has_its_words(language: str) -> None:
    about = {Doubt.NOT_AVAILABLE: "2027-01-01", Doubt.REQUIREMENT: "63"}
    for doubt in Doubt:
        heading, line = referral_fit.doubt_lines(language, [[doubt, about.get(doubt, "")]])
        assert heading
        assert len(line) > 10
    assert referral_fit.doubt_lines(language, []) == []
