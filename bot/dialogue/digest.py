"""The weekly digest to the employment service (article 3): what companies plan, what training is needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import MAX_TEXT, Card
from bot.dialogue.fitting import cut, folded, seen, units
from bot.dialogue.letters import Letter
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.words import REQUIREMENTS
from bot.rules.labour import Cell, Month, is_few
from bot.rules.shortages import gap

_TITLE = N_("Labour movements and training needs, week of {day}")
_SECTIONS = (
    ("positions", N_("Positions to be filled, by month of start:"), False),
    ("starting", N_("People hired who are about to start:"), True),
    ("ending", N_("Work contracts that end:"), True),
    ("lacking", N_("Positions for which a single requirement is lacking:"), False),
    (
        "to_train",
        N_("People for whom an interview concluded that a training is needed, by month of it:"),
        True,
    ),
)
"""What is told in which order; whether people are counted."""
_MOST_MONTHS, _MOST_JOBS, _JOB = 6, 8, 40


@dataclass(frozen=True, slots=True)
class Digest:
    """What is told, by month and job; nothing of a company or a person."""

    positions: tuple[Month, ...] = ()
    starting: tuple[Month, ...] = ()
    ending: tuple[Month, ...] = ()
    lacking: tuple[Month, ...] = ()
    to_train: tuple[Month, ...] = ()

    def __bool__(self) -> bool:
        return any((self.positions, self.starting, self.ending, self.lacking, self.to_train))


def digest_card(digest: Digest, monday: date, language: str) -> Card:
    """The digest as a message."""
    return Card(digest_text(digest, monday, language))


def digest_letter(digest: Digest, monday: date, language: str) -> Letter:
    """The digest as a letter."""
    subject = label(language, _TITLE, day=formats.day(monday, language))
    return Letter(subject, digest_text(digest, monday, language))


def digest_text(digest: Digest, monday: date, language: str) -> Markup:
    """All of it within one message: with fewer jobs a month, and fewer months, where there is much."""
    text = Markup()
    for jobs in range(_MOST_JOBS, 0, -1):
        text = _text(digest, monday, language, jobs)
        if units(seen(text)) <= MAX_TEXT:
            return text
    return text


def _text(digest: Digest, monday: date, language: str, jobs: int) -> Markup:
    title = translate(language, _TITLE, day=formats.day(monday, language))
    parts = [Markup("<b>{}</b>").format(title)]
    for name, msgid, people in _SECTIONS:
        months: Sequence[Month] = getattr(digest, name)
        if months:
            lines = [_line(month, language, jobs, people=people) for month in months[:_MOST_MONTHS]]
            if len(months) > _MOST_MONTHS:
                lines.append(label(language, N_("and later months")))
            parts.append(Markup("{}\n{}").format(translate(language, msgid), folded("\n".join(lines))))
    return Markup("\n\n").join(parts)


def _line(month: Month, language: str, jobs: int, *, people: bool) -> str:
    """A month, and how many for each of its first jobs."""
    named = [_cell(cell, language, people=people) for cell in month.cells[:jobs]]
    if len(month.cells) > jobs:
        named.append(label(language, N_("other jobs")))
    name = formats.when(When(month.first, Grain.MONTH), language)
    return label(language, N_("{month}: {jobs}"), month=name, jobs=", ".join(named))


def _cell(cell: Cell, language: str, *, people: bool) -> str:
    job = cut(job_label(cell.job), _JOB)
    if cell.bit:
        job = f"{job} ({label(language, REQUIREMENTS[gap(cell.bit)])})"
    if people and is_few(cell.number):
        return label(language, N_("{job} (fewer than 3)"), job=job)
    return f"{job} {formats.number(cell.number, language)}"
