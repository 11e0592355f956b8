"""Cards and lists of interviews, for PLIE staff only."""

from datetime import date
from typing import Any

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut, folded
from bot.dialogue.journey.words import INTERVIEW_KINDS, INTERVIEW_OUTCOMES, NEXT_STEPS
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.seekers.candidates import name_of, open_button
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import candidates, history, interviews
from bot.store.candidates import LIVING
from bot.store.history import Subject
from bot.store.interviews import Held, identity
from bot.store.tables import Candidate, Interview, InterviewOutcome, NextStep

_NAME = 40
_LINE = Markup("\n")


def line(turn: Turn, interview: Interview) -> Markup:
    """An interview in one line: the day, how, what came of it, by whom."""
    parts = (
        formats.day(interview.held_on, turn.language),
        turn.t(INTERVIEW_KINDS[interview.kind]),
        turn.t(INTERVIEW_OUTCOMES[interview.outcome]),
        cut(name_of(turn.session, interview.adviser_id), _NAME),
    )
    return Markup(" · ").join(parts)


def interviews_card(turn: Turn, candidate: Candidate, after: Interview | None = None) -> Card:
    """The interviews with a candidate, newest first, eight a page: after one, or the first."""
    number = candidates.identity(candidate)
    found = interviews.of_candidate(turn.session, number, SIZE + 1, after)
    if not found and after is not None:
        return interviews_card(turn, candidate)
    heading = (
        N_("Interviews with {reference}, newest first:")
        if found
        else N_("No interview with {reference} yet.")
    )
    shown = found[:SIZE]
    reference = Markup("<b>{}</b>").format(candidate.reference)
    text = _LINE.join(
        [turn.t(heading, reference=reference), *(Markup("• {}").format(line(turn, one)) for one in shown)]
    )
    rows = tuple((_open(turn, one),) for one in shown)
    following = f"interviews-after:{number}:{identity(shown[-1])}" if len(found) > SIZE else None
    first = f"interviews-of:{number}" if after is not None else None
    return Card(text, (*rows, *page_buttons(turn.language, first, following), *_ends(turn, candidate)))


def _open(turn: Turn, interview: Interview) -> Button:
    day = formats.day(interview.held_on, turn.language)
    outcome = label(turn.language, INTERVIEW_OUTCOMES[interview.outcome])
    return Button(cut(f"{day} · {outcome}", MAX_LABEL), f"interview-card:{identity(interview)}")


def _ends(turn: Turn, candidate: Candidate) -> tuple[tuple[Button, ...], ...]:
    number = candidates.identity(candidate)
    new = Button(label(turn.language, N_("New interview")), f"interview:{number}")
    return ((new, open_button(number, candidate.reference, turn.language)),)


def interview_card(turn: Turn, interview: Interview, candidate: Candidate) -> Card:
    """An interview as it is now, with what can be done with it."""
    said, language = interviews.held(turn.session, interview), turn.language
    reference = Markup("<b>{}</b>").format(candidate.reference)
    lines = [
        turn.t(N_("Interview with {reference}"), reference=reference),
        *facts(said, language),
        turn.t(N_("Held by {name}"), name=cut(name_of(turn.session, interview.adviser_id), _NAME)),
        *_corrections(turn, interview),
    ]
    number = identity(interview)
    buttons = [
        *(
            [Button(label(language, N_("Correct")), f"correct-interview:{number}")]
            if candidate.state in LIVING
            else []
        ),
        Button(label(language, N_("All interviews")), f"interviews-of:{interview.candidate_id}"),
        open_button(interview.candidate_id, candidate.reference, language),
    ]
    return Card(_LINE.join(lines), rows_of(buttons))


def facts(said: Held, language: str) -> list[Markup]:
    """What is said of an interview, a line each."""
    line = N_("{label}: {value}")
    told: list[tuple[str, Any]] = [
        (N_("Outcome"), translate(language, INTERVIEW_OUTCOMES[said.outcome])),
        (N_("Next step"), translate(language, NEXT_STEPS[said.next_step]) if said.next_step else None),
        (N_("Note for the PLIE"), folded(said.note) if said.note else None),
    ]
    day, kind = formats.day(said.on, language), translate(language, INTERVIEW_KINDS[said.kind])
    return [
        translate(language, N_("{day}, {kind}"), day=day, kind=kind),
        *(
            translate(language, line, label=translate(language, name), value=value)
            for name, value in told
            if value
        ),
    ]


def _corrections(turn: Turn, interview: Interview) -> list[Markup]:
    """Who corrected it last, and what was said of it until then."""
    changes = history.of(turn.session, Subject("interview", identity(interview)), 5)
    return [
        turn.t(
            N_("Corrected on {day} by {name}: {before} before"),
            day=formats.moment(one.at, turn.zone, turn.language),
            name=cut(name_of(turn.session, one.person_id), _NAME),
            before=_before(one.field, one.before, turn.language),
        )
        for one in changes
        if one.field != "note"
    ]


def _before(field: str, value: Any, language: str) -> Markup:
    known = {"kind": INTERVIEW_KINDS, "outcome": INTERVIEW_OUTCOMES, "next_step": NEXT_STEPS}
    if value is None:
        return Markup("–")
    if field == "on":
        return Markup("{}").format(formats.day(date.fromisoformat(value), language))
    return translate(language, known[field][value])


def saved_card(turn: Turn, interview: Interview, candidate: Candidate) -> Card:
    """What comes after an interview was recorded: the next step, one tap away."""
    number = candidates.identity(candidate)
    wanted = {
        ("refer", N_("Present to a company")): (InterviewOutcome.READY, NextStep.REFERRAL),
        ("train", N_("Plan a training")): (InterviewOutcome.TRAINING, NextStep.TRAINING),
    }
    found = {interview.outcome, interview.next_step}
    steps = [
        Button(label(turn.language, msgid), f"{verb}:{number}")
        for (verb, msgid), when in wanted.items()
        if found.intersection(when)
    ]
    ends = [
        open_button(number, candidate.reference, turn.language),
        Button(label(turn.language, N_("Correct")), f"correct-interview:{identity(interview)}"),
    ]
    reference = Markup("<b>{}</b>").format(candidate.reference)
    text = turn.t(N_("The interview with {reference} is recorded."), reference=reference)
    return Card(text, (*((step,) for step in steps), *rows_of(ends)))
