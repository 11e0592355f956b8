"""Procurements of a file, all at once: amounts in euros excl. VAT, durations in months."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.store import procurement_words, references
from bot.store.database import Session
from bot.store.imports import in_batches
from bot.store.sealed import new_uid
from bot.store.tables import Amendment, Lot, Procurement, ProcurementWord, rows_of

_procurements, _lots, _words = rows_of(Procurement), rows_of(Lot), rows_of(ProcurementWord)
_amendments = rows_of(Amendment)


@dataclass(frozen=True, slots=True)
class Contract:
    """A procurement to write: what was read of it, its buyer, the supplier of each of its lots if any."""

    said: Mapping[str, Any]
    buyer_id: int
    buyer: str
    suppliers: Sequence[int | None]


def titled(session: Session, named: Collection[str]) -> dict[tuple[str, int], str]:
    """The titles of the contracts with these references of ours, by their reference and their buyer."""
    query = sa.select(_procurements.c.reference, _procurements.c.organisation_id, _procurements.c.title)
    return {
        (row.reference, row.organisation_id): row.title
        for some in in_batches(sorted(named))
        for row in session.core.execute(query.where(_procurements.c.reference.in_(some)))
    }


def state_of(lot: Mapping[str, Any]) -> LotState:
    """Where a lot stands, by the latest of its dates."""
    dated = (
        ("completed", LotState.COMPLETED),
        ("kicked_off", LotState.RUNNING),
        ("awarded", LotState.AWARDED),
        ("published", LotState.PUBLISHED),
        ("confirmed", LotState.CONFIRMED),
    )
    return next((state for name, state in dated if lot.get(name)), LotState.ANNOUNCED)


def add_all(
    session: Session, contracts: Sequence[Contract], person_id: int, year: int, now: datetime
) -> list[int]:
    """These procurements with their lots and the amendments of these, found by their words. Who imports
    examines those whose clause was retained. Returns their numbers, in this order."""
    if not contracts:
        return []
    named = references.several(session, references.PROCUREMENT, year, len(contracts))
    rows = [
        _procurement(contract, person_id, now) | {"reference": reference}
        for contract, reference in zip(contracts, named, strict=True)
    ]
    made = sa.insert(_procurements).returning(_procurements.c.id, sort_by_parameter_order=True)
    numbers = list(session.core.execute(made, rows).scalars())
    pairs = list(zip(numbers, contracts, strict=True))
    lots = [row for number, contract in pairs for row in _lots_of(number, contract, person_id)]
    made = sa.insert(_lots).returning(_lots.c.id, sort_by_parameter_order=True)
    _amend(session, contracts, list(session.core.execute(made, lots).scalars()), person_id, now)
    words = [row for number, contract in pairs for row in _words_of(number, contract)]
    if words:
        session.core.execute(sa.insert(_words), words)
    return numbers


def _amend(
    session: Session, contracts: Sequence[Contract], lots: Sequence[int], person_id: int, now: datetime
) -> None:
    """The amendments of these lots, in the order they were signed."""
    said = [lot for contract in contracts for lot in contract.said["lots"]]
    rows = [
        {
            "lot_id": number,
            "signed_on": date.fromisoformat(one["signed_on"]),
            "amount": _decimal(one["amount"]),
            "months": _decimal(one["months"]),
            "recorded_by": person_id,
            "recorded_at": now,
        }
        for number, lot in zip(lots, said, strict=True)
        for one in lot.get("amendments", ())
    ]
    if rows:
        session.core.execute(sa.insert(_amendments), rows)


def _procurement(contract: Contract, person_id: int, now: datetime) -> dict[str, Any]:
    said = contract.said
    examined = any(state_of(lot) is not LotState.ANNOUNCED for lot in said["lots"])
    return {
        "uid": new_uid(),
        "organisation_id": contract.buyer_id,
        "announced_by": person_id,
        "on_behalf": True,
        "announced_at": now,
        "title": said["title"],
        "category": said["category"],
        "commune": said["commune"],
        "amount": _decimal(said.get("amount")),
        "consultation_on": _first(said.get("consultation")),
        "consultation_as": said.get("consultation"),
        "start_on": _first(said["start"]),
        "start_as": said["start"],
        "months": Decimal(said["months"]),
        "examined_by": person_id if examined else None,
        "examined_at": now if examined else None,
    }


def _lots_of(number: int, contract: Contract, person_id: int) -> list[dict[str, Any]]:
    pairs = zip(contract.said["lots"], contract.suppliers, strict=True)
    return [
        _lot(lot, supplier, person_id) | {"procurement_id": number, "position": position}
        for position, (lot, supplier) in enumerate(pairs, 1)
    ]


def _lot(lot: Mapping[str, Any], supplier: int | None, person_id: int) -> dict[str, Any]:
    state = state_of(lot)
    awarded = _day(lot.get("awarded"))
    return {
        "number": lot["number"],
        "title": lot["title"],
        "amount": _decimal(lot.get("amount")),
        "state": state,
        "hours_owed": lot.get("hours"),
        "reviewed_by": None if state is LotState.ANNOUNCED else person_id,
        "confirmed_on": _day(lot.get("confirmed")),
        "published_on": _day(lot.get("published")),
        "supplier_id": supplier if awarded else None,
        "awarded_on": awarded,
        "awarded_amount": _decimal(lot.get("awarded_amount") or lot.get("amount")) if awarded else None,
        "kicked_off_on": _day(lot.get("kicked_off")),
        "completed_on": _day(lot.get("completed")),
    }


def _words_of(number: int, contract: Contract) -> list[dict[str, Any]]:
    found = procurement_words.words(contract.said["title"], contract.said["commune"], contract.buyer)
    return [{"word": word, "procurement_id": number} for word in sorted(found)]


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _first(meant: str | None) -> date | None:
    """The first day of a period as the reader of dates writes it."""
    return None if meant is None else date.fromisoformat(meant.partition("/")[0])
