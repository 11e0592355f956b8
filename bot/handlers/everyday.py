"""/menu, /aide, /langue: what everyone has."""

from bot.dialogue.cards import Button, Card
from bot.dialogue.menu import help_card, menu_card, show_commands
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import LANGUAGES, N_
from bot.dialogue.turn import Turn
from bot.store import people

_NAMES = {"fr": "Français", "en": "English"}


def _menu(turn: Turn) -> None:
    turn.say(menu_card(turn.me, turn.language))


def _help(turn: Turn) -> None:
    turn.say(help_card(turn.me, turn.language))


def _ask_language(turn: Turn) -> None:
    buttons = tuple(Button(_NAMES[language], f"language:{language}") for language in LANGUAGES)
    turn.say(Card(turn.t(N_("Which language do you prefer?")), (buttons,)))


def _set_language(turn: Turn) -> None:
    chosen = turn.data.partition(":")[2]
    if chosen in LANGUAGES:
        people.change(turn.session, turn.me.id, language=chosen)
        turn.language = chosen
        show_commands(turn)
    turn.edit(turn.t(N_("From now on I write to you in English.")))


ROUTES = (
    *entry("menu", _menu),
    *entry("aide", _help),
    *entry("langue", _ask_language),
    button("language", _set_language, args="fr|en"),
)
