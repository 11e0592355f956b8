"""/attribution: who won the lots of a contract, lot by lot or several at once; and correcting it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.actions import award, demand
from bot.dialogue import conversation
from bot.dialogue.cards import Button, Card
from bot.dialogue.contracts.award_fields import (
    LOTS_OPEN,
    AwardAmount,
    AwardAmounts,
    OpenLots,
    Supplier,
    SupplierSiret,
    chosen,
)
from bot.dialogue.contracts.awards import invitation_text, link_to, lot_line, lots_keyboard
from bot.dialogue.contracts.lots import HELD, Eye, lot_card, lots_card
from bot.dialogue.days import Happened
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import LotState, Move, sources
from bot.rules.policy import Action, Owner
from bot.store import amendments, awards, lots, organisations, procurements
from bot.store.awards import Award
from bot.store.tables import Lot, Procurement

_GONE = N_("This contract cannot be found.")
_LOT_GONE = N_("This lot cannot be found.")


def _owned(turn: Turn, number: int) -> Procurement:
    """The procurement, for who may award it. Raises Refused."""
    procurement = procurements.get(turn.session, number)
    demand(turn, Action.AWARD, Owner(procurement.organisation_id if procurement else 0))
    if procurement is None:
        raise Refused(_GONE)
    return procurement


def _list(turn: Turn) -> None:
    _page(turn, None)


def _turn_page(turn: Turn) -> None:
    _page(turn, turn.number or None)


def _page(turn: Turn, before: int | None) -> None:
    """The contracts with lots to award, newest first: the buyer's own, all of them for the PLIE."""
    demand(turn, Action.AWARD, Owner(turn.me.organisation_id))
    own = None if turn.me.is_staff else turn.me.organisation_id
    lines = awards.page(turn.session, organisation_id=own, before=before, size=SIZE + 1)
    if not lines:
        nothing = N_("No contract has a lot to award: the clause is retained first, then the lot is awarded.")
        turn.edit(turn.t(nothing))
        return
    rows = [
        (Button(cut(f"{line.reference} · {line.title}", MAX_LABEL), f"award-of:{line.id}"),)
        for line in lines[:SIZE]
    ]
    following = f"awards:{lines[SIZE - 1].id}" if len(lines) > SIZE else None
    pages = page_buttons(turn.language, "awards:0" if before else None, following)
    turn.edit(Card(turn.t(N_("Which contract has been awarded?")), (*rows, *pages)))


def _begin(turn: Turn) -> None:
    """The form over the lots not awarded yet; where all are, their list, from which an award is corrected."""
    procurement = _owned(turn, turn.number)
    known = lots.of(turn.session, turn.number)
    waiting = [lot for lot in known if lot.state in sources(Move.AWARD) and lot.supplier_id is None]
    if waiting:
        conversation.start(turn, FORM, _hidden(procurement, waiting))
        return
    held = [lot for lot in known if lot.state in HELD]
    if not held:
        raise Refused(N_("No lot of this contract can be awarded yet: the clause is retained first."))
    turn.toast(turn.t(N_("Every lot is awarded already. An award is corrected from its lot.")))
    turn.edit(lots_card(procurement, held, turn.language, 0, Eye.STAFF if turn.me.is_staff else Eye.BUYER))


def _hidden(procurement: Procurement, waiting: Sequence[Lot]) -> dict[str, Any]:
    """What the form is about, and the lots it asks to choose from."""
    return {
        "procurement": procurement.id,
        "reference": procurement.reference,
        LOTS_OPEN: [_offered(lot) for lot in waiting],
    }


def _offered(lot: Lot) -> dict[str, Any]:
    seen = awards.of(lot)
    return {
        "id": lot.id,
        "number": lot.number,
        "label": lot_line(lot),
        "amount": None if lot.amount is None else _plain(Decimal(lot.amount)),
        "seen": None if seen is None else _said(seen),
    }


def _said(seen: Award) -> dict[str, Any]:
    return {
        "supplier": seen.supplier_id,
        "day": seen.awarded_on.isoformat(),
        "amount": _plain(seen.amount),
    }


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _correct(turn: Turn) -> None:
    """The form again, with what was recorded of one lot."""
    lot = lots.get(turn.session, turn.number)
    procurement = _owned(turn, lot.procurement_id if lot else 0)
    seen = None if lot is None else awards.of(lot)
    if lot is None or seen is None:
        raise Refused(_LOT_GONE)
    if lot.state != LotState.AWARDED:
        turn.toast(turn.t(N_("The lot has started: its award can no longer be corrected.")))
        turn.edit(lot_card(turn.session, procurement, lot, turn.language, _eye(turn), today=turn.today))
        return
    if amendments.of(turn.session, turn.number):
        turn.toast(turn.t(award.AMENDED))
        turn.edit(lot_card(turn.session, procurement, lot, turn.language, _eye(turn), today=turn.today))
        return
    supplier = organisations.get(turn.session, seen.supplier_id)
    known = {
        "supplier": {"id": supplier.id, "name": supplier.name, "siret": supplier.siret},
        "siret": None,
        "day": When(seen.awarded_on, Grain.DAY).to_json(),
        "amount": _plain(seen.amount),
    }
    conversation.start(turn, FORM, _hidden(procurement, [lot]) | known, reviewing=True)


