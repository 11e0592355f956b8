"""Hours of people as they are typed: "Dupont 120", "P-2027-0009 : 120 h 30", "Petit aucune heure"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.dialogue.fitting import clean
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.hours import read_hours

MOST_LINES = 100
_NONE = frozenset(
    {"0", "aucune", "aucun", "aucune heure", "rien", "neant", "zero", "none", "no hours", "nothing"}
)
_NEGATIVE = re.compile(r"(?:^|.*\s)[-−–]\s?\d[\d\s.,]*(?:h|heures?)?\s*$")
_BETWEEN = re.compile(r"[\s:;=]+")
_LONGEST_TAIL = 4
"""Words that hours may take: "120 h 30 min"."""


@dataclass(frozen=True, slots=True)
class Said:
    """Who was named, "" where nobody was, and the hours."""

    who: str
    hours: Decimal


def hours_in(text: str) -> Decimal | None:
    """The hours a text is, "aucune heure" being 0; None when in doubt."""
    return Decimal() if fold(text).strip(" .") in _NONE else read_hours(text)


def negative(text: str) -> bool:
    """Whether a line ends with a number below zero."""
    return any(_NEGATIVE.fullmatch(line) for line in clean(text).split("\n"))


def said_in(line: str) -> Said | None:
    """Who and how many hours a line says; the whole line is hours, or begins with who; None otherwise."""
    alone = hours_in(line)
    if alone is not None:
        return Said("", alone)
    words = [word for word in _BETWEEN.split(line.strip()) if word]
    for size in range(min(_LONGEST_TAIL, len(words) - 1), 0, -1):
        hours = hours_in(" ".join(words[-size:]))
        if hours is not None:
            return Said(" ".join(words[:-size]), hours)
    return None


def lines_of(text: str) -> list[str]:
    """The lines of a message that say something."""
    return [line for line in clean(text).split("\n") if line.strip()]
