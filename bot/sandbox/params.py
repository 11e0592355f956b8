"""The parameters of one request, as the official server sees them: every value is a text."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox.errors import ApiError, bad
from bot.sandbox.multipart import MultipartError, parse_multipart

_OBJECTS = {
    "reply_markup",
    "entities",
    "caption_entities",
    "allowed_updates",
    "commands",
    "scope",
    "menu_button",
    "link_preview_options",
    "reply_parameters",
}
MAX_BODY = 52 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent with a request."""

    name: str
    mime_type: str
    data: bytes


@dataclass(slots=True)
class Params:
    """Values by name, files by field, a JSON body as it came; `left` ends when the client hangs up."""

    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)
    left: asyncio.Task[None] | None = None

    def text(self, name: str) -> str:
        """Return a value, "" when absent."""
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0, low: int | None = None, high: int | None = None) -> int:
        """Return a whole number, forced between `low` and `high` as the official server does."""
        try:
            value = int(self.values[name])
        except (KeyError, ValueError):
            value = default
        value = value if low is None else max(low, value)
        return value if high is None else min(high, value)

    def flag(self, name: str) -> bool:
        """Return a yes or no."""
        return self.text(name).lower() in ("true", "yes", "1")

    def json(self, name: str, what: str) -> Any:
        """Return a JSON value, None when absent.

        Raises:
            ApiError: 400 "can't parse <what> JSON object".

        """
        raw = self.text(name)
        if not raw:
            return None
        try:
            return load_json(raw)
        except ValueError as error:
            raise bad(f"can't parse {what} JSON object") from error

    def logged(self) -> dict[str, Any]:
        """Return the parameters for the log: JSON decoded, files named by their field."""
        seen = {name: _decoded(name, text) for name, text in self.values.items()} | self.raw
        attached = set(self.values.values())
        return seen | {name: f"attach://{name}" for name in self.files if f"attach://{name}" not in attached}


def load_json(text: str | bytes) -> Any:
    """Return a JSON value.

    Raises:
        ValueError: it is none, or nested too deep.

    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _decoded(name: str, text: str) -> Any:
    if name not in _OBJECTS:
        return text
    try:
        return load_json(text)
    except ValueError:
        return text


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def read_params(request: Request) -> Params:
    """Return the parameters of a request: query, then JSON, form or multipart body.

    Raises:
        ApiError: 400 for a body that cannot be read, 413 for one over 52 MB.

    """
    params = Params(dict(request.query_params))
    if int(request.headers.get("content-length") or 0) > MAX_BODY:
        raise ApiError(413, "Request Entity Too Large")
    body = await request.body() if request.method == "POST" else b""
    if body:
        _read_body(params, body, request.headers.get("content-type", ""))
    _check_unicode(params.values)
    return params


def _read_body(params: Params, body: bytes, content_type: str) -> None:
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        params.raw = _json_object(body)
        params.values.update({name: _as_text(value) for name, value in params.raw.items()})
    elif kind == "application/x-www-form-urlencoded":
        params.values.update(parse_qsl(body.decode("utf-8", "surrogateescape"), keep_blank_values=True))
    elif kind == "multipart/form-data":
        _read_multipart(params, body, content_type)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = load_json(body)
    except ValueError as error:
        raise bad("can't parse JSON object") from error
    if not isinstance(value, dict):
        raise bad("JSON object expected")
    return value


def _read_multipart(params: Params, body: bytes, content_type: str) -> None:
    try:
        parts = parse_multipart(body, content_type)
    except MultipartError as error:
        raise bad("can't parse multipart body") from error
    for part in parts:
        if part.file_name is None:
            params.values[part.name] = part.data.decode("utf-8", "surrogateescape")
        else:
            params.files[part.name] = Upload(part.file_name, part.mime_type, part.data)


def _check_unicode(values: Mapping[str, str]) -> None:
    for value in values.values():
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                raise bad("strings must be encoded in UTF-8") from error
