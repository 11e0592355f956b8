"""Whether an exit agrees with what is known of the person's work, and the sentence where it does not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.dialogue import formats
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules import exits as rules
from bot.rules.exits import Objection, Path, Worked, Wrong
from bot.store import exits, placements
from bot.store.database import Session
from bot.store.exits import Said
from bot.store.tables import Exit, Placement

_SENTENCES: Mapping[Wrong, str] = {
    Wrong.TO_COME: N_("An exit is recorded once it took place: {day} is still to come."),
    Wrong.BEFORE_EXIT: N_(
        "This person already left on {day}: the next exit comes after it. Change the date, or correct the "
        "other exit."
    ),
    Wrong.AFTER_EXIT: N_(
        "This person left again on {day}: this exit comes before it. Change the date, or correct the other "
        "exit."
    ),
    Wrong.BEFORE_START: N_(
        "The placement {reference} starts on {day}: nobody leaves before the work begins. Change the date, "
        "or correct the placement."
    ),
    Wrong.NO_LOT: N_(
        "No placement of this person counts for the lot of a contract: choose “Hired elsewhere”, or record "
        "the placement first."
    ),
    Wrong.STILL_RUNNING: N_(
        "The placement {reference} still runs after this day: end it first, then send the exit again."
    ),
}


class StillRunning(Refused):
    """A placement has to be ended before the exit: the one of `placement_id`."""

    def __init__(self, msgid: str, placement_id: int, **values: str) -> None:
        super().__init__(msgid, **values)
        self.placement_id = placement_id


def raise_objection(turn: Turn, candidate_id: int, said: Said, row: Exit | None = None) -> None:
    """Go on only when the exit agrees with the person's path; `row` is the exit that is corrected. Raises
    Refused, and StillRunning where a placement has to be ended first."""
    living = placements.living_of(turn.session, candidate_id)
    earlier, later = exits.around(turn.session, candidate_id, row)
    known = [one for one in living if row is None or one.starts_on <= max(row.left_on, said.left_on)]
    path = Path([_worked(one) for one in known], _day(earlier), _day(later))
    found = rules.objection(said.kind, said.left_on, turn.today, path)
    if found is not None:
        _refuse(turn, found, living)


def _day(row: Exit | None) -> date | None:
    return None if row is None else row.left_on


def _refuse(turn: Turn, found: Objection, living: list[Placement]) -> None:
    msgid = _SENTENCES[found.why]
    values = {} if found.day is None else {"day": formats.day(found.day, turn.language)}
    if found.about is not None:
        values["reference"] = found.about.reference
    if found.why is not Wrong.STILL_RUNNING:
        raise Refused(msgid, **values)
    running = next(one for one in living if one.reference == values["reference"])
    raise StillRunning(msgid, placements.identity(running), **values)


def placed_by(session: Session, candidate_id: int, said: Said) -> Said:
    """The exit with the placement it comes out of: for someone hired by the company of a lot the last one
    that counts for a lot, else the last one to have started by then; None for a person without."""
    living = [one for one in placements.living_of(session, candidate_id) if one.starts_on <= said.left_on]
    if said.kind == "hiring_company":
        living = [one for one in living if one.lot_id is not None]
    return replace(said, placement_id=placements.identity(living[-1]) if living else None)


def _worked(one: Placement) -> Worked:
    return Worked(
        one.reference, one.organisation_id, one.starts_on, placements.last_day(one), one.lot_id is not None
    )
