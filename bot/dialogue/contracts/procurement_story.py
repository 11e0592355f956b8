"""What happened to a procurement and what was added to it, as its card tells it."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.fitting import cut, folded, seen, units
from bot.dialogue.translations import N_, translate
from bot.dialogue.words import GROUNDS
from bot.rules.lifecycle import LotState
from bot.store import notes, people, procurements
from bot.store.database import Session
from bot.store.procurements import REMARK, identity
from bot.store.tables import Lot, Procurement

LONGEST_COMMENT = 1200
LONGEST_LINK = 200
LONGEST_NOTE = 500
MOST_NOTICES = 3
MOST_NOTES = 5
MOST_REASONS = 3
_LEAST = 40
"""Fewer UTF-16 units than this are not worth showing of a text."""


def published_lines(lots: Sequence[Lot], language: str) -> list[Markup]:
    """The days of the latest notices, oldest first, each with its link."""
    notices = {(lot.published_on, lot.notice_link or "") for lot in lots if lot.published_on is not None}
    lines = []
    for day, link in sorted((day, link) for day, link in notices if day is not None)[-MOST_NOTICES:]:
        said = N_("Notice published on {day}")
        lines.append(translate(language, said, day=formats.day(day, language)))
        lines += [escape(cut(link, LONGEST_LINK))] if link else []
    return lines


def ground_lines(lots: Sequence[Lot], language: str) -> list[Markup]:
    """The grounds for doing without the clause."""
    codes = {lot.reason for lot in lots if lot.state == LotState.DECLINED and lot.reason in GROUNDS}
    return [
        translate(language, N_("Ground: {ground}."), ground=translate(language, GROUNDS[code]))
        for code in sorted(filter(None, codes))
    ]


def added_lines(
    session: Session, procurement: Procurement, lots: Sequence[Lot], language: str, room: int
) -> list[Markup]:
    """Why it was cancelled, what its buyer said of it and what was added later, newest first: each cut to
    what is left of so many UTF-16 units."""
    lines = []
    for heading, text, most in _texts(session, procurement, lots, language):
        left = min(most, room - units(seen(heading)) - 2)
        if left < _LEAST:
            lines.append(escape("…"))
            break
        lines.append(Markup("{} {}").format(heading, folded(cut(text, left))))
        room -= units(seen(lines[-1])) + 1
    return lines


def _texts(
    session: Session, procurement: Procurement, lots: Sequence[Lot], language: str
) -> list[tuple[Markup, str, int]]:
    """Each text with its heading and the most that is shown of it."""
    number, texts = identity(procurement), []
    if any(lot.state == LotState.CANCELLED for lot in lots):
        heading = translate(language, N_("Cancelled:"))
        written = notes.of(session, "procurement", number, MOST_REASONS)
        texts += [(heading, note.text, LONGEST_NOTE) for note in written]
    comment = procurements.comment(session, procurement)
    if comment is not None:
        texts.append((translate(language, N_("Comment:")), comment, LONGEST_COMMENT))
    for note in notes.of(session, REMARK, number, MOST_NOTES):
        name = cut(people.get(session, note.person_id).name, 60)
        texts.append((translate(language, N_("{name} added:"), name=name), note.text, LONGEST_NOTE))
    return texts
