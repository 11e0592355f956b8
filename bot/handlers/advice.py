"""The buyer's answers to the PLIE's advice, and the wording for the tender documents."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import answer_advice, demand
from bot.dialogue import conversation
from bot.dialogue.cards import Card
from bot.dialogue.contracts.advice import advice_card, advice_lot_card, grounds_card
from bot.dialogue.fields import Text
from bot.dialogue.form import Form, Step
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.words import GROUNDS
from bot.reports import wording
from bot.rules.lifecycle import LotState
from bot.rules.policy import Action, Owner
from bot.store import lots, procurements
from bot.store.tables import Lot, Procurement

GONE = N_("This contract cannot be found.")
_LOT_GONE = N_("This lot cannot be found.")


def _procurement(turn: Turn, number: int) -> Procurement:
    """The procurement, for who may answer for its buyer. Raises Refused."""
    procurement = procurements.get(turn.session, number)
    demand(turn, Action.ANSWER_ADVICE, Owner(procurement.organisation_id if procurement else 0))
    if procurement is None:
        raise Refused(GONE)
    return procurement


def _lot(turn: Turn, number: int) -> tuple[Procurement, Lot]:
    lot = lots.get(turn.session, number)
    procurement = _procurement(turn, lot.procurement_id if lot else 0)
    if lot is None or lot.advised_at is None:
        raise Refused(_LOT_GONE)
    return procurement, lot


def _card(turn: Turn, procurement: Procurement, page: int = 0) -> Card:
    return advice_card(turn.session, procurement, turn.language, page, staff=turn.me.is_staff)


def _open(turn: Turn) -> None:
    _, number, page = turn.data.split(":")
    turn.edit(_card(turn, _procurement(turn, int(number)), int(page)))


def _open_lot(turn: Turn) -> None:
    procurement, lot = _lot(turn, turn.number)
    turn.edit(advice_lot_card(turn.session, procurement, lot, turn.language))


def _retain(turn: Turn) -> None:
    procurement, lot = _lot(turn, turn.number)
    _answered(turn, procurement, answer_advice.retain(turn, procurement, [lot]))


def _retain_all(turn: Turn) -> None:
    procurement = _procurement(turn, turn.number)
    waiting = [lot for lot in lots.of(turn.session, turn.number) if lot.state == LotState.SUITABLE]
    _answered(turn, procurement, answer_advice.retain(turn, procurement, waiting))


def _decline(turn: Turn) -> None:
    procurement, lot = _lot(turn, turn.number)
    if answer_advice.needs_ground(turn, procurement):
        turn.edit(grounds_card(procurement, lot, turn.language))
    else:
        _answered(turn, procurement, answer_advice.decline(turn, procurement, lot, None))


def _ground(turn: Turn) -> None:
    procurement, lot = _lot(turn, turn.number)
    _answered(turn, procurement, answer_advice.decline(turn, procurement, lot, turn.data.split(":")[1]))


def _answered(turn: Turn, procurement: Procurement, moved: list[Lot]) -> None:
    """Show where the advice stands; the wording comes by itself with the last answer."""
    if not moved:
        turn.toast(turn.t(answer_advice.MOVED_ON))
    turn.edit(_card(turn, procurement))
    known = lots.of(turn.session, procurement.id or 0)
    waiting = any(lot.state == LotState.SUITABLE for lot in known)
    if moved and not waiting and any(lot.state == LotState.CONFIRMED for lot in known):
        wording.send(turn, procurement)


def _wording(turn: Turn) -> None:
    procurement = _procurement(turn, turn.number)
    if not wording.send(turn, procurement):
        raise Refused(N_("No lot of this contract carries the clause yet: there is no wording to give."))


def _discuss(turn: Turn) -> None:
    _, lot = _lot(turn, turn.number)
    conversation.start(turn, FORM, {"lot": lot.id})


def _done(turn: Turn, answers: Mapping[str, Any]) -> None:
    procurement, lot = _lot(turn, answers["lot"])
    answer_advice.discuss(turn, procurement, lot, answers["text"])
    shown = advice_lot_card(turn.session, procurement, lot, turn.language)
    sent = turn.t(
        N_("Sent to the facilitator, who will come back to you. The lot still waits for your answer.")
    )
    turn.edit(Card(Markup("\n\n").join([sent, shown.text]), shown.keyboard))


FORM = Form(
    name="discuss",
    version=1,
    title=N_("Talk about a lot"),
    steps=(Step("text", N_("Message"), N_("What would you like to say to the facilitator?"), Text(2, 1000)),),
    verb=N_("Send"),
    done=_done,
    at_once=True,
)

ROUTES = (
    button("advice", _open, args=r"\d{1,9}:\d{1,4}"),
    button("advice-lot", _open_lot),
    button("retain", _retain),
    button("retain-all", _retain_all),
    button("decline", _decline),
    button("ground", _ground, args="(?:" + "|".join(GROUNDS) + r"):\d{1,9}"),
    button("discuss", _discuss),
    button("clause", _wording),
)
