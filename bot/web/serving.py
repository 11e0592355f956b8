"""Serving pages from inside the application, which keeps the signals to itself."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.applications import Starlette

from bot.errors import PlainError


class CannotListenError(PlainError):
    """The pages cannot be served there."""

    def __init__(self, listen: str, error: Exception) -> None:
        super().__init__(f"CLAUSETTE_LISTEN={listen} cannot be used ({error}).")


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The application stops the server; signals are not the server's."""
        yield


@contextlib.asynccontextmanager
async def served(application: Starlette, listen: str) -> AsyncIterator[None]:
    """The application on `host:port` while the context lasts; what came before its end is answered.

    Raises CannotListenError.
    """
    host, _, port = listen.rpartition(":")
    try:
        listening = socket.create_server((host.strip("[]") or "127.0.0.1", int(port)))
    except (OSError, ValueError) as error:
        raise CannotListenError(listen, error) from None
    config = uvicorn.Config(application, log_config=None, access_log=False, timeout_graceful_shutdown=2)
    server = _Server(config)
    serving = asyncio.create_task(server.serve([listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving
        listening.close()
