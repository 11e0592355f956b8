"""The lists behind the figures of /indicateurs: every one for PLIE staff; for a buyer those of its own
contracts and hours, for whole quarters and years that are over, and none that is about people."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.actions import demand
from bot.dialogue.lists import SIZE
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.reports.indicators import rows, viewing
from bot.reports.indicators.card import View
from bot.reports.indicators.entries import BY_LETTER, ENTRIES, EVERY_CODE, Entry, of_section
from bot.reports.indicators.lists import (
    adviser_card,
    advisers_card,
    exists,
    list_card,
    menu_card,
    section_card,
)
from bot.reports.indicators.spans import CODE, EVERYONE
from bot.rules.policy import Action, Owner
from bot.store import indicators, people
from bot.store.database import Session
from bot.store.indicators import behind, hours, implementation, markets, targets
from bot.store.indicators import people as of_people
from bot.store.indicators.scope import Asked

_ONLY_OVER = N_("Lists exist for whole quarters and years that are over: /indicateurs shows them.")
_ALL_BUYERS = N_("This exists for all buyers together only.")
_PAGE = r"\d{1,9}"


def _own_view(turn: Turn) -> View:
    """What the button is about, for PLIE staff, or a buyer about its own. Raises Refused."""
    shown = viewing.shown(turn)
    demand(turn, Action.SEE_INDICATORS, Owner(shown.home))
    view = viewing.view(turn, shown)
    if not view.may_show(shown.period):
        raise Refused(_ONLY_OVER)
    return view


def _view(turn: Turn) -> View:
    """What the button is about, for PLIE staff only. Raises Refused."""
    demand(turn, Action.LIST_INDICATORS)
    return viewing.tapped(turn)


def _menu(turn: Turn) -> None:
    view = _own_view(turn)
    if view.staff:
        figures = indicators.figures(turn.session, viewing.asked(turn, view.shown))
    else:
        figures = _figures(turn, view, [entry for entry in ENTRIES.values() if entry.of_contracts])
    turn.edit(menu_card(view, figures))


def _figures(turn: Turn, view: View, entries: Iterable[Entry]) -> dict[str, Any]:
    """The parts of the figures that these are in, and no other."""
    asked = viewing.asked(turn, view.shown)
    return {part: PARTS[part](turn.session, asked) for part in {entry.part for entry in entries}}


PARTS: Mapping[str, Callable[[Session, Asked], dict[str, Any]]] = {
    "markets": markets.figures,
    "hours": hours.figures,
    "people": of_people.figures,
    "implementation": implementation.figures,
    "targets": targets.figures,
}
"""How each part of the figures is counted alone."""


def _section(turn: Turn) -> None:
    view, letter = _view(turn), turn.data.split(":")[1]
    if not exists(view, BY_LETTER[letter]):
        raise Refused(_ALL_BUYERS)
    turn.edit(section_card(view, letter, _figures(turn, view, of_section(letter))))


def _list(turn: Turn) -> None:
    entry = ENTRIES[turn.data.split(":")[1]]
    view = _own_view(turn) if entry.of_contracts else _view(turn)
    if entry.for_everyone_only and view.shown.home != EVERYONE:
        raise Refused(_ALL_BUYERS)
    asked, listed = viewing.asked(turn, view.shown), _behind(view, entry)
    page = behind.page(turn.session, listed, asked, turn.number, SIZE)
    value = behind.value(turn.session, entry.key, listed, asked)
    made = rows.buttons(turn, entry.key, listed.thing, page, asked)
    turn.edit(list_card(view, entry, value, made, (not turn.number, page.following)))


def _behind(view: View, entry: Entry) -> behind.Behind:
    """What is listed: a buyer reads hours by lot, not by person."""
    return entry.behind if view.staff else behind.BY_LOT.get(entry.key, entry.behind)


def _interviews_view(turn: Turn) -> View:
    view = _view(turn)
    if view.shown.home != EVERYONE:
        raise Refused(_ALL_BUYERS)
    return view


def _advisers(turn: Turn) -> None:
    """A page of the advisers; the first one where nobody is left behind a place."""
    view, after = _interviews_view(turn), turn.number
    asked = viewing.asked(turn, view.shown)
    found = behind.advisers(turn.session, asked, after, SIZE + 1)
    if not found and after:
        found, after = behind.advisers(turn.session, asked, 0, SIZE + 1), 0
    names = {one.id: one.name for one in people.several(turn.session, [number for number, _ in found])}
    lines = [(number, names[number], count) for number, count in found]
    turn.edit(advisers_card(view, lines, first=not after))


def _adviser(turn: Turn) -> None:
    view, number = _interviews_view(turn), int(turn.data.split(":")[-2])
    adviser = people.find(turn.session, number)
    if adviser is None:
        raise Refused(N_("This person cannot be found."))
    asked, listed = viewing.asked(turn, view.shown), behind.by_adviser(number)
    page = behind.page(turn.session, listed, asked, turn.number, SIZE)
    count = int(behind.value(turn.session, "", listed, asked))
    made = rows.buttons(turn, "", listed.thing, page, asked)
    turn.edit(adviser_card(view, (number, adviser.name), count, made, (not turn.number, page.following)))


ROUTES = (
    button("indicator-lists", _menu, args=CODE),
    button("indicator-section", _section, args=f"[{''.join(BY_LETTER)}]:{CODE}"),
    button("indicator-list", _list, args=rf"(?:{EVERY_CODE}):{CODE}:{_PAGE}"),
    button("indicator-advisers", _advisers, args=rf"{CODE}:{_PAGE}"),
    button("indicator-adviser", _adviser, args=rf"{CODE}:{_PAGE}:{_PAGE}"),
)
