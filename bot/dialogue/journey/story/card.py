"""A person's way to work on one card, in order, for PLIE staff only."""

from collections.abc import Sequence
from itertools import groupby

from babel.dates import format_date
from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import cut, folded, units
from bot.dialogue.journey.story.lines import Teller, Told
from bot.dialogue.journey.story.situation import situation
from bot.dialogue.journey.words import FOLLOW_UP_KINDS
from bot.dialogue.translations import LOCALES, N_, label, translate, translate_plural
from bot.dialogue.turn import Turn
from bot.dialogue.words import ORIGINS
from bot.store import candidates, story
from bot.store.candidates import identity
from bot.store.placements import LIVING, last_day
from bot.store.story import Story
from bot.store.tables import Candidate, FollowUp

ROOM = 3000
"""UTF-16 units of all the facts together; the oldest give way."""
FOLD_FROM = 1500
"""A whole way is what this card is opened for: only a long one is folded."""
LONG = 12
"""From so many facts on they stand under their months."""
_MOST_OPEN = 2
_LONGEST_NAME = 80
_LINE = Markup("\n")


def story_card(turn: Turn, candidate: Candidate) -> Card:
    """The whole way of a candidate as things are now, with what leads on."""
    language, all_of_it = turn.language, story.of(turn.session, identity(candidate))
    told = Teller(turn.session, language, turn.zone, turn.today).told(all_of_it)
    name = cut(candidates.name(turn.session, candidate), _LONGEST_NAME)
    head = Markup("<b>{}</b> · {}").format(candidate.reference, name)
    title = Markup("<b>{}</b>").format(turn.t(N_("The way so far")))
    written = "\n".join(_within(_written([_opened(turn, candidate), *told], language), language))
    facts = escape(written) if units(written) < FOLD_FROM else folded(written)
    lines = [head, *situation(turn.session, candidate, turn.today, language), "", title, facts]
    return Card(_LINE.join([*lines, *_ahead(turn, all_of_it)]), _buttons(turn, candidate, all_of_it))


def _opened(turn: Turn, candidate: Candidate) -> Told:
    day = candidate.created_at.astimezone(turn.zone).date()
    origin = label(turn.language, ORIGINS[candidate.origin])
    return Told(day, 0, label(turn.language, N_("File opened (origin: {origin})"), origin=origin))


def _written(told: Sequence[Told], language: str) -> list[str]:
    """A line for each fact, in order; under the names of their months when there are many."""
    ordered = sorted(told)
    if len(ordered) < LONG:
        return [f"• {formats.day(one.on, language)} · {one.text}" for one in ordered]
    lines = []
    for (_, _), group in groupby(ordered, key=lambda one: (one.on.year, one.on.month)):
        facts = list(group)
        lines.append(str(format_date(facts[0].on, "LLLL y", LOCALES[language])).capitalize())
        lines += [f"• {one.on.day} · {one.text}" for one in facts]
    return lines


def _within(lines: list[str], language: str) -> list[str]:
    """The last lines that fit, and how many came before them."""
    room, kept = ROOM, len(lines)
    while kept and (room := room - units(lines[kept - 1]) - 1) >= 0:
        kept -= 1
    if kept == 0:
        return lines
    earlier = sum(line.startswith("•") for line in lines[:kept])
    more = translate_plural(language, "… {n} earlier step", "… {n} earlier steps", earlier)
    return [str(more.unescape()), *lines[kept:]]


def _ahead(turn: Turn, told: Story) -> list[Markup]:
    """The follow-up to be made next, and how many files prove all this."""
    lines = []
    planned = _next(told.follow_ups)
    if planned is not None:
        kind = translate(turn.language, FOLLOW_UP_KINDS[planned.kind])
        day = formats.day(planned.due_on, turn.language)
        lines.append(turn.t(N_("Next follow-up: {kind}, {day}"), kind=kind, day=day))
    if told.files:
        counted = translate_plural(
            turn.language, "{n} supporting document", "{n} supporting documents", told.files
        )
        lines.append(Markup("📎 {}").format(counted))
    return [Markup(), *lines] if lines else []


def _next(rows: Sequence[FollowUp]) -> FollowUp | None:
    left = [one for one in rows if one.done_at is None and one.dropped_at is None]
    return min(left, key=lambda one: (one.due_on, one.id or 0), default=None)


def _buttons(turn: Turn, candidate: Candidate, told: Story) -> Keyboard:
    number = identity(candidate)
    here = [
        one
        for one in told.placements
        if one.state in LIVING and ((end := last_day(one)) is None or end >= turn.today)
    ]
    opened = [
        Button(label(turn.language, N_("Open {reference}"), reference=one.reference), f"placement:{one.id}")
        for one in here[-_MOST_OPEN:]
    ]
    planned = _next(told.follow_ups)
    if planned is not None:
        opened.append(Button(label(turn.language, N_("Follow-up")), f"follow-up:{planned.id}"))
    if told.files:
        opened.append(
            Button(label(turn.language, N_("Supporting documents")), f"evidence-of:candidate:{number}")
        )
    back = Button(
        label(turn.language, N_("Open {reference}"), reference=candidate.reference), f"candidate:{number}"
    )
    return rows_of([*opened, back])
