"""ROME jobs (`data/rome.csv`) by their everyday names (`data/jobs.csv`): typos, plurals, feminines, a few
letters."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from rapidfuzz.distance import OSA

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.fold import MAX_LINE, fold, words

MOST = 6
"""Jobs offered at once (dialogues.md §1)."""

_LINKS = vocabulary("de du des d l le la les en et a au aux sur un une h f hf fh x e s es ne nes se")
"""Words, and the endings of "maçon(ne)s" or "agent·e·s", that do not tell one job from another."""
_HARMLESS = vocabulary(
    "confirme confirmee confirmes experimente experimentee experimentes qualifie qualifiee qualifies ",
    "debutant debutante debutants motive motivee motives serieux serieuse autonome autonomes svp merci ",
    "metier poste emploi dispo disponible disponibles urgent pour comme professionnel",
)
_ELSEWHERE = vocabulary(
    "caviste peindre soldeur coureur cuisiniste plombeur leveur carrossier conteur coiffeur serveur",
    "vendeur",
    "maitre dame tailleur second charge pilote equipier homme employe chargeur chauffard "
    "menuiserie platrerie gruyer cordier couvreuse macron monteurs pavage regleur",
    "pointeur",
)
"""Words that are no slip for one of our jobs, though one letter away."""
_SHORT = {
    "elec": "electricien", "elect": "electricien", "bat": "batiment", "btp": "btp", "manut":
    "manutentionnaire",
    "prepa": "preparateur", "prep": "preparateur", "cde": "commandes", "cdes": "commandes", "cond":
    "conducteur",
    "pl": "pl", "resto": "restaurant", "secu": "securite", "admin": "administratif", "ouv": "ouvrier",
    "mecanicienne": "mecanicien", "hotesse": "hote", "hotesses": "hote", "lingeres": "lingere",
}  # fmt: skip
_ENDINGS = (
    ("euse", "eur"), ("trice", "teur"), ("iere", "ier"), ("gere", "ger"), ("ienne", "ien"), ("onne", "on"),
    ("ente", "ent"), ("ante", "ant"), ("ee", "e"), ("ive", "if"), ("ale", "al"), ("ine", "in"),
    ("elle", "el"),
)  # fmt: skip

Key = tuple[str, ...]
Fits = Callable[[Key], bool]


@dataclass(frozen=True, slots=True)
class JobMatch:
    """A ROME code, its official label, and the everyday name that was recognised."""

    code: str
    label: str
    name: str


def read_job(text: str, most: int = MOST) -> list[JobMatch]:
    """The jobs meant, best first, one per code: one is sure, several are to choose from, none is not
    understood."""
    if len(text) > MAX_LINE:
        return []
    by_code = [
        JobMatch(code, label, label) for code, label in _labels().items() if code == text.strip().upper()
    ]
    said = _said(words(text))
    if by_code or not said:
        return by_code
    return _search(said)[:most]


def may_begin_name(word: str) -> bool:
    """Whether a folded word shares its first three letters with the beginning of some name."""
    return word[:3] in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(fold(name)[:3] for _, _, name in _index())


@lru_cache(maxsize=4096)
def _search(said: Key) -> list[JobMatch]:
    """The first way of looking that finds something."""
    exact = _named(said)
    if exact or (len(said) == 1 and said[0] in _ELSEWHERE):
        return exact
    same = _matches(lambda key: len(key) == len(said) and sorted(key) == sorted(said))
    begun = same or _matches(_begun_by(said))
    found = begun or _held(said) or _matches(_misspelled_as(said))
    return found or _made_of(said) or _several_inside(said)


def _begun_by(said: Key) -> Fits:
    """Names whose words start with what was said, the last word perhaps unfinished (three letters at
    least)."""
    whole, last = said[:-1], said[-1]
    if len(last) < 3:
        return lambda _key: False
    return lambda key: (
        len(key) >= len(said) and key[: len(whole)] == whole and key[len(whole)].startswith(last)
    )


def _holding(said: Key) -> Fits:
    """Names that hold every word said, each from its beginning (four letters at least; three when alone)."""
    if any(len(word) < (4 if len(said) > 1 else 3) for word in said):
        return lambda _key: False
    return lambda key: all(any(own.startswith(word) for own in key) for word in said)


def _held(said: Key) -> list[JobMatch]:
    """The names that hold what was said; one word inside a single name ("comptable") is not sure."""
    found = _matches(_holding(said))
    return found if len(said) > 1 or len(found) > 1 else []


def _misspelled_as(said: Key) -> Fits:
    if any(word in _ELSEWHERE for word in said):
        return lambda _key: False
    return lambda key: len(key) == len(said) and all(map(_alike, said, key))


def _alike(said: str, name: str) -> bool:
    """The same word but for one slip, two in a long one; it starts alike."""
    if said == name:
        return True
    slips = 0 if len(name) < 5 else 1 if len(name) < 10 else 2
    return said[0] == name[0] and OSA.distance(said, name, score_cutoff=slips) <= slips


def _named(said: Key) -> list[JobMatch]:
    return _matches(lambda key: key == said)


def _made_of(said: Key) -> list[JobMatch]:
    """Two names of one job side by side: "déménageur manutentionnaire"."""
    exact = _exactly()
    for cut in range(1, len(said)):
        one, other = exact.get(said[:cut], set()), exact.get(said[cut:], set())
        if len(one) == 1 and one == other:
            return _named(said[:cut])
    return []


@cache
def _exactly() -> dict[Key, set[str]]:
    """The codes of each name."""
    codes: dict[Key, set[str]] = {}
    for key, code, _name in _index():
        codes.setdefault(key, set()).add(code)
    return codes


def _several_inside(said: Key) -> list[JobMatch]:
    """Names inside a longer text, when they are of several jobs: never sure."""
    found = _matches(lambda key: len(key) < len(said) and set(key) <= set(said))
    return found if len(found) > 1 else []


def _matches(fits: Fits) -> list[JobMatch]:
    """One match per code, in the order of the data, short names first."""
    found: dict[str, str] = {}
    for key, code, name in _index():
        if code not in found and fits(key):
            found[code] = name
    labels = _labels()
    return [JobMatch(code, labels[code], name) for code, name in found.items()]


def _key(raw: Sequence[str]) -> Key:
    """The roots of the words that count."""
    kept = [_SHORT.get(word, word) for word in raw if word not in _LINKS]
    return tuple(_root(word) for word in kept if word not in _HARMLESS)


def _said(raw: Sequence[str]) -> Key:
    """The roots of what was typed; an apostrophe forgotten ("agent dentretien") is put back."""
    return tuple(_unglued(word) for word in _key(raw))


def _unglued(word: str) -> str:
    known = _vocabulary()
    return (
        word[1:] if word not in known and word[:1] in "dl" and word[1:] in known and len(word) > 5 else word
    )


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(word for key, _, _ in _index() for word in key)


def _root(word: str) -> str:
    """The masculine singular, roughly; what matters is that all forms of a name give the same."""
    single = word[:-1] if len(word) > 3 and word[-1] in "sx" else word
    for feminine, masculine in _ENDINGS:
        if len(single) > len(feminine) + 2 and single.endswith(feminine):
            return single.removesuffix(feminine) + masculine
    return single


def job_label(code: str) -> str:
    """The official name of a ROME code. Raises KeyError."""
    return _labels()[code].replace("oeuvre", "œuvre")


@cache
def _labels() -> dict[str, str]:
    return {row["rome"]: row["label_fr"] for row in _rows("rome.csv")}


@cache
def _index() -> list[tuple[Key, str, str]]:
    """Every name as (roots, code, name), short ones first, then the official labels."""
    names = [(row["name"], row["rome"]) for row in _rows("jobs.csv")]
    names.sort(key=lambda pair: (len(words(pair[0])), len(pair[0])))
    names += [(label, code) for code, label in _labels().items()]
    return [(_key(words(re.sub(r"\bPL\b", "pl", name))), code, name) for name, code in names]


def _rows(file: str) -> Iterator[dict[str, str]]:
    source = resources.files("bot").joinpath(f"data/{file}").read_text(encoding="utf-8")
    return iter(csv.DictReader(source.splitlines()))
