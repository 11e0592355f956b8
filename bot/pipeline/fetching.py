"""Files people sent: fetched outside any transaction; then the update comes again with the bytes."""

import asyncio
from datetime import datetime
from typing import Any

from telegram.error import BadRequest, TimedOut

from bot.dialogue.cards import Card
from bot.dialogue.translations import N_, translate
from bot.pipeline.outcomes import Outcome
from bot.pipeline.transport import BotApi, FileTooBigError, RefusedCallError
from bot.store import inbox, outbox
from bot.store.database import Session
from bot.store.outbox import Leased, Message
from bot.store.tables import OutboxState

MOST_BYTES = 20 * 1024 * 1024
"""What Telegram lets a bot fetch."""

SECONDS = 45.0
"""For one file, waiting for its turn included: shorter than a lease."""

AT_ONCE = 2
"""Files held in memory together."""

_TOO_BIG = "file is too big"
UNREADABLE = N_("This file could not be read. Please send it again.")
TOO_BIG = N_("This file is too big: at most 20 MB, please.")


class Fetcher:
    """Fetches files, a few at a time."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, file_id: str) -> bytes:
        """The bytes of a file. Raises TelegramError: FileTooBigError, RefusedCallError or BadRequest when it
        cannot be had."""
        try:
            async with asyncio.timeout(SECONDS), self._turns:
                return await self._api.download(await self._path(file_id), MOST_BYTES)
        except TimeoutError:
            raise TimedOut from None

    async def _path(self, file_id: str) -> str:
        try:
            file: Any = await self._api.call(outbox.FETCH, {"file_id": file_id})
        except BadRequest as error:
            if _TOO_BIG in error.message.lower():
                raise FileTooBigError(_TOO_BIG) from None
            raise
        path = file.get("file_path") if isinstance(file, dict) else None
        if not isinstance(path, str):
            raise RefusedCallError("no path")
        return path


def arrived(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """The update comes again with its file, once: who lost the lease adds nothing."""
    request = outbox.body(session, leased) or {}
    if outcome.content is None:
        failed(session, leased, outcome, now)
    elif outbox.settle(session, leased, OutboxState.SENT, now, error=None, body=None):
        inbox.come_again(session, request["update"], outcome.content, now)


def failed(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """The person is asked for the file again; whatever waits for it waits on."""
    request = outbox.body(session, leased) or {}
    if not outbox.settle(session, leased, OutboxState.FAILED, now, error=outcome.word, body=None):
        return
    msgid = TOO_BIG if outcome.word == FileTooBigError.__name__ else UNREADABLE
    card = Card(translate(request["language"], msgid))
    body = {"chat_id": leased.chat_id} | card.to_json()
    outbox.add(session, [Message(f"fetch:{leased.uid}", leased.chat_id, "sendMessage", body)], now)
