"""The lots of a contract, one a line."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.answers import (
    Context,
    NotUnderstood,
    Option,
    Reading,
    Understood,
)
from bot.dialogue.field import Field
from bot.dialogue.fitting import clean, folded
from bot.dialogue.readers.choices import match_options
from bot.dialogue.readers.lots import LotLine, read_lots
from bot.dialogue.translations import N_, label, translate


class Lots(Field):
    """Lots, one a line; the value is a list of {number, title, amount as text or None}. [] is one lot."""

    hint = N_("One lot a line, with its amount if known. For example: 1 Gros œuvre 450 k€")
    _none = N_("No lots")

    def read(self, text: str, context: Context) -> Reading:
        """The lots in the order typed."""
        typed = clean(text)
        if match_options(typed, {"none": label(context.language, self._none)}):
            return Understood([])
        lines = read_lots(typed)
        if not lines:
            return NotUnderstood(N_("One lot a line is expected: number, title, and amount if known."))
        unsure = next((line for line in lines if line.amount_unread), None)
        if unsure is not None:
            return NotUnderstood(N_("The amount of the lot “{title}” is not clear."), {"title": unsure.title})
        return Understood([_lot(line, place) for place, line in enumerate(lines, 1)])

    def options(self, context: Context) -> tuple[Option, ...]:
        """No lots at all."""
        return (Option("none", label(context.language, self._none)),)

    def choose(self, code: str, context: Context) -> Reading:
        """No lots at all."""
        return Understood([])

    def show(self, value: Any, language: str) -> Markup:
        """The lots, one a line, folded when many."""
        if not value:
            return translate(language, self._none)
        lines = "\n".join(_lot_line(lot, language) for lot in value)
        return folded("\n" + lines if len(value) > 1 else lines)


def _lot(line: LotLine, place: int) -> dict[str, Any]:
    amount = None if line.amount is None else str(line.amount)
    return {"number": line.number or str(place), "title": line.title, "amount": amount}


def _lot_line(lot: Mapping[str, Any], language: str) -> str:
    amount = "" if lot["amount"] is None else f" · {formats.money(Decimal(lot['amount']), language)}"
    return f"{lot['number']} · {lot['title']}{amount}"
