"""Dates counted from today: "dans 3 mois", "dans un an et demi", "il y a 8 jours"."""

import re
from datetime import date, timedelta

from bot.dialogue.readers.date_builders import Match
from bot.dialogue.readers.periods import add_months, checked
from bot.dialogue.readers.when import Grain, When

MONTHS = {"mois": 1, "months": 1, "trimestre": 3, "semestre": 6, "annee": 12}
DAYS = {"jour": 1, "semaine": 7, "sem": 7, "quinzaine": 15}
_UNIT = "sem|mois|months|trimestres?|semestres?|annees?|jour|semaines?|quinzaine"
TERMS = (
    rf"#?(?P<n>\d{{1,4}}) (?P<unit>{_UNIT})(?: jour)?"
    rf"(?:(?P<half> et demi)|(?: et)? #?(?P<n2>\d{{1,3}}) (?P<unit2>mois|months|semaines?|jour))?"
)
"""One or two counted units, as canonical tokens."""


def from_today(match: Match, today: date) -> When | None:
    """The day so long after today."""
    return _counted(match, today, 1)


def ago(match: Match, today: date) -> When | None:
    """The day so long before today."""
    return _counted(match, today, -1)


def _counted(match: Match, today: date, sign: int) -> When | None:
    months, days = _length(match["n"], match["unit"])
    if match["n2"]:
        more_months, more_days = _length(match["n2"], match["unit2"])
        if _size(match["unit2"]) >= _size(match["unit"]):
            return None
        months, days = months + more_months, days + more_days
    if match["half"]:
        if (match["unit"], int(match["n"])) == ("mois", 1):
            days += 15
        elif match["unit"].startswith("annee"):
            months += 6
        else:
            return None
    if not months and not days:
        return None
    return checked(add_months(today, sign * months) + timedelta(sign * days), Grain.DAY)


def _length(count: str, unit: str) -> tuple[int, int]:
    """Months and days of so many units."""
    for name, months in MONTHS.items():
        if re.fullmatch(f"{name}s?", unit):
            return months * int(count), 0
    return 0, DAYS[unit.removesuffix("s")] * int(count)


def _size(unit: str) -> int:
    months, days = _length("1", unit)
    return months * 30 + days
