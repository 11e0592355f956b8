"""Every Monday the employment service and the Mission Locale are told what companies plan and which training
is needed (article 3)."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from bot.dialogue.digest import Digest, digest_card, digest_letter
from bot.dialogue.work import Work
from bot.rules.labour import by_month, ends_before
from bot.rules.stages import last_month
from bot.store import circulation, labour
from bot.store.people import Member
from bot.store.tables import Priority

BATCH = 500


def run(work: Work) -> int:
    """Write the digest of the week to each reader, once. Returns how many messages are new; none where there
    is nothing to say."""
    found = gather(work)
    return sum(_tell(work, found, batch) for batch in _readers(work)) if found else 0


def gather(work: Work) -> Digest:
    """What there is to tell today."""
    session, today = work.session, work.today
    since = circulation.living_since(session, today, work.zone)
    return Digest(
        positions=by_month(labour.positions(session, since), today),
        starting=by_month(labour.starting(session, today), today),
        ending=by_month(labour.ending(session, today, ends_before(today)), today),
        lacking=by_month(labour.lacking(session, since), today),
        to_train=by_month(labour.to_train(session, last_month(today)), date.min),
    )


def _readers(work: Work) -> Iterator[list[Member]]:
    after = 0
    while batch := labour.readers(work.session, work.today, after, BATCH):
        yield batch
        after = batch[-1].id


def _tell(work: Work, found: Digest, readers: list[Member]) -> int:
    monday = work.today - timedelta(days=work.today.weekday())
    turn = work.turn(f"digest:{monday}")
    card = cache(lambda language: digest_card(found, monday, language))
    letter = cache(lambda language: digest_letter(found, monday, language))
    for person in readers:
        key = f"digest:{monday}:{person.id}"
        turn.tell(person, key, card, Priority.REMINDER)
        turn.mail(person, key, letter, Priority.REMINDER)
    return turn.close()
