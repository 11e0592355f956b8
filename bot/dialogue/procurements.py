"""Cards and lists of procurements."""

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import cut, folded
from bot.dialogue.readers.when import When
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.words import CATEGORIES, STATES
from bot.rules.lifecycle import LotState, procurement_state
from bot.store import organisations, people, procurements
from bot.store.database import Session
from bot.store.procurements import identity
from bot.store.tables import Category, Lot, Procurement

MOST_LOTS = 20
LONGEST_COMMENT = 1200
_LINE = Markup("\n")


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
    text = _LINE.join(
        [
            Markup("<b>{}</b> · {}").format(procurement.reference, procurement.title),
            *_facts(session, procurement, language),
            *_lots(lots, language),
            _state(lots, language),
            *_examined(session, procurement, language),
            *_extras(session, procurement, language),
        ]
    )
    return Card(text, tuple((button,) for button in _buttons(session, procurement, language, staff=staff)))


def examined_card(procurement: Procurement, name: str, language: str) -> Card:
    """What a buyer is told when a facilitator takes their contract."""
    msgid = N_("{name}, of the PLIE, is examining {reference} ({title}) and will come back to you.")
    return Card(
        translate(language, msgid, name=name, reference=procurement.reference, title=procurement.title)
    )


def _facts(session: Session, procurement: Procurement, language: str) -> list[Markup]:
    buyer = organisations.get(session, procurement.organisation_id).name
    category = label(language, CATEGORIES[Category(procurement.category)])
    facts = [Markup("{} · {} · {}").format(buyer, category, procurement.commune)]
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
        return []
    lines = [f"{lot.number} · {cut(lot.title, 60)}{_amount(lot, language)}" for lot in lots[:MOST_LOTS]]
    if len(lots) > MOST_LOTS:
        more = len(lots) - MOST_LOTS
        lines.append(
            str(translate_plural(language, "… and {n} more lot", "… and {n} more lots", more).unescape())
        )
    return [translate(language, N_("Lots:")), folded("\n".join(lines))]


def _amount(lot: Lot, language: str) -> str:
    return "" if lot.amount is None else f" · {formats.money(lot.amount, language)}"


def _state(lots: Sequence[Lot], language: str) -> Markup:
    state = procurement_state(LotState(lot.state) for lot in lots)
    return translate(language, N_("State: {state}"), state=label(language, STATES[state]))


def _examined(session: Session, procurement: Procurement, language: str) -> list[Markup]:
    if procurement.examined_by is None:
        return []
    name = people.get(session, procurement.examined_by).name
    return [translate(language, N_("Examined by {name}"), name=name)]


def _extras(session: Session, procurement: Procurement, language: str) -> list[Markup]:
    comment = procurements.comment(session, procurement)
    return (
        []
        if comment is None
        else [translate(language, N_("Comment:")), folded(cut(comment, LONGEST_COMMENT))]
    )


def _buttons(session: Session, procurement: Procurement, language: str, *, staff: bool) -> list[Button]:
    number = identity(procurement)
    buttons = []
    if staff and procurement.examined_by is None:
        buttons.append(Button(label(language, N_("I examine it")), f"examine:{number}"))
    if procurements.documents(session, number):
        buttons.append(Button(label(language, N_("See the document")), f"document:{number}"))
    return buttons
