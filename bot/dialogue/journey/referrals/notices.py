"""What the company, the adviser and who proposed the person hear of a referral."""

from collections.abc import Callable

from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import cut
from bot.dialogue.journey.proposals.notices import ENDED, MET, PRESENTED, tell_outcome
from bot.dialogue.journey.referrals.cards import (
    Parties,
    company_card,
    offer_name,
    parties,
    presented_card,
)
from bot.dialogue.journey.words import REFUSALS
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import candidates, people, referrals
from bot.store.people import Member
from bot.store.tables import Referral, ReferralState

_NAME = 60


def told_key(referral_id: int, person_id: int) -> str:
    """The key under which someone of the company is told of a person presented."""
    return f"referral:{referral_id}:{person_id}"


def tell_presented(turn: Turn, referral: Referral) -> int:
    """The company is told of the person, by name; the adviser and who proposed the person hear of it. Returns
    how many people of the company have access."""
    of, number = parties(turn.session, referral), referrals.identity(referral)
    company = people.of_organisation(turn.session, of.offer.organisation_id)
    for person in company:
        turn.tell(
            person,
            told_key(number, person.id),
            lambda language: presented_card(turn, referral, language),
        )
    _tell_staff(
        turn, referral, of, "presented", N_("{candidate} ({name}) is presented for {offer} ({company}).")
    )
    tell_outcome(turn, referral, PRESENTED)
    return len(company)


def tell_meeting(turn: Turn, referral: Referral) -> None:
    """The adviser, or the whole PLIE when there is none, and who proposed the person hear that the company
    wants to meet them; the cards of the company say so too."""
    of = parties(turn.session, referral)
    said = N_("{company} wants to meet {candidate} ({name}) for {offer}: please fix the date with both.")
    _tell_staff(turn, referral, of, "met", said)
    if turn.me.is_staff:
        noted = N_("The PLIE noted that you want to meet {candidate} for {offer}.")
        _tell_company(turn, referral, of, "met", noted)
    refresh(turn, referral, "referral-met-card")
    tell_outcome(turn, referral, MET)


def tell_ended(turn: Turn, referral: Referral, *, company: bool = True) -> None:
    """The referral is over without a hire: the adviser and who proposed the person hear of it, and people of
    the company unless `company` is False; what it was sent loses the name and the phone."""
    of, state = parties(turn.session, referral), ReferralState(referral.state)
    _tell_staff(turn, referral, of, "ended", _TO_STAFF[state])
    tell_outcome(turn, referral, ENDED)
    if referral.presented_at is None:
        return
    if company:
        _tell_company(turn, referral, of, "ended", _TO_COMPANY[state])
    refresh(turn, referral, f"referral-{state}-card")


def refresh(turn: Turn, referral: Referral, fact: str) -> None:
    """Bring the card that people of the company were sent up to date; `fact` names why, once for ever."""
    of, number = parties(turn.session, referral), referrals.identity(referral)
    for person in people.of_organisation(turn.session, of.offer.organisation_id):
        turn.retell(
            person,
            f"{fact}:{number}:{person.id}",
            told_key(number, person.id),
            lambda language: company_card(turn, referral, language),
        )


_TO_STAFF = {
    ReferralState.REFUSED: N_("{company} turns down {candidate} ({name}) for {offer}: {reason}."),
    ReferralState.WITHDRAWN: N_("{candidate} ({name}) is no longer presented for {offer} ({company})."),
    ReferralState.OBSOLETE: N_(
        "The referral of {candidate} ({name}) to {offer} ({company}) is no longer current."
    ),
}
_TO_COMPANY = {
    ReferralState.REFUSED: N_("{candidate} is turned down for {offer}: {reason}."),
    ReferralState.WITHDRAWN: N_("The PLIE no longer presents {candidate} for {offer}."),
    ReferralState.OBSOLETE: N_("The application of {candidate} for {offer} is no longer current."),
}


def _tell_staff(turn: Turn, referral: Referral, of: Parties, fact: str, said: str) -> None:
    name = cut(candidates.name(turn.session, of.candidate), _NAME)
    for colleague in _advisers(turn, of):
        _tell(
            turn,
            referral,
            colleague,
            fact,
            lambda language: Card(
                translate(language, said, **_values(referral, of, language), name=name),
                _open(referral, language),
            ),
        )


def _advisers(turn: Turn, of: Parties) -> list[Member]:
    """Who of the PLIE hears: the adviser; all when nobody follows the person, unless a colleague did it."""
    found = people.in_charge(turn.session, of.candidate.adviser_id)
    by = turn.person
    if by is not None and by.is_staff and of.candidate.adviser_id not in {one.id for one in found}:
        return []
    return [one for one in found if by is None or one.id != by.id]


def _tell_company(turn: Turn, referral: Referral, of: Parties, fact: str, said: str) -> None:
    for person in people.of_organisation(turn.session, of.offer.organisation_id):
        if person.id != turn.me.id:
            _tell(
                turn,
                referral,
                person,
                fact,
                lambda language: Card(
                    translate(language, said, **_values(referral, of, language)), _open(referral, language)
                ),
            )


def _tell(turn: Turn, referral: Referral, person: Member, fact: str, card: Callable[[str], Card]) -> None:
    turn.tell(person, f"referral-{fact}:{referrals.identity(referral)}:{person.id}", card)


def _values(referral: Referral, of: Parties, language: str) -> dict[str, str]:
    """What the sentences name; neither the person's name nor phone."""
    reason = "" if referral.reason is None else translate(language, REFUSALS[referral.reason])
    return {
        "candidate": of.candidate.reference,
        "offer": offer_name(of.offer),
        "company": of.company.name,
        "reason": reason,
    }


def _open(referral: Referral, language: str) -> tuple[tuple[Button, ...], ...]:
    number = referrals.identity(referral)
    return ((Button(label(language, N_("Open the referral")), f"referral:{number}"),),)
