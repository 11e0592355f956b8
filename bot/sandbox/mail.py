"""A mail server on this machine that keeps what it is given: nothing leaves for the world."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator

from aiosmtpd import smtp
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.sandbox.mailboxes import Mailbox
from bot.sandbox.world import World

_OK = "250 OK"
_ANSWERS = {
    "450": "450 4.2.1 Mailbox busy, try again later",
    "550": "550 5.1.1 No such mailbox",
    "451": "451 4.3.0 Try again later",
    "554": "554 5.6.0 Message refused",
}

smtp.log.setLevel(logging.ERROR)  # it would write down addresses and texts


def touch(world: World, box: Mailbox) -> None:
    """Say that something changed in a mailbox."""
    world.touch()
    box.version = world.version


class _Handler:
    """What the server does with a letter: as the faults of the world say, or keep it."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle_RCPT(  # noqa: N802 (the library's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        fault = self._world.faults.take_mail("450", "550")
        box = self._world.mail.boxes.get(address.casefold())
        if fault is None and box is not None and box.refuses:
            return _ANSWERS["550"]
        if fault is not None:
            return _ANSWERS[fault.fault]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return _OK

    async def handle_DATA(  # noqa: N802 (the library's name)
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        world = self._world
        fault = world.faults.take_mail("451", "554", "reset", "reset_after_accept", "slow")
        kind = "" if fault is None else fault.fault
        if fault is not None and kind == "slow":
            await asyncio.sleep(fault.seconds)
        if kind in _ANSWERS:
            return _ANSWERS[kind]
        if kind != "reset":
            for address in envelope.rcpt_tos:
                content = _bytes(envelope)
                at = int(world.clock.time())
                touch(world, world.mail.keep(address, at, str(envelope.mail_from), content))
        if kind.startswith("reset"):
            _cut(server)
        return _OK


def _bytes(envelope: Envelope) -> bytes:
    content = envelope.content or b""
    return content if isinstance(content, bytes) else content.encode()


class _Server(SMTP):
    """A conversation with a client, which may be turned away at the door."""

    def __init__(self, world: World) -> None:
        super().__init__(_Handler(world), hostname="sandbox.localhost", ident="Sandbox", timeout=60)
        self._world = world

    async def _handle_client(self) -> None:
        if self._world.faults.take_mail("421") is None:
            await super()._handle_client()
        elif isinstance(self.transport, asyncio.WriteTransport):
            self.transport.write(b"421 4.3.2 Out of service\r\n")
            self.transport.close()


def _cut(server: SMTP) -> None:
    """End a conversation without a word."""
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()


@contextlib.asynccontextmanager
async def running(world: World, listening: socket.socket) -> AsyncIterator[None]:
    """Serve the world's mail on a listening socket."""
    loop = asyncio.get_running_loop()
    open_now: set[_Server] = set()

    def begin() -> _Server:
        server = _Server(world)
        open_now.add(server)
        return server

    serving = await loop.create_server(begin, sock=listening)
    try:
        yield
    finally:
        serving.close()
        for server in open_now:
            _cut(server)
        await serving.wait_closed()
