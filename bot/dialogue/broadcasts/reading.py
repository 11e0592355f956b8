"""An offer that was sent, as its reader opens it."""

from bot.dialogue.broadcasts.cards import FIRST, Sent, page_of, sent_card, sent_offer_card
from bot.dialogue.broadcasts.groups import START
from bot.dialogue.broadcasts.messages import offers_of, tapped
from bot.dialogue.cards import Card
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.store import deliveries, offers
from bot.store.offers import identity
from bot.store.offers_sent import is_shown_to
from bot.store.tables import JobOffer

GONE = N_("This offer cannot be found.")


def readable(turn: Turn, offer_id: int) -> JobOffer:
    """The offer of this number, where it was sent to the person of this turn. Raises Refused."""
    offer = offers.get(turn.session, offer_id)
    if offer is None or not is_shown_to(turn.session, offer, turn.me):
        raise Refused(GONE)
    return offer


def opened(turn: Turn, offer: JobOffer) -> Card:
    """The offer alone, as things are now."""
    found = deliveries.find(turn.session, turn.me.id, identity(offer))
    wave, answer = (FIRST, None) if found is None else (found.wave, found.answer)
    return sent_offer_card(Sent(offer, wave, answer), turn.language)


def below(turn: Turn, offer: JobOffer) -> Card:
    """The card a button of this offer was tapped on, as it is now: the message of a run at the page of the
    offer, or the offer alone."""
    mailing = tapped(turn)
    if mailing is None:
        return opened(turn, offer)
    sent = offers_of(turn.session, mailing.id or 0)
    return sent_card(mailing.broadcast_id, sent, turn.language, page_of(sent, identity(offer)))


def asked(payload: str) -> int | None:
    """The number of the offer a link of a group leads to; None for any other payload of /start."""
    number = payload.removeprefix(START)
    known = payload.startswith(START) and number.isdecimal() and number.isascii() and len(number) < 10
    return int(number) if known else None
