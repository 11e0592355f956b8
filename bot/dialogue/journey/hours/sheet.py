"""The sheet of `/heures`: the hours of everybody of a month, on one screen, a page at a time."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.dialogue.answers import Context, NotUnderstood, Option, Partial, Reading, Understood
from bot.dialogue.field import Field, Rows
from bot.dialogue.fitting import cut, folded
from bot.dialogue.journey.hours.lookup import MOST_FOUND, Page, Row
from bot.dialogue.journey.hours.month import NOTHING, asked, hours_text, month_of
from bot.dialogue.journey.hours.plan import frozen
from bot.dialogue.journey.hours.texts import (
    FAULTS,
    button_of,
    changed_line,
    choice_of,
    hours_of,
    person_text,
    sheet_text,
    values_of,
)
from bot.dialogue.journey.hours.typed import MOST_LINES, Said, hours_in, lines_of, negative, said_in
from bot.dialogue.lists import page_options
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.rules import worked as rules

_WHO = N_("Write a name and the hours, such as “Dupont 120”, or tap somebody.")
_VALIDATED = N_("The hours of {name} are validated: only the PLIE can have them corrected.")
_UNREAD = N_("“{line}” is not understood: a name or a reference, then the hours, such as “Dupont 120”.")
_GONE = N_("This person is no longer on the sheet of this month.")
_EMPTY: dict[str, Any] = {
    "typed": {},
    "after": None,
    "first": 0,
    "asking": None,
    "found": None,
    "hours": None,
}


class Sheet(Field):
    """The hours of everybody of a month. The partial answer is {"typed": hours by placement, "after",
    "first", "asking", "found", "hours"}; the value is what `_whole` makes of it."""

    hint = _WHO

    def read(self, text: str, context: Context) -> Reading:
        """The sheet with the hours of a message, a line a person; or those of the person just tapped."""
        part = _part(context)
        if negative(text):
            return NotUnderstood(FAULTS[rules.Fault.NEGATIVE])
        lines = lines_of(text)
        if not lines or len(lines) > MOST_LINES:
            return NotUnderstood(_WHO)
        if part["asking"] and len(lines) == 1 and (hours := hours_in(text)) is not None:
            return self._give(part, str(part["asking"]), hours, context)
        alone = None if len(lines) > 1 else _alone(part, context)
        if alone and (hours := hours_in(text)) is not None:
            return self._give(part, alone, hours, context)
        for line in lines:
            said = said_in(line)
            if said is None or not said.who:
                return NotUnderstood(_UNREAD, {"line": cut(line.strip(), 60)})
            reading = self._named(part, said, context)
            if not isinstance(reading, Partial):
                return reading
            part = reading.value
        return Partial(part)

    def _named(self, part: dict[str, Any], said: Said, context: Context) -> Reading:
        """The sheet with these hours for who is meant; several are shown to choose from."""
        found = [one.value for one in asked("named", context, said.who)]
        month = month_of(context.answers)
        here = [row for row in found if rules.covered(row.line.terms, month)]
        if len(here) == 1:
            return self._give(part, str(here[0].line.placement_id), said.hours, context)
        if here:
            numbers = [row.line.placement_id for row in here[:MOST_FOUND]]
            return Partial(part | {"found": numbers, "hours": str(said.hours), "asking": None})
        if found:
            values = values_of(found[0], said.hours, month, context.language)
            return NotUnderstood(FAULTS[rules.Fault.OUTSIDE], values)
        return NotUnderstood(
            N_("Nobody on this sheet is called “{who}”. Write the reference, or look on the pages."),
            {"who": cut(said.who, 60)},
        )

    def _give(self, part: dict[str, Any], number: str, hours: Decimal, context: Context) -> Reading:
        """The sheet with these hours for a placement, when it may have them."""
        row = _row(number, context)
        if row is None:
            return NotUnderstood(_GONE)
        if row.line.locked:
            return NotUnderstood(_VALIDATED, {"name": cut(row.name, 60)})
        month = month_of(context.answers)
        fault = rules.fault(row.line.terms, month, hours, context.today)
        if fault is not None:
            return NotUnderstood(FAULTS[fault], values_of(row, hours, month, context.language))
        return Partial(_at_list(part) | {"typed": part["typed"] | {number: str(hours)}})

    def rows(self, context: Context) -> Rows:
        """The answers for one person, the people of a name, or a page of the sheet."""
        part = _part(context)
        if part["asking"]:
            return self._answers(part, context)
        if part["found"]:
            rows = [_row(str(number), context) for number in part["found"]]
            options = [
                (Option(f"give:{row.line.placement_id}", choice_of(row, context.language)),)
                for row in rows
                if row is not None
            ]
            return (*options, (_option("list", N_("Back to the sheet"), context),))
        return self._page_rows(part, context)

    def _answers(self, part: Mapping[str, Any], context: Context) -> Rows:
        row = _row(str(part["asking"]), context)
        back = (_option("list", N_("Back to the sheet"), context),)
        if row is None:
            return (back,)
        proposed = rules.proposal(row.line.terms, month_of(context.answers))
        present = hours_of(row, part, month_of(context.answers))
        first = _option("proposal", N_("From the contract: {hours} h"), context, proposed)
        same = _option("same", N_("Keep {hours} h"), context, present)
        options = [first, *([same] if present not in (proposed, 0) else [])]
        return (*((one,) for one in options), (_option("none", N_("No hours"), context),), back)

    def _page_rows(self, part: Mapping[str, Any], context: Context) -> Rows:
        page = _page(part, context)
        if page is None:
            return ()
        language, month = context.language, month_of(context.answers)
        people = [
            (Option(f"who:{row.line.placement_id}", button_of(row, part, month, language)),)
            for row in page.rows
        ]
        turns = page_options(language, "first" if part["after"] else None, "next" if page.more else None)
        end = (_option("end", N_("That is all"), context),)
        return (*people, *turns, end)

    def choose(self, code: str, context: Context) -> Reading:
        """Another page, a person, hours for one, or the whole sheet."""
        part = _part(context)
        verb, _, arg = code.partition(":")
        match verb:
            case "end":
                return self._whole(part, context)
            case "list":
                return Partial(_at_list(part))
            case "first":
                return Partial(part | {"after": None, "first": 0})
            case "next":
                return self._next(part, context)
            case "who":
                return self._ask(part, arg, context)
            case "give":
                return self._give(part, arg, Decimal(part["hours"] or "0"), context)
            case _:
                return self._answer(part, verb, context)

    def _next(self, part: dict[str, Any], context: Context) -> Reading:
        page = _page(part, context)
        if page is None or not page.more:
            return Partial(part | {"after": None, "first": 0})
        last = page.rows[-1].line
        after = f"{last.terms.starts_on}/{last.placement_id}"
        return Partial(part | {"after": after, "first": part["first"] + len(page.rows)})

    def _ask(self, part: dict[str, Any], number: str, context: Context) -> Reading:
        row = _row(number, context)
        if row is None:
            return NotUnderstood(_GONE)
        if row.line.locked:
            return NotUnderstood(_VALIDATED, {"name": cut(row.name, 60)})
        return Partial(part | {"asking": int(number), "found": None, "hours": None})

    def _answer(self, part: dict[str, Any], verb: str, context: Context) -> Reading:
        row = _row(str(part["asking"] or 0), context)
        if row is None:
            return Partial(_at_list(part))
        month = month_of(context.answers)
        hours = {
            "proposal": rules.proposal(row.line.terms, month),
            "same": hours_of(row, part, month),
        }.get(verb, Decimal())
        return self._give(part, str(row.line.placement_id), hours, context)

    def begin(self, value: Any) -> Any:
        """What was typed before; the sheet begins at its first page."""
        return _EMPTY | {"typed": dict((value or {}).get("typed", {}))}

    def progress(self, context: Context) -> Markup | None:
        """How far the month is, then the page; or the person whose hours are asked."""
        part = _part(context)
        if part["asking"]:
            row = _row(str(part["asking"]), context)
            return None if row is None else person_text(row, part, context)
        if part["found"]:
            said = N_("Several people are called so. Whose hours are these: {hours} h?")
            return translate(
                context.language, said, hours=hours_text(Decimal(part["hours"]), context.language)
            )
        page = _page(part, context)
        return None if page is None else sheet_text(page, part, context)

    def _whole(self, part: dict[str, Any], context: Context) -> Reading:
        """What is to be declared, frozen as the recap shows it: {"typed", "rows": hours by placement, "seen":
        [state, hours] of those declared before, "people", "total", "changed", "left"}."""
        everybody = asked("all", context)
        if not everybody:
            return NotUnderstood(NOTHING)
        value = frozen(everybody[0].value, part["typed"], context)
        if value["rows"]:
            return Understood(value)
        if value["left"]:
            return NotUnderstood(
                N_("The PLIE asks to look again at the hours of {names}: tap them to correct or confirm."),
                {"names": ", ".join(value["left"])},
            )
        return NotUnderstood(NOTHING)

    def show(self, value: Any, language: str) -> Markup:
        """How many people and hours, who differs from what was proposed or declared, who is left."""
        count, total = int(value["people"]), hours_text(Decimal(value["total"]), language)
        lines = [
            translate_plural(language, "{n} person, {hours} h", "{n} people, {hours} h", count, hours=total)
        ]
        if value["changed"]:
            changed = [changed_line(one, language) for one in value["changed"]]
            changed += ["…"] if value["more"] else []
            head = translate(language, N_("Other than proposed:"))
            lines.append(Markup("{}\n{}").format(head, folded("\n".join(changed))))
        if value["left"]:
            said = N_("Left to be corrected: {names}.")
            lines.append(translate(language, said, names=", ".join(value["left"])))
        return Markup("\n").join(lines)


def _part(context: Context) -> dict[str, Any]:
    return _EMPTY | (context.partial or {})


def _at_list(part: dict[str, Any]) -> dict[str, Any]:
    return part | {"asking": None, "found": None, "hours": None}


def _page(part: Mapping[str, Any], context: Context) -> Page | None:
    found = asked("page", context, part["after"] or "")
    return found[0].value if found else None


def _alone(part: Mapping[str, Any], context: Context) -> str | None:
    """The placement of the only person of the sheet: a number alone is then enough."""
    page = _page(part, context)
    if page is None or page.counts.people != 1 or len(page.rows) != 1:
        return None
    return str(page.rows[0].line.placement_id)


def _row(number: str, context: Context) -> Row | None:
    found = asked("one", context, number)
    return found[0].value if found else None


def _option(code: str, msgid: str, context: Context, hours: Decimal = Decimal()) -> Option:
    return Option(code, label(context.language, msgid, hours=hours_text(hours, context.language)))
