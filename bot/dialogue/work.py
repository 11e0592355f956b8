"""What a job gets: the transaction it works in, the time, where people meet Clausette."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from telegram import Update

from bot.dialogue.site import Site
from bot.dialogue.turn import Turn
from bot.store.database import Session
from bot.store.people import Member

NO_CHAT = 0


@dataclass(frozen=True, slots=True)
class Work:
    """One step of a job, in one transaction. `now` is aware, in UTC; `locale` is the language where there is
    no reader."""

    session: Session
    now: datetime
    zone: ZoneInfo
    site: Site
    locale: str = "fr"

    @property
    def local(self) -> datetime:
        """Now, in the partners' time zone."""
        return self.now.astimezone(self.zone)

    @property
    def today(self) -> date:
        """The partners' calendar date."""
        return self.local.date()

    def turn(self, uid: str, person: Member | None = None) -> Turn:
        """A turn nobody began, for what actions and jobs tell people: `tell`, `retell` and `mail`, then
        `close`. `uid` names the fact. In the name of `person` where an action needs one."""
        chat = NO_CHAT if person is None else person.telegram_id
        language = self.locale if person is None else person.language
        update = Update(update_id=0)
        return Turn(self.session, uid, self.now, self.zone, update, chat, person, language, site=self.site)
