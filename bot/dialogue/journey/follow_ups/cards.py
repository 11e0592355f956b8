"""Cards of follow-ups: what is to be asked of whom, and what was found. For PLIE staff, but for the one
sentence a company may get."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut, folded
from bot.dialogue.journey.placements.cards import contract_line, named
from bot.dialogue.journey.words import EXITS, FOLLOW_UP_KINDS, FOLLOW_UP_STATES
from bot.dialogue.lists import SIZE
from bot.dialogue.seekers.candidates import name_of
from bot.dialogue.seekers.fields import phone
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.turn import Turn
from bot.store import audit, candidates, exits, follow_ups, organisations, placements
from bot.store.follow_ups import Line, identity
from bot.store.tables import (
    Candidate,
    CandidateState,
    FollowUp,
    FollowUpState,
    Placement,
    PlacementState,
)

_LINE = Markup("\n")
_NAME = 80
MOST_BEFORE = 6
_LATE = 7
"""From so many days late on, a follow-up is marked in the list."""
ANSWERS = (
    (FollowUpState.WELL, N_("All is well")),
    (FollowUpState.DIFFICULTY, N_("A difficulty")),
    (FollowUpState.LEFT, N_("Has left the job")),
)
"""The answers of one tap, as buttons say them."""


def follow_up_card(turn: Turn, row: FollowUp, language: str) -> Card:
    """Whom to call about what, and what was found, with what can be done now. For PLIE staff only."""
    candidate = candidates.get(turn.session, row.candidate_id)
    if candidate is None or candidate.state == CandidateState.ANONYMISED:
        return Card(translate(language, N_("This follow-up cannot be found.")))
    lines = [
        _heading(turn, row, candidate, language),
        *about(turn, row, language),
        _call(turn, candidate, language),
        *_status(turn, row, language),
        *_note(turn, row, language),
        *_others(turn, row, language),
    ]
    return Card(_LINE.join(lines), _keyboard(turn, row, language))


def _heading(turn: Turn, row: FollowUp, candidate: Candidate, language: str) -> Markup:
    kind = translate(language, FOLLOW_UP_KINDS[row.kind])
    name = cut(candidates.name(turn.session, candidate), _NAME)
    return Markup("<b>{}</b>\n{} · {}").format(kind, candidate.reference, name)


def about(turn: Turn, row: FollowUp, language: str) -> list[Markup]:
    """The placement a follow-up is about, or the exit."""
    placement = None if row.placement_id is None else placements.get(turn.session, row.placement_id)
    if placement is not None:
        return placement_lines(turn, placement, language)
    left = None if row.exit_id is None else exits.get(turn.session, row.exit_id)
    if left is None:
        return []
    said = N_("Exit on {day}: {kind}")
    day = formats.day(left.left_on, language)
    return [translate(language, said, day=day, kind=translate(language, EXITS[left.kind]))]


def placement_lines(turn: Turn, placement: Placement, language: str) -> list[Markup]:
    """Where a person works, under which contract, and since when no longer."""
    company = organisations.get(turn.session, placement.organisation_id).name
    lines = [
        Markup("{} · {}").format(placement.reference, cut(company, _NAME)),
        contract_line(placement, language),
    ]
    if placement.ended_on is not None:
        day = formats.day(placement.ended_on, language)
        lines.append(translate(language, N_("Ended early, on {day}"), day=day))
    return lines


def _call(turn: Turn, candidate: Candidate, language: str) -> Markup:
    number = candidates.profile(turn.session, candidate).phone
    if number is None:
        return translate(language, N_("No phone number"))
    return Markup("📞 {}").format(phone(number))


def _status(turn: Turn, row: FollowUp, language: str) -> list[Markup]:
    day = formats.day(row.due_on, language)
    if row.dropped_at is not None:
        gone = N_("No longer to be made: the placement ended or its dates were changed.")
        return [translate(language, gone)]
    if row.state is None:
        return [_due(turn, row, day, language), *_tries(turn, row, language)]
    lines = [_found(turn, row, language)]
    if row.told_company:
        lines.append(translate(language, N_("The company was told that there is a difficulty.")))
    return lines


def _due(turn: Turn, row: FollowUp, day: str, language: str) -> Markup:
    late = (turn.today - row.due_on).days
    if late <= 0:
        return translate(language, N_("To be made on {day}"), day=day)
    return translate_plural(
        language,
        "To be made since {day}: {n} day late",
        "To be made since {day}: {n} days late",
        late,
        day=day,
    )


def _tries(turn: Turn, row: FollowUp, language: str) -> list[Markup]:
    tries = audit.instants(turn.session, "miss follow-up", "follow-up", identity(row))
    if not tries:
        return []
    last = formats.moment(tries[-1], turn.zone, language)
    return [
        translate_plural(
            language,
            "Could not be reached: {n} try, on {last}",
            "Could not be reached: {n} tries, the last one on {last}",
            len(tries),
            last=last,
        )
    ]


def _found(turn: Turn, row: FollowUp, language: str) -> Markup:
    at = "–" if row.done_at is None else formats.moment(row.done_at, turn.zone, language)
    state = _state(row, language)
    name = name_of(turn.session, row.done_by)
    said = N_("<b>Found: {state}</b> · {at} · {name}")
    return translate(language, said, state=state, at=at, name=name)


def _note(turn: Turn, row: FollowUp, language: str) -> list[Markup]:
    written = follow_ups.note(turn.session, row)
    return [] if written is None else [translate(language, N_("Note:")), folded(written)]


def _others(turn: Turn, row: FollowUp, language: str) -> list[Markup]:
    """The follow-ups made before this one, latest first."""
    known = follow_ups.of_candidate(turn.session, row.candidate_id)
    made = [one for one in known if one.state is not None and one.id != row.id and one.due_on <= row.due_on]
    if not made:
        return []
    lines = [_made(one, language) for one in made[:MOST_BEFORE]]
    return [translate(language, N_("Before:")), *lines]


def _state(row: FollowUp, language: str) -> Markup:
    """What was found, or that it is to be made."""
    state = N_("to be made") if row.state is None else FOLLOW_UP_STATES[row.state]
    return translate(language, state)


def _made(row: FollowUp, language: str) -> Markup:
    kind = translate(language, FOLLOW_UP_KINDS[row.kind])
    state = _state(row, language)
    said = N_("• {kind} ({day}): {found}")
    return translate(language, said, kind=kind, day=formats.day(row.due_on, language), found=state)


def _keyboard(turn: Turn, row: FollowUp, language: str) -> Keyboard:
    number = identity(row)
    if row.dropped_at is not None:
        return rows_of(_ends(row, language))
    if row.state is None:
        answers = answer_buttons(row, language)
        missed = Button(label(language, N_("Could not be reached")), f"missed-follow-up:{number}")
        return rows_of([*answers, missed, *_ends(row, language)])
    written = row.note is not None
    note = N_("Change the note") if written else N_("Add a note")
    buttons = [
        *_next(turn, row, language),
        Button(label(language, note), f"note-follow-up:{number}"),
        Button(label(language, N_("Correct")), f"correct-follow-up:{number}"),
        *_ends(row, language),
    ]
    return rows_of(buttons)


def answer_buttons(row: FollowUp, language: str) -> list[Button]:
    """A button for each thing a follow-up may find; what it says already is left out."""
    before = row.state or "none"
    return [
        Button(label(language, msgid), f"found:{state}:{before}:{identity(row)}")
        for state, msgid in ANSWERS
        if state != row.state
    ]


def _next(turn: Turn, row: FollowUp, language: str) -> list[Button]:
    """What a difficulty or a departure leads to."""
    if row.state == FollowUpState.DIFFICULTY and not row.told_company and tellable(turn, row):
        return [Button(label(language, N_("Tell the company")), f"tell-difficulty:{identity(row)}")]
    if row.state != FollowUpState.LEFT or row.placement_id is None:
        return []
    buttons = [Button(label(language, N_("Record the exit")), f"exit:{row.candidate_id}")]
    placement = placements.get(turn.session, row.placement_id)
    if placement is not None and placement.ended_on is None and placement.state in placements.LIVING:
        ended = N_("End the placement early")
        buttons.insert(0, Button(label(language, ended), f"end-placement:{row.placement_id}"))
    return buttons


def _ends(row: FollowUp, language: str) -> list[Button]:
    person = Button(label(language, N_("The person’s file")), f"candidate:{row.candidate_id}")
    every = Button(label(language, N_("Follow-ups")), "follow-ups:mine:0:0")
    if row.placement_id is None:
        return [person, every]
    return [Button(label(language, N_("The placement")), f"placement:{row.placement_id}"), person, every]


def tellable(turn: Turn, row: FollowUp) -> Placement | None:
    """The placement whose company may be told of a difficulty: the person works there now."""
    if row.state != FollowUpState.DIFFICULTY or row.placement_id is None or row.dropped_at is not None:
        return None
    placement = placements.get(turn.session, row.placement_id)
    if placement is None or placement.state != PlacementState.CONFIRMED:
        return None
    last_day = placements.last_day(placement)
    return placement if last_day is None or last_day >= turn.today else None


def telling_card(turn: Turn, row: FollowUp, placement: Placement, language: str) -> Card:
    """The sentence the company would get, before it gets it."""
    ask = translate(language, N_("The people of {company} will read this, and nothing of your note:"),
                    company=organisations.get(turn.session, placement.organisation_id).name)  # fmt: skip
    yes = Button(label(language, N_("Yes, tell the company")), f"told-difficulty:{identity(row)}")
    no = Button(label(language, N_("No")), f"follow-up:{identity(row)}")
    said = company_card(turn, placement, language).text
    return Card(Markup("{}\n\n<blockquote>{}</blockquote>").format(ask, said), ((yes, no),))


def company_card(turn: Turn, placement: Placement, language: str) -> Card:
    """What a company hears of a difficulty: about whom, as it knows the person, and that it will be
    called."""
    who = f"{placement.reference} · {named(turn.session, placement, staff=False)}"
    said = N_("<b>{who}</b>\nA difficulty was reported. The adviser of the PLIE will call you.")
    see = Button(label(language, N_("The placement")), f"placement:{placements.identity(placement)}")
    return Card(translate(language, said, who=who), ((see,),))


def difficulty_card(turn: Turn, row: FollowUp, language: str) -> Card:
    """What the adviser hears of a difficulty a colleague wrote."""
    card = follow_up_card(turn, row, language)
    said = N_("⚠️ {name} noted a difficulty at a follow-up. Should the company be told? You decide.")
    return Card(
        Markup("{}\n\n{}").format(translate(language, said, name=turn.me.name), card.text), card.keyboard
    )


def list_rows(turn: Turn, lines: Sequence[Line], language: str) -> Keyboard:
    """A button for each follow-up of a page: how late, whom, which."""
    return tuple((_row(turn, line, language),) for line in lines[:SIZE])


def _row(turn: Turn, line: Line, language: str) -> Button:
    kind = label(language, FOLLOW_UP_KINDS[line.kind])
    mark = "🔴 " if (turn.today - line.due_on).days > _LATE else ""
    text = f"{mark}{short(line.due_on)} · {line.name} · {kind}"
    return Button(cut(text, MAX_LABEL), f"follow-up:{line.id}")


def short(day: date) -> str:
    """A day as a list shows it: "05/01"."""
    return f"{day:%d/%m}"


def plan_card(turn: Turn, placement: Placement, language: str) -> Card:
    """All the follow-ups of a placement, in their order; those not made yet can be made early."""
    rows = follow_ups.of_placement(turn.session, placements.identity(placement))[::-1]
    name = named(turn.session, placement, staff=True)
    head = Markup("<b>{}</b> · {}").format(translate(language, N_("Follow-ups")), name)
    lines = [head, *placement_lines(turn, placement, language)]
    if not rows:
        lines.append(_none(placement, language))
    buttons = [_of_placement(one, language) for one in rows]
    back = Button(label(language, N_("The placement")), f"placement:{placements.identity(placement)}")
    return Card(_LINE.join(lines), (*((one,) for one in buttons), (back,)))


def _none(placement: Placement, language: str) -> Markup:
    if placement.state == PlacementState.DECLARED:
        return translate(language, N_("They are planned once the PLIE has confirmed the placement."))
    return translate(language, N_("No follow-up is planned."))


def _of_placement(row: FollowUp, language: str) -> Button:
    kind = label(language, FOLLOW_UP_KINDS[row.kind])
    text = f"{short(row.due_on)} · {kind} · {_state(row, language).unescape()}"
    return Button(cut(text, MAX_LABEL), f"follow-up:{identity(row)}")


def correcting_card(turn: Turn, row: FollowUp, language: str) -> Card:
    """The other answers, one of which is the right one."""
    ask = translate(language, N_("What is right?"))
    text = _LINE.join([_found(turn, row, language), escape(""), ask])
    back = Button(label(language, N_("Nothing to correct")), f"follow-up:{identity(row)}")
    return Card(text, rows_of([*answer_buttons(row, language), back]))
