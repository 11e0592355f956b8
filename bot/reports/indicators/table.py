"""The table of the annex, in its order: what each file and the chat say, once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.dialogue import formats
from bot.dialogue.journey.words import END_REASONS
from bot.dialogue.translations import N_, label
from bot.dialogue.words import CATEGORIES, ELIGIBILITIES, ORIGINS
from bot.reports.indicators.summary import AGE_WORDS, EXPERIENCE_WORDS, LEVEL_WORDS, SEX_WORDS
from bot.store.tables import Category, Eligibility, EndReason, Origin

Value = int | Decimal | str | None


class Unit(StrEnum):
    """What a figure is counted in."""

    COUNT = "count"
    EUROS = "euros"
    MONTHS = "months"
    HOURS = "hours"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Line:
    """A figure: its key in the JSON, its name in words, its value ("< 3", "n.c." where it must not be told;
    None where there is none), its unit; `inner` figures are a part of the one above."""

    key: str
    name: str
    value: Value
    unit: Unit = Unit.COUNT
    inner: bool = False

    def shown(self, language: str) -> str:
        """The value as people write it."""
        if self.value is None:
            return "–"
        if isinstance(self.value, str):
            return self.value
        number = Decimal(self.value)
        match self.unit:
            case Unit.EUROS:
                return formats.money(number, language)
            case Unit.MONTHS:
                return formats.in_months(number, language)
            case Unit.PERCENT:
                return formats.percent(number / 100, language)
            case Unit.HOURS:
                return label(language, N_("{hours} h"), hours=formats.number(number, language))
            case _:
                return formats.number(number, language)


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the annex."""

    name: str
    title: str
    lines: Sequence[Line]


def parts(figures: Mapping[str, Any], language: str) -> list[Part]:
    """The whole table, from the figures of `store.indicators` or from those that may leave the PLIE."""
    found = [
        Part("markets", label(language, N_("Contracts")), list(_markets(figures, language))),
        Part("people", label(language, N_("People")), list(_people(figures["people"], language))),
        Part(
            "implementation",
            label(language, N_("Work of the PLIE")),
            list(_implementation(figures["implementation"], language)),
        ),
    ]
    if figures["targets"] is not None:
        targets = list(_targets(figures["targets"], language))
        found.append(Part("targets", label(language, N_("Targets of the protocol")), targets))
    return found


def _markets(figures: Mapping[str, Any], language: str) -> Iterator[Line]:
    found, hours = figures["markets"], figures["hours"]

    def says(msgid: str) -> str:
        return label(language, msgid)

    yield Line("markets.procurements", says(N_("Contracts with a clause")), found["procurements"])
    for key, name in (
        ("amount", N_("Amount of the contracts")),
        ("amount_lots", N_("Amount of the lots with a clause")),
    ):
        yield Line(f"markets.{key}.initial", says(name), found[key]["initial"], Unit.EUROS)
        amended = says(N_("with amendments"))
        yield Line(f"markets.{key}.current", amended, found[key]["current"], Unit.EUROS, inner=True)
    for category in Category:
        one, name = found["by_category"][category], says(CATEGORIES[category])
        yield Line(f"markets.by_category.{category}.count", name, one["count"])
        amount = says(N_("amount"))
        yield Line(f"markets.by_category.{category}.amount", amount, one["amount"], Unit.EUROS, inner=True)
    months = found["mean_months"]
    yield Line("markets.mean_months.initial", says(N_("Mean duration")), months["initial"], Unit.MONTHS)
    amended = says(N_("with amendments"))
    yield Line("markets.mean_months.current", amended, months["current"], Unit.MONTHS, inner=True)
    yield Line("hours.owed", says(N_("Hours owed")), hours["owed"], Unit.HOURS)
    yield Line("hours.declared", says(N_("Hours declared")), hours["declared"], Unit.HOURS)
    yield Line("hours.validated", says(N_("of which validated")), hours["validated"], Unit.HOURS, inner=True)


