"""/entretien: an interview in three taps; the interviews of a candidate, each of which can be corrected."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from bot.actions import add_interview, correct_interview, demand
from bot.dialogue import conversation
from bot.dialogue.cards import Card
from bot.dialogue.fields import Choice
from bot.dialogue.form import Form, Step
from bot.dialogue.journey.interviews.cards import interview_card, interviews_card, saved_card
from bot.dialogue.journey.interviews.fields import HeldOn
from bot.dialogue.journey.pickers import Picked
from bot.dialogue.journey.words import INTERVIEW_OUTCOMES, NEXT_STEPS
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.screens import listing
from bot.dialogue.seekers.notes import ABOUT_SOMEONE
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.dialogue.words import CANDIDATE_STATES
from bot.rules.policy import Action
from bot.store import candidates, interviews
from bot.store.candidates import identity
from bot.store.interviews import Held
from bot.store.tables import Candidate, CandidateState, Interview

_NO_CANDIDATE = N_("This candidate cannot be found.")
_NO_INTERVIEW = N_("This interview cannot be found.")
_BEFORE = "before"
"""The answer no step asks: what was said of the interview when the correction began."""
_UNASKED: Mapping[str, Any] = {"next_step": None, "note": None}
"""What may stay unsaid is set from the recap only: the usual case takes three taps."""

_CANDIDATE = Step(
    "candidate",
    N_("Candidate"),
    N_("With whom?"),
    Picked("candidate", N_("Tap a name, or write a name or a reference: C-2026-0012.")),
)
_SAID = (
    Step("held", N_("When and how"), N_("When and how?"), HeldOn()),
    Step("outcome", N_("Outcome"), N_("What came of it?"), Choice(INTERVIEW_OUTCOMES)),
    Step(
        "next_step",
        N_("Next step"),
        N_("What is the next step?"),
        Choice(NEXT_STEPS, N_("Tap an answer. Anything else goes into the note.")),
        optional=True,
    ),
    Step(
        "note",
        N_("Note for the PLIE"),
        N_("What should be noted?"),
        ABOUT_SOMEONE,
        optional=True,
    ),
)


def _held(answers: Mapping[str, Any]) -> Held:
    """What the answers say of an interview."""
    on, kind = date.fromisoformat(answers["held"]["on"]), answers["held"]["kind"]
    return Held(on, kind, answers["outcome"], answers.get("next_step"), answers.get("note"))


def _answers(said: Held) -> dict[str, Any]:
    """The answers that say this of an interview."""
    held = {"on": said.on.isoformat(), "kind": said.kind}
    return {"held": held, "outcome": said.outcome, "next_step": said.next_step, "note": said.note}


def _done(turn: Turn, answers: Mapping[str, Any]) -> Card:
    interview = add_interview.add(turn, answers["candidate"]["id"], _held(answers))
    return saved_card(turn, interview, _candidate(turn, interview.candidate_id))


FORM = Form(
    name="interview",
    version=1,
    title=N_("Record an interview"),
    steps=(_CANDIDATE, *_SAID),
    verb=N_("Save"),
    done=_done,
)


def _candidate(turn: Turn, number: int) -> Candidate:
    candidate = candidates.get(turn.session, number)
    if candidate is None:
        raise Refused(_NO_CANDIDATE)
    return candidate


def _start(turn: Turn) -> None:
    demand(turn, Action.ADD_INTERVIEW)
    conversation.start(turn, FORM, _UNASKED)


def _start_with(turn: Turn) -> None:
    """The candidate is known: the first question is when and how."""
    demand(turn, Action.ADD_INTERVIEW)
    candidate = _candidate(turn, turn.number)
    if candidate.state != CandidateState.ACTIVE:
        state = turn.t(CANDIDATE_STATES[candidate.state])
        said = N_("No interview can be recorded for {reference}: {state}.")
        raise Refused(said, reference=candidate.reference, state=state)
    name = candidates.name(turn.session, candidate)
    picked = {"id": identity(candidate), "reference": candidate.reference, "name": name}
    conversation.start(turn, FORM, {"candidate": picked, **_UNASKED})


def _list(turn: Turn) -> None:
    demand(turn, Action.SEE_CANDIDATE)
    turn.edit(interviews_card(turn, _candidate(turn, turn.number)))


def _page(turn: Turn) -> None:
    demand(turn, Action.SEE_CANDIDATE)
    candidate = _candidate(turn, int(turn.data.split(":")[1]))
    after = interviews.get(turn.session, turn.number)
    if after is not None and after.candidate_id != candidate.id:
        after = None
    turn.edit(interviews_card(turn, candidate, after))


def _interview(turn: Turn, number: int, action: Action) -> tuple[Interview, Candidate]:
    """The interview of this number and whom it was with, for those who may. Raises Refused."""
    demand(turn, action)
    interview = interviews.get(turn.session, number)
    if interview is None:
        raise Refused(_NO_INTERVIEW)
    return interview, _candidate(turn, interview.candidate_id)


def _open(turn: Turn) -> None:
    turn.edit(interview_card(turn, *_interview(turn, turn.number, Action.SEE_CANDIDATE)))


def _correct(turn: Turn) -> None:
    interview, candidate = _interview(turn, turn.number, Action.ADD_INTERVIEW)
    answers = _answers(interviews.held(turn.session, interview))
    hidden = {"interview": interview.id, "reference": candidate.reference, _BEFORE: answers}
    conversation.start(turn, CORRECT, answers | hidden, reviewing=True)


def _corrected(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    before, after = _held(answers[_BEFORE]), _held(answers)
    interview, fields = correct_interview.correct(turn, answers["interview"], before, after)
    turn.say(interview_card(turn, interview, _candidate(turn, interview.candidate_id)))
    return turn.t(N_("The interview is corrected.") if fields else N_("Nothing was changed."))


def _recap(language: str, answers: Mapping[str, Any]) -> Markup:
    title = translate(language, CORRECT.title)
    if "reference" in answers:
        title = Markup("{} · {}").format(title, answers["reference"])
    return Markup("<b>{}</b>\n\n{}").format(title, listing(CORRECT, answers, language))


CORRECT = Form(
    name="correct-interview",
    version=1,
    title=N_("Correct an interview"),
    steps=_SAID,
    verb=N_("Save"),
    recap=_recap,
    done=_corrected,
)

ROUTES = (
    *entry("entretien", _start),
    button("interview", _start_with),
    button("interviews-of", _list),
    button("interviews-after", _page, args=r"\d{1,9}:\d{1,9}"),
    button("interview-card", _open),
    button("correct-interview", _correct),
)
