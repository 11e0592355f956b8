"""One chart: the hours owed, declared and validated, and how people left. Drawn without a screen."""

from collections.abc import Mapping
from io import BytesIO
from textwrap import fill
from typing import Any

from bot.dialogue import formats
from bot.dialogue.translations import N_, label

_INK, _BLUE, _PALE, _GREEN = "#1F2A44", "#3B6FB6", "#B9CCE6", "#4C9A6A"
_PAGE, _PHONE = ((7.2, 5.4), 150, 70), ((4.2, 4.4), 260, 34)
"""Width and height in inches, dots per inch, signs on a line of the title: on a phone the same words are
larger beside the bars."""
_NAME = 24
"""Signs on a line of the name of a bar."""


def png(figures: Mapping[str, Any], title: str, language: str, *, phone: bool = False) -> bytes:
    """The chart as a PNG picture, for a page or for a phone; a count that must not be told has no bar and
    says so."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    size, dots, line = _PHONE if phone else _PAGE
    figure = Figure(figsize=size, dpi=dots, layout=ConstrainedLayoutEngine(hspace=0.1, h_pad=0.08))
    FigureCanvasAgg(figure)
    hours, left = figure.subplots(2, 1, height_ratios=(3, 4))
    figure.suptitle(
        fill(title, line), x=0.02, ha="left", color=_INK, fontsize=12, fontweight="bold", parse_math=False
    )
    _bars(hours, label(language, N_("Hours")), _hours(figures, language), (_PALE, _BLUE, _GREEN), language)
    exits = _exits(figures, language)
    _bars(
        left,
        label(language, N_("Positive exits and departures")),
        exits,
        (_GREEN, _GREEN, _GREEN, _PALE),
        language,
    )
    content = BytesIO()
    figure.savefig(content, format="png")
    return content.getvalue()


def described(figures: Mapping[str, Any], language: str) -> str:
    """The chart in words, for who does not see it."""
    told = [*_hours(figures, language), *_exits(figures, language)]
    return "; ".join(f"{name} : {_said(value, language)}" for name, value in told)


def _hours(figures: Mapping[str, Any], language: str) -> list[tuple[str, Any]]:
    names = {"owed": N_("owed"), "declared": N_("declared"), "validated": N_("validated")}
    return [(label(language, name), figures["hours"][key]) for key, name in names.items()]


def _exits(figures: Mapping[str, Any], language: str) -> list[tuple[str, Any]]:
    exits = figures["people"]["positive_exits"]
    names = {
        "hiring_company": N_("hired by the company of the contract"),
        "outside_contract": N_("other work"),
        "training": N_("training"),
    }
    found = [(label(language, name), exits[key]) for key, name in names.items()]
    return [*found, (label(language, N_("left before the end")), figures["people"]["leavers"]["people"])]


def _said(value: Any, language: str) -> str:
    return value if isinstance(value, str) else formats.number(value, language)


def _bars(
    axes: Any, title: str, told: list[tuple[str, Any]], colours: tuple[str, ...], language: str
) -> None:
    names = [fill(name, _NAME) for name, _ in told]
    sizes = [0.0 if isinstance(value, str) else float(value) for _, value in told]
    bars = axes.barh(names, sizes, color=colours)
    axes.bar_label(bars, [f" {_said(value, language)}" for _, value in told], color=_INK, fontsize=9)
    axes.set_title(title, loc="left", color=_INK, fontsize=10, fontweight="bold")
    axes.invert_yaxis()
    axes.margins(x=0.15)
    axes.set_xlim(left=0, right=None if any(sizes) else 1)
    axes.set_xticks([])
    axes.tick_params(length=0, labelsize=9, colors=_INK)
    for side in axes.spines.values():
        side.set_visible(False)
