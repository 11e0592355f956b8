"""Folding: one plain spelling for the many ways a keyboard, a phone or a dictation writes the same text."""

import re
import unicodedata

MAX_LINE = 300
"""Characters above which a one-line answer is not a date, an amount, a duration or a number."""

_SAME = str.maketrans(
    dict.fromkeys("’‘ʼ´`′", "'")
    | dict.fromkeys("‐‑‒–—−﹣－", "-")
    | {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o"}
    | dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ufe0f", "")
)
_TOKEN = re.compile(r"[0-9]+|[a-z]+|[^ ]")
_WORD = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """The text in lower case, without accents, with plain apostrophes, hyphens and single spaces."""
    plain = text.lower().translate(_SAME)
    bare = "".join(char for char in unicodedata.normalize("NFD", plain) if not unicodedata.combining(char))
    return " ".join(bare.split())


def tokens(text: str) -> list[str]:
    """The folded text cut into runs of digits, runs of letters and single signs; [] when it is too long."""
    return [] if len(text) > MAX_LINE else _TOKEN.findall(fold(text))


def words(text: str) -> list[str]:
    """The folded words and numbers of a text, signs left out."""
    return _WORD.findall(fold(text))
