"""The answers of a joint answer with SIAEs: with whom, how many hours, what can be supplied, from when."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.answers import Candidate, Context, NotUnderstood, Option, Partial, Reading, Understood
from bot.dialogue.days import Day
from bot.dialogue.field import Field, Rows
from bot.dialogue.fitting import MAX_LABEL, clean, cut, units
from bot.dialogue.form import Answers
from bot.dialogue.journey.shares.finder import NAMED, PAGE, asked
from bot.dialogue.lists import SIZE, page_options
from bot.dialogue.readers.numbers import HOURS, PEOPLE, read_whole_number
from bot.dialogue.readers.when import When
from bot.dialogue.translations import N_, label, translate, translate_plural

MOST = 40
"""With so many SIAEs something is shared at once, at most."""
_LONGEST = 300
_SHOWN = 40
_PIECES = re.compile(r"[,;\n]+")
_SHORTCUTS = 4


def subject(answers: Answers) -> tuple[str, int]:
    """What is shared: "offer" or "lot", and its number, among the answers a form begins with."""
    return ("offer", answers["offer"]) if "offer" in answers else ("lot", answers.get("lot", 0))


class Structures(Field):
    """SIAEs on Clausette, a page of them at a time; the value is the list of {"id", "name"} ticked."""

    hint = N_("Tick those to ask, or write a name.")

    def read(self, text: str, context: Context) -> Reading:
        """The SIAEs ticked so far and those named, with commas between them."""
        typed = clean(text)
        pieces = [piece.strip() for piece in _PIECES.split(typed) if piece.strip()]
        if not pieces or units(typed) > _LONGEST:
            return NotUnderstood()
        ticked = list(_ticked(context))
        for piece in pieces:
            found = context.lookup("siae", asked(*subject(context.answers), NAMED, piece))
            if len(found) != 1:
                many = N_("Several SIAEs have a name like “{name}”. Please tap the one you mean.")
                none = N_("No SIAE on Clausette is called “{name}”.")
                return NotUnderstood(many if found else none, {"name": cut(piece, _SHOWN)})
            if found[0].value["shared"]:
                return _already(found[0])
            ticked = _with(ticked, found[0])
        return _partial(ticked, _after(context))

    def options(self, context: Context) -> tuple[Option, ...]:
        """The SIAEs of this page, with a mark on those ticked and on those asked before; then the other pages
        and the end."""
        return tuple(option for row in self.rows(context) for option in row)

    def rows(self, context: Context) -> Rows:
        """The same, one SIAE a row."""
        found, numbers = self._page(context), {one["id"] for one in _ticked(context)}
        listed = [
            (Option(f"tick:{one.value['id']}", _mark(one, numbers, context.language)),)
            for one in found[:SIZE]
        ]
        following = "next" if len(found) > SIZE else None
        pages = page_options(context.language, "first" if _after(context) else None, following)
        end = [(Option("end", label(context.language, N_("That is all"))),)] if numbers else []
        return (*listed, *pages, *end)

    def choose(self, code: str, context: Context) -> Reading:
        """The list with the SIAE tapped added or taken out; another page; the whole list at the end."""
        ticked, found = list(_ticked(context)), self._page(context)
        if code == "end":
            return self._whole(ticked)
        if code == "first":
            return _partial(ticked, "")
        if code == "next":
            return _partial(ticked, found[:SIZE][-1].value["key"] if found else "")
        meant = next((one for one in found if f"tick:{one.value['id']}" == code), None)
        if meant is None:
            return NotUnderstood()
        if meant.value["shared"]:
            return _already(meant)
        return _partial(_toggled(ticked, meant), _after(context))

    def begin(self, value: Any) -> Any:
        """The first page, with what was ticked earlier."""
        return {"ticked": list(value or []), "after": ""}

    def progress(self, context: Context) -> Markup | None:
        """Those ticked so far, on whatever page."""
        ticked = _ticked(context)
        if not ticked:
            return None
        return translate(context.language, N_("Chosen: {names}"), names=self.show(ticked, context.language))

    def show(self, value: Any, language: str) -> Markup:
        """Their names."""
        return Markup(", ").join(escape(cut(one["name"], 60)) for one in value)

    def _page(self, context: Context) -> tuple[Candidate, ...]:
        return context.lookup("siae", asked(*subject(context.answers), PAGE, _after(context)))

    def _whole(self, ticked: list[Any]) -> Reading:
        if len(ticked) > MOST:
            return NotUnderstood(N_("At most {most} at once, please."), {"most": MOST})
        return Understood(ticked) if ticked else NotUnderstood(N_("Please choose at least one."))


def _ticked(context: Context) -> list[Any]:
    return list((context.partial or {}).get("ticked", []))


def _after(context: Context) -> str:
    return str((context.partial or {}).get("after", ""))


def _partial(ticked: list[Any], after: str) -> Partial:
    return Partial({"ticked": ticked, "after": after})


def _with(ticked: list[Any], one: Candidate) -> list[Any]:
    kept = [other for other in ticked if other["id"] != one.value["id"]]
    return [*kept, {"id": one.value["id"], "name": one.value["name"]}]


def _toggled(ticked: list[Any], one: Candidate) -> list[Any]:
    kept = [other for other in ticked if other["id"] != one.value["id"]]
    return kept if len(kept) < len(ticked) else _with(ticked, one)


def _already(one: Candidate) -> NotUnderstood:
    return NotUnderstood(N_("This is shared with {name} already."), {"name": cut(one.value["name"], _SHOWN)})


def _mark(one: Candidate, ticked: set[int], language: str) -> str:
    if one.value["shared"]:
        said = label(language, N_("already shared"))
        return f"{cut(one.label, MAX_LABEL - len(said) - 3)} · {said}"
    return cut(("✓ " if one.value["id"] in ticked else "") + one.label, MAX_LABEL)


class SharedHours(Field):
    """How many of a lot's hours are shared; the value is an int. Those nobody is to work yet are proposed."""

    hint = N_("For example: 400 h.")

    def read(self, text: str, context: Context) -> Reading:
        """The hours, up to those the lot owes."""
        most = context.answers.get("owed", 0)
        hours = read_whole_number(text, 1, most, HOURS)
        if hours is None:
            return NotUnderstood(N_("A number of hours from 1 to {most} is expected."), {"most": most})
        return Understood(hours)

    def options(self, context: Context) -> tuple[Option, ...]:
        """The hours nobody is to work yet."""
        left = context.answers.get("left", 0)
        return (Option(str(left), hours_text(left, context.language)),) if left > 0 else ()

    def choose(self, code: str, context: Context) -> Reading:
        """The hours proposed."""
        return Understood(int(code))

    def show(self, value: Any, language: str) -> Markup:
        """The hours."""
        return escape(hours_text(value, language))


