"""What becomes of a message after its call: one function per fate."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.dialogue import alerts
from bot.pipeline import fetching, returned
from bot.pipeline.outcomes import MAX_ATTEMPTS, NOTHING, Fate, Outcome, backoff
from bot.store import groups, outbox, people
from bot.store.database import Session
from bot.store.files import LostFileError
from bot.store.outbox import Leased
from bot.store.tables import OutboxState


def settle(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """Write down what became of a message, and tell coordinators where someone must look."""
    fates = _SPECIAL.get(leased.method, _FATES)
    fates[outcome.fate](session, leased, outcome, now)


def _sent(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    outbox.sent(session, leased, now, outcome.message_id, outcome.word)


def _again(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """Surely unsent: it leaves when the shared pause ends; nothing is counted against it."""
    outbox.settle(session, leased, OutboxState.NEW, now, error=outcome.word)


def _uncertain(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """A mass message waits for a person's decision; anything else leaves again, later and later."""
    if leased.hold_uncertain or leased.attempts + 1 >= MAX_ATTEMPTS:
        outbox.settle(session, leased, OutboxState.HELD, now, error=outcome.word)
        if not leased.key.startswith(alerts.PREFIX):
            alerts.uncertain(session, leased.key, leased.uid, leased.id, now)
        return
    due = now + timedelta(seconds=backoff(leased.attempts))
    outbox.settle(
        session, leased, OutboxState.NEW, now, error=outcome.word, attempts=leased.attempts + 1, due_at=due
    )


def _not_fetched(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """Fetching twice does no harm: again, later and later, until the person had better send it again."""
    end = leased.attempts + 1 >= MAX_ATTEMPTS
    (fetching.failed if end else _uncertain)(session, leased, outcome, now)


def _never_fetched(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """The person is asked for the file again. A request that cannot be opened is for coordinators too."""
    if outcome.word != NOTHING:
        fetching.failed(session, leased, outcome, now)
    elif outbox.settle(session, leased, OutboxState.FAILED, now, error=outcome.word):
        alerts.tell(session, f"fetch:{leased.uid}", leased.chat_id, alerts.APOLOGY, now)
        _alert(session, leased, alerts.MESSAGE_REFUSED, now)


def _blocked(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """The person is unreachable until they come back with /start; a group is one no more."""
    outbox.settle(session, leased, OutboxState.BLOCKED, now, error=outcome.word)
    person = people.by_telegram(session, leased.chat_id)
    if person is not None:
        alerts.person_unreachable(session, person, leased.uid, now)
    alerts.group_lost(session, leased.chat_id, now)


def _moved(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """The group has another id now: what waits for it follows."""
    if outcome.chat_id is not None:
        groups.move(session, leased.chat_id, outcome.chat_id, now)
        outbox.move_chat(session, leased.chat_id, outcome.chat_id)
    outbox.settle(session, leased, OutboxState.NEW, now, error=outcome.word)


def _refused(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """A card to edit that is gone is answered with a new one; a file that is lost, with a sentence; anything
    else is a defect of ours."""
    if leased.method == "editMessageText" and outcome.word != NOTHING:
        outbox.say_instead(session, leased, now)
        return
    failed = outbox.settle(session, leased, OutboxState.FAILED, now, error=outcome.word)
    if outcome.word == LostFileError.__name__:
        if failed:
            alerts.tell(session, f"lost:{leased.uid}", leased.chat_id, alerts.UNREADABLE, now)
        _alert(session, leased, alerts.FILE_LOST, now)
    elif leased.method.startswith("send"):
        _alert(session, leased, alerts.MESSAGE_REFUSED, now)


def _alert(session: Session, leased: Leased, msgid: str, now: datetime) -> None:
    if not leased.key.startswith(alerts.PREFIX):
        alerts.tell_coordinators(session, f"message:{leased.uid}", msgid, now, number=leased.id)


_Settling = Callable[[Session, Leased, Outcome, datetime], None]

_FATES: dict[Fate, _Settling] = {
    Fate.SENT: _sent,
    Fate.UNSENT: _again,
    Fate.WAIT: _again,
    Fate.CLOSED: _again,
    Fate.LATER: _again,
    Fate.UNCERTAIN: _uncertain,
    Fate.BLOCKED: _blocked,
    Fate.MOVED: _moved,
    Fate.REFUSED: _refused,
}
_FATES_OF_FETCHES: dict[Fate, _Settling] = _FATES | {
    Fate.SENT: fetching.arrived,
    Fate.UNCERTAIN: _not_fetched,
    Fate.BLOCKED: _never_fetched,
    Fate.MOVED: _never_fetched,
    Fate.REFUSED: _never_fetched,
}
_FATES_OF_MAILS: dict[Fate, _Settling] = _FATES | {
    Fate.CLOSED: returned.shut,
    Fate.LATER: returned.later,
    Fate.UNCERTAIN: returned.uncertain,
    Fate.BLOCKED: returned.returned,
    Fate.REFUSED: returned.refused,
}
_SPECIAL = {outbox.FETCH: _FATES_OF_FETCHES, outbox.MAIL: _FATES_OF_MAILS}
