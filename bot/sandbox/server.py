"""The sandbox as a web application, and as a server inside the running event loop."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.sandbox import control, control_mail, mail
from bot.sandbox.api import ABORT, bot_api, bot_file
from bot.sandbox.config import SandboxConfig
from bot.sandbox.world import World

HOST = "127.0.0.1"
_TICKS = 10
"""How often a second the server looks around, as uvicorn counts."""
_GRACE = 3.0
_LOOKS = 600
"""Seconds for who is still served when it stops, and how often it looks whether somebody is."""
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class LoopbackOnly:
    """Refuses requests whose Host is not this machine: a web page elsewhere must not reach the sandbox."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        host = Headers(scope=scope).get("host", "")
        if host.rpartition(":")[0] in _LOOPBACK or host in _LOOPBACK:
            await self.app(scope, receive, send)
        else:
            await PlainTextResponse("the sandbox is for this machine only", 403)(scope, receive, send)


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; frame-src 'self'"
)


async def _page(request: Request) -> Response:
    headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
    return FileResponse(request.app.state.world.config.page / "index.html", headers=headers)


def build_app(config: SandboxConfig) -> Starlette:
    """Return the web application of a new world; the world is its `state.world`."""
    routes = [
        Route("/bot{token}/{method}", bot_api, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", bot_file),
        *control.ROUTES,
        *control_mail.ROUTES,
        Route("/", _page),
        Mount("/static", StaticFiles(directory=config.page, check_dir=False)),
    ]
    app = Starlette(routes=routes)
    app.add_middleware(LoopbackOnly)
    app.state.world = World(config)
    return app


class _Protocol(H11Protocol):
    """HTTP as usual, but the application may cut the connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        app: ASGIApp = self.app

        async def with_abort(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[ABORT] = lambda: self.transport
            await app(scope, receive, send)

        self.app = with_abort


class SandboxServer(uvicorn.Server):
    """A uvicorn server that says when it is ready, ends its long polls before it stops, and stops at once
    where nobody is served any more."""

    def __init__(self, app: Starlette) -> None:
        config = uvicorn.Config(
            app,
            http=_Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
        )
        super().__init__(config)
        self.ready = asyncio.Event()
        self._told = asyncio.Event()
        self._world: World = app.state.world

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        """Serve until told to stop, and hear that at once."""
        ticks = 0
        while not await self.on_tick(ticks):
            ticks = (ticks + 1) % _TICKS
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), 1 / _TICKS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what waits, then stop; who is still served after a few seconds is left."""
        self._world.close()
        for listening in (*self.servers, *(sockets or ())):
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for _ in range(_LOOKS):
            if not (self.server_state.connections or self.server_state.tasks):
                break
            await asyncio.sleep(_GRACE / _LOOKS)
        for task in self.server_state.tasks:
            task.cancel()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the program around."""
        yield

    def stop(self) -> None:
        """Stop soon."""
        self.should_exit = True
        self._told.set()


def listen(port: int) -> socket.socket:
    """Return a socket on the loopback interface; port 0 takes a free one."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((HOST, port))
    listening.listen(128)
    return listening


class Sandbox:
    """A running sandbox: `url` of page and control API, `api_url` and `smtp_url` for the bot, `world` to look
    inside."""

    def __init__(self, config: SandboxConfig) -> None:
        self.config = config
        self.app = build_app(config)
        self.world: World = self.app.state.world
        self._socket = listen(config.port)
        self.url = f"http://{HOST}:{self._socket.getsockname()[1]}"
        self.api_url = f"{self.url}/bot"
        self.file_url = f"{self.url}/file/bot"
        self._mail_socket = listen(config.smtp_port)
        self.smtp_url = f"smtp://{HOST}:{self._mail_socket.getsockname()[1]}"

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls, config: SandboxConfig | None = None) -> AsyncIterator[Self]:
        """Run a sandbox in the current event loop on 127.0.0.1."""
        sandbox = cls(config or SandboxConfig())
        server = SandboxServer(sandbox.app)
        async with mail.running(sandbox.world, sandbox._mail_socket):
            serving = asyncio.create_task(server.serve([sandbox._socket]))
            try:
                await server.ready.wait()
                yield sandbox
            finally:
                server.stop()
                await serving

    async def serve(self) -> None:
        """Run until SIGTERM or SIGINT."""
        server, loop = SandboxServer(self.app), asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, server.stop)
        async with mail.running(self.world, self._mail_socket):
            await server.serve([self._socket])
