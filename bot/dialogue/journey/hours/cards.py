"""Cards about hours declared: a month to validate, one person, the months of a contract, what is told."""

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.journey.hours.month import hours_text, month_name
from bot.dialogue.journey.words import HOURS
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.rules import worked as rules
from bot.rules.worked import Oddity
from bot.store import organisations, worked, worked_lines
from bot.store.database import Session
from bot.store.tables import HoursState, Placement, WorkedMonth
from bot.store.worked import Waiting
from bot.store.worked_lines import Counts, Line

_LINE = Markup("\n")
_GAP = Markup("\n\n")
_NAME = 40
_FIRST, _LAST = 2000, 2100
_ODDITIES = {
    Oddity.NONE_WORKED: N_("⚠️ no hour, {proposed} h expected from the contract"),
    Oddity.FAR: N_("⚠️ {proposed} h expected from the contract"),
}


def code_of(month: date) -> str:
    """A month as buttons carry it: "202610"."""
    return f"{month:%Y%m}"


def month_from(code: str) -> date | None:
    """The month a button carries, None when there is no such month."""
    year, month = int(code[:4]), int(code[4:])
    return date(year, month, 1) if _FIRST <= year <= _LAST and 1 <= month <= 12 else None


def digest(waiting: Sequence[Waiting]) -> str:
    """Eight figures that change with any of these hours, for a button to carry what was seen."""
    seen = "|".join(f"{one.id}:{one.hours}:{one.declared_at.isoformat()}" for one in waiting)
    return hashlib.sha256(seen.encode()).hexdigest()[:8]


def people_and_hours(count: int, hours: Decimal, language: str) -> Markup:
    """ "20 people, 2 400 h"."""
    said = hours_text(hours, language)
    return translate_plural(language, "{n} person, {hours} h", "{n} people, {hours} h", count, hours=said)


def month_card(session: Session, home: int, month: date, after: int, language: str) -> Card:
    """The hours to validate of an organisation's month, a page at a time, those worth a look flagged."""
    waiting = worked.waiting(session, home, month)
    counts = worked_lines.counts(session, home, month)
    name = cut(organisations.get(session, home).name, 120)
    head = [Markup("<b>{} · {}</b>").format(name, month_name(month, language))]
    if not waiting:
        head.append(translate(language, N_("No hours wait to be validated.")))
    else:
        total = people_and_hours(len(waiting), sum((one.hours for one in waiting), Decimal()), language)
        head.append(translate(language, N_("To validate: {hours}"), hours=total))
    head += _others(counts, language)
    lines = worked_lines.waiting_page(session, home, month, after, SIZE + 1)
    shown = [waiting_line(session, line, month, language) for line in lines[:SIZE]]
    keyboard = _month_buttons(session, home, month, after, language, lines, waiting)
    return Card(_GAP.join(filter(None, [_LINE.join(head), _LINE.join(shown)])), keyboard)


def _others(counts: Counts, language: str) -> list[Markup]:
    """How many people do not wait for the PLIE, by where their hours stand; nothing is said of none."""
    said = (
        (N_("Validated: {n}"), counts.validated),
        (N_("To correct: {n}"), counts.asked_back),
        (N_("Not declared: {n}"), counts.undeclared),
    )
    shown = [translate(language, text, n=n) for text, n in said if n]
    return [Markup(" · ").join(shown)] if shown else []


def _month_buttons(
    session: Session,
    home: int,
    month: date,
    after: int,
    language: str,
    lines: Sequence[Line],
    waiting: Sequence[Waiting],
) -> tuple[tuple[Button, ...], ...]:
    here = f"hours-to-validate:{home}:{code_of(month)}"
    rows = [
        (Button(_person_label(session, line, language), f"worked:{line.worked_id}"),) for line in lines[:SIZE]
    ]
    more = f"{here}:{lines[SIZE - 1].worked_id}" if len(lines) > SIZE else None
    pages = page_buttons(language, f"{here}:0" if after else None, more)
    if not waiting:
        return (*rows, *pages, (Button(label(language, N_("My day")), "day:mine:0"),))
    everything = label(language, N_("Validate all: {n}"), n=len(waiting))
    validate = Button(everything, f"validate-month:{home}:{code_of(month)}:{digest(waiting)}")
    return ((validate,), *rows, *pages)


def _person_label(session: Session, line: Line, language: str) -> str:
    name = cut(worked_lines.called(session, line, staff=True), _NAME)
    return cut(f"{name} · {hours_text(line.hours or Decimal(), language)} h", MAX_LABEL)


def waiting_line(session: Session, line: Line, month: date, language: str) -> Markup:
    """A person and the hours declared, flagged when they are worth a look."""
    hours = line.hours or Decimal()
    name = cut(worked_lines.called(session, line, staff=True), _NAME)
    said = translate(
        language,
        N_("• {name} ({reference}): {hours} h"),
        name=name,
        reference=line.reference,
        hours=hours_text(hours, language),
    )
    odd = odd_text(line, month, hours, language)
    return said if odd is None else Markup("{} · {}").format(said, odd)


def odd_text(line: Line, month: date, hours: Decimal, language: str) -> Markup | None:
    """What is worth a look about the hours of a month, if anything."""
    odd = rules.oddity(line.terms, month, hours)
    proposed = hours_text(rules.proposal(line.terms, month), language)
    return None if odd is None else translate(language, _ODDITIES[odd], proposed=proposed)


