"""Note what came of a training for a person; a certificate gives what offers may ask for."""

from bot.actions import demand
from bot.dialogue import formats
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.rules.requirements import from_bits
from bot.store import audit, candidates, history, trainings
from bot.store.candidates import LIVING
from bot.store.history import Subject
from bot.store.tables import Candidate, TraineeState, Training


def settle(turn: Turn, training_id: int, candidate_id: int, said: tuple[str, str]) -> bool:
    """Note what came of a training that has begun: `said` is the state before and the one after. A
    certificate that gives a requirement is noted in the file, and matching knows it. Returns whether the
    state still was the one before. Raises Refused."""
    demand(turn, Action.TRAIN)
    candidate = candidates.get(turn.session, candidate_id, lock=True)
    training = trainings.get(turn.session, training_id, lock=True)
    if candidate is None or training is None:
        raise Refused(N_("This training cannot be found."))
    _possible(turn, training, said[1])
    me, now = turn.me.id, turn.now
    if said[0] == said[1] or not trainings.settle(turn.session, training_id, candidate_id, said, me, now):
        return False
    if said[0] != TraineeState.PLANNED:
        field = f"state:{candidate_id}"
        history.record(
            turn.session, Subject("training", training_id), me, now, {field: said[0]}, {field: said[1]}
        )
    given = _give(turn, training, candidate) if said[1] == TraineeState.CERTIFIED else ""
    audit.record(
        turn.session,
        me,
        "settle training",
        "candidate",
        candidate_id,
        now,
        training=training_id,
        state=said[1],
        given=given,
    )
    return True


def _possible(turn: Turn, training: Training, state: str) -> None:
    if training.cancelled_at is not None:
        raise Refused(N_("This training was cancelled: nothing more is noted about it."))
    if training.starts_on > turn.today:
        day = formats.day(training.starts_on, turn.language)
        raise Refused(N_("This training starts on {day}: what came of it is noted from then on."), day=day)
    if state == TraineeState.CERTIFIED and not training.certifying:
        raise Refused(N_("This training leads to no certificate: “Followed” is the answer, or correct it."))


def _give(turn: Turn, training: Training, candidate: Candidate) -> str:
    """The requirement a certificate gives, noted in the file; none when the person held it already."""
    bit, number = training.requirement or 0, candidates.identity(candidate)
    held = candidate.held
    if not bit or held & bit:
        return ""
    if not candidates.update(turn.session, number, LIVING, held=held | bit):
        return ""
    candidates.in_step(turn.session, number)
    subject, me = Subject("candidate", number), turn.me.id
    before, after = ({"held": [str(code) for code in from_bits(bits)]} for bits in (held, held | bit))
    history.record(turn.session, subject, me, turn.now, before, after)
    return ",".join(from_bits(bit))
