"""Cards and lists of trainings, for PLIE staff only."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.journey.words import TIMINGS, TRAINEES
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.seekers.candidates import open_button
from bot.dialogue.translations import N_, label, translate_plural
from bot.dialogue.turn import Turn
from bot.dialogue.words import REQUIREMENTS
from bot.rules.requirements import from_bits
from bot.store import matching, trainings
from bot.store.matching import Named
from bot.store.tables import TraineeState, Training
from bot.store.trainings import identity

_NAME, _TITLE = 60, 70
_LINE = Markup("\n")
_OVER = frozenset({TraineeState.DONE, TraineeState.CERTIFIED})
COMING, BEGUN = "coming", "begun"
"""The two lists of trainings."""


def menu_card(turn: Turn) -> Card:
    """What can be done about trainings."""
    wanted = (
        (N_("New training"), "new-training"),
        (N_("Trainings to come"), f"trainings:{COMING}:0"),
        (N_("Trainings begun"), f"trainings:{BEGUN}:0"),
        (N_("Shared needs"), "shortages:0"),
    )
    text = turn.t(
        N_(
            "<b>Training</b>\nThe shared needs show what one training would open: who lacks a single thing "
            "for which offers."
        )
    )
    return Card(text, rows_of([Button(label(turn.language, msgid), data) for msgid, data in wanted]))


def list_card(turn: Turn, which: str, after: Training | None = None) -> Card:
    """The trainings to come, the next first, or those begun, the latest first, eight a page: after one, or
    the first."""
    find = trainings.to_come if which == COMING else trainings.begun
    found = find(turn.session, turn.today, SIZE + 1, after)
    if not found and after is not None:
        return list_card(turn, which)
    shown = found[:SIZE]
    following = f"trainings:{which}:{identity(shown[-1])}" if len(found) > SIZE else None
    first = f"trainings:{which}:0" if after is not None else None
    back = Button(label(turn.language, N_("Training")), "go:formation")
    rows = tuple((_open(turn, one),) for one in shown)
    keyboard = (*rows, *page_buttons(turn.language, first, following), (back,))
    return Card(turn.t(_heading(which, shown)), keyboard)


def _heading(which: str, shown: Sequence[Training]) -> str:
    if which == COMING:
        return N_("Trainings to come, the next first:") if shown else N_("No training is planned.")
    return N_("Trainings begun, the latest first:") if shown else N_("No training has begun yet.")


def _open(turn: Turn, training: Training) -> Button:
    day = formats.day(training.starts_on, turn.language)
    return Button(cut(f"{day} · {training.title}", MAX_LABEL), f"training:{identity(training)}")


def training_card(turn: Turn, training: Training, note: Markup | None = None) -> Card:
    """A training as it is now with its people, below a `note`, and what can be done with it."""
    people = trainings.people(turn.session, identity(training))
    known = matching.named(turn.session, list(people))
    there = [(number, known[number], state) for number, state in people.items() if number in known]
    heading = translate_plural(turn.language, "{n} person:", "{n} people:", len(there))
    lines = [*facts(turn, training), heading, *(_person(turn, one, state) for _, one, state in there)]
    text = _LINE.join(lines)
    keyboard = _buttons(turn, training, there)
    return Card(Markup("\n\n").join([note, text]) if note else text, keyboard)


def facts(turn: Turn, training: Training) -> list[Markup]:
    """What is said of a training, a line each."""
    line = N_("{label}: {value}")
    first, last = (formats.day(day, turn.language) for day in (training.starts_on, training.ends_on))
    days = turn.t(N_("from {first} to {last}"), first=first, last=last) if first != last else escape(first)
    hours = turn.t(N_("{hours} h"), hours=formats.number(training.hours, turn.language))
    told = [
        Markup("<b>{}</b>").format(training.title),
        Markup(" · ").join([turn.t(TIMINGS[training.timing]), days, hours]),
        turn.t(line, label=turn.t(N_("Training provider")), value=training.provider),
        turn.t(line, label=turn.t(N_("Certificate")), value=_certificate(turn, training)),
    ]
    if training.cancelled_at is not None:
        told.append(turn.t(N_("This training was cancelled.")))
    return told


def _certificate(turn: Turn, training: Training) -> Markup:
    if not training.certifying:
        return turn.t(N_("No"))
    given = from_bits(training.requirement or 0)
    return turn.t(REQUIREMENTS[given[0]]) if given else turn.t(N_("Yes"))


def _person(turn: Turn, one: Named, state: str) -> Markup:
    said = turn.t(TRAINEES[state])
    return Markup("• {} · {} · {}").format(one.reference, cut(one.name, _NAME), said)


def settled_now(turn: Turn, training: Training) -> bool:
    """Whether what came of a training can be noted."""
    return training.cancelled_at is None and training.starts_on <= turn.today


def _buttons(turn: Turn, training: Training, there: Sequence[tuple[int, Named, str]]) -> Keyboard:
    """A button a person, two a row; what can be done with the training."""
    number, open_ = identity(training), settled_now(turn, training)
    people = [
        Button(
            cut(f"{one.reference} · {one.name}", MAX_LABEL),
            f"trainee:{number}:{candidate}" if open_ else f"candidate:{candidate}",
        )
        for candidate, one, _ in there
    ]
    living = training.cancelled_at is None
    untouched = not any(state in _OVER for _, _, state in there)
    wanted = (
        (N_("Correct"), f"correct-training:{number}", living),
        (N_("Cancel the training"), f"cancel-training:{number}", living and untouched),
        (N_("Add a supporting document"), f"prove:training:{number}", living),
        (N_("Training"), "go:formation", True),
    )
    ends = [Button(label(turn.language, msgid), data) for msgid, data, shown in wanted if shown]
    return (*((one,) for one in people), *rows_of(ends))


def trainee_card(turn: Turn, training: Training, candidate_id: int, state: str) -> Card:
    """What came of a training for one person, and what else may be noted. Raises KeyError when there is no
    such candidate."""
    known = matching.named(turn.session, [candidate_id])[candidate_id]
    text = _LINE.join([*facts(turn, training), _person(turn, known, state)])
    number = identity(training)
    wanted = (
        (TraineeState.DONE, N_("Followed"), True),
        (TraineeState.CERTIFIED, N_("Certified"), training.certifying),
        (TraineeState.DROPPED, N_("Given up"), True),
        (TraineeState.PLANNED, N_("Not settled yet"), True),
    )
    moves = [
        Button(label(turn.language, msgid), f"settled:{state}:{after}:{number}:{candidate_id}")
        for after, msgid, possible in wanted
        if possible and after != state
    ]
    back = Button(label(turn.language, N_("Back to the training")), f"training:{number}")
    return Card(
        text, (*rows_of(moves), (open_button(candidate_id, known.reference, turn.language),), (back,))
    )


def cancelling_card(turn: Turn, training: Training) -> Card:
    """The question before a training is cancelled."""
    number = identity(training)
    text = turn.t(
        N_(
            "Cancel the training “{title}” of {day}? It goes from the lists and from the files of its people."
        ),
        title=cut(training.title, _TITLE),
        day=formats.day(training.starts_on, turn.language),
    )
    yes = Button(label(turn.language, N_("Yes, cancel it")), f"training-cancelled:{number}")
    return Card(text, ((yes, Button(label(turn.language, N_("No")), f"training:{number}")),))
