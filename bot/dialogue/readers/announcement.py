"""Quick entry: a contract or a vacancy announced in one message (dialogues.md, "Quick entry")."""

import re
from datetime import date
from decimal import Decimal

from bot.dialogue.readers.quick.announced import NOTHING, Announced
from bot.dialogue.readers.quick.contracts import choose_contract, find_contracts
from bot.dialogue.readers.quick.days import choose_days, find_days
from bot.dialogue.readers.quick.letters import body
from bot.dialogue.readers.quick.lots_part import find_lots
from bot.dialogue.readers.quick.measures import find_amounts, find_hours, find_lengths
from bot.dialogue.readers.quick.objects import category_of, is_common
from bot.dialogue.readers.quick.pieces import LONGEST, Line, Span, cut_up
from bot.dialogue.readers.quick.places import choose_commune, find_places
from bot.dialogue.readers.quick.smalltalk import is_talk, without_courtesy
from bot.dialogue.readers.quick.titles import Object, find_object
from bot.dialogue.readers.quick.vacancies import find_vacancy, recruits, seeks_work

__all__ = ["Announced", "read_announcement"]

_LONGEST_LETTER = 4096
"""Characters of a message, headers and signature included."""
_FIGURES = re.compile(r"\d+")
_MOST_FIGURES = 80
"""Numbers in a message above which it is a table, which takes long to read and says nothing sure."""
_UNIT_PRICE = 100
"""Euros under which an amount is a price each ("3,50 € le repas"), not a contract's."""
_RENEWED = re.compile(r"reconduct|renouvelable|tacite")
"""A contract that may go on: its first period or all of them, nobody knows."""


def read_announcement(text: str, today: date) -> Announced:
    """What a message announces, counted from `today`; small talk, questions and letters are of kind none.

    Every field is sure or empty: an amount with VAT, a range or one of two dates stays empty, and the
    rest is kept.
    """
    if len(text) > _LONGEST_LETTER:
        return NOTHING
    said = without_courtesy(body(text.strip()))
    if not 0 < len(said) <= LONGEST or len(_FIGURES.findall(said)) > _MOST_FIGURES or is_talk(said):
        return NOTHING
    if seeks_work(cut_up(said)):
        return NOTHING
    return _procurement(_spanned(said, today)) or _offer(_spanned(said, today)) or NOTHING


def _spanned(text: str, today: date) -> Line:
    """The text cut up, every value in it found."""
    line = cut_up(text)
    find_amounts(line)
    find_days(line, today)
    find_lengths(line)
    find_hours(line)
    find_contracts(line)
    find_places(line)
    return line


def _procurement(line: Line) -> Announced | None:
    """The contract announced, when the sentence begins with its object and says something more of it."""
    if recruits(line) or any(span.value != "mission" for span in line.of("contract")):
        return None
    line.spans = [span for span in line.spans if span.kind not in ("contract", "hours")]
    line.taken = {at for span in line.spans for at in range(span.first, span.last)}
    find_lots(line)
    found = find_object(line)
    if found is None or not _says_enough(line, found):
        return None
    category = category_of(found.words, line.words)
    consultation, start = choose_days(line, supplies=category == "supplies")
    lots = next((span.value for span in line.of("lots")), ())
    return Announced(
        kind="procurement",
        category=category,
        title=found.title,
        commune=choose_commune(line, found.first),
        amount=_amount(line),
        consultation=consultation,
        start=start,
        months=None if _RENEWED.search(line.text.lower()) else _only(line, "months"),
        lots=lots if isinstance(lots, tuple) else (),
    )


def _says_enough(line: Line, found: Object) -> bool:
    """Whether it is more than a remark that begins like an object ("Formation le 12 janvier à Caen")."""
    valued = [span for span in line.of("amount") if _large(line, span)]
    weighty = bool(valued or line.of("lots")) + bool(line.of("months"))
    if found.told:
        return bool(valued)
    if is_common(found.words[0]) or len(found.words) < 2:
        light = bool(line.of("date")) + bool(line.of("place"))
        return found.announced or bool(valued) or bool(line.of("lots")) or (weighty > 0 and light > 0)
    return found.announced or bool(line.spans)


def _large(line: Line, span: Span) -> bool:
    if isinstance(span.value, Decimal):
        return span.value >= 1000
    return re.search(r"\d{4}|\d \d{3}|\d\s*[kKM]|million", line.cut(span.first, span.last)) is not None


def _offer(line: Line) -> Announced | None:
    """The vacancy announced, when people are looked for."""
    found = find_vacancy(line)
    if found is None:
        return None
    contract = choose_contract(line)
    open_ended = contract == "cdi" or any(span.value == "cdi" for span in line.of("contract"))
    return Announced(
        kind="offer",
        commune=choose_commune(line),
        start=choose_days(line, supplies=False)[1],
        months=None if open_ended else _only(line, "months"),
        positions=found.positions,
        job=found.job,
        contract=contract,
        weekly_hours=_only(line, "hours"),
    )


def _amount(line: Line) -> Decimal | None:
    """The one amount; with another one incl. VAT only when it says "HT"."""
    spans = line.of("amount")
    sure = [span for span in spans if span.value is not None]
    doubtful = [span for span in spans if span.value is None]
    if doubtful and not _taxed_twice(line):
        return None
    values = {span.value for span in sure}
    value = next(iter(values)) if len(values) == 1 else None
    return value if isinstance(value, Decimal) and value >= _UNIT_PRICE else None


def _taxed_twice(line: Line) -> bool:
    """Whether one amount is said HT and the only other one TTC."""
    words = line.words
    return len(line.of("amount")) == 2 and words.count("ht") == 1 and words.count("ttc") == 1


def _only(line: Line, kind: str) -> Decimal | None:
    values = {span.value for span in line.of(kind)}
    value = next(iter(values)) if len(values) == 1 else None
    return value if isinstance(value, Decimal) else None
