"""What a form may look up while someone types: things known already, best first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.dialogue.agreement import finder as signatory_finder
from bot.dialogue.answers import Candidate, Lookup
from bot.dialogue.circulars import fields as circular_fields
from bot.dialogue.journey import finders
from bot.dialogue.journey.evidence import things as evidence_things
from bot.dialogue.journey.exits import steps as exit_steps
from bot.dialogue.journey.hours import lookup as hours_lookup
from bot.dialogue.journey.placements import finders as hire_finders
from bot.dialogue.journey.proposals import steps as proposal_steps
from bot.dialogue.journey.referrals import fit as referral_fit
from bot.dialogue.journey.shares import finder as share_finder
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Actor, Owner, may
from bot.rules.siret import clean_siret
from bot.store import organisations
from bot.store.tables import Kind

Find = Callable[[Turn, str], tuple[Candidate, ...]]


@dataclass(frozen=True, slots=True)
class Finder:
    """How something is looked up, and what one must be allowed to do to look."""

    action: Action
    find: Find


def _supplier(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """The company of the SIRET typed, else those whose name is close: {"id", "name", "siret"}."""
    siret = clean_siret(text)
    if siret is None:
        found = organisations.close_to(turn.session, Kind.COMPANY, text, today=turn.today)
    else:
        holder = organisations.by_siret(turn.session, siret)
        found = [holder] if holder is not None and holder.kind == Kind.COMPANY else []
    return tuple(Candidate(one.name, {"id": one.id, "name": one.name, "siret": one.siret}) for one in found)


def _siret(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """The organisation, of any kind, that a SIRET already belongs to: {"id", "name", "kind"}."""
    holder = organisations.by_siret(turn.session, text)
    if holder is None:
        return ()
    return (Candidate(holder.name, {"id": holder.id, "name": holder.name, "kind": holder.kind}),)


FINDERS: Mapping[str, Finder] = {
    "supplier": Finder(Action.AWARD, _supplier),
    "siret": Finder(Action.AWARD, _siret),
    "candidate": Finder(Action.LIST_CANDIDATES, finders.candidate),
    "offer": Finder(Action.LIST_OFFERS, finders.offer),
    evidence_things.FINDER: Finder(Action.ADD_EVIDENCE, evidence_things.find),
    proposal_steps.FINDER: Finder(Action.LIST_SENT_OFFERS, proposal_steps.find),
    "siae": Finder(Action.SHARE, share_finder.siae),
    "doubts": Finder(Action.REFER, referral_fit.find_doubts),
    exit_steps.WORKED: Finder(Action.RECORD_EXIT, exit_steps.last_placement),
    "hire-post": Finder(Action.HIRE, hire_finders.post),
    "hire-person": Finder(Action.HIRE, hire_finders.person),
    "hire-lot": Finder(Action.HIRE, hire_finders.lot),
    "hire-siae": Finder(Action.CHANGE_PLACEMENT, hire_finders.siae),
    "hire-any-siae": Finder(Action.CONFIRM_HIRE, hire_finders.any_siae),
    hours_lookup.KIND: Finder(Action.DECLARE_HOURS, hours_lookup.find),
    circular_fields.FINDER: Finder(Action.WRITE_CIRCULAR, circular_fields.find_reach),
    signatory_finder.FINDER: Finder(Action.CHANGE_AGREEMENT, signatory_finder.find),
}
"""What can be looked up, by the kind a field asks for."""


def lookup_for(turn: Turn) -> Lookup:
    """The lookup of the person of this turn; what one has no right to look for is not found."""
    me = turn.me
    actor, own = Actor(me.role, me.organisation_id), Owner(me.organisation_id)

    def look(kind: str, text: str) -> tuple[Candidate, ...]:
        finder = FINDERS[kind]
        return finder.find(turn, text) if may(actor, finder.action, own) else ()

    return look
