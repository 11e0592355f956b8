"""What became of an awarded contract in essential data of public procurement: its `modifications`, which give
the new amount (euros excl. VAT), the new duration (months) and the new holders, never the difference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from bot.dialogue.answers import Context
from bot.reports.imports import readers
from bot.reports.imports.decp_cells import CellError, Holder, Said, euros, holder, length, text, value
from bot.reports.imports.records import EARLIER
from bot.reports.imports.rows import MISSING, UNREAD

_FIELD = "modifications"
_DAYS = ("dateNotificationModification", "dateSignatureModification", "datePublicationDonneesModification")
"""The day of a modification: as the orders of 2018 and 2022 name it, as that of 2017 did, or for want of both
the day it was published."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The amendments of a contract in the order they were signed, each only with the terms it changed; the
    company that holds the contract since, if the modifications name one."""

    amendments: Sequence[dict[str, str | None]]
    holder: Holder | None


def of(contract: Said, lot: Said, context: Context) -> Changes:
    """The changes of a lot awarded as `lot` says, its duration under `months`. Raises CellError."""
    said = [(_day(one, lot["awarded"], context), one) for one in _listed(contract.get(_FIELD))]
    said.sort(key=itemgetter(0))
    made: list[dict[str, str | None]] = []
    terms = {"amount": lot["awarded_amount"], "months": lot["months"]}
    since = None
    for day, one in said:
        since = holder(one.get("titulaires")) or since
        new = {
            "amount": _new("montant", one, euros, context),
            "months": _new("dureeMois", one, length, context),
        }
        changed = {name: None if new[name] == before else new[name] for name, before in terms.items()}
        if any(changed.values()):
            made.append({"signed_on": day, **changed})
            terms |= {name: new[name] for name in changed if changed[name]}
    return Changes(made, since)


def _listed(said: Any) -> Iterator[Said]:
    """Each modification, wrapped or not. Raises CellError for what is none."""
    if isinstance(said, list):
        for one in said:
            yield from _listed(one)
    elif isinstance(said, dict):
        if "modification" in said:
            yield from _listed(said["modification"])
        elif said:
            yield said
    elif said not in (None, ""):
        raise CellError(_FIELD, said, UNREAD)


def _day(said: Said, awarded: str, context: Context) -> str:
    name = next((name for name in _DAYS if text(said.get(name))), _DAYS[0])
    written = text(said.get(name))
    if not written:
        raise CellError(f"{_FIELD}.{name}", None, MISSING)
    day = value(f"{_FIELD}.{name}", written, readers.past_day, context)
    if day < awarded:
        raise CellError(f"{_FIELD}.{name}", written, EARLIER, {"other": "dateNotification"})
    return day


def _new(name: str, said: Said, reader: readers.Read, context: Context) -> str | None:
    """The new value of a term; a zero says nothing."""
    written = text(said.get(name))
    if not written.strip("0.,"):
        return None
    return value(f"{_FIELD}.{name}", written, reader, context)
