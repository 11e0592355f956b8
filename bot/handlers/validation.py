"""Hours declared: a facilitator validates them or asks them back; how far the hours owed are."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from bot.actions import allowed, ask_hours_back, demand, validate_hours
from bot.dialogue.cards import Card
from bot.dialogue.journey.hours.cards import month_card, month_from, person_card
from bot.dialogue.journey.hours.progress import followed, lots_text, progress_card
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.store import lots, organisations, procurements, worked, worked_lines
from bot.store.tables import Lot, Procurement, WorkedMonth

_GONE = N_("These hours cannot be found.")
_MOVED = N_("The hours have changed meanwhile. Here is where they stand.")
_NO_CONTRACT = N_("This contract cannot be found.")
_NO_PROGRESS = N_("No lot of this contract owes hours yet.")


def _month(turn: Turn) -> tuple[int, date]:
    """The organisation and the month of the button tapped. Raises Refused."""
    _, number, code, *_ = turn.data.split(":")
    home, month = organisations.find_number(turn.session, int(number)), month_from(code)
    if home is None or month is None:
        raise Refused(_GONE)
    return home.id or 0, month


def _open_month(turn: Turn) -> None:
    demand(turn, Action.VALIDATE_HOURS)
    home, month = _month(turn)
    after = turn.data.split(":")[3:]
    turn.edit(month_card(turn.session, home, month, int(after[0]) if after else 0, turn.language))


def _validate_month(turn: Turn) -> None:
    demand(turn, Action.VALIDATE_HOURS)
    home, month = _month(turn)
    done = validate_hours.validate_month(turn, home, month, turn.data.rpartition(":")[2])
    turn.toast(turn.t(_MOVED if done is None else N_("The hours are validated.")))
    _show_month(turn, home, month, done or ())


def _show_month(turn: Turn, home: int, month: date, touched: Sequence[int]) -> None:
    """The month as it is now, with the progress of the lots whose hours were validated."""
    card = month_card(turn.session, home, month, 0, turn.language)
    progress = lots_text(turn.session, touched, turn.language, turn.today)
    turn.edit(Card(Markup("\n\n").join(filter(None, [card.text, progress])), card.keyboard))


def _hours(turn: Turn) -> WorkedMonth:
    """The hours of the button tapped. Raises Refused."""
    demand(turn, Action.VALIDATE_HOURS)
    hours = worked.get(turn.session, turn.number)
    if hours is None:
        raise Refused(_GONE)
    return hours


def _show(turn: Turn, hours: WorkedMonth) -> None:
    now = worked.get(turn.session, hours.id or 0)
    line = worked_lines.of_hours(turn.session, hours.month, hours.id or 0)
    if now is None or line is None:
        raise Refused(_GONE)
    turn.edit(person_card(turn.session, line, now, turn.language))


def _open(turn: Turn) -> None:
    _show(turn, _hours(turn))


def _validate(turn: Turn) -> None:
    hours = _hours(turn)
    seen = Decimal(turn.data.split(":")[1]) / 100
    if not validate_hours.validate(turn, hours, seen):
        turn.toast(turn.t(_MOVED))
        _show(turn, hours)
        return
    turn.toast(turn.t(N_("The hours are validated.")))
    _show_month(turn, hours.declaring_id, hours.month, [hours.lot_id] if hours.lot_id else ())


def _ask_back(turn: Turn) -> None:
    hours = _hours(turn)
    done = ask_hours_back.ask_back(turn, hours)
    turn.toast(turn.t(N_("The correction is asked for.") if done else _MOVED))
    _show(turn, hours)


def _progress(turn: Turn) -> None:
    """The hours of a contract, of the lots this person may see."""
    _, number, *page = turn.data.split(":")
    procurement = procurements.get(turn.session, int(number))
    known = [] if procurement is None else lots.of(turn.session, int(number))
    seen = [lot for lot in known if procurement is not None and _may_see(turn, procurement, lot)]
    if procurement is None or not (seen or _is_its(turn, procurement)):
        raise Refused(_NO_CONTRACT)
    if not followed(seen):
        raise Refused(_NO_PROGRESS)
    place = int(page[0]) if page else 0
    turn.edit(progress_card(turn.session, procurement, seen, place, turn.language, turn.today))


def _is_its(turn: Turn, procurement: Procurement) -> bool:
    return allowed(turn, Action.SEE_PROGRESS, Owner(procurement.organisation_id))


def _may_see(turn: Turn, procurement: Procurement, lot: Lot) -> bool:
    if _is_its(turn, procurement):
        return True
    return lot.supplier_id is not None and allowed(turn, Action.SEE_PROGRESS, Owner(lot.supplier_id))


ROUTES = (
    button("hours-to-validate", _open_month, args=r"\d{1,9}:\d{6}(?::\d{1,9})?"),
    button("validate-month", _validate_month, args=r"\d{1,9}:\d{6}:[0-9a-f]{8}"),
    button("worked", _open),
    button("validate-hours", _validate, args=r"\d{1,7}:\d{1,9}"),
    button("ask-hours", _ask_back),
    button("progress-of", _progress),
    button("progress-page", _progress, args=r"\d{1,9}:\d{1,4}"),
)
