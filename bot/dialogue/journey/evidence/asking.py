"""Files the PLIE asks for: what those who owe them read, on Telegram or by e-mail; all that one owes."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.dialogue.cards import Button, Card, Keyboard
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.journey.evidence.names import Proof, titles
from bot.dialogue.journey.evidence.things import scope_of
from bot.dialogue.letters import Letter
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.turn import Turn
from bot.store import evidence_facts
from bot.store.people import Member

FIRST = (0, 0)
"""Before the first file one owes: its rank and its number."""
_NAMED, _LONGEST = 60, 200
_LINE = Markup("\n")


def asked_card(turn: Turn, wanted: Sequence[Proof], count: int, reader: Member, language: str) -> Card:
    """What a colleague of the PLIE asks of the reader: so many files, each of those listed a button that
    begins its sending."""
    said = translate_plural(
        language,
        "{who}, of the PLIE, asks you for {n} supporting document. Tap it to send it:",
        "{who}, of the PLIE, asks you for {n} supporting documents. Tap one to send it:",
        count,
        who=cut(turn.me.name, _NAMED),
    )
    known = titles(turn.session, wanted, language, staff=reader.is_staff)
    rows = _buttons(wanted, known)
    if count > len(wanted):
        every = Button(label(language, N_("All that is expected of you")), f"evidence-owed:{_place(FIRST)}")
        rows = (*rows, (every,))
    return Card(said, rows)


def asked_letter(turn: Turn, wanted: Sequence[Proof], count: int, language: str) -> Letter:
    """The same by e-mail: of people only references, and how to hand the files over."""
    who = cut(turn.me.name, _NAMED)
    subject = translate_plural(
        language,
        "The PLIE asks you for {n} supporting document",
        "The PLIE asks you for {n} supporting documents",
        count,
    )
    known = titles(turn.session, wanted, language, staff=False, named=False)
    lines = [Markup("– {}").format(cut(known[one], _LONGEST)) for one in wanted if one in known]
    if count > len(wanted):
        lines.append(translate_plural(language, "and {n} other", "and {n} others", count - len(wanted)))
    head = translate(language, N_("{who}, of the PLIE, asks you for:"), who=who)
    ask = translate(language, N_("Please hand them to {who}, who will record them."), who=who)
    return Letter(subject.unescape(), _LINE.join([head, *lines, Markup(), ask]))


def owed_card(turn: Turn, after: tuple[int, int]) -> Card:
    """All the files this person owes, eight at a time; each line begins the sending. Where nothing is left
    behind a place, the first ones."""
    found = evidence_facts.missing(turn.session, scope_of(turn.me), after, SIZE + 1)
    if not found and after != FIRST:
        return owed_card(turn, FIRST)
    wanted = [(one.proof, one.subject, one.id) for one in found[:SIZE]]
    known = titles(turn.session, wanted, turn.language, staff=turn.me.is_staff)
    last = found[SIZE - 1] if len(found) > SIZE else None
    following = None if last is None else f"evidence-owed:{last.rank}:{last.id}"
    first = None if after == FIRST else f"evidence-owed:{_place(FIRST)}"
    ask = N_("Supporting documents still missing. Tap one to send it:")
    text = turn.t(ask if found else N_("No supporting document is missing."))
    return Card(text, (*_buttons(wanted, known), *page_buttons(turn.language, first, following)))


def _buttons(wanted: Sequence[Proof], known: Mapping[Proof, str]) -> Keyboard:
    """A row for each file, to send it."""
    return tuple(
        (Button(cut(known[one], MAX_LABEL), f"prove:{one[1]}:{one[2]}:{one[0]}"),)
        for one in wanted
        if one in known
    )


def _place(place: tuple[int, int]) -> str:
    return f"{place[0]}:{place[1]}"
