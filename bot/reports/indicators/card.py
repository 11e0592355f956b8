"""/indicateurs: the figures of a period, with the way to the periods around it, to one buyer's, to what is
behind them and to the files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate
from bot.reports.indicators.spans import EVERYONE, REGULAR, Shown, Span, coded
from bot.reports.indicators.summary import heading, legend, named, summary
from bot.rules.period import Period, may_go_outside, previous
from bot.store.tables import Organisation

_OUTSIDE = (Span.QUARTER, Span.YEAR)
_LONGEST_NAME = 120
_GAP = Markup("\n\n")


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at, the buyer where there is one, whether by PLIE staff (figures whole) or by the buyer,
    on which day, in which language; since when there is anything to count."""

    shown: Shown
    buyer: Organisation | None
    staff: bool
    today: date
    language: str
    since: date = date.min

    def says(self, msgid: str, **values: Any) -> str:
        """A text for a button."""
        return label(self.language, msgid, **values)

    @property
    def heading(self) -> Markup:
        """The period and the buyer, on one line."""
        return heading(self.shown.period, self.language, self.buyer_name)

    @property
    def buyer_name(self) -> str | None:
        """The buyer's name, cut where it is very long."""
        return None if self.buyer is None else cut(self.buyer.name, _LONGEST_NAME)

    def may_show(self, period: Period) -> bool:
        """Whether this person may see the figures of a period: a buyer of whole quarters and years that are
        over, PLIE staff of any."""
        return self.staff or may_go_outside(period, self.today)

    def headed(self, title: str) -> Markup:
        """The same under another title (a msgid)."""
        return heading(self.shown.period, self.language, self.buyer_name, title)

    def back(self) -> tuple[Button, ...]:
        """The row that leads back to the figures."""
        return (Button(self.says(N_("Back to the figures")), f"indicators:{self.shown.code}"),)


def card(
    view: View,
    figures: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    above: Markup | None = None,
) -> Card:
    """The summary of a period, compared with the figures of the one before where there are any; `above` it,
    why it is this one."""
    past = None if before is None else view.shown.before
    note, name = _note(view, past), view.buyer_name
    told = summary(figures, view.shown.period, view.language, name, before=before, note=note)
    text = [*([] if above is None else [above]), told, *([] if view.staff else [_legend(view)])]
    return Card(_GAP.join(text), (*_neighbours(view), *rows_of(_ways(view))))


def _legend(view: View) -> Markup:
    """What stands for figures that are not told, and that they are counted once a day."""
    return Markup("{} {}").format(legend(view.language), translate(view.language, N_("Counted once a day.")))


def _note(view: View, past: Period | None) -> Markup | None:
    """That the period is not over, and what the figures are compared with."""
    said = []
    if view.shown.period.first <= view.today < view.shown.period.last:
        said.append(translate(view.language, N_("This period is not over.")))
    if past is not None:
        compared = N_("In brackets: the difference from the period before ({period}).")
        said.append(translate(view.language, compared, period=named(past, view.language)))
    return Markup("<i>{}</i>").format(Markup(" ").join(said)) if said else None


def _neighbours(view: View) -> Keyboard:
    """The periods before and after, where there may be anything to see; PLIE staff may go back further."""
    around = view.shown.neighbours()
    if around is None:
        return ()
    before, after = around
    buttons = []
    if coded(before.period) and (view.staff or view.since <= before.period.last):
        buttons.append(_to(before, f"‹ {named(before.period, view.language)}"))
    if after.period.first <= view.today and view.may_show(after.period):
        buttons.append(_to(after, f"{named(after.period, view.language)} ›"))
    return (tuple(buttons),) if buttons else ()


def _to(shown: Shown, name: str) -> Button:
    return Button(cut(name, MAX_LABEL), f"indicators:{shown.code}")


def _ways(view: View) -> list[Button]:
    """To another period, another buyer, what is behind the figures, the chart and the files."""
    code = view.shown.code
    ways = [
        (N_("Period"), f"indicator-periods:{code}", True),
        (N_("Buyer"), f"indicator-buyers:{code}:0", view.staff),
        (N_("Lists"), f"indicator-lists:{code}", True),
        (N_("Evidence"), f"indicator-proof:{code}", view.staff),
        (N_("Chart"), f"indicator-chart:{code}", True),
        (N_("Files"), f"indicator-files:{code}", True),
    ]
    return [Button(view.says(name), data) for name, data, offered in ways if offered]


