"""/indicateurs: the figures of a period with the way to the periods around it, and to one buyer's."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from markupsafe import Markup

from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate
from bot.reports.indicators.summary import named, summary
from bot.rules.disclosure import HIDDEN, SMALL
from bot.rules.period import Period, month, previous, quarter, year
from bot.store.tables import Organisation

EVERYONE = 0


class Span(StrEnum):
    """How long a period of the chat is."""

    MONTH = "m"
    QUARTER = "q"
    YEAR = "y"


_SPANS = {
    Span.MONTH: (month, N_("Month")),
    Span.QUARTER: (quarter, N_("Quarter")),
    Span.YEAR: (year, N_("Year")),
}


def period_of(span: Span, day: date) -> Period:
    """The period of this length a day is in."""
    return _SPANS[span][0](day)


def data(span: Span, first: date, buyer_id: int) -> str:
    """What a button that shows a period carries; the buyer 0 is everybody."""
    return f"indicators:{span}:{first:%Y%m}:{buyer_id}"


def card(
    figures: Mapping[str, Any],
    span: Span,
    period: Period,
    buyer: Organisation | None,
    language: str,
    *,
    today: date,
    staff: bool,
) -> Card:
    """The summary of a period, and the buttons around it: the neighbours, the other lengths (a buyer has no
    month), another buyer for PLIE staff."""
    text = summary(figures, period, language, None if buyer is None else cut(buyer.name, 120))
    if not staff:
        text = Markup("{}\n\n{}").format(text, translate(language, _LEGEND, few=SMALL, hidden=HIDDEN))
    home = EVERYONE if buyer is None else buyer.id or EVERYONE
    rows: Keyboard = (
        *_neighbours(span, period, home, language, today),
        *_lengths(span, period, home, language, staff),
    )
    if staff:
        other = Button(label(language, N_("One buyer")), f"indicator-buyers:{span}:{period.first:%Y%m}:0")
        every = Button(label(language, N_("All buyers")), data(span, period.first, EVERYONE))
        rows = (*rows, (other,) if buyer is None else (other, every))
    return Card(text, rows)


_LEGEND = N_(
    "{few}: one or two people. {hidden}: not told, because it would let such a figure be recomputed."
)


def _neighbours(span: Span, period: Period, home: int, language: str, today: date) -> Keyboard:
    """The period before and, unless it is yet to come, the one after."""
    before = previous(period)
    buttons = [Button(cut(f"‹ {named(before, language)}", MAX_LABEL), data(span, before.first, home))]
    after = period_of(span, period.last.fromordinal(period.last.toordinal() + 1))
    if after.first <= today:
        buttons.append(Button(cut(f"{named(after, language)} ›", MAX_LABEL), data(span, after.first, home)))
    return (tuple(buttons),)


def _lengths(span: Span, period: Period, home: int, language: str, staff: bool) -> Keyboard:
    spans = [one for one in Span if one is not span and (staff or one is not Span.MONTH)]
    return rows_of([Button(label(language, _SPANS[one][1]), data(one, period.first, home)) for one in spans])


def buyers_card(
    span: Span, first: date, found: list[Organisation], language: str, *, beginning: bool
) -> Card:
    """A page of the buyers, each a button to its figures of the period."""
    shown = found[:SIZE]
    buttons = [(Button(cut(one.name, MAX_LABEL), data(span, first, one.id or 0)),) for one in shown]
    more = f"indicator-buyers:{span}:{first:%Y%m}:{shown[-1].id}" if len(found) > SIZE else None
    start = None if beginning else f"indicator-buyers:{span}:{first:%Y%m}:0"
    text = N_("Which buyer’s figures?") if shown else N_("There is no buyer yet.")
    back = (Button(label(language, N_("All buyers")), data(span, first, EVERYONE)),)
    return Card(translate(language, text), (*buttons, *page_buttons(language, start, more), back))
