"""/indicateurs: the indicators of the agreement, whole for PLIE staff; for a buyer its own, as they may leave
the PLIE."""

from datetime import date

from bot.actions import demand
from bot.dialogue.lists import SIZE
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.reports.indicators import outside
from bot.reports.indicators.card import EVERYONE, Span, buyers_card, card, period_of
from bot.rules.period import Period
from bot.rules.policy import Action, Owner
from bot.store import indicators, organisations
from bot.store.indicators.scope import Asked
from bot.store.tables import Kind, Organisation

_MONTH = r"20\d\d(?:0[1-9]|1[0-2])"


def _start(turn: Turn) -> None:
    staff = turn.me.is_staff
    home = EVERYONE if staff else turn.me.organisation_id
    _show(turn, Span.QUARTER, period_of(Span.QUARTER, turn.today), home)


def _open(turn: Turn) -> None:
    _, span, month, home = turn.data.split(":")
    first = date(int(month[:4]), int(month[4:]), 1)
    _show(turn, Span(span), period_of(Span(span), first), int(home))


def _show(turn: Turn, span: Span, period: Period, home: int) -> None:
    demand(turn, Action.SEE_INDICATORS, Owner(home))
    buyer = _buyer(turn, home)
    staff, wanted = turn.me.is_staff, None if buyer is None else home
    if not staff and span is Span.MONTH:
        span, period = Span.QUARTER, period_of(Span.QUARTER, period.first)
    if staff:
        figures = indicators.figures(turn.session, Asked(period, turn.zone, wanted))
    else:
        figures = outside.masked(turn.session, period, turn.zone, wanted)
    turn.edit(card(figures, span, period, buyer, turn.language, today=turn.today, staff=staff))


def _buyer(turn: Turn, home: int) -> Organisation | None:
    """The buyer asked for; None for everybody. Raises Refused."""
    if home == EVERYONE:
        return None
    buyer = organisations.find_number(turn.session, home)
    if buyer is None or buyer.kind != Kind.BUYER:
        raise Refused(N_("This organisation cannot be found."))
    return buyer


def _buyers(turn: Turn) -> None:
    demand(turn, Action.LIST_PROCUREMENTS)
    _, span, month, after = turn.data.split(":")
    last = organisations.find_number(turn.session, int(after))
    found = organisations.page(turn.session, Kind.BUYER, last.name_key if last else "", SIZE + 1)
    first = date(int(month[:4]), int(month[4:]), 1)
    turn.edit(buyers_card(Span(span), first, list(found), turn.language, beginning=last is None))


ROUTES = (
    *entry("indicateurs", _start),
    button("indicators", _open, args=rf"[mqy]:{_MONTH}:\d{{1,9}}"),
    button("indicator-buyers", _buyers, args=rf"[mqy]:{_MONTH}:\d{{1,9}}"),
)
