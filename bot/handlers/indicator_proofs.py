"""The evidence behind the figures, for PLIE staff: which part is proven, what is missing, and asking for it;
for who owes files, the list of them."""

from markupsafe import Markup

from bot.actions import ask_evidence, demand
from bot.actions.ask_evidence import Told
from bot.dialogue.journey.evidence.asking import owed_card
from bot.dialogue.lists import SIZE
from bot.dialogue.routes import button
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.reports.indicators import viewing
from bot.reports.indicators.card import View
from bot.reports.indicators.missing import (
    asked_card,
    before_text,
    item_card,
    list_card,
    place_from,
    told_text,
)
from bot.reports.indicators.proof import proof_card, shares
from bot.reports.indicators.spans import CODE
from bot.rules.evidence import ORDER
from bot.rules.policy import Action, Owner
from bot.store.indicators import evidence
from bot.store.indicators.evidence import FIRST, Lacking, Place
from bot.store.indicators.scope import Asked

_CAME = N_("This document came meanwhile, or is expected no more.")
_NONE_LEFT = N_("Nothing is missing from this organisation any more.")


def _view(turn: Turn) -> tuple[View, Asked]:
    """What the button is about, for PLIE staff, and what it asks of the figures. Raises Refused."""
    demand(turn, Action.ASK_EVIDENCE)
    view = viewing.tapped(turn)
    return view, viewing.asked(turn, view.shown)


def _shares(turn: Turn) -> None:
    view, asked = _view(turn)
    turn.edit(proof_card(shares(turn.session, asked), view))


def _list(turn: Turn) -> None:
    view, asked = _view(turn)
    try:
        after = place_from(turn.data)
    except ValueError:
        after = FIRST
    _show_list(turn, view, asked, after)


def _show_list(turn: Turn, view: View, asked: Asked, after: Place = FIRST) -> None:
    """The list from behind a place; from its beginning where nothing is left there."""
    found = evidence.missing(turn.session, asked, after, SIZE + 1)
    if not found and after != FIRST:
        found, after = evidence.missing(turn.session, asked, FIRST, SIZE + 1), FIRST
    turn.edit(list_card(turn, view, found, after))


def _one(turn: Turn, asked: Asked) -> Lacking | None:
    """The file of the button tapped, where it is missing still."""
    _, rank, number, *_ = turn.data.split(":")
    return evidence.find(turn.session, asked, ORDER[int(rank)], int(number))


def _item(turn: Turn) -> None:
    view, asked = _view(turn)
    one = _one(turn, asked)
    if one is None:
        _show_rest(turn, view, asked, _CAME)
    else:
        _show_item(turn, view, asked, one)


def _show_item(turn: Turn, view: View, asked: Asked, one: Lacking, note: Markup | None = None) -> None:
    count = 0 if one.owed_by is None else len(ask_evidence.askable(turn, asked, one.owed_by))
    turn.edit(item_card(turn, view, one, count, ask_evidence.today(turn, one), note))


def _ask_one(turn: Turn) -> None:
    view, asked = _view(turn)
    one = _one(turn, asked)
    if one is None:
        _show_rest(turn, view, asked, _CAME)
    else:
        _show_item(turn, view, asked, one, _said(turn, ask_evidence.ask_one(turn, one)))


def _ask_all(turn: Turn) -> None:
    view, asked = _view(turn)
    told = ask_evidence.ask_all(turn, asked, int(turn.data.split(":")[1]))
    if told is None:
        _show_rest(turn, view, asked, _NONE_LEFT)
    else:
        turn.edit(asked_card(view, _said(turn, told)))


def _show_rest(turn: Turn, view: View, asked: Asked, why: str) -> None:
    """What is still missing, and why what was tapped is not."""
    turn.toast(turn.t(why))
    _show_list(turn, view, asked)


def _said(turn: Turn, told: Told) -> Markup:
    """Who was asked, or that it was asked today already."""
    return (
        told_text(turn, told.readers, told.count) if told.before is None else before_text(turn, told.before)
    )


def _owed(turn: Turn) -> None:
    """What the person who taps owes."""
    demand(turn, Action.ADD_EVIDENCE, Owner(turn.me.organisation_id))
    _, rank, number = turn.data.split(":")
    turn.edit(owed_card(turn, (int(rank), int(number))))


_RANK = rf"[0-{len(ORDER) - 1}]"
ROUTES = (
    button("indicator-proof", _shares, args=CODE),
    button("indicator-missing", _list, args=rf"{_RANK}:\d{{6}}:\d{{1,9}}:{CODE}"),
    button("indicator-missed", _item, args=rf"{_RANK}:\d{{1,9}}:{CODE}"),
    button("indicator-ask", _ask_one, args=rf"{_RANK}:\d{{1,9}}:{CODE}"),
    button("indicator-ask-all", _ask_all, args=rf"\d{{1,9}}:{CODE}"),
    button("evidence-owed", _owed, args=rf"{_RANK}:\d{{1,9}}"),
)
