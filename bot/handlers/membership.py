"""A person blocks the bot, or comes back."""

from telegram import ChatMember
from telegram.ext import ChatMemberHandler

from bot.dialogue.routes import Route, unused
from bot.dialogue.turn import Turn
from bot.store import outbox, people


def _changed(turn: Turn) -> None:
    change = turn.update.my_chat_member
    if turn.person is None or change is None or change.chat.type != change.chat.PRIVATE:
        return
    reachable = change.new_chat_member.status not in (ChatMember.BANNED, ChatMember.LEFT)
    people.change(turn.session, turn.person.id, reachable=reachable)
    if reachable:
        outbox.release_blocked(turn.session, turn.chat_id, turn.now)


ROUTES = (Route(ChatMemberHandler(unused, ChatMemberHandler.MY_CHAT_MEMBER), _changed),)
