"""People looked for whose job we do not know: the rest of what is said of them is worth keeping."""

import re
from dataclasses import dataclass

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.numbers import read_whole_number
from bot.dialogue.readers.quick.counted import counts
from bot.dialogue.readers.quick.pieces import Line, symbols_of

_SOMEONES = re.compile(r"(?:eurs?|euses?|iers?|ieres?|iens?|iennes?|istes?|trices?)$")
"""How the names of jobs end."""
_WANTED = re.compile(
    r"\b(?:cherch|recherch|recrut|embauch)[a-z]* (?:\w+ment )?"
    r"(?:[a-z]+(?:eur|euse|ien|ienne|iste|trice)s?\b"
    r"|(?P<n>\d{1,2}|une?|deux|trois|quatre|cinq|six|des) (?:(?!<)[a-z]{4,}|<contract>(?! (?:de|d) )))"
)
_TRAINEES = vocabulary(
    "apprenti apprentie apprentis apprenties alternant alternante alternants interimaire interimaires"
)
_BARE_CONTRACT = re.compile(r"(?:^|[^a-z] |\b(?:en|contrat|type) |<\w+> |[a-z]{4,} |\bune? )<contract>")


@dataclass(frozen=True, slots=True)
class Vacancy:
    """The positions, None when not sure; the ROME code, None when several jobs fit."""

    positions: int | None
    job: str | None


def counts_unknown(line: Line, link: int, noun: int) -> bool:
    """Whether a job we do not know is counted after "et": "un façadier et deux échafaudeurs"."""
    number, word = line.pieces[noun - 1].word, line.pieces[noun].word
    linked = line.pieces[link].word in ("et", "+", "and", "puis", ",") and noun - 1 > link
    return linked and counts(number) and bool(_SOMEONES.search(word))


def unknown_vacancy(line: Line) -> Vacancy | None:
    """A vacancy for a job that we do not know: people are looked for and a kind of contract is said."""
    said = " ".join(symbols_of(line)[0])
    wanted = _WANTED.search(said)
    if wanted and wanted[0].endswith("<contract>") and not _TRAINEES & set(line.words):
        return None
    if not wanted or not _BARE_CONTRACT.search(said) or not (line.of("place") or line.of("date")):
        return None
    return Vacancy(read_whole_number(wanted["n"] or "des", 1, 99), None)
