"""Logs that can be shown to anyone: no token, name, phone or message text.

Events carry identifiers and class names only. Exceptions are logged as their class and the places they
went through, never with their message, which may quote what a person typed. Libraries are kept at
WARNING, and what remains is redacted.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

_TOKEN = re.compile(r"(?<!\d)\d{4,}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:\+?33\s?(?:\(0\))?|0033|0)[\s.-]?[1-9](?:[\s.-]?\d{2}){4}(?!\d)")
_LINK = re.compile(r"(?<=/r/)[A-Za-z0-9_.%~-]+")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_URL_SECRET = re.compile(r"(?<=://)\S+(?=@)")
_TALKATIVE = (
    "telegram",
    "httpx",
    "httpcore",
    "aiohttp",
    "asyncio",
    "sqlalchemy",
    "apscheduler",
    "alembic",
    "uvicorn",
    "aiosmtplib",
    "python_multipart",
)

Event = MutableMapping[str, Any]


def redact(text: str) -> str:
    """The text with tokens, links of letters, passwords in addresses, e-mail addresses and phone numbers
    blotted out."""
    text = _TOKEN.sub("[token]", text)
    text = _LINK.sub("[link]", text)
    text = _URL_SECRET.sub("[secret]", text)
    text = _ADDRESS.sub("[address]", text)
    return _PHONE.sub("[phone]", text)


def places(error: BaseException) -> str:
    """The class of an exception and the lines it crossed, innermost last, without its message."""
    if isinstance(error, BaseExceptionGroup):
        return " and ".join(places(inner) for inner in error.exceptions[:4])
    frames = traceback.extract_tb(error.__traceback__)
    path = " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames[-8:])
    cause = f" because of {places(error.__cause__)}" if error.__cause__ is not None else ""
    return f"{type(error).__name__} at {path}{cause}"


def _text(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return "a record whose arguments do not fit"


class _Redact(logging.Filter):
    """Rewrites records of libraries before a handler sees them: their text redacted, their exceptions
    reduced to places."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, made harmless; of several lines only the first, the others quote values."""
        text = _text(record)
        if record.exc_info and record.exc_info[1] is not None:
            text = f"{text.partition(chr(10))[0]} [{places(record.exc_info[1])}]"
        elif record.name == "asyncio":
            text = text.partition("\n")[0]
        record.msg, record.args = redact(text), None
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def _reduce_exception(_logger: Any, _name: str, event: Event) -> Event:
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["error"] = places(error)
    return event


def _redact_event(_logger: Any, _name: str, event: Event) -> Event:
    return {name: redact(value) if isinstance(value, str) else value for name, value in event.items()}


def _last_words(_kind: type[BaseException], error: BaseException, _trace: Any) -> None:
    """What is said of an exception nobody caught."""
    structlog.get_logger("bot").critical("stopped by an error", exc_info=error)


def _last_words_of_thread(arguments: threading.ExceptHookArgs) -> None:
    structlog.get_logger("bot").critical("a thread was stopped by an error", exc_info=arguments.exc_value)


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send every log, ours and the libraries', redacted, to a stream: standard error unless another is
    given."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(_Redact())
    handler.setFormatter(logging.Formatter("%(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    sys.excepthook = _last_words
    threading.excepthook = _last_words_of_thread
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _reduce_exception,
            _redact_event,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], sort_keys=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
