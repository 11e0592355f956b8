"""The offers that were sent to a person, as a list: those that still look for candidates first."""

from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.dialogue.words import OFFER_STATES
from bot.store import deliveries
from bot.store.deliveries import Line
from bot.store.tables import OfferAnswer, OfferState, Role

OPEN, OVER = "open", "over"
_MARKS = {OfferAnswer.PROPOSED: "✓", OfferAnswer.DECLINED: "–"}


def sent_list_card(turn: Turn, which: str = OPEN, after: int = 0) -> Card:
    """A page of the offers sent to the person of this turn, newest first, behind the one numbered `after`:
    those for which a candidate may be proposed, then the others."""
    lines = _page(turn, which, after)
    if not lines:
        return Card(turn.t(N_("No job offer was sent to you yet.")), _beside(turn))
    rows = [(Button(_named(line, turn.language), f"sent-offer:{line.id}"),) for line in lines[:SIZE]]
    last = lines[SIZE - 1] if len(lines) > SIZE else None
    following = None if last is None else f"sent-offers:{OPEN if last.living else OVER}:{last.id}"
    first = "sent-offers:open:0" if (which, after) != (OPEN, 0) else None
    pages = page_buttons(turn.language, first, following)
    return Card(turn.t(N_("Job offers sent to you, the open ones first:")), (*rows, *pages, *_beside(turn)))


def _page(turn: Turn, which: str, after: int) -> list[Line]:
    """The page and one line more where others follow."""
    size, me = SIZE + 1, turn.me.id
    lines = deliveries.of_person(turn.session, me, after, size) if which == OPEN else []
    if len(lines) < size:
        behind = after if which == OVER else 0
        lines += deliveries.over_of_person(turn.session, me, behind, size - len(lines))
    return lines


def _named(line: Line, language: str) -> str:
    """The reference, how it ended or what is left of it, what was answered."""
    parts = [line.reference]
    if line.state != OfferState.OPEN:
        parts.append(label(language, OFFER_STATES[line.state]))
    parts.append(f"{line.left} × {job_label(line.job)}" if line.living else job_label(line.job))
    mark = [] if line.answer is None else [_MARKS[OfferAnswer(line.answer)]]
    return cut(" ".join([*mark, " · ".join([*parts, line.commune])]), MAX_LABEL)


def _beside(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """What a SIAE is asked beside: to answer jointly with companies."""
    if turn.me.role is not Role.SIAE:
        return ()
    return ((Button(label(turn.language, N_("Joint answers")), "shares:all:0"),),)
