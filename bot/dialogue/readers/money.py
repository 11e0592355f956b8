"""Amounts in euros excl. VAT as people write or dictate them; no ranges, bounds, rates or incl. VAT."""

import re
from decimal import Decimal

from bot.dialogue.readers.figures import Figure, figure_tokens, read_figure
from bot.dialogue.readers.fillers import phrases, strip, vocabulary
from bot.dialogue.readers.number_words import WORDS as NUMBER_WORDS

HIGHEST = Decimal(10_000_000_000)
"""Euros; no contract of this trade comes near."""

_CURRENCY = vocabulary("€ eur eurs euro euros e")
_THOUSAND, _MILLION, _BILLION = Decimal(1000), Decimal(1_000_000), Decimal(1_000_000_000)
_SCALES = {
    **dict.fromkeys(("k", "mille", "milles", "thousand", "kilo"), _THOUSAND),
    **dict.fromkeys(("m", "mega", "million", "millions", "mio"), _MILLION),
    **dict.fromkeys(("md", "mds", "mrd", "milliard", "milliards"), _BILLION),
}
_JOINED = {
    **dict.fromkeys(("ke", "keur", "keurs", "keuro", "keuros", "kiloeuro", "kiloeuros"), ("k", "euros")),
    **dict.fromkeys(("me", "meur", "meurs", "meuro", "meuros"), ("mega", "euros")),
    **dict.fromkeys(("mdeur", "mdeuros"), ("md", "euros")),
}
_KNOWN = frozenset({*NUMBER_WORDS, *_SCALES, *_JOINED, *_CURRENCY, "environ", "taxes", "virgule"})
_LEADING = phrases(
    "environ", "env", "env .", "approx", "approx .", "approximativement", "about", "around", "roughly",
    "approximately", "~", "≈", "a peu pres", "autour de", "autour des", "aux alentours de", "aux environs de",
    "de l ordre de", "dans les", "estime a", "estimee a", "estime", "estimation",
    "montant", "montant estime", "montant total", "montant global", "montant previsionnel", "le montant",
    "le montant est de", "est de", "budget", "le budget", "un budget de", "#1 budget de", "budget de",
    "budget estime", "budget total", "enveloppe", "enveloppe de", "#1 enveloppe de", "cout", "cout estime",
    "total", "soit", "c est", "ce sera", "disons", "grosso modo", "en gros", "a", "de", "d",
    ":", "=", "on est sur", "on est a", "on part sur", "je pense", "bonjour", "normalement", "a priori",
)  # fmt: skip
_TRAILING = phrases(
    "environ", "env", "env .", "approx", "approx .", "a peu pres", "estime", "estimes", "estimation",
    "au total", "en tout", "total", "svp", "merci", ".", "!", ",", "grosso modo", "de travaux", "a priori",
    "( )", "( estimation )", "( estime )", "( environ )", "previsionnel", "normalement",
)  # fmt: skip
_WITHOUT_TAX = phrases(
    "ht", "h t", "h . t .", "h . t", "hors taxe", "hors taxes", "hors tva", "excl vat", "ex vat", "htva"
)


_BIG_M = re.compile(r"(?<=[0-9])(\s?)M(?![A-Za-zÀ-ÿ])")


def read_amount(text: str) -> Decimal | None:
    """Euros excl. VAT, more than 0 and at most 10 thousand million; None when in any doubt.

    A number without a unit is read from 1 000 to 100 million, unless it may be a year.
    """
    raw = figure_tokens(_BIG_M.sub(r"\1 mega ", text), _KNOWN)
    whole = [part for word in raw if word != "'" for part in _JOINED.get(word, (word,))]
    core, unit = _unit(strip(_without_tax(whole), _LEADING, _TRAILING))
    value = _value(core, in_euros=unit not in ("", "e"))
    if value is None or not 0 < value <= HIGHEST or value != round(value, 2):
        return None
    return value.quantize(Decimal(1) if value == int(value) else Decimal("0.01"))


def _without_tax(tokens: list[str]) -> list[str]:
    """The tokens without the words that say "excl. VAT", which every amount is."""
    kept: list[str] = []
    at = 0
    while at < len(tokens):
        used = max((n for n in range(1, 5) if tuple(tokens[at : at + n]) in _WITHOUT_TAX), default=0)
        kept += [] if used else [tokens[at]]
        at += used or 1
    return kept


def _unit(tokens: list[str]) -> tuple[list[str], str]:
    """The tokens without their currency, and the currency ("" when there is none)."""
    if len(tokens) > 1 and tokens[0] in _CURRENCY - {"e"}:
        return tokens[1:], tokens[0]
    if len(tokens) > 1 and tokens[-1] in _CURRENCY:
        core = tokens[:-1]
        return (core[:-1] if core[-1] in ("d", "de") else core), tokens[-1]
    return tokens, ""


def _value(core: list[str], *, in_euros: bool) -> Decimal | None:
    if core in (["demi", "million"], ["demi", "-", "million"], ["half", "a", "million"]):
        return _MILLION / 2
    if core[:1] == ["#1"] and core[1:2] == ["demi"]:
        return _value(core[1:], in_euros=in_euros)
    figure = read_figure(core[0]) if core else None
    if figure is None:
        return None
    if len(core) == 1:
        return _plain(figure, in_euros=in_euros)
    scale = _SCALES.get(core[1])
    if scale is None or (core[1] == "m" and not (in_euros or figure.decimals)):
        return None
    lead = _scaled(figure, scale)
    return None if lead is None else _with_rest(lead, scale, figure, core[2:])


def _plain(figure: Figure, *, in_euros: bool) -> Decimal | None:
    """A figure without a scale; without a unit either it must be large, and no year or register number."""
    if figure.decimals > 2 or _clipped(figure):
        return None
    if in_euros:
        return figure.value
    if figure.value < 1000 or 1990 <= figure.value <= 2100 or figure.value >= 100 * _MILLION:
        return None
    return None if figure.thousands == "," or (figure.thousands and figure.value < 10_000) else figure.value


def _clipped(figure: Figure) -> bool:
    """ "deux mille cinq", said for 2 005 and for 2 500."""
    return figure.in_words and figure.value >= 1000 and 0 < figure.value % 1000 < 10


def _scaled(figure: Figure, scale: Decimal) -> Decimal | None:
    """So many thousands or millions; None when "1.200 k€" may be either, or the number makes no sense."""
    most = 100_000 if scale == _THOUSAND else 10_000
    return None if figure.thousands or figure.value >= most else figure.value * scale


def _with_rest(lead: Decimal, scale: Decimal, figure: Figure, rest: list[str]) -> Decimal | None:
    """The amount with what follows its scale: nothing, "et demi", or a smaller amount in full."""
    if not rest:
        return lead
    if scale == _THOUSAND or figure.decimals:
        return None
    if rest in (["et", "demi"], ["et", "demie"], ["and", "a", "half"]):
        return lead + scale / 2
    rest = rest[1:] if rest[0] == "et" else rest
    more = read_figure(rest[0]) if rest else None
    if more is None or more.decimals or more.thousands or _clipped(more):
        return None
    smaller = _SCALES.get(rest[1], Decimal(0)) if len(rest) == 2 else Decimal(1)
    added = more.value * smaller
    return lead + added if len(rest) <= 2 and _THOUSAND <= added < scale and smaller < scale else None
