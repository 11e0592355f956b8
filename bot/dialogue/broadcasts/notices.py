"""What was sent of an offer is kept true: edited in place when the offer, or its reader's answer, changes."""

from bot.dialogue.broadcasts import messages
from bot.dialogue.turn import Turn
from bot.store import deliveries, mailings, retells
from bot.store.offers import identity
from bot.store.tables import JobOffer, Priority

AT_ONCE = 50
"""So many messages are edited with the change itself; more of them in batches by the job of the mailings."""


def retell_offer(turn: Turn, offer: JobOffer) -> None:
    """Bring every message that carried an offer up to date: it is filled, withdrawn, expired, held or sent
    again, or its positions changed. What has not left and holds nothing living any more never leaves."""
    if offer.sent_at is None:
        return
    number = identity(offer)
    carried = deliveries.carrying(turn.session, number, 0, AT_ONCE + 1)
    if len(carried) > AT_ONCE:
        retells.begin(turn.session, number, turn.uid, turn.now)
        return
    for mailing_id in carried:
        mailing = mailings.get(turn.session, mailing_id)
        messages.update(turn, mailing, f"{number}:{turn.uid}", Priority.NOTICE)


def retell_batch(turn: Turn, retelling: retells.Retelling, size: int) -> int:
    """Edit the next messages an offer is in, at most `size`. Returns how many."""
    carried = deliveries.carrying(turn.session, retelling.offer_id, retelling.cursor, size)
    for mailing_id in carried:
        mailing = mailings.get(turn.session, mailing_id)
        messages.update(turn, mailing, f"{retelling.offer_id}:{retelling.change}", Priority.REMINDER)
    retells.go_on(turn.session, retelling, carried[-1] if len(carried) == size else None, turn.now)
    return len(carried)


def retell_answer(turn: Turn, offer: JobOffer, person_id: int) -> None:
    """Bring the messages to a person that carried an offer up to date: the person answered. The one that was
    tapped is the handler's to edit."""
    tapped = messages.tapped(turn) if turn.tapped else None
    for mailing_id in deliveries.carrying_to(turn.session, identity(offer), person_id):
        if tapped is None or tapped.id != mailing_id:
            mailing = mailings.get(turn.session, mailing_id)
            messages.update(turn, mailing, f"{identity(offer)}:{turn.uid}", Priority.NOTICE)
