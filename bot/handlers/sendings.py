"""How offers are sent: whom else they go to, what became of it, and what to do about uncertain messages."""

from collections.abc import Callable

from bot.actions import decide_sending, demand, tick_siae
from bot.dialogue.broadcasts.report import sendings_card
from bot.dialogue.broadcasts.siaes import siaes_card
from bot.dialogue.broadcasts.uncertain import run_card, runs_card, sure_card
from bot.dialogue.cards import Card
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.translations import N_, translate_plural
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import offers
from bot.store.tables import JobOffer


def _offer(turn: Turn, *, lock: bool = False) -> JobOffer:
    """The offer of the button, for who circulates offers. Raises Refused."""
    demand(turn, Action.CIRCULATE_OFFER)
    offer = offers.get(turn.session, turn.number, lock=lock)
    if offer is None:
        raise Refused(N_("This offer cannot be found."))
    return offer


def _report(turn: Turn) -> None:
    turn.edit(sendings_card(turn, _offer(turn), turn.language))


def _siaes(turn: Turn) -> None:
    turn.edit(siaes_card(turn, _offer(turn), turn.language, _numbers(turn)[0]))


def _tick(turn: Turn) -> None:
    _toggle(turn, tick_siae.tick)


def _untick(turn: Turn) -> None:
    _toggle(turn, tick_siae.untick)


def _toggle(turn: Turn, act: Callable[[Turn, JobOffer, int], bool]) -> None:
    after, siae, _ = _numbers(turn)
    offer = _offer(turn, lock=True)
    act(turn, offer, siae)
    turn.edit(siaes_card(turn, offer, turn.language, after))


def _numbers(turn: Turn) -> list[int]:
    return [int(part) for part in turn.data.split(":")[1:]]


def _runs(turn: Turn) -> None:
    demand(turn, Action.DECIDE_SENDING)
    turn.edit(runs_card(turn))


def _run(turn: Turn) -> None:
    demand(turn, Action.DECIDE_SENDING)
    turn.edit(run_card(turn, *_numbers(turn)))


def _resend(turn: Turn) -> None:
    _decide(turn, decide_sending.resend)


def _leave(turn: Turn) -> None:
    _decide(turn, decide_sending.leave)


def _decide(turn: Turn, act: Callable[[Turn, int, int | None], int]) -> None:
    """One message; it may have been decided meanwhile."""
    run, number = _numbers(turn)
    if not act(turn, run, number):
        turn.toast(turn.t(N_("This is decided already.")))
    turn.edit(run_card(turn, run, 0))


def _ask_resend(turn: Turn) -> None:
    _ask(turn, again=True)


def _ask_leave(turn: Turn) -> None:
    _ask(turn, again=False)


def _ask(turn: Turn, *, again: bool) -> None:
    demand(turn, Action.DECIDE_SENDING)
    turn.edit(sure_card(turn, turn.number, again=again))


def _resend_all(turn: Turn) -> None:
    done = decide_sending.resend(turn, turn.number)
    told = translate_plural(turn.language, "{n} message leaves again.", "{n} messages leave again.", done)
    turn.edit(Card(told))


def _leave_all(turn: Turn) -> None:
    done = decide_sending.leave(turn, turn.number)
    told = translate_plural(
        turn.language, "{n} message is not sent again.", "{n} messages are not sent again.", done
    )
    turn.edit(Card(told))


_TWO, _THREE = r"\d{1,9}:\d{1,9}", r"\d{1,9}:\d{1,9}:\d{1,9}"

ROUTES = (
    button("offer-sendings", _report),
    button("offer-siaes", _siaes, args=_TWO),
    button("tick-siae", _tick, args=_THREE),
    button("untick-siae", _untick, args=_THREE),
    button("uncertain", _runs, args=""),
    button("uncertain-of", _run, args=_TWO),
    button("resend", _resend, args=_TWO),
    button("leave", _leave, args=_TWO),
    button("resend-all", _ask_resend),
    button("leave-all", _ask_leave),
    button("resent-all", _resend_all),
    button("left-all", _leave_all),
)
