"""Whole numbers as people write or dictate them, and the number words inside longer answers."""

import re
from collections.abc import Collection

from bot.dialogue.readers.fillers import phrases, strip, vocabulary
from bot.dialogue.readers.fold import tokens
from bot.dialogue.readers.number_words import WORDS, read_run
from bot.dialogue.readers.typos import repair

PEOPLE = vocabulary(
    "poste postes place places position positions personne personnes salarie salaries agent agents ",
    "candidat candidats recrutement recrutements people person persons post posts job jobs",
)
HOURS = vocabulary("h heure heures hour hours hrs")
YEARS = vocabulary("an ans annee annees year years")

_LONGEST_RUN = 48
"""Tokens that the longest spelled number may take, hyphens included."""
_AFTER_FIGURES = frozenset(("cent", "cents", "mille", "milles", "mil"))
_LEADING = phrases(":", "c est", "ce sera", "il y a", "il y en a", "j en ai")
_TRAILING = phrases(".", "!", "svp", "merci")
_GROUPED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,9}")


def spelled(tokens: list[str]) -> list[str]:
    """The tokens with every number in words as one token `#N`; figures stay as they are."""
    out: list[str] = []
    position = 0
    while position < len(tokens):
        value, used = _number_at(tokens, position)
        out.append(tokens[position] if value is None else f"#{value}")
        position += used
    return out


def _number_at(tokens: list[str], position: int) -> tuple[int | None, int]:
    if position and tokens[position - 1].isdigit() and tokens[position] in _AFTER_FIGURES:
        return None, 1
    end = min(position + _LONGEST_RUN, len(tokens))
    run = [index for index in range(position, end) if tokens[index] != "-"]
    if not run or run[0] != position:
        return None, 1
    read = read_run([tokens[index] for index in run])
    if read is None:
        return (0, 1) if tokens[position] == "zero" else (None, 1)
    return read[0], run[read[1] - 1] - position + 1


def read_whole_number(text: str, low: int, high: int, nouns: Collection[str] = PEOPLE) -> int | None:
    """The number meant ("3", "trois", "3 postes"), between low and high included, or None.

    A noun after the number must be one of `nouns`: `PEOPLE`, `HOURS` or `YEARS`.
    """
    read = spelled([repair(token, WORDS) for token in tokens(text)])
    read = strip(read, _LEADING, _TRAILING)
    while len(read) > 1 and (read[-1] in nouns or read[-1] in ("seul", "seule")):
        read.pop()
    line = " ".join(read)
    if line in ("aucun", "aucune"):
        line = "0"
    value = int(line[1:]) if re.fullmatch(r"#[0-9]+", line) else _figures(line)
    return value if value is not None and low <= value <= high else None


def _figures(line: str) -> int | None:
    return int(line.replace(" ", "")) if _GROUPED.fullmatch(line) else None
