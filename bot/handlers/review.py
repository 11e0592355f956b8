"""The review: from an announced procurement to the advice of the PLIE, lot by lot."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.actions import demand, review
from bot.dialogue import conversation
from bot.dialogue.cards import Card
from bot.dialogue.contracts.review import reasons_card, review_card, review_lot_card
from bot.dialogue.fields import Money, Percent, WholeNumber
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.readers.numbers import HOURS
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import lots, organisations, procurements
from bot.store.tables import Lot, Procurement, Reason

GONE = N_("This lot cannot be found.")
_NOBODY = N_(
    "Nobody of {buyer} has access to Clausette: hand the advice on, and answer for them on the card of "
    "the contract."
)
_TERM_CODES = "amount|share|rate|cost|hours"


def _find(turn: Turn) -> tuple[Procurement, Lot]:
    return _lot(turn, turn.number)


def _lot(turn: Turn, number: int) -> tuple[Procurement, Lot]:
    """The lot and its procurement, for who may review. Raises Refused."""
    demand(turn, Action.REVIEW)
    lot = lots.get(turn.session, number)
    procurement = None if lot is None else procurements.get(turn.session, lot.procurement_id)
    if lot is None or procurement is None:
        raise Refused(GONE)
    return procurement, lot


def _open(turn: Turn) -> None:
    demand(turn, Action.REVIEW)
    _, number, page = turn.data.split(":")
    procurement = procurements.get(turn.session, int(number))
    if procurement is None:
        raise Refused(N_("This contract cannot be found."))
    known = lots.of(turn.session, int(number))
    if len(known) == 1 and known[0].verdict is None and page == "0":
        turn.edit(review_lot_card(turn.session, procurement, known[0], turn.language))
    else:
        turn.edit(review_card(turn.session, procurement, turn.language, int(page)))


def _show(turn: Turn, procurement: Procurement, lot: Lot) -> None:
    turn.edit(review_lot_card(turn.session, procurement, lot, turn.language))


def _open_lot(turn: Turn) -> None:
    _show(turn, *_find(turn))


def _suit(turn: Turn) -> None:
    procurement, lot = _find(turn)
    review.suit(turn, procurement, lot)
    _show(turn, procurement, lot)


def _ask_reason(turn: Turn) -> None:
    _, lot = _find(turn)
    turn.edit(reasons_card(lot, turn.language))


def _unsuit(turn: Turn) -> None:
    procurement, lot = _find(turn)
    review.unsuit(turn, lot, Reason(turn.data.split(":")[1]))
    turn.edit(review_card(turn.session, procurement, turn.language))


def _renewal(turn: Turn) -> None:
    procurement, lot = _find(turn)
    review.set_renewal(turn, procurement, lot, renewal=turn.data.split(":")[1] == "yes")
    _show(turn, procurement, lot)


def _ask_term(turn: Turn) -> None:
    _, lot = _find(turn)
    conversation.start(turn, FORM, {"lot": lot.id, "term": turn.data.split(":")[1]})


def _done(turn: Turn, answers: Mapping[str, Any]) -> Markup | None:
    procurement, lot = _lot(turn, answers["lot"])
    review.set_term(turn, procurement, lot, answers["term"], Decimal(str(answers[answers["term"]])))
    _show(turn, procurement, lot)
    return None


def _asked(term: str) -> Any:
    def when(answers: Answers) -> bool:
        return bool(answers.get("term") == term)

    return when


FORM = Form(
    name="review-term",
    version=1,
    title=N_("Hours of the lot"),
    steps=(
        Step(
            "amount",
            N_("Amount excl. VAT"),
            N_("What is the amount of the lot?"),
            Money(),
            when=_asked("amount"),
        ),
        Step(
            "share",
            N_("Labour share"),
            N_("What share of the amount is labour?"),
            Percent((20, 50, 70, 80)),
            when=_asked("share"),
        ),
        Step(
            "rate",
            N_("Effort rate"),
            N_("What share of the labour goes to insertion?"),
            Percent((5, 7, 10, 15, 20)),
            when=_asked("rate"),
        ),
        Step(
            "cost",
            N_("Hourly cost"),
            N_("What does an hour of work cost, charges included?"),
            Money(N_("For example: 30 euros."), bare=True, most=1000),
            when=_asked("cost"),
        ),
        Step(
            "hours",
            N_("Hours"),
            N_("How many hours should the lot owe?"),
            WholeNumber(1, 999_999, hint=N_("For example: 400 hours."), nouns=HOURS),
            when=_asked("hours"),
        ),
    ),
    verb=N_("Save"),
    done=_done,
    at_once=True,
)


def _send(turn: Turn) -> None:
    demand(turn, Action.REVIEW)
    procurement = procurements.get(turn.session, turn.number)
    if procurement is None:
        raise Refused(N_("This contract cannot be found."))
    told = review.send_advice(turn, procurement)
    buyer = organisations.get(turn.session, procurement.organisation_id).name
    sent = N_("The advice was sent to the buyer.") if told else _NOBODY
    turn.toast(turn.t(N_("The advice was sent to the buyer.")) if told else None)
    card = review_card(turn.session, procurement, turn.language)
    turn.edit(Card(Markup("\n\n").join([turn.t(sent, buyer=buyer), card.text]), card.keyboard))


ROUTES = (
    button("review", _open, args=r"\d{1,9}:\d{1,4}"),
    button("review-lot", _open_lot),
    button("suit", _suit),
    button("unsuit", _ask_reason),
    button("because", _unsuit, args="(?:" + "|".join(Reason) + r"):\d{1,9}"),
    button("renewal", _renewal, args=r"(?:yes|no):\d{1,9}"),
    button("term", _ask_term, args=f"(?:{_TERM_CODES})" + r":\d{1,9}"),
    button("send-advice", _send),
)
