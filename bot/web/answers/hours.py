"""The hours of a month on a page: each person's, proposed from the contract, or none."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.actions import declare_hours, demand
from bot.dialogue.answers import Context
from bot.dialogue.journey.hours.cards import people_and_hours
from bot.dialogue.journey.hours.lookup import Roll, Row
from bot.dialogue.journey.hours.month import hours_text, month_name
from bot.dialogue.journey.hours.plan import frozen
from bot.dialogue.journey.hours.texts import FAULTS, values_of
from bot.dialogue.journey.hours.typed import hours_in, negative
from bot.dialogue.journey.words import HOURS
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.rules import worked as rules
from bot.rules.policy import Action, Owner
from bot.store import worked_lines
from bot.store.tables import HoursState
from bot.store.waiting.declared_hours import supplier_and_month
from bot.store.worked_lines import Line
from bot.web import controls, html
from bot.web.answers.purpose import Done, Gone, Purpose, Seen, View
from bot.web.posted import Posted
from bot.web.reading import Reader, context_of

MOST_PEOPLE = 300
_NONE = "none"
_TITLE = N_("Hours of {month}")
_NOTHING_LEFT = N_("Nothing is left to declare for {month}.")
_UNREAD = N_("A number of hours is expected, such as 120 or 120,5.")
_CHANGED = N_("This has changed meanwhile, it is {hours} h now: please look at it again.")


def _show(turn: Turn, subject: int, seen: Seen) -> View:
    home, month = _asked(turn, subject)
    language, named = turn.language, month_name(month, turn.language)
    title, left = label(language, _TITLE, month=named), _left(turn, home, month)
    if not left:
        text = translate(language, _NOTHING_LEFT, month=named)
        return View(title, Markup("<p>{}</p>").format(text))
    told = N_("The hours proposed come from the contracts: correct them where they differ, then declare.")
    head = Markup("<p>{}</p><p>{}</p>").format(turn.me.organisation, translate(language, told))
    people = [_person(row, month, seen, language) for row in left]
    send = html.button(label(language, N_("Declare")))
    names = {f"hours-{row.line.placement_id}": Markup("{}").format(row.name) for row in left}
    return View(title, head + html.form(*people, send), names)


def _asked(turn: Turn, subject: int) -> tuple[int, date]:
    """The organisation and the month a link is for, begun already. Raises Gone, Refused."""
    home, code = supplier_and_month(subject)
    demand(turn, Action.DECLARE_HOURS, Owner(home))
    try:
        month = date(code // 100, code % 100, 1)
    except ValueError:
        raise Gone from None
    if month > turn.today:
        raise Gone
    return home, month


def _left(turn: Turn, home: int, month: date) -> list[Row]:
    """The people whose hours can be declared here: of whom none are, or whose the PLIE asked back."""
    open_ = (None, HoursState.ASKED_BACK)
    lines = [line for line in worked_lines.everybody(turn.session, home, month) if line.state in open_]
    return [Row(line, _called(turn, line)) for line in lines[:MOST_PEOPLE]]


def _called(turn: Turn, line: Line) -> str:
    return worked_lines.called(turn.session, line, staff=turn.me.is_staff)


def _person(row: Row, month: date, seen: Seen, language: str) -> Markup:
    """Somebody's hours, and the box that says there were none."""
    number, values = row.line.placement_id, values_of(row, Decimal(), month, language)
    told = N_("{reference} · {days} days of contract in the month, at most {most} h")
    hint = translate(language, told, reference=row.line.reference, **values)
    if row.line.state is not None:
        hint += Markup(" · {}").format(translate(language, HOURS[HoursState(row.line.state)]))
    name = f"hours-{number}"
    return Markup('<div class="lot">{}{}{}</div>').format(
        controls.text(
            name,
            row.name,
            seen.posted,
            seen.troubles.get(name),
            hint=hint,
            preset=hours_text(_before(row.line, month), language),
            short=True,
            numeric=True,
        ),
        controls.check(
            f"none-{number}",
            _NONE,
            label(language, N_("No hours")),
            ticked=bool(seen.posted.one(f"none-{number}")),
        ),
        html.hidden(f"was-{number}", _state(row.line)) if row.line.state is not None else Markup(),
    )


def _before(line: Line, month: date) -> Decimal:
    return rules.proposal(line.terms, month) if line.hours is None else line.hours


def _state(line: Line) -> str:
    """What the hours were when the page was made."""
    return f"{line.state}/{line.hours}" if line.state is not None else ""


def _answer(turn: Turn, subject: int, sent: Posted) -> Done:
    home, month = _asked(turn, subject)
    left = _left(turn, home, month)
    reader = Reader(sent, context_of(turn))
    typed = {str(row.line.placement_id): hours for row in left if (hours := _read(row, month, reader, turn))}
    reader.end()
    value = _frozen(turn, left, typed, month)
    if not value["rows"]:
        raise Refused(_NOTHING_LEFT, month=month_name(month, turn.language))
    sheet = declare_hours.Sheet(home, month, value["rows"], value["seen"])
    return _thanks(turn, home, month, declare_hours.declare(turn, sheet))


def _frozen(turn: Turn, left: Sequence[Row], typed: dict[str, str], month: date) -> dict[str, Any]:
    """What is declared: only those who were on the page."""
    shown = [row.line for row in left if str(row.line.placement_id) in typed]
    context = Context(turn.today, turn.language, answers={"month": f"{month:%Y-%m}"})
    return frozen(Roll(shown, lambda line: _called(turn, line)), typed, context)


def _read(row: Row, month: date, reader: Reader, turn: Turn) -> str | None:
    """The hours typed for somebody, as text; None where the page did not have them, or they are wrong."""
    number, posted = row.line.placement_id, reader.posted
    name, text = f"hours-{number}", posted.one(f"hours-{number}")
    if name not in posted.values and not posted.one(f"none-{number}"):
        return None
    if posted.one(f"was-{number}") != _state(row.line):
        reader.wrong(name, _CHANGED, hours=hours_text(_before(row.line, month), turn.language))
        return None
    if negative(text) and not posted.one(f"none-{number}"):
        reader.wrong(name, FAULTS[rules.Fault.NEGATIVE])
        return None
    hours = Decimal() if posted.one(f"none-{number}") else hours_in(text)
    if hours is None:
        reader.wrong(name, _UNREAD)
        return None
    fault = rules.fault(row.line.terms, month, hours, turn.today)
    if fault is not None:
        reader.wrong(name, FAULTS[fault], **values_of(row, hours, month, turn.language))
        return None
    return str(hours)


def _thanks(turn: Turn, home: int, month: date, made: declare_hours.Declared) -> Done:
    language = turn.language
    said = N_("Declared for {month}: {hours}. The PLIE will validate them.")
    hours = people_and_hours(made.people, made.hours, language)
    text = translate(language, said, month=month_name(month, language), hours=hours)
    more = label(language, N_("Declare the others")) if _left(turn, home, month) else None
    title = label(language, N_("Thank you, your answer is recorded"))
    return Done(title, Markup("<p>{}</p>").format(text), more)


PURPOSE = Purpose(_show, _answer)
