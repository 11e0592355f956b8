"""Communes and jobs."""

from typing import Any

from markupsafe import Markup, escape

from bot.dialogue.answers import (
    Candidate,
    Context,
    NotUnderstood,
    Reading,
    Several,
    Understood,
)
from bot.dialogue.field import Field
from bot.dialogue.fitting import clean, cut, units
from bot.dialogue.readers.communes import read_commune
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.jobs import JobMatch, job_label, read_job
from bot.dialogue.translations import N_, label

MOST_CANDIDATES = 6


class Commune(Field):
    """A commune: one we know, or any other the person confirms; the value is its name."""

    hint = N_("For example: Ifs, Hérouville-Saint-Clair.")
    most = 60

    def read(self, text: str, context: Context) -> Reading:
        """The commune meant, typing mistakes forgiven."""
        names = read_commune(text)
        if len(names) == 1:
            return Understood(names[0])
        typed = " ".join(clean(text).split())
        kept = self._kept(typed, context) if typed and units(typed) <= self.most else ()
        candidates = tuple(Candidate(name, name) for name in names[: MOST_CANDIDATES - 1]) + kept
        return (
            Several(candidates)
            if names
            else NotUnderstood(N_("This commune is not in my list."), {}, candidates)
        )

    def show(self, value: Any, language: str) -> Markup:
        """The commune's name."""
        return escape(value)

    def fits(self, value: Any) -> bool:
        """Whether the value is a name."""
        return isinstance(value, str)

    def _kept(self, typed: str, context: Context) -> tuple[Candidate, ...]:
        return (Candidate(label(context.language, N_("Keep “{typed}”"), typed=cut(typed, 40)), typed),)


class Job(Field):
    """A job by its everyday name, typing mistakes forgiven; the value is its ROME code."""

    hint = N_("For example: mason, painter, cleaner. A few letters are enough.")

    def read(self, text: str, context: Context) -> Reading:
        """The job meant."""
        found = read_job(text, MOST_CANDIDATES)
        if len(found) == 1:
            return Understood(found[0].code)
        candidates = tuple(Candidate(cut(job_name(match), 60), match.code) for match in found)
        return Several(candidates) if candidates else NotUnderstood(N_("This job is not in my list."))

    def show(self, value: Any, language: str) -> Markup:
        """The official name of the job, with its code."""
        return Markup("{} ({})").format(job_label(value), value)


def job_name(match: JobMatch) -> str:
    """A job as a button offers it: the name recognised, and the official one where it differs."""
    return match.name if fold(match.name) == fold(match.label) else f"{match.name} · {match.label}"
