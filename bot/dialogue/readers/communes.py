"""Communes of the territory (`data/communes.csv`) by what people type; a town outside it finds nothing."""

import csv
import re
from functools import cache
from importlib import resources

from rapidfuzz.distance import OSA

from bot.dialogue.readers.fillers import phrases, strip, vocabulary
from bot.dialogue.readers.fold import MAX_LINE, words

MOST = 6
"""Communes offered at once (dialogues.md §1)."""

_ELSEWHERE = vocabulary(
    "rouen vernon louvagny cormeilles colombes cambe rozel mandeville bernouville henouville brainville ",
    "hermonville fleurey louvigne bainville solers athie cairo etreville mondreville touville calleville ",
    "perriers combes biville bleville breville beville version souliers",
)
"""Towns elsewhere whose name is one slip away from one of ours."""
_OVER = re.compile(r"(?:\bs)?\s*/\s*", re.IGNORECASE)
""" "Bretteville/Odon", "Blainville s/ Orne"."""
_SHORT = {"st": "saint", "ste": "sainte", "s": "sur"}
_ARTICLES = vocabulary("le la les l")
_LINKS = vocabulary("le la les l d de sur en et")
_LEADING = phrases(
    "a", "sur", "commune de", "commune d", "la commune de", "la commune d", "ville de", "ville d",
    "la ville de", "la ville d", "mairie de", "mairie d", "la mairie de", "la mairie d", "vers", "dans", "en",
    "centre de", "centre ville de", "c est a", "c est", "chantier a", "travaux a", "bonjour", "in", "at",
)  # fmt: skip
_TRAILING = phrases(
    "centre", "centre ville", "riva bella", "14", "calvados", "normandie", "france", "merci", "svp"
)
_SPLIT = re.compile(r"\s*(?:[,;/+&\n]|\bet\b|\bou\b|\band\b|\bor\b)\s*", re.IGNORECASE)

Name = tuple[str, ...]


def read_commune(text: str) -> list[str]:
    """The communes meant, at most six: one is sure, several are to choose from, none is not understood."""
    if len(text) > MAX_LINE:
        return []
    found = _find(text)
    parts = [part for part in _SPLIT.split(text) if part]
    if found or not 1 < len(parts) <= MOST:
        return found[:MOST]
    each = [_find(part) for part in parts]
    if not all(len(names) == 1 for names in each):
        return []
    return list(dict.fromkeys(name for names in each for name in names))


@cache
def _communes() -> dict[Name, str]:
    """Folded words of each commune, and its name."""
    source = resources.files("bot").joinpath("data/communes.csv").read_text(encoding="utf-8")
    return {_folded(row["commune"]): row["commune"] for row in csv.DictReader(source.splitlines())}


def _folded(text: str) -> Name:
    said = _OVER.sub(" sur ", text)
    return tuple(_SHORT.get(word, word) for word in words(said))


def _find(text: str) -> list[str]:
    said, postcode = _without_postcode(strip(_folded(text), _LEADING, _TRAILING))
    if not said:
        return ["Caen"] if postcode == "14000" and "Caen" in _communes().values() else []
    exact = [name for key, name in _communes().items() if said in (key, _bare(key))]
    if exact or (postcode and postcode != "14000"):
        return exact
    return _starting_with(said) or _second_name(said) or _misspelled(said)


def _without_postcode(said: list[str]) -> tuple[Name, str]:
    """The words without a leading or trailing postcode of the Calvados, and that postcode."""
    codes = [word for word in said if re.fullmatch(r"14[0-9]{3}", word)]
    if len(codes) != 1 or codes[0] not in (said[0], said[-1]):
        return tuple(said), ""
    kept = [word for word in said if word != codes[0]]
    return tuple(strip(kept, _LEADING, _TRAILING)), codes[0]


def _bare(key: Name) -> Name:
    """The name without its article: "fresne camilly"."""
    return key[1:] if key[0] in _ARTICLES else key


def _starting_with(said: Name) -> list[str]:
    """Communes whose name starts with these whole words ("herouville", "saint")."""
    if said[-1] in _LINKS or not _distinctive(said):
        return []
    return [name for key, name in _communes().items() if said in (key[: len(said)], _bare(key)[: len(said)])]


def _distinctive(said: Name) -> bool:
    return any(word not in _LINKS and len(word) > 2 for word in said)


def _second_name(said: Name) -> list[str]:
    """The commune known by the last name of a double one ("beuville", "camilly")."""
    if len(said) != 1 or len(said[0]) < 6:
        return []
    found = [name for key, name in _communes().items() if key[-1] == said[0] and _double(key)]
    return found if len(found) == 1 else []


def _double(key: Name) -> bool:
    return len(key) > 1 and key[-2] not in _LINKS and key[-2] != "saint" and len(key[-2]) > 5


def _misspelled(said: Name) -> list[str]:
    """Communes one slip away, word by word, from the whole name or its first word."""
    if len(said) == 1 and said[0] in _ELSEWHERE:
        return []
    whole = [
        name for key, name in _communes().items() if _same_words(said, key) or _same_words(said, _bare(key))
    ]
    if whole or len(said) > 1:
        return whole[:MOST]
    return [
        name for key, name in _communes().items() if len(_bare(key)) > 1 and _like(said[0], _bare(key)[0])
    ]


def _same_words(said: Name, key: Name) -> bool:
    """Whether each word is the name's word or one slip away from it."""
    if len(said) != len(key):
        return False
    return all(one == other or _like(one, other) for one, other in zip(said, key, strict=True))


def _like(one: str, other: str) -> bool:
    """One slip: any in a word of six letters that starts alike, only two swapped letters in a shorter one."""
    if one[0] != other[0] or len(other) < 4 or (len(other) < 6 and sorted(one) != sorted(other)):
        return False
    return OSA.distance(one, other, score_cutoff=1) == 1
