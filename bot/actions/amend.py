"""Amend a lot after its award: a new amount, a new duration, and the hours that follow from it."""

from dataclasses import replace
from decimal import Decimal

from bot.actions import demand
from bot.dialogue.contracts.awards import amended_card, hours_changed_card
from bot.dialogue.contracts.lots import hours_now
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import Move, action, sources
from bot.rules.policy import Action, Owner
from bot.store import amendments, audit, history, lots, people
from bot.store.amendments import Amended, Terms
from bot.store.history import Subject
from bot.store.people import Member
from bot.store.tables import Amendment, Lot, Procurement

OVER = N_("This lot cannot be amended: it is not awarded, or it is over.")


def amend(turn: Turn, procurement: Procurement, lot: Lot, said: Amended) -> None:
    """Keep an amendment of a lot awarded; the facilitator hears what changed, before → after. The hours owed
    stay as they are. Raises Refused."""
    demand(turn, action(Move.AMEND), Owner(procurement.organisation_id))
    session, number = turn.session, lot.id or 0
    present = _present(turn, procurement, lot)
    if present is None or present.state not in sources(Move.AMEND):
        raise Refused(OVER)
    if said.signed_on > turn.today or (
        present.awarded_on is not None and said.signed_on < present.awarded_on
    ):
        raise Refused(N_("An amendment is signed after the award, today at the latest."))
    before = amendments.current(session, procurement, present)
    new = _changes(said, before)
    amendments.add(session, number, new, turn.me.id, turn.now)
    _keep(turn, procurement, present, new)
    _tell(turn, procurement, present, before)


def _present(turn: Turn, procurement: Procurement, lot: Lot) -> Lot | None:
    """The lot as it is now; nobody else changes it meanwhile."""
    known = lots.of(turn.session, procurement.id or 0, lock=True)
    return next((one for one in known if one.id == lot.id), None)


def _tell(turn: Turn, procurement: Procurement, lot: Lot, before: Terms, *, removed: bool = False) -> None:
    """The facilitator in charge, the supplier and the buyer hear what became of the terms."""
    change = before, amendments.current(turn.session, procurement, lot)
    fact = "amendment-removed" if removed else "amend"
    for person in _concerned(turn, procurement, lot):
        turn.tell(
            person,
            f"{fact}:{lot.id}:{turn.uid}:{person.id}",
            lambda language: amended_card(turn, procurement, lot, change, language, removed=removed),
        )


def _concerned(turn: Turn, procurement: Procurement, lot: Lot) -> list[Member]:
    """Who else has to do with the lot: the PLIE, the buyer's people and the supplier's, each once."""
    told = people.in_charge(turn.session, procurement.examined_by)
    for organisation_id in (procurement.organisation_id, lot.supplier_id):
        told += [] if organisation_id is None else people.of_organisation(turn.session, organisation_id)
    return [person for person in told if person.id != turn.me.id]


def remove(turn: Turn, procurement: Procurement, lot: Lot, amendment_id: int) -> bool:
    """Take the amendment recorded last away, where it is this one: it was a mistake. The facilitator hears
    what the terms are again. Returns whether this is what did it. Raises Refused."""
    demand(turn, action(Move.AMEND), Owner(procurement.organisation_id))
    session, number = turn.session, lot.id or 0
    present = _present(turn, procurement, lot)
    if present is None or present.state not in sources(Move.AMEND):
        raise Refused(OVER)
    last = amendments.last_recorded(session, number)
    if last is None or last.id != amendment_id:
        return False
    before, said = amendments.current(session, procurement, present), _said(last)
    if not amendments.remove(session, amendment_id):
        return False
    subject = Subject("lot", number)
    history.record(session, subject, turn.me.id, turn.now, {"amendment": said}, {"amendment": None})
    on_behalf = turn.me.organisation_id != procurement.organisation_id
    facts = {"amendment": amendment_id, "on_behalf": on_behalf}
    audit.record(session, turn.me.id, "remove amendment", "lot", number, turn.now, **facts)
    _tell(turn, procurement, present, before, removed=True)
    return True


def _said(kept: Amendment) -> dict[str, object]:
    """What an amendment said, as its lot's history keeps it."""
    return {
        "signed_on": kept.signed_on.isoformat(),
        "amount": None if kept.amount is None else f"{Decimal(kept.amount).normalize():f}",
        "months": None if kept.months is None else f"{Decimal(kept.months).normalize():f}",
        "recorded_by": kept.recorded_by,
        "recorded_at": kept.recorded_at.isoformat(),
    }


def _changes(said: Amended, before: Terms) -> Amended:
    """The amendment without the terms that are as before. Raises Refused when nothing is left."""
    new = replace(
        said,
        amount=None if said.amount == before.amount else said.amount,
        months=None if said.months == before.months else said.months,
    )
    if new.amount is None and new.months is None:
        raise Refused(N_("An amendment changes the amount, the duration, or both: please give a new one."))
    return new


def _keep(turn: Turn, procurement: Procurement, lot: Lot, new: Amended) -> None:
    facts = {
        "amount": None if new.amount is None else str(new.amount),
        "months": None if new.months is None else str(new.months),
        "day": new.signed_on,
        "on_behalf": turn.me.organisation_id != procurement.organisation_id,
    }
    audit.record(turn.session, turn.me.id, "amend", "lot", lot.id or 0, turn.now, **facts)


def update_hours(turn: Turn, procurement: Procurement, lot: Lot, hours: int) -> bool:
    """The lot owes the hours its present amount makes; the buyer and the supplier hear of it. Returns whether
    that is still what it makes. Raises Refused."""
    demand(turn, Action.REVIEW)
    session, number = turn.session, lot.id or 0
    before = lot.hours_owed or 0
    if hours_now(session, procurement, lot) != hours or hours == before:
        return False
    if not lots.change(session, number, sources(Move.AMEND), hours_owed=hours):
        return False
    fields = {"hours_owed": before}, {"hours_owed": hours}
    history.record(session, Subject("lot", number), turn.me.id, turn.now, *fields)
    audit.record(session, turn.me.id, "update hours", "lot", number, turn.now, before=before, after=hours)
    session.refresh(lot)
    told = people.of_organisation(session, procurement.organisation_id)
    for person in [*told, *people.of_organisation(session, lot.supplier_id or 0)]:
        turn.tell(
            person,
            f"hours:{number}:{turn.uid}:{person.id}",
            lambda language: hours_changed_card(turn, procurement, lot, before, language),
        )
    return True
