"""Making files nobody's: the rows, and what people were told of the person."""

from collections.abc import Collection

from bot.dialogue.journey.proposals import notices as proposal_notices
from bot.dialogue.journey.referrals.notices import refresh, tell_ended
from bot.dialogue.turn import Turn
from bot.store import anonymise, audit, referrals
from bot.store.tables import ReferralState


def forget(turn: Turn, numbers: Collection[int]) -> list[int]:
    """Anonymise these files, when a coordinator asks or their time is over; what is open of them ends, the
    cards that companies and prescribers were sent name nobody any more. Returns the numbers of those this
    did."""
    session, by = turn.session, None if turn.person is None else turn.person.id
    action = "anonymise candidate" if by is None else "erase candidate"
    done = anonymise.people(session, numbers, turn.now)
    for number, *merged in done:
        withdrawn = ReferralState.WITHDRAWN
        ended = referrals.end_open(session, withdrawn, by, turn.now, candidate_id=number)
        for referral in ended:
            tell_ended(turn, referral)
        for referral in referrals.of_candidate(session, number):
            refresh(turn, referral, "referral-anonymised-card")
            proposal_notices.refresh(turn, referral, "anonymised")
        audit.record(session, by, action, "candidate", number, turn.now, merged=merged)
    return [number for number, *_ in done]
