"""The daily message: a line for each thing, and a card of its own with *Done*, *Later* and what opens it."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.reminders.kinds import KINDS
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.rules.daily import LATER_DAYS
from bot.store import people
from bot.store.database import Session
from bot.store.people import Member
from bot.store.reminders import Item

_LINE, _GAP = Markup("\n"), Markup("\n\n")
_LONGEST_ABOUT, _LONGEST_NAME = 200, 60
_LATER = {1: N_("1 day"), 3: N_("3 days"), 7: N_("1 week")}


def daily_card(
    session: Session,
    items: Sequence[Item],
    day: date,
    reader: Member,
    page: int = 0,
    note: Markup | None = None,
) -> Card:
    """The message of a day, below a note on what was just done: the card of the thing where there is only
    one, else a page of lines, the last one where there is none of this number."""
    if len(items) == 1:
        return item_card(session, items[0], day, reader, note=note)
    page = max(0, min(page, (len(items) - 1) // SIZE))
    shown = list(enumerate(items, 1))[page * SIZE : (page + 1) * SIZE]
    lines = [_line(session, item, place, day, reader) for place, item in shown]
    parts = [note, _head(items, day, reader.language), _LINE.join(lines)]
    buttons = [_open_item(item, place, reader) for place, item in shown]
    first = f"daily:{day}:0" if page else None
    following = f"daily:{day}:{page + 1}" if len(items) > (page + 1) * SIZE else None
    keyboard = (*rows_of(buttons), *page_buttons(reader.language, first, following))
    return Card(_GAP.join(part for part in parts if part), keyboard)


def _head(items: Sequence[Item], day: date, language: str) -> Markup:
    """The day, and how much is left to do."""
    title = translate(language, N_("Reminders of {day}"), day=formats.day(day, language))
    left = sum(not item.done for item in items)
    if left:
        count = translate_plural(language, "{n} thing waits for you.", "{n} things wait for you.", left)
    else:
        count = translate(language, N_("Nothing waits for you in this message any more."))
    return Markup("<b>{}</b>\n{}").format(title, count)


def _line(session: Session, item: Item, place: int, day: date, reader: Member) -> Markup:
    if item.done:
        return Markup("{}. ✅ <s>{} · {}</s>").format(
            place, _title(item, reader), about(session, item.kind, item.subject_id, reader)
        )
    return Markup("{}. {}").format(place, said(session, item, day, reader))


def said(session: Session, item: Item, day: date, reader: Member) -> Markup:
    """A line: what it is, about what, since when, in whose place."""
    what = Markup("<b>{}</b>").format(_title(item, reader))
    details = [Markup("{}").format(about(session, item.kind, item.subject_id, reader))]
    if item.since < day:
        since = formats.day(item.since, reader.language)
        details.append(translate(reader.language, N_("since {day}"), day=since))
    if item.owner_id is not None:
        owner = cut(people.get(session, item.owner_id).name, _LONGEST_NAME)
        details.append(translate(reader.language, N_("for {name}"), name=owner))
    return Markup(" · ").join([what, *details])


def about(session: Session, kind: str, subject_id: int, reader: Member) -> str:
    """What a reminder is about, as its reader may know it."""
    return cut(KINDS[kind].named(session, subject_id, reader), _LONGEST_ABOUT)


def _title(item: Item, reader: Member) -> Markup:
    return translate(reader.language, KINDS[item.kind].words(reader.role).title)


def _open_item(item: Item, place: int, reader: Member) -> Button:
    text = f"{place} · {_open_label(item, reader)}"
    return Button(cut(text, MAX_LABEL), f"reminder:{item.id}")


def _open_label(item: Item, reader: Member) -> str:
    return label(reader.language, KINDS[item.kind].button_for(reader.role))


def item_card(
    session: Session,
    item: Item,
    day: date,
    reader: Member,
    *,
    page: int | None = None,
    note: Markup | None = None,
) -> Card:
    """A thing of the message of a day, and what can be done about it; `page` is that of the list it is in,
    None where it is alone."""
    head = translate(reader.language, N_("Reminders of {day}"), day=formats.day(day, reader.language))
    text = said(session, item, day, reader)
    done = translate(reader.language, N_("✅ Done.")) if item.done else None
    parts = [note, Markup("<b>{}</b>").format(head), text, None if note else done]
    keyboard = (*_answers(item, reader), *_back(day, page, reader.language))
    return Card(_GAP.join(part for part in parts if part), keyboard)


def _answers(item: Item, reader: Member) -> Keyboard:
    language = reader.language
    if item.done:
        answers = [Button(label(language, N_("Not done after all")), f"reminder-undone:{item.id}")]
    else:
        answers = [
            Button(label(language, N_("Done")), f"reminder-done:{item.id}"),
            Button(label(language, N_("Later")), f"reminder-later:{item.id}"),
        ]
    return (*rows_of(answers), (_open(item, reader),))


def _open(item: Item, reader: Member) -> Button:
    what = label(reader.language, N_("Open: {what}"), what=_open_label(item, reader))
    return Button(cut(what, MAX_LABEL), f"reminder-open:{item.id}")


def _back(day: date, page: int | None, language: str) -> Keyboard:
    return () if page is None else ((Button(label(language, N_("‹ The list")), f"daily:{day}:{page}"),),)


def later_card(session: Session, item: Item, day: date, reader: Member) -> Card:
    """For how long is it put off?"""
    ask = translate(reader.language, N_("When do you want to be reminded again?"))
    choices = [
        Button(label(reader.language, _LATER[days]), f"reminder-put-off:{item.id}:{days}")
        for days in LATER_DAYS
    ]
    back = Button(label(reader.language, N_("Back")), f"reminder:{item.id}")
    return Card(_GAP.join([said(session, item, day, reader), ask]), rows_of([*choices, back]))


def waiting_card(session: Session, item: Item, until: date, reader: Member) -> Card:
    """A thing that was put off, and when it is said again."""
    again = translate(
        reader.language,
        N_("You are reminded of this again on {day}."),
        day=formats.day(until, reader.language),
    )
    return Card(_GAP.join([said(session, item, until, reader), again]), ((_open(item, reader),),))
