"""Fields of a training: who takes part, from when to when, how many hours."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.answers import Candidate, Context, NotUnderstood, Option, Partial, Reading, Understood
from bot.dialogue.days import Day
from bot.dialogue.field import Field, Rows
from bot.dialogue.fitting import MAX_LABEL, clean, cut, units
from bot.dialogue.journey.pickers import LONGEST, MOST, shown
from bot.dialogue.readers.dates import read_date
from bot.dialogue.readers.fold import MAX_LINE, fold, words
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.translations import N_, label, translate
from bot.rules.trainings import MOST_PEOPLE, most_hours

PROPOSED = "proposed"
"""The hidden answer that lists who is ticked when the question is first asked."""
_PIECES = re.compile(r"[,;\n]+")
_HOURS = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?) ?(?:h|heures?|hours?)?|(\d{1,4}) ?h ?(\d\d)")
_SAME_DAY = frozenset({"meme jour", "le meme jour", "same day", "the same day"})
_SAID = 60

Person = dict[str, Any]


class People(Field):
    """One to twelve candidates; the value is a list of {"id", "reference", "name"}.

    The partial answer is {"people": those there are, "said": what was typed, "choices": whom it may have
    meant, "unread": what comes after it}.
    """

    hint = N_("Write names or references, with commas between them, or tap; then “That is all”.")

    def read(self, text: str, context: Context) -> Reading:
        """The people typed, added to those there are; one who may be several is asked about."""
        typed = clean(text)
        if not typed or units(typed) > MAX_LINE:
            return NotUnderstood(N_("Nothing is known by this name."))
        people = _people(context)
        pieces = _pieces(typed, context)
        for place, said in enumerate(pieces):
            found = context.lookup("candidate", said)
            if len(found) != 1:
                return _asking(people, said, found, pieces[place + 1 :])
            people = _added(people, found[0].value)
        return _so_far(people)

    def rows(self, context: Context) -> Rows:
        """Those there are, each to be taken out; whom the last text may have meant, or the likely ones; the
        end."""
        people, choices = _people(context), (context.partial or {}).get("choices", [])
        ticked = [Option(f"out:{one['id']}", cut(f"✓ {_plain(one)}", MAX_LABEL)) for one in people]
        others = choices or ([] if len(people) >= MOST_PEOPLE else self._likely(context, people))
        added = [Option(f"add:{one['id']}", cut(_plain(one), MAX_LABEL)) for one in others]
        end = [Option("end", label(context.language, N_("That is all")))] if people else []
        return tuple((option,) for option in (*ticked, *added, *end))

    def options(self, context: Context) -> tuple[Option, ...]:
        """The same, in one list."""
        return tuple(option for row in self.rows(context) for option in row)

    def choose(self, code: str, context: Context) -> Reading:
        """The list with the person tapped added or taken out; the whole list at the end."""
        people, (verb, _, number) = _people(context), code.partition(":")
        if verb == "end":
            return Understood(people) if people else NotUnderstood(N_("Please choose at least one."))
        if verb == "out":
            return Partial(_partial([one for one in people if str(one["id"]) != number]))
        offered = [*(context.partial or {}).get("choices", []), *self._likely(context, people)]
        meant = [one for one in offered if str(one["id"]) == number]
        return _so_far(_added(people, meant[0])) if meant else NotUnderstood()

    def begin(self, value: Any) -> Any:
        """Those chosen earlier."""
        return None if value is None else _partial(list(value))

    def progress(self, context: Context) -> Markup | None:
        """What could not be read yet."""
        partial = context.partial or {}
        if not partial.get("said"):
            return None
        which = N_("“{said}”: which one?") if partial["choices"] else N_("Nobody is known by “{said}”.")
        told = translate(context.language, which, said=cut(partial["said"], _SAID))
        if not partial["unread"]:
            return told
        left = N_("Not read yet: {said}.")
        rest = translate(context.language, left, said=cut(partial["unread"], _SAID))
        return Markup(" ").join([told, rest])

    def show(self, value: Any, language: str) -> Markup:
        """Their references and names."""
        return Markup(", ").join(shown(one) for one in value)

    def _likely(self, context: Context, people: list[Person]) -> list[Person]:
        """Who was proposed and taken out, then those the person of this turn follows."""
        there = {one["id"] for one in people}
        found = [one.value for one in context.lookup("candidate", "")[:MOST]]
        every = {one["id"]: one for one in (*context.answers.get(PROPOSED, []), *found)}
        return [one for number, one in every.items() if number not in there]


def _people(context: Context) -> list[Person]:
    if context.partial is None:
        return list(context.answers.get(PROPOSED, []))
    return list(context.partial["people"])


def _plain(one: Mapping[str, Any]) -> str:
    return f"{one['reference']} · {one['name']}"


def _pieces(typed: str, context: Context) -> list[str]:
    """What was typed, cut at commas, unless the whole is one person: "DUPONT, Marie"."""
    pieces = [piece for piece in (" ".join(one.split()) for one in _PIECES.split(typed)) if piece]
    whole = " ".join(pieces)
    if len(pieces) == 1 or len(context.lookup("candidate", whole)) == 1:
        return [whole]
    return [piece for piece in pieces if units(piece) <= LONGEST] or [whole]


def _partial(people: list[Person]) -> dict[str, Any]:
    return {"people": people, "said": "", "choices": [], "unread": ""}


def _added(people: list[Person], one: Mapping[str, Any]) -> list[Person]:
    return people if any(other["id"] == one["id"] for other in people) else [*people, dict(one)]


def _so_far(people: list[Person]) -> Reading:
    if len(people) > MOST_PEOPLE:
        return NotUnderstood(N_("Twelve people at most: tap one to take them out first."))
    return Partial(_partial(people))


def _asking(people: list[Person], said: str, found: tuple[Candidate, ...], rest: list[str]) -> Reading:
    """Those understood so far stay; what was not is asked about."""
    if not found and not rest and not people:
        return NotUnderstood(N_("Nothing is known by this name."))
    if len(people) > MOST_PEOPLE:
        return _so_far(people)
    choices = [one.value for one in found[:MOST]]
    return Partial({"people": people, "said": said, "choices": choices, "unread": ", ".join(rest)})


class FirstDay(Day):
    """The exact day a training starts: to come, or gone by when it is recorded afterwards."""

    def __init__(self) -> None:
        super().__init__(
            past=True, likely=_mondays, hint=N_("The exact day. For example: on 5 January, 05/01/27.")
        )

    def read(self, text: str, context: Context) -> Reading:
        """The day meant."""
        return _exact(super().read(text, context))


class LastDay(Day):
    """The exact last day of a training, its first day or later."""

    def __init__(self) -> None:
        super().__init__(past=True, hint=N_("The exact day. For example: on 9 January, the same day."))

    def read(self, text: str, context: Context) -> Reading:
        """The day meant, from the first one on."""
        first = _first(context)
        if " ".join(words(text)) in _SAME_DAY:
            return Understood(When(first, Grain.DAY).to_json())
        when = read_date(text, first)
        if when is None:
            return NotUnderstood(N_("The exact day is expected."))
        return self._later(Understood(when.to_json()), first, context)

    def options(self, context: Context) -> tuple[Option, ...]:
        """The same day, the Friday of that week and of the next, the calendar."""
        first = _first(context)
        friday = first + timedelta(days=(4 - first.weekday()) % 7)
        days = sorted({first, friday, friday + timedelta(days=7)})
        likely = [_option(day, context.language) for day in days]
        calendar = Option(f"month:{first:%Y-%m}", label(context.language, N_("Calendar")))
        return (*likely, calendar)

    def choose(self, code: str, context: Context) -> Reading:
        """The day tapped, or another month of the calendar."""
        reading = super().choose(code, context)
        return self._later(reading, _first(context), context) if isinstance(reading, Understood) else reading

    def _later(self, reading: Understood, first: date, context: Context) -> Reading:
        exact = _exact(reading)
        if isinstance(exact, Understood) and When.from_json(exact.value).day < first:
            day = formats.day(first, context.language)
            return NotUnderstood(N_("The training starts on {day}: it cannot end before."), {"day": day})
        return exact


def _exact(reading: Reading) -> Reading:
    if isinstance(reading, Understood) and When.from_json(reading.value).grain is not Grain.DAY:
        return NotUnderstood(N_("The exact day is expected."))
    return reading


def _first(context: Context) -> date:
    """The first day answered; today while there is none."""
    said = context.answers.get("start")
    return context.today if said is None else When.from_json(said).day


def _option(day: date, language: str) -> Option:
    return Option(When(day, Grain.DAY).to_json(), formats.day(day, language))


def _mondays(today: date) -> tuple[When, ...]:
    """The next two Mondays."""
    monday = today + timedelta(days=7 - today.weekday())
    return When(monday, Grain.DAY), When(monday + timedelta(days=7), Grain.DAY)


class TrainingHours(Field):
    """The hours of a whole training, as many as its days can hold; the value is a decimal as text."""

    hint = N_("For the whole training. For example: 35, 17.5 or 140 h.")
    likely = ("7", "14", "21", "35", "70")

    def read(self, text: str, context: Context) -> Reading:
        """The hours, when they are in bounds."""
        most = _most(context)
        hours = _hours(text)
        if hours is None or not 0 < hours <= most:
            return NotUnderstood(
                N_("A number of hours is expected, at most {most} for these dates."),
                {"most": formats.number(most, context.language)},
            )
        return Understood(f"{hours.normalize():f}")

    def options(self, context: Context) -> tuple[Option, ...]:
        """The usual hours that the dates can hold."""
        fitting = (hours for hours in self.likely if Decimal(hours) <= _most(context))
        return tuple(Option(hours, str(self.show(hours, context.language))) for hours in fitting)

    def choose(self, code: str, context: Context) -> Reading:
        """The usual hours tapped."""
        return Understood(code)

    def show(self, value: Any, language: str) -> Markup:
        """The hours."""
        return translate(language, N_("{hours} h"), hours=formats.number(Decimal(value), language))


def _most(context: Context) -> Decimal:
    first, last = (context.answers.get(name) for name in ("start", "end"))
    if first is None or last is None:
        return Decimal(9999)
    days = When.from_json(first).day, When.from_json(last).day
    return most_hours(days[0], max(days))


def _hours(text: str) -> Decimal | None:
    plain = fold(text) if len(text) <= MAX_LINE else ""
    said = _HOURS.fullmatch(re.sub(r"(?<=\d) (?=\d{3}\b)", "", plain).strip(" .:"))
    if said is None or (said[3] and int(said[3]) > 59):
        return None
    if said[1]:
        return Decimal(said[1].replace(",", "."))
    return Decimal(said[2]) + round(Decimal(said[3]) / 60, 2)
