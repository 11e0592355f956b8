"""What can happen to a contract, as steps of its story: each does what the person's button does."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.actions import (
    amend,
    answer_advice,
    award,
    cancel,
    complete,
    examine,
    kick_off,
    publish,
    review,
)
from bot.dialogue.turn import Turn
from bot.store import lots, organisations
from bot.store.amendments import Amended
from bot.store.tables import Kind, Lot, Procurement, Reason

Do = Callable[[Turn, Procurement], object]


def _lot(turn: Turn, procurement: Procurement, number: str) -> Lot:
    """The lot of this number as it is now. Raises LookupError."""
    for lot in lots.of(turn.session, procurement.id or 0):
        if lot.number == number:
            return lot
    raise LookupError(f"{procurement.title}: no lot {number}")


def examined(turn: Turn, procurement: Procurement) -> None:
    """Someone of the PLIE takes the contract."""
    examine.examine(turn, procurement.id or 0)


def suitable(*numbers: str, renewal: bool = False) -> Do:
    """These lots suit, for the hours the formula makes; in urban renewal or not. Nothing is sent yet."""

    def do(turn: Turn, procurement: Procurement) -> None:
        for number in numbers:
            lot = _lot(turn, procurement, number)
            review.suit(turn, procurement, lot)
            if renewal:
                review.set_renewal(turn, procurement, lot, renewal=True)

    return do


def unsuitable(number: str, reason: Reason) -> Do:
    """This lot does not suit. Nothing is sent yet."""
    return lambda turn, procurement: review.unsuit(turn, _lot(turn, procurement, number), reason)


def fewer_hours(number: str, hours: int) -> Do:
    """The facilitator asks for other hours than the formula makes. Nothing is sent yet."""
    return lambda turn, procurement: review.set_term(
        turn, procurement, _lot(turn, procurement, number), "hours", Decimal(hours)
    )


def advised(*decisions: Do) -> Do:
    """The last decisions, and the advice that leaves for the buyer."""

    def do(turn: Turn, procurement: Procurement) -> None:
        for decide in decisions:
            decide(turn, procurement)
        review.send_advice(turn, procurement)

    return do


def discussed(number: str, text: str) -> Do:
    """The buyer writes to the facilitator about a lot."""
    return lambda turn, procurement: answer_advice.discuss(
        turn, procurement, _lot(turn, procurement, number), text
    )


def retained(*numbers: str) -> Do:
    """The buyer retains these lots."""
    return lambda turn, procurement: answer_advice.retain(
        turn, procurement, [_lot(turn, procurement, number) for number in numbers]
    )


def declined(number: str, ground: str) -> Do:
    """The buyer does without the clause on a lot, with its ground."""
    return lambda turn, procurement: answer_advice.decline(
        turn, procurement, _lot(turn, procurement, number), ground
    )


def published(link: str | None) -> Do:
    """The notice was published the same day; the link to it, if any, is the proof."""
    return lambda turn, procurement: publish.publish(
        turn, procurement, turn.today, None if link is None else {"link": link}
    )


def awarded(company: str, amounts: Mapping[str, int]) -> Do:
    """The company gets these lots for these amounts, in euros excl. VAT, the same day."""

    def do(turn: Turn, procurement: Procurement) -> None:
        known = organisations.find(turn.session, Kind.COMPANY, company)
        winner = award.Winner(None if known is None else known.id, company)
        won = [
            award.Won(_lot(turn, procurement, number).id or 0, Decimal(amount))
            for number, amount in amounts.items()
        ]
        award.award(turn, procurement, won, winner, turn.today)

    return do


def kicked_off(*numbers: str, note: str | None = None) -> Do:
    """The first meeting with the suppliers of these lots was held the same day."""

    def do(turn: Turn, procurement: Procurement) -> None:
        for number in numbers:
            kick_off.kick_off(turn, procurement, _lot(turn, procurement, number), turn.today, note)

    return do


def amended(number: str, amount: int) -> Do:
    """The buyer signs an amendment to a lot: its amount in euros excl. VAT from now on."""

    def do(turn: Turn, procurement: Procurement) -> None:
        said = Amended(turn.today, Decimal(amount), None)
        amend.amend(turn, procurement, _lot(turn, procurement, number), said)

    return do


def completed(*numbers: str) -> Do:
    """These lots are over."""

    def do(turn: Turn, procurement: Procurement) -> None:
        for number in numbers:
            complete.complete(turn, procurement, _lot(turn, procurement, number))

    return do


def cancelled(reason: str) -> Do:
    """The contract will not be."""
    return lambda turn, procurement: cancel.cancel(turn, procurement, reason)
