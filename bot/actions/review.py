"""Review a procurement lot by lot, and send the advice to the buyer (article 3: help buyers see which lots
suit). Nothing of a decision is seen by the buyer before it is sent."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.actions import demand
from bot.dialogue.contracts.advice import advice_card
from bot.dialogue.contracts.advice_letter import advice_letter
from bot.dialogue.contracts.review import OVER, can_send, proposal, terms_of
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import REVIEWABLE, LotState, Move, sources
from bot.rules.policy import Action
from bot.store import audit, lots, people, procurements
from bot.store.lots import Decision, decision
from bot.store.tables import Lot, Procurement, Reason

_NO_HOURS = N_("These terms make no hours: shares go from 0 to 100 %, costs are above 0.")
_TERMS = {"amount": "amount", "share": "labour_share", "rate": "effort_rate", "cost": "hourly_cost"}


def suit(turn: Turn, procurement: Procurement, lot: Lot) -> None:
    """The lot suits, for the hours its terms make; nothing changes when that is decided already. Raises
    Refused."""
    demand(turn, Action.REVIEW)
    if decision(lot).suits:
        return
    made = replace(proposal(turn.session, procurement, lot), verdict=LotState.SUITABLE, reason=None)
    _decide(turn, lot, replace(made, hours_owed=_hours(made)))


def unsuit(turn: Turn, lot: Lot, reason: Reason) -> None:
    """The lot does not suit. Raises Refused."""
    said = Decision(LotState.UNSUITABLE, reason, amount=decision(lot).amount)
    _decide(turn, lot, said)


def set_term(turn: Turn, procurement: Procurement, lot: Lot, term: str, value: Decimal) -> None:
    """Change one of the four terms of a suitable lot, and the hours with it, or the hours alone. Raises
    Refused."""
    made = _suitable(proposal(turn.session, procurement, lot))
    if term == "hours":
        _decide(turn, lot, replace(made, hours_owed=int(value)))
        return
    changes: dict[str, Any] = {_TERMS[term]: value}
    made = replace(made, **changes)
    _decide(turn, lot, replace(made, hours_owed=_hours(made)))


def set_renewal(turn: Turn, procurement: Procurement, lot: Lot, *, renewal: bool) -> None:
    """Note whether a suitable lot is urban renewal: its hours are for residents of priority districts.
    Raises Refused."""
    made = _suitable(proposal(turn.session, procurement, lot))
    _decide(turn, lot, replace(made, urban_renewal=renewal))


def _suitable(decided: Decision) -> Decision:
    if not decided.suits:
        raise Refused(N_("This lot is not judged suitable any more. Here is where it stands."))
    return decided


def _hours(decided: Decision) -> int | None:
    """The hours of four terms, where all are known. Raises Refused."""
    try:
        terms = terms_of(decided)
    except ValueError:
        raise Refused(_NO_HOURS) from None
    return None if terms is None else terms.hours()


def _decide(turn: Turn, lot: Lot, decided: Decision) -> None:
    """Keep a decision until the advice is sent. Raises Refused."""
    demand(turn, Action.REVIEW)
    number = lot.id or 0
    kept = {"verdict": decided.verdict, "pending": decided.to_json(), "reviewed_by": turn.me.id}
    if not lots.change(turn.session, number, REVIEWABLE, **kept):
        raise Refused(OVER)
    codes = {name: str(value) for name, value in decided.columns.items() if value is not None}
    audit.record(
        turn.session, turn.me.id, "review", "lot", number, turn.now, verdict=decided.verdict, **codes
    )
    turn.session.refresh(lot)


def send_advice(turn: Turn, procurement: Procurement) -> int:
    """The decisions become the PLIE's advice; the buyer's people get it, and answer anew where they had.
    Returns how many were told. Raises Refused."""
    demand(turn, Action.REVIEW)
    session, number = turn.session, procurement.id or 0
    known = lots.of(session, number, lock=True)
    if not any(lot.verdict for lot in known) and any(lot.advised_at for lot in known):
        raise Refused(N_("This advice is already sent: nothing was decided since."))
    if not can_send(known):
        raise Refused(N_("Decide of every lot first, with its hours where it suits."))
    advised = [lot for lot in known if lot.verdict is not None and _advise(turn, lot)]
    procurements.take(session, number, turn.me.id, turn.now)
    audit.record(session, turn.me.id, "advise", "procurement", number, turn.now, lots=len(advised))
    told = people.of_organisation(session, procurement.organisation_id)
    mailed = people.mailed(session, procurement.organisation_id)
    for person in mailed:
        key = f"advice:{number}:{turn.uid}:{person.id}"
        turn.mail(person, key, lambda language: advice_letter(session, procurement, language))
    for person in told:
        turn.tell(
            person,
            f"advice:{number}:{turn.uid}:{person.id}",
            lambda language: advice_card(session, procurement, language),
        )
    return len(told) + len(mailed)


def _advise(turn: Turn, lot: Lot) -> bool:
    """The lot takes the state and the terms decided."""
    decided = decision(lot)
    move = Move.SUIT if decided.suits else Move.UNSUIT
    sent = {"state": decided.verdict, "verdict": None, "pending": None, "advised_at": turn.now}
    values = decided.columns | sent | {"confirmed_on": None}
    return lots.change(turn.session, lot.id or 0, sources(move), **values)
