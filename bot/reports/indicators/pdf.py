"""The indicators as a tagged PDF on A4: cover, chart and its words, the table of the annex, notes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from bot.dialogue.translations import N_, label
from bot.reports.indicators import chart
from bot.reports.indicators.table import Part


@dataclass(frozen=True, slots=True)
class About:
    """What the cover says: title, period, the day of the count, the buyer where there is one, who signed."""

    title: str
    period: str
    day: str
    buyer: str | None
    signatories: Sequence[str]
    notes: Sequence[str]


def document(figures: Mapping[str, Any], parts: Sequence[Part], about: About, language: str) -> bytes:
    """The PDF. What people typed is handed over as data and never read as markup."""
    import typst

    template = resources.files("bot").joinpath("data/report/indicators.typ").read_bytes()
    told = json.dumps(_told(figures, parts, about, language), ensure_ascii=False)
    made = typst.compile(template, format="pdf", sys_inputs={"told": told}, ignore_system_fonts=False)
    if not isinstance(made, bytes):
        raise TypeError("a document is one file")
    return made


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
        "footer": f"{about.title} · {about.period}",
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
