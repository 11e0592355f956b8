"""/jour: everything that waits for someone of the PLIE, most urgent first, each one tap away."""

from bot.actions import demand
from bot.dialogue.call_backs import call_back_card
from bot.dialogue.form import Form
from bot.dialogue.journey.day.cards import day_card
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import Route, button, entry
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import call_backs, day


def _page(turn: Turn, page: int, *, mine: bool) -> None:
    demand(turn, Action.SEE_DAY)
    asked = day.scope(turn.session, turn.today, turn.zone, turn.me.id if mine else None)
    items = day.waiting(turn.session, asked)
    turn.edit(day_card(turn.session, items, turn.today, turn.language, mine=mine, page=page))


def _mine(turn: Turn) -> None:
    _page(turn, 0, mine=True)


def _turn_page(turn: Turn) -> None:
    _page(turn, turn.number, mine=turn.data.split(":")[1] == "mine")


def routes_for(*forms: Form) -> tuple[Route, ...]:
    """The routes of the day; a call-back says about which of these forms it was asked."""
    titles = {form.name: form.title for form in forms}

    def open_call_back(turn: Turn) -> None:
        demand(turn, Action.ANSWER_CALL_BACK)
        task = call_backs.get(turn.session, turn.number)
        if task is None:
            raise Refused(N_("This request cannot be found."))
        title = titles.get(task.form, N_("What I can do here"))
        turn.edit(call_back_card(turn.session, task, title, turn.language))

    return (
        *entry("jour", _mine),
        button("day", _turn_page, args=r"(?:mine|all):\d{1,3}"),
        button("call-back", open_call_back),
    )
