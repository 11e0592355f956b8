"""Ranked lists: the candidates for an offer, the offers for a candidate."""

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.matching import candidates_card, offers_card
from bot.dialogue.vacancies.reasons import Reader
from bot.dialogue.words import CANDIDATE_STATES, OFFER_STATES
from bot.rules.policy import Action
from bot.store import candidates, circulation, offers
from bot.store.tables import CandidateState, OfferState

_PAGED = r"\d{1,9}:\d{1,3}"


def _reader(turn: Turn) -> Reader:
    return Reader(turn.language, turn.today)


def _candidates(turn: Turn) -> None:
    _show_candidates(turn, turn.number, 0)


def _candidates_page(turn: Turn) -> None:
    _show_candidates(turn, _subject(turn), turn.number)


def _show_candidates(turn: Turn, offer_id: int, page: int) -> None:
    demand(turn, Action.MATCH)
    offer = offers.get(turn.session, offer_id)
    if offer is None:
        raise Refused(N_("This offer cannot be found."))
    if offer.state != OfferState.OPEN:
        state = turn.t(OFFER_STATES[offer.state])
        raise Refused(N_("This offer is no longer open: it is {state}."), state=state)
    turn.edit(candidates_card(turn.session, offer, _reader(turn), page))


def _offers(turn: Turn) -> None:
    _show_offers(turn, turn.number, 0)


def _offers_page(turn: Turn) -> None:
    _show_offers(turn, _subject(turn), turn.number)


def _show_offers(turn: Turn, candidate_id: int, page: int) -> None:
    demand(turn, Action.MATCH)
    candidate = candidates.get(turn.session, candidate_id)
    if candidate is None:
        raise Refused(N_("This candidate cannot be found."))
    if candidate.state != CandidateState.ACTIVE:
        state = turn.t(CANDIDATE_STATES[candidate.state])
        raise Refused(
            N_("No offer is sought for {reference}: {state}."), reference=candidate.reference, state=state
        )
    since = circulation.living_since(turn.session, turn.today, turn.zone)
    turn.edit(offers_card(turn.session, candidate_id, since, _reader(turn), page))


def _subject(turn: Turn) -> int:
    """The number before the page in what the button carries."""
    return int(turn.data.split(":")[1])


ROUTES = (
    button("match", _candidates),
    button("matches", _candidates_page, args=_PAGED),
    button("offers-for", _offers),
    button("offers-for-page", _offers_page, args=_PAGED),
)
