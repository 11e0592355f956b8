"""Why a candidate and an offer go together, as people say it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

from bot.dialogue import formats
from bot.dialogue.translations import LOCALES, N_, label, translate_plural
from bot.dialogue.words import LEVELS, REQUIREMENTS
from bot.rules.matching import Seeker, Wanted, Why
from bot.rules.requirements import from_bits

_NEAR = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a list: their language, and the partners' date, from which days are told."""

    language: str
    today: date


def in_words(asked: Wanted, seeker: Seeker, why: Iterable[Why], reader: Reader) -> str:
    """The reasons as people say them: "même métier, permis B, disponible le 12 janvier"."""
    return ", ".join(word for one in why for word in _WORDS[one](asked, seeker, reader))


Words = Callable[[Wanted, Seeker, Reader], list[str]]


def _requirements(asked: Wanted, _seeker: Seeker, reader: Reader) -> list[str]:
    return [_inside(label(reader.language, REQUIREMENTS[one])) for one in from_bits(asked.requirements)]


def _level(_asked: Wanted, seeker: Seeker, reader: Reader) -> list[str]:
    return [_inside(label(reader.language, LEVELS[str(seeker.level)]))]


def _commune(_asked: Wanted, seeker: Seeker, reader: Reader) -> list[str]:
    return [label(reader.language, N_("lives in {commune}"), commune=seeker.commune)]


def _experience(_asked: Wanted, seeker: Seeker, reader: Reader) -> list[str]:
    said = translate_plural(
        reader.language, "{n} year of experience", "{n} years of experience", seeker.experience
    )
    return [said.unescape()]


def _available(_asked: Wanted, seeker: Seeker, reader: Reader) -> list[str]:
    msgid = N_("available from today")
    if seeker.available_on != reader.today:
        past = seeker.available_on < reader.today
        msgid = N_("available since {day}") if past else N_("available on {day}")
    return [label(reader.language, msgid, day=near_day(seeker.available_on, reader))]


def _last_referred(_asked: Wanted, seeker: Seeker, reader: Reader) -> list[str]:
    day = near_day(seeker.referred_on or reader.today, reader)
    return [label(reader.language, N_("last referred on {day}"), day=day)]


def _fixed(msgid: str) -> Words:
    return lambda _asked, _seeker, reader: [label(reader.language, msgid)]


_WORDS: Mapping[Why, Words] = {
    Why.SAME_JOB: _fixed(N_("same job")),
    Why.NEIGHBOURING_JOB: _fixed(N_("neighbouring job")),
    Why.SAME_COMMUNE: _commune,
    Why.REQUIREMENTS: _requirements,
    Why.LEVEL: _level,
    Why.EXPERIENCE: _experience,
    Why.AVAILABLE: _available,
    Why.NEVER_REFERRED: _fixed(N_("not referred to a company yet")),
    Why.LAST_REFERRED: _last_referred,
}


def _inside(text: str) -> str:
    """A label inside a sentence: "permis B", but "CACES"."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def near_day(value: date, reader: Reader) -> str:
    """A date; its year only where it could be mistaken."""
    if abs(value - reader.today) > _NEAR:
        return formats.day(value, reader.language)
    text = str(format_date(value, "d MMMM", LOCALES[reader.language]))
    return f"1er{text[1:]}" if reader.language == "fr" and value.day == 1 else text
