"""Declare the hours of a month: everybody on the sheet at once, or a correction before it is validated
(domain.md §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.actions import demand
from bot.dialogue.fitting import cut
from bot.dialogue.journey.hours.cards import code_of, declared_card, for_you_card
from bot.dialogue.journey.hours.month import NOT_BEGUN, NOTHING, hours_text, month_name
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.rules import worked as rules
from bot.rules.policy import Action, Owner
from bot.store import audit, history, people, placements, worked, worked_lines
from bot.store.history import Subject
from bot.store.tables import HoursState
from bot.store.worked import Declarer, Entry
from bot.store.worked_lines import Line

CHANGED = N_(
    "Nothing is declared, and what you typed is kept. Meanwhile this has changed: {people}. "
    "Tap “Change: Hours” to look at the sheet as it is now."
)
_VALIDATED = N_("{name}: validated by the PLIE")
_DECLARED = N_("{name}: {hours} h declared already")
_TAKEN_BACK = N_("{name}: to be corrected")
_GONE = N_("{name}: no longer on the sheet of this month")
_TOO_MANY = N_("{name}: at most {hours} h")
_MOST_NAMED = 5
_NAME = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is declared, as its recap showed it: hours by placement, and [state, hours] of those that had
    hours already, for a month named by its first day."""

    declaring_id: int
    month: date
    rows: Mapping[str, str]
    seen: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Declared:
    """How many people and hours were declared, and the lots they count for."""

    people: int
    hours: Decimal
    lots: tuple[int, ...]


def declare(turn: Turn, sheet: Sheet) -> Declared:
    """The hours are declared, all of them or none; who follows the contracts hears of it. Raises Refused,
    naming what somebody else changed since it was shown."""
    demand(turn, Action.DECLARE_HOURS, Owner(sheet.declaring_id))
    session, me = turn.session, turn.me
    if not sheet.rows:
        raise Refused(NOTHING)
    if sheet.month > turn.today:
        raise Refused(NOT_BEGUN, month=month_name(sheet.month, turn.language))
    lines = {
        str(line.placement_id): line for line in worked_lines.lock(session, sheet.declaring_id, sheet.month)
    }
    _same(turn, sheet, lines)
    entries = [Entry(lines[number], Decimal(hours)) for number, hours in sheet.rows.items()]
    worked.declare(session, Declarer(me.id, sheet.declaring_id, sheet.month), entries, turn.now)
    _record(turn, sheet, entries)
    total = sum((entry.hours for entry in entries), Decimal())
    _tell(turn, sheet, entries, total)
    lots = tuple(dict.fromkeys(entry.line.lot_id for entry in entries if entry.line.lot_id is not None))
    return Declared(len(entries), total, lots)


def _same(turn: Turn, sheet: Sheet, lines: Mapping[str, Line]) -> None:
    """Go on only when nothing changed since the recap. Raises Refused."""
    found = (_trouble(turn, sheet, number, lines.get(number)) for number in sheet.rows)
    troubles = [trouble for trouble in found if trouble is not None]
    if troubles:
        more = ["…"] if len(troubles) > _MOST_NAMED else []
        raise Refused(CHANGED, people=" ; ".join([*troubles[:_MOST_NAMED], *more]))


def _trouble(turn: Turn, sheet: Sheet, number: str, line: Line | None) -> str | None:
    """What keeps these hours from being declared, with the name of the person."""
    if line is None:
        placement = placements.get(turn.session, int(number))
        return label(turn.language, _GONE, name=placement.reference if placement else number)
    seen = sheet.seen.get(number)
    now = None if line.state is None else (line.state, line.hours)
    if line.locked or now != (None if seen is None else (seen[0], Decimal(seen[1]))):
        return _said(turn, _meanwhile(line), line, line.hours or Decimal())
    if rules.fault(line.terms, sheet.month, Decimal(sheet.rows[number]), turn.today) is not None:
        return _said(turn, _TOO_MANY, line, rules.most(line.terms, sheet.month))
    return None


def _meanwhile(line: Line) -> str:
    if line.locked:
        return _VALIDATED
    return _TAKEN_BACK if line.state == HoursState.ASKED_BACK else _DECLARED


def _said(turn: Turn, msgid: str, line: Line, hours: Decimal) -> str:
    name = worked_lines.called(turn.session, line, staff=turn.me.is_staff)
    return label(turn.language, msgid, name=cut(name, _NAME), hours=hours_text(hours, turn.language))


def _record(turn: Turn, sheet: Sheet, entries: Sequence[Entry]) -> None:
    """One line of the trail for the sheet; what corrected hours were before is kept."""
    session, me = turn.session, turn.me
    corrected = [entry for entry in entries if entry.line.worked_id is not None]
    for entry in corrected:
        before = {"hours": str(entry.line.hours), "state": entry.line.state}
        after = {"hours": str(entry.hours), "state": str(HoursState.DECLARED)}
        history.record(session, Subject("hours", entry.line.worked_id or 0), me.id, turn.now, before, after)
    facts = {
        "month": sheet.month,
        "people": len(entries),
        "hours": str(sum((entry.hours for entry in entries), Decimal())),
        "corrected": len(corrected),
        "on_behalf": me.organisation_id != sheet.declaring_id,
    }
    audit.record(session, me.id, "declare hours", "organisation", sheet.declaring_id, turn.now, **facts)


def _tell(turn: Turn, sheet: Sheet, entries: Sequence[Entry], total: Decimal) -> None:
    """Each colleague in charge hears once, and the organisation when the PLIE declared for it."""
    session, home, month = turn.session, sheet.declaring_id, sheet.month
    said, key = (len(entries), total), f"hours:{home}:{code_of(month)}:{turn.uid}"
    followers = worked_lines.followers(session, [entry.line for entry in entries])
    colleagues = {one.id: one for number in followers for one in people.in_charge(session, number)}
    for number, colleague in sorted(colleagues.items()):
        if number != turn.me.id:
            turn.tell(
                colleague,
                f"{key}:{number}",
                lambda language: declared_card(session, home, month, said, language),
            )
    if turn.me.organisation_id != home:
        for person in people.of_organisation(session, home):
            turn.tell(person, f"{key}:{person.id}", lambda language: for_you_card(month, said, language))