def person_card(session: Session, line: Line, hours: WorkedMonth, language: str) -> Card:
    """The hours of one person in a month, for the PLIE, with what can be done of them."""
    terms, month, worked_hours = line.terms, hours.month, Decimal(hours.hours)
    end = label(language, N_("no end")) if terms.last_day is None else formats.day(terms.last_day, language)
    said = N_(
        "<b>{name}</b> · {reference}\n{company} · {month}\nHours: {hours} h, {state}\n"
        "Contract: {weekly} h a week, from {start} to {end}, so {proposed} h for this month"
    )
    text = translate(
        language,
        said,
        name=cut(worked_lines.called(session, line, staff=True), 80),
        reference=line.reference,
        company=cut(organisations.get(session, hours.declaring_id).name, 120),
        month=month_name(month, language),
        hours=hours_text(worked_hours, language),
        state=label(language, HOURS[HoursState(hours.state)]),
        weekly=hours_text(terms.weekly_hours, language),
        start=formats.day(terms.starts_on, language),
        end=end,
        proposed=hours_text(rules.proposal(terms, month), language),
    )
    odd = odd_text(line, month, worked_hours, language)
    lines = [text] if odd is None else [text, odd]
    return Card(_LINE.join(lines), rows_of(_person_buttons(line, hours, language)))


def _person_buttons(line: Line, hours: WorkedMonth, language: str) -> list[Button]:
    cents = int(Decimal(hours.hours) * 100)
    declared, back = hours.state == HoursState.DECLARED, hours.state == HoursState.ASKED_BACK
    offered = (
        (declared, N_("Validate"), f"validate-hours:{cents}:{hours.id}"),
        (not back, N_("Ask for a correction"), f"ask-hours:{hours.id}"),
        (True, N_("All its months"), f"hours-of-placement:{line.placement_id}"),
        (True, N_("Back"), f"hours-to-validate:{hours.declaring_id}:{code_of(hours.month)}"),
    )
    return [Button(label(language, text), data) for wanted, text, data in offered if wanted]


def months_card(
    placement: Placement, name: str, months: Sequence[WorkedMonth], page: int, language: str, *, staff: bool
) -> Card:
    """The months declared of a placement, newest first; a button each for the PLIE."""
    newest = list(reversed(months))
    shown = newest[page * SIZE : (page + 1) * SIZE]
    head = [Markup("<b>{}</b> · {}").format(cut(name, 80), placement.reference)]
    total = hours_text(sum((Decimal(one.hours) for one in months), Decimal()), language)
    said = N_("Hours declared so far: {hours} h")
    head.append(translate(language, said, hours=total) if months else translate(language, _NO_MONTHS))
    rows = [(Button(_month_label(one, language), f"worked:{one.id}"),) for one in shown if staff]
    lines = [] if staff else [Markup("• {}").format(_month_label(one, language)) for one in shown]
    here = f"months-of:{placement.id}"
    more = f"{here}:{page + 1}" if len(newest) > (page + 1) * SIZE else None
    back = Button(label(language, N_("Back to the contract of work")), f"placement:{placement.id}")
    pages = page_buttons(language, f"{here}:0" if page else None, more)
    return Card(_LINE.join([*head, *lines]), (*rows, *pages, (back,)))


_NO_MONTHS = N_("No hours are declared yet: /hours declares them.")


def _month_label(one: WorkedMonth, language: str) -> str:
    hours = hours_text(Decimal(one.hours), language)
    return f"{month_name(one.month, language)} · {hours} h · {label(language, HOURS[HoursState(one.state)])}"


def declared_card(session: Session, home: int, month: date, said: tuple[int, Decimal], language: str) -> Card:
    """What the PLIE is told when hours are declared: who, how many, and the month to validate below."""
    news = N_("⏱️ {company} has declared hours for {month}: {hours}.")
    name = cut(organisations.get(session, home).name, 120)
    hours = people_and_hours(*said, language)
    head = translate(language, news, company=name, month=month_name(month, language), hours=hours)
    below = month_card(session, home, month, 0, language)
    return Card(_GAP.join([head, below.text]), below.keyboard)


def for_you_card(month: date, said: tuple[int, Decimal], language: str) -> Card:
    """What a company is told when the PLIE declared hours on its behalf."""
    news = N_("The PLIE has declared hours for you for {month}: {hours}.")
    hours = people_and_hours(*said, language)
    return Card(
        translate(language, news, month=month_name(month, language), hours=hours),
        ((_open_month(month, N_("See the sheet"), language),),),
    )


def asked_back_card(name: str, line: Line, month: date, language: str) -> Card:
    """What a company is told when hours are to be corrected."""
    said = N_(
        "✏️ The PLIE asks you to look again at the hours of {name} ({reference}) for {month}: {hours} h were "
        "declared."
    )
    values = {"name": cut(name, 80), "reference": line.reference, "month": month_name(month, language)}
    text = translate(language, said, hours=hours_text(line.hours or Decimal(), language), **values)
    return Card(text, ((_open_month(month, N_("Correct the hours"), language),),))


def validated_card(month: date, count: int, language: str) -> Card:
    """What a company is told when nothing more of its month waits for the PLIE."""
    said = translate_plural(
        language,
        "✅ The PLIE has validated the hours of {month}: {n} person.",
        "✅ The PLIE has validated the hours of {month}: {n} people.",
        count,
        month=month_name(month, language),
    )
    return Card(said)


def _open_month(month: date, msgid: str, language: str) -> Button:
    return Button(label(language, msgid), f"hours:{code_of(month)}")
