"""A partner's group on Telegram becomes a contact: a coordinator makes a link, whoever opens it chooses the
group."""

from functools import partial

from bot.actions import demand
from bot.dialogue.cards import Card
from bot.dialogue.partner_groups import HERE, told_card
from bot.dialogue.presence import check_present
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, groups, invitations, organisations, people
from bot.store.groups import Found
from bot.store.tables import Invitation, Kind, Priority, Role

_STALE = N_(
    "This link to add a group no longer works: it was used, or is more than 72 hours old. A coordinator of "
    "the PLIE makes another one."
)
_KNOWN = N_("This group is registered already: nothing changes.")
_OURS = N_("Groups of the PLIE itself get no message: add a partner’s group.")


def invite(turn: Turn, organisation_id: int) -> str:
    """The token of a link that adds one group of a partner, for 72 hours. Raises Refused."""
    demand(turn, Action.INVITE)
    home = organisations.reread(turn.session, organisation_id)
    if home is None:
        raise Refused(N_("This organisation cannot be found."))
    if home.kind == Kind.PLIE:
        raise Refused(_OURS)
    check_present(turn, home)
    audit.record(turn.session, turn.me.id, "invite group", "organisation", organisation_id, turn.now)
    return invitations.create(turn.session, organisation_id, invitations.GROUP, turn.me.id, turn.now)


def register(turn: Turn, token: str, title: str) -> bool:
    """The group this turn is in is the partner's who was given the token, which is the right to do this:
    nobody else is asked anything. Returns whether it is new; why not is said to who tried, in private."""
    invitation = invitations.living(turn.session, token, turn.now)
    if invitation is None or invitation.role != invitations.GROUP or invitation.invited_by is None:
        return _no(turn, _STALE)
    home = organisations.reread(turn.session, invitation.organisation_id)
    if home is None or organisations.gone(home, turn.today):
        return _no(turn, _STALE)
    found = Found(turn.chat_id, title, turn.language)
    number = groups.register(turn.session, invitation.organisation_id, found, invitation.invited_by, turn.now)
    if number is None:
        return _no(turn, _KNOWN)
    invitations.close(turn.session, invitation, None, turn.now)
    _keep(turn, invitation, number)
    turn.say(turn.t(HERE[home.kind]))
    _tell(turn, number)
    return True


def _keep(turn: Turn, invitation: Invitation, number: int) -> None:
    by = None if turn.person is None else turn.person.id
    audit.record(
        turn.session, by, "add group", "organisation", invitation.organisation_id, turn.now, group=number
    )


def _no(turn: Turn, why: str) -> bool:
    """Nothing is ever said of this in the group; a stranger hears nothing."""
    if turn.person is not None:
        turn.tell(turn.person, f"no-group:{turn.uid}", partial(_said, why), Priority.ANSWER)
    return False


def _said(why: str, language: str) -> Card:
    return Card(translate(language, why))


def _tell(turn: Turn, number: int) -> None:
    """Coordinators hear of it."""
    group = groups.find(turn.session, number)
    if group is None:
        return
    for coordinator in people.with_roles(turn.session, Role.COORDINATOR):
        turn.tell(coordinator, f"group:{group.uid}:{coordinator.id}", partial(told_card, group))
