"""What coordinators are told when something could not be done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.dialogue.cards import Button, Card, Keyboard
from bot.dialogue.translations import N_, label, translate
from bot.store import audit, groups, mailings, outbox, people
from bot.store import uncertain as held
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
MASS_UNCERTAIN = N_(
    "⚠️ Nobody knows whether some messages of a sending to many arrived. They are held: please decide whether "
    "they leave again."
)
DECIDED = N_("✅ Decided: nothing of this sending is held any more.")
FILE_LOST = N_(
    "⚠️ A supporting document is lost or damaged on the disk: somebody asked for it, and could not get it. "
    "The message is kept under number {number}."
)
PERSON_UNREACHABLE = N_("⚠️ {name} ({organisation}) blocked Clausette and gets no message any more.")
ADDRESS_WRONG = N_(
    "⚠️ E-mails to {name} ({organisation}) come back: they get none any more. Correct the address in "
    "/partenaires."
)
GROUP_LOST = N_(
    "⚠️ Clausette is no longer in the group “{title}” ({organisation}), which gets no message any more."
)
MAIL_REFUSED = N_("⚠️ The mail server refused an e-mail of Clausette. It is kept under number {number}.")
MAIL_SHUT = N_(
    "⚠️ No e-mail leaves: the mail server cannot be reached, or does not accept Clausette. They wait; please "
    "tell whoever runs Clausette."
)
MAIL_NONE = N_(
    "⚠️ Clausette has no mail server any more: e-mails to partners do not leave. Please tell whoever runs "
    "Clausette (operations guide, “Letters”)."
)


def tell_coordinators(session: Session, /, key: str, msgid: str, now: datetime, **values: Any) -> None:
    """Tell every coordinator, once per `key`."""
    _tell(session, key, msgid, now, (), **values)


def _tell(
    session: Session, key: str, msgid: str, now: datetime, buttons: Sequence[tuple[str, str]], **values: Any
) -> None:
    """As `tell_coordinators`, with buttons: msgids and what they carry."""
    messages = [
        _message(
            f"{PREFIX}{key}:{coordinator.id}",
            coordinator.telegram_id,
            translate(coordinator.language, msgid, **values),
            tuple((Button(label(coordinator.language, text), data),) for text, data in buttons),
        )
        for coordinator in people.with_roles(session, Role.COORDINATOR)
        if coordinator.reachable
    ]
    outbox.add(session, messages, now)


def uncertain(session: Session, key: str, uid: str, number: int, now: datetime) -> None:
    """Coordinators are told that nobody knows whether the message of this key, uid and number arrived: once
    for all those of a sending to many, until they are decided."""
    run = mailings.run_of(key)
    see = ((N_("See what is held"), f"uncertain-of:{run}:0"),)
    if not run:
        _tell(session, f"message:{uid}", MESSAGE_UNCERTAIN, now, see, number=number)
    else:
        _tell(session, _round(session, run), MASS_UNCERTAIN, now, see)


def decided(session: Session, run: int, now: datetime) -> None:
    """All that was held of a sending to many is decided: the alert says so, and what is held later has one of
    its own."""
    key = _round(session, run)
    edits = []
    for coordinator in people.with_roles(session, Role.COORDINATOR):
        chat, told = coordinator.telegram_id, f"{PREFIX}{key}:{coordinator.id}"
        body = {"chat_id": chat} | Card(translate(coordinator.language, DECIDED)).to_json()
        edits.append(Message(f"{told}:decided", chat, "editMessageText", body, Priority.NOTICE, follows=told))
    outbox.add(session, edits, now)
    held.close_round(session, run, now)


def _round(session: Session, run: int) -> str:
    return f"uncertain:{run}:{held.round_of(session, run)}"


def person_unreachable(session: Session, person: Member, cause: str, now: datetime) -> None:
    """The person blocked the bot, or their address takes no letter: until they come back or it is corrected
    they get nothing, and coordinators know."""
    if person.reachable:
        people.change(session, person.id, reachable=False)
        values = {"name": person.name, "organisation": person.organisation}
        msgid = ADDRESS_WRONG if person.by_mail else PERSON_UNREACHABLE
        tell_coordinators(session, f"unreachable:{cause}", msgid, now, **values)


def group_lost(session: Session, chat_id: int, now: datetime) -> bool:
    """A group the bot was in is one no more: it gets nothing from now on, and coordinators know. Returns
    whether this is new."""
    group = groups.by_chat(session, chat_id)
    if group is None or not groups.leave(session, group.id, now):
        return False
    audit.record(session, None, "lose group", "organisation", group.organisation_id, now, group=group.id)
    values = {"title": group.title, "organisation": group.organisation}
    tell_coordinators(session, f"group-lost:{group.uid}", GROUP_LOST, now, **values)
    return True


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


def _message(key: str, chat_id: int, text: Any, keyboard: Keyboard = ()) -> Message:
    body = {"chat_id": chat_id} | Card(text, keyboard).to_json()
    return Message(key, chat_id, "sendMessage", body, Priority.NOTICE)
