"""What the tests of a year expect to be told."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Told:
    """What is told: the kind, the thing, the day of the stage (by hand from the calendar), to whom."""

    kind: str
    subject: str
    on: date
    whom: tuple[str, ...]


def said(kind: str, subject: str, on: str, *whom: str) -> Told:
    """The same, its day as text."""
    return Told(kind, subject, date.fromisoformat(on), whom)
