"""Join by a one-time invitation, or refuse it."""

from bot.dialogue import correspondents
from bot.dialogue.cards import Card
from bot.dialogue.menu import show_commands
from bot.dialogue.presence import check_partner
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.dialogue.words import ROLES
from bot.store import audit, drafts, invitations, organisations, outbox, people
from bot.store.people import Member, Newcomer
from bot.store.tables import Invitation, Role

_TWICE = N_(
    "Contacts of this organisation are written to by e-mail. If one of them is the same person, hand their "
    "files over and write to them no more."
)


def join(turn: Turn, invitation: Invitation) -> Member:
    """The account of this turn becomes a person of the organisation; whoever it was before is revoked.
    Raises Refused."""
    user = turn.update.effective_user
    check_partner(turn, invitation.organisation_id)
    _may_change(turn, Role(invitation.role))
    newcomer = Newcomer(
        telegram_id=turn.chat_id,
        name=" ".join(user.full_name.split())[:100] if user else "",
        language=turn.language,
        organisation_id=invitation.organisation_id,
        role=Role(invitation.role),
        invited_by=invitation.invited_by,
    )
    if turn.person is not None:
        outbox.drop_waiting(turn.session, turn.chat_id, turn.now)
        drafts.drop(turn.session, turn.chat_id)
    person = people.join(turn.session, newcomer, turn.now)
    invitations.close(turn.session, invitation, person.id, turn.now)
    audit.record(turn.session, person.id, "join", "person", person.id, turn.now, role=person.role)
    turn.person = person
    show_commands(turn)
    _tell(
        turn,
        f"joined:{person.uid}",
        N_("{name} joined: {role}, {organisation}."),
        invitation,
        name=person.name,
    )
    return person


def _may_change(turn: Turn, role: Role) -> None:
    """The only coordinator cannot become something else: nobody could invite any more. Raises Refused."""
    if turn.person is None or turn.person.role is not Role.COORDINATOR or role is Role.COORDINATOR:
        return
    if len(people.with_roles(turn.session, Role.COORDINATOR)) == 1:
        raise Refused(N_("You are the only coordinator: invite another one before leaving."))


def refuse(turn: Turn, invitation: Invitation) -> None:
    """The invitation was refused: it serves no more; nothing is kept of the person."""
    invitations.close(turn.session, invitation, None, turn.now)
    _tell(
        turn,
        f"refused:{invitation.token_hash[:16]}",
        N_("An invitation was refused: {role}, {organisation}."),
        invitation,
    )


def _tell(turn: Turn, key: str, msgid: str, invitation: Invitation, **values: str) -> None:
    """Tell the coordinators, but not the person of this turn."""
    organisation = organisations.get(turn.session, invitation.organisation_id).name
    mailed = correspondents.of_organisation(turn.session, invitation.organisation_id) if values else []

    def card(language: str) -> Card:
        role = translate(language, ROLES[Role(invitation.role)])
        text = translate(language, msgid, role=role, organisation=organisation, **values)
        if mailed:
            text += "\n" + translate(language, _TWICE)
        return Card(text, correspondents.rows(mailed))

    for coordinator in people.with_roles(turn.session, Role.COORDINATOR):
        if coordinator.telegram_id != turn.chat_id:
            turn.tell(coordinator, f"{key}:{coordinator.id}", card)
