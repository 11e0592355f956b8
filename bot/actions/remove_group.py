"""A coordinator takes a group out of the contacts: the bot leaves it."""

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, groups, outbox
from bot.store.groups import Registered
from bot.store.outbox import Message
from bot.store.tables import Priority


def remove(turn: Turn, group_id: int) -> Registered:
    """Nothing is written to the group any more, what waited for it neither, and the bot leaves it. Returns
    the group. Raises Refused when it was removed already."""
    demand(turn, Action.REVOKE)
    group = groups.find(turn.session, group_id)
    if group is None or not groups.leave(turn.session, group_id, turn.now):
        raise Refused(N_("This group is no longer registered."))
    outbox.drop_waiting(turn.session, group.chat_id, turn.now)
    goes = Message(
        f"leave-group:{group.uid}", group.chat_id, "leaveChat", {"chat_id": group.chat_id}, Priority.NOTICE
    )
    outbox.add(turn.session, [goes], turn.now)
    audit.record(
        turn.session,
        turn.me.id,
        "remove group",
        "organisation",
        group.organisation_id,
        turn.now,
        group=group_id,
    )
    return group
