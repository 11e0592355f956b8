"""The daily message: right day, right hour, right person, once."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from dailies import (
    MONDAY,
    OUTBOX,
    Lines,
    at,
    changed,
    coordinator,
    due,
    facilitator,
    remind,
    say,
    states,
    text,
    told,
)
from rows import NOW, join, rows, together, work

from bot import jobs
from bot.dialogue.reminders.kinds import KINDS, Kind
from bot.dialogue.translations import translate
from bot.jobs import daily
from bot.rules.schedule import Due
from bot.store import outbox, people, preferences, reminders
from bot.store.database import Database
from bot.store.people import Member
from bot.store.tables import LinkPurpose, Role

FRIDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 24)


def one(database: Database, subjects: int = 1, number: int = 7) -> tuple[Member, Lines]:
    """A facilitator reminded of so many things on Monday."""
    with database.begin() as session:
        fatou = facilitator(session, number)
        dues = [due(subject, fatou) for subject in range(1, subjects + 1)]
        remind(session, *dues)
    return fatou, Lines(*dues)


@pytest.mark.parametrize(
    "now",
    [
        at(MONDAY, 8, 29),
        at(MONDAY, 7),
        at(MONDAY, 19),
        at(MONDAY, 23),
        at(date(2026, 11, 28), 9),
        at(date(2026, 11, 29), 9),
        at(date(2026, 12, 25), 9),
        at(FRIDAY, 9),
    ],
)
def test_not_yet(database: Database, now: datetime) -> None:
    _, lines = one(database)
    assert say(database, lines, now) == 0
    assert told(database) == []


@pytest.mark.parametrize("now", [at(MONDAY), at(MONDAY, 18, 59), at(date(2026, 11, 30))])
def test_said_once(database: Database, now: datetime) -> None:
    fatou, lines = one(database)
    day = now.date()
    for _ in range(3):
        say(database, lines, now)
    assert told(database) == [f"daily:{fatou.id}:{day}"]
    assert states(database) == [(1, fatou.id, day, fatou.id, False)]
    say(database, lines, at(date(2026, 12, 1)))
    assert len(told(database)) == 1


def test_several_things_are_one_message(database: Database) -> None:
    fatou, lines = one(database, subjects=3)
    say(database, lines, at(MONDAY))
    said = text(database, f"daily:{fatou.id}:{MONDAY}")
    assert "3 points vous attendent" in said
    assert [f"{place}. <b>" in said for place in (1, 2, 3, 4)] == [True, True, True, False]


def test_several_stages_are_one_line(database: Database) -> None:
    with database.begin() as session:
        fatou = facilitator(session, 7)
        dues = [due(1, fatou, MONDAY - timedelta(days=count)) for count in (0, 7, 12)]
        remind(session, *dues)
    say(database, Lines(*dues), at(MONDAY))
    assert "depuis le 11 novembre" in text(database, f"daily:{fatou.id}:{MONDAY}")
    with database.begin() as session:
        items = reminders.said(session, fatou.id, MONDAY)
    assert [(item.subject_id, item.since, item.owner_id) for item in items] == [(1, date(2026, 11, 11), None)]
    assert all(said == MONDAY for _, _, said, _, _ in states(database))


def test_what_no_longer_stands_falls_away(database: Database) -> None:
    fatou, lines = one(database, subjects=2)
    lines.standing["announced"] = {due(2, fatou)}
    say(database, lines, at(MONDAY))
    assert states(database) == [(1, fatou.id, None, None, True), (2, fatou.id, MONDAY, fatou.id, False)]


def test_what_stands_for_somebody_else_or_later_falls_away(database: Database) -> None:
    fatou, lines = one(database, subjects=2)
    lines.standing["announced"] = {due(1, fatou, TUESDAY), Due(2, MONDAY, fatou.id + 1)}
    assert say(database, lines, at(MONDAY)) == 1
    assert told(database) == []
    assert all(done for *_, done in states(database))


def test_nothing_left_nothing_sent(database: Database) -> None:
    _, lines = one(database)
    lines.standing["announced"] = set()
    assert say(database, lines, at(MONDAY)) == 1
    assert told(database) == []
    assert rows(database, OUTBOX) == []


def test_the_hour_each_prefers(database: Database) -> None:
    with database.begin() as session:
        early, late = facilitator(session, 7), facilitator(session, 8)
        dues = [due(1, early), due(1, late)]
        remind(session, *dues)
        preferences.change(session, early.id, daily_at=480)
        preferences.change(session, late.id, daily_at=1080)
    lines = Lines(*dues)
    assert say(database, lines, at(MONDAY, 8, 0)) == 1
    assert say(database, lines, at(MONDAY, 17, 59)) == 0
    assert say(database, lines, at(MONDAY, 18, 30)) == 1
    assert told(database) == [f"daily:{early.id}:{MONDAY}", f"daily:{late.id}:{MONDAY}"]


def test_no_second_message_on_a_day(database: Database) -> None:
    fatou, lines = one(database)
    say(database, lines, at(MONDAY))
    with database.begin() as session:
        remind(session, due(2, fatou))
    lines.standing["announced"].add(due(2, fatou))
    assert say(database, lines, at(MONDAY, 12)) == 0
    assert say(database, lines, at(TUESDAY)) == 1
    assert told(database) == [f"daily:{fatou.id}:{day}" for day in (MONDAY, TUESDAY)]


def test_who_has_no_access_is_never_told(database: Database) -> None:
    fatou, lines = one(database)
    with database.begin() as session:
        people.change(session, fatou.id, revoked_at=NOW)
    assert say(database, lines, at(MONDAY)) == 0
    assert told(database) == []


def test_who_cannot_be_reached_is_told_once_back(database: Database) -> None:
    fatou, lines = one(database)
    with changed(database, fatou, reachable=False):
        assert say(database, lines, at(MONDAY)) == 0
    assert say(database, lines, at(TUESDAY)) == 1
    assert told(database) == [f"daily:{fatou.id}:{TUESDAY}"]


def test_put_off_is_said_again(database: Database) -> None:
    fatou, lines = one(database)
    say(database, lines, at(FRIDAY + timedelta(days=7)))
    friday = FRIDAY + timedelta(days=7)
    with database.begin() as session:
        number = reminders.said(session, fatou.id, friday)[0].id
        assert reminders.put_off(session, [number], friday + timedelta(days=1))
        assert not reminders.put_off(session, [number], friday + timedelta(days=1))
    for day in (friday, friday + timedelta(days=1), friday + timedelta(days=2)):
        assert say(database, lines, at(day, 18)) == 0
    assert say(database, lines, at(friday + timedelta(days=3))) == 1
    assert len(told(database)) == 2


def test_done_is_not_said_again(database: Database) -> None:
    fatou, lines = one(database)
    say(database, lines, at(MONDAY))
    with database.begin() as session:
        number = reminders.said(session, fatou.id, MONDAY)[0].id
        assert reminders.settle(session, [number], NOW)
        assert not reminders.settle(session, [number], NOW)
        assert not reminders.put_off(session, [number], TUESDAY)
        assert reminders.reopen(session, [number])
        assert not reminders.reopen(session, [number])
        assert reminders.settle(session, [number], NOW)
    assert say(database, lines, at(TUESDAY)) == 0
    assert len(told(database)) == 1


def test_a_message_that_is_quiet_waits_for_the_morning(database: Database) -> None:
    _, lines = one(database)
    say(database, lines, at(MONDAY, 18, 59))
    with database.begin() as session:
        lease = outbox.Lease("me", NOW + timedelta(days=9))
        assert outbox.take(session, at(MONDAY, 19, 1), lease, 100, (), quiet=True) == []
        assert len(outbox.take(session, at(TUESDAY, 8, 0), lease, 100, (), quiet=False)) == 1


def crowd(database: Database, count: int) -> Lines:
    with database.begin() as session:
        dues = [due(subject, facilitator(session, 1000 + subject)) for subject in range(1, count + 1)]
        remind(session, *dues)
    return Lines(*dues)


def test_fifty_at_a_time(database: Database) -> None:
    lines = crowd(database, 120)
    with database.begin() as session:
        assert daily.run(lines.finders(), work(session, at(MONDAY))) == 50
    assert len(told(database)) == 50
    assert say(database, lines, at(MONDAY, 9)) == 70
    assert len(set(told(database))) == len(told(database)) == 120


def test_two_schedulers_at_once(database: Database) -> None:
    lines = crowd(database, 130)
    together(3, lambda _: say(database, lines, at(MONDAY)))
    say(database, lines, at(MONDAY, 9))
    assert len(set(told(database))) == len(told(database)) == 130
    assert all(said == MONDAY for _, _, said, _, _ in states(database))


STEPS = ("claim", "say", "items", "find", "close")


class KilledError(Exception):
    """The process ends here."""


@pytest.mark.parametrize("step", STEPS)
def test_killed_on_the_way(database: Database, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    lines = crowd(database, 3)
    lines.standing["announced"] = {one for one in lines.standing["announced"] if one.subject_id != 3}
    name = {
        "claim": "bot.store.dailies.claim",
        "say": "bot.store.reminders.say",
        "items": "bot.store.reminders.items",
        "find": "bot.store.people.get",
        "close": "bot.store.reminders.close",
    }[step]

    def killed(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as context:
        context.setattr(name, killed)
        with pytest.raises(KilledError):
            say(database, lines, at(MONDAY))
    assert told(database) == []
    assert not any(done or said for _, _, said, _, done in states(database))
    say(database, lines, at(MONDAY, 9))
    assert len(told(database)) == 2
    assert [(said, done) for _, _, said, _, done in states(database)] == [
        (MONDAY, False),
        (MONDAY, False),
        (None, True),
    ]


def test_killed_after_the_message_before_it_commits(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = crowd(database, 60)
    written = outbox.add

    def killed(*asked: object) -> int:
        written(*asked)  # type: ignore[arg-type]
        raise KilledError

    with monkeypatch.context() as context:
        context.setattr(outbox, "add", killed)
        with pytest.raises(KilledError):
            say(database, lines, at(MONDAY))
    assert told(database) == []
    with database.begin() as session:
        daily.run(lines.finders(), work(session, at(MONDAY)))
    say(database, lines, at(MONDAY, 12))
    assert len(set(told(database))) == len(told(database)) == 60


def test_by_mail_a_letter_with_its_page(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    words = Kind(
        "Later",
        "Done",
        lambda *_: "M-2026-0001",
        "procurement",
        LinkPurpose.AWARD,
        page_subject=lambda _, number: number + 1,
    )
    monkeypatch.setitem(KINDS, "paged", words)
    with database.begin() as session:
        brigitte = join(session, 7)
        email = session.sealer.seal("b.martin@exemple.fr", f"persons.email:{brigitte.uid}")
        people.change(session, brigitte.id, telegram_id=None, email=email)
        remind(session, due(4, brigitte), kind="paged")
    say(database, Lines(due(4, brigitte), kind="paged"), at(MONDAY))
    with database.begin() as session:
        row = session.core.execute(sa.select(OUTBOX)).one()
        body = session.sealer.open(row.body, f"outbox.body:{row.uid}")
        subject = session.core.execute(
            sa.text("SELECT purpose, subject_id FROM links WHERE purpose <> 'unsubscribe'")
        ).one()
    assert (row.key, row.method) == (f"daily:{brigitte.id}:{MONDAY}", outbox.MAIL)
    assert "Ce qui vous attend" in body["subject"]
    assert "M-2026-0001" in body["html"]
    assert body["ways"][0][0] == "Fait · M-2026-0001"
    assert body["ways"][0][1].startswith("http://127.0.0.1:8015/r/")
    assert tuple(subject) == ("award", 5)


def test_a_coordinator_reads_that_nobody_took_it(database: Database) -> None:
    with database.begin() as session:
        colette = coordinator(session, 9)
        remind(session, due(1, colette))
    say(database, Lines(due(1, colette)), at(MONDAY))
    title = translate("fr", KINDS["announced"].words(Role.COORDINATOR).title)
    assert title.replace("\u00a0", " ") in text(database, f"daily:{colette.id}:{MONDAY}")


def test_the_job_asks_the_lines_of_the_schedule() -> None:
    job = jobs.BY_NAME["daily message"]
    assert job.repeats
    assert job.run.args == (jobs.FINDERS,)  # type: ignore[attr-defined]
