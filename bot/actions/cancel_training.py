"""Cancel a training nobody has followed yet."""

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, trainings


def cancel(turn: Turn, training_id: int) -> bool:
    """Cancel the training. Returns whether this is what cancelled it. Raises Refused."""
    demand(turn, Action.TRAIN)
    training = trainings.get(turn.session, training_id, lock=True)
    if training is None:
        raise Refused(N_("This training cannot be found."))
    if training.cancelled_at is not None:
        return False
    if not trainings.cancel(turn.session, training_id, turn.now):
        raise Refused(N_("Somebody has followed this training: it can no longer be cancelled."))
    for person in trainings.people(turn.session, training_id):
        audit.record(
            turn.session,
            turn.me.id,
            "cancel training",
            "candidate",
            person,
            turn.now,
            training=training_id,
        )
    return True
