"""Lots awarded: their list, their card, the kick-off, amendments, and their completion."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.actions import allowed, amend, complete, demand, invite_supplier, kick_off
from bot.dialogue import conversation
from bot.dialogue.cards import Button, Card
from bot.dialogue.contracts.awards import invitation_text, link_to, lot_line
from bot.dialogue.contracts.lots import (
    HELD,
    Eye,
    completing_card,
    lot_card,
    lots_card,
    removing_card,
    unread_card,
)
from bot.dialogue.days import Happened
from bot.dialogue.fields import Duration, Money, Text
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.readers.when import When
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offer_steps import lot_label
from bot.rules.lifecycle import LotState, Move, sources
from bot.rules.policy import Action, Owner
from bot.store import amendments, held, lots, organisations, procurements
from bot.store.amendments import Amended
from bot.store.tables import Lot, Procurement

GONE = N_("This lot cannot be found.")
_NO_LOTS = N_("No lot of this contract is awarded.")
_MOVED = N_("This is already done, or no longer possible. Here is where the lot stands.")
_REFERENCE = re.compile(r"(?i)\s*M-\d{4}-\d{4,}\s*")
_SHOWN = HELD | {LotState.CANCELLED}


def _eye(turn: Turn, procurement: Procurement, lot: Lot) -> Eye | None:
    """As whom this person may see a lot, None when they may not: nobody before the award."""
    if lot.supplier_id is None or lot.state not in _SHOWN:
        return None
    if allowed(turn, Action.SEE_PROCUREMENT, Owner(procurement.organisation_id)):
        return Eye.STAFF if turn.me.is_staff else Eye.BUYER
    return Eye.SUPPLIER if allowed(turn, Action.SEE_AWARDED_LOT, Owner(lot.supplier_id)) else None


def _find(turn: Turn, number: int) -> tuple[Procurement, Lot, Eye]:
    """The lot, for who may see it. Raises Refused."""
    lot = lots.get(turn.session, number)
    procurement = None if lot is None else procurements.get(turn.session, lot.procurement_id)
    eye = None if lot is None or procurement is None else _eye(turn, procurement, lot)
    if lot is None or procurement is None or eye is None:
        raise Refused(GONE)
    return procurement, lot, eye


def _list(turn: Turn) -> None:
    _, number, page = turn.data.split(":")
    procurement = procurements.get(turn.session, int(number))
    known = [] if procurement is None else lots.of(turn.session, int(number))
    seen = [(lot, eye) for lot in known if procurement and (eye := _eye(turn, procurement, lot))]
    if procurement is None or not seen:
        raise Refused(_NO_LOTS)
    turn.edit(lots_card(procurement, [lot for lot, _ in seen], turn.language, int(page), seen[0][1]))


def _own(turn: Turn) -> None:
    """The lots the company of this person holds, the latest first."""
    demand(turn, Action.LIST_OWN_LOTS)
    mine, page = held.of(turn.session, turn.me.organisation_id), turn.number
    shown = mine[page * SIZE : (page + 1) * SIZE]
    if not shown:
        turn.edit(turn.t(N_("No lot is awarded to your company at present.")))
        return
    rows = [(Button(cut(lot_label(lot), MAX_LABEL), f"lot:{lot.id}"),) for lot in shown]
    following = f"my-lots:{page + 1}" if len(mine) > (page + 1) * SIZE else None
    pages = page_buttons(turn.language, "my-lots:0" if page else None, following)
    turn.edit(Card(turn.t(N_("Your lots, latest first:")), (*rows, *pages)))


def _show(turn: Turn, procurement: Procurement, lot: Lot, eye: Eye) -> None:
    turn.edit(lot_card(turn.session, procurement, lot, turn.language, eye, today=turn.today))


def _open(turn: Turn) -> None:
    _show(turn, *_find(turn, turn.number))


def hear_reference(turn: Turn) -> bool:
    """Open what a supplier holds of the contract whose reference it typed. Returns whether it holds any."""
    if not _REFERENCE.fullmatch(turn.text):
        return False
    procurement = procurements.by_reference(turn.session, turn.text.strip().upper())
    if procurement is None or allowed(turn, Action.SEE_PROCUREMENT, Owner(procurement.organisation_id)):
        return False
    known = lots.of(turn.session, procurement.id or 0)
    mine = [lot for lot in known if _eye(turn, procurement, lot) is Eye.SUPPLIER]
    if len(mine) == 1:
        turn.say(lot_card(turn.session, procurement, mine[0], turn.language, Eye.SUPPLIER, today=turn.today))
    elif mine:
        turn.say(lots_card(procurement, mine, turn.language, 0, Eye.SUPPLIER))
    return bool(mine)


def _movable(turn: Turn, move: Move, wanted: Action) -> tuple[Procurement, Lot, Eye] | None:
    """The lot of the button tapped where this can happen to it; else it is shown as it is. Raises Refused."""
    found = _find(turn, turn.number)
    demand(turn, wanted, Owner(found[0].organisation_id))
    if found[1].state in sources(move):
        return found
    turn.toast(turn.t(_MOVED))
    _show(turn, *found)
    return None


def _about(procurement: Procurement, lot: Lot) -> dict[str, Any]:
    return {"lot": lot.id, "about": f"{procurement.reference} · {lot_line(lot)}"}


def _kick_off(turn: Turn) -> None:
    if found := _movable(turn, Move.RUN, Action.KICK_OFF):
        conversation.start(turn, KICK_OFF, _about(*found[:2]))


def _kicked_off(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    procurement, lot, eye = _find(turn, answers["lot"])
    day = When.from_json(answers["day"]).day
    done = kick_off.kick_off(turn, procurement, lot, day, answers.get("note"))
    turn.say(lot_card(turn.session, procurement, lot, turn.language, eye, today=turn.today))
    return turn.t(N_("The kick-off is logged: the lot is running.") if done else _MOVED)


def _amend(turn: Turn) -> None:
    if found := _movable(turn, Move.AMEND, Action.AMEND):
        conversation.start(turn, AMEND, _about(*found[:2]))


def _amended(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    procurement, lot, eye = _find(turn, answers["lot"])
    amount, months = (_number(answers.get(name)) for name in ("amount", "months"))
    amend.amend(turn, procurement, lot, Amended(When.from_json(answers["day"]).day, amount, months))
    turn.say(lot_card(turn.session, procurement, lot, turn.language, eye, today=turn.today))
    return turn.t(N_("The amendment is recorded."))


def _remove_amendment(turn: Turn) -> None:
    """The amendment is shown before it goes."""
    if found := _movable(turn, Move.AMEND, Action.AMEND):
        last = amendments.last_recorded(turn.session, found[1].id or 0)
        if last is not None:
            turn.edit(removing_card(found[0], found[1], last, turn.language))
            return
        turn.toast(turn.t(_MOVED))
        _show(turn, *found)


def _amendment_removed(turn: Turn) -> None:
    procurement, lot, eye = _find(turn, turn.number)
    done = amend.remove(turn, procurement, lot, int(turn.data.split(":")[1]))
    turn.toast(turn.t(N_("The amendment is removed.") if done else _MOVED))
    _show(turn, procurement, lot, eye)


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _update_hours(turn: Turn) -> None:
    procurement, lot, eye = _find(turn, turn.number)
    done = amend.update_hours(turn, procurement, lot, int(turn.data.split(":")[1]))
    turn.toast(turn.t(N_("The hours are up to date.") if done else _MOVED))
    _show(turn, procurement, lot, eye)


def _complete(turn: Turn) -> None:
    if found := _movable(turn, Move.COMPLETE, Action.COMPLETE):
        turn.edit(completing_card(found[0], found[1], turn.language))


def _completed(turn: Turn) -> None:
    procurement, lot, eye = _find(turn, turn.number)
    made = complete.complete(turn, procurement, lot)
    told = N_("The lot is completed: the closing report has gone to the buyer.")
    said = told if made.told else N_("The lot is completed.")
    turn.toast(turn.t(said if made.done else _MOVED))
    _show(turn, procurement, lot, eye)
    if made.reported and not made.told:
        turn.say(unread_card(turn, procurement, made.reported, turn.language))


def _invite(turn: Turn) -> None:
    _, lot, _ = _find(turn, turn.number)
    token = invite_supplier.invite_supplier(turn, lot)
    company = organisations.get(turn.session, lot.supplier_id or 0)
    turn.say(invitation_text(company, link_to(turn, token), turn.language))


def _recap(form: Form, language: str, answers: Answers) -> Markup:
    """Which lot, and the answers."""
    head = Markup("<b>{}</b>\n{}").format(translate(language, form.title), answers.get("about", ""))
    return Markup("{}\n\n{}").format(head, listing(form, answers, language))


KICK_OFF: Form = Form(
    name="kick-off",
    version=1,
    title=N_("Log the kick-off"),
    steps=(
        Step("day", N_("Date"), N_("On which day was the kick-off with the company held?"), Happened()),
        Step(
            "note",
            N_("Note"),
            N_("Anything to note? Only the PLIE reads it."),
            Text(2, 1000),
            optional=True,
        ),
    ),
    verb=N_("Save"),
    recap=lambda language, answers: _recap(KICK_OFF, language, answers),
    done=_kicked_off,
)

AMEND: Form = Form(
    name="amend",
    version=1,
    title=N_("Record an amendment"),
    steps=(
        Step(
            "amount",
            N_("New amount excl. VAT"),
            N_("What is the new amount of the lot, excluding VAT?"),
            Money(),
            optional=True,
            skip_label=N_("The amount does not change"),
        ),
        Step(
            "months",
            N_("New duration"),
            N_("What is the new duration of the lot, from its start?"),
            Duration(),
            optional=True,
            skip_label=N_("The duration does not change"),
        ),
        Step("day", N_("Signed on"), N_("On which day was the amendment signed?"), Happened()),
    ),
    verb=N_("Save"),
    recap=lambda language, answers: _recap(AMEND, language, answers),
    done=_amended,
)

ROUTES = (
    *entry("meslots", _own),
    button("my-lots", _own),
    button("lots", _list, args=r"\d{1,9}:\d{1,4}"),
    button("lot", _open),
    button("kick-off", _kick_off),
    button("amend", _amend),
    button("remove-amendment", _remove_amendment),
    button("amendment-removed", _amendment_removed, args=r"\d{1,9}:\d{1,9}"),
    button("update-hours", _update_hours, args=r"\d{1,9}:\d{1,9}"),
    button("complete", _complete),
    button("completed", _completed),
    button("invite-supplier", _invite),
)
