"""The sheet of hours in words: its page, one person, why hours are refused."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.answers import Context
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.form import Answers
from bot.dialogue.journey.hours.lookup import Page, Row
from bot.dialogue.journey.hours.month import NOT_BEGUN, hours_text, month_name, month_of
from bot.dialogue.journey.words import HOURS
from bot.dialogue.translations import N_, label, translate
from bot.rules import worked as rules
from bot.store.tables import HoursState
from bot.store.worked_lines import Counts

NAME = 34
SHOWN_NAMES = 5
FAULTS: Mapping[rules.Fault, str] = {
    rules.Fault.NOT_BEGUN: NOT_BEGUN,
    rules.Fault.OUTSIDE: N_("{name} was not under contract in {month}: from {start} to {end}."),
    rules.Fault.NEGATIVE: N_("Hours cannot be negative. “Dupont 0” says that no hour was worked."),
    rules.Fault.TOO_MANY: N_(
        "{hours} h is too much for {name}: in {month} the contract covers {days} days, so at most {most} h "
        "(48 h a week)."
    ),
}


def hours_of(row: Row, part: Mapping[str, Any], month: date) -> Decimal:
    """What is shown of a person: what was typed, else what is declared, else what the contract proposes."""
    typed = part["typed"].get(str(row.line.placement_id))
    if typed is not None and not row.line.locked:
        return Decimal(typed)
    return rules.proposal(row.line.terms, month) if row.line.hours is None else row.line.hours


def state_of(row: Row, part: Mapping[str, Any], language: str) -> str:
    """Where the hours of a person stand: validated, typed just now, proposed, declared…"""
    if row.line.locked:
        return label(language, N_("validated, locked"))
    if str(row.line.placement_id) in part["typed"]:
        return label(language, N_("as typed"))
    if row.line.state is None:
        return label(language, N_("proposed"))
    return label(language, HOURS[HoursState(row.line.state)])


def button_of(row: Row, part: Mapping[str, Any], month: date, language: str) -> str:
    """A person of the sheet as a button: name, hours, where they stand."""
    hours = hours_text(hours_of(row, part, month), language)
    return cut(f"{cut(row.name, NAME)} · {hours} h · {state_of(row, part, language)}", MAX_LABEL)


def choice_of(row: Row, language: str) -> str:
    """One of several contracts of people called alike, as a button."""
    start = formats.day(row.line.terms.starts_on, language)
    return cut(f"{cut(row.name, 28)} · {row.line.reference} · {start}", MAX_LABEL)


def values_of(row: Row, hours: Decimal, month: date, language: str) -> dict[str, Any]:
    """What the sentences about refused hours name."""
    terms = row.line.terms
    end = label(language, N_("no end")) if terms.last_day is None else formats.day(terms.last_day, language)
    return {
        "name": cut(row.name, 60),
        "month": month_name(month, language),
        "start": formats.day(terms.starts_on, language),
        "end": end,
        "hours": hours_text(hours, language),
        "days": rules.covered(terms, month),
        "most": hours_text(rules.most(terms, month), language),
    }


def person_text(row: Row, part: Mapping[str, Any], context: Context) -> Markup:
    """The person whose hours are asked: contract, days covered, the most that is legal."""
    month, language = month_of(context.answers), context.language
    values = values_of(row, hours_of(row, part, month), month, language)
    said = N_(
        "<b>{name}</b> · {reference}\nContract: {weekly} h a week, from {start} to {end}\n"
        "{month}: {days} days covered, at most {most} h\nHours: {hours} h, {state}"
    )
    return translate(
        language,
        said,
        reference=row.line.reference,
        weekly=hours_text(row.line.terms.weekly_hours, language),
        state=state_of(row, part, language),
        **values,
    )


def sheet_text(page: Page, part: Mapping[str, Any], context: Context) -> Markup:
    """The month, how far it is, which people these are, and who waits for the PLIE."""
    language, counts = context.language, page.counts
    month = month_name(month_of(context.answers), language)
    lines = [Markup("<b>{}</b>").format(titled(context.answers, month))]
    lines.append(_counted(counts, language))
    if page.rows and counts.people > len(page.rows):
        first = part["first"] + 1
        these = N_("These are {first} to {last}.")
        lines.append(translate(language, these, first=first, last=first + len(page.rows) - 1))
    if page.unconfirmed:
        waits = N_("Not confirmed by the PLIE yet, so not on this sheet: {names}.")
        lines.append(translate(language, waits, names=", ".join(page.unconfirmed[:SHOWN_NAMES])))
    return Markup("\n").join(lines)


def _counted(counts: Counts, language: str) -> Markup:
    """How many people there are, and where the hours stand; nothing is said of none."""
    said = (
        (N_("to declare: {n}"), counts.undeclared),
        (N_("declared: {n}"), counts.declared),
        (N_("to correct: {n}"), counts.asked_back),
        (N_("validated: {n}"), counts.validated),
    )
    people = translate(language, N_("People: {n}"), n=counts.people)
    return Markup(" · ").join([people, *(translate(language, text, n=n) for text, n in said if n)])


def titled(answers: Answers, month: str) -> str:
    """The month, behind the name of the organisation where someone of the PLIE declares for it."""
    name = answers.get("organisation_name")
    return f"{cut(name, 100)} · {month}" if name else month


def changed_line(one: Sequence[str], language: str) -> str:
    """A person whose hours differ, as plain text: [name, hours, hours before]."""
    name, hours, before = one[0], *(hours_text(Decimal(value), language) for value in one[1:])
    return label(
        language, N_("{name}: {hours} h instead of {before} h"), name=name, hours=hours, before=before
    )
