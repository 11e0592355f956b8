"""Set or correct the SIRET of a partner organisation."""

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, history, organisations
from bot.store.history import Subject
from bot.store.tables import Organisation


def set_siret(turn: Turn, organisation_id: int, siret: str | None) -> Organisation:
    """The organisation with this SIRET (None: it has none); the earlier one stays in its history. Raises
    Refused."""
    demand(turn, Action.CHANGE_ORGANISATION)
    session = turn.session
    organisation = organisations.reread(session, organisation_id)
    if organisation is None:
        raise Refused(N_("This organisation cannot be found."))
    holder = None if siret is None else organisations.by_siret(session, siret)
    if holder is not None and holder.id != organisation_id:
        raise Refused(N_("This SIRET is already that of {name}."), name=holder.name)
    before = {"siret": organisation.siret}
    subject = Subject("organisation", organisation_id)
    if history.record(session, subject, turn.me.id, turn.now, before, {"siret": siret}):
        organisations.change(session, organisation_id, siret=siret)
        audit.record(session, turn.me.id, "set siret", "organisation", organisation_id, turn.now)
        session.refresh(organisation)
    return organisation
