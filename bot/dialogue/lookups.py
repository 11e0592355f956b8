"""What a form may look up while someone types: things known already, best first."""

from collections.abc import Callable, Mapping

from bot.dialogue.answers import Candidate, Lookup, nothing_known
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Actor, Owner, may
from bot.rules.siret import clean_siret
from bot.store import organisations
from bot.store.tables import Kind

Find = Callable[[Turn, str], tuple[Candidate, ...]]


def _supplier(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """The company of the SIRET typed, else those whose name is close: {"id", "name", "siret"}."""
    siret = clean_siret(text)
    if siret is None:
        found = organisations.close_to(turn.session, Kind.COMPANY, text)
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


FINDERS: Mapping[str, Find] = {"supplier": _supplier, "siret": _siret}
"""What can be looked up, by the kind a field asks for: all of it is for awards."""


def lookup_for(turn: Turn) -> Lookup:
    """The lookup of the person of this turn; who may record no award finds nothing."""
    me = turn.me
    if not may(Actor(me.role, me.organisation_id), Action.AWARD, Owner(me.organisation_id)):
        return nothing_known

    def look(kind: str, text: str) -> tuple[Candidate, ...]:
        return FINDERS[kind](turn, text)

    return look
