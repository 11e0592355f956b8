"""Every form: taps on its buttons, what is typed or sent to it, /annuler, and requests to be called back."""

from collections.abc import Callable, Sequence

from telegram.ext import filters

from bot.actions import call_back
from bot.dialogue import conversation
from bot.dialogue.call_backs import call_back_card
from bot.dialogue.form import Form
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import SLASHED, Route, button, entry, message
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.store import call_backs
from bot.store.tables import Role

_LOST = N_("I did not understand. /menu shows what you can do.")
_NOTHING = N_("Nothing is found by this. /menu shows what you can do.")
_HINTS = {
    Role.BUYER: N_(
        "I did not understand. You can announce a contract in one sentence: “Renovation of 40 flats at Ifs, "
        "1.2 M€, March 2027, 14 months”. The rest is in /menu."
    ),
    Role.COMPANY: N_(
        "I did not understand. You can post a job in one sentence: “Looking for 2 masons at Ifs from "
        "5 January, fixed term, 6 months”. The rest is in /menu."
    ),
    Role.FACILITATOR: _NOTHING,
    Role.COORDINATOR: _NOTHING,
}

Hear = Callable[[Turn], bool]
"""What is tried with a message no form waits for: whether it was of use."""


def routes_for(*forms: Form, otherwise: Sequence[Hear] = ()) -> tuple[Route, ...]:
    """The routes shared by these forms; the last one hears everything that is no command, and hands what no
    form waits for to each of `otherwise` in turn."""
    known = {form.name: form for form in forms}

    def tap(turn: Turn) -> None:
        conversation.tap(turn, known, lambda turn, form: call_back.ask(turn, form.name, form.title))

    def cancel(turn: Turn) -> None:
        conversation.cancel(turn, known)

    def hear(turn: Turn) -> None:
        heard = conversation.hear(turn, known) or any(listen(turn) for listen in otherwise)
        if not heard and not conversation.too_late(turn):
            turn.say(turn.t(_HINTS.get(turn.me.role, _LOST)))

    def called(turn: Turn) -> None:
        task = call_backs.get(turn.session, turn.number)
        if task is None:
            raise Refused(N_("This request cannot be found."))
        title = known[task.form].title if task.form in known else N_("What I can do here")
        if not call_back.done(turn, task, title):
            turn.toast(turn.t(N_("This is already done.")))
        turn.edit(call_back_card(turn.session, task, title, turn.language))

    return (
        button("f", tap, args=".+"),
        button("called", called),
        *entry("annuler", cancel),
        message(~SLASHED & ~filters.StatusUpdate.ALL, hear),
    )