def _eye(turn: Turn) -> Eye:
    return Eye.STAFF if turn.me.is_staff else Eye.BUYER


def _done(turn: Turn, answers: Mapping[str, Any]) -> Markup | None:
    procurement = _owned(turn, answers["procurement"])
    winner = _winner(answers)
    made = award.award(turn, procurement, _won(answers), winner, _day(answers))
    if not made.lots:
        return turn.t(N_("Nothing changed.") if winner.siret is None else N_("The SIRET is recorded."))
    if made.token is not None and turn.me.is_staff:
        turn.say(invitation_text(made.company, link_to(turn, made.token), turn.language))
    keyboard = lots_keyboard(procurement, made.lots, turn.language)
    turn.say(Card(turn.t(_thanks(turn, invited=made.token is not None)), keyboard))
    return None


def _thanks(turn: Turn, *, invited: bool) -> str:
    if turn.me.is_staff:
        return N_("The award is recorded.")
    if invited:
        return N_("The award is recorded. The PLIE invites the company and takes up contact with it.")
    return N_("The award is recorded. The PLIE and the company have been told.")


def _won(answers: Answers) -> list[award.Won]:
    """The lots chosen, each with its amount and the award it had when the form began. Raises Refused."""
    picked = chosen(answers)
    amounts = {lot["id"]: lot["amount"] for lot in answers.get("amounts") or ()}
    if len(picked) == 1:
        amounts = {picked[0]["id"]: answers["amount"]}
    if set(amounts) != {lot["id"] for lot in picked}:
        raise Refused(N_("The lots chosen have changed: please give the amount of each again."))
    return [award.Won(lot["id"], Decimal(amounts[lot["id"]]), _seen(lot["seen"])) for lot in picked]


def _seen(said: Mapping[str, Any] | None) -> Award | None:
    if said is None:
        return None
    return Award(said["supplier"], date.fromisoformat(said["day"]), Decimal(said["amount"]))


def _winner(answers: Answers) -> award.Winner:
    """The company named, or the one its SIRET belongs to. Raises Refused."""
    supplier, siret = answers["supplier"], answers.get("siret")
    if siret is None:
        return award.Winner(supplier.get("id"), supplier["name"])
    if siret["for"] != supplier["name"]:
        raise Refused(N_("You have changed the company: please check its SIRET, or pass that question."))
    if siret["holder"] is not None:
        return award.Winner(siret["holder"]["id"], siret["holder"]["name"])
    return award.Winner(supplier.get("id"), supplier["name"], siret["siret"])


def _day(answers: Answers) -> date:
    return When.from_json(answers["day"]).day


def _recap(language: str, answers: Answers) -> Markup:
    """The answers, with the contract, and the lot where there is no choice of one."""
    lines = [Markup("<b>{}</b> · {}").format(translate(language, FORM.title), answers.get("reference", ""))]
    picked = chosen(answers)
    if len(answers.get(LOTS_OPEN) or ()) == 1:
        lines.append(translate(language, N_("Lot {lot}"), lot=picked[0]["label"]))
    return Markup("{}\n\n{}").format(Markup("\n").join(lines), listing(FORM, answers, language))


def _has_choice(answers: Answers) -> bool:
    return len(answers.get(LOTS_OPEN) or ()) > 1


def _siret_unknown(answers: Answers) -> bool:
    return not (answers.get("supplier") or {}).get("siret")


def _several(answers: Answers) -> bool:
    return len(chosen(answers)) > 1


def _only_one(answers: Answers) -> bool:
    return not _several(answers)


FORM = Form(
    name="award",
    version=1,
    title=N_("Record an award"),
    steps=(
        Step("lots", N_("Lots"), N_("Which lots have been awarded?"), OpenLots(), when=_has_choice),
        Step("supplier", N_("Company"), N_("Which company got them?"), Supplier()),
        Step(
            "siret",
            N_("SIRET"),
            N_("What is its SIRET?"),
            SupplierSiret(),
            optional=True,
            when=_siret_unknown,
        ),
        Step("day", N_("Award date"), N_("On which day were they awarded?"), Happened()),
        Step(
            "amount",
            N_("Amount excl. VAT"),
            N_("What is the amount awarded, excluding VAT?"),
            AwardAmount(),
            when=_only_one,
        ),
        Step(
            "amounts",
            N_("Amounts excl. VAT"),
            N_("What is the amount awarded for each lot, excluding VAT?"),
            AwardAmounts(),
            when=_several,
        ),
    ),
    verb=N_("Save"),
    recap=_recap,
    done=_done,
)

ROUTES = (
    *entry("attribution", _list),
    button("awards", _turn_page),
    button("award-of", _begin),
    button("correct-award", _correct),
)
