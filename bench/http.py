"""The smallest HTTP/1.1 server that the bots' clients need: it must cost far less than they do."""

import asyncio
from collections.abc import Callable

Respond = Callable[[bytes], None]
Call = Callable[[str, bytes, Respond], None]

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"


class Connection(asyncio.Protocol):
    """One client: every request is handed to `call(method, form, respond)`, which may respond later."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._read = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            head = self._read[:end]
            stop = end + 4 + _length(head)
            if len(self._read) < stop:
                return
            body, self._read = self._read[end + 4 : stop], self._read[stop:]
            path = head[: head.index(b"\r\n")].split(b" ", 2)[1]
            self._call(path.rpartition(b"/")[2].decode(), body, self._respond)

    def _respond(self, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(_HEAD % (len(body), body))


def _length(head: bytes) -> int:
    place = head.lower().find(b"\r\ncontent-length:")
    if place < 0:
        return 0
    return int(head[place + 17 :].split(b"\r\n", 1)[0])
