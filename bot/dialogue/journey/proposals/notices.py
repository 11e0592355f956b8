"""What the PLIE hears of a proposal, and what its author hears of its outcome: on Telegram by the name they
typed, by e-mail by the reference only."""

from markupsafe import Markup

from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import cut
from bot.dialogue.journey.proposals.cards import author, called, proposal_card, reason_line
from bot.dialogue.journey.referrals.cards import offer_name, parties, staff_card
from bot.dialogue.letters import Letter
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.dialogue.words import OFFER_STATES
from bot.store import people, proposals, referrals
from bot.store.people import Member
from bot.store.placements import identity as placed
from bot.store.tables import OfferState, Placement, Referral, ReferralState

PRESENTED, MET, ENDED, HIRED = "presented", "met", "ended", "hired"
"""What a proposal comes to."""
_LINE = Markup("\n")
_NAME = 60
_SAID = {
    PRESENTED: N_("As you proposed, the PLIE presents {candidate} to the company for {offer}."),
    MET: N_("The company wants to meet {candidate} for {offer}: the PLIE fixes the date."),
    HIRED: N_("The company hires {candidate}, whom you proposed for {offer}."),
    ReferralState.REFUSED: N_("The company does not hire {candidate} for {offer}."),
    ReferralState.OBSOLETE: N_("Your proposal of {candidate} for {offer} is no longer current."),
}
_DECLINED = N_("The PLIE does not present {candidate}, whom you proposed, for {offer}.")
_NO_LONGER = N_("The PLIE no longer presents {candidate} for {offer}.")
_ASK_WHY = N_("The PLIE can tell you more.")


def tell_proposed(turn: Turn, referral: Referral) -> None:
    """Its author keeps the card of the proposal, which follows what becomes of it; the PLIE hears of it."""
    number, mine = referrals.identity(referral), author(turn, referral)
    if mine is not None:
        turn.tell(mine, _author_key(number, mine), lambda language: proposal_card(turn, referral, language))
    for colleague in people.staff(turn.session):
        turn.tell(
            colleague,
            _staff_key(number, colleague),
            lambda language: _proposed_card(turn, referral, language),
        )


def _author_key(number: int, person: Member) -> str:
    return f"proposal:{number}:{person.id}"


def _staff_key(number: int, person: Member) -> str:
    return f"proposed:{number}:{person.id}"


def _proposed_card(turn: Turn, referral: Referral, language: str) -> Card:
    """The referral with all that the PLIE does to it, below who proposes the person."""
    card = staff_card(turn, referral, language)
    by = people.get(turn.session, referral.created_by)
    heading = translate(language, N_("{organisation} proposes a candidate"), organisation=by.organisation)
    return Card(Markup("🙋 {}\n\n").format(heading) + card.text, card.keyboard)


def tell_taken_back(turn: Turn, referral: Referral) -> None:
    """The PLIE hears that a proposal is withdrawn by who made it; the cards of both say so."""
    number, of = referrals.identity(referral), parties(turn.session, referral)
    said = N_("{organisation} withdraws the proposal of {candidate} for {offer}.")
    for colleague in people.staff(turn.session):
        turn.tell(
            colleague,
            f"proposal-taken-back:{number}:{colleague.id}",
            lambda language: Card(
                translate(
                    language,
                    said,
                    organisation=turn.me.organisation,
                    candidate=of.candidate.reference,
                    offer=offer_name(of.offer),
                )
            ),
        )
    refresh(turn, referral, "taken-back")


def tell_outcome(turn: Turn, referral: Referral, fact: str) -> None:
    """The author hears what the proposal comes to, unless they did it; the cards of both sides say so.
    Nothing is told of a referral that is no partner's."""
    mine = author(turn, referral)
    if fact == ENDED and referral.state != ReferralState.WITHDRAWN:
        fact = str(referral.state)
    elif fact == ENDED:
        fact = "withdrawn"
    refresh(turn, referral, fact)
    if mine is None or (turn.person is not None and mine.id == turn.me.id):
        return
    key = f"proposal-{fact}:{referrals.identity(referral)}:{mine.id}"
    _tell(turn, referral, mine, key, _sentence(referral, fact))


def tell_hired(turn: Turn, referral: Referral, placement: Placement) -> None:
    """The author hears that the hire of the person stands; not with which company."""
    fact, mine = f"hired-{placed(placement)}", author(turn, referral)
    refresh(turn, referral, fact)
    if mine is not None and mine.id != turn.me.id:
        key = f"proposal-{fact}:{referrals.identity(referral)}:{mine.id}"
        _tell(turn, referral, mine, key, _SAID[HIRED])


def _sentence(referral: Referral, fact: str) -> str:
    if fact != "withdrawn":
        return _SAID[fact]
    return _DECLINED if referral.presented_at is None else _NO_LONGER


def _tell(turn: Turn, referral: Referral, person: Member, key: str, said: str) -> None:
    turn.tell(person, key, lambda language: _told_card(turn, referral, said, language))
    turn.mail(person, key, lambda language: _letter(turn, referral, said, language))


def _told_card(turn: Turn, referral: Referral, said: str, language: str) -> Card:
    number = referrals.identity(referral)
    kept = proposals.said(turn.session, number)
    known = called(turn, referral, kept)
    who = known if kept is None else f"{cut(kept.name, _NAME)} ({known})"
    lines = [_told(turn, referral, said, who, language)]
    if referral.reason is not None:
        lines.append(reason_line(referral.reason, language))
    opened = Button(label(language, N_("Open the proposal")), f"proposal:{number}")
    return Card(_LINE.join(lines), ((opened,),))


def _letter(turn: Turn, referral: Referral, said: str, language: str) -> Letter:
    """The same without the name and without the reason, which is the person's."""
    number, offer = referrals.identity(referral), parties(turn.session, referral).offer
    known = called(turn, referral, proposals.said(turn.session, number))
    lines = [_told(turn, referral, said, known, language)]
    if referral.reason is not None:
        lines.append(translate(language, _ASK_WHY))
    subject = label(language, N_("Your proposal for the offer {offer}"), offer=offer.reference)
    return Letter(subject, _LINE.join(lines))


def _told(turn: Turn, referral: Referral, said: str, who: str, language: str) -> Markup:
    offer = parties(turn.session, referral).offer
    told = translate(language, said, candidate=who, offer=offer_name(offer))
    if referral.state != ReferralState.OBSOLETE or offer.state == OfferState.OPEN:
        return told
    state = translate(language, OFFER_STATES[offer.state])
    return Markup("{} {}").format(told, translate(language, N_("This offer is {state}."), state=state))


def refresh(turn: Turn, referral: Referral, fact: str) -> None:
    """Bring the cards that the author and the PLIE were sent up to date; `fact` names why, once for ever."""
    number, mine = referrals.identity(referral), author(turn, referral)
    if mine is None:
        return
    turn.retell(
        mine,
        f"proposal-card-{fact}:{number}:{mine.id}",
        _author_key(number, mine),
        lambda language: proposal_card(turn, referral, language),
    )
    for colleague in people.staff(turn.session):
        turn.retell(
            colleague,
            f"proposed-card-{fact}:{number}:{colleague.id}",
            _staff_key(number, colleague),
            lambda language: _proposed_card(turn, referral, language),
        )
