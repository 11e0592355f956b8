"""Record a hire: declared by the company and then confirmed by the PLIE, or by the PLIE at once."""

from dataclasses import dataclass, replace

from bot.actions import demand
from bot.dialogue.broadcasts.notices import retell_offer
from bot.dialogue.journey.placements.checks import (
    check_employing,
    check_exit,
    check_lot,
    check_person,
    check_terms,
    check_week,
)
from bot.dialogue.journey.placements.notices import tell, tell_declared, tell_proposer
from bot.dialogue.journey.placements.steps import Engagement
from bot.dialogue.journey.referrals.notices import refresh, tell_ended
from bot.dialogue.journey.shares.notices import end_shares_of_filled
from bot.dialogue.presence import check_partner
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offers import retell_posted
from bot.dialogue.words import OFFER_STATES
from bot.rules.policy import Action, Owner
from bot.store import audit, hires, offers, organisations, placements, referrals
from bot.store.placements import Declarer, Hired, identity
from bot.store.tables import JobOffer, Kind, OfferState, Placement, Referral, ReferralState

_OTHER_OFFER = N_("This person was presented for {offer}: choose that offer, or choose the person again.")
_MOVED = N_("This referral has changed meanwhile: the person is not waiting for an answer any more.")


@dataclass(frozen=True, slots=True)
class Hire:
    """Whom a company hires: on a referral or an offer, for a lot or none; the job is that of the offer where
    there is one."""

    company_id: int
    candidate_id: int
    offer_id: int | None
    referral_id: int | None
    lot_id: int | None
    job: str | None
    engagement: Engagement


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows a hire begins from, the offer locked."""

    offer: JobOffer | None
    referral: Referral | None


def hire(turn: Turn, said: Hire) -> Placement:
    """The placement: declared when a company says it, confirmed when the PLIE does. The position is taken,
    the referral ends in the hire, those concerned are told. Raises Refused before anything changed."""
    demand(turn, Action.HIRE, Owner(said.company_id))
    company = organisations.find_number(turn.session, said.company_id)
    if company is None or company.kind != Kind.COMPANY:
        raise Refused(N_("This company cannot be found."))
    check_partner(turn, said.company_id)
    found = _find(turn, said)
    made = replace(said, offer_id=None if found.offer is None else offers.identity(found.offer))
    _check(turn, made)
    placement = _write(turn, made, found)
    if turn.me.is_staff:
        _settle(turn, placement)
    else:
        tell_declared(turn, placement)
    _retell(turn, placement, found)
    return placement


def _retell(turn: Turn, placement: Placement, found: _Found) -> None:
    """The cards sent of the offer and of the referral say so."""
    fact = f"hired-card:{identity(placement)}"
    if found.offer is not None:
        turn.session.refresh(found.offer)
        retell_posted(turn, found.offer, fact)
        retell_offer(turn, found.offer)
    if found.referral is not None:
        turn.session.refresh(found.referral)
        refresh(turn, found.referral, fact)


def _find(turn: Turn, said: Hire) -> _Found:
    """The offer and the referral, as they are now; a person presented is hired on the offer of the
    referral."""
    referral = None if said.referral_id is None else referrals.get(turn.session, said.referral_id)
    if said.referral_id is not None and (referral is None or referral.candidate_id != said.candidate_id):
        raise Refused(_MOVED)
    number = said.offer_id if referral is None else referral.offer_id
    offer = None if number is None else offers.get(turn.session, number, lock=True)
    if number is not None and (offer is None or offer.organisation_id != said.company_id):
        raise Refused(N_("This offer cannot be found."))
    if offer is not None and referral is not None and said.offer_id not in (None, number):
        raise Refused(_OTHER_OFFER, offer=offer.reference)
    if offer is not None:
        _check_open(turn, offer)
        if referral is None:
            referral = referrals.open_of(turn.session, offers.identity(offer), said.candidate_id)
    _check_referral(turn, referral)
    return _Found(offer, referral)


def _check_open(turn: Turn, offer: JobOffer) -> None:
    if offer.state != OfferState.OPEN:
        state = turn.t(OFFER_STATES[offer.state])
        raise Refused(N_("This offer is no longer open: it is {state}."), state=state)
    if offer.hired >= offer.positions:
        raise Refused(N_("Every position of this offer is taken. To hire more people, change the offer."))


def _check_referral(turn: Turn, referral: Referral | None) -> None:
    """A company hires whom the PLIE presented; the PLIE whom it will."""
    if referral is None:
        if not turn.me.is_staff:
            raise Refused(N_("This person was not presented to the company. Please ask the PLIE first."))
        return
    waits = referrals.OPEN if turn.me.is_staff else (ReferralState.PRESENTED,)
    if referral.state not in waits:
        raise Refused(_MOVED)


def _check(turn: Turn, said: Hire) -> None:
    deal = said.engagement
    check_terms(turn, deal.contract, deal.terms)
    check_lot(turn, said.company_id, said.lot_id)
    check_employing(turn, said.offer_id, said.lot_id, deal.employing)
    check_person(turn, said.candidate_id)
    check_exit(turn, said.candidate_id, deal.terms)
    check_week(turn, said.candidate_id, deal.terms)
    if said.offer_id is None and not said.job:
        raise Refused(N_("Please tell the job."))


def _write(turn: Turn, said: Hire, found: _Found) -> Placement:
    """Everything a hire changes at once; the referral first, which somebody may have moved meanwhile."""
    session, me, now = turn.session, turn.me, turn.now
    referral = None if found.referral is None else referrals.identity(found.referral)
    if referral is not None:
        whence = (found.referral.state,) if found.referral else ()
        if not referrals.move(session, referral, whence, ReferralState.HIRED, me.id, now):
            raise Refused(_MOVED)
    if said.offer_id is not None and not offers.take_position(session, said.offer_id, now, turn.today):
        raise RuntimeError("a locked offer lost its position")
    deal = said.engagement
    wanted = Hired(
        candidate_id=said.candidate_id,
        organisation_id=said.company_id,
        offer_id=said.offer_id,
        referral_id=referral,
        lot_id=said.lot_id,
        job=said.job or "" if found.offer is None else found.offer.job,
        contract=deal.contract,
        terms=deal.terms,
        employing=deal.employing,
    )
    by = Declarer(me.id, on_behalf=me.organisation_id != said.company_id)
    placement = placements.add(session, wanted, by, now, turn.today.year)
    facts = {
        "on_behalf": by.on_behalf,
        "offer": said.offer_id,
        "lot": said.lot_id,
        "candidate": said.candidate_id,
    }
    audit.record(session, me.id, "hire", "placement", identity(placement), now, **facts)
    return placement


def _settle(turn: Turn, placement: Placement) -> None:
    """What the PLIE records stands at once."""
    session, number = turn.session, identity(placement)
    placements.confirm(session, number, turn.me.id, turn.now)
    session.refresh(placement)
    for referral in hires.settle(session, placement, turn.me.id, turn.now, turn.today):
        tell_ended(turn, referral)
    end_shares_of_filled(turn, placement.offer_id)
    tell(turn, placement, "hired", N_("The PLIE recorded a hire at {company}: {name}, {reference}."))
    tell_proposer(turn, placement)
