"""The companies a list names: those there are, those it would make, those that cannot be told apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.translations import N_
from bot.rules.siret import spaced
from bot.store.imports.companies import Directory, Named
from bot.store.imports.waiting import Fault
from bot.store.organisations import name_key
from bot.store.tables import Kind

_NOT_A_COMPANY = N_("This SIRET is that of {name}, which is no company.")
_OTHER_SIRET = N_("{name} is there with another SIRET: {siret}.")
_TWO_NAMES = N_("This company is on row {row} with another SIRET.")


def company_of(directory: Directory, name: str | None, siret: str | None) -> Named | None:
    """The company a list names, by its SIRET, else by its name."""
    found = directory.by_siret.get(siret) if siret else None
    return found or (directory.named(Kind.COMPANY, name) if name else None)


@dataclass
class Told:
    """Tells the companies of a list apart, row by row; `heading` is that of their SIRET."""

    directory: Directory
    heading: str
    _given: dict[str, tuple[str, int]] = field(default_factory=dict)

    def wrong(self, row: int, name: str | None, siret: str | None) -> list[Fault]:
        """What keeps the company of a row from being told from the others."""
        holder = self.directory.by_siret.get(siret) if siret else None
        if holder is not None and holder.kind != Kind.COMPANY:
            return [Fault(row, self.heading, siret or "", _NOT_A_COMPANY, {"name": holder.name})]
        if holder is not None or name is None or not siret:
            return []
        return [*self._namesake(row, name, siret), *self._twice(row, name, siret)]

    def _namesake(self, row: int, name: str, siret: str) -> Iterable[Fault]:
        known = self.directory.named(Kind.COMPANY, name)
        if known is not None and known.siret and known.siret != siret:
            values = {"name": known.name, "siret": spaced(known.siret)}
            yield Fault(row, self.heading, siret, _OTHER_SIRET, values)

    def _twice(self, row: int, name: str, siret: str) -> Iterable[Fault]:
        given, first = self._given.setdefault(name_key(name), (siret, row))
        if given != siret:
            yield Fault(row, self.heading, siret, _TWO_NAMES, {"row": first})


@dataclass
class Unknown:
    """The companies nobody knows yet, each once, however its rows name it."""

    listed: list[tuple[str, str | None]] = field(default_factory=list)
    """Name, and SIRET if some row gives it."""
    _by_siret: dict[str, int] = field(default_factory=dict)
    _by_name: dict[str, int] = field(default_factory=dict)

    def place(self, lot: Mapping[str, Any]) -> int | None:
        """The place among them of the supplier of a lot, if it is one of them."""
        name, siret = lot["supplier"], lot["supplier_siret"]
        found = self._by_siret.get(siret) if siret else None
        return self._by_name.get(name_key(name)) if found is None and name else found

    def add(self, lot: Mapping[str, Any]) -> None:
        """Count the supplier of a lot among them; a row that says more of one adds to it."""
        name, siret = lot["supplier"], lot["supplier_siret"]
        place = self.place(lot)
        if place is None:
            place = len(self.listed)
            self.listed.append((name or f"SIRET {spaced(siret)}", siret))
        elif siret and self.listed[place][1] is None:
            self.listed[place] = (self.listed[place][0], siret)
        if siret:
            self._by_siret.setdefault(siret, place)
        self._by_name.setdefault(name_key(name or self.listed[place][0]), place)


def unknown(directory: Directory, lots: Iterable[Mapping[str, Any]]) -> Unknown:
    """The suppliers of awarded lots whom nobody knows."""
    found = Unknown()
    for lot in lots:
        if lot["awarded"] and company_of(directory, lot["supplier"], lot["supplier_siret"]) is None:
            found.add(lot)
    return found
