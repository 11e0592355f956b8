"""A referral's card, what its company and the PLIE do with it, and the lists per offer and per candidate."""

from collections.abc import Callable

from bot.actions import allowed, demand, meet, present_referral, refuse_referral, withdraw_referral
from bot.dialogue.cards import Card
from bot.dialogue.journey.referrals.cards import Parties, card_for, parties
from bot.dialogue.journey.referrals.fit import CANDIDATE_GONE, OFFER_GONE
from bot.dialogue.journey.referrals.lists import (
    of_candidate_card,
    of_offer_card,
    refusal_card,
    withdrawal_card,
)
from bot.dialogue.journey.words import REFERRALS
from bot.dialogue.lists import SIZE
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.rules.referrals import Move, sources
from bot.store import candidates, offers, referrals
from bot.store.tables import Referral, RefusalReason

_GONE = N_("This referral cannot be found.")
_PAGED = r"\d{1,9}(?::\d{1,9})?"
_REASONED = rf"(?:{'|'.join(RefusalReason)}):\d{{1,9}}"


def _find(turn: Turn) -> tuple[Referral, Parties]:
    """The referral of the button tapped, and its two sides. Raises Refused when there is none this person may
    see: a company is told of nobody before they are presented."""
    referral = referrals.get(turn.session, turn.number)
    if referral is None:
        raise Refused(_GONE)
    of = parties(turn.session, referral)
    if not allowed(turn, Action.SEE_REFERRAL, Owner(of.offer.organisation_id)):
        raise Refused(_GONE)
    if referral.presented_at is None and not turn.me.is_staff:
        raise Refused(_GONE)
    return referral, of


def _open(turn: Turn) -> None:
    referral, _ = _find(turn)
    turn.edit(card_for(turn, referral))


def _present(turn: Turn) -> None:
    referral, _ = _find(turn)
    _shown(turn, referral, moved=present_referral.present(turn, referral))


def _meet(turn: Turn) -> None:
    referral, of = _find(turn)
    moved = meet.meet(turn, referral, of.offer)
    if moved:
        turn.toast(turn.t(N_("Noted: the PLIE fixes the date with the person and the company.")))
    _shown(turn, referral, moved=moved)


Ask = Callable[[Referral, Parties, str], Card]


def _ask(move: Move, action: Action, card: Ask) -> Callable[[Turn], None]:
    """The closed list of reasons, where something is still to be ended."""

    def ask(turn: Turn) -> None:
        referral, of = _find(turn)
        demand(turn, action, Owner(of.offer.organisation_id))
        if referral.state in sources(move):
            turn.edit(card(referral, of, turn.language))
        else:
            _shown(turn, referral, moved=False)

    return ask


def _refused(turn: Turn) -> None:
    referral, of = _find(turn)
    _shown(turn, referral, moved=refuse_referral.refuse(turn, referral, of.offer, _reason(turn)))


def _withdrawn(turn: Turn) -> None:
    referral, _ = _find(turn)
    _shown(turn, referral, moved=withdraw_referral.withdraw(turn, referral, _reason(turn)))


def _reason(turn: Turn) -> RefusalReason:
    return RefusalReason(turn.data.split(":")[1])


def _shown(turn: Turn, referral: Referral, *, moved: bool) -> None:
    """The referral as it is now; where it was too late to do anything, how it stands."""
    turn.session.refresh(referral)
    if not moved:
        turn.toast(turn.t(N_("How this referral stands: {state}."), state=turn.t(REFERRALS[referral.state])))
    turn.edit(card_for(turn, referral))


def _of_offer(turn: Turn) -> None:
    number, before = _numbers(turn)
    offer = offers.get(turn.session, number)
    if offer is None or not allowed(turn, Action.SEE_REFERRAL, Owner(offer.organisation_id)):
        raise Refused(OFFER_GONE)
    only = not turn.me.is_staff
    found = referrals.of_offer(turn.session, number, SIZE + 1, before, presented_only=only)
    turn.edit(of_offer_card(turn, offer, found, first=before is None))


def _of_candidate(turn: Turn) -> None:
    demand(turn, Action.REFER)
    number, before = _numbers(turn)
    candidate = candidates.get(turn.session, number)
    if candidate is None:
        raise Refused(CANDIDATE_GONE)
    found = referrals.of_candidate(turn.session, number, SIZE + 1, before)
    turn.edit(of_candidate_card(turn, candidate, found, first=before is None))


def _numbers(turn: Turn) -> tuple[int, int | None]:
    """Whose list, and the last one shown of the page before."""
    number, *before = (int(part) for part in turn.data.split(":")[1:])
    return number, before[0] if before else None


ROUTES = (
    button("referral", _open),
    button("present-referral", _present),
    button("meet-referral", _meet),
    button("refuse-referral", _ask(Move.REFUSE, Action.ANSWER_REFERRAL, refusal_card)),
    button("refused-referral", _refused, args=_REASONED),
    button("withdraw-referral", _ask(Move.WITHDRAW, Action.REFER, withdrawal_card)),
    button("withdrawn-referral", _withdrawn, args=_REASONED),
    button("referrals-of", _of_offer, args=_PAGED),
    button("referrals-for", _of_candidate, args=_PAGED),
)
