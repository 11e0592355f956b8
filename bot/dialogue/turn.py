"""A turn of talk: what a person did, inside the transaction of its effects, and what will be said."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape
from telegram import Message as TelegramMessage
from telegram import Update

from bot.dialogue.cards import Card
from bot.dialogue.fitting import clean, cut, cut_html
from bot.dialogue.letters import Letter, posted, wanted
from bot.dialogue.reaching import Manner, key_for, manner
from bot.dialogue.refusals import Refused
from bot.dialogue.site import Site
from bot.dialogue.translations import translate
from bot.rules.calendar import in_working_hours
from bot.store import outbox, people, uploads
from bot.store.database import Session
from bot.store.outbox import Message
from bot.store.people import Member
from bot.store.tables import Priority

TAP_LIFETIME = timedelta(minutes=2)
MAX_DOCUMENT = 5 * 1024 * 1024
MAX_CAPTION = 1024
_MAX_NAME = 100
_NO_NAME = re.compile(r'[\n/\\:*?"<>|]+')


class DocumentSizeError(ValueError):
    """A document to send is empty, or over 5 MB."""


class FetchedError(ValueError):
    """The file of this update was fetched already."""


@dataclass
class Turn:
    """What handlers and actions get: never a bot, never the network.

    `uid` names the update, so that what is said in answer to it is said once. `now` is the instant the
    step began. `content` are the bytes of the file a person sent, where `fetch` asked for them.
    """

    session: Session
    uid: str
    now: datetime
    zone: ZoneInfo
    update: Update
    chat_id: int
    person: Member | None
    language: str
    content: bytes | None = None
    site: Site | None = None
    _messages: list[Message] = field(default_factory=list)
    _answered: bool = False

    @property
    def today(self) -> date:
        """The partners' calendar date."""
        return self.now.astimezone(self.zone).date()

    @property
    def bot_name(self) -> str:
        """The bot's own name on Telegram."""
        return self.update.get_bot().username if self.site is None else self.site.bot_name

    @property
    def me(self) -> Member:
        """The person, where a route already made sure there is one."""
        if self.person is None:
            raise LookupError("a stranger has no person")
        return self.person

    @property
    def text(self) -> str:
        """What was typed, or the caption of what was sent; empty otherwise."""
        message = self.update.effective_message
        return "" if message is None or self.tapped else message.text or message.caption or ""

    @property
    def tapped(self) -> bool:
        """Whether the person tapped a button."""
        return self.update.callback_query is not None

    @property
    def data(self) -> str:
        """What the tapped button carries; empty when none was tapped."""
        query = self.update.callback_query
        return "" if query is None else query.data or ""

    @property
    def number(self) -> int:
        """The number at the end of what the tapped button carries; 0, which is nobody's, when there is
        none."""
        digits = self.data.rpartition(":")[2]
        return int(digits) if digits.isdecimal() and len(digits) < 10 else 0

    def t(self, msgid: str, **values: Any) -> Markup:
        """The text in this person's language, its values escaped."""
        return translate(self.language, msgid, **values)

    def say(self, card: Card | Markup) -> None:
        """Answer with a new message."""
        self._post("sendMessage", self.chat_id, _card(card).to_json())

    def edit(self, card: Card | Markup) -> None:
        """Answer a tap on the card it is on; anything else with a new message."""
        query = self.update.callback_query
        if query is None or not isinstance(query.message, TelegramMessage):
            self.say(card)
            return
        self._post(
            "editMessageText", self.chat_id, {"message_id": query.message.message_id} | _card(card).to_json()
        )

    def toast(self, text: Markup | None = None) -> None:
        """Answer the tap itself, with a short text that passes or with none; a second answer is dropped."""
        query = self.update.callback_query
        if query is None or self._answered:
            return
        self._answered = True
        body = {"callback_query_id": query.id} | ({"text": text.unescape()[:200]} if text else {})
        message = Message(
            key=self._next_key(),
            chat_id=self.chat_id,
            method="answerCallbackQuery",
            body=body,
            deadline=self.now + TAP_LIFETIME,
            in_order=False,
        )
        self._messages.append(message)

    def tell(
        self,
        person: Member,
        key: str,
        card: Callable[[str], Card],
        priority: Priority = Priority.NOTICE,
        *,
        at_once: bool = False,
    ) -> None:
        """Tell another person a fact, in their language; `key` names the fact and the person, once for
        ever. A notice comes as they prefer, unless `at_once`, and to who stands in for them too. Who is
        written to by e-mail hears nothing of this: see `mail`."""

        def body(language: str) -> dict[str, Any]:
            return card(language).to_json()

        self._tell(person, key, "sendMessage", body, priority, at_once=at_once)

    def tell_document(
        self,
        person: Member,
        key: str,
        name: str,
        content: bytes,
        caption: Callable[[str], Markup | str],
        priority: Priority = Priority.NOTICE,
    ) -> None:
        """Hand another person a file the bot made; `caption` and `key` as `card` and `key` of `tell`.

        Raises DocumentSizeError.
        """

        def body(language: str) -> dict[str, Any]:
            return _document(name, content, caption(language))

        self._tell(person, key, "sendDocument", body, priority)

    def retell(self, person: Member, key: str, told: str, card: Callable[[str], Card]) -> None:
        """Change what was told under the key `told` (if it was) into this card, for who stands in for the
        person too."""
        if person.by_mail:
            return
        body = {"chat_id": person.telegram_id} | card(person.language).to_json()
        self._messages.append(
            Message(key, person.telegram_id, "editMessageText", body, Priority.NOTICE, follows=told)
        )
        other = self._stand_in(person, self._manner(person))
        if other is not None:
            self.retell(other, key_for(key, person, other), key_for(told, person, other), card)

    def mail(
        self,
        person: Member,
        key: str,
        write: Callable[[str], Letter],
        priority: Priority = Priority.NOTICE,
    ) -> None:
        """Write a fact to a person who is reached by e-mail, and to nobody else; `key` as for `tell`. Nothing
        personal about a candidate goes into a letter. Who unsubscribed gets no reminder and no broadcast."""
        if wanted(person, priority):
            letter = write(person.language)
            self._messages.append(posted(self.session, self.site, person, key, letter, priority, self.now))

    def set_commands(self, chat_id: int, commands: list[dict[str, str]]) -> None:
        """Set the list of commands Telegram shows in a chat; an empty list takes it away. Mailboxes have
        none."""
        if chat_id < people.MAILBOXES:
            return
        body: dict[str, Any] = {"scope": {"type": "chat", "chat_id": chat_id}}
        method = "setMyCommands" if commands else "deleteMyCommands"
        if commands:
            body["commands"] = commands
        self._messages.append(Message(self._next_key(), chat_id, method, body, Priority.NOTICE))

    def close(self) -> int:
        """Write everything said in this turn beside its effects. Returns how many messages are new."""
        self.toast()
        return outbox.add(self.session, self._messages, self.now)

    def refuse(self, refused: Refused) -> None:
        """Say why what was asked cannot be done."""
        self.say(self.t(refused.msgid, **refused.values))

    def send_document(
        self, name: str, content: bytes, caption: Markup | str = "", *, to: int | None = None
    ) -> None:
        """Answer with a file the bot made, in this chat unless `to` names another. Raises
        DocumentSizeError."""
        chat_id = self.chat_id if to is None else to
        self._post("sendDocument", chat_id, _document(name, content, caption))

    def send_photo(self, name: str, content: bytes, caption: Markup | str) -> None:
        """Answer with a picture the bot made, a PNG or a JPEG; the caption says in words what it shows.
        Raises DocumentSizeError."""
        self._post("sendPhoto", self.chat_id, _made("photo", name, content, caption))

    def send_kept(self, name: str, digest: str, caption: Markup | str = "") -> None:
        """Answer with a file of `store.files`, read when it leaves."""
        body = {"document": uploads.kept(_file_name(name), digest)} | _caption(caption)
        self._post("sendDocument", self.chat_id, body)

    def fetch(self, file: Mapping[str, Any]) -> None:
        """Ask for the bytes of a file this person sent: this update then comes again, with `content`.

        Where they cannot be had the person is asked to send the file again; nothing else happens. Raises
        FetchedError when `content` is there: an update comes again once.
        """
        if self.content is not None:
            raise FetchedError(FetchedError.__doc__)
        body = {"file_id": file["file_id"], "language": self.language, "update": self.update.to_dict()}
        self._messages.append(Message(self._next_key(), self.chat_id, outbox.FETCH, body))

    def send_file(self, file: Mapping[str, Any], caption: str) -> None:
        """Hand on a document or a photo someone sent."""
        kind = file["kind"]
        self._post(f"send{kind.title()}", self.chat_id, {kind: file["file_id"], "caption": caption})

    def _tell(
        self,
        person: Member,
        key: str,
        method: str,
        make: Callable[[str], dict[str, Any]],
        priority: Priority,
        *,
        at_once: bool = False,
    ) -> None:
        if person.by_mail:
            return
        how = self._manner(person) if priority is Priority.NOTICE else Manner()
        body = {"chat_id": person.telegram_id} | make(person.language)
        if how.silent or (person.is_staff and not in_working_hours(self.now.astimezone(self.zone))):
            body["disable_notification"] = True
        later = None if at_once else how.later
        self._messages.append(Message(key, person.telegram_id, method, body, priority, later=later))
        other = self._stand_in(person, how)
        if other is not None:
            self._tell(other, key_for(key, person, other), method, make, priority, at_once=at_once)

    def _manner(self, person: Member) -> Manner:
        return manner(self.session, person, self.now.astimezone(self.zone))

    def _stand_in(self, person: Member, how: Manner) -> Member | None:
        """Who hears of it in the place of the person: not who did it."""
        doer = None if self.person is None else self.person.id
        return None if how.stand_in is None or how.stand_in.id in (person.id, doer) else how.stand_in

    def _post(self, method: str, chat_id: int, body: dict[str, Any]) -> None:
        if chat_id < people.MAILBOXES:
            return
        message = Message(self._next_key(), chat_id, method, {"chat_id": chat_id} | body)
        self._messages.append(message)

    def _next_key(self) -> str:
        return f"turn:{self.uid}:{len(self._messages)}"


def _card(card: Card | Markup) -> Card:
    return card if isinstance(card, Card) else Card(card)


def _document(name: str, content: bytes, caption: Markup | str) -> dict[str, Any]:
    return _made("document", name, content, caption)


def _made(kind: str, name: str, content: bytes, caption: Markup | str) -> dict[str, Any]:
    """A file the bot made, as the body holds it under its kind."""
    if not 0 < len(content) <= MAX_DOCUMENT:
        raise DocumentSizeError(DocumentSizeError.__doc__)
    return {kind: uploads.upload(_file_name(name), content)} | _caption(caption)


def _caption(caption: Markup | str) -> dict[str, Any]:
    if not caption:
        return {}
    return {"caption": str(cut_html(escape(caption), MAX_CAPTION)), "parse_mode": "HTML"}


def _file_name(name: str) -> str:
    """A name every telephone can keep, its ending whole."""
    path = PurePosixPath(_NO_NAME.sub("-", clean(name)))
    return cut(path.stem, _MAX_NAME) + path.suffix
