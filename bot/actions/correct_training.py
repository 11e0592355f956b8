"""Correct what is said of a training; what was said before is kept."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, history, trainings
from bot.store.history import Subject
from bot.store.tables import TraineeState, Training
from bot.store.trainings import Course

Check = Callable[[Turn, Course, list[int]], None]
"""Whether days, hours and moment agree for these people. Raises Refused."""


def correct(
    turn: Turn, training_id: int, said: tuple[Course, Course], check: Check
) -> tuple[Training, list[str]]:
    """The training with what differs between `said` before, as its form began, and after; the rest stays
    as it is now. Returns it with the names of the fields that changed. Raises Refused."""
    demand(turn, Action.TRAIN)
    training = trainings.get(turn.session, training_id, lock=True)
    if training is None:
        raise Refused(N_("This training cannot be found."))
    if training.cancelled_at is not None:
        raise Refused(N_("This training was cancelled: nothing more is noted about it."))
    now = trainings.course(training)
    before, after = (asdict(one) for one in said)
    course = replace(now, **{name: value for name, value in after.items() if value != before[name]})
    if course == now:
        return training, []
    states = trainings.people(turn.session, training_id)
    if TraineeState.CERTIFIED in states.values() and not course.certifying:
        raise Refused(N_("Somebody has obtained the certificate of this training: correct that first."))
    check(turn, course, list(states))
    trainings.change(turn.session, training, course)
    return training, _keep(turn, training_id, now, course)


def _keep(turn: Turn, number: int, before: Course, after: Course) -> list[str]:
    """The history says what, the audit trail says only which fields."""
    subject, me = Subject("training", number), turn.me.id
    changed = history.record(turn.session, subject, me, turn.now, _plain(before), _plain(after))
    names = ",".join(changed)
    audit.record(turn.session, me, "correct training", "training", number, turn.now, fields=names)
    return changed


def _plain(said: Course) -> dict[str, Any]:
    """What is said of a training, JSON-able, by field."""
    days = {"starts_on": said.starts_on.isoformat(), "ends_on": said.ends_on.isoformat()}
    return asdict(said) | days | {"hours": f"{said.hours.normalize():f}"}
