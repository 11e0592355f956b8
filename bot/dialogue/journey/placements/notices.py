"""Who hears of a hire and of what becomes of it, each once."""

from collections.abc import Callable
from functools import partial

from bot.dialogue.cards import Card
from bot.dialogue.journey.placements.cards import declared_card, notice, placement_card, settled_card
from bot.dialogue.journey.proposals.cards import author
from bot.dialogue.journey.proposals.notices import tell_hired
from bot.dialogue.letters import Letter
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import candidates, organisations, people, proposals, referrals
from bot.store.people import Member
from bot.store.placements import identity, owners
from bot.store.tables import Candidate, Placement


def in_charge(turn: Turn, placement: Placement) -> list[Member]:
    """The person's adviser, or everybody of the PLIE where nobody is."""
    candidate = candidates.get(turn.session, placement.candidate_id)
    return people.in_charge(turn.session, None if candidate is None else candidate.adviser_id)


def employers(turn: Turn, placement: Placement) -> list[Member]:
    """The people of the company, and of the SIAE where it is the employer."""
    return [one for number in owners(placement) for one in people.of_organisation(turn.session, number)]


def tell_declared(turn: Turn, placement: Placement) -> None:
    """The PLIE hears of a hire a company declared, to confirm it or not."""
    for colleague in in_charge(turn, placement):
        turn.tell(
            colleague,
            _declared_key(placement, colleague),
            lambda language: declared_card(turn, placement, language),
        )


def _declared_key(placement: Placement, person: Member) -> str:
    return f"hire-declared:{identity(placement)}:{person.id}"


def retell_declared(turn: Turn, placement: Placement) -> None:
    """The hire the PLIE was told of is settled: its buttons go. Who settled it goes on from its card."""

    def card(language: str, *, mine: bool) -> Card:
        return placement_card(turn, placement) if mine else settled_card(turn, placement, language)

    for colleague in people.staff(turn.session):
        turn.retell(
            colleague,
            f"hire-settled-card:{identity(placement)}:{colleague.id}",
            _declared_key(placement, colleague),
            partial(card, mine=colleague.id == turn.me.id),
        )


def tell(turn: Turn, placement: Placement, fact: str, said: str) -> None:
    """Everybody concerned but who did it hears a fact: the company, the SIAE, the adviser. `fact` names it
    once for ever, `said` is a msgid with `reference`, `name`, `company`, `who`."""
    tell_card(
        turn,
        placement,
        fact,
        lambda language, staff: notice(turn, placement, said, language, staff=staff),
    )


def tell_former(turn: Turn, placement: Placement, siae_id: int) -> None:
    """The SIAE that is no longer the employer hears it; the person is not its to read of any more."""
    said = N_("{who} recorded that you are no longer the employer for the contract {reference} at {company}.")
    company = organisations.get(turn.session, placement.organisation_id).name
    for person in people.of_organisation(turn.session, siae_id):
        turn.tell(
            person,
            f"placement-former:{turn.uid}:{identity(placement)}:{person.id}",
            lambda language: Card(
                translate(language, said, who=turn.me.name, reference=placement.reference, company=company)
            ),
        )


def tell_card(turn: Turn, placement: Placement, fact: str, card: Callable[[str, bool], Card]) -> None:
    """As `tell`, with a card made for the language and for staff or not."""
    told = {person.id: person for person in [*in_charge(turn, placement), *employers(turn, placement)]}
    for person in told.values():
        if person.id != turn.me.id:
            turn.tell(person, f"{fact}:{identity(placement)}:{person.id}", _for(person, card))


def _for(person: Member, card: Callable[[str, bool], Card]) -> Callable[[str], Card]:
    return lambda language: card(language, person.is_staff)


def tell_proposer(turn: Turn, placement: Placement) -> None:
    """The partner who proposed the person hears that a hire stands; not with which company. Both do where
    one proposed them for this offer, and another before."""
    number = placement.referral_id
    referral = None if number is None else referrals.get(turn.session, number)
    told = None if referral is None else author(turn, referral)
    if referral is not None:
        tell_hired(turn, referral, placement)
    candidate = candidates.get(turn.session, placement.candidate_id)
    proposer = None if candidate is None else candidate.proposed_by
    person = None if proposer is None else people.find(turn.session, proposer)
    if candidate is None or person is None or person.revoked or person.is_staff or person.id == turn.me.id:
        return
    if told is None or told.organisation_id != person.organisation_id:
        _tell_hired_elsewhere(turn, placement, candidate, person)


def _tell_hired_elsewhere(turn: Turn, placement: Placement, candidate: Candidate, person: Member) -> None:
    """Hired for another offer than the one they were proposed for; named as this partner knows them."""
    number, home = candidates.identity(candidate), person.organisation_id
    before = [line.referral_id for line in proposals.of_person(turn.session, number, home, 1)]
    said = proposals.said_of(turn.session, before).get(before[0]) if before else None
    known = candidate.reference if said is None else said.reference
    name = candidates.name(turn.session, candidate) if said is None else said.name
    key = f"proposed-hired:{identity(placement)}:{person.id}"
    hired = N_("{name} ({reference}), whom you proposed, is hired.")
    turn.tell(person, key, lambda language: Card(translate(language, hired, name=name, reference=known)))
    turn.mail(
        person,
        key,
        lambda language: Letter(
            label(language, N_("A person you proposed is hired")),
            translate(language, N_("{reference}, whom you proposed, is hired."), reference=known),
        ),
    )
