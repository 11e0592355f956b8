"""What is asked of an exit (dialogues.md §3), its likely answers from the contract, and what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.answers import Candidate, Context, Option
from bot.dialogue.days import Happened
from bot.dialogue.fields import Choice, Duration
from bot.dialogue.form import Answers, Step
from bot.dialogue.journey.pickers import Picked
from bot.dialogue.journey.words import EXITS
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.screens import shown_answer
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.dialogue.words import CONTRACTS
from bot.rules.exits import has_contract, has_length, is_positive, is_sustained
from bot.rules.placements import end_after
from bot.store import placements
from bot.store.exits import Said

WORKED = "last placement"
"""What is looked up: the last placement of the candidate of this number."""
_MOST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class _Last:
    """The contract of a person's last placement, as the form may know it."""

    ends: date | None
    contract: str
    months: Decimal | None


def last_placement(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """The last placement that stands of the candidate of this number: {"ends", "contract", "months"}, the
    months only where they come out even."""
    living = placements.living_of(turn.session, int(text)) if text.isdecimal() and len(text) < 10 else []
    if not living:
        return ()
    last = living[-1]
    end = placements.last_day(last)
    months = None if end is None else _even_months(last.starts_on, end)
    value = {
        "ends": None if end is None else end.isoformat(),
        "contract": str(last.contract),
        "months": None if months is None else str(months),
    }
    return (Candidate(last.reference, value),)


def _even_months(start: date, end: date) -> int | None:
    return next((count for count in range(1, _MOST_MONTHS) if end_after(start, Decimal(count)) == end), None)


def _last(context: Context) -> _Last | None:
    person = context.answers.get("candidate") or {}
    found = context.lookup(WORKED, str(person.get("id", "")))
    if not found:
        return None
    value = found[0].value
    ends, months = value["ends"], value["months"]
    return _Last(
        None if ends is None else date.fromisoformat(ends),
        value["contract"],
        None if months is None else Decimal(months),
    )


class LeftOn(Happened):
    """The day somebody left: the last one of their contract is the likeliest."""

    def options(self, context: Context) -> tuple[Option, ...]:
        """The last day of the contract where it is over, then the usual days."""
        usual, last = super().options(context), _last(context)
        near = (context.today, context.today - timedelta(days=1))
        if last is None or last.ends is None or last.ends > context.today or last.ends in near:
            return usual
        code = When(last.ends, Grain.DAY).to_json()
        return (Option(code, formats.day(last.ends, context.language)), *usual)


class ExitContract(Choice):
    """A kind of work contract: the one there was comes first."""

    def options(self, context: Context) -> tuple[Option, ...]:
        """Every kind of contract."""
        usual, last = super().options(context), _last(context)
        same = () if last is None else tuple(option for option in usual if option.code == last.contract)
        return (*same, *(option for option in usual if option not in same))


class ExitLength(Duration):
    """How long a work contract lasts: the length there was comes first."""

    likely: Mapping[str, str] = {
        "6": N_("6 months"),
        "12": N_("1 year"),
        "18": N_("18 months"),
        "24": N_("2 years"),
    }

    def options(self, context: Context) -> tuple[Option, ...]:
        """The length of the last contract, then the usual ones."""
        usual, last = super().options(context), _last(context)
        if last is None or last.months is None or str(last.months) in self.likely:
            return usual
        return (Option(str(last.months), formats.months(last.months, context.language)), *usual)


def _hired(answers: Answers) -> bool:
    return has_contract(str(answers.get("kind")))


def _limited(answers: Answers) -> bool:
    return has_length(str(answers.get("kind")), answers.get("contract"))


FACTS = (
    Step("day", N_("Exit date"), N_("On which day did the person leave?"), LeftOn()),
    Step("kind", N_("Kind of exit"), N_("What did the person leave for?"), Choice(EXITS)),
    Step(
        "contract",
        N_("Work contract"),
        N_("Which kind of work contract is it now?"),
        ExitContract(CONTRACTS),
        when=_hired,
    ),
    Step("months", N_("Duration"), N_("How long does the work contract last?"), ExitLength(), when=_limited),
)
STEPS = (
    Step(
        "candidate",
        N_("Candidate"),
        N_("Who leaves?"),
        Picked("candidate", N_("Tap a name, or write the name or the reference.")),
    ),
    *FACTS,
)
BY_NAME: Mapping[str, Step] = {step.name: step for step in STEPS}


def said_of(answers: Answers) -> Said:
    """What the answers say of the exit. Raises LookupError, ValueError on incomplete ones."""
    kind, contract, months = str(answers["kind"]), answers.get("contract"), answers.get("months")
    hired = has_contract(kind)
    limited = has_length(kind, contract)
    return Said(
        left_on=When.from_json(answers["day"]).day,
        kind=kind,
        contract=contract if hired else None,
        months=Decimal(months) if limited and months is not None else None,
    )


def answers_of(said: Said) -> dict[str, Any]:
    """The exit as the answers that would make it."""
    answers: dict[str, Any] = {"day": When(said.left_on, Grain.DAY).to_json(), "kind": str(said.kind)}
    if said.contract is not None:
        answers["contract"] = str(said.contract)
    if said.months is not None:
        answers["months"] = f"{said.months.normalize():f}"
    return answers


def fact_lines(said: Said, language: str) -> list[Markup]:
    """What is known of an exit, a line each, then what it counts for."""
    answers = answers_of(said)
    lines = [
        translate(
            language,
            N_("{label}: {value}"),
            label=Markup("<b>{}</b>").format(translate(language, step.label)),
            value=shown_answer(step, answers, language),
        )
        for step in FACTS
        if step.name in answers
    ]
    return [*lines, Markup("<i>{}</i>").format(translate(language, counts_as(said)))]


def counts_as(said: Said) -> str:
    """The msgid that says what an exit counts for."""
    if is_sustained(said.kind, said.contract, said.months):
        return N_("Counts as a positive exit, to sustained work.")
    return N_("Counts as a positive exit.") if is_positive(said.kind) else N_("Not a positive exit.")


def counts_line(answers: Answers, language: str) -> Markup:
    """What an exit with these answers counts for; empty before enough is known."""
    if "kind" not in answers or "day" not in answers:
        return Markup()
    return Markup("<i>{}</i>").format(translate(language, counts_as(said_of(answers))))
