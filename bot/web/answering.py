"""`/r/TOKEN`: the page behind a link of a letter. Looking at it changes nothing; sending its form acts in the
name of the link's person, in one transaction with the link's use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import structlog
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.dialogue.refusals import Refused
from bot.dialogue.site import Site
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.dialogue.work import Work
from bot.store import links, people
from bot.store.database import Database, Session
from bot.store.links import Living
from bot.store.tables import LinkPurpose
from bot.web import html, posted
from bot.web.answers import PURPOSES
from bot.web.answers.purpose import Done, Gone, Purpose, Seen, View
from bot.web.gate import Gate
from bot.web.posted import Posted, TooLargeError, UnreadableError
from bot.web.reading import Again

log = structlog.get_logger(__name__)
T = TypeVar("T")

PATH = "/r/{token}"
LONGEST_TOKEN = 200
_NOTHING_HERE = N_("This link leads nowhere")
_GONE = N_("This link is not valid, or no longer: please use the one of our latest message, or ask the PLIE.")
_WAIT = N_("Too many wrong links came from your address: please try again in ten minutes.")
_TOO_LARGE = N_("This is too much to send at once: please shorten what you wrote.")
_UNREADABLE = N_("What was sent cannot be read: please open the link again.")
_LATER = N_("Clausette is out of reach for a moment: nothing was sent, please try again.")
_SORRY = N_("Nothing was sent")


@dataclass(frozen=True)
class Pages:
    """What answer pages are served with. `announce` tells other processes, within the transaction, that
    messages wait; `wake` tells this one, after it."""

    database: Database
    clock: Clock
    site: Site
    locale: str
    announce: Callable[[Session], None]
    wake: Callable[[], None]
    purposes: Mapping[LinkPurpose, Purpose] = field(default_factory=lambda: PURPOSES)
    gate: Gate = field(default_factory=Gate)
    keys: list[bytes] = field(default_factory=list, repr=False)

    def route(self) -> Route:
        """The route of every link."""
        return Route(PATH, self.serve, methods=["GET", "POST"])

    async def serve(self, request: Request) -> Response:
        """The page behind a link, or what became of its answer."""
        token, address = request.path_params["token"], request.client.host if request.client else ""
        try:
            if len(token) > LONGEST_TOKEN or not links.signed(await self._key(), token):
                return self._forged(address)
            return await (self._answered if request.method == "POST" else self._shown)(request, token)
        except Gone:
            return self._gone()
        except Exception as error:
            log.exception("an answer page failed", exc_info=error)
            return self._plain(503 if isinstance(error, DBAPIError) else 500, _SORRY, _LATER)

    async def _key(self) -> bytes:
        """What tokens are signed with, read once."""
        if not self.keys:
            self.keys.append(await self.database.run(links.key, self.clock.now()))
        return self.keys[0]

    def _forged(self, address: str) -> Response:
        """Nothing is here; who tries many waits. What is signed passes: others may share the address."""
        if self.gate.shut(address, self.clock.seconds()):
            return self._plain(429, _NOTHING_HERE, _WAIT)
        self.gate.count(address, self.clock.seconds())
        return self._gone()

    async def _shown(self, _request: Request, token: str, seen: Seen | None = None) -> Response:
        page = await self.database.run(self._look, token, seen or Seen())
        return _page(page, 200 if seen is None else 422)

    async def _answered(self, request: Request, token: str) -> Response:
        try:
            sent = await posted.read(request)
        except TooLargeError:
            return self._plain(413, _SORRY, _TOO_LARGE)
        except (UnreadableError, ClientDisconnect):
            return self._plain(400, _SORRY, _UNREADABLE)
        try:
            page = await self.database.run(self._act, token, sent)
        except Again as again:
            return await self._shown(request, token, Seen(sent, again.troubles))
        except Refused as refused:
            return await self._refused(request, token, sent, refused)
        self.wake()
        return _page(page, 200)

    async def _refused(self, request: Request, token: str, sent: Posted, refused: Refused) -> Response:
        """The page as things are now, under why what was asked cannot be done."""
        language = await self.database.run(self._language, token)
        note = translate(language, refused.msgid, **refused.values)
        return await self._shown(request, token, Seen(sent, note=note))

    def _look(self, session: Session, token: str, seen: Seen) -> str:
        """The page behind a link. Raises Gone."""
        living, turn = self._open(session, token)
        try:
            view = self.purposes[living.purpose].show(turn, living.subject_id, seen)
        except Refused:
            raise Gone from None
        return _with_troubles(view, seen, turn.language)

    def _act(self, session: Session, token: str, sent: Posted) -> str:
        """Answer: the link is used up first, so that of two who answer at once one does. Raises Gone, Again,
        Refused; nothing is kept then."""
        living, turn = self._open(session, token)
        purpose = self.purposes[living.purpose]
        if not purpose.often and not links.use(session, living.id, turn.now):
            raise Gone
        done = purpose.answer(turn, living.subject_id, sent)
        if not done.spends:
            links.give_back(session, living.id)
        more = Markup() if done.again is None else _fresh(turn, living, done.again)
        if turn.close():
            self.announce(session)
        return html.page(turn.language, done.title, done.body, more)

    def _open(self, session: Session, token: str) -> tuple[Living, Turn]:
        """The living link, and a turn in the name of its person. Raises Gone."""
        work = Work(session, self.clock.now(), self.clock.zone, self.site, self.locale)
        living = links.find(session, token, work.now, work.today)
        if living is None:
            raise Gone
        return living, work.turn(f"link:{living.id}", people.get(session, living.person_id))

    def _language(self, session: Session, token: str) -> str:
        return self._open(session, token)[1].language

    def _gone(self) -> Response:
        return self._plain(404, _NOTHING_HERE, _GONE)

    def _plain(self, status: int, title: str, msgid: str) -> Response:
        """A page of one sentence, the same for everybody."""
        text = Markup("<p>{}</p>").format(translate(self.locale, msgid))
        return _page(html.page(self.locale, label(self.locale, title), text), status)


def _with_troubles(view: View, seen: Seen, language: str) -> str:
    wrong = [(name, view.named.get(name, Markup("…")), one.said) for name, one in seen.troubles.items()]
    told = html.summary(language, seen.note, wrong)
    return html.page(language, view.title, told, view.body, wrong=bool(told))


def _fresh(turn: Turn, living: Living, text: str) -> Markup:
    """A link to answer once more, which lives as long as the one just used would have."""
    token = links.make(
        turn.session, turn.me.id, living.purpose, living.subject_id, turn.now, until=living.expires_at
    )
    return Markup("<p>{}</p>").format(html.link(text, token))


def _page(text: str, status: int) -> Response:
    return HTMLResponse(text, status, dict(html.HEADERS))


__all__ = ["PATH", "Done", "Pages"]
