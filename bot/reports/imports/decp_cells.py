"""The values of a contract in essential data of public procurement: read, or said to be wrong."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.dialogue.answers import Context, Reading
from bot.dialogue.fitting import clean, cut
from bot.dialogue.readers.fold import fold
from bot.dialogue.translations import N_
from bot.reports.imports import readers
from bot.reports.imports.rows import MISSING, why
from bot.rules.siret import clean_siret
from bot.store.imports.waiting import Fault

Said = Mapping[str, Any]
"""A part of a contract, as the data have it."""

MOST_TITLE = 200
_MOST_CELL = 60
_NUMBER = re.compile(r"\d+(\.\d+)?")
_POINT = re.compile(r"\d+\.\d+")
_DEEPEST = 4
_NO_ZERO = 13
"""Digits of a SIRET that was a number on its way."""
_NOT_SIRET = N_("A SIRET has fourteen digits that check each other: one of them may be mistyped.")


class CellError(Exception):
    """A value that cannot be taken: the field, what it says, why."""

    def __init__(self, name: str, said: object, reason: str, values: Said | None = None) -> None:
        super().__init__(name)
        self.name, self.said, self.reason, self.values = name, said, reason, values or {}

    def fault(self, number: int) -> Fault:
        """What is wrong with the contract of this number."""
        return Fault(number, self.name, cut(text(self.said), _MOST_CELL), self.reason, self.values)


def text(said: object) -> str:
    """A text on one line; numbers as they are, nothing for what is neither."""
    if isinstance(said, bool) or not isinstance(said, str | int | float):
        return ""
    return " ".join(clean(str(said)[:2000]).split())


def inside(part: Said, name: str) -> Said:
    """The part of this name; nothing where there is none."""
    inner = part.get(name)
    return inner if isinstance(inner, dict) else {}


def needed(part: Said, name: str) -> str:
    """The text of a field. Raises CellError without it."""
    said = text(part.get(name))
    if not said:
        raise CellError(name, None, MISSING)
    return said


def value(name: str, said: str, reader: readers.Read, context: Context) -> str:
    """What a text means, of a date its day only. Raises CellError where it means nothing."""
    reading = reader(said[:10] if "date" in name else said, context)
    found = getattr(reading, "value", None)
    if found is None:
        raise CellError(name, said, *why(reading))
    return str(found)


def euros(said: str, context: Context) -> Reading:
    """An amount excl. VAT, to the cent: the point is never one between thousands here."""
    return readers.money(f"{Decimal(said):.2f}" if _POINT.fullmatch(said) else said, context)


def length(said: str, context: Context) -> Reading:
    """A duration: this field says months, however many."""
    return readers.months(f"{said} mois" if _NUMBER.fullmatch(said) else said, context)


def siret(name: str, said: object) -> str:
    """A SIRET, its first zero restored. Raises CellError."""
    if said in (None, ""):
        raise CellError(name, said, MISSING)
    digits = text(said)
    found = clean_siret(f"0{digits}" if len(digits) == _NO_ZERO else digits)
    if found is None:
        raise CellError(name, said, _NOT_SIRET)
    return found


Holder = Mapping[str, str | None]
"""A company that holds a contract, as a lot says its supplier."""


def holder(listed: object) -> Holder | None:
    """The first of `titulaires`, who answers for the group; one from abroad goes by its name, or by its
    number there. None where nobody is named. Raises CellError."""
    said = _first(listed)
    name, number, kind = (text(said.get(one)) for one in ("denominationSociale", "id", "typeIdentifiant"))
    if not name and not number:
        return None
    if number and kind.upper() in ("", "SIRET"):
        return {"supplier": cut(name, MOST_TITLE) or None, "supplier_siret": siret("titulaires", number)}
    return {"supplier": cut(name or f"{kind} {number}", MOST_TITLE), "supplier_siret": None}


def _first(listed: object) -> Said:
    """The first company, whether it is listed or alone, wrapped or not."""
    for _ in range(_DEEPEST):
        if isinstance(listed, list):
            listed = listed[0] if listed else None
        elif isinstance(listed, dict) and "titulaire" in listed:
            listed = listed["titulaire"]
    return listed if isinstance(listed, dict) else {}


def present(awarded: Holder, since: Holder | None) -> tuple[Holder, bool]:
    """Who holds a contract by now, and whether it is another company than at the award; the name may be said
    once only."""
    if since is None:
        return awarded, False
    if not _same(awarded, since):
        return since, True
    return {name: said or since[name] for name, said in awarded.items()}, False


def _same(one: Holder, other: Holder) -> bool:
    """Whether two are one company: by their SIRET, for want of one by their name."""
    if one["supplier_siret"] and other["supplier_siret"]:
        return one["supplier_siret"] == other["supplier_siret"]
    return fold(one["supplier"] or "") == fold(other["supplier"] or "")
