"""The webhook: an update is in the database before Telegram is told it arrived."""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.store.database import Database
from bot.web import health

PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_BODY = 1_000_000

Receive = Callable[[list[Any]], Awaitable[None]]


def secret_for(key: bytes, token: str) -> str:
    """What Telegram must send along: derived, so that every process knows it and nothing has to be kept."""
    return hmac.new(key, b"webhook:" + token.encode(), hashlib.sha256).hexdigest()


def application(database: Database, secret: str, receive: Receive, *others: Route) -> Starlette:
    """The hook, `/health` for those who watch the server, and `others`. `receive` returns once updates are
    kept."""

    async def hook(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), secret.encode()):
            return PlainTextResponse("unauthorized", 401)
        body = await request.body()
        if len(body) > MAX_BODY:
            return PlainTextResponse("too large", 413)
        try:
            update = json.loads(body)
        except ValueError:
            return PlainTextResponse("not JSON", 400)
        try:
            await receive([update])
        except DBAPIError:
            return PlainTextResponse("again later", 503)
        return PlainTextResponse("kept")

    return Starlette(routes=[Route(PATH, hook, methods=["POST"]), health.route(database), *others])
