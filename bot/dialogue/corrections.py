"""Cards of corrections: what changed in a contract, before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard
from bot.dialogue.contracts.announcement import REMARK, STEPS, lot_answer
from bot.dialogue.fitting import cut, cut_html, seen, units
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import REVIEWABLE
from bot.store import history, people
from bot.store.database import Session
from bot.store.history import Correction, Subject
from bot.store.people import Member
from bot.store.tables import Lot, Procurement

SUBJECT = "procurement"
MOST = 12
_SHARE = 120
_LONGEST_NAME = 60
_ROOM = 3500
_LINE = Markup("\n")
_STEPS = {step.name: step for step in STEPS}


@dataclass(frozen=True, slots=True)
class Corrected:
    """The answers before and after a correction, the names of those that differ, and the only lot of the
    contract where it keeps its own amount or title."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    changed: Sequence[str]
    kept: Lot | None = None


def other_side(turn: Turn, procurement: Procurement) -> list[Member]:
    """Who hears of what the person of this turn does to a contract: its facilitator, and the buyer's people
    where the PLIE did it."""
    told = people.in_charge(turn.session, procurement.examined_by)
    if turn.me.is_staff:
        told += people.of_organisation(turn.session, procurement.organisation_id)
    return [person for person in told if person.id != turn.me.id]


def corrected_card(name: str, procurement: Procurement, made: Corrected, language: str) -> Card:
    """Who corrected a procurement, each field changed, before and after, and what its lot keeps."""
    heading = N_("{name} corrected <b>{reference}</b> ({title}):")
    title, who = cut(procurement.title, 200), cut(name, _LONGEST_NAME)
    lines = [_change(field, made.before[field], made.after[field], language) for field in made.changed]
    head = translate(language, heading, name=who, reference=procurement.reference, title=title)
    text = _LINE.join([head, *lines, *_keeps(made, language)])
    return Card(text, ((_open(procurement, language),), *_review(made.kept, language)))


def kept_card(procurement: Procurement, made: Corrected, language: str) -> Card:
    """What the only lot of a contract keeps although the contract was corrected."""
    head = Markup("<b>{}</b>").format(procurement.reference)
    text = _LINE.join([head, *_keeps(made, language)])
    return Card(text, ((_open(procurement, language),), *_review(made.kept, language)))


def _keeps(made: Corrected, language: str) -> list[Markup]:
    lot = made.kept
    if lot is None:
        return []
    lines = []
    if "title" in made.changed and lot.title != made.after["title"]:
        lines.append(translate(language, N_("The lot keeps its title “{title}”."), title=cut(lot.title, 200)))
    if "amount" in made.changed and lot_answer(lot)["amount"] != made.after["amount"]:
        amount = "–" if lot.amount is None else formats.money(lot.amount, language)
        lines.append(translate(language, N_("The lot keeps its amount: {amount}."), amount=amount))
    if lot.state in REVIEWABLE:
        lines.append(translate(language, N_("Please review it again.")))
    return lines


def _review(lot: Lot | None, language: str) -> Keyboard:
    if lot is None or lot.state not in REVIEWABLE:
        return ()
    return ((Button(label(language, N_("Review the lot")), f"review-lot:{lot.id}"),),)


def _open(procurement: Procurement, language: str) -> Button:
    return Button(label(language, N_("Open the contract")), f"procurement:{procurement.id}")


def added_card(name: str, procurement: Procurement, remark: Mapping[str, Any], language: str) -> Card:
    """Who added a comment or a document to a contract, and what it says."""
    heading = N_("{name} added to <b>{reference}</b> ({title}):")
    title, who = cut(procurement.title, 200), cut(name, _LONGEST_NAME)
    head = translate(language, heading, name=who, reference=procurement.reference, title=title)
    see = Button(label(language, N_("See the document")), f"document:{procurement.id}")
    rows = ((see,),) if "file_id" in remark else ()
    return Card(
        _LINE.join([head, REMARK.field.show(remark, language)]), (*rows, (_open(procurement, language),))
    )


def history_card(session: Session, procurement: Procurement, language: str, zone: ZoneInfo) -> Card:
    """Who announced a procurement, and who corrected what when, newest first, as far as there is room."""
    announced = translate(
        language,
        N_("Announced on {day} by {name}"),
        day=formats.moment(procurement.announced_at, zone, language),
        name=cut(people.get(session, procurement.announced_by).name, _LONGEST_NAME),
    )
    lines, room = [], _ROOM
    for change in history.of(session, Subject(SUBJECT, procurement.id or 0), MOST):
        line = _past(session, change, language, zone)
        room -= units(seen(line)) + 1
        if room < 0:
            lines.append(escape("…"))
            break
        lines.append(line)
    heading = translate(language, N_("History of <b>{reference}</b>"), reference=procurement.reference)
    back = Button(label(language, N_("Back to the contract")), f"procurement:{procurement.id}")
    return Card(_LINE.join([heading, *lines, announced]), ((back,),))


def _past(session: Session, change: Correction, language: str, zone: ZoneInfo) -> Markup:
    who = "–" if change.person_id is None else people.get(session, change.person_id).name
    return translate(
        language,
        N_("• {day} · {name} · {change}"),
        day=formats.moment(change.at, zone, language),
        name=cut(who, _LONGEST_NAME),
        change=_change(change.field, change.before, change.after, language),
    )


def _change(field: str, before: Any, after: Any, language: str) -> Markup:
    said = N_("{label}: {before} → {after}")
    shown = {"before": _shown(field, before, language), "after": _shown(field, after, language)}
    return translate(language, said, label=translate(language, _STEPS[field].label), **shown)


def _shown(field: str, value: Any, language: str) -> Markup:
    if value is None:
        return escape("–")
    return cut_html(_STEPS[field].field.show(value, language), _SHARE)
