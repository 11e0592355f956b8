"""Who may do what: decided here only, from the person and the object as they are now (`domain.md` §2)."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What can be done."""

    ANNOUNCE = "announce"
    EXAMINE = "examine"
    SEE_PROCUREMENT = "see procurement"
    LIST_OWN_PROCUREMENTS = "list own procurements"
    LIST_PROCUREMENTS = "list procurements"
    INVITE = "invite"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts: role and organisation as they are now."""

    role: str
    organisation_id: int


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom the object belongs to."""

    organisation_id: int


_STAFF = frozenset({"facilitator", "coordinator"})
_ANYONE_OF: dict[Action, frozenset[str]] = {
    Action.EXAMINE: _STAFF,
    Action.LIST_PROCUREMENTS: _STAFF,
    Action.LIST_OWN_PROCUREMENTS: frozenset({"buyer"}),
    Action.ANNOUNCE: _STAFF | {"buyer"},
    Action.SEE_PROCUREMENT: _STAFF | {"buyer"},
    Action.INVITE: frozenset({"coordinator"}),
    Action.REVOKE: frozenset({"coordinator"}),
}
_OWN_ONLY = frozenset({Action.ANNOUNCE, Action.SEE_PROCUREMENT})


def may(actor: Actor, action: Action, owner: Owner | None = None) -> bool:
    """Whether the actor may do this, to the object of that owner where the action has one.

    PLIE staff do every partner's action on its behalf; a partner does it to its own objects only.
    """
    if actor.role not in _ANYONE_OF[action]:
        return False
    if action not in _OWN_ONLY or actor.role in _STAFF:
        return True
    return owner is not None and owner.organisation_id == actor.organisation_id
