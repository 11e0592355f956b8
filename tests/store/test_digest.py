"""What the weekly digest counts, in both databases, and who gets it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from broadcasting import by_mail, contact, says, told, work
from vacancies import SAID, company, mason, post
from work import place

from bot.jobs import digest
from bot.rules.labour import Cell, Count
from bot.rules.placements import Terms
from bot.store import candidates, interviews, labour, organisations, people
from bot.store.database import Database, Session
from bot.store.procurements import Period
from bot.store.tables import (
    InterviewOutcome,
    JobOffer,
    Organisation,
    Placement,
    rows_of,
)

NOW = datetime.fromisoformat("2027-01-18T07:30:00+00:00")
"""Monday 18 January 2027, 08:30 in Caen."""
LONG_AGO = NOW - timedelta(days=60)
MASON, PAINTER = "F1703", "F1606"
OFFERS, PLACEMENTS = rows_of(JobOffer), rows_of(Placement)


def offered(session: Session, by: Any, start: date, **values: Any) -> None:
    made = post(session, by, NOW)
    changes = {"start_on": start, "requirements": 0, **values}
    session.core.execute(sa.update(OFFERS).where(OFFERS.c.id == made.id).values(changes))


def hired(session: Session, by: Any, start: date, end: date | None, *, confirmed: bool = True) -> int:
    person = mason(session, by.id, LONG_AGO, name=f"MARTIN {start} {end}").id or 0
    terms = Terms(start, end, Decimal(10))
    return place(session, person, by, LONG_AGO, confirmed=confirmed, terms=terms).id or 0


def test_open_positions_are_counted_by_job_and_month(database: Database) -> None:
    with database.begin() as session:
        marc = company(session, 1, NOW)
        offered(session, marc, date(2027, 2, 1), positions=4, hired=1)
        offered(session, marc, date(2027, 2, 20), positions=1)
        offered(session, marc, date(2026, 12, 1), positions=2, job=PAINTER)
        offered(session, marc, date(2027, 2, 1), positions=2, hired=2)
        offered(session, marc, date(2027, 2, 1), state="filled")
        offered(session, marc, date(2027, 2, 1), heard_at=NOW - timedelta(days=70))
        found = digest.gather(work(session, NOW)).positions
        assert [(month.first, month.cells) for month in found] == [
            (date(2027, 1, 1), (Cell(PAINTER, 2),)),
            (date(2027, 2, 1), (Cell(MASON, 4),)),
        ]


def test_contracts_that_end_and_hires_that_begin(database: Database) -> None:
    with database.begin() as session:
        marc = company(session, 1, LONG_AGO)
        hired(session, marc, date(2026, 12, 1), date(2027, 1, 18))
        hired(session, marc, date(2026, 12, 2), date(2027, 3, 31))
        hired(session, marc, date(2026, 12, 3), date(2027, 4, 1))
        hired(session, marc, date(2026, 12, 4), date(2027, 1, 17))
        hired(session, marc, date(2026, 12, 7), date(2027, 1, 29), confirmed=False)
        gone = hired(session, marc, date(2026, 12, 8), date(2027, 1, 28))
        left = {"ended_on": date(2027, 1, 4), "end_reason": "resignation"}
        session.core.execute(sa.update(PLACEMENTS).where(PLACEMENTS.c.id == gone).values(left))
        hired(session, marc, date(2027, 2, 1), None)
        hired(session, marc, date(2027, 2, 2), date(2027, 6, 30))
        hired(session, marc, date(2027, 2, 3), date(2027, 3, 30), confirmed=False)
        found = digest.gather(work(session, NOW))
        assert [(month.first, month.cells) for month in found.ending] == [
            (date(2027, 1, 1), (Cell(MASON, 1),)),
            (date(2027, 3, 1), (Cell(MASON, 1),)),
        ]
        assert [(month.first, month.cells) for month in found.starting] == [
            (date(2027, 2, 1), (Cell(MASON, 2),))
        ]


def test_what_is_lacking_and_who_is_to_be_trained(database: Database) -> None:
    with database.begin() as session:
        marc, fatou = company(session, 1, NOW), contact(session, 50, "plie", NOW)
        offered(session, marc, date(2027, 2, 1), positions=3, requirements=3)
        free = Period(date(2027, 1, 4), "2027-01-04/day")
        lucie = mason(session, fatou.id, NOW, held=1, available=free)
        ali = mason(session, fatou.id, NOW, name="ALI", held=1, jobs=(PAINTER, MASON), available=free)
        closed = mason(session, fatou.id, NOW, name="FERME", available=free)
        candidates.move(session, closed.id or 0, *_CLOSING)
        for person, day in ((lucie, 4), (lucie, 6), (ali, 5), (closed, 5)):
            interviewed(session, fatou.id, person.id or 0, date(2027, 1, day))
        interviewed(session, fatou.id, ali.id or 0, date(2027, 1, 12), InterviewOutcome.READY)
        interviewed(session, fatou.id, ali.id or 0, date(2026, 11, 30))
        found = digest.gather(work(session, NOW))
        assert [(month.first, month.cells) for month in found.lacking] == [
            (date(2027, 2, 1), (Cell(MASON, 3, 2),))
        ]
        assert [(month.first, month.cells) for month in found.to_train] == [
            (date(2027, 1, 1), (Cell(PAINTER, 1), Cell(MASON, 1)))
        ]
        assert sorted(one.day for one in labour.to_train(session, date(2026, 12, 1))) == [
            date(2027, 1, 5),
            date(2027, 1, 6),
        ]


_CLOSING = ("active", "closed")


def interviewed(
    session: Session, by: int, person: int, day: date, outcome: str = InterviewOutcome.TRAINING
) -> None:
    rows = rows_of(interviews.Interview)
    values = {
        "uid": f"{person}-{day}",
        "candidate_id": person,
        "adviser_id": by,
        "held_on": day,
        "kind": "office",
        "outcome": outcome,
        "recorded_by": by,
        "recorded_at": NOW,
    }
    session.core.execute(sa.insert(rows).values(values))


def test_who_gets_it(database: Database) -> None:
    with database.begin() as session:
        marc = company(session, 1, NOW)
        post(session, marc, NOW)
        paul, lea = contact(session, 10, "anpe", NOW), contact(session, 20, "mission", NOW)
        mona, nino = by_mail(session, 11, "anpe", NOW), by_mail(session, 12, "mission", NOW)
        for number, home in ((30, "department"), (40, "siae"), (50, "plie"), (60, "buyer")):
            contact(session, number, home, NOW)
        gone, lost = contact(session, 13, "anpe", NOW), contact(session, 14, "anpe", NOW)
        people.change(session, gone.id, revoked_at=NOW)
        people.change(session, lost.id, reachable=False)
        people.change(session, nino.id, unsubscribed_at=NOW)
        assert digest.run(work(session, NOW)) == 3
        assert digest.run(work(session, NOW + timedelta(hours=5))) == 0
    rows = told(database, "digest:")
    assert {row.key for row in rows} == {f"digest:2027-01-18:{one.id}" for one in (paul, lea, mona)}
    texts = [says(database, row) for row in rows]
    assert all("février" not in text and "janvier 2027" in text for text in texts)
    for secret in ("Bâti", "O-2027", "Ifs", "Chaussures"):
        assert not any(secret in text for text in texts)


def test_who_left_gets_none_and_nothing_to_say_is_not_sent(database: Database) -> None:
    homes = rows_of(Organisation)
    with database.begin() as session:
        paul = contact(session, 10, "anpe", NOW)
        assert digest.run(work(session, NOW)) == 0
        post(session, company(session, 1, NOW), NOW)
        session.core.execute(
            sa.update(homes).where(homes.c.id == paul.organisation_id).values(left_on=NOW.date())
        )
        assert digest.run(work(session, NOW)) == 0
        assert organisations.find_number(session, paul.organisation_id) is not None


def test_many_readers_in_batches(database: Database, monkeypatch: Any) -> None:
    monkeypatch.setattr(digest, "BATCH", 4)
    with database.begin() as session:
        post(session, company(session, 1, NOW), NOW)
        for number in range(10, 21):
            contact(session, number, "anpe", NOW)
        assert digest.run(work(session, NOW)) == 11
    assert len(told(database, "digest:")) == 11


def test_counts_are_of_days_not_of_rows(database: Database) -> None:
    with database.begin() as session:
        marc = company(session, 1, NOW)
        for _ in range(3):
            offered(session, marc, date(2027, 2, 1), positions=2)
        assert labour.positions(session, NOW) == [Count(MASON, date(2027, 2, 1), 6)]
        assert SAID.job == MASON
