"""/parametres: the figures of the agreement, and changing them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.actions import demand, set_parameter
from bot.dialogue import conversation
from bot.dialogue.cards import Card
from bot.dialogue.figures import Value, shown
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.parameters import WORDS, figure_card, list_card
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, parameters

_MOST_CHANGES = 10


def _list(turn: Turn) -> None:
    demand(turn, Action.SET_PARAMETERS)
    turn.edit(list_card(parameters.every(turn.session), turn.number, turn.language))


def _name(turn: Turn) -> str:
    """The figure of the button tapped. Raises Refused."""
    demand(turn, Action.SET_PARAMETERS)
    names = list(parameters.known())
    if turn.number >= len(names):
        raise Refused(N_("This figure cannot be found."))
    return names[turn.number]


def _card(turn: Turn, name: str) -> Card:
    trail = audit.of(turn.session, "parameter", parameters.number_of(name), _MOST_CHANGES)
    value = parameters.get(turn.session, name)
    return figure_card(turn.session, name, value, trail, turn.language, turn.zone)


def _open(turn: Turn) -> None:
    turn.edit(_card(turn, _name(turn)))


def _change(turn: Turn) -> None:
    name = _name(turn)
    now = parameters.get(turn.session, name)
    conversation.start(turn, FORM, {"figure": name, "present": str(now)})


def _reset(turn: Turn) -> None:
    name = _name(turn)
    if not set_parameter.reset_parameter(turn, name):
        turn.toast(turn.t(N_("This is already done.")))
    turn.edit(_card(turn, name))


def _done(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    name = answers["figure"]
    changed = set_parameter.set_parameter(turn, name, Decimal(answers["value"]["value"]))
    turn.say(_card(turn, name))
    return turn.t(N_("This figure counts from now on.") if changed else N_("Nothing changes."))


def _recap(language: str, answers: Answers) -> Markup:
    """The figure, its value now and the one that will be."""
    head = Markup("<b>{}</b>").format(translate(language, FORM.title))
    figure, value = parameters.known().get(answers.get("figure", "")), answers.get("value")
    if figure is None or value is None:
        return head
    change = translate(
        language,
        N_("{label}: {before} → {after}"),
        label=translate(language, WORDS[figure.name].name),
        before=shown(figure, Decimal(answers["present"]), language),
        after=shown(figure, Decimal(value["value"]), language),
    )
    return Markup("{}\n\n{}").format(head, change)


FORM = Form(
    name="parameter",
    version=1,
    title=N_("Change a figure of the agreement"),
    steps=(Step("value", N_("New value"), N_("What is its value from now on?"), Value()),),
    verb=N_("Save"),
    recap=_recap,
    done=_done,
)


ROUTES = (
    *entry("parametres", _list),
    button("parameters", _list),
    button("parameter", _open),
    button("set-parameter", _change),
    button("reset-parameter", _reset),
)
