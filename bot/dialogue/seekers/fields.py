"""Fields of a candidate's file. Values are JSON-able."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import phonenumbers
from markupsafe import Markup, escape
from phonenumbers import NumberParseException, PhoneNumberFormat

from bot.dialogue.answers import IDLE, Context, NotUnderstood, Option, Partial, Reading, Understood
from bot.dialogue.days import Day, coming
from bot.dialogue.field import Field
from bot.dialogue.fields import Choice, WholeNumber, job_name
from bot.dialogue.fitting import clean, cut, units
from bot.dialogue.readers.fold import MAX_LINE, fold, words
from bot.dialogue.readers.jobs import JobMatch, job_label, read_job
from bot.dialogue.readers.numbers import YEARS
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.store.candidate_index import name_words
from bot.store.candidates import MOST_JOBS
from bot.store.tables import Sex

LONGEST_NAME = 80
YOUNGEST, OLDEST = 16, 80
_CIVILITY = re.compile(r"(?i)^(?:m\.|mr\.?|mme\.?|mlle\.?|monsieur|madame|mademoiselle)\s+")
_DIALLED = re.compile(r"[\d\s+().\-/]+")
_REGIONS = ("FR", "GP", "RE", "GF", "MQ", "YT")
"""Where a number without its country's code may be dialled: French plans, the mainland's first."""
_MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january|february|"
    "march|april|may|june|july|august|september|october|november|december"
)
_BORN = re.compile(
    r"(?:(?:nee?|le|en|born|on|in|l annee|annee|year) )*"
    rf"(?:(?:\d{{1,2}}(?:er)? (?:\d{{1,2}}|{_MONTHS}) )?(\d{{4}}|\d\d)"
    r"|(\d{4}) (?:0?[1-9]|1[0-2]) (?:0?[1-9]|[12]\d|3[01]))"
)
_SEX_WORDS = {
    Sex.FEMALE: ("femme", "feminin", "woman", "female"),
    Sex.MALE: ("homme", "masculin", "man", "male"),
}
_BEGINNERS = frozenset(
    {
        "debutant", "debutante", "aucune", "aucune experience", "sans experience", "sans", "rien",
        "pas d experience", "moins d un an", "moins de 1 an", "beginner", "none", "less than a year",
    }
)  # fmt: skip
_REFERENCE = re.compile(r"c?\s*-?\s*(20\d\d)\s*[- ]\s*(\d{1,7})")


class FullName(Field):
    """A family name and a first name in one text, kept as typed."""

    hint = N_(
        "For example: DUPONT Marie. I keep it as you write it, without Mr or Mrs; the file is found by each "
        "of its words."
    )

    def read(self, text: str, context: Context) -> Reading:
        """The name without a title, signs around it and needless blanks."""
        shown = "".join(char for char in clean(text) if unicodedata.category(char) != "Cf")
        name = _CIVILITY.sub("", " ".join(shown.replace(",", " ").split())).strip(" .;:!?")
        if units(name) > LONGEST_NAME:
            return NotUnderstood(
                N_("This is too long: at most {most} characters, please."), {"most": LONGEST_NAME}
            )
        if any(char.isdigit() for char in name):
            return NotUnderstood(N_("A name has no figures; the phone comes next."))
        if len(name.split()) < 2 or len(name_words(name)) < 2:
            return NotUnderstood(N_("A family name and a first name are expected."))
        return Understood(name)

    def show(self, value: Any, language: str) -> Markup:
        """The name as it was typed."""
        return escape(value)


class Phone(Field):
    """A phone number, French unless it says otherwise; the value is in E.164."""

    hint = N_("For example: 06 12 34 56 78.")

    def read(self, text: str, context: Context) -> Reading:
        """The only number in the text."""
        found = _numbers(clean(text)) if len(text) <= MAX_LINE else set()
        if len(found) == 1:
            return Understood(found.pop())
        reason = (
            N_("There are several numbers: one is expected.") if found else N_("A phone number is expected.")
        )
        return NotUnderstood(reason)

    def show(self, value: Any, language: str) -> Markup:
        """The number as it is dialled in France."""
        return escape(phone(value))


def phone(e164: str) -> str:
    """A number as people dial it in France: "06 12 34 56 78", or with its country's code."""
    number = phonenumbers.parse(e164)
    french = number.country_code == 33
    return phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if french else PhoneNumberFormat.INTERNATIONAL
    )


