"""What is asked of a job offer (dialogues.md §3), and its answers as the store keeps them and back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.dialogue.fields import Choice, Commune, Day, Duration, Job, Text, Toggles, WholeNumber
from bot.dialogue.form import Answers, Step
from bot.dialogue.readers.when import When
from bot.dialogue.translations import N_
from bot.dialogue.vacancies.offer_fields import LOTS_HELD, HeldLot, WeeklyHours
from bot.dialogue.words import CONTRACTS, LEVELS, REQUIREMENTS
from bot.rules.requirements import from_bits, to_bits
from bot.store import held, offers
from bot.store.database import Session
from bot.store.held import NamedLot
from bot.store.offers import Vacancy
from bot.store.procurements import Period
from bot.store.tables import Contract, JobOffer

MOST_POSITIONS = 99
LONGEST_COMMENT = 1000
_LEAST_LEVELS = {level: msgid for level, msgid in LEVELS.items() if level != "2"}
"""Below level 3 asks for nothing: passing the question says so."""


def _holds_lots(answers: Answers) -> bool:
    return bool(answers.get(LOTS_HELD))


def _has_an_end(answers: Answers) -> bool:
    return answers.get("contract") != Contract.CDI


STEPS = (
    Step("lot", N_("Lot"), N_("Which contract are these positions for?"), HeldLot(), when=_holds_lots),
    Step("job", N_("Job"), N_("Which job is it?"), Job()),
    Step(
        "positions",
        N_("Positions"),
        N_("How many positions are open?"),
        WholeNumber(1, MOST_POSITIONS, likely=(1, 2, 3, 4)),
    ),
    Step("commune", N_("Commune"), N_("In which commune?"), Commune()),
    Step("start", N_("Job start"), N_("When does the job start?"), Day()),
    Step("contract", N_("Work contract"), N_("Which kind of work contract?"), Choice(CONTRACTS)),
    Step("months", N_("Duration"), N_("How long does the work contract last?"), Duration(), when=_has_an_end),
    Step("weekly_hours", N_("Weekly hours"), N_("How many hours a week?"), WeeklyHours()),
    Step(
        "requirements", N_("Requirements"), N_("What must the person hold or accept?"), Toggles(REQUIREMENTS)
    ),
    Step(
        "level",
        N_("Least training level"),
        N_("Is a training level required at least?"),
        Choice(_LEAST_LEVELS),
        optional=True,
    ),
    Step(
        "comment",
        N_("Comment"),
        N_("Anything to add?"),
        Text(1, LONGEST_COMMENT, N_("For example: equipment, shifts, how to get there.")),
        optional=True,
    ),
)
BY_NAME: Mapping[str, Step] = {step.name: step for step in STEPS}


def vacancy(answers: Answers) -> Vacancy:
    """What the answers say of the offer. Raises LookupError, ValueError on incomplete ones."""
    start, level = answers["start"], answers.get("level")
    months = answers.get("months") if _has_an_end(answers) else None
    return Vacancy(
        lot_id=(answers.get("lot") or {}).get("id"),
        job=answers["job"],
        positions=answers["positions"],
        commune=answers["commune"],
        start=Period(When.from_json(start).day, start),
        contract=Contract(answers["contract"]),
        months=None if months is None else Decimal(months),
        weekly_hours=Decimal(answers["weekly_hours"]),
        requirements=to_bits(answers["requirements"]),
        level=None if level is None else int(level),
        comment=answers.get("comment"),
    )


def answers_of(session: Session, offer: JobOffer) -> dict[str, Any]:
    """The offer as the answers that would make it."""
    said = offers.vacancy(session, offer)
    lot = None if said.lot_id is None else held.named(session, said.lot_id)
    answers = {
        "lot": {"id": None, "label": ""} if lot is None else _choice(lot),
        "job": said.job,
        "positions": said.positions,
        "commune": said.commune,
        "start": said.start.meant,
        "contract": str(said.contract),
        "weekly_hours": _plain(said.weekly_hours),
        "requirements": [str(requirement) for requirement in from_bits(said.requirements)],
        "level": None if said.level is None else str(said.level),
        "comment": said.comment,
    }
    return answers if said.months is None else answers | {"months": _plain(said.months)}


def lots_held(session: Session, company_id: int) -> dict[str, Any]:
    """The hidden answer with the lots a company holds now; empty when it holds none."""
    lots = [_choice(lot) for lot in held.of(session, company_id)]
    return {LOTS_HELD: lots} if lots else {}


def merged(present: Answers, was: Answers, said: Answers) -> dict[str, Any]:
    """The present answers with what was changed between `was` and `said`: of two people who correct an
    offer at once, neither undoes what the other did. Kind and duration of the contract go together."""
    changed = {name for name in BY_NAME if name in said and said[name] != was.get(name)}
    if changed & {"contract", "months"}:
        changed |= {"contract", "months"}
    kept = {name: value for name, value in present.items() if name not in changed}
    return kept | {name: said[name] for name in changed if name in said}


def _choice(lot: NamedLot) -> dict[str, Any]:
    return {"id": lot.id, "label": lot_label(lot)}


def lot_label(lot: NamedLot) -> str:
    """A lot as people name it."""
    return f"{lot.reference} · {lot.number} {lot.title}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
