"""The buttons of the daily message: *Done*, *Later*, *Open*."""

from collections.abc import Callable, Sequence
from datetime import date

from markupsafe import Markup

from bot.actions import demand, settle_reminder, snooze_reminder
from bot.dialogue import formats
from bot.dialogue.below import serve
from bot.dialogue.lists import SIZE
from bot.dialogue.reminders.cards import about, daily_card, item_card, later_card, waiting_card
from bot.dialogue.reminders.kinds import KINDS
from bot.dialogue.reminders.mine import mine
from bot.dialogue.routes import Route, button
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import reminders
from bot.store.reminders import Item
from bot.store.tables import Reminder

_ALREADY = N_("This is already done.")


def _turn_page(turn: Turn) -> None:
    """A page of the message of a day, to who reads it."""
    demand(turn, Action.ANSWER_REMINDER)
    try:
        day = date.fromisoformat(turn.data.split(":")[1])
    except ValueError:
        day = date.min
    _show_list(turn, day, turn.number)


def _show_list(turn: Turn, day: date, page: int, note: Markup | None = None) -> None:
    items = reminders.said(turn.session, turn.me.id, day)
    if items:
        turn.edit(daily_card(turn.session, items, day, turn.me, page, note))
        return
    nothing = turn.t(N_("Nothing waits for you in this message any more."))
    turn.edit(Markup("\n\n").join([note, nothing]) if note else nothing)


def _find(turn: Turn) -> Reminder:
    """The reminder of the button tapped. Raises Refused."""
    demand(turn, Action.ANSWER_REMINDER)
    return mine(turn, turn.number)


def _item(turn: Turn, row: Reminder) -> Item:
    """The line it is in."""
    return reminders.items(reminders.beside(turn.session, row), turn.me.id)[0]


def _open_item(turn: Turn) -> None:
    _show(turn, _find(turn))


def _show(turn: Turn, row: Reminder, note: Markup | None = None) -> None:
    """The thing, with what can be done about it and the way back to its list."""
    if row.said_on is None:
        turn.edit(waiting_card(turn.session, _item(turn, row), row.from_on, turn.me))
        return
    item = _item(turn, row)
    page = _page_of(reminders.said(turn.session, turn.me.id, row.said_on), item)
    turn.edit(item_card(turn.session, item, row.said_on, turn.me, page=page, note=note))


def _page_of(items: Sequence[Item], item: Item) -> int | None:
    """The page of a list a line is on; None where it is alone."""
    places = [place for place, one in enumerate(items) if one.id == item.id]
    return places[0] // SIZE if places and len(items) > 1 else None


def _done(turn: Turn) -> None:
    """The list then says so; a thing that is alone shows it on its own card."""
    row = _find(turn)
    new = settle_reminder.settle(turn, turn.number)
    what = about(turn.session, row.kind, row.subject_id, turn.me)
    _after(turn, row, turn.t(N_("✅ Done: {what}."), what=what) if new else turn.t(_ALREADY), new=new)


def _undone(turn: Turn) -> None:
    row = _find(turn)
    new = settle_reminder.reopen(turn, turn.number)
    _after(turn, row, turn.t(N_("This waits for you again.") if new else _ALREADY), new=new)


def _after(turn: Turn, row: Reminder, note: Markup, *, new: bool) -> None:
    """What an answer changed, on the card tapped."""
    turn.toast(None if new else note)
    day = row.said_on
    turn.session.refresh(row)
    if day is None:
        _show(turn, row)
        return
    items = reminders.said(turn.session, turn.me.id, day)
    page = _page_of(items, _item(turn, row)) if items else None
    if len(items) == 1 and row.said_on is not None:
        _show(turn, row, note if new else None)
    else:
        _show_list(turn, day, page or 0, note if new else None)


def _later(turn: Turn) -> None:
    row = _find(turn)
    item = _item(turn, row)
    if row.said_on is None or item.done:
        turn.toast(turn.t(_ALREADY))
        _show(turn, row)
        return
    turn.edit(later_card(turn.session, item, row.said_on, turn.me))


def _put_off(turn: Turn) -> None:
    """The list then goes without it, and says when it comes again."""
    demand(turn, Action.ANSWER_REMINDER)
    _, number, days = turn.data.split(":")
    row = mine(turn, int(number))
    day, what = row.said_on, about(turn.session, row.kind, row.subject_id, turn.me)
    until = snooze_reminder.snooze(turn, int(number), int(days))
    turn.session.refresh(row)
    if until is None or day is None:
        turn.toast(turn.t(_ALREADY))
        _show(turn, row)
        return
    said = N_("Put off: {what}. You are reminded of it again on {day}.")
    _show_list(turn, day, 0, turn.t(said, what=what, day=formats.day(until, turn.language)))


def routes_for(every: Callable[[], Sequence[Route]]) -> tuple[Route, ...]:
    """The routes of the daily message; what *Open* leads to is served by one of `every` route."""

    def open_subject(turn: Turn) -> None:
        """The card of the subject comes below: the message stays as it is."""
        row = _find(turn)
        serve(turn, KINDS[row.kind].open(row.subject_id, turn.me.role), every())

    return (
        button("daily", _turn_page, args=r"\d{4}-\d{2}-\d{2}:\d{1,3}"),
        button("reminder", _open_item),
        button("reminder-done", _done),
        button("reminder-undone", _undone),
        button("reminder-later", _later),
        button("reminder-put-off", _put_off, args=r"\d{1,9}:[137]"),
        button("reminder-open", open_subject),
    )
