"""`/health`, for those who watch the server."""

from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.store.database import Database


def route(database: Database) -> Route:
    """The route: 200 while the database answers, 503 while it does not."""

    async def health(_request: Request) -> Response:
        try:
            await database.run(lambda session: session.core.exec_driver_sql("SELECT 1"))
        except DBAPIError:
            return PlainTextResponse("no database", 503)
        return PlainTextResponse("ok")

    return Route("/health", health)
