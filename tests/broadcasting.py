"""Contacts of every kind, offers to be sent and the jobs that send them, for the tests of the broadcast."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from vacancies import SAID, ZONE, company, mason, post

from bot.dialogue.site import Site
from bot.dialogue.work import Work
from bot.jobs import broadcast, mailings
from bot.store import organisations, people
from bot.store.database import Database, Session
from bot.store.people import Member, Newcomer
from bot.store.tables import Delivery, JobOffer, Kind, Mailing, Outbox, Person, Role

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""10:00 in Caen."""
OUTBOX: Any = Outbox.__table__
OFFERS: Any = JobOffer.__table__
DELIVERIES: Any = Delivery.__table__
MAILINGS: Any = Mailing.__table__
PERSONS: Any = Person.__table__
HOMES = {
    "anpe": (Kind.ANPE, Role.PRESCRIBER),
    "mission": (Kind.MISSION_LOCALE, Role.PRESCRIBER),
    "department": (Kind.PRESCRIBER, Role.PRESCRIBER),
    "siae": (Kind.SIAE, Role.SIAE),
    "buyer": (Kind.BUYER, Role.BUYER),
    "plie": (Kind.PLIE, Role.FACILITATOR),
}


def work(session: Session, now: datetime) -> Work:
    """What a job gets."""
    return Work(session, now, ZONE, Site("clausette_bot", "http://127.0.0.1:8015"))


def contact(session: Session, telegram_id: int, home: str, now: datetime = MONDAY) -> Member:
    """Someone of an organisation of this kind."""
    kind, role = HOMES[home]
    found = organisations.find_or_create(session, kind, f"Maison {home}", now)
    newcomer = Newcomer(telegram_id, f"Nadia {telegram_id}", "fr", found.id or 0, role, None)
    return people.join(session, newcomer, now)


def by_mail(session: Session, number: int, home: str, now: datetime = MONDAY) -> Member:
    """Someone of an organisation of this kind who is written to by e-mail."""
    person = contact(session, number, home, now)
    mail = f"n{number}@exemple.fr"
    values = {
        "telegram_id": None,
        "email": session.sealer.seal(mail, f"persons.email:{person.uid}"),
        "email_key": people.email_key(session, mail),
    }
    people.change(session, person.id, **values)
    return people.get(session, person.id)


def offer(session: Session, posted: datetime = MONDAY, **changes: Any) -> JobOffer:
    """An open offer nobody of the PLIE fits: due at once."""
    by = people.by_telegram(session, 900) or company(session, 900, posted)
    return post(session, by, posted, replace(SAID, **changes))


def reserved(session: Session, posted: datetime = MONDAY) -> JobOffer:
    """An open offer a participant of the PLIE fits."""
    by = people.by_telegram(session, 901) or contact(session, 901, "plie", posted)
    mason(session, by.id, posted)
    return offer(session, posted)


def run(database: Database, now: datetime) -> int:
    """One hourly run at this instant. Returns how many offers it sent."""
    with database.begin() as session:
        return broadcast.run(work(session, now))


def write(database: Database, now: datetime) -> int:
    """The mailings, to their end. Returns how many steps it took."""
    steps = 0
    while True:
        with database.begin() as session:
            if not mailings.run(work(session, now)):
                return steps
        steps += 1


def send(database: Database, now: datetime) -> int:
    """A run and its messages. Returns how many offers were sent."""
    sent = run(database, now)
    write(database, now)
    return sent


def leave(database: Database, now: datetime, state: str = "sent", *, but: Sequence[int] = ()) -> None:
    """What waits in the outbox arrives (or comes to another end), as if the sender had sent it."""
    with database.begin() as session:
        waiting = sa.and_(OUTBOX.c.state == "new", OUTBOX.c.chat_id.not_in(list(but)))
        values = {"state": state, "done_at": now, "message_id": 5000 + OUTBOX.c.id}
        session.core.execute(sa.update(OUTBOX).where(waiting).values(**values))


def told(database: Database, prefix: str = "mailing:") -> list[Any]:
    """The rows of the outbox whose key begins so, edits with them, oldest first."""
    with database.begin() as session:
        query = sa.select(OUTBOX).where(OUTBOX.c.key.startswith(prefix)).order_by(OUTBOX.c.id)
        return list(session.core.execute(query))


def first(database: Database, prefix: str = "mailing:") -> list[Any]:
    """The messages of runs, without edits."""
    return [row for row in told(database, prefix) if row.method != "editMessageText"]


def says(database: Database, row: Any) -> str:
    """The text of a row of the outbox."""
    with database.begin() as session:
        content = session.sealer.open(row.body, f"outbox.body:{row.uid}")
        return str(content.get("text") or content.get("html"))


def body(database: Database, row: Any) -> dict[str, Any]:
    """The body of a row of the outbox."""
    with database.begin() as session:
        found: dict[str, Any] = session.sealer.open(row.body, f"outbox.body:{row.uid}")
        return found


def each_hour(start: datetime, days: int) -> list[datetime]:
    """The instants at which the schedule of a job is looked at, half past each hour of so many days."""
    return [start + timedelta(hours=hour, minutes=30) for hour in range(days * 24)]


def offer_row(database: Database, offer_id: int) -> Any:
    with database.begin() as session:
        return session.core.execute(sa.select(OFFERS).where(OFFERS.c.id == offer_id)).one()
