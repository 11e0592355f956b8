"""Invite a person into an organisation."""

from datetime import datetime

from bot.actions import demand
from bot.dialogue.presence import check_present
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, invitations, organisations
from bot.store.database import Session
from bot.store.tables import Kind, Role

KINDS = {
    Role.BUYER: (Kind.BUYER,),
    Role.COMPANY: (Kind.COMPANY,),
    Role.FACILITATOR: (Kind.PLIE,),
    Role.COORDINATOR: (Kind.PLIE,),
    Role.PRESCRIBER: (Kind.PRESCRIBER, Kind.ANPE, Kind.MISSION_LOCALE),
    Role.SIAE: (Kind.SIAE,),
    Role.PROFESSIONAL: (Kind.PROFESSIONAL,),
}
"""The kinds of organisation a role exists in; the first is meant when none is said."""


def invite(turn: Turn, role: Role, kind: Kind, organisation: str) -> str:
    """The token of a new invitation, made by the person of this turn. Raises Refused, ValueError."""
    demand(turn, Action.INVITE)
    home = organisations.find(turn.session, kind, organisation)
    if home is not None:
        check_present(turn, home)
    return _create(turn.session, role, kind, organisation, turn.me.id, turn.now)


def from_command_line(session: Session, role: str, organisation: str, kind: str | None, now: datetime) -> str:
    """The token of a new invitation, made by whoever runs the server. Raises ValueError with a sentence."""
    if role not in list(Role):
        raise ValueError(f"There is no role {role}. Roles: {', '.join(Role)}.")
    kinds = KINDS[Role(role)]
    if kind is not None and kind not in kinds:
        raise ValueError(f"A {role} belongs to an organisation of kind {', '.join(kinds)}; not {kind}.")
    meant = Kind(kind) if kind else kinds[0]
    home = organisations.find(session, meant, organisation)
    if home is not None and organisations.gone(home, now.date()):
        raise ValueError(f"{home.name} left the agreement on {home.left_on}: a coordinator brings it back.")
    return _create(session, Role(role), meant, organisation, None, now)


def _create(
    session: Session, role: Role, kind: Kind, organisation: str, by: int | None, now: datetime
) -> str:
    if kind not in KINDS[role]:
        raise ValueError(f"no {role} in an organisation of kind {kind}")
    home = organisations.find_or_create(session, kind, organisation, now)
    audit.record(session, by, "invite", "organisation", home.id or 0, now, role=role)
    return invitations.create(session, home.id or 0, role, by, now)
