"""Awarded contracts with a social clause, from essential data of public procurement (DECP): the JSON files of
the orders of 2019 and of 22 December 2022."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.dialogue.answers import Context
from bot.dialogue.fitting import clean, cut
from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.spreadsheet import Flaw, SheetError
from bot.dialogue.translations import N_
from bot.reports.imports import readers
from bot.reports.imports.records import TWICE
from bot.reports.imports.rows import MISSING, why
from bot.rules.siret import clean_siret
from bot.store.imports import ImportKind, folded
from bot.store.imports.waiting import Contents, Fault, Record

MOST_CONTRACTS = 5000
_MOST_TITLE = 200
_DEEPEST = 4
_NO_ZERO = 13
"""Digits of a SIRET that was a number on its way."""
_CLAUSE = "clause sociale"
_HEADINGS = ("id", "acheteur", "objet")
_NOT_SIRET = N_("A SIRET has fourteen digits that check each other: one of them may be mistyped.")
_SERVICES = vocabulary("50 51 55 60 63 64 65 66 70 71 72 73 75 76 77 79 80 85 90 92 98")
"""Divisions of the common procurement vocabulary that are services; 45 is works, the others supplies."""


class _CellError(Exception):
    """A value that cannot be taken: the field, what it says, why."""

    def __init__(self, name: str, said: object, reason: str, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(name)
        self.name, self.said, self.reason, self.values = name, said, reason, values or {}


def looks_so(content: bytes) -> bool:
    """Whether the content begins as JSON does."""
    return content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def read(content: bytes, context: Context) -> Contents:
    """The contracts of a file that have a social clause; the others are skipped. Raises SheetError."""
    contracts = _contracts(content)
    records: list[Record] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    table: dict[int, list[str]] = {}
    skipped = 0
    for number, contract in enumerate(contracts, 1):
        if not _has_clause(contract):
            skipped += 1
            continue
        table[number] = [_text(contract.get("id")), _buyer_text(contract), _text(contract.get("objet"))]
        try:
            record = _record(number, contract, context)
            _once(seen, record)
        except _CellError as wrong:
            said = "" if wrong.said is None else cut(_text(wrong.said), 60)
            faults.append(Fault(number, wrong.name, said, wrong.reason, wrong.values))
        else:
            records.append(record)
    if not table and not skipped:
        raise SheetError(Flaw.EMPTY)
    return Contents(ImportKind.PROCUREMENT, records, faults, {}, skipped, _HEADINGS, table)


def _contracts(content: bytes) -> Sequence[Mapping[str, Any]]:
    """The list under `marches`, and `marche` below it. Raises SheetError."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise SheetError(Flaw.BROKEN) from None
    for name in ("marches", "marche"):
        found = found.get(name, found) if isinstance(found, dict) else found
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise SheetError(Flaw.NO_HEADINGS)
    if len(found) > MOST_CONTRACTS:
        raise SheetError(Flaw.TOO_MANY)
    return found


def _has_clause(contract: Mapping[str, Any]) -> bool:
    return any(fold(said) == _CLAUSE for said in _strings(contract.get("considerationsSociales")))


def _strings(value: Any, depth: int = 0) -> Iterator[str]:
    """Every text in a value, however it is wrapped; several in one text have commas between them."""
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        yield from (part.strip() for part in re.split("[,;|]", value))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, depth + 1)


def _once(seen: dict[str, int], record: Record) -> None:
    before = seen.setdefault(folded(record.reference), record.row)
    if before != record.row:
        raise _CellError("id", record.reference, TWICE, {"row": before})


def _record(number: int, contract: Mapping[str, Any], context: Context) -> Record:
    buyer = _siret("acheteur.id", _inside(contract, "acheteur").get("id"))
    notified = _read("dateNotification", contract, readers.past_day, context)
    title = cut(_needed("objet", contract), _MOST_TITLE)
    months = _read("dureeMois", contract, readers.months, context)
    amount = _read("montant", contract, readers.money, context)
    lot = {
        "number": "1",
        "title": title,
        "amount": amount,
        "hours": None,
        "confirmed": notified,
        "published": None,
        "awarded": notified,
        "awarded_amount": amount,
        "kicked_off": None,
        "completed": None,
    }
    said = {
        "buyer": buyer,
        "title": title,
        "category": _category(contract),
        "commune": _place(contract, context),
        "start": f"{notified}/day",
        "months": months,
        "consultation": None,
        "lots": [lot | _supplier(contract)],
    }
    return Record(number, f"{buyer}/{_needed('id', contract)}", said, (number,))


def _supplier(contract: Mapping[str, Any]) -> dict[str, str | None]:
    """The first holder: who answers for the group."""
    listed = contract.get("titulaires")
    first = listed[0] if isinstance(listed, list) and listed else {}
    holder = _inside(first, "titulaire") if isinstance(first, dict) and "titulaire" in first else first
    said = holder if isinstance(holder, dict) else {}
    name = _text(said.get("denominationSociale"))
    return {
        "supplier": cut(name, _MOST_TITLE) or None,
        "supplier_siret": _siret("titulaires", said.get("id")),
    }


def _siret(name: str, said: object) -> str:
    if said in (None, ""):
        raise _CellError(name, said, MISSING)
    digits = _text(said)
    found = clean_siret(f"0{digits}" if len(digits) == _NO_ZERO else digits)
    if found is None:
        raise _CellError(name, said, _NOT_SIRET)
    return found


def _category(contract: Mapping[str, Any]) -> str:
    division = _needed("codeCPV", contract)[:2]
    return "works" if division == "45" else "services" if division in _SERVICES else "supplies"


def _place(contract: Mapping[str, Any], context: Context) -> str:
    place = _inside(contract, "lieuExecution")
    said = _text(place.get("nom")) or _text(place.get("code"))
    reading = readers.commune(said, context) if said else None
    value = getattr(reading, "value", None)
    return str(value or cut(said, 60) or "–")


def _read(name: str, contract: Mapping[str, Any], reader: readers.Read, context: Context) -> str:
    said = _needed(name, contract)
    reading = reader(said[:10] if name.startswith("date") else said, context)
    value = getattr(reading, "value", None)
    if value is None:
        raise _CellError(name, said, *why(reading))
    return str(value)


def _needed(name: str, contract: Mapping[str, Any]) -> str:
    said = _text(contract.get(name))
    if not said:
        raise _CellError(name, None, MISSING)
    return said


def _inside(contract: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    inner = contract.get(name)
    return inner if isinstance(inner, dict) else {}


def _buyer_text(contract: Mapping[str, Any]) -> str:
    buyer = _inside(contract, "acheteur")
    return _text(buyer.get("nom")) or _text(buyer.get("id"))


def _text(said: object) -> str:
    """A text on one line; numbers as they are, nothing for what is neither."""
    if isinstance(said, bool) or not isinstance(said, str | int | float):
        return ""
    return " ".join(clean(str(said)[:2000]).split())
