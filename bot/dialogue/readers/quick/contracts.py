"""The kind of employment contract named in a sentence."""

import re

from bot.dialogue.readers.quick.pieces import Line, Span

_NAMES = (
    ("cddi", re.compile(r"cddi|cdd (?:d ' |d )?insertion|contrats? (?:d ' |d )?insertion|c \. d \. d \. i")),
    ("professionalisation", re.compile(r"contrats? (?:de )?pro(?:fessionnali[sz]ation)?")),
    ("apprenticeship", re.compile(r"apprenti(?:ssage|e?s?)|apprenticeship|alternan(?:ce|te?s?)")),
    ("interim", re.compile(r"interim|interimaires?|temporary|missions? (?:d ' |d )?interim\w*|temp")),
    ("cdi", re.compile(r"cdi|c \. d \. i|permanent|contrats? (?:a )?duree indeterminee")),
    ("cdd", re.compile(r"cdds?|c \. d \. d|fixed - term|contrats? (?:a )?duree determinee")),
    ("mission", re.compile(r"missions?")),
)  # fmt: skip


def find_contracts(line: Line) -> None:
    """Take the words that name a contract."""
    at = 0
    while at < len(line.pieces):
        found = _at(line, at) if at not in line.taken else None
        if found:
            line.take(found)
        at = found.last if found else at + 1


def _at(line: Line, at: int) -> Span | None:
    rest = " ".join(line.words[at : at + 8])
    for name, pattern in _NAMES:
        match = pattern.match(rest)
        if match and rest[match.end() : match.end() + 1] in ("", " "):
            return Span("contract", at, at + len(match[0].split()), name)
    return None


def choose_contract(line: Line) -> str | None:
    """The one contract named; "mission" alone is an agency's."""
    names = {span.value for span in line.of("contract")}
    if len(names) > 1:
        names.discard("mission")
    if len(names) != 1:
        return None
    name = str(next(iter(names)))
    return "interim" if name == "mission" else name
