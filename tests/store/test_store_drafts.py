"""Drafts, memos, and the jobs that purge: the same result whenever and however often they run."""

from datetime import timedelta

from rows import INBOX, NOW, add, join, message, receive, row, rows, settle, take, update, work

from bot import jobs
from bot.jobs import purge
from bot.store import drafts, inbox, memos
from bot.store.database import Database
from bot.store.drafts import Kept
from bot.store.tables import OutboxState

KEPT = Kept("announce", 1, {"state": {"answers": {"title": "Rénovation"}}, "waiting": None})
TWO_WEEKS = timedelta(days=14)


def test_a_draft_waits_14_days(database: Database) -> None:
    with database.begin() as session:
        person = join(session, 7)
        drafts.save(session, 7, person.id, KEPT, NOW)
    with database.begin() as session:
        assert drafts.load(session, 7, person.id, NOW + TWO_WEEKS - timedelta(seconds=1)) == KEPT
        assert drafts.load(session, 7, person.id, NOW + TWO_WEEKS) is None
        assert drafts.load(session, 8, person.id, NOW) is None


def test_a_chat_has_one_draft_the_last(database: Database) -> None:
    later = Kept("invite", 2, {"state": {"answers": {}}})
    with database.begin() as session:
        person = join(session, 7)
        drafts.save(session, 7, person.id, KEPT, NOW)
        drafts.save(session, 7, person.id, later, NOW + timedelta(days=10))
        assert drafts.load(session, 7, person.id, NOW + timedelta(days=23)) == later
        drafts.drop(session, 7)
        drafts.drop(session, 7)
        assert drafts.load(session, 7, person.id, NOW) is None


def test_a_draft_is_of_its_person(database: Database) -> None:
    with database.begin() as session:
        first = join(session, 7)
        drafts.save(session, 7, first.id, KEPT, NOW)
        second = join(session, 7, organisation="Ville d’Ifs")
        assert drafts.load(session, 7, second.id, NOW) is None


def test_a_memo_is_the_last_one_written(database: Database) -> None:
    with database.begin() as session:
        assert memos.read(session, "pause") is None
        memos.write(session, "pause", "one", NOW)
        memos.write(session, "pause", "two", NOW)
        memos.write(session, "other", "x", NOW)
        assert memos.read(session, "pause") == "two"


def test_drafts_are_purged_once_due(database: Database) -> None:
    with database.begin() as session:
        person = join(session, 7)
        drafts.save(session, 7, person.id, KEPT, NOW)
        assert purge.drafts(work(session, NOW + TWO_WEEKS - timedelta(seconds=1))) == 0
        assert purge.drafts(work(session, NOW + TWO_WEEKS)) == 1
        assert purge.drafts(work(session, NOW + TWO_WEEKS)) == 0


def test_payloads_are_deleted_after_7_days(database: Database) -> None:
    receive(database, update(1), update(2, chat=8))
    with database.begin() as session:
        inbox.finish(session, inbox.take(session, NOW, 1), NOW)
        assert purge.payloads(work(session, NOW + timedelta(days=7))) == 0
        assert purge.payloads(work(session, NOW + timedelta(days=7, seconds=1))) == 1
        assert purge.payloads(work(session, NOW + timedelta(days=7, seconds=1))) == 0
    assert [left.update_id for left in rows(database, INBOX)] == [2]


def test_texts_are_blanked_after_30_days(database: Database) -> None:
    add(database, message("sent"))
    settle(database, take(database)[0], OutboxState.SENT)
    with database.begin() as session:
        assert purge.texts(work(session, NOW + timedelta(days=30))) == 0
        assert purge.texts(work(session, NOW + timedelta(days=30, seconds=1))) == 1
        assert purge.texts(work(session, NOW + timedelta(days=30, seconds=1))) == 0
    assert row(database, "sent").body is None


def test_every_job_can_run_twice_on_nothing(database: Database) -> None:
    assert len({job.name for job in jobs.JOBS}) == len(jobs.JOBS)
    for job in jobs.JOBS * 2:
        with database.begin() as session:
            assert job.run(work(session, NOW + timedelta(days=400))) == 0