def _numbers(text: str) -> set[str]:
    """The valid numbers in a text, in E.164."""
    if _DIALLED.fullmatch(text):
        found = next(filter(None, (_number(text, region) for region in _REGIONS)), None)
        kept = found or _number(text, _REGIONS[0], sure=False)
        return set() if kept is None else {kept}
    matches = phonenumbers.PhoneNumberMatcher(text, "FR")
    return {phonenumbers.format_number(match.number, PhoneNumberFormat.E164) for match in matches}


def _number(text: str, region: str, *, sure: bool = True) -> str | None:
    """The number in E.164, when it is in use there; unless `sure`, when its length is right: new ranges
    open."""
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    fits = phonenumbers.is_valid_number if sure else phonenumbers.is_possible_number
    if not fits(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


class BirthYear(Field):
    """A year of birth of someone 16 to 80 years old."""

    hint = N_("For example: 1978. The year is enough.")

    def read(self, text: str, context: Context) -> Reading:
        """The year, of two or four figures, or at the end or the beginning of a date of birth."""
        said = " ".join(words(text)) if len(text) <= MAX_LINE else ""
        match = _BORN.fullmatch(said)
        if match is None:
            return NotUnderstood(N_("A year of birth is expected."))
        this, year = context.today.year, match[1] or match[2]
        years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
        possible = [year for year in years if YOUNGEST <= this - year <= OLDEST]
        if len(possible) == 1:
            return Understood(possible[0])
        bounds = {"first": this - OLDEST, "last": this - YOUNGEST}
        return NotUnderstood(
            N_("People from 16 to 80 can be followed: a year from {first} to {last} is expected."), bounds
        )

    def show(self, value: Any, language: str) -> Markup:
        """The year."""
        return escape(int(value))


class SexField(Choice):
    """F, M or not stated, by its letter or its word."""

    def read(self, text: str, context: Context) -> Reading:
        """The sex meant."""
        said = " ".join(words(text)) if len(text) <= MAX_LINE else ""
        meant = [code for code, known in _SEX_WORDS.items() if said in known]
        return Understood(meant[0]) if meant else super().read(text, context)


class Experience(WholeNumber):
    """Years of experience, 0 to 50."""

    def __init__(self) -> None:
        super().__init__(0, 50, (0, 1, 2, 5, 10), N_("In years. For example: 3, or beginner."), YEARS)

    def read(self, text: str, context: Context) -> Reading:
        """The years; a beginner has none."""
        said = " ".join(words(text)) if len(text) <= MAX_LINE else ""
        return Understood(0) if said in _BEGINNERS else super().read(text, context)

    def show(self, value: Any, language: str) -> Markup:
        """The years."""
        if not value:
            return translate(language, N_("beginner"))
        return translate_plural(language, "{n} year", "{n} years", value)


class Jobs(Field):
    """Up to three jobs by their everyday names; the value is the list of their ROME codes.

    The partial answer is {"jobs": codes, "said": what was typed, "choices": [[label, code]]}.
    """

    hint = N_("Up to three, one after the other. For example: mason, painter, cleaner.")

    def read(self, text: str, context: Context) -> Reading:
        """The jobs typed, with commas between them, added to those there are."""
        jobs = list((context.partial or {}).get("jobs", []))
        for said in _pieces(text):
            found = read_job(said)
            if not found:
                return NotUnderstood(N_("This job is not in my list."))
            if len(found) > 1:
                return self._asking(jobs, said, found)
            jobs = _added(jobs, found[0].code)
        return self._so_far(jobs)

    def rows(self, context: Context) -> tuple[tuple[Option, ...], ...]:
        """The jobs there are, each to be taken out; what the last text may have meant; the end."""
        partial = context.partial or {}
        jobs, choices = partial.get("jobs", []), partial.get("choices", [])
        options = [Option(f"out:{code}", f"✓ {cut(job_label(code), 55)}") for code in jobs]
        if choices:
            which = label(context.language, N_("“{said}”: which one?"), said=cut(partial["said"], 30))
            options += [Option(IDLE, which), *(Option(f"add:{code}", name) for name, code in choices)]
        if jobs:
            options.append(Option("end", label(context.language, N_("That is all"))))
        return tuple((option,) for option in options)

    def options(self, context: Context) -> tuple[Option, ...]:
        """The same, in one list."""
        return tuple(option for row in self.rows(context) for option in row)

    def choose(self, code: str, context: Context) -> Reading:
        """The list with the job tapped added or taken out; the whole list at the end."""
        jobs = list((context.partial or {}).get("jobs", []))
        verb, _, job = code.partition(":")
        if verb == "add":
            return self._so_far(_added(jobs, job))
        if verb == "out":
            return Partial(_partial([other for other in jobs if other != job]))
        return Understood(jobs) if jobs else NotUnderstood(N_("Please choose at least one."))

    def begin(self, value: Any) -> Any:
        """The jobs chosen earlier."""
        return _partial(list(value or []))

    def show(self, value: Any, language: str) -> Markup:
        """The official names with their codes."""
        return Markup(", ").join(Markup("{} ({})").format(job_label(code), code) for code in value)

    def _so_far(self, jobs: list[str]) -> Reading:
        if len(jobs) > MOST_JOBS:
            return NotUnderstood(N_("Three jobs at most: tap one to take it out first."))
        return Understood(jobs) if len(jobs) == MOST_JOBS else Partial(_partial(jobs))

    def _asking(self, jobs: list[str], said: str, found: Sequence[JobMatch]) -> Reading:
        choices = [[cut(job_name(match), 60), match.code] for match in found if match.code not in jobs]
        return Partial(_partial(jobs) | {"said": " ".join(said.split()), "choices": choices})


def _partial(jobs: list[str]) -> dict[str, Any]:
    return {"jobs": jobs, "said": "", "choices": []}


def _added(jobs: list[str], code: str) -> list[str]:
    return jobs if code in jobs else [*jobs, code]


def _pieces(text: str) -> list[str]:
    """What was typed, cut at commas, unless the whole is a job."""
    typed = clean(text)[:MAX_LINE]
    if len(read_job(typed)) == 1:
        return [typed]
    return [piece for piece in re.split(r"[,;/\n]+", typed) if piece.strip()] or [typed]


class Available(Day):
    """From when a person can work: today first; a day gone by means now."""

    def __init__(self) -> None:
        super().__init__(past=True, likely=lambda today: (When(today, Grain.DAY), *coming(today)[:2]))


class Consent(Choice):
    """What was read out: only "yes" is an answer. The button of a no has a code no other field uses; who
    serves it ends the form."""

    def read(self, text: str, context: Context) -> Reading:
        """A yes; a no has to be tapped, because it drops the form."""
        return self._only_yes(super().read(text, context))

    def choose(self, code: str, context: Context) -> Reading:
        """The answer tapped."""
        return self._only_yes(super().choose(code, context))

    def fits(self, value: Any) -> bool:
        """Whether the person agreed."""
        return bool(value == "yes")

    def _only_yes(self, reading: Reading) -> Reading:
        if isinstance(reading, Understood) and reading.value != "yes":
            return NotUnderstood(
                N_("Without this agreement nothing is kept: tap “No” to end here, and all of it is erased.")
            )
        return reading


class Reference(Field):
    """The reference of a file, as people say it: C-2026-0012, c 2026 12."""

    def __init__(self, hint: str = N_("For example: C-2026-0012.")) -> None:
        self.hint = hint

    def read(self, text: str, context: Context) -> Reading:
        """The reference in full."""
        found = reference(text)
        return NotUnderstood(N_("A reference is expected.")) if found is None else Understood(found)

    def show(self, value: Any, language: str) -> Markup:
        """The reference."""
        return escape(value)


def reference(text: str) -> str | None:
    """The reference of a candidate's file a text says, if any."""
    match = _REFERENCE.fullmatch(fold(text)) if len(text) <= MAX_LINE else None
    return None if match is None else f"C-{match[1]}-{int(match[2]):04d}"
