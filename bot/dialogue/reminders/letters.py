"""The daily message of who is written to by e-mail, with the pages where they answer."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.fitting import cut
from bot.dialogue.letters import Letter, Way
from bot.dialogue.reminders.cards import about, said
from bot.dialogue.reminders.kinds import KINDS
from bot.dialogue.translations import N_, label, translate
from bot.store.database import Session
from bot.store.people import Member
from bot.store.reminders import Item

_LONGEST = 120


def daily_letter(session: Session, items: Sequence[Item], day: date, reader: Member) -> Letter:
    """A line for each thing, and a link for each that can be answered on a page."""
    language = reader.language
    subject = label(language, N_("What waits for you, {day}"), day=formats.day(day, language))
    head = translate(language, N_("The PLIE waits for your answer:"))
    lines = [Markup("– {}").format(said(session, item, day, reader)) for item in items]
    ways = tuple(way for item in items if (way := _way(session, item, reader)) is not None)
    return Letter(subject, Markup("\n").join([head, *lines]), ways)


def _way(session: Session, item: Item, reader: Member) -> Way | None:
    kind = KINDS[item.kind]
    if kind.page is None:
        return None
    button = label(reader.language, kind.button_for(reader.role))
    text = cut(f"{button} · {about(session, item.kind, item.subject_id, reader)}", _LONGEST)
    return Way(text, kind.page, kind.page_subject(session, item.subject_id))
