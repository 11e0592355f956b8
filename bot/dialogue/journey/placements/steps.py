"""What is asked of a hire (dialogues.md §3), its answers as the store keeps them and back, and its recap."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.fields import Job, Text
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.journey.pickers import Picked
from bot.dialogue.journey.placements.days import PlannedEnd, StartDay, last_day
from bot.dialogue.journey.placements.fields import (
    EmployerOf,
    HiredHours,
    Person,
    Post,
    Proposed,
    unnamed,
)
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, translate
from bot.dialogue.vacancies.offer_fields import LOTS_HELD, HeldLot
from bot.dialogue.vacancies.offer_steps import lot_label
from bot.dialogue.words import CONTRACTS
from bot.rules.placements import Terms, Warn, planned_hours, warnings
from bot.store import held, organisations
from bot.store.database import Session
from bot.store.placements import Employing
from bot.store.tables import Contract, Employer, Placement

MOST_NAME = 80
_LINE = Markup("\n")
_GAP = Markup("\n\n")


def _no_offer(answers: Answers) -> bool:
    """An offer says the job; so does that of a person presented."""
    post, person = answers.get("post") or {"offer": 0}, answers.get("person") or {}
    return post["offer"] is None and not person.get("referral")


def _has_an_end(answers: Answers) -> bool:
    return answers.get("contract") != Contract.CDI


def _whole(answers: Answers) -> bool:
    """A SIAE corrects its contract only: the lot and the employer are the company's to say."""
    return not answers.get("contract_only")


def _any_siae(answers: Answers) -> bool:
    return unnamed(answers, Employer.SIAE)


def _lends(answers: Answers) -> bool:
    return unnamed(answers, Employer.AGENCY, Employer.GEIQ, Employer.ASSOCIATION)


CONTRACT_STEPS = (
    Step("contract", N_("Work contract"), N_("Which kind of work contract?"), Proposed(CONTRACTS)),
    Step("start", N_("First day"), N_("Which is the first day of work?"), StartDay()),
    Step(
        "end",
        N_("Planned end"),
        N_("Until when, or for how long?"),
        PlannedEnd(),
        when=_has_an_end,
    ),
    Step("weekly_hours", N_("Weekly hours"), N_("How many hours a week?"), HiredHours()),
    Step("employer", N_("Employer"), N_("Who signs the work contract?"), EmployerOf(), when=_whole),
    Step(
        "siae",
        N_("Work-integration enterprise"),
        N_("Which work-integration enterprise?"),
        Picked("hire-any-siae", N_("Tap its name, or write a few letters of it.")),
        when=_any_siae,
    ),
    Step(
        "lender",
        N_("Name of the employer"),
        N_("What is the name of the employer?"),
        Text(2, MOST_NAME, N_("For example: GEIQ BTP Normandie.")),
        when=_lends,
    ),
)
"""Contract, dates, hours, employer: asked of a hire, and of its corrections."""

HIRE_STEPS = (
    Step("post", N_("Offer or lot"), N_("Which offer or which lot is this hire for?"), Post()),
    Step("person", N_("Person hired"), N_("Who is hired?"), Person()),
    Step("job", N_("Job"), N_("Which job is the person hired for?"), Job(), when=_no_offer),
    *CONTRACT_STEPS,
)

CHANGE_STEPS = (
    Step("lot", N_("Lot"), N_("Which lot does this contract count for?"), HeldLot(), when=_whole),
    *CONTRACT_STEPS,
)
CHANGED: Mapping[str, Step] = {step.name: step for step in CHANGE_STEPS}


@dataclass(frozen=True, slots=True)
class Engagement:
    """A contract as the answers say it."""

    contract: str
    terms: Terms
    employing: Employing


def engagement(answers: Answers) -> Engagement:
    """What the answers say of the contract. Raises LookupError, ValueError on incomplete ones."""
    terms = Terms(_start(answers), _end(answers), Decimal(answers["weekly_hours"]))
    return Engagement(Contract(answers["contract"]), terms, _employing(answers))


def _start(answers: Answers) -> date:
    return When.from_json(answers["start"]).day


def _end(answers: Answers) -> date | None:
    if not _has_an_end(answers) or answers.get("end") is None:
        return None
    return last_day(_start(answers), answers["end"])


def _employing(answers: Answers) -> Employing:
    said = answers["employer"]
    if _any_siae(answers):
        return Employing(Employer.SIAE, (answers.get("siae") or {}).get("id"))
    if _lends(answers):
        return Employing(said["kind"], None, answers.get("lender"))
    return Employing(said["kind"], said.get("id"))


