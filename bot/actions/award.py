"""Record who won lots, and correct it until the kick-off; a company nobody of which has access is invited
(domain.md §2 and §3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.actions import demand
from bot.dialogue.cards import Card
from bot.dialogue.contracts.awards import invitation_text, link_to, lost_card, recorded_card, supplier_card
from bot.dialogue.journey.shares.notices import tell_shares_ended
from bot.dialogue.presence import check_present
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import Move, action, sources
from bot.rules.policy import Owner
from bot.store import amendments, audit, awards, history, invitations, lots, organisations, people, shares
from bot.store.awards import Award
from bot.store.history import Subject
from bot.store.tables import Kind, Lot, Organisation, Procurement, Role

CHANGED = N_("Lot {lot} has changed meanwhile: somebody recorded something for it. Nothing was saved.")
AMENDED = N_("This lot has an amendment: please correct it by an amendment instead.")
_NONE = N_("No lot was chosen.")


@dataclass(frozen=True, slots=True)
class Won:
    """A lot to award: its amount in euros excl. VAT, and the award it had when the person looked."""

    lot_id: int
    amount: Decimal
    seen: Award | None = None


@dataclass(frozen=True, slots=True)
class Winner:
    """The company that gets the lots: its number, None for a new one, its name, its SIRET where given."""

    organisation_id: int | None
    name: str
    siret: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded: the lots that changed, their supplier, and the token of its invitation, if any."""

    lots: Sequence[Lot]
    company: Organisation
    token: str | None


def award(turn: Turn, procurement: Procurement, won: Sequence[Won], winner: Winner, day: date) -> Recorded:
    """The lots are the company's from now on; all of them or, where something forbids it, none. The
    facilitator and the company's people are told. Raises Refused."""
    demand(turn, action(Move.AWARD), Owner(procurement.organisation_id))
    if day > turn.today:
        raise Refused(N_("An award cannot be recorded before its day."))
    chosen = _chosen(turn, procurement, won)
    company = _company(turn, winner, chosen)
    number = company.id or 0
    changed = [lot for lot, one in chosen if one.seen != Award(number, day, one.amount)]
    new = [lot for lot, one in chosen if one.seen is None or one.seen.supplier_id != number]
    for lot, one in chosen:
        _record(turn, procurement, lot, one, Award(number, day, one.amount))
    token = _invite(turn, number) if new else None
    made = Recorded(changed, company, token)
    if changed:
        _tell(turn, procurement, made, corrected=any(one.seen for _, one in chosen))
        _tell_company(turn, procurement, changed, new)
        _take_from(turn, procurement, chosen, number)
    return made


def _chosen(turn: Turn, procurement: Procurement, won: Sequence[Won]) -> list[tuple[Lot, Won]]:
    """The lots as they are now, locked, when each can still be awarded and is as the person saw it."""
    known = {lot.id: lot for lot in lots.of(turn.session, procurement.id or 0, lock=True)}
    pairs = [(known[one.lot_id], one) for one in won if one.lot_id in known]
    if not pairs or len(pairs) < len(won):
        raise Refused(_NONE)
    for lot, one in pairs:
        if lot.state not in sources(Move.AWARD) or awards.of(lot) != one.seen:
            raise Refused(CHANGED, lot=lot.number)
        if one.seen is not None and amendments.of(turn.session, one.lot_id):
            raise Refused(AMENDED)
    return pairs


def _company(turn: Turn, winner: Winner, chosen: Sequence[tuple[Lot, Won]]) -> Organisation:
    """The company, made if it is new, with its SIRET; one that left gets no lot it did not have. Raises
    Refused before anything changed."""
    session = turn.session
    known = (
        organisations.find(session, Kind.COMPANY, winner.name)
        if winner.organisation_id is None
        else organisations.reread(session, winner.organisation_id)
    )
    if winner.organisation_id is not None and (known is None or known.kind != Kind.COMPANY):
        raise Refused(N_("This company cannot be found."))
    if known is not None and any(one.seen is None or one.seen.supplier_id != known.id for _, one in chosen):
        check_present(turn, known)
    holder = None if winner.siret is None else organisations.by_siret(session, winner.siret)
    if holder is not None and (known is None or holder.id != known.id):
        raise Refused(N_("This SIRET is already that of {name}."), name=holder.name)
    if known is not None and known.siret and winner.siret not in (None, known.siret):
        raise Refused(N_("{name} already has another SIRET: please leave this one out."), name=known.name)
    company = known or organisations.find_or_create(session, Kind.COMPANY, winner.name, turn.now)
    if winner.siret is not None and not company.siret:
        _set_siret(turn, company, winner.siret)
    return company


