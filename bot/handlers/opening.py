"""A card opened from a list that stays: it comes below."""

from collections.abc import Callable, Sequence

from bot.dialogue.below import NAME, serve
from bot.dialogue.routes import Route, button
from bot.dialogue.turn import Turn


def routes_for(every: Callable[[], Sequence[Route]]) -> tuple[Route, ...]:
    """The route of the buttons of `dialogue.below`; what they open is served by one of `every` route."""

    def open_below(turn: Turn) -> None:
        serve(turn, turn.data.partition(":")[2], every())

    return (button(NAME, open_below, args=r"[a-z-]{1,40}:\d{1,9}"),)
