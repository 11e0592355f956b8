"""What is asked about a training, and what the answers say."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.dialogue.fields import Choice, Text
from bot.dialogue.form import Answers, Step
from bot.dialogue.journey.trainings.fields import FirstDay, LastDay, People, TrainingHours
from bot.dialogue.journey.words import TIMINGS
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.translations import N_
from bot.dialogue.words import REQUIREMENTS
from bot.rules.requirements import from_bits, to_bits
from bot.store.trainings import Course

_LONGEST = 120


def _certifying(answers: Answers) -> bool:
    return bool(answers.get("certifying") == "yes")


PEOPLE = Step("people", N_("Candidates"), N_("Who takes part?"), People())
COURSE = (
    Step(
        "title",
        N_("Training"),
        N_("What is the training?"),
        Text(2, _LONGEST, N_("For example: CACES R482 category A, site safety.")),
    ),
    Step("timing", N_("When"), N_("Before hiring, or during the contract?"), Choice(TIMINGS)),
    Step("start", N_("First day"), N_("On which day does it start?"), FirstDay()),
    Step("end", N_("Last day"), N_("On which day does it end?"), LastDay()),
    Step("hours", N_("Hours"), N_("How many hours?"), TrainingHours()),
    Step(
        "provider",
        N_("Training provider"),
        N_("Who gives the training?"),
        Text(2, _LONGEST, N_("The name of the training provider.")),
    ),
    Step(
        "certifying",
        N_("Certificate"),
        N_("Does it lead to a certificate?"),
        Choice({"yes": N_("Yes"), "no": N_("No")}),
    ),
    Step(
        "requirement",
        N_("What it gives"),
        N_("Which requirement of offers does the certificate meet?"),
        Choice(REQUIREMENTS, N_("It will be noted in the file of each person who obtains it.")),
        optional=True,
        when=_certifying,
        skip_label=N_("None of them"),
    ),
)
STEPS = (PEOPLE, *COURSE)


def course_of(answers: Mapping[str, Any]) -> Course:
    """What the answers say of a training."""
    requirement = answers.get("requirement") if _certifying(answers) else None
    return Course(
        title=answers["title"],
        timing=answers["timing"],
        starts_on=When.from_json(answers["start"]).day,
        ends_on=When.from_json(answers["end"]).day,
        hours=Decimal(answers["hours"]),
        provider=answers["provider"],
        certifying=_certifying(answers),
        requirement=None if requirement is None else to_bits([requirement]),
    )


def answers_of(said: Course) -> dict[str, Any]:
    """The answers that say this of a training."""
    given = from_bits(said.requirement or 0)
    certificate = {"requirement": str(given[0]) if given else None} if said.certifying else {}
    return {
        "title": said.title,
        "timing": said.timing,
        "start": When(said.starts_on, Grain.DAY).to_json(),
        "end": When(said.ends_on, Grain.DAY).to_json(),
        "hours": f"{Decimal(said.hours).normalize():f}",
        "provider": said.provider,
        "certifying": "yes" if said.certifying else "no",
        **certificate,
    }
