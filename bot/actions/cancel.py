"""Cancel a procurement, or one lot of it that found no bidder, with the reason (domain.md §3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions import demand
from bot.dialogue.cards import Button, Card
from bot.dialogue.contracts.awards import lot_line
from bot.dialogue.fitting import cut, folded
from bot.dialogue.journey.shares.notices import tell_shares_ended
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.dialogue.words import STATES
from bot.rules.lifecycle import LIVING, LotState, Move, action, sources
from bot.rules.policy import Owner
from bot.store import audit, lots, notes, people, shares
from bot.store.people import Member
from bot.store.tables import Lot, Procurement


@dataclass(frozen=True, slots=True)
class _Cancelled:
    """What was cancelled of a contract and why; `whole`: all that was left of it."""

    procurement: Procurement
    lots: Sequence[Lot]
    reason: str
    whole: bool


def cancel(turn: Turn, procurement: Procurement, reason: str, lot_id: int | None = None) -> list[Lot]:
    """Every lot that still lives is cancelled, or the one named; the buyer, the facilitator and the suppliers
    of what is cancelled hear why. Returns the lots cancelled. Raises Refused."""
    demand(turn, action(Move.CANCEL), Owner(procurement.organisation_id))
    number, whole = procurement.id or 0, lot_id is None
    known = lots.of(turn.session, number, lock=True)
    meant = _cancellable(known) if whole else _named(turn, known, lot_id or 0)
    values = {"state": LotState.CANCELLED, "cancelled_on": turn.today, "verdict": None}
    for lot in meant:
        lots.change(turn.session, lot.id or 0, sources(Move.CANCEL), **values)
        turn.session.refresh(lot)
        tell_shares_ended(turn, shares.end_of_lot(turn.session, lot.id or 0, turn.me.id, turn.now))
    written = reason if whole else f"Lot {lot_line(meant[0])} – {reason}"
    notes.add(turn.session, "procurement", number, turn.me.id, written, turn.now)
    ids = [lot.id for lot in meant]
    audit.record(turn.session, turn.me.id, "cancel", "procurement", number, turn.now, lots=ids, whole=whole)
    made = _Cancelled(procurement, meant, reason, whole)
    for person in _others(turn, made):
        _tell(turn, person, made)
    return meant


def _cancellable(known: Sequence[Lot]) -> list[Lot]:
    """What is left of the whole contract. Raises Refused."""
    if not any(lot.state in LIVING for lot in known):
        raise Refused(N_("Nothing of this contract is left to cancel."))
    return [lot for lot in known if lot.state in sources(Move.CANCEL)]


def _named(turn: Turn, known: Sequence[Lot], lot_id: int) -> list[Lot]:
    """The lot of this number, while it lives. Raises Refused."""
    lot = next((lot for lot in known if lot.id == lot_id), None)
    if lot is None:
        raise Refused(N_("This lot cannot be found."))
    if lot.state not in LIVING:
        state = turn.t(STATES[LotState(lot.state)])
        raise Refused(N_("This lot can no longer be cancelled: it is {state}."), state=state)
    return [lot]


def _tell(turn: Turn, person: Member, made: _Cancelled) -> None:
    key = f"cancelled:{made.procurement.id}:{turn.uid}:{person.id}"
    turn.tell(person, key, lambda language: _card(turn, made, person, language))


def _others(turn: Turn, made: _Cancelled) -> list[Member]:
    """The facilitator, the buyer's people, and those of the suppliers of what is cancelled, but not the
    person of this turn."""
    told = people.in_charge(turn.session, made.procurement.examined_by)
    told += people.of_organisation(turn.session, made.procurement.organisation_id)
    for supplier in {lot.supplier_id for lot in made.lots if lot.supplier_id is not None}:
        told += people.of_organisation(turn.session, supplier)
    return [person for person in told if person.id != turn.me.id]


def _card(turn: Turn, made: _Cancelled, person: Member, language: str) -> Card:
    """What each hears; a supplier's people get no button to a card that is not theirs."""
    procurement, me = made.procurement, turn.me
    whole = N_("{name} ({organisation}) cancelled <b>{reference}</b> ({title}).\nReason: {reason}")
    part = N_(
        "{name} ({organisation}) cancelled a lot of <b>{reference}</b> ({title}): {lot}.\nReason: {reason}"
    )
    said = translate(
        language,
        whole if made.whole else part,
        name=me.name,
        organisation=me.organisation,
        reference=procurement.reference,
        title=cut(procurement.title, 200),
        lot=lot_line(made.lots[0]),
        reason=folded(made.reason),
    )
    if not person.is_staff and person.organisation_id != procurement.organisation_id:
        return Card(said)
    return Card(said, ((Button(label(language, N_("Open the contract")), f"procurement:{procurement.id}"),),))
