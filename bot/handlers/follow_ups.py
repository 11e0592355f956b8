"""/suivi: the follow-ups that are due, most overdue first, their cards, and what each one found."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from bot.actions import demand, log_follow_up, raise_difficulty
from bot.dialogue import conversation, formats
from bot.dialogue.cards import Button, Card
from bot.dialogue.form import Form
from bot.dialogue.journey.follow_ups.cards import (
    correcting_card,
    follow_up_card,
    list_rows,
    plan_card,
    tellable,
    telling_card,
)
from bot.dialogue.journey.words import FOLLOW_UP_STATES
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.seekers.notes import NOTE_STEP
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import follow_ups, placements
from bot.store.follow_ups import identity
from bot.store.tables import FollowUp

_FIRST = "0:0"
_TITLES = (
    N_("Follow-ups of your people, most overdue first:"),
    N_("All follow-ups to be made, most overdue first:"),
)


def _list(turn: Turn) -> None:
    """One's own people first, where any of them is due."""
    demand(turn, Action.FOLLOW_UP)
    mine = follow_ups.due(turn.session, turn.today, adviser_id=turn.me.id, after=None, size=1)
    _page(turn, "mine" if mine else "all", None)


def _turn_page(turn: Turn) -> None:
    demand(turn, Action.FOLLOW_UP)
    _, which, day, number = turn.data.split(":")
    _page(turn, which, None if day == "0" else (_day(day), int(number)))


def _day(text: str) -> date:
    """The day of eight digits; one that no calendar has begins the list."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def _page(turn: Turn, which: str, after: tuple[date, int] | None) -> None:
    """Most overdue first, eight at a time; `after` is the last one shown."""
    adviser = turn.me.id if which == "mine" else None
    lines = follow_ups.due(turn.session, turn.today, adviser_id=adviser, after=after, size=SIZE + 1)
    last = lines[SIZE - 1] if len(lines) > SIZE else None
    following = None if last is None else f"follow-ups:{which}:{last.due_on:%Y%m%d}:{last.id}"
    first = f"follow-ups:{which}:{_FIRST}" if after else None
    keyboard = (
        *list_rows(turn, lines, turn.language),
        *page_buttons(turn.language, first, following),
        *(((_other(turn, which),),) if lines or adviser else ()),
    )
    turn.edit(Card(_heading(turn, adviser, empty=not lines), keyboard))


def _heading(turn: Turn, adviser: int | None, *, empty: bool) -> Markup:
    if not empty:
        mine, every = _TITLES
        return turn.t(mine if adviser else every)
    nothing = turn.t(N_("No follow-up is to be made today."))
    day = follow_ups.next_due(turn.session, turn.today, adviser_id=adviser)
    if day is None:
        return nothing
    coming = turn.t(N_("The next one is on {day}."), day=formats.day(day, turn.language))
    return Markup("{} {}").format(nothing, coming)


def _other(turn: Turn, which: str) -> Button:
    other, msgid = ("all", N_("All")) if which == "mine" else ("mine", N_("My people only"))
    return Button(label(turn.language, msgid), f"follow-ups:{other}:{_FIRST}")


def _find(turn: Turn) -> FollowUp:
    """The follow-up of the button tapped, for those who may. Raises Refused."""
    demand(turn, Action.FOLLOW_UP)
    row = follow_ups.get(turn.session, turn.number)
    if row is None:
        raise Refused(log_follow_up.GONE)
    return row


def _open(turn: Turn) -> None:
    turn.edit(follow_up_card(turn, _find(turn), turn.language))


def _found(turn: Turn) -> None:
    """One tap writes it down; where somebody else was first, the card says what they found."""
    row = _find(turn)
    _, state, before, _ = turn.data.split(":")
    wrote = log_follow_up.log(turn, identity(row), None if before == "none" else before, state)
    turn.session.refresh(row)
    if wrote:
        said = turn.t(FOLLOW_UP_STATES[state])
        turn.toast(turn.t(N_("Noted: {state}."), state=said))
    elif row.state == state:
        turn.toast(turn.t(N_("This is already done.")))
    else:
        turn.toast(turn.t(N_("Meanwhile somebody else wrote something: see the card.")))
    turn.edit(follow_up_card(turn, row, turn.language))


def _missed(turn: Turn) -> None:
    row = _find(turn)
    log_follow_up.miss(turn, identity(row))
    turn.toast(turn.t(N_("The try is noted; this follow-up stays to be made.")))
    turn.edit(follow_up_card(turn, row, turn.language))


def _correct(turn: Turn) -> None:
    row = _find(turn)
    if row.state is None or row.dropped_at is not None:
        turn.edit(follow_up_card(turn, row, turn.language))
        return
    turn.edit(correcting_card(turn, row, turn.language))


def _ask_to_tell(turn: Turn) -> None:
    """The sentence is shown before it goes."""
    row = _find(turn)
    placement = tellable(turn, row)
    if placement is None or row.told_company:
        turn.edit(follow_up_card(turn, row, turn.language))
        return
    turn.edit(telling_card(turn, row, placement, turn.language))


def _tell(turn: Turn) -> None:
    row = _find(turn)
    told = raise_difficulty.tell_company(turn, identity(row))
    done = N_("The company is told.") if told else N_("This is already done.")
    turn.toast(turn.t(done))
    turn.session.refresh(row)
    turn.edit(follow_up_card(turn, row, turn.language))


def _of_placement(turn: Turn) -> None:
    demand(turn, Action.FOLLOW_UP)
    placement = placements.get(turn.session, turn.number)
    if placement is None:
        raise Refused(N_("This placement cannot be found."))
    turn.edit(plan_card(turn, placement, turn.language))


def _start_note(turn: Turn) -> None:
    row = _find(turn)
    if row.dropped_at is not None:
        turn.edit(follow_up_card(turn, row, turn.language))
        return
    conversation.start(turn, NOTE, {"follow_up": identity(row)})


def _noted(turn: Turn, answers: Mapping[str, Any]) -> Card:
    row = log_follow_up.note(turn, answers.get("follow_up", 0), answers["text"])
    return follow_up_card(turn, row, turn.language)


NOTE = Form(
    name="note-follow-up",
    version=1,
    title=N_("Note of a follow-up"),
    steps=(NOTE_STEP,),
    verb=N_("Save"),
    done=_noted,
    at_once=True,
)

ROUTES = (
    *entry("suivi", _list),
    button("follow-ups", _turn_page, args=r"(?:mine|all):(?:0|\d{8}):\d{1,9}"),
    button("follow-up", _open),
    button(
        "found",
        _found,
        args=r"(?:well|difficulty|left):(?:none|well|difficulty|left):\d{1,9}",
    ),
    button("missed-follow-up", _missed),
    button("correct-follow-up", _correct),
    button("note-follow-up", _start_note),
    button("tell-difficulty", _ask_to_tell),
    button("told-difficulty", _tell),
    button("follow-ups-of", _of_placement),
)
