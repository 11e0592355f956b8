"""Calls to the Bot API over aiohttp, with python-telegram-bot's error classes and two finer ones."""

import contextlib
import functools
import io
import json
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlsplit

import aiohttp
from telegram import InputFile
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import JSONDict, ODVInput
from telegram.error import InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.store import uploads

READ_TIMEOUT = 20.0
CONNECT_TIMEOUT = 10.0
_KNOWN = (400, 401, 403, 404, 409)
_SMALL = 4096


class NotSentError(NetworkError):
    """No connection was made: the request surely did not arrive."""


class ThrottledError(TelegramError):
    """Telegram asks to wait; `seconds` tells how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class RefusedCallError(TelegramError):
    """Telegram will not carry this out, however often it is asked."""


class FileTooBigError(RefusedCallError):
    """The file is bigger than what a bot may fetch."""


class UnreadableAnswerError(NetworkError):
    """Telegram's answer is not JSON: the request may have been carried out."""


class AiohttpRequest(BaseRequest):
    """A `BaseRequest` on one aiohttp session, opened by `initialize` or on first use."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return READ_TIMEOUT

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=128, keepalive_timeout=30)
            self._session = aiohttp.ClientSession(connector=connector, auto_decompress=True)

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the answer. Raises NotSentError, TimedOut, NetworkError, ThrottledError."""
        session = await self._opened()
        timeout = aiohttp.ClientTimeout(
            total=None,
            sock_connect=_seconds(connect_timeout, CONNECT_TIMEOUT),
            sock_read=_seconds(read_timeout, READ_TIMEOUT),
        )
        proxy = _proxy(url.partition("/bot")[0])
        with _plain_errors():
            async with session.request(
                method, url, data=_body(request_data), timeout=timeout, proxy=proxy
            ) as answer:
                return _checked(method, answer.status, await answer.read())

    async def download(self, url: str, most: int) -> bytes:
        """The file at an address, read as it comes.

        Raises FileTooBigError above `most` bytes, RefusedCallError when it is not there, and what
        `do_request` raises.
        """
        session = await self._opened()
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT, sock_read=READ_TIMEOUT)
        proxy = _proxy(url.partition("/bot")[0])
        with _plain_errors():
            async with session.get(url, timeout=timeout, proxy=proxy, allow_redirects=False) as answer:
                if answer.status != HTTPStatus.OK:
                    raise _no_file(answer.status, await answer.content.read(_SMALL))
                return await _read(answer, most)

    async def _opened(self) -> aiohttp.ClientSession:
        await self.initialize()
        if self._session is None:
            raise NotSentError("no session")
        return self._session

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSONDict:
        """The answer as JSON, without logging it. Raises UnreadableAnswerError."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise UnreadableAnswerError("not JSON") from None
        if not isinstance(answer, dict) or not ("result" in answer or "description" in answer):
            raise UnreadableAnswerError("no answer of the Bot API")
        return answer


@contextlib.contextmanager
def _plain_errors() -> Iterator[None]:
    """Errors of the connection under the names `outcomes` knows, without the address: it holds the token."""
    try:
        yield
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise NotSentError(type(error).__name__) from None
    except TimeoutError:
        raise TimedOut from None
    except aiohttp.ClientError as error:
        raise NetworkError(type(error).__name__) from None


async def _read(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """The body, unless it is too long."""
    content = bytearray()
    async for chunk in answer.content.iter_any():
        content += chunk
        if len(content) > most:
            raise FileTooBigError(f"over {most} bytes")
    return bytes(content)


def _no_file(status: int, body: bytes) -> TelegramError:
    """What it means that a file is not given."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return NetworkError(f"status {status}")
    if status == HTTPStatus.UNAUTHORIZED:
        return InvalidToken()
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return ThrottledError(_seconds_asked(AiohttpRequest.parse_json_payload(body)) or 1.0)
    return RefusedCallError(f"status {status}")


@functools.cache
def _proxy(base: str) -> str | None:
    """The proxy the environment names for an address, asked once: aiohttp would ask at every call."""
    address = urlsplit(base)
    if not address.hostname or urllib.request.proxy_bypass(address.hostname):
        return None
    return urllib.request.getproxies().get(address.scheme)


def _seconds(value: ODVInput[float], default: float) -> float | None:
    return default if isinstance(value, DefaultValue) else value


def _body(data: RequestData | None) -> aiohttp.Payload | aiohttp.FormData | None:
    """JSON, or a form where files go along."""
    if data is None:
        return None
    if not data.contains_files:
        return aiohttp.JsonPayload(data.parameters)
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for name, (file_name, content, mime_type) in (data.multipart_data or {}).items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=file_name, content_type=mime_type)
    return form


def _checked(method: str, status: int, body: bytes) -> tuple[int, bytes]:
    """What python-telegram-bot would misread: waits, pages of proxies, refusals it takes for outages."""
    if status < HTTPStatus.BAD_REQUEST:
        if method == "POST" and b'"result"' not in body:
            raise UnreadableAnswerError("no result")
        return status, body
    answer = AiohttpRequest.parse_json_payload(body)
    seconds = _seconds_asked(answer)
    if seconds or status == HTTPStatus.TOO_MANY_REQUESTS:
        raise ThrottledError(seconds or 1.0)
    if status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _KNOWN:
        raise RefusedCallError(f"status {status}")
    return status, body


def _seconds_asked(answer: JSONDict) -> float:
    """How long Telegram asks to wait; 0 when it does not."""
    return float((answer.get("parameters") or {}).get("retry_after") or 0)


def _parameter(name: str, value: Any) -> RequestParameter:
    """A parameter as JSON; a file of ours as an upload."""
    upload = uploads.uploaded(value)
    if upload is None:
        return RequestParameter(name, value, None)
    file_name, content = upload
    return RequestParameter(name, None, [InputFile(content, file_name)])


class BotApi:
    """The Bot API of one bot: `call` a method, `download` a file, close at the end."""

    def __init__(self, api_url: str, token: str, request: AiohttpRequest) -> None:
        self._base = f"{api_url}{token}"
        self._files = f"{api_url.removesuffix('/bot')}/file/bot{token}"
        self._request = request

    async def __aenter__(self) -> Self:
        await self._request.initialize()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._request.shutdown()

    async def call(self, method: str, params: dict[str, Any], read_timeout: float = READ_TIMEOUT) -> Any:
        """The result of a Bot API method. Raises TelegramError."""
        data = RequestData([_parameter(name, value) for name, value in params.items() if value is not None])
        return await self._request.post(f"{self._base}/{method}", data, read_timeout=read_timeout)

    async def download(self, path: str, most: int) -> bytes:
        """The file at the path `getFile` gave, at most `most` bytes. Raises TelegramError."""
        return await self._request.download(f"{self._files}/{quote(path)}", most)
