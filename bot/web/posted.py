"""What was sent with a form: bounded, of any encoding, never trusted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from bot.dialogue.fitting import clean

MOST_BYTES = 64 * 1024
MOST_FIELDS = 2000
MOST_TYPED = 4000


class TooLargeError(Exception):
    """The body is larger than any form of ours."""


class UnreadableError(Exception):
    """The body is no form."""


@dataclass(frozen=True, slots=True)
class Posted:
    """The values of a form by their names, as typed, without signs nobody types."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sent: bool = False

    def one(self, name: str) -> str:
        """The value of this name; empty where there is none."""
        return self.values.get(name, ("",))[0]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of this name."""
        return self.values.get(name, ())


async def read(request: Request) -> Posted:
    """What a form sent. Raises TooLargeError, UnreadableError, ClientDisconnect."""
    body = await _bounded(request)

    async def again() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    copy = Request(request.scope, again)
    values: dict[str, tuple[str, ...]] = {}
    try:
        async with copy.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES) as form:
            for name, value in form.multi_items():
                if isinstance(value, str):
                    values[name] = (*values.get(name, ()), clean(value)[:MOST_TYPED])
    except (HTTPException, ValueError, LookupError) as error:
        raise UnreadableError from error
    return Posted(values, sent=True)


async def _bounded(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise TooLargeError
        parts.append(part)
    return b"".join(parts)


__all__ = ["ClientDisconnect", "Posted", "TooLargeError", "UnreadableError", "read"]
