"""The hours of insertion a lot owes: the formula, the trade that sets the labour share, and when hours are
too few (`domain.md` §3)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from rapidfuzz.distance import OSA

_EXACT = Context(prec=120, rounding=ROUND_HALF_UP)
"""Wide enough for any product of four typed numbers: only the last division ever rounds."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The four terms of the hours: amount in euros excl. VAT, labour share and effort rate between 0 and 1,
    loaded hourly cost in euros.

    Raises ValueError when a term is negative or not a number, a share or rate above 1, the cost not above 0.
    """

    amount: Decimal
    labour_share: Decimal
    effort_rate: Decimal
    hourly_cost: Decimal

    def __post_init__(self) -> None:
        terms = (self.amount, self.labour_share, self.effort_rate, self.hourly_cost)
        if not all(term.is_finite() for term in terms):
            raise ValueError("a term of the hours is not a number")
        if min(terms) < 0 or self.hourly_cost == 0:
            raise ValueError("a term of the hours is negative, or the hourly cost is zero")
        if max(self.labour_share, self.effort_rate) > 1:
            raise ValueError("a share or a rate is above 100 %")

    def labour(self) -> Decimal:
        """The labour in the amount, euros excl. VAT, exact."""
        return _EXACT.multiply(self.amount, self.labour_share)

    def effort(self) -> Decimal:
        """The part of that labour kept for insertion, euros excl. VAT, exact."""
        return _EXACT.multiply(self.labour(), self.effort_rate)

    def hours(self) -> int:
        """Amount × labour share × effort rate ÷ hourly cost, rounded half up to the hour."""
        return int(_EXACT.divide(self.effort(), self.hourly_cost).to_integral_value(ROUND_HALF_UP, _EXACT))


class Caution(StrEnum):
    """What speaks against a clause on a lot."""

    FEW_HOURS = "few_hours"
    SHORT = "short"


def warnings(
    hours: int | None, months: Decimal | None, least_hours: int, least_months: Decimal
) -> tuple[Caution, ...]:
    """What to say of a lot of so many hours and months; what is not known is not held against it."""
    found = []
    if hours is not None and hours < least_hours:
        found.append(Caution.FEW_HOURS)
    if months is not None and months < least_months:
        found.append(Caution.SHORT)
    return tuple(found)


def worth_grouping(lots: Sequence[tuple[int, int]], least_hours: int) -> list[int]:
    """The lots, given as (id, hours), each under the minimum that reach it together: an idea to group them.

    Empty when fewer than two lots owe some hours under the minimum, or when their sum stays under it.
    """
    small = [(lot_id, hours) for lot_id, hours in lots if 0 < hours < least_hours]
    if len(small) < 2 or sum(hours for _, hours in small) < least_hours:
        return []
    return [lot_id for lot_id, _ in small]


class Trade(StrEnum):
    """Trades with a labour share of their own (the parameter `labour_share_…`); none for supplies."""

    PAINTING = "painting"
    MASONRY = "masonry"
    METAL_FRAMES = "metal_frames"
    CLEANING = "cleaning"
    OTHER = "other"
    SUPPLIES = "supplies"


_SUPPLIES_CATEGORY = "supplies"
_FORGIVEN_FROM = 7
"""Letters from which a word is recognised with one slip: shorter ones have too many neighbours."""
_FORGIVEN: dict[str, Trade] = {
    "peinture": Trade.PAINTING,
    "ravalement": Trade.PAINTING,
    "maconnerie": Trade.MASONRY,
    "demolition": Trade.MASONRY,
    "deconstruction": Trade.MASONRY,
    "serrurerie": Trade.METAL_FRAMES,
    "metallerie": Trade.METAL_FRAMES,
    "ferronnerie": Trade.METAL_FRAMES,
    "nettoyage": Trade.CLEANING,
    "nettoiement": Trade.CLEANING,
    "proprete": Trade.CLEANING,
    "bionettoyage": Trade.CLEANING,
}
_SURE: dict[str, Trade] = {
    "fondations": Trade.MASONRY,
    "beton": Trade.MASONRY,
    "betons": Trade.MASONRY,
    "menage": Trade.CLEANING,
}
_NEIGHBOURS = frozenset({"teinture", "ceinture", "propriete", "reconstruction"})
"""Words one slip away from a trade that mean something else."""
_PAIRS: tuple[tuple[str, int, str, Trade], ...] = (
    ("gros", 1, "oeuvre", Trade.MASONRY),
    ("fondation", 1, "special", Trade.MASONRY),
    ("fondation", 1, "profond", Trade.MASONRY),
    ("charpente", 4, "metal", Trade.METAL_FRAMES),
    ("charpente", 2, "acier", Trade.METAL_FRAMES),
    ("ossature", 2, "metal", Trade.METAL_FRAMES),
    ("structure", 2, "metal", Trade.METAL_FRAMES),
    ("construction", 1, "metal", Trade.METAL_FRAMES),
    ("entretien", 4, "locaux", Trade.CLEANING),
    ("entretien", 4, "bureaux", Trade.CLEANING),
    ("entretien", 1, "menager", Trade.CLEANING),
    ("lavage", 3, "vitre", Trade.CLEANING),
)
"""A word, how many words further to look, and how a word there begins."""
_EXCLUDES = frozenset({"hors", "sauf", "sans", "hormis", "excepte"})
_IDIOMS = frozenset({"eau", "air", "site", "sol"})
"""After "hors", words that exclude nothing: "hors d'eau", "hors site"."""
_ROADWORK = ("bitum", "enrob")


def trade_of(title: str, category: str) -> Trade:
    """The trade a lot's French title speaks of first; accents, case and small typos do not matter.

    Everything in a procurement of supplies is SUPPLIES; what is not recognised is OTHER.
    """
    if category == _SUPPLIES_CATEGORY:
        return Trade.SUPPLIES
    words = _kept(_words(title))
    found = (_single(words, at) or _pair(words, at) for at in range(len(words)))
    return next((trade for trade in found if trade is not None), Trade.OTHER)


def _words(title: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", title.lower().replace("œ", "oe").replace("æ", "ae"))
    letters = (char for char in plain if not unicodedata.combining(char))
    return "".join(char if char.isalnum() else " " for char in letters).split()


def _kept(words: list[str]) -> list[str]:
    """The words up to "hors", "sauf"…: what follows is left out of the lot."""
    for at, word in enumerate(words):
        if word in _EXCLUDES and not _IDIOMS.intersection(words[at + 1 : at + 3]):
            return words[:at]
    return words


def _single(words: list[str], at: int) -> Trade | None:
    word = words[at]
    if word in _SURE:
        on_a_road = word.startswith("beton") and "".join(words[at + 1 : at + 2]).startswith(_ROADWORK)
        return None if on_a_road else _SURE[word]
    return next((trade for known, trade in _FORGIVEN.items() if _same(word, known)), None)


def _pair(words: list[str], at: int) -> Trade | None:
    for first, reach, second, trade in _PAIRS:
        if _same(words[at], first) and any(_begins(word, second) for word in words[at + 1 : at + 1 + reach]):
            return trade
    return None


def _same(word: str, known: str) -> bool:
    """Whether the word, or its singular, is this one but for a slip in a long word."""
    singular = word.removesuffix("s")
    if known in {word, singular}:
        return True
    if len(singular) < _FORGIVEN_FROM or singular in _NEIGHBOURS:
        return False
    return min(OSA.distance(word, known), OSA.distance(singular, known)) == 1


def _begins(word: str, known: str) -> bool:
    return word.startswith(known) or (len(known) > 5 and OSA.distance(word.removesuffix("s"), known) <= 1)
