"""What people are told of an award and of what follows it."""

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard
from bot.dialogue.fitting import cut
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.turn import Turn
from bot.rules.siret import spaced
from bot.store import organisations
from bot.store.amendments import Terms
from bot.store.tables import Lot, Organisation, Procurement

GAP = Markup("\n\n")
LINE = Markup("\n")
MOST_LINES = 20
_LONGEST_TITLE = 200


def contract_line(turn: Turn, procurement: Procurement) -> Markup:
    """The reference of the contract, what it is for and whose it is."""
    buyer = organisations.get(turn.session, procurement.organisation_id).name
    title = cut(procurement.title, _LONGEST_TITLE)
    return Markup("<b>{}</b> · {} ({})").format(procurement.reference, title, cut(buyer, 100))


def lot_line(lot: Lot) -> str:
    """The number of a lot and its title, in a line."""
    return f"{cut(lot.number, 20)} · {cut(lot.title, 60)}"


def invitation_text(company: Organisation, link: str, language: str) -> Markup:
    """The link that lets a company's first person in, for PLIE staff to hand on."""
    ask = N_(
        "Nobody of {company} has access to Clausette yet. Send this link to the company: it works once, for "
        "72 hours.\n{link}"
    )
    return translate(language, ask, company=cut(company.name, 120), link=link)


def link_to(turn: Turn, token: str) -> str:
    """The link an invitation is accepted by."""
    return f"https://t.me/{turn.bot_name}?start={token}"


def recorded_card(
    turn: Turn, procurement: Procurement, lots: Sequence[Lot], language: str, *, corrected: bool
) -> Card:
    """What a facilitator is told when an award is recorded or corrected."""
    said = (
        N_("{name} ({organisation}) corrected the award of a contract:")
        if corrected
        else N_("{name} ({organisation}) recorded the award of a contract:")
    )
    me = turn.me
    head = translate(language, said, name=me.name, organisation=cut(me.organisation, 100))
    parts = [Markup("🏗 ") + head, contract_line(turn, procurement), *award_lines(turn, lots, language)]
    return Card(GAP.join(parts), lots_keyboard(procurement, lots, language))


def award_lines(turn: Turn, lots: Sequence[Lot], language: str) -> list[Markup]:
    """The lots with amount and hours, then who got them and when."""
    supplier = organisations.get(turn.session, lots[0].supplier_id or 0)
    got = N_("Supplier: <b>{company}</b>, on {day}")
    day = "–" if lots[0].awarded_on is None else formats.day(lots[0].awarded_on, language)
    lines = [translate(language, got, company=cut(supplier.name, 120), day=day)]
    if supplier.siret:
        lines.append(translate(language, N_("SIRET: {siret}"), siret=spaced(supplier.siret)))
    return [LINE.join(_priced(lots, language)), LINE.join(lines)]


def _priced(lots: Sequence[Lot], language: str) -> list[Markup]:
    lines = [
        translate(
            language,
            N_("Lot {lot}: {amount}, {hours} h"),
            lot=lot_line(lot),
            amount=formats.money(Decimal(lot.awarded_amount or 0), language),
            hours=formats.number(lot.hours_owed or 0, language),
        )
        for lot in lots[:MOST_LINES]
    ]
    return lines + _more(len(lots) - MOST_LINES, language)


def _more(count: int, language: str) -> list[Markup]:
    if count <= 0:
        return []
    return [translate_plural(language, "… and {n} more lot", "… and {n} more lots", count)]


def lots_keyboard(procurement: Procurement, lots: Sequence[Lot], language: str) -> Keyboard:
    """The way to the lot, or to the lots awarded."""
    if len(lots) == 1:
        return ((Button(label(language, N_("See the lot")), f"lot:{lots[0].id}"),),)
    return ((Button(label(language, N_("Lots awarded")), f"lots:{procurement.id}:0"),),)


