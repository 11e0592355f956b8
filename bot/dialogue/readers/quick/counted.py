"""How many people a vacancy is for."""

import re

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.number_words import WORDS as NUMBER_WORDS
from bot.dialogue.readers.numbers import read_whole_number
from bot.dialogue.readers.quick.pieces import Line, symbols_of

COUNT = vocabulary(
    "un une deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt one two three four five"
)
PEOPLE = vocabulary(
    "pers personne personnes salarie salaries people person persons gars collegue collegues ouvriers ouvrier"
)
"""Who is counted, whatever they do."""
_SEATS = re.compile(
    r"(?:^|[,;(:.¶+-] |<\w+> |h / f |f / h )(?P<n>\d{1,2}|une?|deux|trois|quatre|cinq|six|huit|dix)"
    r" (?:postes?|places?|pers|personnes?)\b(?! (?:de|d|et|ou|a|sur|-) (?!pourvoir))"
    r"|(?:^|(?<!\d) )(?:x|(?:nb|nombre|nbre)(?: de postes?)? :?) ?(?P<x>\d{1,2})(?= |$)"
)
"""The positions said apart from the job: "(1 poste)", "x2"."""
BEFORE_JOB = vocabulary(
    "poste postes place places de d ' des du le la les apprenti apprentie apprentis alternant alternante",
    "interimaire interimaires bon bons",
    "bonne bonnes jeune jeunes remplacant remplacante futur nouveau nouvel e ( ) · . : en contrat",
    "compagnon compagnons equipe a the an some profils",
    "profil plusieurs quelques emploi offre l urgent - un une renfort supplementaire supplementaires",
)
_RANGE = vocabulary("a ou - / et environ sous n entre or to lot")


def count_positions(line: Line, job: int) -> int | None:
    """The positions, from the number before the job or said apart from it; None when unsaid or unsure."""
    return _agreed(_positions(line, job) or count_people(line), _seats(line))


def _positions(line: Line, job: int) -> int | None:
    """The number before the job, over "postes de"…; None for a range, "des", "une dizaine de"."""
    at = job - 1
    while at >= 0 and line.pieces[at].word in BEFORE_JOB and not counts(line.pieces[at].word):
        at -= 1
    if at >= 0 and line.pieces[at].word in ("dun", "dune"):
        return 1
    if at < 0 or at in line.taken or not counts(line.pieces[at].word):
        return None
    first = at
    while first > 0 and line.pieces[first - 1].word in NUMBER_WORDS and first - 1 not in line.taken:
        first -= 1
    before = line.words[max(first - 2, 0) : first]
    if line.words[first - 2 : first + 1] in (["un", "ou", "une"], ["un", "/", "une"]):
        return 1
    owned = before[-2:] == ["on", "a"] or before[-1:] == ["y"]
    if not owned and set(before[-1:]) & _RANGE:
        return None
    return read_whole_number(line.cut(first, at + 1), 1, 99)


def counts(word: str) -> bool:
    """Whether a word is a number."""
    return word.isdigit() or word in NUMBER_WORDS


def count_people(line: Line) -> int | None:
    """The number before "personnes"; one for "quelqu'un"."""
    if "quelqu ' un" in " ".join(line.words):
        return 1
    for at, piece in enumerate(line.pieces):
        if piece.word in PEOPLE and at not in line.taken:
            return _positions(line, at)
    return None


def _seats(line: Line) -> int | None:
    """The number said apart from the job: "(1 poste)", "x2"; None when there are several."""
    found = [match["n"] or match["x"] for match in _SEATS.finditer(" ".join(symbols_of(line)[0]))]
    return read_whole_number(found[0], 1, 99) if len(found) == 1 else None


def _agreed(one: int | None, other: int | None) -> int | None:
    """The only number of the two, or None when they differ."""
    return one or other if one is None or other is None or one == other else None
