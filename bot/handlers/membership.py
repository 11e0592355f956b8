"""A person blocks the bot, or comes back."""

from telegram import ChatMember
from telegram.ext import ChatMemberHandler

from bot.dialogue import alerts
from bot.dialogue.routes import Route, unused
from bot.dialogue.turn import Turn
from bot.store import outbox, people


def _changed(turn: Turn) -> None:
    change = turn.update.my_chat_member
    if turn.person is None or change is None or change.chat.type != change.chat.PRIVATE:
        return
    if change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
        alerts.person_unreachable(turn.session, turn.person, turn.uid, turn.now)
    else:
        people.change(turn.session, turn.person.id, reachable=True)
        outbox.release_blocked(turn.session, turn.chat_id, turn.now)


ROUTES = (Route(ChatMemberHandler(unused, ChatMemberHandler.MY_CHAT_MEMBER), _changed),)