def _set_siret(turn: Turn, company: Organisation, siret: str) -> None:
    number = company.id or 0
    subject = Subject("organisation", number)
    history.record(turn.session, subject, turn.me.id, turn.now, {"siret": None}, {"siret": siret})
    organisations.change(turn.session, number, siret=siret)
    audit.record(turn.session, turn.me.id, "set siret", "organisation", number, turn.now)
    turn.session.refresh(company)


def _record(turn: Turn, procurement: Procurement, lot: Lot, one: Won, new: Award) -> None:
    """Move the lot; what an earlier award said stays in its history."""
    if one.seen == new:
        return
    number = lot.id or 0
    if not awards.record(turn.session, number, one.seen, new):
        raise RuntimeError("a locked lot moved")
    facts = {
        "supplier": new.supplier_id,
        "amount": str(new.amount),
        "day": new.awarded_on,
        "on_behalf": turn.me.organisation_id != procurement.organisation_id,
    }
    done = "award" if one.seen is None else "correct award"
    if one.seen is not None:
        before, after = _fields(one.seen), _fields(new)
        history.record(turn.session, Subject("lot", number), turn.me.id, turn.now, before, after)
    audit.record(turn.session, turn.me.id, done, "lot", number, turn.now, **facts)
    turn.session.refresh(lot)


def _fields(said: Award) -> dict[str, object]:
    return {
        "supplier_id": said.supplier_id,
        "awarded_on": said.awarded_on.isoformat(),
        "awarded_amount": f"{said.amount.normalize():f}",
    }


def _invite(turn: Turn, company_id: int) -> str | None:
    """The token of an invitation bound to the company, when nobody of it has access."""
    if people.of_organisation(turn.session, company_id):
        return None
    by = turn.me.id if turn.me.is_staff else None
    audit.record(turn.session, turn.me.id, "invite supplier", "organisation", company_id, turn.now)
    return invitations.create(turn.session, company_id, Role.COMPANY, by, turn.now)


def _tell(turn: Turn, procurement: Procurement, made: Recorded, *, corrected: bool) -> None:
    """The facilitator in charge hears of it once, with the invitation to hand on; the buyer too, without,
    when the PLIE recorded it."""

    def card(language: str) -> Card:
        told = recorded_card(turn, procurement, made.lots, language, corrected=corrected)
        if made.token is None:
            return told
        link = invitation_text(made.company, link_to(turn, made.token), language)
        return Card(told.text + "\n\n" + link, told.keyboard)

    for colleague in people.in_charge(turn.session, procurement.examined_by):
        if colleague.id != turn.me.id:
            turn.tell(colleague, f"award:{made.lots[0].id}:{turn.uid}:{colleague.id}", card)
    if turn.me.is_staff:
        for person in people.of_organisation(turn.session, procurement.organisation_id):
            turn.tell(
                person,
                f"award:{made.lots[0].id}:{turn.uid}:{person.id}",
                lambda language: recorded_card(turn, procurement, made.lots, language, corrected=corrected),
            )


def _tell_company(turn: Turn, procurement: Procurement, changed: Sequence[Lot], new: Sequence[Lot]) -> None:
    for person in people.of_organisation(turn.session, changed[0].supplier_id or 0):
        turn.tell(
            person,
            f"awarded:{changed[0].id}:{turn.uid}:{person.id}",
            lambda language: supplier_card(turn, procurement, changed, language, corrected=not new),
        )


def _take_from(
    turn: Turn, procurement: Procurement, chosen: Sequence[tuple[Lot, Won]], winner_id: int
) -> None:
    """A company that an award was recorded for by mistake hears that it is not so, and is invited no more."""
    former = {one.seen.supplier_id for _, one in chosen if one.seen is not None} - {winner_id}
    for company_id in sorted(former):
        lots = [lot for lot, one in chosen if one.seen is not None and one.seen.supplier_id == company_id]
        _tell_lost(turn, procurement, company_id, lots)
        _uninvite(turn, company_id)
        for lot in lots:
            tell_shares_ended(turn, shares.end_of_lot(turn.session, lot.id or 0, turn.me.id, turn.now))


def _uninvite(turn: Turn, company_id: int) -> None:
    """Nobody comes in for a company that got no lot; whom a coordinator invited does."""
    if awards.any_of(turn.session, company_id):
        return
    made = audit.instants(turn.session, "invite supplier", "organisation", company_id)
    closed = invitations.close_made(turn.session, company_id, made, turn.now)
    if closed:
        me = turn.me.id
        audit.record(
            turn.session, me, "close invitations", "organisation", company_id, turn.now, count=closed
        )


def _tell_lost(turn: Turn, procurement: Procurement, company_id: int, lots: Sequence[Lot]) -> None:
    for person in people.of_organisation(turn.session, company_id):
        turn.tell(
            person,
            f"award-lost:{lots[0].id}:{turn.uid}:{person.id}",
            lambda language: lost_card(turn, procurement, lots, language),
        )
