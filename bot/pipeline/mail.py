"""The way letters leave: a connection to a mail server, kept from one letter to the next."""

import asyncio
import contextlib
import ssl
import time
from typing import Protocol

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from bot.pipeline.mail_outcomes import Stage, classify
from bot.pipeline.outcomes import Fate, Outcome

STEP_TIMEOUT = 10.0
LETTER_TIMEOUT = 25.0
IDLE = 10.0
"""Seconds after which a connection is not trusted any more: mail servers close those that say nothing."""

_STILL_OPEN = (Fate.LATER, Fate.BLOCKED, Fate.REFUSED)
"""What one letter met, while the connection serves the next."""


class Server(Protocol):
    """What must be known of a mail server: see `settings.MailServer`."""

    @property
    def host(self) -> str:
        """Its name, which its certificate must bear."""

    @property
    def port(self) -> int:
        """Its port."""

    @property
    def encryption(self) -> str:
        """none, tls or starttls; the certificate is always verified."""

    @property
    def user(self) -> str | None:
        """Who we are there, if it asks."""

    @property
    def password(self) -> str | None:
        """The password, where there is a user."""


class Post:
    """Hands letters to a mail server, one after the other."""

    def __init__(self, server: Server, sender: str) -> None:
        self.sender = sender
        self._server = server
        self._client: SMTP | None = None
        self._used = 0.0

    async def send(self, reader: str, message: bytes) -> Outcome:
        """Hand over a message for one reader. Returns what became of it; raises nothing."""
        stage = Stage.CONNECT
        try:
            async with asyncio.timeout(LETTER_TIMEOUT):
                client = await self._ready()
                stage = Stage.SENDER
                await client.mail(self.sender)
                stage = Stage.READER
                await client.rcpt(reader)
                stage = Stage.CONTENT
                await client.data(message)
        except (SMTPException, OSError, ValueError) as error:
            outcome = classify(error, stage)
            await self._recover(outcome.fate, error)
            return outcome
        except BaseException:
            self._drop()
            raise
        self._used = time.monotonic()
        return Outcome(Fate.SENT)

    async def greet(self) -> None:
        """Connect, encrypt and log in as for a letter, then leave. Raises SMTPException, OSError,
        ValueError."""
        async with asyncio.timeout(LETTER_TIMEOUT):
            await (await self._ready()).ehlo()
        await self.rest()

    async def rest(self) -> None:
        """Take leave of the server; the next letter connects anew."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(SMTPException, OSError):
                await client.quit(timeout=1.0)
            client.close()

    async def _ready(self) -> SMTP:
        if self._client is not None and time.monotonic() - self._used > IDLE:
            await self.rest()
        if self._client is None or not self._client.is_connected:
            self._drop()
            client = self._new()
            await client.connect()
            self._client = client
        return self._client

    def _new(self) -> SMTP:
        server = self._server
        plain = server.encryption == "none"
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            local_hostname=self.sender.rpartition("@")[2],
            timeout=STEP_TIMEOUT,
            use_tls=server.encryption == "tls",
            start_tls=server.encryption == "starttls",
            tls_context=None if plain else ssl.create_default_context(),
        )

    async def _recover(self, fate: Fate, error: Exception) -> None:
        """Make the connection fit for the next letter, or end it: where an answer is still to come it would
        be taken for that to another question."""
        answered = isinstance(error, SMTPResponseException | ValueError)
        if fate in _STILL_OPEN and answered and self._client is not None:
            with contextlib.suppress(SMTPException, OSError):
                await self._client.rset(timeout=1.0)
                self._used = time.monotonic()
                return
        self._drop()

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()
