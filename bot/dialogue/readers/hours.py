"""Hours as people write or dictate them: "35", "17,5", "17h30", "35 heures par semaine"."""

from decimal import Decimal

from bot.dialogue.readers.figures import figure_tokens, read_figure
from bot.dialogue.readers.fillers import phrases, strip
from bot.dialogue.readers.number_words import WORDS
from bot.dialogue.readers.numbers import HOURS

LOW, HIGH = Decimal(1), Decimal(48)
"""Hours a week; 48 is the most the labour code allows in one week."""

_MINUTES = frozenset({"min", "mn", "minutes", "minute"})
_LIKE_MINUTES = frozenset({"15", "30", "45"})
_KNOWN = frozenset({*WORDS, *HOURS, "virgule", "semaine", "semaines", "hebdomadaires"})
_LEADING = phrases(":", "c est", "ce sera", "temps plein", "temps plein de", "temps partiel de", "a")
_TRAILING = phrases(
    ".", "!", "svp", "merci", "par semaine", "/ semaine", "la semaine", "par sem", "/ sem", "/ s", "hebdo",
    "hebdomadaire", "hebdomadaires", "semaine", "a week", "per week", "/ week", "weekly",
)  # fmt: skip
_POLITE = phrases(".", "!", "svp", "merci")


def read_weekly_hours(text: str) -> Decimal | None:
    """Hours a week, 1 to 48, to the hundredth; None when in any doubt: "17,30" may be minutes."""
    words = strip(figure_tokens(text, _KNOWN), _LEADING, _TRAILING)
    hours = _hours(words)
    return hours if hours is not None and LOW <= hours <= HIGH else None


def read_hours(text: str) -> Decimal | None:
    """Hours, to the hundredth: "120", "151,67", "120 h 30"; None when in any doubt."""
    return _hours(strip(figure_tokens(text, _KNOWN), _LEADING, _POLITE))


def _hours(words: list[str]) -> Decimal | None:
    figure = read_figure(words[0]) if words else None
    if figure is None or figure.thousands or figure.decimals > 2 or _may_be_minutes(words[0]):
        return None
    rest = words[1:]
    if not rest or (len(rest) == 1 and rest[0] in HOURS):
        return figure.value
    minutes = _minutes(rest) if not figure.decimals else None
    return None if minutes is None else figure.value + round(Decimal(minutes) / 60, 2)


def _may_be_minutes(word: str) -> bool:
    """Whether the decimals read like a quarter of an hour in minutes: "17,30"."""
    return word[-3:-2] in (",", ".") and word[-2:] in _LIKE_MINUTES


def _minutes(rest: list[str]) -> int | None:
    """What follows a whole number of hours: "h 30", "heures 30 minutes"."""
    if rest[-1] in _MINUTES:
        rest = rest[:-1]
    if len(rest) != 2 or rest[0] not in HOURS:
        return None
    said = rest[1].removeprefix("#")
    return int(said) if said.isdigit() and len(said) <= 2 and int(said) < 60 else None
