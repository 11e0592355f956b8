"""What was sent to the partners, as coordinators see it: the list, one of it with what became of it."""

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.broadcasts.fates import fates
from bot.dialogue.cards import Button, Card, rows_of
from bot.dialogue.circulars.words import named
from bot.dialogue.fitting import MAX_LABEL, cut, folded
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import broadcasts, circulars, people, sendings
from bot.store.circulars import Opened
from bot.store.sendings import Wave

LINE = Markup("\n")
_WRITE = N_("Write a message")


def circulars_card(turn: Turn, before: int = 0) -> Card:
    """A page of what was sent, newest first, behind the one numbered `before`, and the way to write."""
    found = circulars.page(turn.session, before, SIZE + 1)
    write = (Button(label(turn.language, _WRITE), "new-circular"),)
    if not found and not before:
        return Card(turn.t(N_("Nothing has been sent to the partners this way yet.")), (write,))
    rows = [(Button(_line(turn, one), f"circular:{one.id}"),) for one in found[:SIZE]]
    following = f"circulars:{found[SIZE - 1].id}" if len(found) > SIZE else None
    pages = page_buttons(turn.language, "circulars:0" if before else None, following)
    return Card(turn.t(N_("Sent to the partners, newest first:")), (write, *rows, *pages))


def _line(turn: Turn, one: Opened) -> str:
    day = formats.day(one.written_at.astimezone(turn.zone).date(), turn.language)
    return cut(f"{day} · {' '.join(one.text.split())}", MAX_LABEL)


def circular_card(turn: Turn, one: Opened) -> Card:
    """The text, whom it was for, who wrote it, what became of its messages."""
    author = people.find(turn.session, one.written_by)
    lines = [
        translate(
            turn.language,
            N_("<b>Message to the partners</b> · {moment}"),
            moment=formats.moment(one.written_at, turn.zone, turn.language),
        ),
        turn.t(N_("To: {kinds}"), kinds=named(one.kinds, turn.language)),
        turn.t(N_("Written by: {name}"), name="–" if author is None else author.name),
    ]
    if one.file is not None:
        lines.append(turn.t(N_("Document: {name}"), name=one.file["name"]))
    wave = sendings.of_run(turn.session, one.run_id)
    lines += [*_fates(turn, one, wave), Markup(""), folded(one.text)]
    return Card(LINE.join(lines), rows_of(_buttons(turn, one, wave)))


def _fates(turn: Turn, one: Opened, wave: Wave) -> list[Markup]:
    """What became of the messages, what is nought left out."""
    run = broadcasts.get(turn.session, one.run_id)
    begun = run is not None and run.done_at is not None
    if not wave.messages:
        waits = N_("• it leaves in working hours, from 8:00 to 19:00")
        return [turn.t(N_("• nobody to send it to") if begun else waits)]
    return fates(wave, turn.language)


def _buttons(turn: Turn, one: Opened, wave: Wave) -> list[Button]:
    found = [Button(label(turn.language, N_("Refresh")), f"circular:{one.id}")]
    if one.file is not None:
        found.append(Button(label(turn.language, N_("See the document")), f"circular-file:{one.id}"))
    if wave.uncertain:
        found.append(Button(label(turn.language, N_("See what is held")), f"uncertain-of:{one.run_id}:0"))
    return [*found, Button(label(turn.language, N_("Everything sent")), "circulars:0")]
