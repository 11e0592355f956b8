"""What a mail server's answer, or its silence, means for the letter that met it."""

import ssl
from enum import IntEnum

from aiosmtplib import SMTPResponseException

from bot.pipeline.outcomes import Fate, Outcome

_REFUSES_READER = ("5.1.", "5.2.")
_UNKNOWN_READER = range(550, 555)
_DELAYS = (60.0, 300.0, 900.0, 1800.0, 3600.0)
MOST_DELAYS = 80
"""A bit more than three days: then a mailbox that was always busy counts as one that refuses letters."""
MOST_REPEATS = 5
"""How often a letter leaves again when nobody knows whether it arrived."""


class Stage(IntEnum):
    """How far a letter came: connecting, naming the sender, naming the reader, handing over the content."""

    CONNECT = 0
    SENDER = 1
    READER = 2
    CONTENT = 3


def classify(error: BaseException, stage: Stage) -> Outcome:
    """What an error at this stage means.

    UNSENT: surely not sent, all letters wait a little. CLOSED: so too, and somebody must look. LATER: this
    letter cannot be taken now, others may: one that makes the server hang up holds up no other. BLOCKED: this
    reader's address is wrong. REFUSED: this letter will never be taken. UNCERTAIN: nobody knows.
    """
    cause = _tls(error)
    word = type(cause or error).__name__
    code = error.code if isinstance(error, SMTPResponseException) else 0
    if 400 <= code <= 599:
        return Outcome(_answered(code, stage, _text(error)), word=f"{word} {code}")
    if stage is Stage.CONTENT:
        return Outcome(Fate.UNCERTAIN, word=word)
    if cause or _unfit(error, stage):
        return Outcome(Fate.CLOSED, word=word)
    if isinstance(error, ValueError):
        return Outcome(Fate.REFUSED, word=word)
    return Outcome(Fate.LATER if stage is Stage.READER else Fate.UNSENT, word=word)


def _answered(code: int, stage: Stage, text: str) -> Fate:
    """The server said no: for now, or for good; to everybody, to this reader, or to this letter."""
    if stage in (Stage.CONNECT, Stage.SENDER):
        return Fate.UNSENT if code < 500 else Fate.CLOSED
    if code < 500:
        return Fate.LATER
    return Fate.BLOCKED if stage is Stage.READER and _about_reader(code, text) else Fate.REFUSED


def _about_reader(code: int, text: str) -> bool:
    """Whether a refusal blames the address. With an enhanced code (RFC 3463) only 5.1.x and 5.2.x do: the
    others speak of rules, of us, of the way."""
    if text[:2] == "5.":
        return text.startswith(_REFUSES_READER)
    return code in _UNKNOWN_READER


def _text(error: BaseException) -> str:
    return str(getattr(error, "message", ""))


def _tls(error: BaseException) -> ssl.SSLError | None:
    """The failure of encryption behind an error, if any."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return seen
        seen = seen.__cause__
    return None


def _unfit(error: BaseException, stage: Stage) -> bool:
    """Whether the server lacks what the settings ask of it: STARTTLS, a password."""
    return stage is Stage.CONNECT and not isinstance(error, OSError)


def delay(attempts: int) -> float:
    """Seconds until a letter is tried again after so many failures: mail servers want minutes."""
    return _DELAYS[min(attempts, len(_DELAYS) - 1)]
