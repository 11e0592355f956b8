"""Correct a placement: what it said before is kept, the others hear what changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.actions import demand_any
from bot.dialogue.form import Answers
from bot.dialogue.journey.placements.cards import changed_card
from bot.dialogue.journey.placements.checks import (
    check_employing,
    check_exit,
    check_lot,
    check_terms,
    check_week,
    check_worked,
)
from bot.dialogue.journey.placements.notices import tell_card, tell_former
from bot.dialogue.journey.placements.steps import CHANGED, Engagement, answers_of, engagement, merged
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.placements import Terms, end_fault
from bot.rules.policy import Action
from bot.store import audit, follow_ups, hires, history, placements
from bot.store.history import Subject
from bot.store.placements import LIVING, identity, owners
from bot.store.tables import Placement

_MOVED = {"lot", "employer", "siae", "lender"}


def change(turn: Turn, placement_id: int, was: Answers, said: Answers) -> bool:
    """Correct a placement by what was changed between the answers `was` and `said`. Returns whether anything
    was; the others concerned are told. Raises Refused."""
    placement = placements.get(turn.session, placement_id, lock=True)
    if placement is None:
        raise Refused(N_("This placement cannot be found."))
    demand_any(turn, Action.CHANGE_PLACEMENT, owners(placement))
    if placement.state not in LIVING:
        raise Refused(N_("This hire was not confirmed: it cannot be corrected."))
    before = answers_of(turn.session, placement)
    after = merged(before, was, said)
    if after == before:
        return False
    changed = {name for name in CHANGED if before.get(name) != after.get(name)}
    deal, lot_id = engagement(after), (after.get("lot") or {}).get("id")
    _check(turn, placement, changed, deal, lot_id)
    _write(turn, placement, deal, lot_id, (before, after))
    return True


def _check(turn: Turn, placement: Placement, changed: set[str], deal: Engagement, lot_id: int | None) -> None:
    terms, number = deal.terms, identity(placement)
    _check_side(turn, placement, changed)
    check_terms(turn, deal.contract, terms)
    if "lot" in changed:
        check_lot(turn, placement.organisation_id, lot_id)
    if changed & {"employer", "siae", "lender"}:
        check_employing(turn, placement.offer_id, lot_id, deal.employing)
    worked_terms = _until(terms, placement.ended_on)
    check_worked(turn, placement, worked_terms, moved=bool(changed & _MOVED))
    if placement.ended_on is not None and end_fault(terms, placement.ended_on, turn.today):
        raise Refused(N_("These dates do not go with its early end. Please correct the early end first."))
    check_exit(turn, placement.candidate_id, worked_terms, of=number)
    check_week(turn, placement.candidate_id, worked_terms, but=number)


def _check_side(turn: Turn, placement: Placement, changed: set[str]) -> None:
    """A SIAE corrects its contract; for which lot, and who employs, is the company's to say."""
    theirs = turn.me.is_staff or turn.me.organisation_id == placement.organisation_id
    if changed & _MOVED and not theirs:
        raise Refused(N_("The lot and the employer are the company’s to correct, or the PLIE’s."))


def _until(terms: Terms, ended_on: date | None) -> Terms:
    return terms if ended_on is None else Terms(terms.starts_on, ended_on, terms.weekly_hours)


def _write(
    turn: Turn,
    placement: Placement,
    deal: Engagement,
    lot_id: int | None,
    said: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    session, number, siae, start = turn.session, identity(placement), placement.siae_id, placement.starts_on
    named = [{name: answers.get(name) for name in CHANGED} for answers in said]
    subject = Subject("placement", number)
    fields = history.record(session, subject, turn.me.id, turn.now, *named)
    values = placements.columns(placement.organisation_id, lot_id, deal.contract, deal.terms, deal.employing)
    placements.change(session, number, **values)
    session.refresh(placement)
    follow_ups.schedule_placement(session, placement)
    _follow_start(turn, placement, start)
    facts = {"on_behalf": turn.me.organisation_id not in owners(placement), "fields": fields}
    audit.record(session, turn.me.id, "change placement", "placement", number, turn.now, **facts)
    _tell(turn, placement, said, fields, None if siae == placement.siae_id else siae)


def _follow_start(turn: Turn, placement: Placement, before: date) -> None:
    """The eligibility that began with the placement begins on its new start; the file says so."""
    moved = hires.follow_start(turn.session, placement, before)
    if moved is not None:
        was, until = ({"eligible_until": day.isoformat()} for day in moved)
        subject = Subject("candidate", placement.candidate_id)
        history.record(turn.session, subject, turn.me.id, turn.now, was, until)


def _tell(
    turn: Turn,
    placement: Placement,
    said: tuple[dict[str, Any], dict[str, Any]],
    fields: Sequence[str],
    former: int | None,
) -> None:
    """The company, the SIAE and the adviser hear of it; the SIAE that is no longer the employer hears only
    that."""
    tell_card(
        turn,
        placement,
        f"placement-changed:{turn.uid}",
        lambda language, staff: changed_card(turn, placement, said, fields, language, staff=staff),
    )
    if former is not None:
        tell_former(turn, placement, former)
