"""Awarded contracts with a social clause, from essential data of public procurement (DECP): the JSON files of
the orders of 2019 and of 22 December 2022."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue.answers import Context
from bot.dialogue.fields import Choice
from bot.dialogue.fitting import cut
from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.spreadsheet import Flaw, SheetError
from bot.dialogue.words import CATEGORIES
from bot.reports.imports import decp_changes, readers, synonyms
from bot.reports.imports.decp_cells import (
    MOST_TITLE,
    CellError,
    Said,
    euros,
    holder,
    inside,
    length,
    needed,
    present,
    siret,
    text,
    value,
)
from bot.reports.imports.records import LOT_TWICE, OTHERWISE, TWICE
from bot.reports.imports.rows import MISSING
from bot.store.imports import ImportKind, folded
from bot.store.imports.waiting import Contents, Fault, Record

MOST_CONTRACTS = 5000
_MOST_PLACE = 60
_DEEPEST = 4
_CLAUSE = "clause sociale"
_HEADINGS = ("id", "acheteur", "objet")
_SHARED = {"buyer": "acheteur.id", "title": "objet", "category": "codeCPV", "commune": "lieuExecution",
           "months": "dureeMois"}  # fmt: skip
"""What the lots of a contract have in common, and the field that says it."""
_SERVICES = vocabulary("50 51 55 60 63 64 65 66 70 71 72 73 75 76 77 79 80 85 90 92 98")
"""Divisions of the common procurement vocabulary that are services; 45 is works, the others supplies."""
_category = readers.one_of(Choice(CATEGORIES), synonyms.CATEGORIES)


@dataclass(frozen=True, slots=True)
class Entry:
    """A contract of a file: its place there, what is said of it, how it is shown where it is to be corrected.
    Under `lot` it may have the number and the title of one of its lots; then it has an entry for each."""

    number: int
    contract: Said
    shown: Sequence[str]


def looks_so(content: bytes) -> bool:
    """Whether the content begins as JSON does."""
    return content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def read(content: bytes, context: Context) -> Contents:
    """The contracts of a file that have a social clause; the others are skipped. Raises SheetError."""
    listed = (Entry(number, one, _shown(one)) for number, one in enumerate(_contracts(content), 1))
    return of(listed, _HEADINGS, context)


def of(listed: Iterable[Entry], headings: Sequence[str], context: Context) -> Contents:
    """Those of these contracts that have a social clause. Raises SheetError where there is no contract."""
    records: dict[str, Record] = {}
    faults: list[Fault] = []
    table: dict[int, list[str]] = {}
    handed: list[str] = []
    skipped = 0
    for entry in listed:
        if not _has_clause(entry.contract):
            skipped += 1
            continue
        table[entry.number] = list(entry.shown)
        try:
            handed += _take(records, entry, context)
        except CellError as wrong:
            faults.append(wrong.fault(entry.number))
    if not table and not skipped:
        raise SheetError(Flaw.EMPTY)
    return Contents(
        ImportKind.PROCUREMENT, [*records.values()], faults, {}, skipped, headings, table, handed=handed
    )


def _contracts(content: bytes) -> Sequence[Said]:
    """The list under `marches`, and `marche` below it; one alone may stand there by itself. Raises
    SheetError."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise SheetError(Flaw.BROKEN) from None
    for name in ("marches", "marche"):
        found = found.get(name, found) if isinstance(found, dict) else found
    found = [found] if isinstance(found, dict) and "objet" in found else found
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise SheetError(Flaw.NO_HEADINGS)
    if len(found) > MOST_CONTRACTS:
        raise SheetError(Flaw.TOO_MANY)
    return found


def _has_clause(contract: Said) -> bool:
    return any(fold(said) == _CLAUSE for said in _strings(contract.get("considerationsSociales")))


def _strings(said: Any, depth: int = 0) -> Iterator[str]:
    """Every text in a value, however it is wrapped; several in one text have commas between them."""
    if depth > _DEEPEST:
        return
    if isinstance(said, str):
        yield from (part.strip(" []'\"") for part in re.split("[,;|]", said))
    elif isinstance(said, dict | list):
        for inner in said.values() if isinstance(said, dict) else said:
            yield from _strings(inner, depth + 1)


def _take(records: dict[str, Record], entry: Entry, context: Context) -> list[str]:
    """Add a contract to the records, or a lot to its contract; one published again counts once, with the most
    modifications. Returns its reference where another company holds it by now. Raises CellError."""
    record, other = _record(entry, context)
    before = records.setdefault(folded(record.reference), record)
    if before is not record and before.said != record.said:
        join = _joined if "lot" in entry.contract else _fuller
        records[folded(record.reference)] = join(before, record)
    return [record.reference] if other else []


