"""The commune inside a sentence; a street, a buyer or a town elsewhere is not the place of the work."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.dialogue.readers.communes import read_commune
from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.fold import words as folded_words
from bot.dialogue.readers.quick.pieces import Line, Span

_WIDEST = 11
_AT = vocabulary("a sur vers in at pr commune lieu ville secteur @")
_STREETS = vocabulary(
    "rue route avenue av ave boulevard bd bld chemin allee allees impasse place quai cours porte",
    "square residence",
    "lotissement tour pont rond point voie ligne faubourg sortie entree quartier cite rn rd",
    "departementale axe",
    "pays region agglo agglomeration bassin nord sud est ouest autour pres proche environs banlieue hors",
    "societe entreprise journal foire tramway tram",
)
_SITES = vocabulary("residence")
"""Of these, "de Caen" says where they are."""
_BUYERS = vocabulary("ville commune mairie municipalite ccas metropole communaute agglo")
_PEOPLE = vocabulary("mathieu")
"""Communes that are first names or surnames too: only "à Mathieu" is the place."""
_AFTER = vocabulary(
    "en des pour a le de week temps dispo urgent contrat mission ds dans pendant env environ budget d"
)
_FAR = re.compile(r"^(?:la mer|- la - mer|nord|sud|ouest|evenements?|presqu)\b")


@dataclass(frozen=True, slots=True)
class Place:
    """What a span says: a commune of ours, or None for a town elsewhere or a doubt."""

    commune: str | None
    buyer: bool = False


def find_places(line: Line) -> None:
    """Take the communes, with the preposition before each."""
    at = 0
    while at < len(line.pieces):
        last, name = _longest(line, at) if _may_start(line, at) else (at, None)
        place = _judged(line, at, last, name) if name else None
        if place:
            line.take(Span("place", at, last, place))
        at = max(last, at + 1)


def _may_start(line: Line, at: int) -> bool:
    word = line.pieces[at].word
    if word == "le":
        return at not in line.taken and line.words[at + 1 : at + 2] in (["castelet"], ["fresne"])
    return at not in line.taken and word.isalpha() and len(word) > 1 and _possible(word)


@lru_cache(maxsize=4096)
def _possible(word: str) -> bool:
    return word in ("st", "ste", "saint", "fresne") or bool(read_commune(word))


def _longest(line: Line, first: int) -> tuple[int, str | None]:
    """The longest words from `first` that are one commune."""
    stop = first
    while stop < min(first + _WIDEST, len(line.pieces)) and not line.border(stop) and stop not in line.taken:
        stop += 1
    for last in range(stop, first, -1):
        if not line.pieces[last - 1].word.isalpha() or line.pieces[last - 1].word in (
            "centre",
            "merci",
            "svp",
        ):
            continue
        found = read_commune(line.cut(first, last))
        if len(found) == 1:
            return last, found[0]
    return first, None


def _judged(line: Line, first: int, last: int, name: str) -> Place | None:
    """The place, None when the words are a street's or a person's name or part of something else."""
    words = line.words
    before = words[max(first - 5, 0) : first]
    previous = before[-1] if before else ""
    own = set(words[first:last])
    exact = _exact(line.cut(first, last), name)
    if previous == "'" and not _link(before):
        return None
    if far := _FAR.match(" ".join(words[last : last + 5])):
        line.take(Span("place", last, last + len(far[0].split()), Place(None, buyer=True)))
        return Place(None, buyer=True)
    if own & _PEOPLE and previous not in _AT:
        owned = _of_something(before, name) if _link(before) else None
        return owned if owned is None or owned.buyer else Place(None)
    if previous in _AT and not _link(before):
        return Place(name)
    if _starts_segment(line, first):
        alone = last == len(words) or line.border(last) or last in line.taken
        return Place(name) if exact or alone else None
    if not exact:
        return None
    return _of_something(before, name) if _link(before) else _bare(line, first, last, before, name)


def _exact(text: str, name: str) -> bool:
    said = [word for word in folded_words(text) if word not in ("sur", "s")]
    whole = [word for word in folded_words(name) if word != "sur"]
    short = ["saint" if word == "st" else word for word in said]
    return short in (whole, whole[: len(short)], whole[1:])


def _starts_segment(line: Line, first: int) -> bool:
    return first == 0 or line.border(first - 1) or first - 1 in line.taken


def _link(before: list[str]) -> bool:
    return before[-1:] == ["de"] or before[-2:] == ["d", "'"] or before[-1:] == ["d"]


def _of_something(before: list[str], name: str) -> Place | None:
    """ "mairie d'Ifs", "école de Caen": there; "rue de Caen": part of a name."""
    owner = [word for word in before if word not in ("de", "d", "'")][-1:]
    if owner and owner[0] in _STREETS - _SITES:
        return None
    stripped = before[: len(before) - (2 if before[-1] == "'" else 1)]
    there = " ".join(["", *stripped[:-1]]).endswith((" a la", " a l '", " au"))
    return Place(name, buyer=bool(owner) and owner[0] in _BUYERS and not there)


def _bare(line: Line, first: int, last: int, before: list[str], name: str) -> Place | None:
    """ "nettoyage bureaux Caen 20 k€": a commune at the end of its words."""
    ends = last == len(line.pieces) or line.border(last) or last in line.taken
    follows = line.words[last : last + 1]
    ended = ends or any(word in _AFTER or word.isdigit() for word in follows)
    articled = before[-1] in ("les", "des", "la", "le", "l", "du", "l'", "'", "et", "ou", "entre", "-", "/")
    if before[-1] in ("et", "ou", "-", "/", "entre"):
        return Place(None)
    if articled or before[-1] in _STREETS:
        return None
    return Place(name if ended else None)


def choose_commune(line: Line, head: int | None = None) -> str | None:
    """The one commune named; None when there are several or one is elsewhere.

    A buyer ("la ville d'Ifs", "Caen la mer"), named before the piece `head` or by an employer, says who it
    is: the place only when no other is said.
    """
    places = [(span.first, span.value) for span in line.of("place") if isinstance(span.value, Place)]
    buyers = {place.commune for at, place in places if place.buyer and (head is None or at < head)}
    others = {place.commune for at, place in places if not (place.buyer and (head is None or at < head))}
    named = others or buyers
    return next(iter(named)) if len(named) == 1 else None
