"""/messalaries: people at work, their cards, and the PLIE's word on the hires companies declared."""

import re

import sqlalchemy as sa
from markupsafe import Markup

from bot.actions import allowed_any, confirm_hire, demand, end_placement
from bot.dialogue.journey.placements.cards import candidate_line, placement_card, placements_card, sure_card
from bot.dialogue.journey.words import PLACEMENTS
from bot.dialogue.lists import SIZE
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offer_steps import lot_label
from bot.rules.policy import Action
from bot.store import candidates, held, placements
from bot.store.placements import owners
from bot.store.tables import Placement, PlacementState, Role

GONE = N_("This placement cannot be found.")
_REFERENCE = re.compile(r"(?i)\s*P[- ]?(\d{4})[- ]?(\d{1,6})\s*")


def _own(turn: Turn) -> None:
    demand(turn, Action.LIST_OWN_PLACEMENTS)
    _page(turn, "own", 0, None)


def _of_lot(turn: Turn) -> None:
    demand(turn, Action.CONFIRM_HIRE)
    _page(turn, "lot", turn.number, None)


def _for_candidate(turn: Turn) -> None:
    demand(turn, Action.CONFIRM_HIRE)
    _page(turn, "for", turn.number, None)


def _turn_page(turn: Turn) -> None:
    _, which, subject, before = turn.data.split(":")
    demand(turn, Action.LIST_OWN_PLACEMENTS if which == "own" else Action.CONFIRM_HIRE)
    _page(turn, which, int(subject), int(before) or None)


def _page(turn: Turn, which: str, subject: int, before: int | None) -> None:
    """Newest first, eight at a time; `before` is the number of the last one shown."""
    condition, heading = _LISTS[which](turn, subject)
    found = placements.page(turn.session, condition, before, SIZE + 1)
    if not found:
        turn.edit(turn.t(N_("Nobody is at work here yet.")))
        return
    turn.edit(
        placements_card(turn, found, heading, f"placements:{which}:{subject}", later=before is not None)
    )


def _mine(turn: Turn, _subject: int) -> tuple[sa.ColumnElement[bool], Markup]:
    home = turn.me.organisation_id
    mine = placements.of_siae(home) if turn.me.role is Role.SIAE else placements.of_company(home)
    return mine, turn.t(N_("People at work, newest first:"))


def _lot(turn: Turn, subject: int) -> tuple[sa.ColumnElement[bool], Markup]:
    lot = held.named(turn.session, subject)
    if lot is None:
        raise Refused(N_("This lot cannot be found."))
    return placements.for_lot(subject), turn.t(N_("People at work for {lot}:"), lot=lot_label(lot))


def _candidate(turn: Turn, subject: int) -> tuple[sa.ColumnElement[bool], Markup]:
    if candidates.get(turn.session, subject) is None:
        raise Refused(N_("This candidate cannot be found."))
    name = candidate_line(turn, subject)
    return placements.for_candidate(subject), turn.t(N_("Placements of {name}:"), name=name)


_LISTS = {"own": _mine, "lot": _lot, "for": _candidate}


def _find(turn: Turn) -> Placement:
    """The placement of the button tapped. Raises Refused when there is none this person may see."""
    return _seen(turn, placements.get(turn.session, turn.number))


def _seen(turn: Turn, placement: Placement | None) -> Placement:
    if placement is None or not allowed_any(turn, Action.SEE_PLACEMENT, owners(placement)):
        raise Refused(GONE)
    return placement


def _open(turn: Turn) -> None:
    turn.edit(placement_card(turn, _find(turn)))


def hear_reference(turn: Turn) -> bool:
    """Open the placement whose reference was typed to no form, as people say it on the phone. Returns
    whether it was one. Raises Refused."""
    typed = _REFERENCE.fullmatch(turn.text)
    if typed is None:
        return False
    found = placements.by_reference(turn.session, f"P-{typed[1]}-{int(typed[2]):04d}")
    turn.say(placement_card(turn, _seen(turn, found)))
    return True


def _confirm(turn: Turn) -> None:
    _settle(turn, confirmed=True)


def _reject(turn: Turn) -> None:
    _settle(turn, confirmed=False)


def _settle(turn: Turn, *, confirmed: bool) -> None:
    demand(turn, Action.CONFIRM_HIRE)
    placement = _find(turn)
    done = confirm_hire.confirm(turn, placement) if confirmed else confirm_hire.reject(turn, placement)
    if done:
        turn.toast(turn.t(N_("Noted.")))
        turn.edit(placement_card(turn, placement))
    else:
        _too_late(turn, placement)


def _ask_reject(turn: Turn) -> None:
    """It cannot be taken back: one more tap."""
    demand(turn, Action.CONFIRM_HIRE)
    placement = _find(turn)
    if placement.state == PlacementState.DECLARED:
        turn.edit(sure_card(turn, placement))
    else:
        _too_late(turn, placement)


def _too_late(turn: Turn, placement: Placement) -> None:
    turn.session.refresh(placement)
    state = turn.t(PLACEMENTS[PlacementState(placement.state)])
    turn.toast(turn.t(N_("This hire is already settled: {state}."), state=state))
    turn.edit(placement_card(turn, placement))


def _undo_end(turn: Turn) -> None:
    placement = _find(turn)
    if end_placement.undo(turn, turn.number) is None:
        turn.toast(turn.t(N_("This contract did not end early.")))
    turn.session.refresh(placement)
    turn.edit(placement_card(turn, placement))


ROUTES = (
    *entry("messalaries", _own),
    button("placements", _turn_page, args=r"(?:own|lot|for):\d{1,9}:\d{1,9}"),
    button("placements-of-lot", _of_lot),
    button("placements-for", _for_candidate),
    button("placement", _open),
    button("confirm-hire", _confirm),
    button("reject-hire", _ask_reject),
    button("hire-rejected", _reject),
    button("undo-end", _undo_end),
)
