"""Fields that only an award has: the lots, the company that gets them, its SIRET, the amounts."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.answers import (
    IDLE,
    Candidate,
    Context,
    NotUnderstood,
    Option,
    Partial,
    Reading,
    Understood,
)
from bot.dialogue.field import Field, Rows
from bot.dialogue.fields import Known, Money
from bot.dialogue.fitting import MAX_LABEL, clean, cut, folded
from bot.dialogue.form import Answers
from bot.dialogue.lists import SIZE, page_options
from bot.dialogue.readers.choices import match_options
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.money import read_amount
from bot.dialogue.siret import Siret
from bot.dialogue.translations import N_, label, translate
from bot.rules.siret import clean_siret, spaced
from bot.store.tables import Kind

LOTS_OPEN = "lots_open"
"""The hidden answer that lists the lots to award: {"id", "number", "label", "amount", "seen"} each, the
amount (estimated, as text) and the award seen when the form began being None where there is none."""
MOST_NAMED = 40
_PIECES = re.compile(r"[,;\n]+|\bet\b|\band\b")
_ALL = ("tous", "toutes", "tout", "all", "tous les lots", "all of them")
_LINES = re.compile(r"[;\n]+")


def chosen(answers: Answers) -> list[Mapping[str, Any]]:
    """The lots chosen among those open, in the order announced; the only one where there is one."""
    known: Sequence[Mapping[str, Any]] = answers.get(LOTS_OPEN) or ()
    if len(known) == 1:
        return list(known)
    picked = {lot["id"] for lot in answers.get("lots") or ()}
    return [lot for lot in known if lot["id"] in picked]


class OpenLots(Field):
    """Some of the lots to award, at least one; the value is a list of {"id", "label"}."""

    hint = N_("Tick them, or write their numbers. For example: 1, 3.")

    def read(self, text: str, context: Context) -> Reading:
        """The lots ticked so far and those written, by number or title."""
        known = _open(context)
        if fold(text) in _ALL:
            return _whole(known, known)
        pieces = [piece for piece in _PIECES.split(clean(text)) if piece.strip()]
        meant = [_named(piece, known) for piece in pieces]
        if not meant or any(len(codes) != 1 for codes in meant):
            return NotUnderstood(N_("These are not numbers of lots to award."))
        return _whole(known, [code for codes in meant for code in codes] + _ticked(context.partial))

    def rows(self, context: Context) -> Rows:
        """A page of the lots, a mark on those ticked, then all of them and the end."""
        known, ticked = list(_open(context).items()), _ticked(context.partial)
        page = (context.partial or {}).get("page", 0)
        shown = known[page * SIZE : (page + 1) * SIZE]
        rows = [(Option(f"tick:{code}", _marked(lot, code in ticked, context)),) for code, lot in shown]
        following = f"page:{page + 1}" if len(known) > (page + 1) * SIZE else None
        turns = page_options(context.language, "page:0" if page else None, following)
        every = Option("all", label(context.language, N_("All the lots")))
        end = Option("end", label(context.language, N_("That is all")))
        return (*rows, *turns, (every, end))

    def choose(self, code: str, context: Context) -> Reading:
        """The list with the lot tapped added or taken out, another page, or the whole list."""
        known, ticked = _open(context), _ticked(context.partial)
        page = (context.partial or {}).get("page", 0)
        verb, _, arg = code.partition(":")
        if verb == "all":
            return _whole(known, known)
        if verb == "end":
            return _whole(known, ticked)
        if verb == "page":
            return Partial({"ids": ticked, "page": int(arg)})
        changed = [other for other in ticked if other != arg] if arg in ticked else [*ticked, arg]
        return Partial({"ids": changed, "page": page})

    def begin(self, value: Any) -> Any:
        """The lots chosen earlier."""
        return {"ids": [str(lot["id"]) for lot in value or ()], "page": 0}

    def show(self, value: Any, language: str) -> Markup:
        """The lots, one a line, folded when many."""
        lines = "\n".join(lot["label"] for lot in value)
        return folded("\n" + lines if len(value) > 1 else lines)


def _open(context: Context) -> dict[str, Mapping[str, Any]]:
    return {str(lot["id"]): lot for lot in context.answers.get(LOTS_OPEN) or ()}


def _ticked(partial: Any) -> list[str]:
    return list((partial or {}).get("ids", ()))


def _named(piece: str, known: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The lots of this number, else those whose label is meant."""
    said = fold(piece).removeprefix("lot ").strip()
    numbered = [code for code, lot in known.items() if fold(lot["number"]) == said]
    titles = {code: lot["label"].partition(" · ")[2] for code, lot in known.items()}
    return numbered or match_options(piece, titles)


def _marked(lot: Mapping[str, Any], ticked: bool, context: Context) -> str:
    return cut(("✓ " if ticked else "") + _with_estimate(lot, context.language), MAX_LABEL)


def _with_estimate(lot: Mapping[str, Any], language: str) -> str:
    if lot["amount"] is None:
        return str(lot["label"])
    return f"{cut(lot['label'], 42)} · {formats.money(Decimal(lot['amount']), language)}"


