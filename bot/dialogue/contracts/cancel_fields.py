"""What is cancelled of a contract: the whole of it, or one of its lots."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue.answers import (
    Candidate,
    Context,
    NotUnderstood,
    Option,
    Partial,
    Reading,
    Several,
    Understood,
)
from bot.dialogue.field import Field, Rows
from bot.dialogue.fields.choices import MOST_CANDIDATES
from bot.dialogue.fitting import MAX_LABEL, clean, cut
from bot.dialogue.lists import SIZE, page_options
from bot.dialogue.readers.choices import match_options
from bot.dialogue.readers.fold import fold
from bot.dialogue.translations import N_, label, translate

LOTS_LIVING = "lots_living"
"""The hidden answer that lists the lots that can be cancelled: {"id", "number", "label"} each."""
WHOLE: Mapping[str, Any] = {"id": None, "label": ""}
_WHOLE = "0"


class LivingLot(Field):
    """The whole contract, or one of its lots that still live; the value is {"id", "label"}, the id None for
    the whole."""

    hint = N_("Tap the lot, or write its number or its title.")
    whole = N_("The whole contract")

    def read(self, text: str, context: Context) -> Reading:
        """The lot of this number, else the one whose title is meant, or the whole contract."""
        lots = _by_code(context)
        said = fold(clean(text)).removeprefix("lot ").strip()
        codes = [code for code, lot in lots.items() if fold(lot["number"]) == said]
        titles = {code: lot["label"].partition(" · ")[2] for code, lot in lots.items()}
        titles[_WHOLE] = label(context.language, self.whole)
        meant = [_value(lots, code) for code in codes or match_options(text, titles)]
        if len(meant) == 1:
            return Understood(meant[0])
        shown = (label(context.language, self.whole) if one["id"] is None else one["label"] for one in meant)
        offered = [Candidate(name, one) for name, one in zip(shown, meant, strict=True)]
        return Several(tuple(offered[:MOST_CANDIDATES])) if offered else NotUnderstood(N_("No such lot."))

    def rows(self, context: Context) -> Rows:
        """The whole contract, then a page of the lots, a row each, and the other pages."""
        lots, page = list(_by_code(context).items()), context.partial or 0
        shown = lots[page * SIZE : (page + 1) * SIZE]
        rows = [(Option(code, cut(lot["label"], MAX_LABEL)),) for code, lot in shown]
        following = f"page:{page + 1}" if len(lots) > (page + 1) * SIZE else None
        turns = page_options(context.language, "page:0" if page else None, following)
        whole = (Option(_WHOLE, label(context.language, self.whole)),)
        return (whole, *rows, *turns)

    def choose(self, code: str, context: Context) -> Reading:
        """The lot tapped, the whole contract, or another page."""
        if code.startswith("page:"):
            return Partial(int(code.removeprefix("page:")))
        lots = _by_code(context)
        return Understood(_value(lots, code)) if code == _WHOLE or code in lots else NotUnderstood()

    def show(self, value: Any, language: str) -> Markup:
        """The lot as it is named, or the whole contract."""
        return translate(language, self.whole) if value["id"] is None else escape(value["label"])


def _by_code(context: Context) -> dict[str, Mapping[str, Any]]:
    return {str(lot["id"]): lot for lot in context.answers.get(LOTS_LIVING) or ()}


def _value(lots: Mapping[str, Mapping[str, Any]], code: str) -> dict[str, Any]:
    lot = lots.get(code, WHOLE)
    return {"id": lot["id"], "label": lot["label"]}
