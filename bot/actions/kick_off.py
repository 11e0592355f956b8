"""Log the kick-off contact with the supplier: the lot is running."""

from datetime import date

from bot.actions import demand
from bot.dialogue.contracts.awards import kicked_off_card
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import LotState, Move, action, sources
from bot.store import audit, lots, notes, people
from bot.store.tables import Lot, Procurement


def kick_off(turn: Turn, procurement: Procurement, lot: Lot, day: date, note: str | None) -> bool:
    """The lot is running since this day; the note is kept. Returns whether this is what started it. Raises
    Refused."""
    demand(turn, action(Move.RUN))
    number, session = lot.id or 0, turn.session
    if day > turn.today or (lot.awarded_on is not None and day < lot.awarded_on):
        raise Refused(N_("The kick-off is held after the award, today at the latest."))
    if not lots.change(session, number, sources(Move.RUN), state=LotState.RUNNING, kicked_off_on=day):
        session.refresh(lot)
        return False
    if note is not None:
        notes.add(session, "lot", number, turn.me.id, note, turn.now)
    audit.record(session, turn.me.id, "kick off", "lot", number, turn.now, day=day)
    session.refresh(lot)
    for colleague in people.in_charge(session, procurement.examined_by):
        if colleague.id != turn.me.id:
            turn.tell(
                colleague,
                f"kick-off:{number}:{colleague.id}",
                lambda language: kicked_off_card(turn, procurement, lot, language),
            )
    return True
