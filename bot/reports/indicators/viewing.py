"""What a button of the indicators is about, as it is now."""

from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.reports.indicators.card import View
from bot.reports.indicators.spans import Shown, in_button
from bot.store import organisations
from bot.store.indicators import beginning
from bot.store.indicators.scope import Asked
from bot.store.tables import Kind

_NO_SUCH = N_("This period does not exist. Please choose another one with /indicateurs.")


def shown(turn: Turn) -> Shown:
    """What the button tapped is about. Raises Refused for a period that does not exist."""
    try:
        return in_button(turn.data)
    except ValueError:
        raise Refused(_NO_SUCH) from None


def view(turn: Turn, of: Shown) -> View:
    """The same with its buyer, for the person of this turn, whose rights the caller asks. Raises Refused when
    there is no such buyer."""
    buyer = None if of.buyer_id is None else organisations.find_number(turn.session, of.buyer_id)
    if of.buyer_id is not None and (buyer is None or buyer.kind != Kind.BUYER):
        raise Refused(N_("This organisation cannot be found."))
    since = beginning.first_day(turn.session) or turn.today
    return View(of, buyer, turn.me.is_staff, turn.today, turn.language, since)


def tapped(turn: Turn) -> View:
    """What the button tapped is about, with its buyer. Raises Refused as `shown` and `view`."""
    return view(turn, shown(turn))


def asked(turn: Turn, of: Shown) -> Asked:
    """The same as a question to the figures."""
    return Asked(of.period, turn.zone, of.buyer_id)