def supplier_card(
    turn: Turn, procurement: Procurement, lots: Sequence[Lot], language: str, *, corrected: bool
) -> Card:
    """What the people of the company are told: what it got, the hours it owes, and what to do next."""
    said = (
        N_("The award of lots to your company was corrected:")
        if corrected
        else N_("Your company has been awarded:")
    )
    hours = sum(lot.hours_owed or 0 for lot in lots)
    owed = translate_plural(
        language,
        "The clause asks for {n} hour of insertion.",
        "The clause asks for {hours} hours of insertion.",
        hours,
        hours=formats.number(hours, language),
    )
    todo = translate(
        language,
        N_("Tell the PLIE which positions you open: it looks for candidates. /offre declares them."),
    )
    text = [
        translate(language, said),
        contract_line(turn, procurement),
        *award_lines(turn, lots, language)[:1],
        owed,
        todo,
    ]
    declare = (Button(label(language, N_("Post a job offer")), "go:offre"),)
    return Card(GAP.join(text), (declare, *lots_keyboard(procurement, lots, language)))


def lost_card(turn: Turn, procurement: Procurement, lots: Sequence[Lot], language: str) -> Card:
    """What the people of a company are told when an award recorded for it by mistake is corrected."""
    said = N_("The award of these lots was recorded for your company by mistake and has been corrected:")
    lines = [translate(language, N_("Lot {lot}"), lot=lot_line(lot)) for lot in lots[:MOST_LINES]]
    lines += _more(len(lots) - MOST_LINES, language)
    return Card(
        GAP.join([translate(language, said), contract_line(turn, procurement), LINE.join(lines)]),
    )


def lot_told_card(
    turn: Turn, procurement: Procurement, lot: Lot, facts: Sequence[Markup], language: str
) -> Card:
    """Something told about one lot, with the way to it."""
    head = Markup("{}\n{}").format(
        contract_line(turn, procurement), translate(language, N_("Lot {lot}"), lot=lot_line(lot))
    )
    return Card(GAP.join([head, LINE.join(facts)]), lots_keyboard(procurement, [lot], language))


def kicked_off_card(turn: Turn, procurement: Procurement, lot: Lot, language: str) -> Card:
    """What a colleague is told when the kick-off with the supplier was held."""
    day = "–" if lot.kicked_off_on is None else formats.day(lot.kicked_off_on, language)
    said = translate(language, N_("{name} logged the kick-off, held on {day}."), name=turn.me.name, day=day)
    return lot_told_card(turn, procurement, lot, [said], language)


def amended_card(
    turn: Turn,
    procurement: Procurement,
    lot: Lot,
    change: tuple[Terms, Terms],
    language: str,
    *,
    removed: bool = False,
) -> Card:
    """What the facilitator is told of an amendment, recorded or removed: each term before → after."""
    recorded = N_("{name} ({organisation}) recorded an amendment:")
    who = N_("{name} ({organisation}) removed an amendment recorded by mistake:") if removed else recorded
    head = translate(language, who, name=turn.me.name, organisation=cut(turn.me.organisation, 100))
    return lot_told_card(turn, procurement, lot, [head, *term_changes(*change, language)], language)


def term_changes(before: Terms, after: Terms, language: str) -> list[Markup]:
    """The terms that differ, before → after."""
    lines = []
    if before.amount != after.amount:
        values = {
            "before": _amount(before.amount, language),
            "after": _amount(after.amount, language),
        }
        lines.append(translate(language, N_("Amount: {before} → {after}"), **values))
    if before.months != after.months:
        values = {
            "before": _months(before.months, language),
            "after": _months(after.months, language),
        }
        lines.append(translate(language, N_("Duration: {before} → {after}"), **values))
    return lines


def _amount(value: Decimal | None, language: str) -> str:
    return "–" if value is None else formats.money(value, language)


def _months(value: Decimal | None, language: str) -> str:
    return "–" if value is None else formats.months(value, language)


def hours_changed_card(turn: Turn, procurement: Procurement, lot: Lot, before: int, language: str) -> Card:
    """What the buyer and the supplier are told when the hours of a lot follow its amount."""
    said = translate(
        language,
        N_("Hours of insertion after the amendment: {before} h → {after} h"),
        before=formats.number(before, language),
        after=formats.number(lot.hours_owed or 0, language),
    )
    return lot_told_card(turn, procurement, lot, [said], language)
