"""How the figures of a period differ from those of the one before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.dialogue import formats

_MINUS = "\u2212"
Show = Callable[[Any, str], str]


@dataclass(frozen=True, slots=True)
class Changes:
    """Figures and those of the period before; None where there is nothing to compare with."""

    now: Mapping[str, Any]
    before: Mapping[str, Any] | None = None

    def after(self, line: Markup, path: str, language: str, show: Show = formats.number) -> Markup:
        """The line, and behind it how far the figure moved: "12 marchés (+3)"; the line alone where it did
        not, or where one of the two figures must not be told or is not known."""
        if self.before is None:
            return line
        present, past = _at(self.now, path), _at(self.before, path)
        if not _is_number(present) or not _is_number(past) or present == past:
            return line
        sign = "+" if present > past else _MINUS
        return Markup("{} ({}{})").format(line, sign, show(abs(present - past), language))


def _at(figures: Mapping[str, Any], path: str) -> Any:
    found: Any = figures
    for name in path.split("."):
        if found is None:
            return None
        found = found[name]
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal)