def _fuller(before: Record, record: Record) -> Record:
    """Of a contract published again the one with more modifications. Raises CellError where they differ in
    what was awarded."""
    if _awarded(before) != _awarded(record):
        raise CellError("id", record.reference, TWICE, {"row": before.row})
    return max(before, record, key=lambda one: len(one.said["lots"][0].get("amendments", ())))


def _awarded(record: Record) -> Said:
    """What was said before any modification."""
    lot = record.said["lots"][0]
    return {**record.said, "lots": [lot["amount"], lot["awarded"]]}


def _joined(before: Record, record: Record) -> Record:
    """The contract with one more lot. Raises CellError where it has this one, or is another contract."""
    [lot] = record.said["lots"]
    known = {one["number"]: row for one, row in zip(before.said["lots"], before.rows, strict=True)}
    if lot["number"] in known:
        raise CellError("id", record.reference, LOT_TWICE, {"row": known[lot["number"]]})
    for name, field in _SHARED.items():
        if before.said[name] != record.said[name]:
            raise CellError(field, record.said[name], OTHERWISE, {"row": before.row})
    start = min(before.said["start"], record.said["start"])
    said = {**before.said, "start": start, "lots": [*before.said["lots"], lot]}
    return replace(before, said=said, rows=(*before.rows, *record.rows))


def _record(entry: Entry, context: Context) -> tuple[Record, bool]:
    """The contract, and whether another company holds it by now: then that one is the supplier."""
    contract = entry.contract
    buyer = _buyer(contract)
    notified = value("dateNotification", needed(contract, "dateNotification"), readers.past_day, context)
    title = cut(needed(contract, "objet"), MOST_TITLE)
    months = value("dureeMois", needed(contract, "dureeMois"), length, context)
    amount = value("montant", needed(contract, "montant"), euros, context)
    said = {
        "buyer": buyer,
        "title": title,
        "category": _kind_of(contract, context),
        "commune": _place(contract, context),
        "start": f"{notified}/day",
        "months": months,
        "consultation": None,
    }
    awarded = holder(contract.get("titulaires"))
    if awarded is None:
        raise CellError("titulaires", None, MISSING)
    part = inside(contract, "lot")
    lot: dict[str, Any] = {
        "number": value("lot", text(part.get("number")) or "1", readers.lot_number, context),
        "title": cut(text(part.get("title")), MOST_TITLE) or title,
        "amount": amount,
        "hours": None,
        "confirmed": notified,
        "published": None,
        "awarded": notified,
        "awarded_amount": amount,
        "kicked_off": None,
        "completed": None,
    }
    changes = decp_changes.of(contract, lot | {"months": months}, context)
    now, other = present(awarded, changes.holder)
    lot |= dict(now) | ({"amendments": changes.amendments} if changes.amendments else {})
    reference = f"{buyer}/{needed(contract, 'id')}"
    return Record(entry.number, reference, said | {"lots": [lot]}, (entry.number,)), other


def _buyer(contract: Said) -> str:
    """The buyer's SIRET; its name where the data have no number."""
    buyer = inside(contract, "acheteur")
    name = text(buyer.get("nom"))
    return name if name and not text(buyer.get("id")) else siret("acheteur.id", buyer.get("id"))


def _kind_of(contract: Said, context: Context) -> str:
    """Works, services or supplies: as is said, else by the code of the common procurement vocabulary."""
    if said := text(contract.get("categorie")):
        return value("categorie", said, _category, context)
    division = needed(contract, "codeCPV")[:2]
    return "works" if division == "45" else "services" if division in _SERVICES else "supplies"


def _place(contract: Said, context: Context) -> str:
    """The commune, a known one by its name; for want of a name the code with what it is a code of."""
    place = inside(contract, "lieuExecution")
    name, code, kind = (text(place.get(one)) for one in ("nom", "code", "typeCode"))
    reading = readers.commune(name or code, context) if name or fold(kind) == "code postal" else None
    found = getattr(reading, "value", None)
    coded = f"{kind} {code}".strip()
    return cut(coded if found in (None, code) and not name else str(found or name), _MOST_PLACE) or "–"


def _shown(contract: Said) -> list[str]:
    buyer = inside(contract, "acheteur")
    called = text(buyer.get("nom")) or text(buyer.get("id"))
    return [text(contract.get("id")), called, text(contract.get("objet"))]