def answers_of(session: Session, placement: Placement) -> dict[str, Any]:
    """The placement as the answers to `CHANGE_STEPS` that would make it."""
    lot = None if placement.lot_id is None else held.named(session, placement.lot_id)
    answers: dict[str, Any] = {
        "lot": {"id": None, "label": ""} if lot is None else {"id": lot.id, "label": lot_label(lot)},
        "contract": placement.contract,
        "start": When(placement.starts_on, Grain.DAY).to_json(),
        "weekly_hours": f"{Decimal(placement.weekly_hours).normalize():f}",
        "employer": {"kind": placement.employer, "id": None, "name": None},
    }
    if placement.planned_end is not None:
        answers["end"] = When(placement.planned_end, Grain.DAY).to_json()
    if placement.siae_id is not None:
        name = organisations.get(session, placement.siae_id).name
        answers["employer"] = {"kind": placement.employer, "id": placement.siae_id, "name": name}
    if placement.employer_name is not None:
        answers["lender"] = placement.employer_name
    return answers


def lots_for(session: Session, placement: Placement) -> dict[str, Any]:
    """The hidden answer with the lots a placement may count for: those its company holds, and its own."""
    present = None if placement.lot_id is None else held.named(session, placement.lot_id)
    lots = held.of(session, placement.organisation_id)
    if present is not None and present not in lots:
        lots = [present, *lots]
    return {LOTS_HELD: [{"id": lot.id, "label": lot_label(lot)} for lot in lots]}


def hire_recap(form: Form, language: str, answers: Answers) -> Markup:
    """The answers of a hire, the hours it plans against those the lot owes, and what should be checked."""
    title = Markup("<b>{}</b>").format(translate(language, form.title))
    if "company_name" in answers:
        title += Markup(" · {}").format(answers["company_name"])
    parts = [title, listing(form, answers, language)]
    if {"start", "weekly_hours", "contract"} <= set(answers):
        lines = _figures(answers, language)
        parts += [_LINE.join(lines)] if lines else []
    return _GAP.join(parts)


def _figures(answers: Answers, language: str) -> list[Markup]:
    post = answers.get("post") or {}
    ends = None if post.get("ends") is None else date.fromisoformat(post["ends"])
    terms = Terms(_start(answers), _end(answers), Decimal(answers["weekly_hours"]))
    lines = []
    if terms.last_day is not None:
        day = formats.day(terms.last_day, language)
        lines.append(translate(language, N_("Last day planned: {day}"), day=day))
    beside = Decimal(post.get("planned") or 0)
    lines += planned_line(language, planned_hours(terms, ends), post.get("owed"), beside)
    today = date.fromisoformat(answers["today"]) if "today" in answers else terms.starts_on
    return lines + warning_lines(language, terms, today, ends)


def planned_line(language: str, planned: Decimal | None, owed: int | None, beside: Decimal) -> list[Markup]:
    """The hours a contract plans set against the hours its lot owes, `beside` being those of the other
    contracts of the lot; nothing where no end says how many hours there will be."""
    if planned is None:
        return []
    hours = formats.number(planned, language)
    if not owed:
        return [translate(language, N_("Planned hours: {planned} h"), planned=hours)]
    due = formats.number(owed, language)
    if not beside:
        said = N_("Planned hours: {planned} h, out of {owed} h owed by the lot")
        return [translate(language, said, planned=hours, owed=due)]
    said = N_(
        "Planned hours: {planned} h, out of {owed} h owed by the lot; with its other contracts: {total} h"
    )
    total = formats.number(planned + beside, language)
    return [translate(language, said, planned=hours, owed=due, total=total)]


def warning_lines(language: str, terms: Terms, today: date, ends: date | None) -> list[Markup]:
    """What is possible but should be checked."""
    said = {
        Warn.FAR: N_("Please check the date: the start is more than a year away."),
        Warn.AFTER_LOT: N_("Please check: the lot is planned to end on {day}, before this contract starts."),
    }
    day = "" if ends is None else formats.day(ends, language)
    lines = (translate(language, said[one], day=day) for one in warnings(terms, today, ends))
    return [Markup("⚠️ {}").format(line) for line in lines]


_TOGETHER = ({"contract", "end"}, {"employer", "siae", "lender"})


def merged(present: Answers, was: Answers, said: Answers) -> dict[str, Any]:
    """The present answers with what was changed between `was` and `said`: of two people who correct a
    placement at once, neither undoes what the other did. What only makes sense together goes together."""
    changed = {name for name in CHANGED if name in said and said[name] != was.get(name)}
    for group in _TOGETHER:
        if changed & group:
            changed |= group
    kept = {name: value for name, value in present.items() if name not in changed}
    return kept | {name: said[name] for name in changed if name in said}
