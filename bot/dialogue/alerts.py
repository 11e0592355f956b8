"""What coordinators are told when something could not be done."""

from datetime import datetime
from typing import Any

from bot.dialogue.cards import Card
from bot.dialogue.translations import N_, translate
from bot.store import outbox, people
from bot.store.database import Session
from bot.store.outbox import Message
from bot.store.people import Member
from bot.store.tables import Priority, Role

PREFIX = "alert:"

UPDATE_ASIDE = N_(
    "⚠️ A message could not be handled after several tries. It is kept, set aside under number {number}."
)
MESSAGE_REFUSED = N_("⚠️ Telegram refused a message from Clausette. It is kept under number {number}.")
MESSAGE_UNCERTAIN = N_("⚠️ Nobody knows whether a message arrived. It is held under number {number}.")
FILE_LOST = N_(
    "⚠️ A supporting document is lost or damaged on the disk: somebody asked for it, and could not get it. "
    "The message is kept under number {number}."
)
PERSON_UNREACHABLE = N_("⚠️ {name} ({organisation}) blocked Clausette and gets no message any more.")


def tell_coordinators(session: Session, /, key: str, msgid: str, now: datetime, **values: Any) -> None:
    """Tell every coordinator, once per `key`."""
    messages = [
        _message(
            f"{PREFIX}{key}:{coordinator.id}",
            coordinator.telegram_id,
            translate(coordinator.language, msgid, **values),
        )
        for coordinator in people.with_roles(session, Role.COORDINATOR)
        if coordinator.reachable
    ]
    outbox.add(session, messages, now)


def person_unreachable(session: Session, person: Member, cause: str, now: datetime) -> None:
    """The person blocked the bot: until they come back they get nothing, and coordinators know."""
    if person.reachable:
        people.change(session, person.id, reachable=False)
        values = {"name": person.name, "organisation": person.organisation}
        tell_coordinators(session, f"unreachable:{cause}", PERSON_UNREACHABLE, now, **values)


APOLOGY = N_(
    "Sorry, your last message could not be handled. The PLIE has been told; nothing you filled in before is "
    "lost."
)
UNREADABLE = N_("This file cannot be read any more. Please ask who sent it to send it again.")


def tell(session: Session, key: str, chat_id: int, msgid: str, now: datetime) -> None:
    """Tell the person of a chat what could not be done for them, when they are one of ours."""
    person = people.by_telegram(session, chat_id)
    if person is not None:
        outbox.add(session, [_message(key, chat_id, translate(person.language, msgid))], now)


def _message(key: str, chat_id: int, text: Any) -> Message:
    return Message(key, chat_id, "sendMessage", {"chat_id": chat_id} | Card(text).to_json(), Priority.NOTICE)
