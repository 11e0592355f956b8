"""When and how an interview was held: one tap for today, a few words for another day."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.answers import Context, NotUnderstood, Option, Partial, Reading, Understood
from bot.dialogue.calendar import month_rows
from bot.dialogue.days import Happened
from bot.dialogue.field import Field, Rows
from bot.dialogue.journey.words import INTERVIEW_KINDS
from bot.dialogue.readers.fold import MAX_LINE, fold, words
from bot.dialogue.readers.when import When
from bot.dialogue.translations import N_, label, translate
from bot.store.tables import InterviewKind

_BEFORE = r"(?:(?:au|a|par|sur|en|dans|chez|by|on|at|in|over|the|le|la|les|notre|nos|l'|d')\s*)*"
_KINDS = {
    InterviewKind.PHONE: r"telephone|telephonique|tel|phone|appel(?: telephonique)?|portable|call",
    InterviewKind.OFFICE: r"bureaux?|agence|plie|permanence|locaux|office",
    InterviewKind.SITE: r"site|chantier|place|terrain|entreprise|company|workplace",
}
_WORDS = {kind: re.compile(rf"(?<![a-z]){_BEFORE}(?:{said})(?![a-z])\.?") for kind, said in _KINDS.items()}
_FILLERS = re.compile(r"\b(?:entretien|rendez-vous|rdv|vue?|recue?|interview|meeting|seen|met)\b")
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = {name: day % 7 for day, name in enumerate((*_DAYS, *_ENGLISH))}
_TODAY = frozenset(
    {"ce matin", "cet apres midi", "ce jour", "ce soir", "ce midi", "this morning", "this afternoon", "jour"}
)
_LAST = frozenset({"dernier", "last", "passe"})
_PART = frozenset({"matin", "soir", "midi", "apres", "morning", "afternoon", "evening"})
_NUMBER = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?")


class HeldOn(Field):
    """The day and the form of an interview that was held; the value is {"on": "2026-11-22", "kind": code}.

    A partial answer knows one of both, or shows the month of a calendar: {"month": its first day}.
    """

    hint = N_("For example: yesterday by phone, on the 12th at the office.")

    def read(self, text: str, context: Context) -> Reading:
        """The day and the form meant; what is said of neither is asked again."""
        said = fold(text) if len(text) <= MAX_LINE else ""
        kinds = [kind for kind, pattern in _WORDS.items() if pattern.search(said)]
        if len(kinds) > 1:
            return NotUnderstood(N_("One form is expected: at the office, by phone or on site."))
        rest = _WORDS[kinds[0]].sub(" ", said) if kinds else said
        rest = " ".join(_FILLERS.sub(" ", rest).split()).strip(" ,;.:-")
        known = context.partial or {}
        kind = str(kinds[0]) if kinds else known.get("kind")
        if not rest and kinds:
            return self._so_far(known.get("on"), kind)
        day = read_past_day(rest, context)
        return self._so_far(day, kind) if isinstance(day, str) else day

    def options(self, context: Context) -> tuple[Option, ...]:
        """The likely answers, then another day."""
        return tuple(option for row in self.rows(context) for option in row)

    def rows(self, context: Context) -> Rows:
        """Today in each form; what is still missing; or the month the calendar shows."""
        known: Mapping[str, Any] = context.partial or {}
        other = Option(f"month:{context.today:%Y-%m}", label(context.language, N_("Another day")))
        if "month" in known:
            month = date.fromisoformat(known["month"])
            close = Option("close", label(context.language, N_("Close the calendar")))
            return (*month_rows(month, context.today, context.language, past=True), (close,))
        if known.get("kind"):
            names = ((0, N_("Today")), (1, N_("Yesterday")))
            near = (Option(f"day:{_back(context, n)}", label(context.language, msgid)) for n, msgid in names)
            return (tuple(near), (other,))
        kinds = tuple((self._kind(kind, context),) for kind in INTERVIEW_KINDS)
        return (*kinds, (other,))

    def _kind(self, kind: str, context: Context) -> Option:
        """A form as a button: today, unless the day is known."""
        said = label(context.language, INTERVIEW_KINDS[kind])
        if not (context.partial or {}).get("on"):
            said = label(context.language, N_("Today, {kind}"), kind=said)
        return Option(f"kind:{kind}", said[:1].upper() + said[1:])

    def choose(self, code: str, context: Context) -> Reading:
        """The form tapped, today unless a day is known; a day of the calendar, or another month of it."""
        verb, _, what = code.partition(":")
        known = context.partial or {}
        kind = {"kind": known["kind"]} if known.get("kind") else {}
        if verb == "close":
            return Partial(kind or None)
        if verb == "month":
            return Partial({"month": f"{what}-01"} | kind)
        if verb == "kind":
            return self._so_far(known.get("on") or context.today.isoformat(), what)
        day = date.fromisoformat(what)
        return self._so_far(what, kind.get("kind")) if day <= context.today else _to_come(day, context)

    def progress(self, context: Context) -> Markup | None:
        """What is known, and what is still asked."""
        known = context.partial or {}
        if known.get("on"):
            day = formats.day(date.fromisoformat(known["on"]), context.language)
            return translate(context.language, N_("{day}: in which form?"), day=day)
        if known.get("kind"):
            kind = _named_kind(known, context.language)
            return translate(context.language, N_("Interview {kind}: on which day?"), kind=kind)
        return None

    def show(self, value: Any, language: str) -> Markup:
        """The day, and how."""
        day = formats.day(date.fromisoformat(value["on"]), language)
        return translate(language, N_("{day}, {kind}"), day=day, kind=_named_kind(value, language))

    def _so_far(self, on: str | None, kind: str | None) -> Reading:
        if on and kind:
            return Understood({"on": on, "kind": kind})
        return Partial({"on": on} if on else {"kind": kind})


def _named_kind(value: Mapping[str, Any], language: str) -> Markup:
    code = value["kind"]
    return translate(language, INTERVIEW_KINDS[code])


def read_past_day(text: str, context: Context) -> str | Reading:
    """The latest day a text may mean that is not to come, in ISO; else why there is none."""
    said, today = words(text), context.today
    plain = " ".join(said)
    if plain in _TODAY:
        return today.isoformat()
    if len(said) > 1 and said[-1] in _PART and said[0] in {"hier", "yesterday"}:
        said, plain = said[:1], said[0]
        text = plain
    day = _named(said, today)
    if day is not None:
        return day.isoformat()
    reading = Happened().read(text, context)
    return When.from_json(reading.value).day.isoformat() if isinstance(reading, Understood) else reading


def _named(said: list[str], today: date) -> date | None:
    """The latest "lundi", "lundi dernier", "le 12" or "jeudi 19"; None for anything else, and for a day of
    the week that is today's: it may be today or a week ago."""
    rest = [word for word in said if word not in _LAST and word not in {"le", "the", "on"}]
    weekdays = [_WEEKDAY[word] for word in rest if word in _WEEKDAY]
    numbers = [match for word in rest if (match := _NUMBER.fullmatch(word))]
    if len(weekdays) > 1 or len(numbers) > 1 or len(weekdays) + len(numbers) != len(rest) or not rest:
        return None
    if numbers:
        found = _latest(int(numbers[0][1]), today)
        return found if found and (not weekdays or found.weekday() == weekdays[0]) else None
    back = (today.weekday() - weekdays[0]) % 7
    if back == 0 and not _LAST.intersection(said):
        return None
    return today - timedelta(days=back or 7)


def _latest(number: int, today: date) -> date | None:
    """The latest day with this number in its month."""
    days = (today - timedelta(days=back) for back in range(62))
    return next((day for day in days if day.day == number), None)


def _back(context: Context, days: int) -> str:
    return (context.today - timedelta(days=days)).isoformat()


def _to_come(day: date, context: Context) -> Reading:
    when = formats.day(day, context.language)
    return NotUnderstood(N_("This is still to come: {when}."), {"when": when})
