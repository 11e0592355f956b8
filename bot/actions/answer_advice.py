"""Answer the PLIE's advice: a buyer retains the clause lot by lot, discusses it, or does without
(domain.md §3; article L2112-2-1 of the public procurement code)."""

from collections.abc import Sequence

from bot.actions import demand
from bot.dialogue.cards import Button, Card
from bot.dialogue.contracts.advice import answered_card
from bot.dialogue.fitting import cut, folded
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import LotState, Move, action, sources
from bot.rules.policy import Owner
from bot.store import audit, lots, notes, parameters, people, procurements
from bot.store.tables import Lot, Procurement

_DONE = {"verdict": None, "pending": None}
"""What the PLIE was deciding anew falls away: the buyer answered what they were told."""
MOVED_ON = N_("This lot is no longer waiting for an answer. Here is where it stands.")


def retain(turn: Turn, procurement: Procurement, chosen: Sequence[Lot]) -> list[Lot]:
    """The buyer retains these lots. Returns those that were waiting. Raises Refused."""
    return _answer(turn, procurement, chosen, Move.CONFIRM, confirmed_on=turn.today, reason=None)


def decline(turn: Turn, procurement: Procurement, lot: Lot, ground: str | None) -> list[Lot]:
    """The buyer does without the clause on a lot; above the EU threshold with its ground. Raises Refused."""
    if ground is None and needs_ground(turn, procurement):
        raise Refused(N_("Above the European threshold, doing without the clause needs its ground."))
    return _answer(turn, procurement, [lot], Move.DECLINE, confirmed_on=None, reason=ground)


def needs_ground(turn: Turn, procurement: Procurement) -> bool:
    """Whether the estimated amount reaches the EU threshold of its category (article L2112-2-1)."""
    threshold = parameters.get(turn.session, f"threshold_{procurement.category}")
    estimate = procurements.estimate(procurement, lots.of(turn.session, procurement.id or 0))
    return estimate is not None and estimate >= threshold


def _answer(
    turn: Turn, procurement: Procurement, chosen: Sequence[Lot], move: Move, **values: object
) -> list[Lot]:
    """Move the lots that are still there; the facilitator hears of them in one message."""
    demand(turn, action(move), Owner(procurement.organisation_id))
    target = LotState.CONFIRMED if move is Move.CONFIRM else LotState.DECLINED
    origins = sources(move)
    moved = [
        lot
        for lot in chosen
        if lots.change(turn.session, lot.id or 0, origins, state=target, **_DONE, **values)
    ]
    for lot in moved:
        audit.record(turn.session, turn.me.id, move, "lot", lot.id or 0, turn.now, ground=values["reason"])
        turn.session.refresh(lot)
    if moved:
        _tell(turn, procurement, moved, move)
    return moved


def _tell(turn: Turn, procurement: Procurement, moved: Sequence[Lot], move: Move) -> None:
    for colleague in people.in_charge(turn.session, procurement.examined_by):
        if colleague.id != turn.me.id:
            turn.tell(
                colleague,
                f"{move}:{moved[0].id}:{turn.uid}:{colleague.id}",
                lambda language: answered_card(procurement, moved, turn.me.name, language),
            )


def discuss(turn: Turn, procurement: Procurement, lot: Lot, text: str) -> None:
    """The buyer writes to the facilitator about a lot; the note is kept. Raises Refused."""
    demand(turn, action(Move.DISCUSS), Owner(procurement.organisation_id))
    if lot.state not in sources(Move.DISCUSS):
        raise Refused(MOVED_ON)
    number = lot.id or 0
    notes.add(turn.session, "lot", number, turn.me.id, text, turn.now)
    audit.record(turn.session, turn.me.id, "discuss", "lot", number, turn.now)
    for colleague in people.in_charge(turn.session, procurement.examined_by):
        if colleague.id != turn.me.id:
            turn.tell(
                colleague,
                f"discuss:{number}:{turn.uid}:{colleague.id}",
                lambda language: _note_card(turn, procurement, lot, text, language),
            )


def _note_card(turn: Turn, procurement: Procurement, lot: Lot, text: str, language: str) -> Card:
    says = N_("{name} ({organisation}) would like to talk about lot {lot} of <b>{reference}</b>:\n{text}")
    said = translate(
        language,
        says,
        name=turn.me.name,
        organisation=turn.me.organisation,
        lot=cut(lot.number, 20),
        reference=procurement.reference,
        text=folded(text),
    )
    again = Button(label(language, N_("Review the lot again")), f"review-lot:{lot.id}")
    return Card(said, ((again,),))
