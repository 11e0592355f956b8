"""What an error of the Bot API means for the message that met it (`docs/operations.md` shows the table)."""

from dataclasses import dataclass, field
from enum import Enum, auto

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.pipeline.transport import NotSentError, ThrottledError

_UNCHANGED = "message is not modified"
_GONE_TAP = "query is too old"
_UNKNOWN_CHAT = "chat not found"
_BACKOFF = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
NOTHING = "nothing to send"
MAX_ATTEMPTS = 500
"""About eight hours of a minute each: an outage at Telegram loses nothing."""


class Fate(Enum):
    """What becomes of a message."""

    SENT = auto()
    UNSENT = auto()
    WAIT = auto()
    UNCERTAIN = auto()
    BLOCKED = auto()
    MOVED = auto()
    REFUSED = auto()
    CLOSED = auto()
    LATER = auto()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fate, with seconds to wait, the chat's new id, the id Telegram gave the message, the bytes that were
    fetched, or a word for the log."""

    fate: Fate
    seconds: float = 0.0
    chat_id: int | None = None
    message_id: int | None = None
    word: str | None = None
    content: bytes | None = field(default=None, repr=False)


def classify(error: TelegramError) -> Outcome:
    """What the error means. `BadRequest` is a `NetworkError`, so the order of the questions matters."""
    word = type(error).__name__
    match error:
        case ThrottledError():
            return Outcome(Fate.WAIT, seconds=error.seconds, word=word)
        case ChatMigrated():
            return Outcome(Fate.MOVED, chat_id=error.new_chat_id, word=word)
        case Forbidden():
            return Outcome(Fate.BLOCKED, word=word)
        case InvalidToken():
            return Outcome(Fate.CLOSED, word=word)
        case BadRequest() if _UNKNOWN_CHAT in error.message.lower():
            return Outcome(Fate.BLOCKED, word=word)
        case BadRequest():
            harmless = any(text in error.message.lower() for text in (_UNCHANGED, _GONE_TAP))
            return Outcome(Fate.SENT if harmless else Fate.REFUSED, word=word)
        case NotSentError():
            return Outcome(Fate.UNSENT, word=word)
        case NetworkError():
            return Outcome(Fate.UNCERTAIN, word=word)
        case _:
            return Outcome(Fate.REFUSED, word=word)


def backoff(attempts: int) -> float:
    """Seconds to wait after so many failures."""
    return _BACKOFF[min(attempts, len(_BACKOFF) - 1)]
