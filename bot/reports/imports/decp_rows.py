"""Essential data of public procurement as a spreadsheet: the open data Clausette writes itself, and those of
the national portal, a row for each modification."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.dialogue.answers import Context
from bot.dialogue.readers.fold import words
from bot.dialogue.readers.spreadsheet import Row, rounded
from bot.reports.imports import decp
from bot.reports.imports.decp import Entry
from bot.reports.imports.rows import kept
from bot.store.imports.waiting import Contents

Rows = Sequence[tuple[int, Row]]

_PLACES = {
    "id": "id",
    "objet": "objet",
    "codecpv": "codeCPV",
    "categorie": "categorie",
    "dureemois": "dureeMois",
    "datenotification": "dateNotification",
    "montant": "montant",
    "considerationssociales": "considerationsSociales",
    "acheteurid": "acheteur.id",
    "acheteurnom": "acheteur.nom",
    "lieuexecutionnom": "lieuExecution.nom",
    "lieuexecutioncode": "lieuExecution.code",
    "lieuexecutiontypecode": "lieuExecution.typeCode",
    "titulaireid": "titulaires.id",
    "titulaireid1": "titulaires.id",
    "titulairetypeidentifiant": "titulaires.typeIdentifiant",
    "titulairetypeidentifiant1": "titulaires.typeIdentifiant",
    "titulairedenominationsociale": "titulaires.denominationSociale",
    "titulairedenominationsociale1": "titulaires.denominationSociale",
    "idmodification": "modifications.id",
    "montantmodification": "modifications.montant",
    "dureemoismodification": "modifications.dureeMois",
    "datenotificationmodificationmodification": "modifications.dateNotificationModification",
    "datepublicationdonneesmodificationmodification": "modifications.datePublicationDonneesModification",
    "idtitulairemodification": "holder.id",
    "typeidentifianttitulairemodification": "holder.typeIdentifiant",
    "lot": "lot.title",
}
"""What each heading says, its words written as one: a field of a contract, or of a part of it."""
_NEEDED = frozenset({"id", "objet", "dateNotification", "considerationsSociales"})
_LATER = ("modifications.", "holder.")
_NOTHING = "CDL"
"""What the national portal writes there for a contract that never changed."""
_GUARD = re.compile(r"(^|[;\t\r\n])'(?=[=+\-@＝＋－＠])")
"""The sign before what a spreadsheet would take for a formula."""
_OURS = re.compile(r"(M-\d{4}-\d{4,})-(.{1,10})")
"""How our open data call a lot: the reference of its contract, its number."""


def find(rows: Rows) -> tuple[int, Row] | None:
    """The number and the cells of the row of headings, if these are open data."""
    heads = ((number, row) for number, row in rows if set(_placed(row)) >= _NEEDED)
    return next(heads, None)


def read(head: Row, rows: Rows, context: Context) -> Contents:
    """The contracts under these headings that have a social clause; the others are skipped. Raises SheetError
    where there is none."""
    placed = _placed(head)
    merged: dict[str, Entry] = {}
    for number, row in rows:
        contract = _contract({name: _said(name, row, place) for name, place in placed.items()})
        changes = contract.pop("modifications")
        entry = merged.setdefault(
            repr(contract), Entry(number, contract | {"modifications": []}, kept(row, {placed["id"]}))
        )
        known = entry.contract["modifications"]
        known += [one for one in changes if one not in known]
    return decp.of(merged.values(), list(head), context)


def _placed(row: Row) -> dict[str, int]:
    found = ((_PLACES.get("".join(words(heading))), place) for place, heading in enumerate(row))
    return {name: place for name, place in reversed([*found]) if name}


def _said(name: str, row: Row, place: int) -> str:
    cell = row[place] if place < len(row) else ""
    unsaid = cell == _NOTHING and name.startswith(_LATER)
    told = cell if name == "id" else rounded(cell)
    return "" if unsaid else _GUARD.sub(r"\1", told)


def _contract(cells: Mapping[str, str]) -> dict[str, Any]:
    """A contract as the JSON data have it, with the modification of this row."""
    contract: dict[str, Any] = {name: cell for name, cell in cells.items() if "." not in name}
    contract |= {part: dict(_part(cells, part)) for part in ("acheteur", "lieuExecution")}
    contract["titulaires"] = [dict(_part(cells, "titulaires"))]
    change, since = dict(_part(cells, "modifications")), dict(_part(cells, "holder"))
    contract["modifications"] = [change | ({"titulaires": [since]} if since else {})] if change else []
    ours = _OURS.fullmatch(contract["id"])
    if ours and "lot.title" in cells:
        contract |= {"id": ours[1], "lot": {"number": ours[2], "title": cells["lot.title"]}}
    return contract


def _part(cells: Mapping[str, str], part: str) -> Iterator[tuple[str, str]]:
    for name, cell in cells.items():
        if cell and name.startswith(f"{part}."):
            yield name.removeprefix(f"{part}."), cell
