"""The daily message of who is away: said to who stands in, bundled, named; else it waits."""

from datetime import date, timedelta

from dailies import (
    MONDAY,
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
from rows import NOW, OUTBOX, join, rows, together, work

from bot.jobs import pauses
from bot.store import people, preferences, reminders
from bot.store.database import Database
from bot.store.people import Member

FRIDAY = MONDAY + timedelta(days=4)


def away(database: Database, *, stand_in: bool = True, own: bool = False) -> tuple[Member, Member, Lines]:
    """Fatou is away until Friday; Denis stands in, and has something of his own where `own`."""
    with database.begin() as session:
        fatou, denis = facilitator(session, 7), facilitator(session, 8, "Denis Martin")
        dues = [due(1, fatou), due(2, fatou), *([due(3, denis)] if own else [])]
        remind(session, *dues)
        number = denis.id if stand_in else None
        preferences.change(session, fatou.id, paused_until=FRIDAY, stand_in_id=number)
    return fatou, denis, Lines(*dues)


def test_the_stand_in_reads_it(database: Database) -> None:
    fatou, denis, lines = away(database)
    say(database, lines, at(MONDAY))
    assert told(database) == [f"daily:{denis.id}:{MONDAY}"]
    assert text(database, told(database)[0]).count("pour Fatou Diallo") == 2
    assert states(database) == [
        (1, fatou.id, MONDAY, denis.id, False),
        (2, fatou.id, MONDAY, denis.id, False),
    ]


def test_bundled_with_their_own(database: Database) -> None:
    _, denis, lines = away(database, own=True)
    say(database, lines, at(MONDAY))
    assert told(database) == [f"daily:{denis.id}:{MONDAY}"]
    said = text(database, told(database)[0])
    assert "3 points vous attendent" in said
    assert said.count("pour Fatou Diallo") == 2


def test_what_both_are_told_is_one_line_and_their_own(database: Database) -> None:
    _, denis, lines = away(database)
    with database.begin() as session:
        remind(session, due(1, denis))
    lines.standing["announced"].add(due(1, denis))
    say(database, lines, at(MONDAY))
    with database.begin() as session:
        items = reminders.said(session, denis.id, MONDAY)
        first = reminders.find(session, items[0].id)
        assert first is not None
        together_ = reminders.beside(session, first)
    assert [(item.subject_id, item.owner_id is None) for item in items] == [(1, True), (2, False)]
    assert len(together_) == 2


def test_the_hour_is_that_of_the_reader(database: Database) -> None:
    fatou, denis, lines = away(database)
    with database.begin() as session:
        preferences.change(session, fatou.id, daily_at=480)
        preferences.change(session, denis.id, daily_at=600)
    assert say(database, lines, at(MONDAY, 9, 59)) == 0
    assert say(database, lines, at(MONDAY, 10)) == 1


def test_without_a_stand_in_it_waits(database: Database) -> None:
    fatou, _, lines = away(database, stand_in=False)
    for count in range(5):
        assert say(database, lines, at(MONDAY + timedelta(days=count))) == 0
    back = MONDAY + timedelta(days=7)
    assert say(database, lines, at(back)) == 1
    assert told(database) == [f"daily:{fatou.id}:{back}"]


def test_a_stand_in_who_left_gives_way_to_a_coordinator(database: Database) -> None:
    _, denis, lines = away(database)
    with database.begin() as session:
        first, other = coordinator(session, 9), coordinator(session, 10, "Other Roux")
        people.change(session, denis.id, revoked_at=NOW)
    say(database, lines, at(MONDAY))
    assert told(database) == [f"daily:{first.id}:{MONDAY}"]
    assert other.id != first.id
    assert text(database, told(database)[0]).count("pour Fatou Diallo") == 2


def test_a_stand_in_who_is_away_too_gives_way_to_a_coordinator(database: Database) -> None:
    _, denis, lines = away(database)
    with database.begin() as session:
        colette = coordinator(session, 9)
        preferences.change(session, denis.id, paused_until=FRIDAY)
    say(database, lines, at(MONDAY))
    assert told(database) == [f"daily:{colette.id}:{MONDAY}"]


def test_with_nobody_left_it_waits(database: Database) -> None:
    fatou, denis, lines = away(database)
    with changed(database, denis, reachable=False):
        assert say(database, lines, at(MONDAY)) == 0
    assert say(database, lines, at(MONDAY, 12)) == 1
    assert states(database)[0][3] == denis.id
    assert fatou.id != denis.id


def test_a_partner_waits_for_itself(database: Database) -> None:
    with database.begin() as session:
        brigitte, paul = join(session, 7), join(session, 8, name="Paul Roux")
        coordinator(session, 9)
        remind(session, due(1, brigitte))
        preferences.change(session, brigitte.id, paused_until=FRIDAY, stand_in_id=paul.id)
        people.change(session, paul.id, revoked_at=NOW)
    lines = Lines(due(1, brigitte))
    assert say(database, lines, at(MONDAY)) == 0
    assert say(database, lines, at(FRIDAY + timedelta(days=3))) == 1


def test_put_off_by_the_stand_in_comes_back_to_who_is_back(database: Database) -> None:
    fatou, denis, lines = away(database)
    say(database, lines, at(MONDAY))
    back = MONDAY + timedelta(days=7)
    with database.begin() as session:
        number = reminders.said(session, denis.id, MONDAY)[0].id
        assert reminders.put_off(session, [number], back)
    assert say(database, lines, at(FRIDAY)) == 0
    assert say(database, lines, at(back)) == 1
    assert told(database)[-1] == f"daily:{fatou.id}:{back}"


def test_two_schedulers_and_a_return_say_it_once(database: Database) -> None:
    fatou, denis, lines = away(database, own=True)

    def both(turn: int) -> None:
        if turn:
            with database.begin() as session:
                preferences.change(session, fatou.id, paused_until=None, stand_in_id=None)
        say(database, lines, at(MONDAY))

    together(2, both)
    say(database, lines, at(MONDAY, 9))
    readers = {said_to for _, person, _, said_to, _ in states(database) if person == fatou.id}
    assert len(readers) == 1
    assert readers <= {fatou.id, denis.id}
    assert len(set(told(database))) == len(told(database))


def test_a_pause_ends_by_itself(database: Database) -> None:
    fatou, denis, _ = away(database)
    for day in (FRIDAY, FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)):
        with database.begin() as session:
            assert pauses.run(work(session, at(day, 8))) == (day == FRIDAY + timedelta(days=1))
    with database.begin() as session:
        kept = preferences.get(session, fatou.id)
    assert (kept.paused_until, kept.stand_in_id) == (None, None)
    (row,) = rows(database, OUTBOX)
    assert row.chat_id == denis.telegram_id
    assert row.key.startswith(f"stand-in-over:{fatou.id}:back:2026-11-28")


def test_the_end_of_a_pause_of_who_left_is_told_to_nobody(database: Database) -> None:
    fatou, _, _ = away(database)
    with database.begin() as session:
        people.change(session, fatou.id, revoked_at=NOW)
        assert pauses.run(work(session, at(date(2026, 12, 1), 8))) == 1
    assert rows(database, OUTBOX) == []