def hours_text(hours: int, language: str) -> str:
    """Hours with their unit, plain."""
    return label(language, N_("{hours} h"), hours=formats.number(hours, language))


def supply_text(language: str, people: int | None, hours: int | None) -> str:
    """So many people, or so many hours, plain."""
    if people is None:
        return hours_text(hours or 0, language)
    return translate_plural(language, "{n} person", "{n} people", people).unescape()


class Supply(Field):
    """What a SIAE can supply: people for an offer, hours for a lot. The value is {"people": 3} or
    {"hours": 400}; the answers the form begins with say which `unit`, and at `most` how many."""

    hint = N_("Tap an answer, or write a number.")

    def read(self, text: str, context: Context) -> Reading:
        """The number, when it counts what is asked and is in bounds."""
        unit, most = _wanted(context.answers)
        number = read_whole_number(text, 1, most, PEOPLE if unit == "people" else HOURS)
        if number is not None:
            return Understood({unit: number})
        people, hours = (
            N_("A number of people from 1 to {most} is expected."),
            N_("A number of hours from 1 to {most} is expected."),
        )
        return NotUnderstood(people if unit == "people" else hours, {"most": most})

    def options(self, context: Context) -> tuple[Option, ...]:
        """All that is asked, and fewer people."""
        unit, most = _wanted(context.answers)
        likely = range(1, min(most, _SHORTCUTS) + 1) if unit == "people" else (most,)
        return tuple(Option(f"{n}", _said({unit: n}, context.language)) for n in likely if n > 0)

    def choose(self, code: str, context: Context) -> Reading:
        """The number tapped."""
        return Understood({_wanted(context.answers)[0]: int(code)})

    def show(self, value: Any, language: str) -> Markup:
        """The number of people, or the hours."""
        return escape(_said(value, language))


def _said(value: Mapping[str, int], language: str) -> str:
    return supply_text(language, value.get("people"), value.get("hours"))


def _wanted(answers: Answers) -> tuple[str, int]:
    return answers.get("unit", "people"), answers.get("most", 0)


class FromDay(Day):
    """From when a SIAE can supply; the day the job or the lot starts comes first."""

    def options(self, context: Context) -> tuple[Option, ...]:
        """The start of what is shared while it is to come, then the likely answers and the calendar."""
        start = When.from_json(context.answers["start"]) if "start" in context.answers else None
        likely = super().options(context)
        if start is None or start.day < context.today:
            return likely
        first = Option(start.to_json(), formats.when(start, context.language))
        return (first, *(one for one in likely if one.code != first.code))
