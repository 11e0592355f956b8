"""Complete a lot; with the last one under way the buyer gets the closing report."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions import demand
from bot.dialogue.contracts.lots import closing_card
from bot.dialogue.journey.shares.notices import tell_shares_ended
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import LotState, Move, action, sources
from bot.store import audit, lots, people, shares
from bot.store.tables import Lot, Procurement

_UNDER_WAY = (LotState.AWARDED, LotState.RUNNING)


@dataclass(frozen=True, slots=True)
class Completed:
    """Whether a tap is what ended a lot, the lots of the closing report where it was the last one under way,
    and how many people of the buyer got it."""

    done: bool
    reported: Sequence[Lot] = ()
    told: int = 0


def complete(turn: Turn, procurement: Procurement, lot: Lot) -> Completed:
    """The lot is over. Returns what came of it. Raises Refused."""
    demand(turn, action(Move.COMPLETE))
    session, number = turn.session, lot.id or 0
    lots.of(session, procurement.id or 0, lock=True)
    values = {"state": LotState.COMPLETED, "completed_on": turn.today}
    if not lots.change(session, number, sources(Move.COMPLETE), **values):
        session.refresh(lot)
        return Completed(done=False)
    audit.record(session, turn.me.id, "complete", "lot", number, turn.now, day=turn.today)
    tell_shares_ended(turn, shares.end_of_lot(session, number, turn.me.id, turn.now))
    known = lots.of(session, procurement.id or 0)
    if any(one.state in _UNDER_WAY for one in known):
        return Completed(done=True)
    over = [one for one in known if one.state == LotState.COMPLETED]
    return Completed(done=True, reported=over, told=_report(turn, procurement, number, over))


def _report(turn: Turn, procurement: Procurement, number: int, done: Sequence[Lot]) -> int:
    """Tell the buyer's people. Returns how many they are."""
    readers = people.of_organisation(turn.session, procurement.organisation_id)
    for person in readers:
        turn.tell(
            person,
            f"closing:{procurement.id}:{number}:{person.id}",
            lambda language: closing_card(turn, procurement, done, language),
        )
    return len(readers)
