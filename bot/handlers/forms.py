"""Every form: taps on its buttons, what is typed or sent to it, and /annuler."""

from telegram.ext import filters

from bot.dialogue import conversation
from bot.dialogue.form import Form
from bot.dialogue.routes import SLASHED, Route, button, entry, message
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn


def routes_for(*forms: Form) -> tuple[Route, ...]:
    """The routes shared by these forms; the last one hears everything that is no command."""
    known = {form.name: form for form in forms}

    def tap(turn: Turn) -> None:
        conversation.tap(turn, known)

    def cancel(turn: Turn) -> None:
        conversation.cancel(turn, known)

    def hear(turn: Turn) -> None:
        if not conversation.hear(turn, known):
            turn.say(turn.t(N_("I did not understand. /menu shows what you can do.")))

    return (
        button("f", tap, args=".+"),
        *entry("annuler", cancel),
        message(~SLASHED & ~filters.StatusUpdate.ALL, hear),
    )
