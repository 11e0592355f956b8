"""/reglages: the hour of the daily message, how notices come, being away and who stands in."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import demand, prefer
from bot.dialogue import conversation, formats
from bot.dialogue.cards import Card
from bot.dialogue.form import Form, Step
from bot.dialogue.lists import SIZE
from bot.dialogue.readers.when import When
from bot.dialogue.reminders.last_day import LastDay
from bot.dialogue.reminders.settings import hours_card, notices_card, settings_card, stand_ins_card
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import people
from bot.store.tables import Notices

_SAVED = N_("Saved.")
_ALREADY = N_("This is already so.")


def _card(turn: Turn, note: str | None = None) -> Card:
    return settings_card(turn.session, turn.me, turn.today, None if note is None else turn.t(note))


def _open(turn: Turn) -> None:
    demand(turn, Action.PREFER)
    turn.edit(_card(turn))


def _hours(turn: Turn) -> None:
    demand(turn, Action.PREFER)
    turn.edit(hours_card(turn.language))


def _notices(turn: Turn) -> None:
    demand(turn, Action.PREFER)
    turn.edit(notices_card(turn.language))


def _set_hour(turn: Turn) -> None:
    turn.edit(_card(turn, _SAVED if prefer.set_hour(turn, turn.number) else _ALREADY))


def _set_notices(turn: Turn) -> None:
    chosen = Notices(turn.data.partition(":")[2])
    turn.edit(_card(turn, _SAVED if prefer.set_notices(turn, chosen) else _ALREADY))


def _away(turn: Turn) -> None:
    demand(turn, Action.PREFER)
    conversation.start(turn, FORM)


def _paused(turn: Turn, answers: Mapping[str, Any]) -> Card:
    """The pause counts at once; then: who stands in?"""
    until = When.from_json(answers["until"]).day
    prefer.pause(turn, until)
    day = formats.day(until, turn.language)
    note = turn.t(N_("You are away until {day}. Your reminders wait, unless a colleague stands in."), day=day)
    return _stand_ins(turn, 0, note)


def _stand_ins(turn: Turn, after: int, note: Markup | None = None) -> Card:
    found = people.colleagues(turn.session, turn.me, after, SIZE + 1)
    return stand_ins_card(found, after, turn.language, note)


def _list_stand_ins(turn: Turn) -> None:
    demand(turn, Action.PREFER)
    turn.edit(_stand_ins(turn, turn.number))


def _choose_stand_in(turn: Turn) -> None:
    new = prefer.ask_stand_in(turn, turn.number or None)
    turn.edit(_card(turn, _SAVED if new else _ALREADY))


def _back(turn: Turn) -> None:
    new = prefer.end_pause(turn)
    turn.edit(_card(turn, N_("Welcome back.") if new else _ALREADY))


FORM = Form(
    name="away",
    version=1,
    title=N_("I will be away"),
    steps=(Step("until", N_("Last day away"), N_("Which is your last day away?"), LastDay()),),
    verb=N_("Save"),
    done=_paused,
)

ROUTES = (
    *entry("reglages", _open),
    button("settings", _open, args=""),
    button("prefer-hours", _hours, args=""),
    button("prefer-hour", _set_hour, args=r"\d{1,4}"),
    button("prefer-notices", _notices, args=""),
    button("prefer-notice", _set_notices, args="|".join(Notices)),
    button("away", _away, args=""),
    button("stand-ins", _list_stand_ins),
    button("stand-in", _choose_stand_in),
    button("back-again", _back, args=""),
)
