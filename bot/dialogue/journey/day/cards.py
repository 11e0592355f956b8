"""My day: what waits for someone of the PLIE, most urgent first, each thing one tap away."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.journey.day.subjects import named, opens
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate
from bot.rules.urgency import Urgency, Waiting, urgency
from bot.store import day
from bot.store.database import Session
from bot.store.day import Item

MOST_PAGES = 100
_LINE, _GAP = Markup("\n"), Markup("\n\n")

KINDS: Mapping[Waiting, tuple[str, str]] = {
    Waiting.CALL_BACK: (N_("Call-back asked"), N_("Call back")),
    Waiting.ANNOUNCED: (N_("Contract to examine"), N_("Contract")),
    Waiting.ADVICE: (N_("Advice to send"), N_("Contract")),
    Waiting.CLAUSE: (N_("Clause without an answer of the buyer"), N_("Contract")),
    Waiting.UNDATED_CLAUSE: (N_("Clause without an answer of the buyer"), N_("Contract")),
    Waiting.KICK_OFF: (N_("First contact with the supplier"), N_("Lot")),
    Waiting.RESERVED: (N_("Reserved offer, nobody presented"), N_("Offer")),
    Waiting.TO_SEND: (N_("Offer to send to the partners or to keep"), N_("Offer")),
    Waiting.AWAITING: (N_("Candidate to present to the company"), N_("Referral")),
    Waiting.PRESENTED: (N_("No answer of the company"), N_("Referral")),
    Waiting.DECLARED: (N_("Hire to confirm"), N_("Hire")),
    Waiting.HOURS: (N_("Hours to validate"), N_("Hours")),
    Waiting.FOLLOW_UP: (N_("Follow-up to make"), N_("Follow-up")),
    Waiting.ENDING: (N_("End of a contract of work"), N_("Contract of work")),
    Waiting.ELIGIBILITY: (N_("End of eligibility"), N_("Eligibility")),
    Waiting.SILENT: (N_("No contact for 60 days"), N_("Candidate")),
    Waiting.SHARE: (N_("Answer of a SIAE, the company has not chosen"), N_("Answer")),
}
"""What each kind is called, and its button."""

_HEADS: Mapping[Urgency, str] = {
    Urgency.LATE: N_("🔴 Late"),
    Urgency.TODAY: N_("🟠 Today"),
    Urgency.WEEK: N_("🟡 This week"),
    Urgency.LATER: N_("⚪ Later"),
}
_COUNTS: Mapping[Urgency, str] = {
    Urgency.LATE: N_("{count} late"),
    Urgency.TODAY: N_("{count} today"),
    Urgency.WEEK: N_("{count} this week"),
    Urgency.LATER: N_("{count} later"),
}


def day_card(
    session: Session, items: Sequence[Item], today: date, language: str, *, mine: bool, page: int
) -> Card:
    """A page of what waits, the last one where there is none of this number."""
    page = max(0, min(page, (len(items) - 1) // SIZE, MOST_PAGES - 1))
    shown = items[page * SIZE : (page + 1) * SIZE]
    places = range(page * SIZE + 1, page * SIZE + len(shown) + 1)
    parts = [_head(items, today, language, mine=mine), *_sections(session, shown, places, today, language)]
    buttons = [_open(item, place, language) for place, item in zip(places, shown, strict=True)]
    which, more = "mine" if mine else "all", len(items) > (page + 1) * SIZE and page + 1 < MOST_PAGES
    first = f"day:{which}:0" if page else None
    following = f"day:{which}:{page + 1}" if more else None
    ends = (_switch(language, mine=mine),)
    return Card(_GAP.join(parts), (*rows_of(buttons), *page_buttons(language, first, following), ends))


def _head(items: Sequence[Item], today: date, language: str, *, mine: bool) -> Markup:
    title = translate(language, N_("My day") if mine else N_("The whole PLIE’s day"))
    head = Markup("<b>{}</b> · {}").format(title, formats.day(today, language))
    if not items:
        nothing = N_("Nothing waits for you.") if mine else N_("Nothing waits for the PLIE.")
        return _LINE.join([head, translate(language, nothing)])
    found = day.counts(items, today)
    counted = [
        translate(language, msgid, count=formats.number(found[one], language))
        for one, msgid in _COUNTS.items()
        if found[one]
    ]
    return _LINE.join([head, Markup(", ").join(counted)])


def _sections(
    session: Session, shown: Sequence[Item], places: Sequence[int], today: date, language: str
) -> list[Markup]:
    """The things of the page, under the name of their urgency."""
    sections = []
    numbered = list(zip(places, shown, strict=True))
    for how, group in groupby(numbered, key=lambda pair: urgency(pair[1].due_on, today)):
        lines = [_line(session, item, place, today, language) for place, item in group]
        head = Markup("<b>{}</b>").format(translate(language, _HEADS[how]))
        sections.append(_LINE.join([head, *lines]))
    return sections


def _line(session: Session, item: Item, place: int, today: date, language: str) -> Markup:
    what = translate(language, KINDS[item.kind][0])
    about = named(session, item.kind, item.subject_id, language)
    line = Markup("{}. <b>{}</b> · {}").format(place, what, about)
    return line if item.due_on == today else Markup("{} · {}").format(line, _due(item, today, language))


def _due(item: Item, today: date, language: str) -> Markup:
    msgid = N_("was due on {day}") if item.due_on < today else N_("by {day}")
    return translate(language, msgid, day=formats.day(item.due_on, language))


def _open(item: Item, place: int, language: str) -> Button:
    text = f"{place} · {label(language, KINDS[item.kind][1])}"
    return Button(cut(text, MAX_LABEL), opens(item.kind, item.subject_id))


def _switch(language: str, *, mine: bool) -> Button:
    msgid, data = (N_("The whole PLIE"), "day:all:0") if mine else (N_("My files"), "day:mine:0")
    return Button(label(language, msgid), data)