def _people(people: Mapping[str, Any], language: str) -> Iterator[Line]:
    def says(msgid: str) -> str:
        return label(language, msgid)

    yield Line("people.beneficiaries", says(N_("Beneficiaries of the clause")), people["beneficiaries"])
    for key, words in _PROFILE.items():
        for code, name in words.items():
            told = f"{says(_PROFILE_TITLES[key])} – {says(name)}"
            yield Line(f"people.profile.{key}.{code}", told, people["profile"][key][code], inner=True)
    exits, trained, left = people["positive_exits"], people["trained"], people["leavers"]
    yield Line("people.positive_exits.total", says(N_("Positive exits")), exits["total"])
    for key, name in _EXITS.items():
        yield Line(f"people.positive_exits.{key}", says(name), exits[key], inner=True)
    yield Line("people.trained.total", says(N_("People trained")), trained["total"])
    yield Line("people.trained.before", says(N_("before the hire")), trained["before"], inner=True)
    yield Line("people.trained.during", says(N_("during the hire")), trained["during"], inner=True)
    yield Line("people.leavers.people", says(N_("People who left before the end")), left["people"])
    yield Line("people.leavers.placements", says(N_("work contracts")), left["placements"], inner=True)
    for reason in EndReason:
        name = says(END_REASONS[reason])
        yield Line(f"people.leavers.reasons.{reason}", name, left["reasons"][reason], inner=True)


def _implementation(found: Mapping[str, Any], language: str) -> Iterator[Line]:
    def says(msgid: str) -> str:
        return label(language, msgid)

    if found["interviews"] is not None:
        yield Line("implementation.interviews", says(N_("Interviews held")), found["interviews"]["total"])
        for adviser, count in found["interviews"].get("by_adviser", {}).items():
            yield Line(f"implementation.interviews.by_adviser.{adviser}", str(adviser), count, inner=True)
    made = found["referrals"]
    yield Line("implementation.referrals.total", says(N_("Referrals")), made["total"])
    yield Line(
        "implementation.referrals.hired", says(N_("of which led to a hire")), made["hired"], inner=True
    )
    shown = says(N_("People presented"))
    for origin in Origin:
        told = f"{shown} – {says(ORIGINS[origin])}"
        yield Line(f"implementation.presented.{origin}", told, found["presented"][origin])


def _targets(found: Mapping[str, Any], language: str) -> Iterator[Line]:
    def says(msgid: str) -> str:
        return label(language, msgid)

    yield Line("targets.supported", says(N_("People supported")), found["supported"])
    yield Line("targets.supported_target", says(N_("target")), found["supported_target"], inner=True)
    lasting = says(N_("Lasting work or certification"))
    yield Line("targets.sustained", lasting, found["sustained"])
    share, aimed = found["sustained_percent"], found["sustained_percent_target"]
    yield Line("targets.sustained_percent", says(N_("share")), share, Unit.PERCENT, inner=True)
    yield Line("targets.sustained_percent_target", says(N_("target")), aimed, Unit.PERCENT, inner=True)


_PROFILE_TITLES = {
    "level": N_("Training level"),
    "experience": N_("Experience"),
    "age": N_("Age"),
    "sex": N_("Sex"),
    "eligibility": N_("Eligibility"),
    "origin": N_("Origin"),
}
_PROFILE: Mapping[str, Mapping[str, str]] = {
    "level": LEVEL_WORDS,
    "experience": EXPERIENCE_WORDS,
    "age": AGE_WORDS,
    "sex": SEX_WORDS,
    "eligibility": {str(one): ELIGIBILITIES[one] for one in Eligibility},
    "origin": {str(one): ORIGINS[one] for one in Origin},
}
_EXITS = {
    "hiring_company": N_("hired by the company of the contract"),
    "outside_contract": N_("other work, civil service, own business"),
    "training": N_("training or certification"),
}