def periods_card(view: View, agreement: Period | None) -> Card:
    """The periods that can be chosen: a buyer has whole quarters and years that are over only."""
    shown, staff = view.shown, view.staff
    spans = [span for span in REGULAR if staff or span in _OUTSIDE]
    buttons = [_to(one, _called(one, view)) for one in (_around(span, view) for span in spans)]
    if staff:
        if agreement is not None and coded(agreement):
            whole = Shown(Span.AGREEMENT, agreement, shown.home)
            buttons.append(_to(whole, view.says(N_("Period of the agreement"))))
        buttons.append(Button(view.says(N_("Since the start")), f"indicator-start:{shown.home}"))
        buttons.append(Button(view.says(N_("Other dates")), f"indicator-dates:{shown.home}"))
    seen = Markup(" · ").join(filter(None, (_named(view), view.buyer_name)))
    text = translate(view.language, N_("Which period? You see now: {period}."), period=seen)
    return Card(text, (*rows_of(buttons), view.back()))


def _around(span: Span, view: View) -> Shown:
    """The month, quarter or year of the period seen; for a buyer the last one that is over, at most."""
    found = view.shown.around(span, min(view.today, view.shown.period.last))
    if view.may_show(found.period):
        return found
    return view.shown.around(span, previous(found.period).first)


def nothing_yet_card(view: View) -> Card:
    """That no quarter is over, and on which day the figures of the one looked at will be seen."""
    day = formats.day(view.shown.period.last + timedelta(days=1), view.language)
    said = N_("No quarter is over yet: these figures will be here on {day}.")
    return Card(_GAP.join([view.heading, translate(view.language, said, day=day)]), ())


def _named(view: View) -> str:
    return named(view.shown.period, view.language)


def _called(shown: Shown, view: View) -> str:
    """The period as a button offers it among others."""
    name = named(shown.period, view.language)
    return view.says(N_("Year {year}"), year=name) if shown.span is Span.YEAR else name


def buyers_card(view: View, found: Sequence[Organisation], *, beginning: bool) -> Card:
    """A page of the buyers, each a button to its figures of the period."""
    span, period, page = view.shown.span, view.shown.period, found[:SIZE]
    buttons = [(_to(Shown(span, period, one.id or EVERYONE), one.name),) for one in page]
    here = f"indicator-buyers:{view.shown.code}"
    more = f"{here}:{page[-1].id}" if len(found) > SIZE else None
    first = None if beginning else f"{here}:0"
    text = N_("Which buyer’s figures?") if page else N_("There is no buyer yet.")
    every = (_to(Shown(span, period), view.says(N_("All buyers"))),)
    back = () if view.shown.home == EVERYONE else (view.back(),)
    return Card(
        translate(view.language, text), (*buttons, *page_buttons(view.language, first, more), every, *back)
    )


def files_card(view: View, formats: Iterable[tuple[str, str]], outside: Iterable[tuple[str, str]]) -> Card:
    """The kinds of file, by format and msgid, then those that may leave the PLIE."""
    code, text = view.shown.code, [view.heading, translate(view.language, N_("Which file?"))]

    def rows(kinds: Iterable[tuple[str, str]]) -> Keyboard:
        return rows_of([Button(view.says(name), f"indicator-file:{one}:{code}") for one, name in kinds])

    if not view.staff:
        text.append(_legend(view))
        return Card(_GAP.join(text), (*rows(formats), view.back()))
    hint = _WHOLE if may_go_outside(view.shown.period, view.today) else _ONLY_WHOLE
    text.append(translate(view.language, hint))
    return Card(_GAP.join(text), (*rows(formats), *rows(outside), view.back()))


_WHOLE = N_(
    "The first ones tell every figure: they are for the PLIE. Those “to hand out” hide what is about one or "
    "two people."
)
_ONLY_WHOLE = N_(
    "They tell every figure: they are for the PLIE. Files to hand out exist for whole quarters and years "
    "that are over."
)
