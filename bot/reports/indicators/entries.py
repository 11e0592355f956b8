"""The figures that open a list, by section, as the buttons name them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_lowercase
from typing import Any

from bot.dialogue import formats
from bot.dialogue.journey.hours.month import hours_text
from bot.dialogue.journey.words import END_REASONS
from bot.dialogue.translations import N_, label
from bot.dialogue.words import CATEGORIES, ELIGIBILITIES, LEVELS, ORIGINS
from bot.reports.indicators.summary import AGE_WORDS, EXPERIENCE_WORDS, SEX_WORDS
from bot.rules import profile
from bot.store.indicators.behind import BEHIND, Behind
from bot.store.tables import Category, Eligibility, EndReason, Origin


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure: two letters that buttons carry, its key in `store.indicators.behind`, the letter of its
    section, and its name in words, from the whole to the part."""

    code: str
    key: str
    section: str
    names: tuple[str, ...]

    @property
    def behind(self) -> Behind:
        """What it counts."""
        return BEHIND[self.key]

    @property
    def part(self) -> str:
        """The part of the figures of `store.indicators` it is in."""
        return self.key.partition(".")[0]

    @property
    def of_contracts(self) -> bool:
        """Whether it is about contracts and hours, which a buyer sees of its own; not about people."""
        return self.part in ("markets", "hours")

    @property
    def for_everyone_only(self) -> bool:
        """Whether it exists for all buyers together only."""
        return self.key.startswith(("implementation.interviews", "targets."))

    def called(self, language: str) -> str:
        """Its name, whole: "Beneficiaries – Age – under 26"."""
        return " – ".join(label(language, name) for name in self.names)

    def briefly(self, language: str) -> str:
        """Its name among those of its section: "Under 26"."""
        said = label(language, self.names[-1])
        return said[:1].upper() + said[1:]

    def shown(self, value: Decimal | int, language: str) -> str:
        """The figure as people write it."""
        if self.key.startswith("hours."):
            return label(language, N_("{hours} h"), hours=hours_text(Decimal(value), language))
        return formats.number(value, language)

    def value(self, figures: Mapping[str, Any]) -> Decimal | int:
        """What the figures of `store.indicators` say of it."""
        found: Any = figures
        for name in self.key.split("."):
            found = found[name]
        counted: Decimal | int = found
        return counted


@dataclass(frozen=True, slots=True)
class Section:
    """Figures on one card: its letter, its name, the figure that stands for it in the menu, and whether it is
    a part of what the beneficiaries are."""

    letter: str
    name: str
    lead: str | None
    of_profile: bool = False


SECTIONS: Sequence[Section] = (
    Section("c", N_("Contracts"), "markets.procurements"),
    Section("h", N_("Hours"), None),
    Section("b", N_("Beneficiaries"), "people.beneficiaries"),
    Section("l", N_("Training level"), None, of_profile=True),
    Section("x", N_("Experience"), None, of_profile=True),
    Section("a", N_("Age"), None, of_profile=True),
    Section("s", N_("Sex"), None, of_profile=True),
    Section("e", N_("Eligibility"), None, of_profile=True),
    Section("o", N_("Origin"), None, of_profile=True),
    Section("q", N_("Positive exits"), "people.positive_exits.total"),
    Section("k", N_("People trained"), "people.trained.total"),
    Section("d", N_("Early departures"), "people.leavers.placements"),
    Section("i", N_("Interviews held"), "implementation.interviews.total"),
    Section("r", N_("Referrals"), "implementation.referrals.total"),
    Section("p", N_("People presented"), None),
    Section("t", N_("Targets of the protocol"), None),
)
BY_LETTER: Mapping[str, Section] = {one.letter: one for one in SECTIONS}
_Named = Iterable[tuple[str, tuple[str, ...]]]


def _profile(name: str, whole: str, words: Iterable[tuple[str, str]]) -> _Named:
    for code, said in words:
        yield f"people.profile.{name}.{code}", (N_("Beneficiaries"), whole, said)


def _of_each(start: str, whole: str, words: Iterable[tuple[str, str]], end: str = "") -> _Named:
    for code, said in words:
        yield f"{start}.{code}{end}", (whole, said)


_FIGURES: Mapping[str, _Named] = {
    "c": (
        ("markets.procurements", (N_("Contracts with a clause"),)),
        *_of_each(
            "markets.by_category",
            N_("Contracts with a clause"),
            [(one, CATEGORIES[one]) for one in Category],
            ".count",
        ),
    ),
    "h": (
        ("hours.owed", (N_("Hours owed"),)),
        ("hours.declared", (N_("Hours declared"),)),
        ("hours.validated", (N_("Hours validated"),)),
    ),
    "b": (("people.beneficiaries", (N_("Beneficiaries of the clause"),)),),
    "l": _profile(
        "level", N_("Training level"), [(code, LEVELS[str(one)]) for one, code in profile.LEVELS.items()]
    ),
    "x": _profile("experience", N_("Experience"), EXPERIENCE_WORDS.items()),
    "a": _profile("age", N_("Age"), AGE_WORDS.items()),
    "s": _profile("sex", N_("Sex"), SEX_WORDS.items()),
    "e": _profile("eligibility", N_("Eligibility"), [(one, ELIGIBILITIES[one]) for one in Eligibility]),
    "o": _profile("origin", N_("Origin"), [(one, ORIGINS[one]) for one in Origin]),
    "q": (
        ("people.positive_exits.total", (N_("Positive exits"),)),
        *_of_each(
            "people.positive_exits",
            N_("Positive exits"),
            (
                ("hiring_company", N_("hired by the company of the contract")),
                ("outside_contract", N_("other work, civil service, own business")),
                ("training", N_("training or certification")),
            ),
        ),
    ),
    "k": (
        ("people.trained.total", (N_("People trained"),)),
        ("people.trained.before", (N_("People trained"), N_("before the hire"))),
        ("people.trained.during", (N_("People trained"), N_("during the hire"))),
    ),
    "d": (
        ("people.leavers.people", (N_("People who left before the end"),)),
        ("people.leavers.placements", (N_("Early departures"),)),
        *_of_each(
            "people.leavers.reasons",
            N_("Early departures"),
            [(one, END_REASONS[one]) for one in EndReason],
        ),
    ),
    "i": (("implementation.interviews.total", (N_("Interviews held"),)),),
    "r": (
        ("implementation.referrals.total", (N_("Referrals"),)),
        ("implementation.referrals.hired", (N_("Referrals that led to a hire"),)),
    ),
    "p": _of_each(
        "implementation.presented", N_("People presented"), [(one, ORIGINS[one]) for one in Origin]
    ),
    "t": (
        ("targets.supported", (N_("People supported"),)),
        ("targets.sustained", (N_("Lasting work or certification"),)),
    ),
}


def _entries() -> Iterator[Entry]:
    """A letter for the section and one for the place in it: what is new is put last, or living buttons would
    open another list."""
    for letter, figures in _FIGURES.items():
        for place, (key, names) in enumerate(figures):
            yield Entry(f"{letter}{ascii_lowercase[place]}", key, letter, names)


ENTRIES: Mapping[str, Entry] = {one.code: one for one in _entries()}
"""By their two letters."""
EVERY_CODE = "|".join(ENTRIES)


def of_section(letter: str) -> list[Entry]:
    """The figures of a section, in their order."""
    return [one for one in ENTRIES.values() if one.section == letter]


def lead(section: Section) -> Entry | None:
    """The figure that stands for a section, if any."""
    return next((one for one in ENTRIES.values() if one.key == section.lead), None)
