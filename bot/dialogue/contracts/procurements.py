"""Cards and lists of procurements."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard
from bot.dialogue.contracts.procurement_story import added_lines, ground_lines, published_lines
from bot.dialogue.fitting import cut, folded, seen, units
from bot.dialogue.journey.hours.progress import followed, totals_lines
from bot.dialogue.readers.when import When
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.words import CATEGORIES, STATES
from bot.rules.lifecycle import AWARDABLE, LIVING, REVIEWABLE, LotState, procurement_state
from bot.store import history, organisations, people, procurements, publication
from bot.store.database import Session
from bot.store.history import Subject
from bot.store.procurements import identity
from bot.store.tables import Category, Lot, Procurement

MOST_LOTS = 20
LONGEST_PAIRED = 30
LOTS_ROOM = 2000
ROOM = 3900
"""UTF-16 units for all the lots, and for the whole card below the heading it may get."""
_LINE = Markup("\n")
TO_AWARD = AWARDABLE - {LotState.AWARDED}
AWARDED = frozenset({LotState.AWARDED, LotState.RUNNING, LotState.COMPLETED})


def announced_key(procurement_id: int, person_id: int) -> str:
    """The key under which a colleague of the PLIE is told of a procurement."""
    return f"announced:{procurement_id}:{person_id}"


def announced_card(session: Session, procurement: Procurement, language: str) -> Card:
    """What the PLIE is told when a buyer announces a contract."""
    card = procurement_card(session, procurement, language)
    heading = translate(language, N_("New contract announced"))
    return Card(Markup("📣 {}\n\n").format(heading) + card.text, card.keyboard)


def procurement_card(
    session: Session, procurement: Procurement, language: str, *, staff: bool = True
) -> Card:
    """The whole procurement as things are now; for PLIE staff with the button to examine it while nobody
    does."""
    lots = procurements.lots(session, identity(procurement))
    title = cut(procurement.title, 300)
    head = [
        Markup("<b>{}</b> · {}").format(procurement.reference, title),
        *_facts(session, procurement, language),
    ]
    lines = [
        _state(lots, language),
        *totals_lines(session, lots, language),
        *_examined(session, procurement, language),
        *published_lines(lots, language),
        *ground_lines(lots, language),
    ]
    named = _lots(lots, language)
    left = ROOM - sum(units(seen(line)) + 1 for line in [*head, *lines, *named])
    added = added_lines(session, procurement, lots, language, left)
    text = _LINE.join([*head, *named, *lines, *added])
    return Card(text, _rows(_buttons(session, procurement, lots, language, staff=staff)))


def examined_card(procurement: Procurement, name: str, language: str) -> Card:
    """What a buyer is told when a facilitator takes their contract."""
    msgid = N_("{name}, of the PLIE, is examining {reference} ({title}) and will come back to you.")
    title, who = cut(procurement.title, 300), cut(name, 100)
    return Card(translate(language, msgid, name=who, reference=procurement.reference, title=title))


def _facts(session: Session, procurement: Procurement, language: str) -> list[Markup]:
    buyer = cut(organisations.get(session, procurement.organisation_id).name, 120)
    category = label(language, CATEGORIES[Category(procurement.category)])
    facts = [Markup("{} · {} · {}").format(buyer, category, cut(procurement.commune, 80))]
    if procurement.amount is not None:
        facts.append(
            translate(
                language, N_("Amount: {amount} excl. VAT"), amount=formats.money(procurement.amount, language)
            )
        )
    if procurement.consultation_as is not None:
        facts.append(
            translate(language, N_("Consultation: {when}"), when=_when(procurement.consultation_as, language))
        )
    months = formats.months(Decimal(procurement.months), language)
    start = _when(procurement.start_as, language)
    facts.append(translate(language, N_("Start: {when} · Duration: {months}"), when=start, months=months))
    return facts


def _when(meant: str, language: str) -> str:
    return formats.when(When.from_json(meant), language)


def _lots(lots: Sequence[Lot], language: str) -> list[Markup]:
    if len(lots) < 2:
        return [
            _hours(lot, language) for lot in lots if lot.hours_owed is not None and lot.advised_at is not None
        ]
    states = {lot.state for lot in lots}
    written = (_line(lot, language, with_state=len(states) > 1) for lot in lots[:MOST_LOTS])
    lines = _within(written, LOTS_ROOM)
    if len(lots) > len(lines):
        more = len(lots) - len(lines)
        lines.append(
            str(translate_plural(language, "… and {n} more lot", "… and {n} more lots", more).unescape())
        )
    return [translate(language, N_("Lots:")), folded("\n".join(lines))]


def _within(lines: Iterable[str], room: int) -> list[str]:
    """The first lines that fit together in so many UTF-16 units."""
    kept = []
    for line in lines:
        room -= units(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept


def _line(lot: Lot, language: str, *, with_state: bool) -> str:
    """A lot as plain text: number, title, amount, hours once advised, and where it stands."""
    parts = [f"{cut(lot.number, 20)} · {cut(lot.title, 60)}{_amount(lot, language)}"]
    if lot.hours_owed is not None and lot.advised_at is not None:
        parts.append(label(language, N_("{hours} h"), hours=formats.number(lot.hours_owed, language)))
    if with_state:
        parts.append(label(language, STATES[LotState(lot.state)]))
    return " · ".join(parts)


def _hours(lot: Lot, language: str) -> Markup:
    hours = formats.number(lot.hours_owed or 0, language)
    return translate(language, N_("Hours of insertion: {hours} h"), hours=hours)


def _amount(lot: Lot, language: str) -> str:
    return "" if lot.amount is None else f" · {formats.money(lot.amount, language)}"


def _state(lots: Sequence[Lot], language: str) -> Markup:
    state = procurement_state(LotState(lot.state) for lot in lots)
    return translate(language, N_("State: {state}"), state=label(language, STATES[state]))


def _examined(session: Session, procurement: Procurement, language: str) -> list[Markup]:
    if procurement.examined_by is None:
        return []
    name = cut(people.get(session, procurement.examined_by).name, 100)
    return [translate(language, N_("Examined by {name}"), name=name)]


def _to_review(states: set[LotState]) -> bool:
    """Whether a lot waits for its review, or all can still be reviewed again."""
    return bool(states & {LotState.ANNOUNCED, LotState.SUITABLE}) or states <= REVIEWABLE


def _rows(buttons: Sequence[Button]) -> Keyboard:
    """Two buttons a row, a long one alone, in their order."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        pair = (
            rows and len(rows[-1]) == 1 and max(len(button.label), len(rows[-1][0].label)) <= LONGEST_PAIRED
        )
        rows[-1:] = [(*rows[-1], button)] if pair else [*rows[-1:], (button,)]
    return tuple(rows)


