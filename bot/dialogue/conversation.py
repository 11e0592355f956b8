"""Forms at work: the draft of a chat, taken through the events of its turns."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup
from telegram import Message

from bot.dialogue.advance import (
    Advance,
    Attached,
    Event,
    Then,
    Typed,
    advance,
    begin,
    begin_reviewing,
    renew,
)
from bot.dialogue.answers import Context, Keep
from bot.dialogue.cards import Button, Card, rows_of
from bot.dialogue.form import Answers, Form, State
from bot.dialogue.lookups import lookup_for
from bot.dialogue.refusals import Refused
from bot.dialogue.screens import card, recap, trouble
from bot.dialogue.taps import Tapped
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.store import drafts
from bot.store.drafts import Kept

Forms = Mapping[str, Form]
CallBack = Callable[[Turn, Form], bool]
"""What happens when the person asks to be called: whether this is new."""

_STALE = N_("This button belongs to an earlier question. Here is where you are.")
_GONE = N_("This form is closed: nothing waits for an answer here. To begin again, open /menu.")
_ALREADY = N_("This is already done.")
_CHANGED = N_("This form has changed since you began it. The answers that still fit were kept.")
_WILL_CALL = N_("A facilitator of the PLIE will call you back. This form waits for you as it is.")
_ALREADY_ASKED = N_("You have already asked: a facilitator of the PLIE will call you back.")
_READING = N_("I am reading the file. One moment.")
_FILE_LATE = N_("The file you sent belongs to an earlier question. Here is where you are.")
_CANCELLED = N_("Cancelled: nothing was sent. To begin again, open /menu.")


@dataclass(frozen=True, slots=True)
class _Open:
    """The half-filled form of a chat. `waiting` is the form asked for meanwhile: its name and answers."""

    form: Form
    state: State
    waiting: dict[str, Any] | None = None
    changed: bool = False

    @property
    def again(self) -> bool:
        """Whether the form asked for meanwhile is this one again."""
        return self.waiting is not None and self.waiting["form"] == self.form.name


def start(
    turn: Turn,
    form: Form,
    answers: Answers | None = None,
    *,
    reviewing: bool = False,
    note: Markup | None = None,
) -> None:
    """Begin a form, with what is known already: at its first open question, or at the recap when
    `reviewing`, below a `note`; in a message of its own, so that the card it was begun from stays. A
    half-filled one is not lost: the person chooses."""
    kept = drafts.load(turn.session, turn.chat_id, turn.me.id, turn.now)
    fresh = _fresh(form, answers or {}, reviewing=reviewing)
    if kept is None or "closed" in kept.content or _nothing_to_lose(kept, form, fresh):
        _show(turn, form, fresh, note, new=True)
        return
    waiting = {"form": form.name, "answers": dict(answers or {}), "reviewing": reviewing}
    state = State.from_json(kept.content["state"])
    content = kept.content | {"waiting": waiting, "state": replace(state, nonce=state.nonce + 1).to_json()}
    drafts.save(turn.session, turn.chat_id, turn.me.id, replace(kept, content=content), turn.now)
    turn.say(_keep_or_drop(turn, kept.content["title"], state.nonce + 1, same=kept.form == form.name))


def _nothing_to_lose(kept: Kept, form: Form, fresh: State) -> bool:
    """Whether nothing was answered yet, or the form is this one as it begins: its button was tapped twice."""
    state = State.from_json(kept.content["state"])
    return not any(state.answers.values()) or (
        kept.form == form.name and replace(fresh, nonce=state.nonce) == state
    )


def hear(turn: Turn, forms: Forms) -> bool:
    """Take what was typed or sent as an answer to the open form. False when no form is open."""
    here = _open(turn, forms)
    if here is None:
        return False
    if here.waiting is None and turn.content is not None and not _waits_for_file(turn, here):
        _show(turn, here.form, here.state, turn.t(_FILE_LATE))
    elif here.waiting is not None:
        turn.say(_keep_or_drop(turn, here.form.title, here.state.nonce, same=here.again))
    elif here.changed:
        _show(turn, here.form, here.state, turn.t(_CHANGED))
    else:
        _follow(turn, here.form, advance(here.form, here.state, _heard(turn, turn.content), _context(turn)))
    return True


def _waits_for_file(turn: Turn, here: _Open) -> bool:
    """Whether the present question would ask for the content of the file that arrived."""
    event = _heard(turn, None)
    return advance(here.form, here.state, event, _context(turn)).then is Then.FETCH


def tap(turn: Turn, forms: Forms, call_back: CallBack) -> None:
    """Take a tap on a form's button. A dead button gets one sentence and the present state; *Call me back*
    is handed to `call_back`."""
    pressed = Tapped.parse(turn.data)
    here = _open(turn, forms)
    if here is None:
        _too_late(turn, pressed)
    elif here.waiting is not None:
        _decide(turn, forms, here, pressed)
    elif here.changed:
        _show(turn, here.form, here.state, turn.t(_CHANGED))
    else:
        step = advance(here.form, here.state, pressed, _context(turn))
        if step.then is Then.CALL_BACK:
            _call_back(turn, here, call_back)
        else:
            _follow(turn, here.form, step)


def _call_back(turn: Turn, here: _Open, call_back: CallBack) -> None:
    """The form waits as it is while a facilitator is told."""
    told = _WILL_CALL if call_back(turn, here.form) else _ALREADY_ASKED
    turn.toast(turn.t(told))
    turn.edit(card(here.form, here.state, _context(turn), turn.t(told)))


def too_late(turn: Turn) -> bool:
    """Say so when this is a file that a form asked for, and no form waits for it any more."""
    if turn.content is None:
        return False
    turn.say(turn.t(_GONE))
    return True


def sent_file(turn: Turn) -> dict[str, Any] | None:
    """The document or the photo just sent, with its `content` where it was fetched; None for anything
    else."""
    message = turn.update.effective_message
    event = Typed("") if message is None or turn.tapped else _heard(turn, turn.content)
    return dict(event.file) if isinstance(event, Attached) and event.file is not None else None


def fetch_sent(turn: Turn) -> None:
    """Ask for the content of the file just sent, and say so: it comes back as the same message."""
    _fetch(turn)


def cancel(turn: Turn, forms: Forms) -> None:
    """Drop the open form, if any, and say so."""
    here = _open(turn, forms)
    if here is None:
        turn.say(turn.t(N_("There is nothing to cancel. What you can do is in /menu.")))
    else:
        drafts.drop(turn.session, turn.chat_id)
        turn.say(turn.t(_CANCELLED))


def _fresh(form: Form, answers: Answers, *, reviewing: bool) -> State:
    """The form as it begins, under a nonce of its own."""
    first = begin_reviewing if reviewing else begin
    return first(form, secrets.randbits(30), answers)


def _open(turn: Turn, forms: Forms) -> _Open | None:
    kept = drafts.load(turn.session, turn.chat_id, turn.me.id, turn.now)
    if kept is None or "closed" in kept.content:
        return None
    if kept.form not in forms:
        drafts.drop(turn.session, turn.chat_id)
        return None
    form, state = forms[kept.form], State.from_json(kept.content["state"])
    changed, waiting = kept.version != form.version, kept.content["waiting"]
    now = renew(form, state) if changed else state
    if waiting is not None:  # the buttons of the choice live on
        now = replace(now, nonce=state.nonce)
    return _Open(form, now, waiting, changed)


def _follow(turn: Turn, form: Form, step: Advance) -> None:
    note = trouble(step.trouble, step.said, turn.language) if step.trouble else None
    match step.then:
        case Then.NOTHING:
            turn.toast()
        case Then.STALE:
            turn.toast(turn.t(_STALE))
            turn.edit(card(form, step.state, _context(turn)))
        case Then.CANCEL:
            _close(turn, form, step.state)
            turn.edit(turn.t(_CANCELLED))
        case Then.SUBMIT:
            _submit(turn, form, step.state)
        case Then.FETCH:
            _fetch(turn)
        case Then.CALL_BACK | Then.SHOW:
            _show(turn, form, step.state, note)


def _show(turn: Turn, form: Form, state: State, note: Markup | None = None, *, new: bool = False) -> None:
    """Keep the state and show it: on the card tapped, or in a `new` message. A form that needs no recap is
    sent instead."""
    if form.at_once and not state.step and note is None:
        _submit(turn, form, state)
        return
    content = {"title": form.title, "state": state.to_json(), "waiting": None}
    drafts.save(turn.session, turn.chat_id, turn.me.id, Kept(form.name, form.version, content), turn.now)
    (turn.say if new else turn.edit)(card(form, state, _context(turn), note))


def _fetch(turn: Turn) -> None:
    """Ask for the content of the file just sent: it comes back as the same message, with its content."""
    message = turn.update.effective_message
    file = None if message is None else _file(message)
    if file is not None:
        turn.fetch(file)
        turn.say(turn.t(_READING))


def _submit(turn: Turn, form: Form, state: State) -> None:
    try:
        told = form.done(turn, dict(state.answers))
    except Refused as refusal:
        _show(turn, form, state, turn.t(refusal.msgid, **refusal.values))
        return
    _close(turn, form, state)
    if form.at_once:
        if told is not None:
            turn.edit(told)
        return
    text = recap(form, state.answers, turn.language)
    after = told if isinstance(told, Card) else Card(told or Markup())
    turn.edit(Card(Markup("\n\n").join(filter(None, [text, after.text])), after.keyboard))


def _close(turn: Turn, form: Form, state: State) -> None:
    """Forget the answers; the nonce stays, so that the second tap of two is known for what it is."""
    kept = Kept(form.name, form.version, {"closed": state.nonce - 1})
    drafts.save(turn.session, turn.chat_id, turn.me.id, kept, turn.now)


def _too_late(turn: Turn, pressed: Tapped) -> None:
    kept = drafts.load(turn.session, turn.chat_id, turn.me.id, turn.now)
    if kept is not None and kept.content.get("closed") == pressed.nonce:
        turn.toast(turn.t(_ALREADY))
        return
    turn.toast(turn.t(_GONE))
    turn.say(turn.t(_GONE))


def _decide(turn: Turn, forms: Forms, here: _Open, pressed: Tapped) -> None:
    """Keep the half-filled form, or drop it for the one asked for."""
    waiting = here.waiting or {}
    state = replace(here.state, nonce=here.state.nonce + 1)
    if pressed.nonce != here.state.nonce or pressed.verb not in ("resume", "drop"):
        turn.toast(turn.t(_STALE))
        turn.edit(
            _keep_or_drop(turn, here.form.title, here.state.nonce, same=here.form.name == waiting["form"])
        )
    elif pressed.verb == "resume" or waiting["form"] not in forms:
        _show(turn, here.form, state, turn.t(_CHANGED) if here.changed else None)
    else:
        form, reviewing = forms[waiting["form"]], bool(waiting.get("reviewing"))
        _show(turn, form, _fresh(form, waiting["answers"], reviewing=reviewing))


def _keep_or_drop(turn: Turn, title: str, nonce: int, *, same: bool) -> Card:
    text = turn.t(N_("You began a form and have not finished it: <b>{title}</b>."), title=turn.t(title))
    other = N_("Do you want to go on with it, or start over?")
    ask = turn.t(other if same else N_("Do you want to go on with it, or drop it?"))
    drop = N_("Start over") if same else N_("Drop it")
    buttons = [
        Button(label(turn.language, N_("Go on with it")), Tapped(nonce, "resume").data),
        Button(label(turn.language, drop), Tapped(nonce, "drop").data),
    ]
    return Card(Markup(" ").join([text, ask]), rows_of(buttons))


def _context(turn: Turn) -> Context:
    return Context(turn.today, turn.language, lookup=lookup_for(turn), keep=keep_for(turn))


def keep_for(turn: Turn) -> Keep:
    """Keeps what a person of this turn sent, until a row refers to it or no form can want it any more."""
    return lambda content: turn.session.files.keep(content, turn.now)


def _heard(turn: Turn, content: bytes | None) -> Event:
    message = turn.update.effective_message
    if message is not None and message.text is not None:
        return Typed(message.text)
    file = None if message is None else _file(message)
    if file is not None and content is not None:
        file["content"] = content
    return Attached(file, turn.text)


def _file(message: Message) -> dict[str, Any] | None:
    if message.document is not None:
        sent = message.document
        return {
            "kind": "document", "file_id": sent.file_id, "file_name": sent.file_name,
            "mime_type": sent.mime_type, "file_size": sent.file_size,
        }  # fmt: skip
    if message.photo:
        photo = message.photo[-1]
        return {
            "kind": "photo",
            "file_id": photo.file_id,
            "file_name": None,
            "mime_type": "image/jpeg",
            "file_size": photo.file_size,
        }
    return None
