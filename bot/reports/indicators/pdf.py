"""The indicators as a tagged PDF on A4: cover, chart and its words, the table of the annex, notes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from bot.dialogue.fitting import cut
from bot.dialogue.translations import N_, label
from bot.reports.indicators import chart
from bot.reports.indicators.table import Part

if TYPE_CHECKING:
    import typst

_BUYER = 40
"""Characters of a buyer's name at the foot of each page."""


@dataclass(frozen=True, slots=True)
class About:
    """What the cover says: title, period, the day of the count (and in words), the buyer where there is one,
    who signed; then how it is counted."""

    title: str
    period: str
    today: date
    day: str
    buyer: str | None
    signatories: Sequence[str]
    notes: Sequence[str]


def document(figures: Mapping[str, Any], parts: Sequence[Part], about: About, language: str) -> bytes:
    """The PDF, tagged, and as PDF/UA-1 asks unless a name holds a character that no letter exists for. What
    people typed is handed over as data and never read as markup.

    The letters are those that come with matplotlib: the same pages on every machine, and a box for what they
    do not hold.
    """
    import typst

    template = resources.files("bot").joinpath("data/report/indicators.typ").read_bytes()
    told = {"told": json.dumps(_told(figures, parts, about, language), ensure_ascii=False)}
    made_at = datetime.combine(about.today, time(12), UTC)

    def compiled(standard: Literal["ua-1"] | None) -> bytes:
        return typst.compile(
            template,
            format="pdf",
            font_paths=_fonts(),
            sys_inputs=told,
            pdf_standards=standard,
            timestamp=made_at,
        )

    try:
        return compiled("ua-1")
    except typst.TypstError:
        return compiled(None)


@cache
def _fonts() -> "typst.Fonts":
    import matplotlib as mpl
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[f"{mpl.get_data_path()}/fonts/ttf"])


def _told(figures: Mapping[str, Any], parts: Sequence[Part], about: About, language: str) -> dict[str, Any]:
    def says(msgid: str) -> str:
        return label(language, msgid)

    picture = chart.png(figures, says(N_("Hours, exits, departures")), language)
    return {
        "title": about.title,
        "period": about.period,
        "day": about.day,
        "buyer": about.buyer,
        "author": "PLIE du pays de Caen",
        "origin": says(N_("Insertion clause in public contracts")),
        "described": " · ".join(one for one in (about.period, about.buyer, about.day) if one),
        "footer": " · ".join(
            one for one in (about.title, about.period, cut(about.buyer or "", _BUYER)) if one
        ),
        "language": language,
        "signatories_title": says(N_("Signatories of the agreement")),
        "signatories": list(about.signatories),
        "chart": list(picture),
        "chart_words": chart.described(figures, language),
        "figure_title": says(N_("Figure")),
        "value_title": says(N_("Value")),
        "parts": [
            {
                "title": part.title,
                "fresh": part.name in ("people", "evidence"),
                "lines": [
                    {"name": line.name, "value": line.shown(language), "inner": line.inner}
                    for line in part.lines
                ],
            }
            for part in parts
        ],
        "notes_title": says(N_("How it is counted")),
        "notes": list(about.notes),
    }
