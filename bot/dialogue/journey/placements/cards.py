"""Cards, list lines and notices of placements: a person at work, as the PLIE or an employer sees it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut, cut_html
from bot.dialogue.form import Answers
from bot.dialogue.journey.placements.steps import CHANGED, planned_line, warning_lines
from bot.dialogue.journey.words import EMPLOYERS, END_REASONS, PLACEMENTS
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.screens import shown_answer
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offer_steps import lot_label
from bot.dialogue.words import CONTRACTS
from bot.rules.placements import planned_hours, planned_sum
from bot.store import candidates, held, hires, lots, offers, organisations
from bot.store.database import Session
from bot.store.placements import LIVING, identity, last_day, terms
from bot.store.tables import Candidate, CandidateState, Employer, Placement, PlacementState

_LINE = Markup("\n")
_LONGEST = 120
_NAMED = 30
_SHOWN = 150


def shown_name(session: Session, placement: Placement, *, staff: bool) -> str | None:
    """The name of the person at work, for PLIE staff, or for those whose placement it is while it stands: an
    employer goes on reading it where the file was closed; None when only the reference may be seen."""
    candidate = _candidate(session, placement)
    kept = candidate.state in (CandidateState.ACTIVE, CandidateState.CLOSED)
    readable = kept and (staff or placement.state in LIVING)
    return candidates.name(session, candidate) if readable else None


def _candidate(session: Session, placement: Placement) -> Candidate:
    found = candidates.get(session, placement.candidate_id)
    if found is None:
        raise LookupError("a placement has a candidate")
    return found


def named(session: Session, placement: Placement, *, staff: bool) -> str:
    """The person at work: the reference, and the name where it may be seen."""
    reference = _candidate(session, placement).reference
    name = shown_name(session, placement, staff=staff)
    return reference if name is None else f"{cut(name, _LONGEST)} ({reference})"


def placement_card(turn: Turn, placement: Placement) -> Card:
    """The whole placement as things are now, with what this person can do of it."""
    session, language, staff = turn.session, turn.language, turn.me.is_staff
    lines = [
        Markup("<b>{}</b> · {}").format(placement.reference, cut(job_label(placement.job), _LONGEST)),
        translate(language, N_("Person: {name}"), name=named(session, placement, staff=staff)),
        *_employers(session, placement, language),
        contract_line(placement, language),
        *_for_what(session, placement, language),
        *_state(placement, language),
        *hours_lines(turn, placement, language),
    ]
    return Card(_LINE.join(lines), _keyboard(placement, language, staff=staff))


def _employers(session: Session, placement: Placement, language: str) -> list[Markup]:
    company = organisations.get(session, placement.organisation_id).name
    lines = [translate(language, N_("Company: {name}"), name=cut(company, _LONGEST))]
    if placement.employer == Employer.SUPPLIER:
        return lines
    kind = label(language, EMPLOYERS[placement.employer])
    siae = None if placement.siae_id is None else organisations.get(session, placement.siae_id).name
    name = cut(siae or placement.employer_name or "", _LONGEST)
    said = N_("Work contract signed by: {kind}, {name}")
    return [*lines, translate(language, said, kind=kind, name=name)]


def contract_line(placement: Placement, language: str) -> Markup:
    """Kind of contract, dates, hours a week."""
    kind = label(language, CONTRACTS[placement.contract])
    hours = formats.number(Decimal(placement.weekly_hours).normalize(), language)
    weekly = translate(language, N_("{hours} h a week"), hours=hours)
    return Markup("{} · {} · {}").format(
        kind, dates(placement.starts_on, placement.planned_end, language), weekly
    )


def dates(starts_on: date, ends: date | None, language: str) -> Markup:
    """From which day to which."""
    start = formats.day(starts_on, language)
    if ends is None:
        return translate(language, N_("from {start}"), start=start)
    return translate(language, N_("{start} – {end}"), start=start, end=formats.day(ends, language))


def _for_what(session: Session, placement: Placement, language: str) -> list[Markup]:
    lines = []
    lot = None if placement.lot_id is None else held.named(session, placement.lot_id)
    if lot is not None:
        lines.append(translate(language, N_("For the lot {lot}"), lot=cut(lot_label(lot), _LONGEST)))
    offer = None if placement.offer_id is None else offers.get(session, placement.offer_id)
    if offer is not None:
        lines.append(translate(language, N_("Job offer: {reference}"), reference=offer.reference))
    return lines


def _state(placement: Placement, language: str) -> list[Markup]:
    state = label(language, PLACEMENTS[placement.state])
    return [translate(language, N_("State: {state}"), state=state), *_ending(placement, language)]


def _ending(placement: Placement, language: str) -> list[Markup]:
    if placement.ended_on is None or placement.end_reason is None:
        return []
    day = formats.day(placement.ended_on, language)
    reason = label(language, END_REASONS[placement.end_reason])
    return [translate(language, N_("Ended early on {day}: {reason}"), day=day, reason=reason)]


def hours_lines(turn: Turn, placement: Placement, language: str) -> list[Markup]:
    """The hours planned against those the lot owes, and what should be checked while nothing is settled."""
    if placement.state not in LIVING:
        return []
    lot = None if placement.lot_id is None else lots.get(turn.session, placement.lot_id)
    ends = None if lot is None else hires.lot_end(turn.session, lot)
    others = [] if lot is None else hires.planned_beside(turn.session, lot.id or 0, placement.id)
    beside = planned_sum([terms(one) for one in others], ends)
    mine = terms(placement)
    owed = None if lot is None else lot.hours_owed
    lines = planned_line(language, planned_hours(mine, ends), owed, beside)
    if placement.state == PlacementState.DECLARED:
        lines += warning_lines(language, mine, turn.today, ends)
    return lines


def _keyboard(placement: Placement, language: str, *, staff: bool) -> Keyboard:
    number, living = identity(placement), placement.state in LIVING
    declared = placement.state == PlacementState.DECLARED
    going_on = living and placement.ended_on is None
    wanted = [
        (N_("Confirm"), f"confirm-hire:{number}", staff and declared),
        (N_("Do not confirm"), f"reject-hire:{number}", staff and declared),
        (N_("Hours"), f"hours-of-placement:{number}", living),
        (N_("Follow-ups"), f"follow-ups-of:{number}", living and staff),
        (N_("Renew"), f"renew-placement:{number}", going_on and placement.planned_end is not None),
        (N_("Correct"), f"change-placement:{number}", living),
        (N_("Early end"), f"end-placement:{number}", going_on),
        (N_("Correct the early end"), f"end-placement:{number}", living and not going_on),
        (N_("It did not end"), f"undo-end:{number}", living and not going_on),
        (N_("Add a document"), f"prove:placement:{number}", living),
        (N_("Documents"), f"evidence-of:placement:{number}", True),
        (N_("The candidate’s file"), f"candidate:{placement.candidate_id}", staff),
        (N_("All the placements"), "placements:own:0:0", not staff),
    ]
    return rows_of([Button(label(language, msgid), data) for msgid, data, there in wanted if there])


def open_button(placement: Placement, language: str) -> Keyboard:
    """The button that leads to the card."""
    return ((Button(label(language, N_("Open the placement")), f"placement:{identity(placement)}"),),)


def placement_line(session: Session, placement: Placement, language: str, *, staff: bool) -> str:
    """A placement as a button of a list: who, from when, and where it stands when it is not at work."""
    name = shown_name(session, placement, staff=staff)
    who = _candidate(session, placement).reference if name is None else name
    parts = [placement.reference, cut(who, _NAMED), f"{placement.starts_on:%d/%m/%y}"]
    last = last_day(placement)
    if placement.state != PlacementState.CONFIRMED:
        parts.append(label(language, _SHORT[PlacementState(placement.state)]))
    elif last is not None:
        parts[-1] += f" → {last:%d/%m/%y}"
    return cut(" · ".join(parts), MAX_LABEL)


_SHORT = {PlacementState.DECLARED: N_("to be confirmed"), PlacementState.REJECTED: N_("not confirmed")}


def placements_card(
    turn: Turn, found: Sequence[Placement], heading: Markup, place: str, *, later: bool
) -> Card:
    """A page of a list: the placements found, one more than a page when others follow; `place` is what the
    buttons of its pages carry, `later` whether this is not the first."""
    staff = turn.me.is_staff
    rows = [
        (Button(placement_line(turn.session, one, turn.language, staff=staff), f"placement:{one.id}"),)
        for one in found[:SIZE]
    ]
    following = f"{place}:{found[SIZE - 1].id}" if len(found) > SIZE else None
    first = f"{place}:0" if later else None
    return Card(heading, (*rows, *page_buttons(turn.language, first, following)))


def sure_card(turn: Turn, placement: Placement) -> Card:
    """The question before a declared hire is not confirmed."""
    who = named(turn.session, placement, staff=True)
    asked = N_(
        "Not confirm the hire {reference} of {name}? The company is told, and the position is free again."
    )
    number = identity(placement)
    buttons = (
        Button(label(turn.language, N_("Yes, do not confirm")), f"hire-rejected:{number}"),
        Button(label(turn.language, N_("No, go back")), f"placement:{number}"),
    )
    return Card(turn.t(asked, reference=placement.reference, name=who), (buttons,))


def notice(turn: Turn, placement: Placement, said: str, language: str, *, staff: bool) -> Card:
    """What somebody concerned is told: `said` is a msgid with the `reference` and the `name` of the person,
    and `who` did it; the contract below it."""
    head = translate(
        language,
        said,
        reference=placement.reference,
        name=named(turn.session, placement, staff=staff),
        company=organisations.get(turn.session, placement.organisation_id).name,
        who=turn.me.name,
    )
    lines = [head, contract_line(placement, language), *_ending(placement, language)]
    return Card(_LINE.join(lines), open_button(placement, language))


def declared_card(turn: Turn, placement: Placement, language: str) -> Card:
    """What the PLIE is told of a hire a company declared, to confirm it or not."""
    said = N_("{company} declares a hire: {name}, {reference}.")
    told = notice(turn, placement, said, language, staff=True)
    lines = [
        told.text,
        *_for_what(turn.session, placement, language),
        *hours_lines(turn, placement, language),
    ]
    number = identity(placement)
    answers = (
        Button(label(language, N_("Confirm")), f"confirm-hire:{number}"),
        Button(label(language, N_("Do not confirm")), f"reject-hire:{number}"),
    )
    waiting = placement.state == PlacementState.DECLARED
    return Card(_LINE.join(lines), ((answers,) if waiting else ()) + told.keyboard)


def settled_card(turn: Turn, placement: Placement, language: str) -> Card:
    """What the declared hire the PLIE was told of has become."""
    told = declared_card(turn, placement, language)
    state = label(language, PLACEMENTS[placement.state])
    line = translate(language, N_("State: {state}"), state=state)
    return Card(_LINE.join([told.text, escape(line)]), told.keyboard)


def candidate_line(turn: Turn, candidate_id: int) -> str:
    """How a list of placements names its person, for PLIE staff."""
    candidate = candidates.get(turn.session, candidate_id)
    if candidate is None or candidate.state not in (CandidateState.ACTIVE, CandidateState.CLOSED):
        return "–" if candidate is None else candidate.reference
    return f"{candidates.name(turn.session, candidate)} ({candidate.reference})"


def changed_card(
    turn: Turn,
    placement: Placement,
    said: tuple[Answers, Answers],
    fields: Sequence[str],
    language: str,
    *,
    staff: bool,
) -> Card:
    """What the others are told when a placement was corrected: before → after, field by field."""
    head = notice(
        turn,
        placement,
        N_("{who} corrected the contract {reference} at {company}: {name}."),
        language,
        staff=staff,
    )
    lines = [_difference(name, said, language) for name in fields]
    return Card(_LINE.join([head.text, *lines]), head.keyboard)


def _difference(name: str, said: tuple[Answers, Answers], language: str) -> Markup:
    step = CHANGED[name]
    old, new = (
        cut_html(shown_answer(step, {name: None} | dict(answers), language), _SHOWN) for answers in said
    )
    title = Markup("<b>{}</b>").format(translate(language, step.label))
    return translate(language, N_("{label}: {before} → {after}"), label=title, before=old, after=new)
