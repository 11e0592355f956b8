"""Renew a contract: to a later planned end, or into a permanent one."""

from dataclasses import replace
from datetime import date

from bot.actions import demand_any
from bot.dialogue import formats
from bot.dialogue.journey.placements.checks import check_exit, check_terms, check_week
from bot.dialogue.journey.placements.notices import tell
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, follow_ups, history, placements
from bot.store.history import Subject
from bot.store.placements import LIVING, identity, owners
from bot.store.tables import Contract, Placement

GONE = N_("This placement cannot be found.")


def renew(turn: Turn, placement_id: int, seen: date | None, end: date | None) -> Placement:
    """The placement with its new planned end, None for a permanent contract; `seen` is the end the person
    saw. The others concerned are told. Raises Refused."""
    placement = placements.get(turn.session, placement_id, lock=True)
    if placement is None:
        raise Refused(GONE)
    demand_any(turn, Action.CHANGE_PLACEMENT, owners(placement))
    _check(turn, placement, seen, end)
    contract = Contract.CDI if end is None else Contract(placement.contract)
    terms = replace(placements.terms(placement), last_day=end)
    check_terms(turn, contract, terms)
    check_exit(turn, placement.candidate_id, terms)
    check_week(turn, placement.candidate_id, terms, but=identity(placement))
    return _write(turn, placement, contract, end)


def _check(turn: Turn, placement: Placement, seen: date | None, end: date | None) -> None:
    if placement.state not in LIVING:
        raise Refused(N_("This hire was not confirmed: it cannot be renewed."))
    if placement.ended_on is not None:
        day = formats.day(placement.ended_on, turn.language)
        raise Refused(N_("This contract ended early on {day}: it cannot be renewed."), day=day)
    if placement.planned_end is None:
        raise Refused(N_("This contract is permanent: it has no end to renew."))
    day = formats.day(placement.planned_end, turn.language)
    if placement.planned_end != seen:
        raise Refused(N_("This contract was changed meanwhile: it ends on {day} now."), day=day)
    if end is not None and end <= placement.planned_end:
        raise Refused(N_("The new end must be later than the present one, {day}."), day=day)


def _write(turn: Turn, placement: Placement, contract: Contract, end: date | None) -> Placement:
    session, number = turn.session, identity(placement)
    before = _fields(placement.contract, placement.planned_end)
    history.record(
        session, Subject("placement", number), turn.me.id, turn.now, before, _fields(contract, end)
    )
    placements.change(session, number, contract=contract, planned_end=end)
    session.refresh(placement)
    follow_ups.schedule_placement(session, placement)
    on_behalf = turn.me.organisation_id not in owners(placement)
    facts = {"on_behalf": on_behalf, "end": end, "contract": contract}
    audit.record(session, turn.me.id, "renew placement", "placement", number, turn.now, **facts)
    said = N_("{who} renewed the contract {reference} at {company}: {name}.")
    tell(turn, placement, f"renewed:{turn.uid}", said)
    return placement


def _fields(contract: str, end: date | None) -> dict[str, str | None]:
    return {"contract": str(contract), "planned_end": None if end is None else end.isoformat()}
