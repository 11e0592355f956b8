"""Serving pages from inside the application, which keeps the signals to itself."""

import contextlib
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The application stops the server; signals are not the server's."""
        yield


def server(application: Starlette, listen: str) -> uvicorn.Server:
    """A server for `host:port`; `serve()` runs until `should_exit`."""
    host, _, port = listen.rpartition(":")
    config = uvicorn.Config(
        application,
        host=host or "127.0.0.1",
        port=int(port),
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
    )
    return _Server(config)
