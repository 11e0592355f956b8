"""Correct an announced procurement: its buyer or the PLIE, at any time; what was there before is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from bot.actions import demand
from bot.dialogue.contracts.announcement import announcement, answers_of, lot_answer, merged
from bot.dialogue.corrections import Corrected, corrected_card, kept_card, other_side
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import CANCELLABLE, LotState
from bot.rules.policy import Action, Owner
from bot.store import audit, history, lots, procurements
from bot.store.history import Subject
from bot.store.procurements import Announcement
from bot.store.tables import Lot, Procurement

Answers = Mapping[str, Any]
_NOT_AWARDED = CANCELLABLE - {LotState.AWARDED, LotState.RUNNING}


def correct(turn: Turn, procurement_id: int, was: Answers, said: Answers) -> list[str]:
    """What was changed between the answers `was` and `said` holds from now on; the other side is told it,
    before and after, and the PLIE what a reviewed lot keeps all the same. Returns the names of what changed.
    Raises Refused."""
    session = turn.session
    lots.of(session, procurement_id, lock=True)
    procurement = procurements.get(session, procurement_id, lock=True)
    demand(turn, Action.CORRECT_PROCUREMENT, Owner(procurement.organisation_id if procurement else 0))
    if procurement is None:
        raise Refused(N_("This contract cannot be found."))
    before = answers_of(procurement, lots.of(session, procurement_id))
    after = merged(before, was, said)
    changed = [name for name in before if before[name] != after[name]]
    if changed:
        _correct(turn, procurement, announcement(after), changed)
        history.record(session, Subject("procurement", procurement_id), turn.me.id, turn.now, before, after)
        _tell(
            turn, procurement, Corrected(before, after, changed, _kept(turn, procurement_id, before, after))
        )
    return changed


def _correct(turn: Turn, procurement: Procurement, said: Announcement, changed: Sequence[str]) -> None:
    number, fields = procurement.id or 0, ",".join(changed)
    if set(changed) & {"lots", "title", "amount"}:
        _correct_lots(turn, procurement, said, asked="lots" in changed)
    procurements.correct(turn.session, procurement, said)
    audit.record(turn.session, turn.me.id, "correct", "procurement", number, turn.now, fields=fields)


def _correct_lots(turn: Turn, procurement: Procurement, said: Announcement, *, asked: bool) -> None:
    """New lots while nothing was decided of the old ones; the one lot of a contract without lots follows it.
    Raises Refused."""
    replaced = False
    if asked or not said.lots:
        replaced = procurements.replace_lots(turn.session, procurement, said, LotState.ANNOUNCED)
    if asked and not replaced:
        raise Refused(N_("The lots are under review: a facilitator of the PLIE corrects them with you."))


def _kept(turn: Turn, number: int, before: Answers, after: Answers) -> Lot | None:
    """The only lot of the contract, not awarded yet, where it keeps its own amount or title although the
    contract's changed."""
    known = lots.of(turn.session, number)
    if len(known) != 1 or known[0].state not in _NOT_AWARDED:
        return None
    own = lot_answer(known[0])
    stays = [name for name in ("title", "amount") if before[name] != after[name] != own[name]]
    return known[0] if stays else None


def _tell(turn: Turn, procurement: Procurement, made: Corrected) -> None:
    """The facilitator hears of a buyer's correction, the buyer of the PLIE's; whoever of the PLIE corrects is
    answered what the lot keeps."""
    for person in other_side(turn, procurement):
        shown = made if person.is_staff else replace(made, kept=None)
        key = f"corrected:{procurement.id}:{turn.uid}:{person.id}"
        turn.tell(person, key, partial(corrected_card, turn.me.name, procurement, shown))
    if made.kept is not None and turn.me.is_staff:
        turn.say(kept_card(procurement, made, turn.language))
