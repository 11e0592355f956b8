"""How far the hours owed are: per lot and per contract, with a warning when they will be missed. No person
is named here: a buyer reads it too."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import cut
from bot.dialogue.journey.hours.month import hours_text
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.rules import pace as rules
from bot.rules.lifecycle import LotState
from bot.rules.pace import BLOCKS, Pace
from bot.store import held, hires, lots, worked
from bot.store.database import Session
from bot.store.tables import Lot, Procurement
from bot.store.worked import Totals

MOST_LOTS = 3
"""Lots whose progress an answer shows; the others are on the card of the contract."""
_LINE = Markup("\n")
_FOLLOWED = frozenset({LotState.AWARDED, LotState.RUNNING, LotState.COMPLETED})
_LIVING = frozenset({LotState.AWARDED, LotState.RUNNING})


def followed(known: Sequence[Lot]) -> list[Lot]:
    """The lots whose hours are counted: awarded ones that owe some."""
    return [lot for lot in known if lot.hours_owed and lot.state in _FOLLOWED]


def bar(declared: Decimal, owed: Decimal, language: str) -> str:
    """Ten blocks and the share they stand for, as plain text."""
    full = rules.blocks(declared, owed)
    share = formats.percent(rules.share(declared, owed), language)
    return f"{'▰' * full}{'▱' * (BLOCKS - full)} {share}"


def lot_progress(session: Session, lot: Lot, language: str, today: date) -> list[Markup]:
    """The lines about the hours of a lot awarded: bar, hours, what is planned and, when the hours owed will
    be missed, the sum that shows it. No line for a lot that owes nothing."""
    if not followed([lot]):
        return []
    totals = worked.lot_totals(session, lot.id or 0)
    lines = _done(totals, Decimal(lot.hours_owed or 0), language)
    if lot.state not in _LIVING:
        return lines
    return lines + _ahead(_pace(session, lot, totals), language, today)


def _done(totals: Totals, owed: Decimal, language: str) -> list[Markup]:
    said = N_("Declared: {declared} h of {owed} h owed, {validated} h of them validated")
    values = {
        "declared": hours_text(totals.declared, language),
        "owed": hours_text(owed, language),
        "validated": hours_text(totals.validated, language),
    }
    return [Markup("{}").format(bar(totals.declared, owed, language)), translate(language, said, **values)]


def _pace(session: Session, lot: Lot, totals: Totals) -> Pace:
    ends_on = hires.lot_end(session, lot)
    if ends_on is None:
        raise LookupError("a lot has a contract")
    planned = rules.planned(worked.contracts_of_lot(session, lot.id or 0), ends_on)
    return Pace(Decimal(lot.hours_owed or 0), totals.declared, planned, ends_on)


def _ahead(pace: Pace, language: str, today: date) -> list[Markup]:
    """What the contracts plan until the end of the lot; with the sum, where it is not enough."""
    until = formats.day(pace.ends_on, language)
    values = {
        name: hours_text(hours, language)
        for name, hours in (
            ("declared", pace.declared),
            ("planned", pace.planned),
            ("expected", pace.expected),
            ("owed", pace.owed),
            ("missing", pace.missing),
        )
    }
    if not pace.missing:
        said = N_("Planned by the contracts of work: {planned} h until {until}")
        return [translate(language, said, until=until, **values)]
    people = pace.people(today)
    lacking = N_(
        "⚠️ Declared {declared} h + planned {planned} h = {expected} h of {owed} h owed: {missing} h will be "
        "missing"
    )
    sentence = translate(language, lacking, **values)
    if people is None:
        over = N_("{sum}; the lot was to end on {until}.")
        return [translate(language, over, sum=sentence, until=until)]
    about = translate_plural(
        language,
        "{sum}, that is about {n} person at full time until {until}.",
        "{sum}, that is about {n} people at full time until {until}.",
        people,
        sum=sentence,
        until=until,
    )
    return [about]


def lots_text(session: Session, lot_ids: Sequence[int], language: str, today: date) -> Markup:
    """The progress of the first of these lots, each under its name; empty where none owes hours."""
    parts: list[Markup] = []
    for lot_id in lot_ids:
        lot, named = lots.get(session, lot_id), held.named(session, lot_id)
        lines = [] if lot is None else lot_progress(session, lot, language, today)
        if lines and named is not None and len(parts) < MOST_LOTS:
            name = f"{named.reference} · {cut(named.number, 20)} · {cut(named.title, 60)}"
            parts.append(_LINE.join([Markup("<b>{}</b>").format(name), *lines]))
    return Markup("\n\n").join(parts)


def totals_lines(session: Session, known: Sequence[Lot], language: str) -> list[Markup]:
    """The hours of all the lots of a contract together; none where no lot owes any."""
    counted = followed(known)
    if not counted:
        return []
    found = worked.totals(session, [lot.id or 0 for lot in counted]).values()
    declared = sum((one.declared for one in found), Decimal())
    validated = sum((one.validated for one in found), Decimal())
    owed = Decimal(sum(lot.hours_owed or 0 for lot in counted))
    return _done(Totals(declared, validated), owed, language)


def progress_card(
    session: Session, procurement: Procurement, known: Sequence[Lot], page: int, language: str, today: date
) -> Card:
    """The hours of a contract: together, then lot by lot, a page at a time."""
    counted = followed(known)
    shown = counted[page * SIZE : (page + 1) * SIZE]
    title = Markup("<b>{}</b> · {}").format(procurement.reference, cut(procurement.title, 150))
    blocks = [_LINE.join([title, *totals_lines(session, counted, language)])]
    for lot in shown:
        name = Markup("<b>{}</b> · {}").format(cut(lot.number, 20), cut(lot.title, 60))
        blocks.append(_LINE.join([name, *lot_progress(session, lot, language, today)]))
    first = f"progress-page:{procurement.id}:0" if page else None
    more = f"progress-page:{procurement.id}:{page + 1}" if len(counted) > (page + 1) * SIZE else None
    lots_button = Button(label(language, N_("Lots awarded")), f"lots:{procurement.id}:0")
    return Card(Markup("\n\n").join(blocks), (*page_buttons(language, first, more), (lots_button,)))