def _buttons(
    session: Session, procurement: Procurement, lots: Sequence[Lot], language: str, *, staff: bool
) -> list[Button]:
    """What can be done with the procurement as it is now; rights are asked again when it is done."""
    number = identity(procurement)
    states = {LotState(lot.state) for lot in lots}
    advised = any(lot.advised_at is not None for lot in lots)
    offered = (
        (staff and procurement.examined_by is None, N_("I examine it"), f"examine:{number}"),
        (staff and _to_review(states), N_("Review the lots"), f"review:{number}:0"),
        (advised, N_("Advice and answers"), f"advice:{number}:0"),
        *_notice(session, number, lots),
        (bool(states & TO_AWARD), N_("Record an award"), f"award-of:{number}"),
        (bool(states & AWARDED), N_("Lots awarded"), f"lots:{number}:0"),
        (bool(followed(lots)), N_("Progress of the hours"), f"progress-of:{number}"),
        (procurements.has_documents(session, number), N_("See the document"), f"document:{number}"),
        (publication.has_file(session, number), N_("See the proof"), f"proof:{number}"),
        (True, N_("Correct"), f"correct:{number}"),
        (True, N_("Add a document or a comment"), f"add-remark:{number}"),
        (True, N_("Supporting documents"), f"evidence-of:procurement:{number}"),
        (history.any_of(session, Subject("procurement", number)), N_("History"), f"history:{number}"),
        (bool(states & LIVING), N_("Cancel this contract"), f"cancel:{number}"),
        (True, N_("All the contracts"), f"procurements:{'all' if staff else 'own'}:0"),
    )
    return [Button(label(language, text), data) for shown, text, data in offered if shown]


def _notice(session: Session, number: int, lots: Sequence[Lot]) -> list[tuple[bool, str, str]]:
    """The button of the notice: while it or its proof is due, then to correct it."""
    due = bool(publication.waiting(session, number, lots))
    told = any(lot.state in publication.FOLLOWED for lot in lots)
    return [(due or told, N_("Notice published") if due else N_("Correct the notice"), f"publish:{number}")]
