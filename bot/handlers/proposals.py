"""/mescandidats: what a partner proposed, where it stands, and taking it back."""

from bot.actions import allowed, demand, withdraw_proposal
from bot.dialogue.journey.proposals.cards import list_card, proposal_card, standing_lines, sure_card
from bot.dialogue.lists import SIZE
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.store import people, proposals, referrals
from bot.store.tables import Referral, ReferralState

_GONE = N_("This proposal cannot be found.")


def _list(turn: Turn) -> None:
    _page(turn, None)


def _more(turn: Turn) -> None:
    _page(turn, turn.number or None)


def _page(turn: Turn, before: int | None) -> None:
    demand(turn, Action.LIST_OWN_PROPOSALS)
    found = proposals.page(turn.session, turn.me.organisation_id, before, SIZE + 1)
    turn.edit(list_card(turn, found, first=before is None))


def _find(turn: Turn) -> Referral:
    """The proposal of the button tapped. Raises Refused when there is none this person may see: what the PLIE
    presents by itself is no partner's."""
    referral = referrals.get(turn.session, turn.number)
    if referral is None:
        raise Refused(_GONE)
    by = people.get(turn.session, referral.created_by)
    if by.is_staff or not allowed(turn, Action.SEE_PROPOSAL, Owner(by.organisation_id)):
        raise Refused(_GONE)
    return referral


def _open(turn: Turn) -> None:
    turn.edit(proposal_card(turn, _find(turn), turn.language))


def _ask(turn: Turn) -> None:
    referral = _find(turn)
    demand(turn, Action.LIST_OWN_PROPOSALS)
    if referral.state == ReferralState.AWAITING:
        turn.edit(sure_card(turn, referral))
    else:
        _too_late(turn, referral)


def _take_back(turn: Turn) -> None:
    referral = _find(turn)
    if withdraw_proposal.withdraw(turn, referral):
        turn.toast(turn.t(N_("Withdrawn: the PLIE is told.")))
        turn.edit(proposal_card(turn, referral, turn.language))
    else:
        turn.session.refresh(referral)
        _too_late(turn, referral)


def _too_late(turn: Turn, referral: Referral) -> None:
    """How the proposal stands now, the PLIE having gone on with it."""
    turn.toast(standing_lines(turn, referral, turn.language)[0])
    turn.edit(proposal_card(turn, referral, turn.language))


ROUTES = (
    *entry("mescandidats", _list),
    button("proposals", _more),
    button("proposal", _open),
    button("take-back", _ask),
    button("taken-back", _take_back),
)
