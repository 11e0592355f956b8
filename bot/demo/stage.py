"""Where the past is played: real actions, each in a turn and a transaction of its own, at its moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from telegram import Chat, Message, Update, User

from bot.dialogue.site import Site
from bot.dialogue.turn import Turn
from bot.store import people
from bot.store.database import Database, Session
from bot.store.tables import Role

Do = Callable[[Turn], object]
_SITE = Site("ClausetteBot", mail=True)


@dataclass(frozen=True, slots=True)
class Account:
    """An account on Telegram: its number and its names."""

    number: int
    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Someone did something at an instant of the past: a role that one person plays, or an account that was
    nobody's yet. What it made the bot say is only sent where it is `told`."""

    at: datetime
    who: Role | Account
    do: Do
    told: bool = False


@dataclass
class Stage:
    """Plays events on a database. Only a past is played here: no bot answers."""

    database: Database
    zone: ZoneInfo
    locale: str
    site: Site = _SITE
    _turns: int = field(default=0)

    def play(self, event: Event) -> None:
        """Let the event happen in a transaction. Raises what its action raised."""
        with self.database.begin() as session:
            turn = self._turn(session, event)
            event.do(turn)
            if event.told:
                turn.close()

    def _turn(self, session: Session, event: Event) -> Turn:
        person, account = None, event.who
        if isinstance(account, Role):
            person = people.with_roles(session, account)[0]
            account = Account(person.telegram_id)
        self._turns += 1
        uid = f"past:{event.at.isoformat()}:{self._turns}"
        language = person.language if person else self.locale
        update = _update(account, event.at)
        chat, site = account.number, self.site
        return Turn(session, uid, event.at, self.zone, update, chat, person, language, site=site)


def _update(account: Account, at: datetime) -> Update:
    """What Telegram would have handed over."""
    user = User(account.number, account.first_name, is_bot=False, last_name=account.last_name or None)
    return Update(0, Message(0, at, Chat(account.number, Chat.PRIVATE), from_user=user))
