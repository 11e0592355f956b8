"""The mail server's part of the control API: the mailboxes, and each letter as a page of its own."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.control import body_of, route
from bot.sandbox.errors import ControlError
from bot.sandbox.mail import touch
from bot.sandbox.mailboxes import mailbox_view
from bot.sandbox.world import World

POLICY = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'"
"""A letter runs no script, loads nothing, and opens its links in a window of their own."""

_NEW_WINDOW = '<base target="_blank">'


async def _mailboxes(world: World, request: Request) -> Any:
    """The mailbox of an address, or all."""
    address = request.query_params.get("address")
    found = [box for key, box in world.mail.boxes.items() if address is None or key == address.casefold()]
    return {"mailboxes": [mailbox_view(box) for box in found]}


async def _set(world: World, request: Request) -> Any:
    """Have a mailbox appear, bear a label, refuse letters or take them."""
    given = await body_of(request)
    address = str(given.get("address", ""))
    if "@" not in address:
        raise ControlError(400, "address is needed")
    box = world.mail.box(address, str(given.get("label", "")))
    box.refuses = bool(given.get("refuses", box.refuses))
    touch(world, box)
    return mailbox_view(box)


async def _letter(request: Request) -> Response:
    """The HTML of a letter, for a frame."""
    letter = request.app.state.world.mail.letter(int(request.path_params["id"]))
    if letter is None:
        return PlainTextResponse("there is no such letter", 404)
    headers = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    page = letter.part("html").replace("<head>", f"<head>{_NEW_WINDOW}", 1)
    return HTMLResponse(page, headers=headers)


ROUTES = [
    route("/sandbox/mailboxes", _mailboxes, "GET"),
    route("/sandbox/mailboxes", _set),
    Route("/sandbox/letters/{id:int}", _letter),
]
