"""Who is out today is told nothing more, in whatever order things come to run; and what nobody knows of is
not sent twice by itself."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from agreed import SITE, Hands, at, notice, settle
from broadcasting import MONDAY, contact, leave, offer, offer_row, send, told, work

from bot import jobs
from bot.actions import circulate_offer, sign_agreement
from bot.jobs import Keeper
from bot.store import offers, organisations, people, unsent
from bot.store.database import Database, Session
from bot.store.offers import identity
from bot.store.people import Member
from bot.store.tables import Group, Outbox, rows_of

GROUPS: Any = rows_of(Group)
OUTBOX: Any = rows_of(Outbox)
HOUR = timedelta(hours=1)
CHAT, SINCE = -77, date(2026, 8, 23)


def group_of(session: Session, person: Member) -> None:
    """A group of this person's organisation."""
    values = {"organisation_id": person.organisation_id, "chat_id": CHAT, "title": b"x", "uid": "u"}
    values |= {"language": "fr", "registered_by": person.id, "joined_at": MONDAY}
    session.core.execute(sa.insert(GROUPS).values(**values))


def leaving(session: Session) -> Member:
    """Somebody of a prescriber that is out from this Monday on, with a group."""
    cast, _ = settle(session, MONDAY - 30 * HOUR)
    nadia = contact(session, 1, "anpe")
    cast.homes["anpe"] = nadia.organisation_id
    sign_agreement.sign(cast.turn(session, "Colette", MONDAY), nadia.organisation_id, date(2025, 1, 1))
    notice(cast, session, "anpe", SINCE, MONDAY - 30 * HOUR)
    group_of(session, nadia)
    return nadia


async def test_a_bot_that_starts_late_tells_nothing_to_who_is_out_since_this_night(
    database: Database,
) -> None:
    with database.begin() as session:
        out = leaving(session)
        contact(session, 2, "mission")
        offer(session)
    hands: Any = Hands(at(date(2026, 11, 23), 9))
    await Keeper(database, hands, SITE, "fr").scan()
    with database.begin() as session:
        assert people.get(session, out.id).revoked
    assert {row.chat_id for row in told(database) if row.key.count(":") == 2} == {2}


async def test_what_waits_for_the_group_of_who_leaves_never_leaves(database: Database) -> None:
    with database.begin() as session:
        nadia = leaving(session)
        offer(session)
    send(database, MONDAY - 72 * HOUR)
    assert {row.chat_id: row.state for row in told(database)} == {nadia.telegram_id: "new", CHAT: "new"}
    hands: Any = Hands(at(date(2026, 11, 23), 6))
    await Keeper(database, hands, SITE, "fr").keep(jobs.ACCESS)
    assert {row.chat_id: row.state for row in told(database)} == {
        nadia.telegram_id: "expired",
        CHAT: "expired",
    }


def circulate(database: Database, offer_id: int, move: Any, now: Any) -> None:
    with database.begin() as session:
        found, staff = offers.get(session, offer_id), people.by_telegram(session, 901)
        assert found is not None
        turn = work(session, now).turn(f"{move.__name__}:{now}", staff or contact(session, 901, "plie"))
        assert move(turn, found)
        turn.close()


def test_the_group_of_who_left_reads_no_news_of_an_offer(database: Database) -> None:
    with database.begin() as session:
        nadia = contact(session, 1, "anpe")
        group_of(session, nadia)
        number = identity(offer(session))
    send(database, MONDAY)
    leave(database, MONDAY)
    circulate(database, number, circulate_offer.hold, MONDAY + HOUR)
    with database.begin() as session:
        organisations.change(session, nadia.organisation_id, left_on=MONDAY.date())
    circulate(database, number, circulate_offer.send_now, MONDAY + 2 * HOUR)
    edits = [row.chat_id for row in told(database) if row.method == "editMessageText"]
    assert edits.count(CHAT) == 1


@pytest.mark.parametrize(("state", "after"), [("new", "new"), ("held", "expired")])
def test_what_may_have_arrived_never_leaves_again_by_itself(
    database: Database, state: str, after: str
) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        number = identity(offer(session))
    send(database, MONDAY)
    with database.begin() as session:
        session.core.execute(sa.update(OUTBOX).where(OUTBOX.c.chat_id == 1).values(state=state))
    circulate(database, number, circulate_offer.hold, MONDAY + HOUR)
    [row] = [row for row in told(database) if row.method == "sendMessage"]
    assert (row.state, row.error) == ("expired", unsent.OVER if state == "new" else unsent.UNCERTAIN)
    circulate(database, number, circulate_offer.send_now, MONDAY + 2 * HOUR)
    assert offer_row(database, number).circulation == "sent"
    [row] = [row for row in told(database) if row.method == "sendMessage"]
    assert row.state == after


async def test_what_fails_every_hour_is_told_once_a_day(database: Database) -> None:
    def fails(_work: Any) -> int:
        raise RuntimeError("broken")

    with database.begin() as session:
        settle(session, MONDAY)
    job = jobs.Job("broken", fails, jobs.Hourly())
    hands: Any = Hands(MONDAY)
    keeper = Keeper(database, hands, SITE, "fr")
    for _ in range(5):
        assert await keeper.keep(job) == 0
        hands.instant += HOUR
    assert len(told(database, "alert:job:broken")) == 2
    hands.instant += timedelta(days=1)
    await keeper.keep(job)
    assert len(told(database, "alert:job:broken")) == 4
