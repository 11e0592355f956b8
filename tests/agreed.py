"""An agreement on a database: coordinators, signatories with their people, and the actions on it as somebody
does them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from telegram import Update

from bot.actions import answer_renewal, ask_renewal, give_notice, record_agreement, sign_agreement
from bot.dialogue.site import Site
from bot.dialogue.turn import Turn
from bot.dialogue.work import Work
from bot.store import organisations, people
from bot.store.database import Session
from bot.store.people import Member, Newcomer
from bot.store.tables import Agreement, Kind, Renewal, Role, Termination

ZONE = ZoneInfo("Europe/Paris")
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
SITE = Site("clausette_bot")
KINDS = {Role.COORDINATOR: Kind.PLIE, Role.FACILITATOR: Kind.PLIE, Role.BUYER: Kind.BUYER}


def at(day: date, hour: int = 10) -> datetime:
    """An instant of the partners' day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).astimezone(UTC)


def work(session: Session, now: datetime) -> Work:
    """What a job gets."""
    return Work(session, now, ZONE, SITE)


@dataclass
class Hands:
    """A clock somebody turns by hand."""

    instant: datetime
    zone: ZoneInfo = ZONE

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.instant.astimezone(self.zone).date()


@dataclass
class Cast:
    """Who there is, by first name, and the organisations by name."""

    people: dict[str, Member] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)
    turns: int = 0

    def join(self, session: Session, name: str, role: Role, home: str, now: datetime) -> Member:
        """Somebody of an organisation, made if need be."""
        made = organisations.find_or_create(session, KINDS[role], home, now)
        self.homes[home] = made.id or 0
        newcomer = Newcomer(700 + len(self.people), name, "fr", made.id or 0, role, None)
        self.people[name] = people.join(session, newcomer, now)
        return self.people[name]

    def turn(self, session: Session, name: str, now: datetime) -> Turn:
        """A turn of this person, as the dispatcher makes one."""
        self.turns += 1
        person, update = self.people[name], Update(update_id=self.turns)
        chat = person.telegram_id
        return Turn(session, f"t{self.turns}", now, ZONE, update, chat, person, "fr", site=SITE)


def settle(session: Session, now: datetime, *homes: str, ends_on: date = LAST) -> tuple[Cast, Agreement]:
    """Two coordinators, a facilitator, and an agreement signed by these buyers, one person each."""
    cast = Cast()
    for name, role in (
        ("Colette", Role.COORDINATOR),
        ("Claude", Role.COORDINATOR),
        ("Fanny", Role.FACILITATOR),
    ):
        cast.join(session, name, role, "PLIE du pays de Caen", now)
    turn = cast.turn(session, "Colette", now)
    agreement = record_agreement.record(turn, FIRST, ends_on)
    for home in homes:
        cast.join(session, f"de {home}", Role.BUYER, home, now)
        sign_agreement.sign(turn, cast.homes[home], FIRST)
    turn.close()
    return cast, agreement


def ask(cast: Cast, session: Session, until: date, now: datetime) -> Renewal:
    """A coordinator proposes to renew it."""
    turn = cast.turn(session, "Colette", now)
    renewal = ask_renewal.ask(turn, until)
    turn.close()
    return renewal


def answer(cast: Cast, session: Session, renewal: Renewal, home: str, agrees: bool, now: datetime) -> bool:
    """Somebody of a signatory answers."""
    turn = cast.turn(session, f"de {home}", now)
    new = answer_renewal.answer(turn, renewal.id or 0, cast.homes[home], agrees=agrees)
    turn.close()
    return new


def notice(cast: Cast, session: Session, home: str, notified_on: date, now: datetime) -> Termination:
    """A coordinator records that a signatory terminates the agreement."""
    turn = cast.turn(session, "Colette", now)
    row = give_notice.give(turn, cast.homes[home], "Engagements non tenus", notified_on)
    turn.close()
    return row


def details(entries: Any) -> list[tuple[str, dict[str, Any]]]:
    """What the audit trail says was done."""
    return [(entry.action, dict(entry.details)) for entry in entries]
