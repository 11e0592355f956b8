"""/mesoffres and /offres: lists of job offers, their cards, and how they end."""

import re

from bot.actions import allowed, close_offer, confirm_offer, demand, reopen_offer
from bot.dialogue import formats
from bot.dialogue.broadcasts.lists import sent_list_card
from bot.dialogue.cards import Button, Card
from bot.dialogue.journey.shares.cards import list_card
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offers import lasts_until, offer_card, offer_line, sure_card
from bot.dialogue.words import OFFER_STATES
from bot.rules.policy import Action, Owner
from bot.store import deliveries, offers
from bot.store.tables import JobOffer, OfferState, Role

GONE = N_("This offer cannot be found.")
_REFERENCE = re.compile(r"(?i)\s*O-\d{4}-\d{4,}\s*")


def _own(turn: Turn) -> None:
    demand(turn, Action.LIST_OWN_OFFERS)
    _page(turn, "own", None)


def _all(turn: Turn) -> None:
    """Of all companies for the PLIE; what was sent to them for who proposes candidates; for a SIAE to which
    nothing was, its joint answers."""
    if allowed(turn, Action.LIST_SENT_OFFERS):
        none = turn.me.role is Role.SIAE and not deliveries.any_to(turn.session, turn.me.id)
        turn.edit(list_card(turn, None, waiting=False) if none else sent_list_card(turn))
        return
    demand(turn, Action.LIST_OFFERS)
    _page(turn, "all", None)


def _turn_page(turn: Turn) -> None:
    which = turn.data.split(":")[1]
    demand(turn, Action.LIST_OFFERS if which == "all" else Action.LIST_OWN_OFFERS)
    _page(turn, which, turn.number or None)


def _page(turn: Turn, which: str, before: int | None) -> None:
    """Newest first, eight at a time; `before` is the number of the last one shown."""
    own = turn.me.organisation_id if which == "own" else None
    lines = offers.page(turn.session, organisation_id=own, before=before, size=SIZE + 1)
    if not lines:
        turn.edit(turn.t(N_("There is no job offer yet. /offre posts one.")))
        return
    staff = turn.me.is_staff
    rows = [
        (Button(offer_line(line, turn.language, staff=staff), f"offer:{line.id}"),) for line in lines[:SIZE]
    ]
    following = f"offers:{which}:{lines[SIZE - 1].id}" if len(lines) > SIZE else None
    first = f"offers:{which}:0" if before else None
    pages = page_buttons(turn.language, first, following)
    turn.edit(Card(turn.t(N_("Job offers, newest first:")), (*rows, *pages)))


def _find(turn: Turn) -> JobOffer:
    """The offer of the button tapped. Raises Refused when there is none this person may see."""
    offer = offers.get(turn.session, turn.number)
    if offer is None or not _may_see(turn, offer):
        raise Refused(GONE)
    return offer


def _may_see(turn: Turn, offer: JobOffer) -> bool:
    return allowed(turn, Action.SEE_OFFER, Owner(offer.organisation_id))


def _card(turn: Turn, offer: JobOffer) -> Card:
    return offer_card(turn, offer, turn.language, staff=turn.me.is_staff)


def _open(turn: Turn) -> None:
    turn.edit(_card(turn, _find(turn)))


def hear_reference(turn: Turn) -> bool:
    """Open the offer whose reference was typed to no form, as people say it on the phone. Returns whether it
    was one. Raises Refused."""
    if not _REFERENCE.fullmatch(turn.text):
        return False
    offer = offers.by_reference(turn.session, turn.text.strip().upper())
    if offer is None or not _may_see(turn, offer):
        raise Refused(GONE)
    turn.say(_card(turn, offer))
    return True


def _ask_filled(turn: Turn) -> None:
    _ask(turn, OfferState.FILLED)


def _ask_withdrawn(turn: Turn) -> None:
    _ask(turn, OfferState.WITHDRAWN)


def _ask(turn: Turn, state: OfferState) -> None:
    """Ending an offer cannot be undone: one more tap."""
    offer = _find(turn)
    demand(turn, Action.CHANGE_OFFER, Owner(offer.organisation_id))
    if offer.state == OfferState.OPEN:
        turn.edit(sure_card(offer, state, turn.language))
    else:
        _over(turn, offer)


def _filled(turn: Turn) -> None:
    _close(turn, OfferState.FILLED)


def _withdrawn(turn: Turn) -> None:
    _close(turn, OfferState.WITHDRAWN)


def _close(turn: Turn, state: OfferState) -> None:
    offer = _find(turn)
    if close_offer.close(turn, offer, state):
        turn.edit(_card(turn, offer))
    else:
        _over(turn, offer)


def _confirm(turn: Turn) -> None:
    offer = _find(turn)
    if not confirm_offer.confirm(turn, offer):
        _over(turn, offer)
        return
    day = formats.day(lasts_until(turn, offer), turn.language)
    turn.toast(turn.t(N_("Noted: the offer stays open until {day}."), day=day))
    turn.edit(_card(turn, offer))


def _reopen(turn: Turn) -> None:
    offer = _find(turn)
    if reopen_offer.reopen(turn, offer):
        day = formats.day(lasts_until(turn, offer), turn.language)
        turn.toast(turn.t(N_("Noted: the offer stays open until {day}."), day=day))
    else:
        turn.toast(turn.t(N_("This offer cannot be opened again: please post a new one.")))
    turn.session.refresh(offer)
    turn.edit(_card(turn, offer))


def _over(turn: Turn, offer: JobOffer) -> None:
    """Too late: how the offer stands."""
    turn.session.refresh(offer)
    state = turn.t(OFFER_STATES[offer.state])
    turn.toast(turn.t(N_("This offer is no longer open: it is {state}."), state=state))
    turn.edit(_card(turn, offer))


ROUTES = (
    *entry("mesoffres", _own),
    *entry("offres", _all),
    button("offers", _turn_page, args=r"(?:own|all):\d{1,9}"),
    button("offer", _open),
    button("fill-offer", _ask_filled),
    button("withdraw-offer", _ask_withdrawn),
    button("offer-filled", _filled),
    button("offer-withdrawn", _withdrawn),
    button("offer-heard", _confirm),
    button("reopen-offer", _reopen),
)
