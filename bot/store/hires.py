"""What a hire changes beside the placement: the position, the referrals, the file, the follow-ups."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import col, select

from bot.rules import pace
from bot.rules.placements import months_after
from bot.store import (
    amendments,
    candidates,
    follow_ups,
    held,
    offers,
    parameters,
    placements,
    procurements,
    referrals,
)
from bot.store.database import Session
from bot.store.held import NamedLot
from bot.store.tables import (
    Candidate,
    CandidateState,
    JobOffer,
    Lot,
    OfferState,
    Placement,
    PlacementState,
    Referral,
    ReferralState,
    rows_of,
)

_candidates = rows_of(Candidate)
_offers = rows_of(JobOffer)
_lots = rows_of(Lot)


def settle(session: Session, placement: Placement, by: int, now: datetime, today: date) -> list[Referral]:
    """A hire stands: the referrals that ended with it, of the person elsewhere and, where the offer is
    filled, of the others. The eligibility of a first placement begins, and the follow-ups are due."""
    person = placement.candidate_id
    candidates.contacted(session, person, today)
    months = int(parameters.get(session, "eligibility_months"))
    first = _candidates.c.eligible_until.is_(None)
    until = months_after(placement.starts_on, months)
    candidates.update(session, person, candidates.LIVING, first, eligible_until=until)
    follow_ups.schedule_placement(session, placement)
    mine = placement.referral_id
    ended = referrals.make_obsolete(session, by, now, candidate_id=person, but=mine)
    offer = None if placement.offer_id is None else offers.get(session, placement.offer_id)
    if offer is not None and offer.state == OfferState.FILLED:
        ended += referrals.make_obsolete(session, by, now, offer_id=offers.identity(offer), but=mine)
    return ended


def follow_start(session: Session, placement: Placement, before: date) -> tuple[date, date] | None:
    """The start of a placement was `before`: the eligibility that began with it follows, unless renewed
    since. Returns until when it lasted and lasts now, None where it stays."""
    months, person = int(parameters.get(session, "eligibility_months")), placement.candidate_id
    living = placements.living_of(session, person)
    starts = [one.starts_on for one in living if one.state == PlacementState.CONFIRMED]
    was, until = months_after(before, months), months_after(min(starts, default=before), months)
    same = _candidates.c.eligible_until == was
    if was == until or not candidates.update(session, person, candidates.LIVING, same, eligible_until=until):
        return None
    return was, until


def undo(session: Session, placement: Placement, by: int, now: datetime) -> None:
    """A declared hire does not stand: its position is free again, and the person presented as before, unless
    presented anew or hired elsewhere meanwhile, or the file or the offer is closed by now."""
    if placement.offer_id is not None:
        offers.give_back(session, placement.offer_id, now)
    referral = None if placement.referral_id is None else referrals.get(session, placement.referral_id)
    if referral is None:
        return
    offer = offers.get(session, referral.offer_id)
    candidate = candidates.get(session, placement.candidate_id, lock=True)
    open_both = (
        offer is not None
        and offer.state == OfferState.OPEN
        and candidate is not None
        and candidate.state == CandidateState.ACTIVE
        and not _hired_since(session, placement)
    )
    again = referrals.open_of(session, referral.offer_id, placement.candidate_id)
    back = ReferralState.PRESENTED if open_both and again is None else ReferralState.OBSOLETE
    referrals.move(session, referrals.identity(referral), (ReferralState.HIRED,), back, by, now)


def _hired_since(session: Session, placement: Placement) -> bool:
    """Whether another hire of the person was confirmed after this one was declared: it ended whatever else
    waited for them."""
    return any(
        one.confirmed_at is not None and one.confirmed_at > placement.declared_at
        for one in placements.living_of(session, placement.candidate_id)
    )


def lot_end(session: Session, lot: Lot) -> date | None:
    """The last day planned of a lot (`rules.pace.lot_end`), as amended; None where it is not known."""
    procurement = procurements.get(session, lot.procurement_id)
    if procurement is None:
        return None
    months = amendments.current(session, procurement, lot).months or procurement.months
    return pace.lot_end(procurement.start_on, (lot.awarded_on, lot.kicked_off_on), Decimal(months))


def clause_lots(session: Session, company_id: int) -> list[NamedLot]:
    """The lots a company holds now that carry a clause, the latest first."""
    found = held.of(session, company_id)
    query = sa.select(_lots.c.id).where(_lots.c.supplier_id == company_id, _lots.c.hours_owed > 0)
    owing = set(session.core.execute(query).scalars())
    return [one for one in found if one.id in owing]


def planned_beside(session: Session, lot_id: int, but: int | None = None) -> list[Placement]:
    """The contracts that count for a lot, `but` one."""
    return [one for one in placements.of_lot(session, lot_id) if one.id != but]


def presented(session: Session, company_id: int, offer_id: int | None, most: int) -> list[Referral]:
    """The referrals a company has to answer, newest first: to one of its open offers, or to all of them, of
    people whose file is active."""
    query = (
        select(Referral)
        .join(JobOffer, col(JobOffer.id) == col(Referral.offer_id))
        .join(Candidate, col(Candidate.id) == col(Referral.candidate_id))
        .where(
            _offers.c.organisation_id == company_id,
            _offers.c.state == OfferState.OPEN,
            col(Referral.state) == ReferralState.PRESENTED,
            _candidates.c.state == CandidateState.ACTIVE,
        )
    )
    if offer_id is not None:
        query = query.where(col(Referral.offer_id) == offer_id)
    return list(session.exec(query.order_by(col(Referral.id).desc()).limit(most)))


def open_offers(session: Session, company_id: int, most: int) -> list[JobOffer]:
    """The open offers of a company that have positions left, newest first."""
    left = _offers.c.hired < _offers.c.positions
    query = select(JobOffer).where(
        _offers.c.organisation_id == company_id, _offers.c.state == OfferState.OPEN
    )
    return list(session.exec(query.where(left).order_by(_offers.c.id.desc()).limit(most)))
