"""Refusals, in the words of the official Bot API server."""

from typing import Any


class ApiError(Exception):
    """A request the Bot API refuses; `body()` is what the bot receives, `code` is also the HTTP status."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """Return the JSON answer of the official server for this refusal."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class ControlError(Exception):
    """A control request that makes no sense; `status` is its HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def bad(text: str) -> ApiError:
    """Return a 400; the first letter is lowered as the official server does, unless the text is a code."""
    if len(text) > 1 and (text[1] == "_" or text[1].isupper()):
        return ApiError(400, f"Bad Request: {text}")
    return ApiError(400, f"Bad Request: {text[:1].lower()}{text[1:]}")


def forbidden(text: str) -> ApiError:
    """Return a 403."""
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    """Return a 409."""
    return ApiError(409, f"Conflict: {text}")


def too_many(seconds: int) -> ApiError:
    """Return a 429 asking to wait that many seconds."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
