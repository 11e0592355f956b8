"""The rows of a list: each cell by its column's reader, each row a record or its faults."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.answers import Context, NotUnderstood, Reading, Several, Understood
from bot.dialogue.fitting import cut
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.programme_columns import NOTHING
from bot.dialogue.readers.spreadsheet import rounded
from bot.dialogue.translations import N_
from bot.reports.imports.columns import LISTS, Column, Found
from bot.store.imports import ImportKind
from bot.store.imports.waiting import Fault

MISSING = N_("This cell is empty: it is needed.")
UNREAD = N_("This is not understood.")
_NO_ROW = N_("Most of what is needed is missing here: take this row out if it is a title or a total.")
_SEVERAL = N_("Several answers fit: {choices}.")
_ERROR = N_("The formula of this cell gives an error: write the value.")
_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#N/D", "#VALEUR!", "#NOM?", "#NUL!"}
)
"""What spreadsheets show in the place of a value."""
_UNSAID = NOTHING - {"x"} | {"nsp", "ne sait pas"}
"""What people write where they know nothing, folded; a cross is a yes."""
_LONGEST_UNSAID = 20
_HARDLY_A_ROW = 5
"""So many empty cells that are needed make a row of something else."""
_CELL = 60


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says: its number, the values of its cells that say something, its texts."""

    number: int
    values: Mapping[str, Any]
    cells: Sequence[str]


@dataclass
class Reader:
    """Reads the rows of a list; what was read once is not read again. Its faults gather in `faults`."""

    kind: ImportKind
    found: Found
    context: Context
    faults: list[Fault] = field(default_factory=list)
    _known: dict[tuple[str, type, str], Reading] = field(default_factory=dict)

    def line(self, number: int, cells: Sequence[str]) -> Line | None:
        """The row with its values; None when some cell is at fault."""
        said = [(column, self._text(column, cells)) for column in LISTS[self.kind]]
        lacking = [column.name for column, text in said if column.required and not text]
        if len(lacking) >= _HARDLY_A_ROW:
            self._no_row(number, cells, lacking[0])
            return None
        before = len(self.faults)
        values: dict[str, Any] = {}
        for column, text in said:
            if text:
                self._take(values, number, column, text)
            elif column.required:
                self.fault(number, column.name, "", MISSING)
        return Line(number, values, cells) if len(self.faults) == before else None

    def fault(
        self, number: int, name: str, cell: str, reason: str, values: Mapping[str, Any] | None = None
    ) -> None:
        """Note what keeps a row from being imported, under the heading of one of its columns."""
        heading = next((one.heading for one in LISTS[self.kind] if one.name == name), name)
        self.faults.append(Fault(number, heading, cut(cell, _CELL), reason, values or {}))

    def _no_row(self, number: int, cells: Sequence[str], lacking: str) -> None:
        place, said = next((place, cell) for place, cell in enumerate(cells) if cell)
        name = next((name for name, where in self.found.items() if where == place), lacking)
        self.fault(number, name, said, _NO_ROW)

    def _text(self, column: Column, cells: Sequence[str]) -> str:
        place = self.found.get(column.name)
        text = "" if place is None or place >= len(cells) else cells[place]
        unsaid = not column.required and len(text) <= _LONGEST_UNSAID and fold(text) in _UNSAID
        return "" if unsaid else text

    def _take(self, values: dict[str, Any], number: int, column: Column, text: str) -> None:
        if text in _ERRORS:
            self.fault(number, column.name, text, _ERROR)
            return
        reading = self._known.get((column.name, type(text), text))
        if reading is None:
            reading = self._known[column.name, type(text), text] = column.read(text, self.context)
        if isinstance(reading, Understood):
            values[column.name] = reading.value
            return
        reason, more = why(reading)
        self.fault(number, column.name, text, reason, more)


def kept(cells: Sequence[str], exact: Collection[int]) -> list[str]:
    """A row as it is sent back to be corrected: numbers to two decimals, which are read as texts, but in the
    `exact` places, where they are references."""
    return [cell if place in exact else rounded(cell) for place, cell in enumerate(cells)]


def why(reading: Reading) -> tuple[str, Mapping[str, Any]]:
    """The reason a text was not understood, as a msgid and its values."""
    if isinstance(reading, Several):
        choices = ", ".join(one.label for one in reading.candidates[:4])
        return _SEVERAL, {"choices": choices}
    if isinstance(reading, NotUnderstood) and reading.reason:
        return reading.reason, dict(reading.values)
    return UNREAD, {}
