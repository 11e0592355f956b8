"""The table of methods."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.params import Params
from bot.sandbox.world import World

Handler = Callable[[World, Params], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Reply:
    """A result that comes with a description, as webhooks have it."""

    result: Any
    description: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method: its official name, every parameter the Bot API knows for it, and what it does."""

    name: str
    parameters: frozenset[str]
    run: Handler


METHODS: dict[str, Method] = {}


def method(name: str, *parameters: str) -> Callable[[Handler], Handler]:
    """Register a function as the method `name`, found in any case."""

    def register(handler: Handler) -> Handler:
        METHODS[name.lower()] = Method(name, frozenset(parameters), handler)
        return handler

    return register
