"""Groups of partners on Telegram: a coordinator adds and removes them. In a group little is heard."""

import re

from telegram import ChatMember

from bot.actions import add_group, demand, remove_group
from bot.dialogue import alerts
from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE
from bot.dialogue.partner_groups import group_card, groups_card, link_card, sure_card
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import groups, organisations, outbox
from bot.store.groups import Registered
from bot.store.tables import Organisation

_START = re.compile(r"/start(?:@(?P<bot>\w+))?\s+(?P<token>[A-Za-z0-9_-]{1,64})")
_LONGEST = 120


def _home(turn: Turn, number: int) -> Organisation:
    demand(turn, Action.INVITE)
    home = organisations.reread(turn.session, number)
    if home is None:
        raise Refused(N_("This organisation cannot be found."))
    return home


def _list(turn: Turn) -> None:
    _, number, after = turn.data.split(":")
    home = _home(turn, int(number))
    found = groups.of_organisation(turn.session, int(number), int(after), SIZE + 1)
    turn.edit(groups_card(home, found, turn.language, int(after)))


def _add(turn: Turn) -> None:
    home = _home(turn, turn.number)
    token = add_group.invite(turn, turn.number)
    turn.edit(link_card(home, f"https://t.me/{turn.bot_name}?startgroup={token}", turn.language))


def _find(turn: Turn) -> Registered:
    demand(turn, Action.REVOKE)
    group = groups.find(turn.session, turn.number)
    if group is None:
        raise Refused(N_("This group cannot be found."))
    return group


def _open(turn: Turn) -> None:
    turn.edit(group_card(_find(turn), turn.zone, turn.language))


def _ask(turn: Turn) -> None:
    group = _find(turn)
    if group.left_at is not None:
        turn.edit(group_card(group, turn.zone, turn.language))
        return
    turn.edit(sure_card(group, turn.language))


def _remove(turn: Turn) -> None:
    group = remove_group.remove(turn, turn.number)
    said = turn.t(
        N_("The group “{title}” ({organisation}) is removed: nothing is written there any more."),
        title=cut(group.title, _LONGEST),
        organisation=cut(group.organisation, _LONGEST),
    )
    home = Button(cut(group.organisation, MAX_LABEL), f"organisation:{group.organisation_id}")
    turn.edit(Card(said, ((home,),)))


def hear(turn: Turn) -> None:
    """What happened in a group: the bot was brought in by a link or put out, or the group became a
    supergroup. Nothing else that is said there is looked at."""
    change, message = turn.update.my_chat_member, turn.update.message
    if change is not None:
        if change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
            _lost(turn)
    elif message is None:
        return
    elif message.migrate_to_chat_id is not None:
        _moved(turn, turn.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        _moved(turn, message.migrate_from_chat_id, turn.chat_id)
    else:
        token = _token(message.text or "", turn.bot_name)
        if token:
            add_group.register(turn, token, (message.chat.title or "")[:255])


def _token(text: str, bot_name: str) -> str | None:
    """What `/start` carries, where it is said to this bot."""
    said = _START.fullmatch(text.strip())
    if said is None or (said["bot"] is not None and said["bot"].casefold() != bot_name.casefold()):
        return None
    return said["token"]


def _lost(turn: Turn) -> None:
    if alerts.group_lost(turn.session, turn.chat_id, turn.now):
        outbox.drop_waiting(turn.session, turn.chat_id, turn.now)


def _moved(turn: Turn, old: int, new: int) -> None:
    groups.move(turn.session, old, new, turn.now)
    outbox.move_chat(turn.session, old, new)


ROUTES = (
    button("groups-of", _list, args=r"\d{1,9}:\d{1,9}"),
    button("add-group", _add),
    button("group", _open),
    button("remove-group", _ask),
    button("removed-group", _remove),
)
