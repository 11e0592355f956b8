"""From a received update to the function that serves it, and to what is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from telegram import Bot, Update

from bot.dialogue.refusals import Refused
from bot.dialogue.routes import Route
from bot.dialogue.site import Site
from bot.dialogue.turn import Turn
from bot.store import inbox, people
from bot.store.database import Session


@dataclass(frozen=True)
class Dispatcher:
    """Finds the route of an update, in order; a person without a place here gets `stranger`. What happens in
    groups is for `in_group` alone: no route sees it."""

    routes: Sequence[Route]
    stranger: Callable[[Turn], None]
    bot: Bot
    zone: ZoneInfo
    locale: str
    site: Site | None = None
    in_group: Callable[[Turn], None] | None = None

    @cached_property
    def _taps(self) -> list[Route]:
        return [route for route in self.routes if route.serves_taps]

    @cached_property
    def _others(self) -> list[Route]:
        return [route for route in self.routes if not route.serves_taps]

    def handle(self, session: Session, uid: str, payload: Any, now: datetime) -> int:
        """Serve the update in the session's transaction. Returns how many messages it wrote; raises
        what the handler raised."""
        if not isinstance(payload, dict):
            raise TypeError("an update is an object")
        content = inbox.take_content(payload)
        update = Update.de_json(payload, self.bot)
        turn = self._turn(session, uid, update, now)
        if turn is None:
            return self._grouped(session, uid, update, now)
        turn.content = content
        routes = self._taps if update.callback_query is not None else self._others
        route = next((route for route in routes if route.accepts(update)), None)
        if route is not None and (route.open or turn.person is not None):
            _serve(route, turn)
        elif turn.person is None and (update.message is not None or update.callback_query is not None):
            self.stranger(turn)
        session.flush()
        return turn.close()

    def _turn(self, session: Session, uid: str, update: Update, now: datetime) -> Turn | None:
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None or user.is_bot or chat.type != chat.PRIVATE:
            return None
        person = people.by_telegram(session, user.id)
        language = person.language if person else self.locale
        return Turn(session, uid, now, self.zone, update, chat.id, person, language, site=self.site)

    def _grouped(self, session: Session, uid: str, update: Update, now: datetime) -> int:
        """What happened in a group, if it did. Returns how many messages it wrote."""
        user, chat = update.effective_user, update.effective_chat
        if self.in_group is None or chat is None or chat.type not in (chat.GROUP, chat.SUPERGROUP):
            return 0
        person = None if user is None else people.by_telegram(session, user.id)
        turn = Turn(session, uid, now, self.zone, update, chat.id, person, self.locale, site=self.site)
        self.in_group(turn)
        session.flush()
        return turn.close()


def _serve(route: Route, turn: Turn) -> None:
    try:
        route.do(turn)
    except Refused as refused:
        turn.refuse(refused)
