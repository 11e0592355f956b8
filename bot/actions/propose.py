"""Propose a candidate for an offer that was sent to the partners (`domain.md` §5)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.actions import demand
from bot.dialogue.broadcasts.notices import retell_answer
from bot.dialogue.journey.proposals.checks import ensure_living, sent_to_me
from bot.dialogue.journey.proposals.notices import tell_proposed
from bot.dialogue.refusals import Refused
from bot.dialogue.seekers.steps import answers_of, profile_of
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidates, deliveries, offers, proposals, referrals
from bot.store.candidates import Filing, Profile
from bot.store.proposals import Said
from bot.store.tables import Candidate, JobOffer, Kind, OfferAnswer, Origin, Referral

TWICE = N_("{name} is already proposed for the offer {offer}: the PLIE has it in hand.")
_ORIGINS: Mapping[str, Origin] = {
    Kind.ANPE: Origin.ANPE,
    Kind.MISSION_LOCALE: Origin.MISSION_LOCALE,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is known of the person, whose origin is decided by who proposes; and whether they agreed, the text
    having been read out to them."""

    profile: Profile
    agreed: bool


def proposal_of(answers: Mapping[str, Any]) -> Proposal:
    """What the answers of the form say; "consent" is "yes" where the person agreed."""
    return Proposal(profile_of({**answers, "origin": Origin.OTHER}), agreed=answers.get("consent") == "yes")


def propose(turn: Turn, offer: JobOffer, answers: Proposal) -> Referral:
    """The person proposed, awaiting a facilitator, who is told with all the others; the consent was heard
    today by the person of this turn. A new file, also where the PLIE knows somebody alike, of which a partner
    learns nothing; the same file where this partner proposed the same person before. Raises Refused."""
    demand(turn, Action.ANSWER_OFFER)
    if not answers.agreed:
        raise Refused(N_("Nothing can be kept about a person who has not agreed to it."))
    number = offers.identity(offer)
    ensure_living(turn, sent_to_me(turn, number, lock=True))
    said = replace(answers.profile, origin=_ORIGINS.get(turn.me.kind, Origin.OTHER))
    reference = candidates.new_reference(turn.session, turn.today.year)
    file = proposals.known(turn.session, said, turn.me.organisation_id)
    referral = _refer(turn, number, said, file, reference)
    deliveries.answer(turn.session, turn.me.id, number, OfferAnswer.PROPOSED, turn.now)
    retell_answer(turn, offer, turn.me.id)
    tell_proposed(turn, referral)
    return referral


def _refer(turn: Turn, offer_id: int, said: Profile, file: Candidate | None, reference: str) -> Referral:
    """The referral, of the `file` this partner knows or of a new one."""
    session, me = turn.session, turn.me
    candidate = _file(turn, said, reference) if file is None else file
    person = candidates.identity(candidate)
    referral = referrals.add(session, person, offer_id, me.id, turn.now, presented=False)
    if referral is None:
        offer = offers.get(session, offer_id)
        raise Refused(TWICE, name=said.name, offer="" if offer is None else offer.reference)
    number = referrals.identity(referral)
    if file is not None:
        candidates.contacted(session, person, turn.today)
    told = {name: value for name, value in answers_of(said).items() if name != "origin"}
    proposals.keep(session, number, Said(_called(turn, candidate), told), me.id, turn.now)
    facts = {"offer": offer_id, "referral": number, "known": file is not None}
    audit.record(session, me.id, "propose", "candidate", person, turn.now, **facts)
    return referral


def _file(turn: Turn, said: Profile, reference: str) -> Candidate:
    me = turn.me
    by = Filing(me.id, turn.today, proposed_by=me.id)
    return candidates.add(turn.session, said, by, turn.now, reference)


def _called(turn: Turn, candidate: Candidate) -> str:
    """The reference this partner knows the person by: that of its latest proposal, also where the file was
    merged into one it knows nothing of."""
    number, mine = candidates.identity(candidate), turn.me.organisation_id
    before = proposals.of_person(turn.session, number, mine, 2)
    told = proposals.said_of(turn.session, [line.referral_id for line in before])
    return told[max(told)].reference if told else candidate.reference
