"""The Bot API over HTTP: token, method, parameters, faults, log, answer."""

import asyncio
import json
import socket
import struct
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.sandbox.config import TOKEN
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import DOWNLOAD, REFUSALS, Fault
from bot.sandbox.files import StoredFile
from bot.sandbox.methods import METHODS, Reply
from bot.sandbox.methods.registry import Method
from bot.sandbox.params import Params, read_params
from bot.sandbox.requestlog import LogEntry
from bot.sandbox.world import World

ABORT = "sandbox.abort"
_BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n"


class Reset(Response):
    """No answer at all, or only its beginning: the connection is reset."""

    def __init__(self, begun: bytes = b"", size: int = 0) -> None:
        super().__init__()
        self._begun, self._size = begun, str(size).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Cut the connection."""
        if self._begun:
            headers = [(b"content-length", self._size)]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": self._begun, "more_body": True})
        transport = scope["extensions"][ABORT]()
        if not transport.is_closing():
            connection = transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass


def answer(body: dict[str, Any], status: int = 200) -> Response:
    """Return a JSON answer as the official server writes it."""
    headers = {}
    if status == 429:
        headers["Retry-After"] = str(body["parameters"]["retry_after"])
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(content, status, headers, media_type="application/json")


def _refuse(error: ApiError) -> Response:
    return answer(error.body(), error.code)


def check_token(world: World, token: str) -> None:
    """Refuse a token that is not the bot's.

    Raises:
        ApiError: 404 for what is no token, 401 for another bot's.

    """
    if not TOKEN.fullmatch(token):
        raise ApiError(404, "Not Found")
    if token != world.config.token:
        raise ApiError(401, "Unauthorized")


async def bot_api(request: Request) -> Response:
    """Answer one request of the bot."""
    world: World = request.app.state.world
    name = request.path_params["method"]
    try:
        check_token(world, request.path_params["token"])
        method = _method(name)
        params = await read_params(request)
    except ApiError as error:
        entry = world.log.open(name, {}, world.clock.now().isoformat())
        world.log.close(entry, error.code, error.description, None)
        return _refuse(error)
    except ClientDisconnect:
        return Response(status_code=400)
    if method.name == "getUpdates":
        params.left = asyncio.create_task(_left(request))
    try:
        return await _handle(world, method, params)
    finally:
        if params.left is not None:
            params.left.cancel()


async def _left(request: Request) -> None:
    """Wait until the client hangs up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _handle(world: World, method: Method, params: Params) -> Response:
    entry = _open(world, method, params)
    fault = world.faults.take(method.name)
    if fault is None:
        return answer(*await _run(world, method, params, entry))
    world.touch()
    return await _faulty(world, method, params, entry, fault)


def _method(name: str) -> Method:
    if name.lower() not in METHODS:
        raise ApiError(404, "Not Found: method not found")
    return METHODS[name.lower()]


def _open(world: World, method: Method, params: Params) -> LogEntry:
    seen = params.logged()
    entry = world.log.open(method.name, seen, world.clock.now().isoformat())
    if params.files:
        files = params.files.items()
        entry.files = {field: {"file_name": file.name, "size": len(file.data)} for field, file in files}
    for name in seen.keys() - method.parameters:
        world.log.unknown[f"{method.name}.{name}"] += 1
    return entry


async def _run(world: World, method: Method, params: Params, entry: LogEntry) -> tuple[dict[str, Any], int]:
    """Do what a request asks and write it into its log entry; return the body and the status."""
    try:
        result = await method.run(world, params)
    except ApiError as error:
        world.log.close(entry, error.code, error.description, None)
        return error.body(), error.code
    body: dict[str, Any] = {"ok": True, "result": result}
    if isinstance(result, Reply):
        body = {"ok": True, "result": result.result, "description": result.description}
    world.log.close(entry, 200, None, body["result"])
    return body, 200


async def _faulty(world: World, method: Method, params: Params, entry: LogEntry, fault: Fault) -> Response:
    entry.fault = fault.fault
    if fault.fault in REFUSALS:
        error = fault.error()
        world.log.close(entry, error.code, error.description, None)
        return _refuse(error)
    if fault.fault == "reset":
        world.log.close(entry, 0, "connection reset", None)
        return Reset()
    if fault.fault == "502":
        world.log.close(entry, 502, "Bad Gateway", None)
        return Response(_BAD_GATEWAY, 502, media_type="text/html")
    if fault.fault == "slow":
        await _hold(world, fault.seconds)
    body, status = await _run(world, method, params, entry)
    if fault.fault == "bad_json":
        return Response(b'{"ok":true,"result":{"message_id', 200, media_type="application/json")
    if fault.fault == "timeout_after_accept":
        await _hold(world, fault.seconds)
    return answer(body, status) if fault.fault == "slow" else Reset()


async def _hold(world: World, seconds: float) -> None:
    """Wait, but not longer than the sandbox lives."""
    try:
        await asyncio.wait_for(world.closing.wait(), seconds)
    except TimeoutError:
        return


async def bot_file(request: Request) -> Response:
    """Give the bot a file."""
    world: World = request.app.state.world
    try:
        check_token(world, request.path_params["token"])
    except ApiError as error:
        return _refuse(error)
    file = world.files.at(request.path_params["path"])
    if file is None:
        return _refuse(ApiError(404, "Not Found"))
    world.log.counters["downloads"] += 1
    fault = world.faults.take(DOWNLOAD)
    if fault is not None:
        world.touch()
        return await _faulty_file(world, file, fault)
    return _whole(file)


def _whole(file: StoredFile) -> Response:
    return Response(file.data, media_type="application/octet-stream")


async def _faulty_file(world: World, file: StoredFile, fault: Fault) -> Response:
    if fault.fault in REFUSALS:
        return _refuse(fault.error())
    if fault.fault == "502":
        return Response(_BAD_GATEWAY, 502, media_type="text/html")
    if fault.fault == "bad_json":
        return Reset(file.data[: len(file.data) // 2], len(file.data))
    if fault.fault in ("slow", "timeout_after_accept"):
        await _hold(world, fault.seconds)
    return _whole(file) if fault.fault == "slow" else Reset()
