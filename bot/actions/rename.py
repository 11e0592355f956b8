"""Correct the name of a partner organisation: who invites partners keeps their names right."""

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, history, organisations
from bot.store.history import Subject
from bot.store.tables import Kind, Organisation


def rename(turn: Turn, organisation_id: int, name: str) -> Organisation:
    """The organisation under its new name; the earlier one stays in its history. Raises Refused."""
    demand(turn, Action.CHANGE_ORGANISATION)
    session, name = turn.session, " ".join(name.split())
    organisation = organisations.reread(session, organisation_id)
    if organisation is None:
        raise Refused(N_("This organisation cannot be found."))
    namesake = organisations.find(session, Kind(organisation.kind), name)
    if namesake is not None and namesake.id != organisation_id:
        raise Refused(N_("Another organisation of this kind is already called “{name}”."), name=namesake.name)
    before = {"name": organisation.name}
    subject = Subject("organisation", organisation_id)
    if history.record(session, subject, turn.me.id, turn.now, before, {"name": name}):
        organisations.change(session, organisation_id, name=name)
        audit.record(session, turn.me.id, "rename", "organisation", organisation_id, turn.now)
        session.refresh(organisation)
    return organisation
