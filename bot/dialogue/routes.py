"""Routes: python-telegram-bot's own handlers and filters decide what an update is; our function takes the
turn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.dialogue.commands import BY_NAME
from bot.dialogue.turn import Turn

Do = Callable[[Turn], None]
PRIVATE = filters.ChatType.PRIVATE
SLASHED = filters.COMMAND | filters.Regex("^/")
"""What is meant as a command, also where Telegram sees none: it knows no accents."""


@dataclass(frozen=True)
class Route:
    """A handler asked by `check_update` only, and what is done when it accepts. `open` ones serve strangers
    too."""

    handler: BaseHandler[Update, Any, None]
    do: Do
    open: bool = False

    @property
    def serves_taps(self) -> bool:
        """Whether this is a route for buttons: the others need not be asked about a tap."""
        return isinstance(self.handler, CallbackQueryHandler)

    def accepts(self, update: Update) -> bool:
        """Whether this route serves the update."""
        check = self.handler.check_update(update)
        return check is not None and check is not False


async def unused(_update: Update, _context: Any) -> None:
    """python-telegram-bot wants a callback; the dispatcher calls `Route.do` instead."""


def entry(name: str, do: Do) -> tuple[Route, Route]:
    """The routes of a command of the table: typed in either language, or tapped in /menu."""
    listed = BY_NAME[name]
    names = [listed.name] + ([listed.alias] if listed.alias else [])
    return command(*names, do=do), button(f"go:{name}", do, args="")


def command(*names: str, do: Do, open_to_all: bool = False) -> Route:
    """A route for `/name` in a private chat."""
    return Route(
        CommandHandler(list(names), unused, filters=PRIVATE & filters.UpdateType.MESSAGE), do, open_to_all
    )


def button(prefix: str, do: Do, *, args: str = r"\d{1,9}", open_to_all: bool = False) -> Route:
    """A route for taps on buttons whose data is `prefix:args`, or `prefix` alone where `args` is empty.

    Data of any other form, which no button of ours carries, is served by nobody but the last route.
    """
    pattern = f"^{prefix}:(?:{args})$" if args else f"^{prefix}$"
    return Route(CallbackQueryHandler(unused, pattern=pattern), do, open_to_all)


def message(kind: filters.BaseFilter, do: Do, *, open_to_all: bool = False) -> Route:
    """A route for messages of a kind in a private chat."""
    return Route(MessageHandler(PRIVATE & filters.UpdateType.MESSAGE & kind, unused), do, open_to_all)
