"""What a form looks like: its present question or its recap, as a card."""

from markupsafe import Markup, escape

from bot.dialogue.answers import IDLE, Context, NotUnderstood, Option, Reading
from bot.dialogue.cards import MAX_TEXT, Button, Card, Keyboard, rows_of
from bot.dialogue.field import Rows, by_length
from bot.dialogue.fitting import MAX_LABEL, cut, cut_html, seen, units
from bot.dialogue.form import Answers, Form, State, Step
from bot.dialogue.taps import Tapped
from bot.dialogue.translations import N_, label, translate

_SAID = 80
_PRESENT = 600
_RECAP = 3300
_GAP = Markup("\n\n")
CALL_BACK = N_("Call me back")
CLEAR = N_("Clear this answer")


def card(form: Form, state: State, context: Context, note: Markup | None = None) -> Card:
    """The present question or the recap, below what there is to say about the last answer."""
    text = _question(form, state, context) if state.step else _last_look(form, state, context.language)
    return Card(cut_html(_GAP.join([note, text]) if note else text, MAX_TEXT), keyboard(form, state, context))


def _last_look(form: Form, state: State, language: str) -> Markup:
    """The recap, and what is missing in it."""
    text = recap(form, state.answers, language)
    missing = [step for step in form.relevant(state.answers) if step.name not in state.answers]
    if not missing:
        return text
    lines = [_missing(step, language) for step in missing]
    return _GAP.join([text, Markup("\n").join([translate(language, N_("Still missing:")), *lines])])


def _missing(step: Step, language: str) -> Markup:
    optional = translate(language, N_("{label} (optional)"), label=translate(language, step.label))
    return Markup("• ") + (optional if step.optional else translate(language, step.label))


def keyboard(form: Form, state: State, context: Context) -> Keyboard:
    """The living buttons of a form: answers, then what can be done at every step."""
    if not state.step:
        return _recap_keyboard(form, state, context.language)
    step = form.step(state.step)
    return _answers(step, state, context) + rows_of(_common(form, step, state, context.language))


def trouble(reading: Reading, said: str, language: str) -> Markup:
    """The sentence about an answer that was not understood, or not fully."""
    echo = cut(" ".join(said.split()), _SAID)
    if not isinstance(reading, NotUnderstood):
        return translate(language, N_("Several answers fit “{said}”. Which one do you mean?"), said=echo)
    unread = bool(echo) and not reading.values
    start = translate(language, N_("I did not understand “{said}”."), said=echo) if unread else Markup()
    why = translate(language, reading.reason, **reading.values) if reading.reason else Markup()
    if not start and not why:
        return translate(language, N_("I did not understand this answer."))
    return Markup(" ").join(part for part in (start, why) if part)


def recap(form: Form, answers: Answers, language: str) -> Markup:
    """What was answered, for a last look."""
    if form.recap is not None:
        return form.recap(language, answers)
    title = Markup("<b>{}</b>").format(translate(language, form.title))
    return _GAP.join([title, listing(form, answers, language)])


def listing(form: Form, answers: Answers, language: str) -> Markup:
    """The answers, one a line, each cut to its share when they are too long together."""
    shown = [
        (step, shown_answer(step, answers, language))
        for step in form.relevant(answers)
        if step.name in answers
    ]
    if sum(units(seen(value)) for _, value in shown) > _RECAP:
        share = _RECAP // len(shown)
        shown = [(step, cut_html(value, share)) for step, value in shown]
    line = N_("{label}: {value}")
    return Markup("\n").join(
        translate(
            language, line, label=Markup("<b>{}</b>").format(translate(language, step.label)), value=value
        )
        for step, value in shown
    )


def shown_answer(step: Step, answers: Answers, language: str) -> Markup:
    """An answer as people read it; a dash for a question that was passed."""
    value = answers[step.name]
    return escape("–") if value is None else step.field.show(value, language)


def _question(form: Form, state: State, context: Context) -> Markup:
    step, language = form.step(state.step), context.language
    steps = [other.name for other in form.relevant(state.answers)]
    place = f"{steps.index(step.name) + 1}/{len(steps)}"
    head = Markup("<b>{}</b> · {}").format(translate(language, form.title), place)
    ask = Markup("<b>{}</b>").format(translate(language, step.ask))
    hints = [translate(language, step.field.hint)]
    if step.optional:
        hints.append(translate(language, N_("This one is optional.")))
    parts = [head, ask, Markup("<i>{}</i>").format(Markup(" ").join(hints))]
    progress = step.field.progress(state.inside(context))
    if progress is not None:
        parts.insert(1, progress)
    elif state.answers.get(step.name) is not None:
        present = cut_html(shown_answer(step, state.answers, language), _PRESENT)
        parts.insert(1, translate(language, N_("Your answer so far: {value}"), value=present))
    return _GAP.join(parts)


def _answers(step: Step, state: State, context: Context) -> Keyboard:
    if state.candidates:
        options = [Option(str(place), candidate.label) for place, candidate in enumerate(state.candidates)]
        return _buttons(by_length(options), state, "one")
    return _buttons(step.field.rows(state.inside(context)), state, "pick")


def _buttons(rows: Rows, state: State, verb: str) -> Keyboard:
    return tuple(tuple(_button(option, state, verb) for option in row) for row in rows)


def _button(option: Option, state: State, verb: str) -> Button:
    tap = Tapped(state.nonce, "idle") if option.code == IDLE else Tapped(state.nonce, verb, option.code)
    return Button(cut(option.label, MAX_LABEL), tap.data)


def _common(form: Form, step: Step, state: State, language: str) -> list[Button]:
    """What can be done at every step: the one place for buttons that all questions share."""
    complete = state.reviewing or form.missing(state.answers) is None
    verbs: list[tuple[str, str]] = []
    if step.optional:
        answered = state.answers.get(step.name) is not None
        verbs.append(("skip", CLEAR if answered else step.skip_label or N_("Skip")))
    if step.name in state.answers and not complete:
        verbs.append(("keep", N_("Keep this answer")))
    if complete or form.previous(state):
        verbs.append(("back", N_("Back")))
    verbs.append(("call", CALL_BACK))
    verbs.append(("cancel", N_("Cancel")))
    return [_verb(state, verb, msgid, language) for verb, msgid in verbs]


def _recap_keyboard(form: Form, state: State, language: str) -> Keyboard:
    send = (_verb(state, "send", form.verb, language),)
    edits = [_edit(step, state, language) for step in form.relevant(state.answers)]
    ends = [_verb(state, "call", CALL_BACK, language), _verb(state, "cancel", N_("Cancel"), language)]
    return (send, *rows_of(edits), *rows_of(ends))


def _edit(step: Step, state: State, language: str) -> Button:
    text = label(language, N_("Change: {field}"), field=translate(language, step.label))
    return Button(cut(text, MAX_LABEL), Tapped(state.nonce, "edit", step.name).data)


def _verb(state: State, verb: str, msgid: str, language: str) -> Button:
    return Button(cut(label(language, msgid), MAX_LABEL), Tapped(state.nonce, verb).data)
