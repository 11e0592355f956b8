"""What a coordinator sees of notices of termination (article 7)."""

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.agreement.cards import HOME, NAME, notice_line
from bot.dialogue.cards import Button, Card, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut, folded
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import agreements, terminations
from bot.store.tables import Termination

_LINE = Markup("\n")
_GROUND = 1500


def name_of(turn: Turn, row: Termination) -> str:
    """The organisation that gave the notice, by name."""
    one = agreements.signatory(turn.session, row.agreement_id, row.organisation_id)
    return cut(one.name, NAME) if one is not None else "–"


def list_card(turn: Turn, before: int) -> Card:
    """The notices, newest first, eight at a time."""
    found = terminations.page(turn.session, before or None, SIZE + 1)
    back = (Button(label(turn.language, N_("‹ The agreement")), HOME),)
    if not found:
        none = N_("No termination is recorded. One is recorded from the card of a signatory.")
        return Card(turn.t(none), (back,))
    rows = [(Button(cut(name_of(turn, one), MAX_LABEL), f"termination:{one.id}"),) for one in found[:SIZE]]
    following = f"notices:{found[SIZE - 1].id}" if len(found) > SIZE else None
    pages = page_buttons(turn.language, "notices:0" if before else None, following)
    lines = [notice_line(turn, one) for one in found[:SIZE]]
    text = _LINE.join([turn.t(N_("Terminations, newest first:")), *lines])
    return Card(text, (*rows, *pages, back))


def notice_card(turn: Turn, row: Termination) -> Card:
    """A notice: its ground, the day of its letter, the day of its effect, its copy; with what can be done."""
    language, number = turn.language, terminations.identity(row)
    copied = terminations.has_copy(turn.session, number)
    lines = [
        turn.t(N_("<b>Termination</b> · {name}"), name=name_of(turn, row)),
        turn.t(N_("Ground: {ground}"), ground=folded(cut(terminations.ground(turn.session, row), _GROUND))),
        turn.t(N_("Registered letter notified on {day}"), day=formats.day(row.notified_on, language)),
        effect(row, language),
    ]
    if not copied and not _withdrawn(row):
        lines.append(turn.t(N_("The copy of the registered letter is missing.")))
    return Card(_LINE.join(lines), rows_of(_buttons(turn, row, copied=copied)))


def effect(row: Termination, language: str) -> Markup:
    """When the notice takes effect or took it, or that it was withdrawn."""
    said = N_("Takes effect on {day}, three months after its notification")
    if row.done_at is not None:
        said = N_("Took effect on {day}")
    elif row.cancelled_at is not None:
        said = N_("Withdrawn by agreement before it took effect")
    return translate(language, said, day=formats.day(row.effective_on, language))


def _withdrawn(row: Termination) -> bool:
    return row.cancelled_at is not None and row.done_at is None


def _buttons(turn: Turn, row: Termination, *, copied: bool) -> list[Button]:
    here = f"{terminations.SUBJECT}:{row.id}"
    named = []
    if copied:
        named.append((f"evidence-of:{here}", N_("Supporting documents")))
    elif not _withdrawn(row):
        named.append((f"prove:{here}:termination", N_("Send the copy of the letter")))
    if row.done_at is None and row.cancelled_at is None:
        named.append((f"cancel-notice:{row.id}", N_("It was withdrawn by agreement")))
    named += [(f"signatory:{row.organisation_id}", N_("The signatory")), ("notices:0", N_("‹ Terminations"))]
    return [Button(label(turn.language, msgid), data) for data, msgid in named]
