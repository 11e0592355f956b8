"""Call-backs: anyone asks from a form (article 3: help companies define their positions), the PLIE calls."""

from bot.actions import demand
from bot.dialogue.call_backs import asked_key, call_back_card
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, call_backs, people
from bot.store.tables import CallBack


def ask(turn: Turn, form: str, title: str) -> bool:
    """The person of this turn asks to be called about a form; every facilitator is told. Returns whether it
    is new. Raises Refused."""
    demand(turn, Action.ASK_CALL_BACK)
    task = call_backs.ask(turn.session, turn.me.id, form, turn.now)
    if task is None:
        return False
    number = task.id or 0
    audit.record(turn.session, turn.me.id, "ask call back", "call back", number, turn.now, form=form)
    for colleague in people.staff(turn.session):
        turn.tell(
            colleague,
            asked_key(number, colleague.id),
            lambda language: call_back_card(turn.session, task, title, language),
            at_once=True,
        )
    return True


def done(turn: Turn, task: CallBack, title: str) -> bool:
    """The person of this turn called; the cards of the others say so. Returns whether they are the first.
    Raises Refused."""
    demand(turn, Action.ANSWER_CALL_BACK)
    number = task.id or 0
    if not call_backs.done(turn.session, number, turn.me.id, turn.now):
        return False
    audit.record(turn.session, turn.me.id, "call back", "call back", number, turn.now)
    turn.session.refresh(task)
    for colleague in people.staff(turn.session):
        if colleague.id != turn.me.id:
            turn.retell(
                colleague,
                f"called-back:{number}:{colleague.id}",
                asked_key(number, colleague.id),
                lambda language: call_back_card(turn.session, task, title, language),
            )
    return True
