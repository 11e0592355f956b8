"""The rows of the lists behind the figures: each names a thing and opens its card."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.dialogue.below import below
from bot.dialogue.cards import Button
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.journey.hours.month import hours_text, month_name
from bot.dialogue.journey.words import END_REASONS, EXITS, HOURS, INTERVIEW_OUTCOMES, REFERRALS
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.dialogue.words import CANDIDATE_STATES
from bot.rules.lifecycle import LotState
from bot.store.indicators.behind import Page, Thing
from bot.store.indicators.behind import rows as stored
from bot.store.indicators.scope import Asked
from bot.store.tables import CandidateState

_NAME, _TITLE = 26, 30
_AWARDED = frozenset({LotState.AWARDED, LotState.RUNNING, LotState.COMPLETED})
_KEPT = (CandidateState.ACTIVE, CandidateState.CLOSED)


def buttons(turn: Turn, key: str, thing: Thing, page: Page, asked: Asked) -> list[Button]:
    """A button for each thing of a page, in its order."""
    found = stored.rows(turn.session, thing, page.numbers)
    if thing is Thing.LOT:
        return _lots(turn, key, found, asked)
    return [_button(_PARTS[thing](turn, row), f"{_OPENS[thing]}:{row.id}") for row in found]


def _button(parts: Sequence[str], data: str) -> Button:
    """What the button opens comes below, and the list stays on its page."""
    return Button(cut(" · ".join(parts), MAX_LABEL), below(data))


def _lots(turn: Turn, key: str, found: Sequence[Any], asked: Asked) -> list[Button]:
    """A lot awarded opens its card, another one its contract."""
    counted = stored.lot_hours(turn.session, key, asked, [row.id for row in found])
    made = []
    for row in found:
        held = row.supplier_id is not None and row.state in _AWARDED
        hours = label(turn.language, N_("{hours} h"), hours=hours_text(counted[row.id], turn.language))
        parts = [row.reference, cut(row.number, 8), hours, cut(row.title, _TITLE)]
        made.append(_button(parts, f"lot:{row.id}" if held else f"procurement:{row.procurement_id}"))
    return made


def _who(turn: Turn, row: Any) -> str:
    """The name of the person; the reference of one whose file says nothing any more."""
    if row.file_state not in _KEPT:
        return str(row.reference)
    return cut(stored.name(turn.session, row), _NAME)


def _procurement(_turn: Turn, row: Any) -> list[str]:
    return [row.reference, row.title]


def _candidate(turn: Turn, row: Any) -> list[str]:
    if row.file_state in _KEPT:
        return [row.reference, stored.name(turn.session, row)]
    return [row.reference, label(turn.language, CANDIDATE_STATES[row.file_state])]


def _month(turn: Turn, row: Any) -> list[str]:
    hours = label(turn.language, N_("{hours} h"), hours=hours_text(row.hours, turn.language))
    return [_who(turn, row), month_name(row.month, turn.language), hours, _said(turn, HOURS[row.state])]


def _exit(turn: Turn, row: Any) -> list[str]:
    return [_who(turn, row), f"{row.left_on:%d/%m/%y}", _said(turn, EXITS[row.kind])]


def _placement(turn: Turn, row: Any) -> list[str]:
    return [
        row.placement,
        _who(turn, row),
        f"{row.ended_on:%d/%m/%y}",
        _said(turn, END_REASONS[row.end_reason]),
    ]


def _interview(turn: Turn, row: Any) -> list[str]:
    return [_who(turn, row), f"{row.held_on:%d/%m/%y}", _said(turn, INTERVIEW_OUTCOMES[row.outcome])]


def _referral(turn: Turn, row: Any) -> list[str]:
    return [_who(turn, row), row.offer, _said(turn, REFERRALS[row.state])]


def _said(turn: Turn, msgid: str) -> str:
    return label(turn.language, msgid)


_PARTS: Mapping[Thing, Callable[[Turn, Any], list[str]]] = {
    Thing.PROCUREMENT: _procurement,
    Thing.MONTH: _month,
    Thing.CANDIDATE: _candidate,
    Thing.EXIT: _exit,
    Thing.PLACEMENT: _placement,
    Thing.INTERVIEW: _interview,
    Thing.REFERRAL: _referral,
}
_OPENS: Mapping[Thing, str] = {
    Thing.PROCUREMENT: "procurement",
    Thing.MONTH: "worked",
    Thing.CANDIDATE: "candidate",
    Thing.EXIT: "exit-card",
    Thing.PLACEMENT: "placement",
    Thing.INTERVIEW: "interview-card",
    Thing.REFERRAL: "referral",
}
