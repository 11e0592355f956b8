"""Cards of the advice: what the PLIE says of each lot, and what the buyer answers."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard
from bot.dialogue.contracts.review import cautions, grouping, lot_head, suitable_lines
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.words import GROUNDS, REASONS
from bot.rules.lifecycle import LotState, Move, sources
from bot.store import lots
from bot.store.database import Session
from bot.store.lots import advised
from bot.store.tables import Lot, Procurement, Reason

_GAP = Markup("\n\n")
MOST_LINES = 20
_ANSWERS = {
    LotState.CONFIRMED: N_("retained"),
    LotState.DECLINED: N_("not retained"),
    LotState.PUBLISHED: N_("published"),
    LotState.AWARDED: N_("awarded"),
    LotState.RUNNING: N_("running"),
    LotState.COMPLETED: N_("completed"),
}
_WITHOUT = frozenset({LotState.DECLINED, LotState.CANCELLED})


def advice_card(
    session: Session, procurement: Procurement, language: str, page: int = 0, *, staff: bool = False
) -> Card:
    """The PLIE's advice on every lot with what was answered so far, and the buttons to answer; PLIE staff may
    answer for the buyer."""
    known = [lot for lot in lots.of(session, procurement.id or 0) if lot.advised_at is not None]
    heading = N_("Advice of the PLIE on <b>{reference}</b> · {title}")
    head = translate(language, heading, reference=procurement.reference, title=cut(procurement.title, 300))
    shown = known[page * SIZE : (page + 1) * SIZE]
    lines = [_line(lot, language) + _marks(session, procurement, lot, language) for lot in shown]
    waiting = [lot for lot in known if lot.state == LotState.SUITABLE]
    text = [head, Markup("\n").join(lines)]
    if len(waiting) == 1 and len(known) == 1:
        text += suitable_lines(session, procurement, waiting[0], advised(waiting[0]), language)
    text += grouping(session, known, language) if len(waiting) > 1 else []
    text.append(translate(language, _ask(waiting, known, staff=staff)))
    return Card(_GAP.join(text), _keyboard(procurement, known, shown, page, language))


def _marks(session: Session, procurement: Procurement, lot: Lot, language: str) -> Markup:
    """What to know of a lot that waits for its answer: too few hours, too short, urban renewal."""
    if lot.state != LotState.SUITABLE:
        return Markup()
    marks = [Markup(" ⚠️")] if cautions(session, procurement, advised(lot)) else []
    if lot.urban_renewal:
        marks.append(translate(language, N_(" (urban renewal)")))
    return Markup().join(marks)


def _ask(waiting: Sequence[Lot], known: Sequence[Lot], *, staff: bool) -> str:
    if staff:
        return N_("The buyer’s answer is awaited.") if waiting else N_("The buyer has answered.")
    if waiting:
        return N_("Do you retain the clause?")
    if any(lot.state == LotState.CONFIRMED for lot in known):
        return N_("Thank you: everything is answered. The wording for your documents is one tap away.")
    return N_("Nothing waits for your answer.")


def _line(lot: Lot, language: str) -> Markup:
    name = Markup("{} · {}").format(cut(lot.number, 20), cut(lot.title, 100))
    if lot.state == LotState.UNSUITABLE:
        reason = translate(language, REASONS[lot.reason or Reason.OTHER])
        return translate(language, N_("✗ {lot}: not suitable ({reason})"), lot=name, reason=reason)
    if lot.state == LotState.CANCELLED:
        return translate(language, N_("✗ {lot}: cancelled"), lot=name)
    hours = formats.number(lot.hours_owed or 0, language)
    if lot.state in _ANSWERS:
        answer = translate(language, _ANSWERS[LotState(lot.state)])
        mark = "✗" if lot.state in _WITHOUT else "✓"
        said = N_("{mark} {lot}: {hours} h, {answer}")
        return translate(language, said, mark=mark, lot=name, hours=hours, answer=answer)
    return translate(language, N_("▫️ {lot}: suitable, {hours} h"), lot=name, hours=hours)


def _keyboard(
    procurement: Procurement, known: Sequence[Lot], shown: Sequence[Lot], page: int, language: str
) -> Keyboard:
    answerable = [lot for lot in known if lot.state in sources(Move.CONFIRM) | sources(Move.DECLINE)]
    words = (Button(label(language, N_("Wording of the clause")), f"clause:{procurement.id}"),)
    back = (Button(label(language, N_("Back to the contract")), f"procurement:{procurement.id}"),)
    ends = (words, back) if any(lot.state == LotState.CONFIRMED for lot in known) else (back,)
    if len(known) == 1:
        return (*(answer_buttons(known[0], language) if answerable else ()), *ends)
    rows = [
        (Button(cut(f"{lot.number} · {lot.title}", MAX_LABEL), f"advice-lot:{lot.id}"),)
        for lot in shown
        if lot in answerable
    ]
    first = f"advice:{procurement.id}:0" if page else None
    following = f"advice:{procurement.id}:{page + 1}" if len(known) > (page + 1) * SIZE else None
    everything = (Button(label(language, N_("I retain them all")), f"retain-all:{procurement.id}"),)
    several = (everything,) if sum(lot.state == LotState.SUITABLE for lot in known) > 1 else ()
    return (*several, *rows, *page_buttons(language, first, following), *ends)


def advice_lot_card(session: Session, procurement: Procurement, lot: Lot, language: str) -> Card:
    """One lot of the advice: how its hours are made, and the three answers."""
    text = [lot_head(procurement, lot, language), _line(lot, language)]
    if lot.state == LotState.SUITABLE:
        text += suitable_lines(session, procurement, lot, advised(lot), language)
    back = (Button(label(language, N_("Back to the advice")), f"advice:{procurement.id}:0"),)
    return Card(_GAP.join(text), (*answer_buttons(lot, language), back))


def answer_buttons(lot: Lot, language: str) -> Keyboard:
    """What can be answered for a lot as it is now."""
    retain = Button(label(language, N_("I retain it")), f"retain:{lot.id}")
    discuss = Button(label(language, N_("Let us talk about it")), f"discuss:{lot.id}")
    decline = Button(label(language, N_("I do not retain it")), f"decline:{lot.id}")
    possible = ((retain, Move.CONFIRM), (discuss, Move.DISCUSS), (decline, Move.DECLINE))
    return tuple((button,) for button, move in possible if lot.state in sources(move))


def grounds_card(procurement: Procurement, lot: Lot, language: str) -> Card:
    """Above the EU threshold going without the clause needs its ground: the closed list of the code."""
    ask = N_(
        "Above the European threshold, article L2112-2-1 of the public procurement code asks for the ground. "
        "Which one is it?"
    )
    rows = [
        (Button(cut(label(language, text), MAX_LABEL), f"ground:{code}:{lot.id}"),)
        for code, text in GROUNDS.items()
    ]
    back = (Button(label(language, N_("Back")), f"advice-lot:{lot.id}"),)
    return Card(_GAP.join([lot_head(procurement, lot, language), translate(language, ask)]), (*rows, back))


def answered_card(procurement: Procurement, answered: Sequence[Lot], name: str, language: str) -> Card:
    """What the facilitator is told when a buyer answered."""
    heading = N_("{name} answered your advice on <b>{reference}</b> ({title}):")
    values = {"name": name, "reference": procurement.reference, "title": cut(procurement.title, 300)}
    lines = [_line(lot, language) for lot in answered[:MOST_LINES]]
    if len(answered) > MOST_LINES:
        lines.append(Markup("…"))
    grounds = {lot.reason for lot in answered if lot.state == LotState.DECLINED and lot.reason in GROUNDS}
    lines += [
        translate(language, N_("Ground: {ground}."), ground=translate(language, GROUNDS[code]))
        for code in grounds
        if code
    ]
    open_it = (Button(label(language, N_("Open the contract")), f"procurement:{procurement.id}"),)
    return Card(_GAP.join([translate(language, heading, **values), Markup("\n").join(lines)]), (open_it,))
