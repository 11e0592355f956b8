"""What becomes of a letter that did not arrive at once: one function per fate."""

from datetime import datetime, timedelta

from bot.dialogue import alerts
from bot.pipeline.mail_outcomes import MOST_DELAYS, MOST_REPEATS, delay
from bot.pipeline.outcomes import Outcome
from bot.pipeline.posting import NO_MAIL, UNWANTED
from bot.store import outbox, people
from bot.store.database import Session
from bot.store.outbox import Leased
from bot.store.tables import OutboxState


def uncertain(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """Nobody knows whether it arrived: a mass letter waits for a person's decision, as does what was tried
    several times; anything else leaves again, under the same id."""
    if leased.hold_uncertain or leased.attempts + 1 >= MOST_REPEATS:
        if outbox.settle(session, leased, OutboxState.HELD, now, error=outcome.word):
            alerts.uncertain(session, leased.key, leased.uid, leased.id, now)
        return
    later(session, leased, outcome, now)


def later(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """The mailbox cannot take it now: again, less and less often, for about three days."""
    if leased.attempts + 1 >= MOST_DELAYS:
        returned(session, leased, outcome, now)
        return
    due = now + timedelta(seconds=delay(leased.attempts))
    attempts = leased.attempts + 1
    outbox.settle(session, leased, OutboxState.NEW, now, error=outcome.word, attempts=attempts, due_at=due)


def returned(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """The address is wrong: nothing leaves for it until a coordinator corrected it."""
    outbox.settle(session, leased, OutboxState.BLOCKED, now, error=outcome.word)
    person = people.by_mailbox(session, leased.chat_id)
    if person is not None:
        alerts.person_unreachable(session, person, leased.uid, now)


def shut(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """The mail server lets nothing through: the letter waits, and coordinators hear of it once a day."""
    outbox.settle(session, leased, OutboxState.NEW, now, error=outcome.word)
    alerts.tell_coordinators(session, f"mail-shut:{now.date()}", alerts.MAIL_SHUT, now)


def refused(session: Session, leased: Leased, outcome: Outcome, now: datetime) -> None:
    """It will never leave; who does not want it any more is not told of, a missing server once a day."""
    if outcome.word == UNWANTED:
        outbox.settle(session, leased, OutboxState.EXPIRED, now, body=None)
        return
    if not outbox.settle(session, leased, OutboxState.FAILED, now, error=outcome.word):
        return
    if outcome.word == NO_MAIL:
        alerts.tell_coordinators(session, f"mail-none:{now.date()}", alerts.MAIL_NONE, now)
    else:
        alerts.tell_coordinators(session, f"message:{leased.uid}", alerts.MAIL_REFUSED, now, number=leased.id)
