"""The e-mail side of the sender: letters leave one by one, at a pace and with a pause of their own."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from bot.clock import Clock
from bot.dialogue.letters import MASS
from bot.pipeline.crash import point
from bot.pipeline.mail import Post
from bot.pipeline.mail_message import compose
from bot.pipeline.outcomes import NOTHING, Fate, Outcome, backoff
from bot.pipeline.parcels import Parcel, parcel
from bot.store import outbox, people, uploads
from bot.store.database import Session
from bot.store.files import Files, LostFileError
from bot.store.outbox import RANK, Lease, Leased

log = structlog.get_logger(__name__)

AT_ONCE = 8
"""Letters leased together: those of a process that is killed are uncertain, though most never left."""
BEGIN = 25.0
"""Seconds after which no letter of a lease is begun any more: it ends before the lease does."""
LOOK = 1.0
"""Seconds between looks for letters where there were none."""
PATIENCE = 40
"""After so many failures in a row, about half an hour, somebody must look at the mail server."""

NO_MAIL = "no mail server"
UNWANTED = "unwanted"
NOT_BEGUN = "not begun"

Land = Callable[[Leased, Outcome], None]


class Posting:
    """Leases letters and carries them to the mail server; without one (`post` None) every letter is
    refused. What is attached is read from `files` when a letter leaves."""

    def __init__(self, post: Post | None, clock: Clock, files: Files | None = None) -> None:
        self._post = post
        self._clock = clock
        self._files = files
        self._lock = asyncio.Lock()
        self._next_look = 0.0
        self._paused_until = 0.0
        self._failures = 0
        self._busy = 0
        self._ending = False

    def lease(self, session: Session, lease: Lease, *, quiet: bool) -> list[Parcel]:
        """Take letters that may leave now: to be carried when the transaction is committed."""
        seconds = self._clock.seconds()
        if self._busy or self._ending or seconds < max(self._next_look, self._paused_until):
            return []
        taken = outbox.take_mails(session, self._clock.now(), lease, AT_ONCE, quiet=quiet)
        if len(taken) < AT_ONCE:
            self._next_look = seconds + LOOK
        return [_parcel(session, one) for one in taken]

    def end(self) -> None:
        """Begin no letter any more."""
        self._ending = True

    async def carry(self, parcels: Sequence[Parcel], land: Land) -> None:
        """Send letters one after the other; `land` hears what became of each. After one that surely did not
        leave for want of a server, the others do not leave either."""
        begun, waiting = self._clock.seconds(), list(parcels)
        self._busy += 1
        try:
            async with self._lock:
                while waiting and self._may_begin(begun):
                    one = waiting.pop(0)
                    land(one.leased, await self._send(one))
                if len(parcels) < AT_ONCE and self._post is not None:
                    await self._post.rest()
        finally:
            self._busy -= 1
            for left in waiting:
                land(left.leased, Outcome(Fate.UNSENT, word=NOT_BEGUN))

    def _may_begin(self, begun: float) -> bool:
        seconds = self._clock.seconds()
        return not self._ending and seconds >= self._paused_until and seconds - begun < BEGIN

    async def _send(self, one: Parcel) -> Outcome:
        """Send a letter; what the server is like is remembered."""
        if one.body is None:
            return Outcome(Fate.REFUSED, word=NOTHING)
        if self._post is None:
            return Outcome(Fate.REFUSED, word=NO_MAIL)
        if not one.address:
            return Outcome(Fate.REFUSED, word=UNWANTED)
        outcome = await self._hand_over(self._post, one)
        if outcome.fate is not Fate.SENT:
            log.info("letter failed", number=one.leased.id, error=outcome.word, fate=outcome.fate.name)
        if outcome.fate not in (Fate.UNSENT, Fate.CLOSED):
            self._failures = 0
            return outcome
        self._paused_until = self._clock.seconds() + backoff(self._failures)
        self._failures += 1
        return Outcome(Fate.CLOSED, word=outcome.word) if self._failures >= PATIENCE else outcome

    async def _hand_over(self, post: Post, one: Parcel) -> Outcome:
        try:
            whole = await self._whole(one.body or {})
            message = compose(whole, one.leased.key, post.sender, one.address, self._clock.now())
        except LostFileError:
            return Outcome(Fate.REFUSED, word=LostFileError.__name__)
        except Exception as error:
            log.exception("a letter cannot be written", number=one.leased.id, exc_info=error)
            return Outcome(Fate.REFUSED, word=type(error).__name__)
        point("sender.before_call")
        outcome = await post.send(one.address, message)
        point("sender.after_call")
        return outcome

    async def _whole(self, body: dict[str, Any]) -> dict[str, Any]:
        """The letter with what is attached to it. Raises LostFileError."""
        if not uploads.has_files(body):
            return body
        if self._files is None:
            raise LostFileError(LostFileError.__doc__)
        return await asyncio.to_thread(uploads.with_files, body, self._files)


def _parcel(session: Session, leased: Leased) -> Parcel:
    """The letter, with the address its reader has now; without one for who does not want it any more."""
    person = people.by_mailbox(session, leased.chat_id)
    mass = leased.rank >= min(RANK[priority] for priority in MASS)
    if person is None or leased.method != outbox.MAIL or (mass and person.unsubscribed):
        return parcel(session, leased)
    return parcel(session, leased, person.email)
