"""Cards of the review: what a facilitator decides lot by lot, and the advice it makes."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.words import REASONS
from bot.rules.hours import Caution, Terms, Trade, trade_of, warnings, worth_grouping
from bot.rules.lifecycle import REVIEWABLE, LotState
from bot.store import lots, parameters
from bot.store.database import Session
from bot.store.lots import Decision, decision
from bot.store.tables import Lot, Procurement, Reason

_GAP = Markup("\n\n")
OVER = N_("The notice of this lot is published, or it has ended: its review is over.")
ANSWERED = N_("The buyer has answered already. A new advice asks them again.")
_SENT = N_("The advice is sent. Tap a lot to review it again.")
_WITHOUT = frozenset({LotState.DECLINED, LotState.CANCELLED})
_CAUTIONS = {
    Caution.FEW_HOURS: N_("⚠️ Under {least} h: group lots, or do without the clause."),
    Caution.SHORT: N_("⚠️ Under {least}, a clause is rarely workable."),
}
_TERMS = {
    "amount": N_("Change: amount"),
    "share": N_("Change: labour share"),
    "rate": N_("Change: effort rate"),
    "cost": N_("Change: hourly cost"),
    "hours": N_("Change: hours"),
}


def proposal(session: Session, procurement: Procurement, lot: Lot) -> Decision:
    """What is decided of the lot, its missing terms filled with the defaults; supplies have no labour
    share."""
    decided = decision(lot)
    figures = parameters.every(session)
    trade = trade_of(lot.title, procurement.category)
    share = None if trade is Trade.SUPPLIES else figures[f"labour_share_{trade}"]
    return replace(
        decided,
        labour_share=share if decided.labour_share is None else decided.labour_share,
        effort_rate=figures["effort_rate"] if decided.effort_rate is None else decided.effort_rate,
        hourly_cost=figures["hourly_cost"] if decided.hourly_cost is None else decided.hourly_cost,
    )


def terms_of(decided: Decision) -> Terms | None:
    """The four terms, where all are known. Raises ValueError when they make no hours."""
    known = (decided.amount, decided.labour_share, decided.effort_rate, decided.hourly_cost)
    values = [value for value in known if value is not None]
    return Terms(*values) if len(values) == len(known) else None


def review_card(session: Session, procurement: Procurement, language: str, page: int = 0) -> Card:
    """The lots of a procurement, what was decided of each, and the button that sends the advice."""
    known = lots.of(session, procurement.id or 0)
    title = Markup("<b>{}</b> · {}").format(procurement.reference, cut(procurement.title, 300))
    sent = not any(lot.verdict for lot in known) and any(lot.advised_at for lot in known)
    ask = _SENT if sent else N_("Which lots can carry the clause? Tap a lot to decide.")
    text = [title, translate(language, ask), *grouping(session, known, language)]
    shown = known[page * SIZE : (page + 1) * SIZE]
    rows = [(Button(lot_line(lot, language), f"review-lot:{lot.id}"),) for lot in shown]
    send = Button(label(language, N_("Send the advice")), f"send-advice:{procurement.id}")
    ready = [(send,)] if can_send(known) else []
    first = f"review:{procurement.id}:0" if page else None
    following = f"review:{procurement.id}:{page + 1}" if len(known) > (page + 1) * SIZE else None
    back = Button(label(language, N_("Back to the contract")), f"procurement:{procurement.id}")
    return Card(_GAP.join(text), (*rows, *page_buttons(language, first, following), *ready, (back,)))


def can_send(known: Sequence[Lot]) -> bool:
    """Whether something was decided since the last advice, and no announced lot is left undecided."""
    here = [lot for lot in known if lot.state in REVIEWABLE]
    undecided = any(lot.state == LotState.ANNOUNCED and lot.verdict is None for lot in here)
    new = [decision(lot) for lot in here if lot.verdict is not None]
    return bool(new) and not undecided and all(not one.suits or one.hours_owed is not None for one in new)


def lot_line(lot: Lot, language: str) -> str:
    """A lot and what was decided of it, as a button says it."""
    return cut(f"{_mark(lot, language)} {lot.number} · {lot.title}", MAX_LABEL)


def _mark(lot: Lot, language: str) -> str:
    decided = decision(lot)
    if decided.verdict is None and lot.state == LotState.ANNOUNCED:
        return "▫️"
    if decided.verdict == LotState.UNSUITABLE or lot.state in _WITHOUT:
        return "✗"
    hours = decided.hours_owed
    return "✓" if hours is None else f"✓ {formats.number(hours, language)}\u00a0h ·"


def grouping(session: Session, known: Sequence[Lot], language: str) -> list[Markup]:
    """The proposal to group lots that are too small alone."""
    least = int(parameters.get(session, "least_hours"))
    meant = {lot.id or 0: (lot, decision(lot)) for lot in known if lot.state in REVIEWABLE}
    owed = {number: one.hours_owed or 0 for number, (_, one) in meant.items() if one.suits}
    small = worth_grouping(list(owed.items()), least)
    if not small:
        return []
    numbers = ", ".join(cut(meant[number][0].number, 20) for number in small)
    total = formats.number(sum(owed[number] for number in small), language)
    text = N_("💡 Lots {numbers}: too few hours each, but {total} h together. Grouping them may be proposed.")
    return [translate(language, text, numbers=cut(numbers, 300), total=total)]


def review_lot_card(session: Session, procurement: Procurement, lot: Lot, language: str) -> Card:
    """One lot under review: the decision, or the two buttons to take it."""
    head = lot_head(procurement, lot, language)
    decided = decision(lot)
    if lot.state not in REVIEWABLE:
        over = translate(language, OVER)
        return Card(_GAP.join([head, over]), _back(procurement, language))
    notes = [translate(language, ANSWERED)] if lot.state in (LotState.CONFIRMED, LotState.DECLINED) else []
    if decided.suits:
        lines = suitable_lines(session, procurement, lot, decided, language)
        return Card(
            _GAP.join([head, *notes, *lines]), _suitable_keyboard(procurement, lot, decided, language)
        )
    if decided.verdict == LotState.UNSUITABLE:
        reason = translate(language, REASONS[decided.reason or Reason.OTHER])
        said = translate(language, N_("Not suitable: {reason}."), reason=reason)
        return Card(_GAP.join([head, *notes, said]), _decide(procurement, lot, language))
    return Card(_GAP.join([head, _amount(lot, language)]), _decide(procurement, lot, language))


def lot_head(procurement: Procurement, lot: Lot, language: str) -> Markup:
    """The reference of the procurement, the number of the lot and its title."""
    number = translate(language, N_("Lot {number}"), number=cut(lot.number, 20))
    return Markup("<b>{}</b> · {}\n{}").format(procurement.reference, number, cut(lot.title, 300))


def suitable_lines(
    session: Session, procurement: Procurement, lot: Lot, decided: Decision, language: str
) -> list[Markup]:
    """The hours of a suitable lot as a sentence, the warnings, and urban renewal."""
    lines = [hours_sentence(decided, language)]
    figures = parameters.every(session)
    least = {
        Caution.FEW_HOURS: formats.number(figures["least_hours"], language),
        Caution.SHORT: formats.months(figures["least_months"], language),
    }
    found = cautions(session, procurement, decided)
    lines += [translate(language, _CAUTIONS[caution], least=least[caution]) for caution in found]
    if decided.urban_renewal:
        lines.append(translate(language, N_("Urban renewal: for residents of priority districts.")))
    return lines


def cautions(session: Session, procurement: Procurement, decided: Decision) -> tuple[Caution, ...]:
    """What speaks against a clause on a lot: too few hours, too short a contract."""
    figures = parameters.every(session)
    least_hours = int(figures["least_hours"])
    return warnings(decided.hours_owed, procurement.months, least_hours, figures["least_months"])


def hours_sentence(decided: Decision, language: str) -> Markup:
    """The formula of the hours with its terms, and what was set instead, if anything was."""
    terms = terms_of(decided)
    hours = None if decided.hours_owed is None else formats.number(decided.hours_owed, language)
    if terms is None:
        if hours is None:
            unknown = N_("The hours cannot be computed: give the amount, or the hours themselves.")
            return translate(language, unknown)
        return translate(language, N_("Hours set: <b>{hours} h</b>."), hours=hours)
    computed = formats.number(terms.hours(), language)
    formula = translate(
        language,
        N_("{amount} × {share} of labour × {rate} of effort ÷ {cost} an hour = <b>{hours} h</b>"),
        amount=formats.money(terms.amount, language),
        share=formats.percent(terms.labour_share, language),
        rate=formats.percent(terms.effort_rate, language),
        cost=formats.money(terms.hourly_cost, language),
        hours=computed,
    )
    if hours is None or hours == computed:
        return formula
    return formula + "\n" + translate(language, N_("Hours set instead: <b>{hours} h</b>."), hours=hours)


def _amount(lot: Lot, language: str) -> Markup:
    if lot.amount is None:
        return translate(language, N_("Amount: not known"))
    return translate(language, N_("Amount: {amount} excl. VAT"), amount=formats.money(lot.amount, language))


def _decide(procurement: Procurement, lot: Lot, language: str) -> Keyboard:
    suit = Button(label(language, N_("Suitable")), f"suit:{lot.id}")
    unsuit = Button(label(language, N_("Not suitable")), f"unsuit:{lot.id}")
    return ((suit, unsuit), *_back(procurement, language))


def _suitable_keyboard(procurement: Procurement, lot: Lot, decided: Decision, language: str) -> Keyboard:
    terms = [Button(label(language, text), f"term:{term}:{lot.id}") for term, text in _TERMS.items()]
    renewal = N_("Urban renewal: yes") if decided.urban_renewal else N_("Urban renewal: no")
    wanted = "no" if decided.urban_renewal else "yes"
    unsuit = Button(label(language, N_("Not suitable")), f"unsuit:{lot.id}")
    return (
        *rows_of([*terms, Button(label(language, renewal), f"renewal:{wanted}:{lot.id}")]),
        (unsuit,),
        *_back(procurement, language),
    )


def _back(procurement: Procurement, language: str) -> Keyboard:
    return ((Button(label(language, N_("Back to the lots")), f"review:{procurement.id}:0"),),)


def reasons_card(lot: Lot, language: str) -> Card:
    """Why a lot is not suitable: a closed list."""
    rows = [(Button(label(language, text), f"because:{code}:{lot.id}"),) for code, text in REASONS.items()]
    back = Button(label(language, N_("Back")), f"review-lot:{lot.id}")
    ask = translate(language, N_("Why is lot {number} not suitable?"), number=cut(lot.number, 20))
    return Card(ask, (*rows, (back,)))
