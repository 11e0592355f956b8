"""What a field is told, what it offers, and what it makes of an answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

IDLE = "-"
"""The code of a button that only fills a place, such as the name of a month."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the values an answer may have meant: a plain label and the value."""

    label: str
    value: Any


Lookup = Callable[[str, str], tuple[Candidate, ...]]
"""What is known under a typed text, best first: the kind of thing looked for, and the text."""


Keep = Callable[[bytes], str | None]
"""Has the content of a file kept; the digest it is found by, None where nothing is kept."""


def kept_nowhere(_content: bytes) -> str | None:
    """A place where no file is kept."""
    return None


def nothing_known(_kind: str, _text: str) -> tuple[Candidate, ...]:
    """A lookup where nothing is known."""
    return ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a field may know: the partners' date, the language, the answers so far, its own partial one,
    what its person may look up, and where the content of a file can be kept."""

    today: date
    language: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    partial: Any = None
    lookup: Lookup = nothing_known
    keep: Keep = kept_nowhere


@dataclass(frozen=True, slots=True)
class Option:
    """A likely answer as a button: its code (at most 40 bytes) and its plain label."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Understood:
    """The value meant, JSON-able."""

    value: Any


@dataclass(frozen=True, slots=True)
class Partial:
    """The answer is not complete: options ticked so far, the month a calendar shows. JSON-able."""

    value: Any


@dataclass(frozen=True, slots=True)
class Several:
    """The answer fits several values; at most six are offered."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """The answer fits nothing: why, if more can be said, and what may have been meant all the same."""

    reason: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The answer is in the file just sent: its content has to be fetched first."""


Reading = Understood | Partial | Several | NotUnderstood | Wanted
