"""The award of a contract on a page: which lots, to whom, when, for how much; or that it is not known yet."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.actions import award, demand, postpone_award
from bot.dialogue.contracts.award_fields import Supplier
from bot.dialogue.contracts.awards import lot_line
from bot.dialogue.days import Happened
from bot.dialogue.field import Field
from bot.dialogue.fields import Money
from bot.dialogue.readers.when import When
from bot.dialogue.refusals import Refused
from bot.dialogue.siret import Siret
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import Move, sources
from bot.rules.policy import Action, Owner
from bot.store import awards, lots, procurements
from bot.store.tables import Lot, Procurement
from bot.web import controls, html
from bot.web.answers.purpose import Done, Gone, Purpose, Seen, View
from bot.web.posted import Posted
from bot.web.reading import Reader, context_of

NOT_YET = "not-yet"
_TITLE = N_("Award of {reference}")
_NOTHING_LEFT = N_("No lot of this contract waits for its award any more.")
_TYPED: Mapping[str, tuple[str, Field]] = {
    "supplier": (N_("Which company got them?"), Supplier()),
    "siret": (N_("What is its SIRET?"), Siret()),
    "day": (N_("On which day were they awarded?"), Happened()),
}
_AMOUNT = Money()
_LOTS = N_("Which lots have been awarded?")
_AMOUNT_OF = N_("Amount excl. VAT of lot {lot}")


def _show(turn: Turn, number: int, seen: Seen) -> View:
    procurement, language = _procurement(turn, number), turn.language
    waiting = _waiting(lots.of(turn.session, number))
    title = label(language, _TITLE, reference=procurement.reference)
    head = Markup("<p>{}</p>").format(procurement.title)
    if not waiting:
        return View(title, head + Markup("<p>{}</p>").format(translate(language, _NOTHING_LEFT)))
    parts = [*_lots(waiting, seen, language), *_about(seen, language)]
    send = html.button(label(language, N_("Record the award")))
    later = html.button(label(language, N_("Not awarded yet")), "answer", NOT_YET, other=True)
    return View(title, head + html.form(*parts, send, later), _named(waiting, language))


def _procurement(turn: Turn, number: int) -> Procurement:
    """The procurement, for who may award it. Raises Gone, Refused."""
    procurement = procurements.get(turn.session, number)
    if procurement is None:
        raise Gone
    demand(turn, Action.AWARD, Owner(procurement.organisation_id))
    return procurement


def _waiting(known: Sequence[Lot]) -> list[Lot]:
    return [lot for lot in known if lot.state in sources(Move.AWARD) and lot.supplier_id is None]


def _lots(waiting: Sequence[Lot], seen: Seen, language: str) -> list[Markup]:
    """The lots to choose from where there are several, then the amount of each."""
    options = {str(lot.id): lot_line(lot) for lot in waiting}
    ask, trouble = translate(language, _LOTS), seen.troubles.get("lots")
    choice = [controls.checks("lots", ask, options, seen.posted, trouble)] if len(waiting) > 1 else []
    return [*choice, *(_amount(lot, seen, language) for lot in waiting)]


def _amount(lot: Lot, seen: Seen, language: str) -> Markup:
    name = f"amount-{lot.id}"
    preset = "" if lot.amount is None else f"{Decimal(lot.amount).normalize():f} €"
    title, hint = translate(language, _AMOUNT_OF, lot=lot_line(lot)), translate(language, _AMOUNT.hint)
    return controls.text(name, title, seen.posted, seen.troubles.get(name), hint=hint, preset=preset)


def _about(seen: Seen, language: str) -> list[Markup]:
    found = []
    for name, (ask, kind) in _TYPED.items():
        title, hint = translate(language, ask), translate(language, kind.hint)
        shown = controls.optional(title, language) if name == "siret" else title
        found.append(controls.text(name, shown, seen.posted, seen.troubles.get(name), hint=hint))
    return found


def _named(waiting: Sequence[Lot], language: str) -> dict[str, Markup]:
    asked = {name: translate(language, ask) for name, (ask, _) in _TYPED.items()}
    amounts = {f"amount-{lot.id}": translate(language, _AMOUNT_OF, lot=lot_line(lot)) for lot in waiting}
    return {"lots": translate(language, _LOTS), **amounts, **asked}


def _answer(turn: Turn, number: int, sent: Posted) -> Done:
    procurement, language = _procurement(turn, number), turn.language
    if sent.one("answer") == NOT_YET:
        return _not_yet(turn, procurement)
    waiting = _waiting(lots.of(turn.session, number, lock=True))
    if not waiting:
        raise Refused(_NOTHING_LEFT)
    reader = Reader(sent, context_of(turn))
    won = _won(waiting, reader)
    said = {name: reader.typed(name, kind, needed=name != "siret") for name, (_, kind) in _TYPED.items()}
    reader.end()
    made = award.award(turn, procurement, won, _winner(said), When.from_json(said["day"]).day)
    left = bool(_waiting(lots.of(turn.session, number)))
    again = label(language, N_("Record the award of other lots")) if left else None
    lines = Markup("\n").join(Markup("{} → {}").format(lot_line(lot), made.company.name) for lot in made.lots)
    told = N_("The award is recorded. The PLIE takes up contact with the company.")
    body = html.said(lines) + Markup("<p>{}</p>").format(translate(language, told))
    return Done(label(language, N_("Thank you, your answer is recorded")), body, again)


def _won(waiting: Sequence[Lot], reader: Reader) -> list[award.Won]:
    """The lots chosen, each with its amount; the only one where there is one."""
    picked = reader.posted.all("lots")
    chosen = list(waiting) if len(waiting) == 1 else [lot for lot in waiting if str(lot.id) in picked]
    if not chosen:
        reader.wrong("lots", N_("Please choose at least one."))
    amounts = [(lot, reader.typed(f"amount-{lot.id}", _AMOUNT)) for lot in chosen]
    return [award.Won(lot.id or 0, Decimal(amount), awards.of(lot)) for lot, amount in amounts if amount]


def _winner(said: Mapping[str, Any]) -> award.Winner:
    supplier = said["supplier"]
    return award.Winner(supplier.get("id"), supplier["name"], said["siret"])


def _not_yet(turn: Turn, procurement: Procurement) -> Done:
    """The PLIE hears it; the link goes on living for the day the award is known."""
    language = turn.language
    if not _waiting(lots.of(turn.session, procurement.id or 0)):
        raise Refused(_NOTHING_LEFT)
    postpone_award.postpone(turn, procurement)
    told = N_("The PLIE has been told. Once the contract is awarded, use the same link to say so.")
    body = Markup("<p>{}</p>").format(translate(language, told))
    return Done(label(language, N_("Thank you, your answer is recorded")), body, spends=False)


PURPOSE = Purpose(_show, _answer)
