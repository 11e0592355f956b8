"""/indicateurs: the indicators of the agreement, whole for PLIE staff; for a buyer its own, as they may leave
the PLIE, of quarters and years that are over."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import demand
from bot.dialogue import conversation
from bot.dialogue.answers import Context, Understood
from bot.dialogue.bounds import BOUNDS, Bound, LastBound, period_of
from bot.dialogue.form import Form, Step
from bot.dialogue.lists import SIZE
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_
from bot.dialogue.turn import DocumentSizeError, Turn
from bot.reports.indicators import chart, kept, viewing
from bot.reports.indicators.card import (
    View,
    buyers_card,
    card,
    files_card,
    nothing_yet_card,
    periods_card,
)
from bot.reports.indicators.files import MAKERS, Report, fits
from bot.reports.indicators.names import file_name
from bot.reports.indicators.spans import CODE, EVERYONE, FIRST, REGULAR, Shown, Span
from bot.reports.indicators.summary import pictured
from bot.rules.period import Period, may_go_outside, previous, quarter
from bot.rules.policy import Action, Owner
from bot.store import agreements, drafts, indicators, organisations
from bot.store.indicators import beginning
from bot.store.indicators.scope import Asked
from bot.store.tables import Agreement, Kind

_ONLY_OVER = N_("Figures are told of whole quarters and years that are over: here is the last quarter.")
_NOT_READ = N_("This period was not understood: “Period” lets you choose one.")
_NOT_OUTSIDE = N_("Files to hand out exist for whole quarters and years that are over.")
_TOO_BIG = N_("This file is too big to be sent here. Please choose a shorter period, or one buyer.")


def _start(turn: Turn) -> None:
    """What was said after the command; the present quarter, or a buyer's last one, where nothing was, or
    nothing that was understood or may be shown."""
    _, *after = turn.text.split(maxsplit=1) or [""]
    period = _read(turn, after[0]) if after else None
    home = EVERYONE if turn.me.is_staff else turn.me.organisation_id
    view = None if period is None else _view(turn, _spanned(period, home))
    note = turn.t(_NOT_READ if view is None else _ONLY_OVER) if after else None
    if view is not None and view.may_show(view.shown.period):
        _show(turn, view)
    elif turn.me.is_staff:
        _show(turn, _view(turn, _present(turn, EVERYONE)), note)
    else:
        _last(turn, home, note)


def _read(turn: Turn, text: str) -> Period | None:
    """The period meant, as the form of the dates reads it."""
    reading = Bound().read(text, Context(turn.today, turn.language))
    return period_of(dict.fromkeys(BOUNDS, reading.value)) if isinstance(reading, Understood) else None


def _spanned(period: Period, home: int) -> Shown:
    """A period as it is shown: by its name where it is a month, a quarter or a year."""
    known = (span for span, around in REGULAR.items() if around(period.first) == period)
    return Shown(next(known, Span.CHOSEN), period, home)


def _present(turn: Turn, home: int) -> Shown:
    return Shown(Span.QUARTER, quarter(turn.today), home)


def _last(turn: Turn, home: int, note: Markup | None = None) -> None:
    """The figures of the last quarter that is over, with why it is this one; where none is since there is
    anything to count, on which day the first ones will be told. Raises Refused."""
    over = _view(turn, Shown(Span.QUARTER, previous(quarter(turn.today)), home))
    if over.since <= over.shown.period.last:
        turn.toast(note)
        _show(turn, over, None if turn.tapped else note)
    else:
        turn.edit(nothing_yet_card(_view(turn, over.shown.around(Span.QUARTER, max(over.since, turn.today)))))


def _view(turn: Turn, shown: Shown) -> View:
    """What is to be shown, for a person who may see its figures. Raises Refused."""
    demand(turn, Action.SEE_INDICATORS, Owner(shown.home))
    return viewing.view(turn, shown)


def _seen(show: Callable[[Turn, View], None]) -> Callable[[Turn], None]:
    """What a button does whose period this person may see; any other one leads a buyer to the last quarter
    that is over. Raises Refused."""

    def seen(turn: Turn) -> None:
        view = _view(turn, viewing.shown(turn))
        if view.may_show(view.shown.period):
            show(turn, view)
        else:
            _last(turn, view.shown.home, turn.t(_ONLY_OVER))

    return seen


def _show(turn: Turn, view: View, note: Markup | None = None) -> None:
    past = view.shown.before if view.staff else None
    before = None if past is None else _figures(turn, view, past)
    turn.edit(card(view, _figures(turn, view, view.shown.period), before, note))


def _figures(turn: Turn, view: View, period: Period) -> dict[str, Any]:
    """The figures of a period as this person may see them."""
    asked = Asked(period, turn.zone, view.shown.buyer_id)
    if view.staff:
        return indicators.figures(turn.session, asked)
    return kept.figures(turn.session, asked, turn.today)


def _periods(turn: Turn, view: View) -> None:
    agreement = agreements.current(turn.session) if view.staff else None
    turn.edit(periods_card(view, None if agreement is None else _of(agreement)))


def _of(agreement: Agreement) -> Period:
    return Period(agreement.starts_on, agreement.ends_on)


def _since_the_start(turn: Turn) -> None:
    demand(turn, Action.SEE_INDICATORS, Owner(EVERYONE))
    first = beginning.first_day(turn.session) or turn.today
    period = Period(min(max(first, FIRST), turn.today), turn.today)
    _show(turn, _view(turn, Shown(Span.START, period, turn.number)))


def _ask_dates(turn: Turn) -> None:
    """Two questions, asked afresh: half-filled dates may be of another buyer."""
    demand(turn, Action.SEE_INDICATORS, Owner(EVERYONE))
    present = viewing.view(turn, _present(turn, turn.number))
    kept = drafts.load(turn.session, turn.chat_id, turn.me.id, turn.now)
    if kept is not None and kept.form == DATES.name and "closed" not in kept.content:
        drafts.drop(turn.session, turn.chat_id)
    conversation.start(turn, DATES, {"home": present.shown.home})


def _dated(turn: Turn, answers: Mapping[str, Any]) -> None:
    demand(turn, Action.SEE_INDICATORS, Owner(EVERYONE))
    _show(turn, _view(turn, _spanned(period_of(answers), answers["home"])))


DATES = Form(
    name="indicator-dates",
    version=1,
    title=N_("Figures between two dates"),
    steps=(
        Step("first", N_("First day"), N_("From when on?"), Bound()),
        Step("last", N_("Last day"), N_("Until when?"), LastBound()),
    ),
    verb=N_("See the figures"),
    done=_dated,
    at_once=True,
)


def _buyers(turn: Turn) -> None:
    demand(turn, Action.SEE_INDICATORS, Owner(EVERYONE))
    """A page of the buyers; the first one where none is left behind a place."""
    view = viewing.tapped(turn)
    last = organisations.find_number(turn.session, turn.number)
    found = organisations.page(turn.session, Kind.BUYER, last.name_key if last else "", SIZE + 1)
    if last is not None and not found:
        last, found = None, organisations.page(turn.session, Kind.BUYER, "", SIZE + 1)
    turn.edit(buyers_card(view, found, beginning=last is None))


def _chart(turn: Turn, view: View) -> None:
    figures = _figures(turn, view, view.shown.period)
    caption = Markup("{}\n{}").format(view.heading, pictured(figures, turn.language))
    name = file_name(view.shown.period, [view.buyer_name] if view.buyer_name else [], "png")
    picture = chart.png(figures, view.heading.striptags(), turn.language, phone=True)
    turn.send_photo(name, picture, caption)


_MOST_ROWS = 100_000
"""About as many rows of lists as a workbook holds that may be sent here."""
_XLSX, _PDF = N_("Excel"), N_("PDF")
_WHOLE = {"xlsx": _XLSX, "pdf": _PDF, "csv": N_("Awarded contracts (CSV)"), "json": N_("JSON")}
_HANDED = {"xlsx-out": N_("Excel to hand out"), "pdf-out": N_("PDF to hand out")}
_OWN = {"xlsx": _XLSX, "pdf": _PDF}
_NAMES = {"csv": "marches-attribues"}


def _files(turn: Turn, view: View) -> None:
    handed = _HANDED if may_go_outside(view.shown.period, turn.today) else {}
    turn.edit(files_card(view, (_WHOLE if view.staff else _OWN).items(), handed.items()))


def _file(turn: Turn, view: View) -> None:
    kind, _, handed = turn.data.split(":")[1].partition("-")
    if kind not in _OWN:
        demand(turn, Action.SEE_INDICATORS, Owner(EVERYONE))
    leaves = bool(handed) or not view.staff
    if leaves and not may_go_outside(view.shown.period, turn.today):
        raise Refused(_NOT_OUTSIDE)
    report = Report(viewing.asked(turn, view.shown), view.buyer, turn.today, turn.language, outside=leaves)
    if kind == "xlsx" and not fits(turn.session, report, _MOST_ROWS):
        raise Refused(_TOO_BIG)
    parts = [*([view.buyer_name] if view.buyer_name else []), *(["à diffuser"] if handed else [])]
    name = file_name(view.shown.period, parts, kind, _NAMES.get(kind, "indicateurs"))
    try:
        turn.send_document(name, MAKERS[kind](turn.session, report), view.heading)
    except DocumentSizeError:
        raise Refused(_TOO_BIG) from None


_FORMATS = "|".join((*_WHOLE, *_HANDED))

ROUTES = (
    *entry("indicateurs", _start),
    button("indicators", _seen(_show), args=CODE),
    button("indicator-periods", _seen(_periods), args=CODE),
    button("indicator-start", _since_the_start),
    button("indicator-dates", _ask_dates),
    button("indicator-buyers", _buyers, args=rf"{CODE}:\d{{1,9}}"),
    button("indicator-chart", _seen(_chart), args=CODE),
    button("indicator-files", _seen(_files), args=CODE),
    button("indicator-file", _seen(_file), args=rf"(?:{_FORMATS}):{CODE}"),
)
