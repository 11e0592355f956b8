"""A form that asks for a person's agreement: a no ends it, and leaves nothing behind."""

from bot.dialogue import conversation
from bot.dialogue.form import Form, State
from bot.dialogue.seekers.steps import CONSENT
from bot.dialogue.taps import Tapped
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.store import drafts
from bot.store.drafts import Kept

OVER = N_("This form is over. What you can do is in /menu.")


def refuse(turn: Turn, form: Form, said: str) -> None:
    """The person did not agree: the form ends with what is `said` (a msgid) and keeps nothing."""
    kept = drafts.load(turn.session, turn.chat_id, turn.me.id, turn.now)
    pressed = Tapped.parse(turn.data)
    if kept is not None and kept.form != form.name:
        turn.toast(turn.t(OVER))
        turn.say(turn.t(OVER))
        return
    state = None if kept is None else asked(kept, form)
    if state is None or state.nonce != pressed.nonce or state.step != CONSENT.name:
        conversation.tap(turn, {form.name: form}, lambda _turn, _form: False)
        return
    close(turn, form, state)
    turn.edit(turn.t(said))


def asked(kept: Kept, form: Form) -> State | None:
    """The half-filled form, where it is open and no other was asked for meanwhile."""
    if kept.form != form.name or kept.version != form.version or "closed" in kept.content:
        return None
    return None if kept.content["waiting"] else State.from_json(kept.content["state"])


def close(turn: Turn, form: Form, state: State) -> None:
    """Forget the answers; a second tap is known for what it is."""
    kept = Kept(form.name, form.version, {"closed": state.nonce})
    drafts.save(turn.session, turn.chat_id, turn.me.id, kept, turn.now)
