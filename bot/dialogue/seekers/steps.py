"""What is asked about a candidate, and what the answers say."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.fields import Choice, Commune, Toggles
from bot.dialogue.form import Step
from bot.dialogue.readers.when import When
from bot.dialogue.seekers.fields import (
    Available,
    BirthYear,
    Consent,
    Experience,
    FullName,
    Jobs,
    Phone,
    SexField,
)
from bot.dialogue.translations import N_
from bot.dialogue.words import ELIGIBILITIES, LEVELS, ORIGINS, REQUIREMENTS, SEXES
from bot.rules.requirements import from_bits, to_bits
from bot.store.candidates import Profile
from bot.store.procurements import Period

REFUSED = "no-consent"
"""The code of the button that says no to consent; no other field has it."""
_DISTRICT: Mapping[bool | None, str] = {True: "yes", False: "no", None: "unknown"}

STEPS = (
    Step("name", N_("Name"), N_("What are the family name and the first name?"), FullName()),
    Step("phone", N_("Phone"), N_("At which number can the person be called?"), Phone(), optional=True),
    Step("birth_year", N_("Year of birth"), N_("In which year was the person born?"), BirthYear()),
    Step("sex", N_("Sex"), N_("Which sex should be noted?"), SexField(SEXES)),
    Step("commune", N_("Commune"), N_("In which commune does the person live?"), Commune()),
    Step(
        "district",
        N_("Priority district"),
        N_("Is it in a priority district (QPV)?"),
        Choice({"yes": N_("Yes"), "no": N_("No"), "unknown": N_("Unknown")}),
    ),
    Step("level", N_("Training level"), N_("What is the training level?"), Choice(LEVELS)),
    Step("experience", N_("Experience"), N_("How many years of experience?"), Experience()),
    Step("jobs", N_("Jobs sought"), N_("Which jobs does the person seek?"), Jobs()),
    Step(
        "held",
        N_("Licences and abilities"),
        N_("What does the person hold or accept?"),
        Toggles(REQUIREMENTS),
    ),
    Step(
        "eligibility",
        N_("Eligibility"),
        N_("Why may the person benefit from the clause?"),
        Toggles(ELIGIBILITIES, least=1),
    ),
    Step("available", N_("Available from"), N_("From when can the person work?"), Available()),
    Step("origin", N_("Origin"), N_("Who brought the person here?"), Choice(ORIGINS)),
)
"""Everything that can be corrected later."""

CONSENT = Step(
    "consent",
    N_("Agreement"),
    N_("Please read this to the person, word for word. Do they agree?"),
    Consent(
        {"yes": N_("Yes"), REFUSED: N_("No")},
        N_(
            "“The PLIE would like to keep your name, your phone number, your year of birth, your sex, your "
            "commune, your training level, your experience, the jobs you seek, your licences, the date from "
            "which you can work and the reason why you may benefit from an insertion clause, as well as "
            "notes on your follow-up.\n"
            "This serves only to propose jobs and training to you, to follow you in them, and to draw up "
            "statistics without names.\n"
            "The PLIE’s staff see all of it. A company sees your skills and the date from which you can "
            "work; your name and your phone number only when your adviser presents you to it; never the "
            "reason for your eligibility.\n"
            "It is kept until 24 months after our last contact, then your name and your phone number are "
            "erased.\n"
            "You may at any time see this information, have it corrected or erased, object to its use, or "
            "withdraw your agreement: telling your adviser is enough, and you lose no right. You may also "
            "complain to the CNIL.\n"
            "Do you agree?”"
        ),
    ),
)


def profile_of(answers: Mapping[str, Any]) -> Profile:
    """What the answers say of a candidate."""
    available = When.from_json(answers["available"])
    districts = {code: value for value, code in _DISTRICT.items()}
    return Profile(
        name=answers["name"],
        phone=answers.get("phone"),
        birth_year=answers["birth_year"],
        sex=answers["sex"],
        commune=answers["commune"],
        district=districts[answers["district"]],
        level=int(answers["level"]),
        experience=answers["experience"],
        jobs=tuple(answers["jobs"]),
        held=to_bits(answers["held"]),
        eligibility=tuple(answers["eligibility"]),
        available=Period(available.day, answers["available"]),
        origin=answers["origin"],
    )


def answers_of(said: Profile) -> dict[str, Any]:
    """The answers that say this of a candidate."""
    return {
        "name": said.name,
        "phone": said.phone,
        "birth_year": said.birth_year,
        "sex": said.sex,
        "commune": said.commune,
        "district": _DISTRICT[said.district],
        "level": str(said.level),
        "experience": said.experience,
        "jobs": list(said.jobs),
        "held": [str(code) for code in from_bits(said.held)],
        "eligibility": list(said.eligibility),
        "available": said.available.meant,
        "origin": said.origin,
    }