def _whole(known: Mapping[str, Mapping[str, Any]], codes: Any) -> Reading:
    picked = [{"id": lot["id"], "label": lot["label"]} for code, lot in known.items() if code in codes]
    return Understood(picked) if picked else NotUnderstood(N_("Please choose at least one."))


class Supplier(Known):
    """The company that gets the lots, by its name or its SIRET: {"id", "name", "siret"}, or {"name"} alone
    for one that is not known yet."""

    def __init__(self) -> None:
        super().__init__("supplier", N_("Write its name; a few letters are enough."), new=True)

    def read(self, text: str, context: Context) -> Reading:
        """The company of this name, or the one known by this SIRET."""
        siret = clean_siret(text)
        if siret is None:
            return super().read(text, context)
        found = context.lookup(self.kind, siret)
        if found:
            return Understood(found[0].value)
        return NotUnderstood(N_("No company is known by this SIRET: please write its name first."))


class SupplierSiret(Siret):
    """The SIRET of the company that gets the lots: {"siret", "for", "holder"}. `for` is the name it was given
    for; `holder` the company {"id", "name"} it already belongs to, which then gets the lots, or None."""

    def read(self, text: str, context: Context) -> Reading:
        """The SIRET; when it is another company's, that company is offered."""
        siret = clean_siret(text)
        if siret is None:
            return super().read(text, context)
        supplier = context.answers.get("supplier") or {}
        value = {"siret": siret, "for": supplier.get("name"), "holder": None}
        held = [one.value for one in context.lookup("siret", siret) if one.value["id"] != supplier.get("id")]
        if not held:
            return Understood(value)
        name, holder = held[0]["name"], {"id": held[0]["id"], "name": held[0]["name"]}
        use = Candidate(
            label(context.language, N_("It is {name}"), name=cut(name, 45)), value | {"holder": holder}
        )
        return NotUnderstood(
            N_("This SIRET is already that of {name}."),
            {"name": name},
            (use,) if held[0]["kind"] == Kind.COMPANY else (),
        )

    def show(self, value: Any, language: str) -> Markup:
        """The digits in groups, and the company they belong to where it is another one."""
        digits = escape(spaced(value["siret"]))
        if value["holder"] is None:
            return digits
        name = cut(value["holder"]["name"], 120)
        return translate(language, N_("{siret}, which is that of <b>{name}</b>"), siret=digits, name=name)

    def fits(self, value: Any) -> bool:
        """Whether the value is a SIRET and whom it is for."""
        return (
            isinstance(value, dict)
            and {"siret", "for", "holder"} <= set(value)
            and super().fits(value["siret"])
        )


class AwardAmount(Money):
    """The amount of the only lot awarded; its estimate is a likely answer."""

    def options(self, context: Context) -> tuple[Option, ...]:
        """The estimate, where there is one."""
        return tuple(
            Option(lot["amount"], formats.money(Decimal(lot["amount"]), context.language))
            for lot in chosen(context.answers)[:1]
            if lot["amount"] is not None
        )

    def choose(self, code: str, context: Context) -> Reading:
        """The estimate tapped."""
        return Understood(code)


class AwardAmounts(Field):
    """The amount of each lot chosen: a list of {"id", "label", "amount" as text}, in the order of the
    lots."""

    hint = N_("One amount a line, in the order of the lots below. For example:\n450 k€\n120 000 €")

    def read(self, text: str, context: Context) -> Reading:
        """An amount a line, as many as there are lots."""
        lots = chosen(context.answers)
        lines = [line for line in _LINES.split(clean(text)) if line.strip()]
        if len(lines) != len(lots):
            return NotUnderstood(
                N_("An amount for each lot is expected, one a line: {count} in all, not their total."),
                {"count": len(lots)},
            )
        amounts = [read_amount(line) for line in lines]
        unread = next((line for line, amount in zip(lines, amounts, strict=True) if amount is None), None)
        if unread is not None:
            return NotUnderstood(
                N_("“{line}” is not an amount in euros excluding VAT."), {"line": cut(unread, 60)}
            )
        return Understood(
            [_priced(lot, str(amount)) for lot, amount in zip(lots, amounts, strict=True)],
        )

    def rows(self, context: Context) -> Rows:
        """The lots in their order, as a reminder, then their estimates where all are known."""
        lots = chosen(context.answers)
        named = [
            (Option(IDLE, cut(_with_estimate(lot, context.language), MAX_LABEL)),)
            for lot in lots[:MOST_NAMED]
        ]
        if not lots or any(lot["amount"] is None for lot in lots):
            return tuple(named)
        return (*named, (Option("estimates", label(context.language, N_("As estimated"))),))

    def choose(self, code: str, context: Context) -> Reading:
        """Every lot at its estimate."""
        return Understood([_priced(lot, lot["amount"]) for lot in chosen(context.answers)])

    def show(self, value: Any, language: str) -> Markup:
        """The amounts with their lots, one a line, folded when many."""
        lines = [
            f"{cut(lot['label'], 60)} · {formats.money(Decimal(lot['amount']), language)}" for lot in value
        ]
        return folded("\n" + "\n".join(lines))


def _priced(lot: Mapping[str, Any], amount: str) -> dict[str, Any]:
    return {"id": lot["id"], "label": lot["label"], "amount": amount}
