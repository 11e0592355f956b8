"""The messages of a run as they are now: what each holds for its reader, and how it is edited in place."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import NoResultFound

from bot.dialogue.broadcasts.cards import Sent, sent_card
from bot.dialogue.broadcasts.groups import group_card
from bot.dialogue.broadcasts.letters import offers_letter
from bot.dialogue.letters import posted, wanted
from bot.dialogue.turn import Turn
from bot.store import deliveries, groups, mailings, offers, organisations, outbox, people, unsent
from bot.store.database import Session
from bot.store.offers_sent import is_living
from bot.store.outbox import Message
from bot.store.people import Member
from bot.store.tables import Mailing, OutboxState, Priority


@dataclass(frozen=True, slots=True)
class _Now:
    """What a message says now; one that left is edited, unless it is a letter."""

    body: dict[str, Any]
    chat_id: int | None = None


def offers_of(session: Session, mailing_id: int) -> list[Sent]:
    """The offers of a message, as they are now, with what its reader answered."""
    found = []
    for one in deliveries.of_mailing(session, mailing_id):
        offer = offers.get(session, one.offer_id)
        if offer is None:
            raise NoResultFound
        found.append(Sent(offer, one.wave, one.answer))
    return found


def update(turn: Turn, mailing: Mailing, change: str, priority: Priority) -> None:
    """Bring a message up to date: edited in place when it left, said otherwise when it waits, and dropped
    when it waits and nothing in it lives any more, until something does again. `change` names why, once for
    ever. A letter that left stays as it is: its page says how things are."""
    sent, session, key = offers_of(turn.session, mailing.id or 0), turn.session, mailing.key
    living = any(is_living(one.offer) for one in sent)
    if not living and unsent.drop(session, key, turn.now):
        return
    now = _now(turn, mailing, sent)
    if now is None or unsent.rewrite(session, key, now.body):
        return
    if living and unsent.revive(session, key, now.body, turn.now):
        return
    if now.chat_id is not None:
        unsent.drop_edits(session, now.chat_id, key, turn.now)
        edit = Message(f"{key}:{change}", now.chat_id, "editMessageText", now.body, priority, follows=key)
        outbox.add(session, [edit], turn.now)


def _now(turn: Turn, mailing: Mailing, sent: list[Sent]) -> _Now | None:
    """What a message says now; None where nobody is to read it any more."""
    if mailing.person_id is None:
        group = groups.get(turn.session, mailing.group_id or 0)
        card = group_card(turn.bot_name, sent, group.language)
        out = group.left or organisations.gone(
            organisations.get(turn.session, group.organisation_id), turn.today
        )
        return None if out else _Now({"chat_id": group.chat_id} | card.to_json(), group.chat_id)
    person = people.get(turn.session, mailing.person_id)
    if person.by_mail:
        return _letter(turn, mailing, person, sent)
    card = sent_card(mailing.broadcast_id, sent, person.language)
    chat_id = person.telegram_id
    return None if person.revoked else _Now({"chat_id": chat_id} | card.to_json(), chat_id)


def _letter(turn: Turn, mailing: Mailing, person: Member, sent: list[Sent]) -> _Now | None:
    """A letter anew, with links of its own; nothing for one that left."""
    left = unsent.state(turn.session, mailing.key) in (None, OutboxState.SENT, OutboxState.SENDING)
    if left or not wanted(person, Priority.BROADCAST):
        return None
    letter = offers_letter([one for one in sent if is_living(one.offer)], person.language)
    message = posted(turn.session, turn.site, person, mailing.key, letter, Priority.BROADCAST, turn.now)
    return _Now(message.body)


def tapped(turn: Turn) -> Mailing | None:
    """The message of a run the person of this turn tapped a button of, if it is one."""
    query = turn.update.callback_query
    message = None if query is None else query.message
    return None if message is None else mailings.under(turn.session, turn.me.id, message.message_id)
