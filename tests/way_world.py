"""A small territory where the way to work is walked: two companies, a SIAE, the PLIE; the real actions."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from telegram import Update
from vacancies import LOTS, SAID, ZONE, hand_lots, mason, post
from way_facts import Lot, Person, Post, Who
from way_model import Model
from work import JOB

from bot.actions import (
    answer_share,
    ask_hours_back,
    change_placement,
    close_candidate,
    close_offer,
    confirm_hire,
    correct_exit,
    declare_hours,
    end_placement,
    hire,
    log_follow_up,
    meet,
    pick_share,
    record_exit,
    refer,
    refuse_referral,
    renew_placement,
    share,
    train,
    validate_hours,
    withdraw_referral,
)
from bot.actions.declare_hours import Sheet
from bot.actions.hire import Hire
from bot.dialogue.journey.hours.cards import digest
from bot.dialogue.journey.placements.steps import Engagement, answers_of, lot_label
from bot.dialogue.journey.shares.cards import version
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.turn import Turn
from bot.rules.placements import Terms
from bot.store import held, offers, organisations, people, placements, referrals, shares, worked
from bot.store.database import Session
from bot.store.exits import Said
from bot.store.people import Member, Newcomer
from bot.store.placements import Employing
from bot.store.procurements import Period
from bot.store.shares import Answer, Shared
from bot.store.tables import (
    EndReason,
    ExitKind,
    FollowUp,
    Kind,
    OfferState,
    Origin,
    RefusalReason,
    Role,
    WorkedMonth,
    rows_of,
)
from bot.store.trainings import Course

BEGIN = datetime(2026, 11, 23, 9, tzinfo=UTC)
_CALLS, _WORKED = rows_of(FollowUp), rows_of(WorkedMonth)
_HOMES = {
    "A": (Role.COMPANY, Kind.COMPANY, "Bâti Normandie"),
    "B": (Role.COMPANY, Kind.COMPANY, "Orne Peinture"),
    "S": (Role.SIAE, Kind.SIAE, "Calvados Insertion"),
    "F": (Role.FACILITATOR, Kind.PLIE, "PLIE"),
    "C": (Role.COORDINATOR, Kind.PLIE, "PLIE"),
    "X": (Role.PRESCRIBER, Kind.ANPE, "France Travail"),
}


@dataclass
class World:
    """The people, and what is so when the walks begin."""

    members: dict[str, Member]
    model: Model

    def who(self, name: str) -> Who:
        member = self.members[name]
        return Who(str(member.role), member.organisation_id)

    def home(self, name: str) -> int:
        return self.members[name].organisation_id


def build(session: Session) -> World:
    """Six people, three offers, three lots of which one has no clause, four candidates of whom one is not of
    the PLIE."""
    members = {name: _join(session, chat, *home) for chat, (name, home) in enumerate(_HOMES.items(), 1)}
    a, b, fatou = members["A"], members["B"], members["F"]
    for name in ("Petit Ali", "Grand Bea", "Vert Cyd"):
        mason(session, fatou.id, BEGIN, name=name)
    mason(session, fatou.id, BEGIN, name="Noir Dan", origin=Origin.ANPE)
    lots = [number for home, count in ((a, 2), (b, 1)) for number in _lots(session, home, count)]
    owed = dict(zip(lots, (833, 0, 400), strict=True))
    for number, hours in owed.items():
        session.core.execute(sa.update(LOTS).where(LOTS.c.id == number).values(hours_owed=hours or None))
    posts = {}
    for number, (home, positions) in enumerate(((a, 1), (a, 2), (b, 2)), 1):
        made = post(session, home, BEGIN, replace(SAID, positions=positions))
        assert made.id == number
        assert made.reserved_until is not None
        posts[number] = Post(home.organisation_id, positions, BEGIN.date(), made.reserved_until)
    holders = (a.organisation_id, a.organisation_id, b.organisation_id)
    model = Model(
        now=BEGIN,
        people={number: Person(plie=number < 4) for number in range(1, 5)},
        lots={number: Lot(home, owed[number]) for number, home in zip(lots, holders, strict=True)},
        siaes=(members["S"].organisation_id,),
        companies=(a.organisation_id, b.organisation_id),
        offers=posts,
    )
    return World(members, model)


def _lots(session: Session, home: Member, count: int) -> list[int]:
    return hand_lots(session, home.organisation_id, home, count, BEGIN)


def _join(session: Session, chat: int, role: Role, kind: Kind, name: str) -> Member:
    home = organisations.find_or_create(session, kind, name, BEGIN)
    return people.join(session, Newcomer(chat, "Marc Martin", "fr", home.id or 0, role, None), BEGIN)


def turn_of(session: Session, person: Member, uid: str, now: datetime) -> Turn:
    return Turn(session, uid, now, ZONE, Update(1), person.telegram_id, person, person.language)


def obey(turn: Turn, order: str, said: dict[str, Any]) -> bool:
    """Hand an order to the action it is for. Returns whether it says that something was done."""
    return _ORDERS[order](turn, **said) not in (False, None)


def _referral(turn: Turn, number: int) -> Any:
    found = referrals.get(turn.session, number)
    assert found is not None
    return found


def _offer(turn: Turn, number: int) -> Any:
    found = offers.get(turn.session, number)
    assert found is not None
    return found


def _meet(turn: Turn, referral: int) -> object:
    row = _referral(turn, referral)
    return meet.meet(turn, row, _offer(turn, row.offer_id))


def _refuse(turn: Turn, referral: int, reason: str) -> object:
    row = _referral(turn, referral)
    return refuse_referral.refuse(turn, row, _offer(turn, row.offer_id), RefusalReason(reason))


def _withdraw(turn: Turn, referral: int) -> object:
    return withdraw_referral.withdraw(turn, _referral(turn, referral), RefusalReason.OTHER)


def _hire(turn: Turn, **said: Any) -> object:
    terms = Terms(said["start"], said["end"], said["hours"])
    employing = Employing("supplier") if said["siae"] is None else Employing("siae", said["siae"])
    deal = Engagement(said["contract"], terms, employing)
    named = (said["company"], said["candidate"], said["offer"], said["referral"], said["lot"])
    return hire.hire(turn, Hire(*named, JOB, deal))


def _change(turn: Turn, job: int, **said: Any) -> object:
    placement = placements.get(turn.session, job)
    assert placement is not None
    was = answers_of(turn.session, placement)
    return change_placement.change(turn, job, was, was | _answers(turn, **said))


def _answers(turn: Turn, **said: Any) -> dict[str, Any]:
    """What a person who corrects a placement answers."""
    answers: dict[str, Any] = {}
    for name in ("start", "end"):
        if said.get(name) is not None:
            answers[name] = When(said[name], Grain.DAY).to_json()
    if "hours" in said:
        answers["weekly_hours"] = f"{said['hours'].normalize():f}"
    if "lot" in said:
        lot = None if said["lot"] is None else held.named(turn.session, said["lot"])
        answers["lot"] = {"id": said["lot"], "label": "" if lot is None else lot_label(lot)}
    if "siae" in said:
        kind = "supplier" if said["siae"] is None else "siae"
        name = None if said["siae"] is None else organisations.get(turn.session, said["siae"]).name
        answers["employer"] = {"kind": kind, "id": said["siae"], "name": name}
    return answers


def _placement(turn: Turn, number: int) -> Any:
    found = placements.get(turn.session, number)
    assert found is not None
    return found


def _declare(
    turn: Turn, home: int, month: date, rows: dict[int, Decimal], seen: dict[int, tuple[str, Decimal]]
) -> object:
    shown = {str(number): (state, str(hours)) for number, (state, hours) in seen.items()}
    said = {str(number): str(hours) for number, hours in rows.items()}
    return declare_hours.declare(turn, Sheet(home, month, said, shown))


def _worked(turn: Turn, job: int, month: date) -> WorkedMonth:
    query = sa.select(_WORKED.c.id).where(_WORKED.c.placement_id == job, _WORKED.c.month == month)
    found = worked.get(turn.session, turn.session.core.execute(query).scalar_one())
    assert found is not None
    return found


def _validate_month(turn: Turn, home: int, month: date, fresh: bool) -> object:
    seen = digest(worked.waiting(turn.session, home, month)) if fresh else "00000000"
    return validate_hours.validate_month(turn, home, month, seen)


def _exit(left_on: date, kind: str) -> Said:
    hired = kind in ("hiring_company", "outside_contract")
    return Said(left_on, ExitKind(kind), "cdd" if hired else None, Decimal(6) if hired else None)


def _log(turn: Turn, call: tuple[str, int, str], before: str | None, state: str) -> object:
    of, number, kind = call
    query = sa.select(_CALLS.c.id).where(_CALLS.c[f"{of}_id"] == number, _CALLS.c.kind == kind)
    return log_follow_up.log(turn, turn.session.core.execute(query).scalar_one(), before, state)


def _train(turn: Turn, people: tuple[int, ...], during: bool, **said: Any) -> object:
    days, timing = (said["first"], said["last"]), "during" if during else "before"
    return train.train(
        turn, Course("CACES R489", timing, *days, said["hours"], "AFPA", certifying=True), people
    )


def _share(turn: Turn, offer: int | None, lot: int | None, hours: int | None, siae: int) -> object:
    return bool(share.share(turn, Shared(offer, lot, hours), [siae]))


def _answer(turn: Turn, share: int, supply: int) -> object:
    row = _shared(turn, share)
    start = Period(date(2027, 3, 1), "2027-03-01/month")
    said = Answer(start, hours=supply) if row.offer_id is None else Answer(start, people=supply)
    return answer_share.answer(turn, row, said)


def _pick(turn: Turn, share: int, fresh: bool) -> object:
    row = _shared(turn, share)
    return pick_share.pick(turn, row, version(row) + (not fresh))


def _shared(turn: Turn, number: int) -> Any:
    found = shares.get(turn.session, number)
    assert found is not None
    return found


_ORDERS: dict[str, Callable[..., object]] = {
    "refer": lambda turn, **said: refer.refer(turn, *said.values()),
    "meet": _meet,
    "refuse_referral": _refuse,
    "withdraw_referral": _withdraw,
    "close_offer": lambda turn, offer, state: close_offer.close(turn, _offer(turn, offer), OfferState(state)),
    "close_candidate": lambda turn, **said: close_candidate.close(turn, *said.values()),
    "reopen_candidate": lambda turn, **said: close_candidate.reopen(turn, *said.values()),
    "hire": _hire,
    "confirm_hire": lambda turn, job: confirm_hire.confirm(turn, _placement(turn, job)),
    "reject_hire": lambda turn, job: confirm_hire.reject(turn, _placement(turn, job)),
    "renew": lambda turn, **said: renew_placement.renew(turn, *said.values()),
    "change": _change,
    "end": lambda turn, job, seen, day: end_placement.end(turn, job, seen, day, EndReason.RESIGNATION),
    "undo_end": lambda turn, **said: end_placement.undo(turn, *said.values()),
    "declare_hours": _declare,
    "validate": lambda turn, job, month, seen: validate_hours.validate(turn, _worked(turn, job, month), seen),
    "validate_month": _validate_month,
    "ask_back": lambda turn, job, month: ask_hours_back.ask_back(turn, _worked(turn, job, month)),
    "record_exit": lambda turn, candidate, **said: record_exit.record(turn, candidate, _exit(**said)),
    "correct_exit": lambda turn, leave, **said: bool(correct_exit.correct(turn, leave, _exit(**said))[1]),
    "cancel_exit": lambda turn, **said: correct_exit.cancel(turn, *said.values()),
    "log_follow_up": _log,
    "train": _train,
    "share": _share,
    "answer_share": _answer,
    "pick_share": _pick,
}
