"""What each event does to a half-filled form, decided once for all forms, without any I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.dialogue.answers import Context, NotUnderstood, Partial, Reading, Several, Understood, Wanted
from bot.dialogue.form import Answers, Form, State, Step
from bot.dialogue.readers.fold import fold
from bot.dialogue.screens import keyboard
from bot.dialogue.taps import Tapped
from bot.dialogue.translations import N_


@dataclass(frozen=True, slots=True)
class Typed:
    """The person wrote."""

    text: str


@dataclass(frozen=True, slots=True)
class Attached:
    """The person sent a document or a photo; `file` is None for anything else that is not text."""

    file: Mapping[str, Any] | None
    caption: str = ""


Event = Typed | Attached | Tapped


class Then(StrEnum):
    """What follows an event."""

    SHOW = "show"
    STALE = "stale"
    NOTHING = "nothing"
    CANCEL = "cancel"
    SUBMIT = "submit"
    CALL_BACK = "call back"
    FETCH = "fetch"


@dataclass(frozen=True, slots=True)
class Advance:
    """The state after an event, what follows, and what was wrong with what was `said`, if anything."""

    state: State
    then: Then = Then.SHOW
    trouble: Reading | None = None
    said: str = ""


def begin(form: Form, nonce: int, answers: Answers) -> State:
    """A form as it starts, with answers known already: its first open question, or the recap."""
    return _onward(form, State(nonce), answers)


def begin_reviewing(form: Form, nonce: int, answers: Answers) -> State:
    """A form at its recap, with what was understood of a message; what is missing is marked there."""
    return State(nonce, answers=form.pruned(answers), reviewing=True)


def renew(form: Form, old: State) -> State:
    """The form after its makers changed it: the answers that still fit, and the first open question."""
    fitting = {step.name: old.answers[step.name] for step in form.steps if _fits(step, old.answers)}
    names = {step.name for step in form.steps}
    others = {name: value for name, value in old.answers.items() if name not in names}
    return _onward(form, old, others | fitting)


def advance(form: Form, state: State, event: Event, context: Context) -> Advance:
    """What an event does to a form. A tap counts only if its button is on the form's present card."""
    offered = {button.data: button.label for row in keyboard(form, state, context) for button in row}
    match event:
        case Typed(text) if data := _typed_label(text, offered):
            return _tap(form, state, Tapped.parse(data), context)
        case Tapped() if event.data in offered:
            return _tap(form, state, event, context)
        case Tapped():
            return Advance(state, Then.STALE)
        case Attached(dict() as file, caption) if form.files is not None:
            return _collected(form, state, form.step(form.files), Attached(file, caption), context)
        case _ if not state.step:
            return Advance(
                _moved(state),
                trouble=NotUnderstood(N_("Everything is answered: please use the buttons below.")),
            )
        case Typed(text):
            reading = form.step(state.step).field.read(text, state.inside(context))
            return _heard(form, state, reading, text)
        case Attached(file, caption):
            reading = form.step(state.step).field.attach(file, caption, state.inside(context))
            return _heard(form, state, reading, caption)


def _tap(form: Form, state: State, tap: Tapped, context: Context) -> Advance:
    match tap.verb:
        case "idle":
            return Advance(state, Then.NOTHING)
        case "cancel":
            return Advance(_moved(state), Then.CANCEL)
        case "send":
            lacking = form.lacking(state.answers)
            return Advance(_asking(state, lacking)) if lacking else Advance(_moved(state), Then.SUBMIT)
        case "call":
            return Advance(state, Then.CALL_BACK)
        case "back":
            return Advance(_back(form, state))
        case "edit":
            return Advance(_asking(state, form.step(tap.arg)))
        case "keep":
            return Advance(_onward(form, state, state.answers))
        case "skip":
            return Advance(_answered(form, state, None))
        case "one":
            return Advance(_answered(form, state, state.candidates[int(tap.arg)].value))
        case _:
            reading = form.step(state.step).field.choose(tap.arg, state.inside(context))
            return _heard(form, state, reading, "")


def _collected(form: Form, state: State, step: Step, sent: Attached, context: Context) -> Advance:
    """A file sent while another question is asked is not lost: it joins the answer of its own."""
    reading = step.field.attach(sent.file, sent.caption, state.inside(context))
    if isinstance(reading, Understood):
        return Advance(_onward(form, state, {**state.answers, step.name: reading.value}))
    return _heard(form, state, reading, sent.caption)


def _heard(form: Form, state: State, reading: Reading, said: str) -> Advance:
    match reading:
        case Understood(value):
            return Advance(_answered(form, state, value))
        case Partial(value):
            return Advance(_moved(state, partial=value))
        case Wanted():
            return Advance(state, Then.FETCH)
        case Several(candidates) | NotUnderstood(candidates=candidates):
            return Advance(
                _moved(state, candidates=candidates, partial=state.partial), trouble=reading, said=said
            )


def _answered(form: Form, state: State, value: Any) -> State:
    return _onward(form, state, {**state.answers, state.step: value})


def _onward(form: Form, state: State, answers: Answers) -> State:
    """The first open question, or the recap when there is none."""
    kept = form.pruned(answers)
    step = form.lacking(kept) if state.reviewing else form.missing(kept)
    moved = _moved(replace(state, answers=kept))
    return _asking(moved, step) if step else replace(moved, step="")


def _back(form: Form, state: State) -> State:
    if state.reviewing:
        return _moved(state, step="")
    step = None if form.missing(state.answers) is None else form.previous(state)
    return _asking(state, step) if step else _onward(form, state, state.answers)


def _asking(state: State, step: Step) -> State:
    return _moved(state, step=step.name, partial=step.field.begin(state.answers.get(step.name)))


def _moved(state: State, **changes: Any) -> State:
    """The state with a new nonce: every button shown before is dead."""
    return replace(state, **({"nonce": state.nonce + 1, "partial": None, "candidates": ()} | changes))


def _fits(step: Step, answers: Answers) -> bool:
    if step.name not in answers:
        return False
    value = answers[step.name]
    return step.optional if value is None else step.field.fits(value)


def _typed_label(text: str, offered: Mapping[str, str]) -> str | None:
    """The data of the one button whose label was typed."""
    typed = fold(text)
    found = [data for data, label in offered.items() if fold(label) == typed and not data.endswith(":idle")]
    return found[0] if len(found) == 1 else None
