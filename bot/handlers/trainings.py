"""/formation: trainings planned, settled, cancelled; one training for people who lack the same thing."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import cancel_training, correct_training, demand, settle_training
from bot.actions import train as train_action
from bot.dialogue import conversation
from bot.dialogue.form import Form
from bot.dialogue.journey.trainings.cards import (
    cancelling_card,
    list_card,
    menu_card,
    settled_now,
    trainee_card,
    training_card,
)
from bot.dialogue.journey.trainings.fields import PROPOSED
from bot.dialogue.journey.trainings.shortages import one_of, pooled_answers, shortage_card, shortages_card
from bot.dialogue.journey.trainings.steps import COURSE, STEPS, answers_of, course_of
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.words import CANDIDATE_STATES, REQUIREMENTS
from bot.rules.policy import Action
from bot.rules.requirements import from_bits
from bot.rules.shortages import Shortage
from bot.store import candidates, trainings
from bot.store.candidates import identity
from bot.store.tables import CandidateState, Timing, TraineeState, Training

_BEFORE = "before"
"""The answer no step asks: what was said of the training when the correction began."""


def _menu(turn: Turn) -> None:
    demand(turn, Action.TRAIN)
    turn.edit(menu_card(turn))


def _done(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    people = [one["id"] for one in answers["people"]]
    training = train_action.train(turn, course_of(answers), people)
    turn.say(training_card(turn, training, _warning(turn, training)))
    return turn.t(N_("The training is recorded."))


def _warning(turn: Turn, training: Training) -> Markup | None:
    """Who is at work while a training "before hiring" takes place."""
    if training.timing != Timing.BEFORE:
        return None
    people = trainings.people(turn.session, trainings.identity(training))
    busy = trainings.at_work(turn.session, people, training.starts_on, training.ends_on)
    if not busy:
        return None
    said = N_("⚠️ On these dates {references} will be at work: is it a training during the contract?")
    return turn.t(said, references=train_action.references(turn, busy))


FORM = Form(
    name="training",
    version=1,
    title=N_("Plan a training"),
    steps=STEPS,
    verb=N_("Save"),
    done=_done,
)


def _start(turn: Turn) -> None:
    demand(turn, Action.TRAIN)
    conversation.start(turn, FORM)


def _start_with(turn: Turn) -> None:
    """One person is ticked; others can be added."""
    demand(turn, Action.TRAIN)
    candidate = candidates.get(turn.session, turn.number)
    if candidate is None:
        raise Refused(N_("This candidate cannot be found."))
    if candidate.state != CandidateState.ACTIVE:
        state = turn.t(CANDIDATE_STATES[candidate.state])
        said = N_("No training can be planned for {reference}: {state}.")
        raise Refused(said, reference=candidate.reference, state=state)
    name = candidates.name(turn.session, candidate)
    picked = {"id": identity(candidate), "reference": candidate.reference, "name": name}
    conversation.start(turn, FORM, {PROPOSED: [picked]})


def _get(turn: Turn, number: int) -> Training:
    """The training of this number, for those who may. Raises Refused."""
    demand(turn, Action.TRAIN)
    training = trainings.get(turn.session, number)
    if training is None:
        raise Refused(N_("This training cannot be found."))
    return training


def _open(turn: Turn) -> None:
    turn.edit(training_card(turn, _get(turn, turn.number)))


def _list(turn: Turn) -> None:
    demand(turn, Action.TRAIN)
    which = turn.data.split(":")[1]
    after = trainings.get(turn.session, turn.number)
    turn.edit(list_card(turn, which, after))


def _trainee(turn: Turn) -> None:
    number, candidate_id = (int(part) for part in turn.data.split(":")[1:])
    _show_trainee(turn, _get(turn, number), candidate_id)


def _show_trainee(turn: Turn, training: Training, candidate_id: int) -> None:
    """What came of it for a person; the whole training where that cannot be noted or they are not of it."""
    state = trainings.people(turn.session, trainings.identity(training)).get(candidate_id)
    if state is None or not settled_now(turn, training):
        turn.edit(training_card(turn, training))
    else:
        turn.edit(trainee_card(turn, training, candidate_id, state))


def _settle(turn: Turn) -> None:
    before, after, *numbers = turn.data.split(":")[1:]
    number, candidate_id = (int(part) for part in numbers)
    done = settle_training.settle(turn, number, candidate_id, (before, after))
    training = _get(turn, number)
    if not done:
        turn.toast(turn.t(N_("Meanwhile this has changed: see the card.")))
        _show_trainee(turn, training, candidate_id)
        return
    turn.edit(training_card(turn, training, _given(turn, training, before, after)))


def _given(turn: Turn, training: Training, before: str, after: str) -> Markup | None:
    """What a certificate, or taking it back, means for the file."""
    given = from_bits(training.requirement or 0)
    if not given or TraineeState.CERTIFIED not in (before, after):
        return None
    requirement = turn.t(REQUIREMENTS[given[0]])
    if after == TraineeState.CERTIFIED:
        return turn.t(
            N_("{requirement} is noted in the file: offers that ask for it match now."),
            requirement=requirement,
        )
    said = N_("{requirement} stays noted in the file: correct the file if the person does not hold it.")
    return turn.t(said, requirement=requirement)


def _ask_cancel(turn: Turn) -> None:
    training = _get(turn, turn.number)
    if training.cancelled_at is not None:
        turn.edit(training_card(turn, training))
        return
    turn.edit(cancelling_card(turn, training))


def _cancel(turn: Turn) -> None:
    number = turn.number
    if not cancel_training.cancel(turn, number):
        turn.toast(turn.t(N_("This is already done.")))
    turn.edit(training_card(turn, _get(turn, number)))


def _correct(turn: Turn) -> None:
    training = _get(turn, turn.number)
    if training.cancelled_at is not None:
        turn.edit(training_card(turn, training))
        return
    answers = answers_of(trainings.course(training))
    conversation.start(turn, CORRECT, answers | {"training": training.id, _BEFORE: answers}, reviewing=True)


def _corrected(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    said = course_of(answers[_BEFORE]), course_of(answers)
    training, changed = correct_training.correct(turn, answers["training"], said, train_action.check)
    turn.say(training_card(turn, training, _warning(turn, training)))
    return turn.t(N_("The training is corrected.") if changed else N_("Nothing was changed."))


CORRECT = Form(
    name="correct-training",
    version=1,
    title=N_("Correct a training"),
    steps=COURSE,
    verb=N_("Save"),
    done=_corrected,
)


def _shortages(turn: Turn) -> None:
    demand(turn, Action.TRAIN)
    turn.edit(shortages_card(turn, turn.number))


def _short(turn: Turn) -> Shortage | None:
    """The shortage a button is about; None, said, when it is over."""
    demand(turn, Action.TRAIN)
    bit, trade = turn.data.split(":")[1:3]
    short = one_of(turn, int(bit), trade)
    if short is None:
        turn.toast(turn.t(N_("Meanwhile this need is over: here are those of now.")))
        turn.edit(shortages_card(turn))
    return short


def _shortage(turn: Turn) -> None:
    short = _short(turn)
    if short is not None:
        turn.edit(shortage_card(turn, short, turn.number))


def _pooled(turn: Turn) -> None:
    short = _short(turn)
    if short is None:
        return
    answers = pooled_answers(turn, short)
    if answers is None:
        raise Refused(N_("A training is already planned for everybody here: see “Trainings to come”."))
    conversation.start(turn, FORM, answers)


_STATES = "|".join(TraineeState)
_NEED = r"(?:1|2|4|8|16|32):[A-Z]\d\d"

ROUTES = (
    *entry("formation", _menu),
    button("new-training", _start, args=""),
    button("train", _start_with),
    button("training", _open),
    button("trainings", _list, args=r"(?:coming|begun):\d{1,9}"),
    button("trainee", _trainee, args=r"\d{1,9}:\d{1,9}"),
    button("settled", _settle, args=rf"(?:{_STATES}):(?:{_STATES}):\d{{1,9}}:\d{{1,9}}"),
    button("cancel-training", _ask_cancel),
    button("training-cancelled", _cancel),
    button("correct-training", _correct),
    button("shortages", _shortages, args=r"\d{1,3}"),
    button("shortage", _shortage, args=rf"{_NEED}:\d{{1,9}}"),
    button("pooled", _pooled, args=_NEED),
)
