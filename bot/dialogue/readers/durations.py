"""Durations in months as people write or dictate them; ranges, renewals and working days are not read."""

from decimal import Decimal
from fractions import Fraction

from bot.dialogue.readers.figures import figure_tokens, read_figure
from bot.dialogue.readers.fillers import phrases, strip, vocabulary
from bot.dialogue.readers.number_words import WORDS as NUMBER_WORDS

LONGEST = 600
"""Months; fifty years."""

_UNITS = {
    **dict.fromkeys(("an", "ans", "annee", "annees", "year", "years", "yr", "yrs"), Fraction(12)),
    **dict.fromkeys(("semestre", "semestres"), Fraction(6)),
    **dict.fromkeys(("trimestre", "trimestres", "quarter", "quarters"), Fraction(3)),
    **dict.fromkeys(("mois", "moi", "m", "month", "months", "mth", "mths"), Fraction(1)),
    **dict.fromkeys(("quinzaine", "quinzaines"), Fraction(1, 2)),
    **dict.fromkeys(("semaine", "semaines", "sem", "week", "weeks"), Fraction(1, 4)),
    **dict.fromkeys(("jour", "jours", "j", "jr", "jrs", "day", "days"), Fraction(1, 30)),
}
_ENGLISH = vocabulary("year month week day quarter")
_NOT_SLIPS = vocabulary("trimestriel trimestrielle semestriel semestrielle quartier quartiers")
_KNOWN = frozenset({*NUMBER_WORDS, *_UNITS, *_NOT_SLIPS, "environ", "virgule"})
_LEADING = phrases(
    "environ", "env", "env .", "approx", "approximativement", "a peu pres", "about", "around", "roughly",
    "approximately", "~", "duree", "la duree", "#1 duree de", "duree de", "d #1 duree de", "duree estimee",
    "duree previsionnelle", "duree du chantier", "duree des travaux", "duree du marche", "pendant", "sur",
    "pour", "for", "durant", "delai", "delai de", "#1 delai de", "de", "d", ":", "=", "soit", "c est",
    "ce sera", "disons", "prevu", "prevue", "on part sur", "on est sur", "je pense", "normalement",
    "a priori", "bonjour", "estimee a", "estime a", "l ordre de", "ca dure", "ca durera", "durera",
)  # fmt: skip
_TRAILING = phrases(
    "environ", "env", "env .", "approx", "a peu pres", ".", "!", ",", "svp", "merci", "au total", "en tout",
    "de travaux", "de chantier", "de prestation", "de prestations", "normalement", "a priori", "calendaires",
)  # fmt: skip
_HALVES = (
    ["et", "demi"],
    ["et", "demie"],
    ["demi"],
    ["1", "/", "2"],
    ["et", "1", "/", "2"],
    ["and", "a", "half"],
)


def read_months(text: str) -> Decimal | None:
    """Months, more than 0 and at most 600: weeks ÷ 4, days ÷ 30; None when in any doubt or without a unit."""
    words = strip(
        [word for word in figure_tokens(text, _KNOWN) if word not in ("'", ")")], _LEADING, _TRAILING
    )
    again = [at for at, word in enumerate(words) if word in ("soit", "(")][:1]
    if again:
        return _said_twice(words[: again[0]], words[again[0] + 1 :])
    return _bounded(_half_unit(words) or _terms(words))


def _bounded(months: Fraction | None) -> Decimal | None:
    if months is None or not 0 < months <= LONGEST:
        return None
    return Decimal(months.numerator) / Decimal(months.denominator)


def _said_twice(once: list[str], twice: list[str]) -> Decimal | None:
    """ "24 mois (2 ans)", when both say the same."""
    one, other = _terms(strip(once, (), _TRAILING)), _terms(strip(twice, _LEADING, _TRAILING))
    return _bounded(one) if one == other else None


def _half_unit(tokens: list[str]) -> Fraction | None:
    """ "une demi-année", "half a year"."""
    rest = tokens[1:] if tokens[:1] == ["#1"] else tokens
    if rest in (["demi", "annee"], ["demi", "-", "annee"], ["half", "a", "year"]):
        return Fraction(6)
    return Fraction(1, 2) if rest in (["demi", "mois"], ["demi", "-", "mois"]) else None


def _terms(tokens: list[str]) -> Fraction | None:
    """One or several counted units, each smaller than the one before: "1 an 6 mois"."""
    total, smallest = Fraction(0), Fraction(LONGEST)
    while tokens:
        read = _term(tokens)
        if read is None or read[1] >= smallest or (total and read[0] >= smallest):
            return None
        total, smallest, tokens = total + read[0], read[1], read[2]
    return total


def _term(tokens: list[str]) -> tuple[Fraction, Fraction, list[str]] | None:
    """The months of the first counted unit, the unit, and what follows it."""
    if tokens[0] in ("a", "an") and tokens[1:2] and tokens[1] in _ENGLISH:
        tokens = ["#1", *tokens[1:]]
    count, half, rest = _count(tokens)
    unit = _UNITS.get(rest[0]) if rest else None
    if count is None or unit is None:
        return None
    rest = rest[1:]
    if rest in _HALVES and not half and count == int(count):
        half, rest = unit / 2, []
        return None if unit < 1 else (count * unit + half, unit, rest)
    if rest[:2] == ["de", "jours"] and unit == Fraction(1, 2):
        rest = rest[2:]
    rest = rest[1:] if len(rest) > 1 and rest[0] in ("et", "and", ",") else rest
    return (count + half) * unit, unit, rest


def _count(tokens: list[str]) -> tuple[Fraction | None, Fraction, list[str]]:
    """The number at the head, a half after it ("two and a half years"), and what follows."""
    figure = read_figure(tokens[0])
    known = figure is not None and figure.decimals <= 2 and not figure.thousands
    half = Fraction(1, 2) if tokens[1:4] == ["and", "a", "half"] else Fraction(0)
    return (Fraction(figure.value) if figure and known else None), half, tokens[4 if half else 1 :]
