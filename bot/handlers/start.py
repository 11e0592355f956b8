"""/start: joining by an invitation, and coming back."""

from markupsafe import Markup

from bot.actions import allowed, join
from bot.dialogue.broadcasts import reading
from bot.dialogue.cards import Button, Card
from bot.dialogue.menu import menu_card, show_commands
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, command
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.dialogue.words import ROLES
from bot.reports.bidders import service_offer
from bot.rules.policy import Action
from bot.store import invitations, organisations, outbox, people
from bot.store.people import Member
from bot.store.tables import Invitation, Priority, Role

_STALE = N_(
    "This invitation no longer works: it was used, refused or is more than 72 hours old. Ask the PLIE for "
    "another one."
)
_UNCHANGED = N_("You refused: nothing changes.")
_FOR_A_GROUP = N_(
    "This link adds Clausette to a group on Telegram, and nothing else: open it from your telephone and "
    "choose the group."
)
_NOTHING_KEPT = N_("You refused; nothing about you was kept.")
_SHARED = N_(
    "Your partners will see your name as Telegram gives it, your organisation and what you enter here. "
    "Your phone number is not asked for. The PLIE withdraws your access whenever you ask."
)


def _start(turn: Turn) -> None:
    token = turn.text.partition(" ")[2].strip()
    offer_id = reading.asked(token)
    if offer_id is not None:
        _open_offer(turn, offer_id)
    elif token:
        _show(turn, token)
    elif turn.person is None:
        stranger(turn)
    else:
        _welcome_back(turn)


def _open_offer(turn: Turn, offer_id: int) -> None:
    """A link of a group leads to an offer that was sent: for who it was sent to. Raises Refused."""
    if turn.person is None:
        stranger(turn)
        return
    if not allowed(turn, Action.LIST_SENT_OFFERS):
        raise Refused(reading.GONE)
    turn.say(reading.opened(turn, reading.readable(turn, offer_id)))


def stranger(turn: Turn) -> None:
    """The one sentence for someone we do not know."""
    text = N_(
        "Clausette serves the partners of the insertion clause around Caen; ask the PLIE for an "
        "invitation to join."
    )
    turn.say(turn.t(text))


def _welcome_back(turn: Turn) -> None:
    people.change(turn.session, turn.me.id, reachable=True)
    outbox.release_blocked(turn.session, turn.chat_id, turn.now)
    show_commands(turn)
    turn.say(menu_card(turn.me, turn.language))


def _show(turn: Turn, token: str) -> None:
    """What the invitation offers, and what joining shares."""
    invitation = invitations.living(turn.session, token, turn.now)
    if invitation is None:
        _closed(turn, token)
        return
    if invitation.role == invitations.GROUP:
        turn.say(turn.t(_FOR_A_GROUP))
        return
    buttons = (
        Button(label(turn.language, N_("I accept")), f"join:yes:{token}"),
        Button(label(turn.language, N_("I refuse")), f"join:no:{token}"),
    )
    lines = [_offer(turn, invitation), *_already(turn), turn.t(_SHARED)]
    turn.say(Card(Markup("\n\n").join(lines), (buttons,)))


def _closed(turn: Turn, token: str) -> None:
    """The invitation serves no more; whoever accepted it is shown what they can do."""
    if turn.person is not None and invitations.accepted_by(turn.session, token) == turn.person.id:
        turn.toast(turn.t(N_("You are already registered.")))
        turn.say(menu_card(turn.me, turn.language))
    else:
        turn.edit(turn.t(_STALE))


def _offer(turn: Turn, invitation: Invitation) -> Markup:
    organisation = organisations.get(turn.session, invitation.organisation_id)
    role = turn.t(ROLES[Role(invitation.role)])
    if invitation.invited_by is None:
        invited = N_("The PLIE invites you to join Clausette: <b>{organisation}</b>, as {role}.")
        return turn.t(invited, organisation=organisation.name, role=role)
    host = people.get(turn.session, invitation.invited_by)
    invited = N_("{name} ({host}) invites you to join Clausette: <b>{organisation}</b>, as {role}.")
    return turn.t(invited, name=host.name, host=host.organisation, organisation=organisation.name, role=role)


def _already(turn: Turn) -> list[Markup]:
    if turn.person is None:
        return []
    role = turn.t(ROLES[turn.person.role])
    text = N_("You are already here as {role} of {organisation}: accepting replaces this.")
    return [turn.t(text, role=role, organisation=turn.person.organisation)]


def _answer(turn: Turn) -> None:
    _, answer, token = turn.data.split(":", 2)
    invitation = invitations.living(turn.session, token, turn.now)
    if invitation is None or invitation.role == invitations.GROUP:
        _closed(turn, token)
    elif answer == "yes":
        person = join.join(turn, invitation)
        turn.edit(
            turn.t(
                N_("Welcome, {name}. You are here for {organisation}."),
                name=person.name,
                organisation=person.organisation,
            )
        )
        _offer_service(turn, person)
        turn.say(menu_card(person, turn.language))
    else:
        join.refuse(turn, invitation)
        turn.edit(turn.t(_UNCHANGED if turn.person else _NOTHING_KEPT))


def _offer_service(turn: Turn, person: Member) -> None:
    """Companies are told what the PLIE does for them (articles 2 and 3 of the agreement), each person
    once."""
    if person.role is Role.COMPANY:
        offer = Card(service_offer())
        turn.tell(person, f"service-offer:{person.uid}", lambda _language: offer, Priority.ANSWER)


ROUTES = (
    command("start", do=_start, open_to_all=True),
    button("join", _answer, args="(?:yes|no):[A-Za-z0-9_-]+", open_to_all=True),
)
