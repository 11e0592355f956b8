"""The daily message: all reminders of a person in one, on working days, at the hour they prefer
(`dialogues.md` §1)."""

from collections.abc import Callable, Iterable, Mapping

from bot.dialogue.reminders.cards import daily_card
from bot.dialogue.reminders.letters import daily_letter
from bot.dialogue.turn import Turn
from bot.dialogue.work import Work
from bot.rules.daily import minute
from bot.rules.schedule import Due
from bot.store import dailies, people, reminders
from bot.store.dailies import Reading
from bot.store.tables import Priority, Reminder

Finders = Mapping[str, Callable[[Work], Iterable[Due]]]
MOST = 50


def run(finders: Finders, work: Work) -> int:
    """Write the daily messages that are due, at most 50; `finders` know by kind which facts still stand. What
    no longer stands is closed. Returns how many people have had theirs, those with nothing to read too."""
    now = minute(work.local)
    if now is None:
        return 0
    due = dailies.due(work.session, work.today, now, MOST)
    mine = [one for one in due if dailies.claim(work.session, one.reader_id, work.today)]
    rows = _standing(finders, work, mine)
    turn = work.turn(f"daily:{work.today}")
    for reading in mine:
        _write(work, turn, reading, [row for row in rows if row.person_id in reading.owners])
    turn.close()
    return len(mine)


def _standing(finders: Finders, work: Work, mine: list[Reading]) -> list[Reminder]:
    """What is to be said of these people's facts and still stands; the rest is closed."""
    owners = {owner for reading in mine for owner in reading.owners}
    rows = reminders.unsaid(work.session, owners, work.today)
    stands = {
        (kind, due.subject_id, due.person_id)
        for kind in sorted({row.kind for row in rows} & finders.keys())
        for due in finders[kind](work)
        if due.on <= work.today
    }
    standing = [row for row in rows if (row.kind, row.subject_id, row.person_id) in stands]
    over = {row.id or 0 for row in rows} - {row.id or 0 for row in standing}
    reminders.close(work.session, over, work.now)
    return standing


def _write(work: Work, turn: Turn, reading: Reading, rows: list[Reminder]) -> None:
    """The message of a reader; none where nothing is left to say."""
    said = reminders.say(work.session, [row.id or 0 for row in rows], reading.reader_id, work.today)
    items = reminders.items([row for row in rows if row.id in said], reading.reader_id)
    if not items:
        return
    reader, key = people.get(work.session, reading.reader_id), f"daily:{reading.reader_id}:{work.today}"
    turn.tell(reader, key, lambda _: daily_card(work.session, items, work.today, reader), Priority.REMINDER)
    turn.mail(reader, key, lambda _: daily_letter(work.session, items, work.today, reader), Priority.REMINDER)
