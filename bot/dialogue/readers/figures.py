"""Figures: "350 000,50", "1.250.000", "1,2", and the spoken "un virgule deux"; ambiguous ones say so."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.dialogue.readers.fold import MAX_LINE, fold
from bot.dialogue.readers.numbers import spelled
from bot.dialogue.readers.typos import repair

_TOKEN = re.compile(r"[0-9]+(?:[ .,'][0-9]+)*|[a-z]+|[^ ]")
_IN_WORDS = re.compile(r"#[0-9]+")
_PLAIN = re.compile(r"0|[1-9][0-9]{0,14}")
_GROUPED = re.compile(
    r"(?P<int>[1-9][0-9]{0,2}(?:(?P<sep>[ .,'])[0-9]{3})(?:(?P=sep)[0-9]{3})*)(?P<dec>[.,][0-9]{1,2})?"
)
_DECIMAL = re.compile(r"(?P<int>0|[1-9][0-9]{0,14})[.,](?P<dec>[0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number read; `thousands` when its one dot or comma may as well have been a decimal one."""

    value: Decimal
    decimals: int = 0
    thousands: str = ""
    in_words: bool = False


def figure_tokens(text: str, known: frozenset[str]) -> list[str]:
    """The tokens of a text with whole figures in one token, number words as `#N`, slips repaired."""
    if len(text) > MAX_LINE:
        return []
    raw = [repair(token, known) for token in _TOKEN.findall(fold(text))]
    return _spoken_decimals(spelled(raw))


def _spoken_decimals(tokens: list[str]) -> list[str]:
    """ "#1 virgule #2" as "1,2"."""
    out: list[str] = []
    for token in tokens:
        if len(out) > 1 and out[-1] in ("virgule", "point") and _whole(out[-2]) and _whole(token):
            out[-2:] = [f"{out[-2].lstrip('#')},{token.lstrip('#')}"]
        else:
            out.append(token)
    return out


def _whole(token: str) -> bool:
    return re.fullmatch(r"#?[0-9]{1,4}", token) is not None


def read_figure(token: str) -> Figure | None:
    """The number a figure token stands for; None when its groups are not those of a number."""
    if token.startswith("#"):
        return Figure(Decimal(token[1:]), in_words=True) if _IN_WORDS.fullmatch(token) else None
    if _PLAIN.fullmatch(token):
        return Figure(Decimal(token))
    if match := _GROUPED.fullmatch(token):
        return _grouped(match)
    if match := _DECIMAL.fullmatch(token):
        return Figure(Decimal(f"{match['int']}.{match['dec']}"), decimals=len(match["dec"]))
    return None


def _grouped(match: re.Match[str]) -> Figure | None:
    sep, decimals = match["sep"], match["dec"] or ""
    if decimals.startswith(sep):
        return None
    whole = match["int"].replace(sep, "")
    once = match["int"].count(sep) == 1 and sep in ".," and not decimals
    return Figure(Decimal(whole + decimals.replace(",", ".")), max(len(decimals) - 1, 0), sep if once else "")
