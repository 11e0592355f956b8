"""The lots awarded: their list, their card, and the closing report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, rows_of
from bot.dialogue.contracts.awards import GAP, LINE, contract_line, lot_line
from bot.dialogue.contracts.review import lot_head, proposal, terms_of
from bot.dialogue.fitting import MAX_LABEL, cut, folded, seen, units
from bot.dialogue.journey.hours.progress import lot_progress
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.turn import Turn
from bot.dialogue.words import STATES
from bot.rules.lifecycle import LotState, Move, sources
from bot.rules.siret import spaced
from bot.store import amendments, history, notes, organisations, people
from bot.store.database import Session
from bot.store.history import Subject
from bot.store.tables import Amendment, Lot, Procurement

HELD = frozenset({LotState.AWARDED, LotState.RUNNING, LotState.COMPLETED})
_MOST_AMENDMENTS = 10
_MOST_NOTES = 3
_LONGEST_NOTE = 300
_REPORT = 3200


class Eye(StrEnum):
    """Who looks at an awarded lot."""

    STAFF = "staff"
    BUYER = "buyer"
    SUPPLIER = "supplier"


def lots_card(procurement: Procurement, held: Sequence[Lot], language: str, page: int, eye: Eye) -> Card:
    """A page of the lots awarded that this person may see, a button each."""
    shown = held[page * SIZE : (page + 1) * SIZE]
    rows = [(Button(_button(lot, language), f"lot:{lot.id}"),) for lot in shown]
    first = f"lots:{procurement.id}:0" if page else None
    following = f"lots:{procurement.id}:{page + 1}" if len(held) > (page + 1) * SIZE else None
    title = cut(procurement.title, 300)
    text = Markup("<b>{}</b> · {}").format(procurement.reference, title)
    ask = translate(language, N_("Lots awarded. Tap one to see it."))
    back = [] if eye is Eye.SUPPLIER else [(_open(procurement, language),)]
    return Card(GAP.join([text, ask]), (*rows, *page_buttons(language, first, following), *back))


def _button(lot: Lot, language: str) -> str:
    state = label(language, STATES[LotState(lot.state)])
    return cut(f"{cut(lot.number, 12)} · {cut(lot.title, 34)} · {state}", MAX_LABEL)


def _open(procurement: Procurement, language: str) -> Button:
    return Button(label(language, N_("Back to the contract")), f"procurement:{procurement.id}")


def lot_card(
    session: Session,
    procurement: Procurement,
    lot: Lot,
    language: str,
    eye: Eye,
    *,
    today: date | None = None,
) -> Card:
    """A lot awarded as things are now, with what this person can do of it; how far its hours are, where the
    day is said."""
    made = amendments.of(session, lot.id or 0)
    followed = made or history.any_of(session, Subject("lot", lot.id or 0), "hours_owed")
    new_hours = hours_now(session, procurement, lot) if followed else None
    parts = [
        lot_head(procurement, lot, language),
        LINE.join(_facts(session, procurement, lot, language)),
        *_progress(session, lot, language, today),
        *_history(made, language),
        *_hours_line(new_hours, lot, language, eye),
        *(_notes(session, lot, language) if eye is Eye.STAFF else []),
    ]
    buttons = _buttons(session, procurement, lot, new_hours, language, eye, amended=bool(made))
    return Card(GAP.join(parts), rows_of(buttons))


def _progress(session: Session, lot: Lot, language: str, today: date | None) -> list[Markup]:
    lines = [] if today is None else lot_progress(session, lot, language, today)
    return [LINE.join(lines)] if lines else []


def _facts(session: Session, procurement: Procurement, lot: Lot, language: str) -> list[Markup]:
    supplier = organisations.get(session, lot.supplier_id or 0)
    state, hours = STATES[LotState(lot.state)], formats.number(lot.hours_owed or 0, language)
    lines = [
        translate(language, N_("State: {state}"), state=label(language, state)),
        translate(language, N_("Hours of insertion: {hours} h"), hours=hours),
        translate(language, N_("Supplier: <b>{company}</b>"), company=cut(supplier.name, 120)),
    ]
    if supplier.siret:
        lines.append(translate(language, N_("SIRET: {siret}"), siret=spaced(supplier.siret)))
    return lines + _terms(session, procurement, lot, language) + _dates(lot, language)


def _terms(session: Session, procurement: Procurement, lot: Lot, language: str) -> list[Markup]:
    """Amount and duration at the award, and now where an amendment changed them."""
    first, now = amendments.initial(procurement, lot), amendments.current(session, procurement, lot)
    amount, months = first.amount or Decimal(0), first.months or Decimal(0)
    values = {"amount": formats.money(amount, language), "months": formats.months(months, language)}
    lines = [translate(language, N_("Amount at the award: {amount} excl. VAT"), amount=values["amount"])]
    if now.amount is not None and now.amount != first.amount:
        present = formats.money(now.amount, language)
        lines.append(translate(language, N_("Amount now: {amount} excl. VAT"), amount=present))
    lines.append(translate(language, N_("Duration: {months}"), months=values["months"]))
    if now.months is not None and now.months != first.months:
        present = formats.months(now.months, language)
        lines.append(translate(language, N_("Duration now: {months}"), months=present))
    return lines


def _dates(lot: Lot, language: str) -> list[Markup]:
    dated = (
        (N_("Awarded on {day}"), lot.awarded_on),
        (N_("Kick-off on {day}"), lot.kicked_off_on),
        (N_("Completed on {day}"), lot.completed_on),
        (N_("Cancelled on {day}"), lot.cancelled_on),
    )
    return [translate(language, msgid, day=formats.day(day, language)) for msgid, day in dated if day]


def _history(made: Sequence[Amendment], language: str) -> list[Markup]:
    if not made:
        return []
    shown = made[-_MOST_AMENDMENTS:]
    lines = [amendment_line(one, language) for one in shown]
    if len(made) > len(shown):
        lines.insert(0, "…")
    return [LINE.join([translate(language, N_("Amendments:")), folded("\n".join(lines))])]


def amendment_line(one: Amendment, language: str) -> str:
    """An amendment as plain text: when, and the terms it set."""
    terms = []
    if one.amount is not None:
        terms.append(formats.money(Decimal(one.amount), language))
    if one.months is not None:
        terms.append(formats.months(Decimal(one.months), language))
    return f"{formats.day(one.signed_on, language)} · {' · '.join(terms)}"


def hours_now(session: Session, procurement: Procurement, lot: Lot) -> int | None:
    """The hours that the amount as it is now would make with the lot's own terms; None when they cannot be
    computed."""
    amount = amendments.current(session, procurement, lot).amount
    terms = terms_of(replace(proposal(session, procurement, lot), amount=amount))
    return None if terms is None else terms.hours()


def _hours_line(hours: int | None, lot: Lot, language: str, eye: Eye) -> list[Markup]:
    if hours is None or hours == lot.hours_owed or eye is Eye.SUPPLIER or lot.state not in _CHANGING:
        return []
    said = N_("💡 With the amount as it is now, the clause would ask for {hours} h instead of {owed} h.")
    numbers = {
        "hours": formats.number(hours, language),
        "owed": formats.number(lot.hours_owed or 0, language),
    }
    return [translate(language, said, **numbers)]


_CHANGING = sources(Move.AMEND)


def _notes(session: Session, lot: Lot, language: str) -> list[Markup]:
    written = notes.of(session, "lot", lot.id or 0, _MOST_NOTES)
    if not written:
        return []
    lines = [folded(cut(one.text, _LONGEST_NOTE)) for one in written]
    return [LINE.join([translate(language, N_("Notes, newest first:")), *lines])]


def _buttons(
    session: Session,
    procurement: Procurement,
    lot: Lot,
    hours: int | None,
    language: str,
    eye: Eye,
    *,
    amended: bool,
) -> list[Button]:
    """What can be done with the lot as it is now; rights are asked again when it is done."""
    staff, ours, state, number = eye is Eye.STAFF, eye is not Eye.SUPPLIER, lot.state, lot.id
    follows = staff and state in _CHANGING and hours is not None and hours != lot.hours_owed
    alone = staff and state in HELD and not people.of_organisation(session, lot.supplier_id or 0)
    offered = (
        (staff and state in sources(Move.RUN), N_("Log the kick-off"), f"kick-off:{number}"),
        (ours and state in _CHANGING, N_("Record an amendment"), f"amend:{number}"),
        (
            ours and amended and state in _CHANGING,
            N_("Remove the last amendment"),
            f"remove-amendment:{number}",
        ),
        (follows, N_("Update the hours: {hours} h"), f"update-hours:{hours}:{number}"),
        (staff and state in sources(Move.COMPLETE), N_("Complete the lot"), f"complete:{number}"),
        (
            ours and not amended and state == LotState.AWARDED,
            N_("Correct the award"),
            f"correct-award:{number}",
        ),
        (alone, N_("Invite the company"), f"invite-supplier:{number}"),
        (staff and state in HELD, N_("People at work"), f"placements-of-lot:{number}"),
        (staff and state in _CHANGING, N_("Share with SIAEs"), f"share-lot:{number}"),
        (not ours and state in _CHANGING, N_("Post a job offer"), "go:offre"),
        (True, N_("Lots awarded"), f"lots:{procurement.id}:0"),
        (ours, N_("Back to the contract"), f"procurement:{procurement.id}"),
    )
    shown = formats.number(hours or 0, language)
    return [Button(label(language, text, hours=shown), data) for wanted, text, data in offered if wanted]


def completing_card(procurement: Procurement, lot: Lot, language: str) -> Card:
    """Is the lot really over?"""
    ask = N_("Complete this lot? Nothing more can be recorded for it afterwards.")
    yes = Button(label(language, N_("Yes, complete it")), f"completed:{lot.id}")
    back = Button(label(language, N_("Back")), f"lot:{lot.id}")
    return Card(GAP.join([lot_head(procurement, lot, language), translate(language, ask)]), ((yes, back),))


def removing_card(procurement: Procurement, lot: Lot, last: Amendment, language: str) -> Card:
    """Was the amendment really recorded by mistake?"""
    ask = N_("Remove the amendment recorded last? It stays in the history of the lot.\n{amendment}")
    asked = translate(language, ask, amendment=amendment_line(last, language))
    yes = Button(label(language, N_("Yes, remove it")), f"amendment-removed:{last.id}:{lot.id}")
    back = Button(label(language, N_("Back")), f"lot:{lot.id}")
    return Card(GAP.join([lot_head(procurement, lot, language), asked]), ((yes, back),))


def closing_card(turn: Turn, procurement: Procurement, done: Sequence[Lot], language: str) -> Card:
    """The closing report: every lot completed, its supplier, hours, amounts, amendments and dates."""
    head = translate(language, N_("📋 Closing report: the lots of your contract are completed."))
    parts, room = [head, contract_line(turn, procurement)], _REPORT
    for lot in done:
        block = _report(turn.session, procurement, lot, language)
        room -= units(seen(block))
        if room < 0:
            break
        parts.append(block)
    left = len(done) - (len(parts) - 2)
    if left:
        parts.append(translate_plural(language, "… and {n} more lot", "… and {n} more lots", left))
    button = Button(label(language, N_("Lots awarded")), f"lots:{procurement.id}:0")
    return Card(GAP.join(parts), ((button,),))


def unread_card(turn: Turn, procurement: Procurement, done: Sequence[Lot], language: str) -> Card:
    """The closing report for PLIE staff to hand on, where nobody of the buyer can read it."""
    buyer = organisations.get(turn.session, procurement.organisation_id).name
    said = N_("Nobody of {buyer} has access: please hand them the report.")
    report = closing_card(turn, procurement, done, language)
    return Card(GAP.join([translate(language, said, buyer=cut(buyer, 100)), report.text]), report.keyboard)


def _report(session: Session, procurement: Procurement, lot: Lot, language: str) -> Markup:
    name = translate(language, N_("Lot {lot}"), lot=lot_line(lot))
    facts = _facts(session, procurement, lot, language)[1:]
    return LINE.join([Markup("<b>{}</b>").format(name), *facts, *_history(_made(session, lot), language)])


def _made(session: Session, lot: Lot) -> Sequence[Amendment]:
    return amendments.of(session, lot.id or 0)
