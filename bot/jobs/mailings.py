"""Messages to many, written in batches: each contact of a run once, and edits of what was sent to many."""

from collections.abc import Mapping, Sequence

from bot.dialogue.broadcasts.notices import retell_batch
from bot.dialogue.broadcasts.offers import offers_voice
from bot.dialogue.broadcasts.voices import Batch, Voice, Written
from bot.dialogue.circulars.voice import circular_voice
from bot.dialogue.turn import Turn
from bot.dialogue.work import Work
from bot.store import broadcasts, deliveries, mailings, outbox, retells
from bot.store.broadcasts import identity
from bot.store.groups import Contact
from bot.store.outbox import Message
from bot.store.people import Member
from bot.store.tables import Broadcast, Priority

BATCH = 200
VOICES: Mapping[bool, Voice] = {False: offers_voice, True: circular_voice}
"""What a run says: of offers (False), or a circular (True)."""


def run(work: Work) -> int:
    """One step: a batch of edits, or of the contacts of the first run under way. Returns how many contacts
    it dealt with, or 1 for the end of a run; 0 when there is nothing to do."""
    retelling = retells.first(work.session)
    if retelling is not None:
        turn = work.turn(f"retell:{retelling.offer_id}")
        return max(1, retell_batch(turn, retelling, BATCH))
    run = broadcasts.undone(work.session)
    return 0 if run is None else _go_on(work, run)


def _go_on(work: Work, run: Broadcast) -> int:
    turn = work.turn(f"run:{identity(run)}")
    batch = VOICES[run.circular_id is not None](turn, run)
    persons = batch.persons(run.cursor, BATCH)
    if persons:
        _write_to_persons(turn, run, persons, batch)
        broadcasts.move_cursor(work.session, run, cursor=persons[-1].id)
        turn.close()
        return len(persons)
    groups = batch.groups(run.group_cursor, BATCH)
    if groups:
        _write_to_groups(turn, run, groups, batch)
        broadcasts.move_cursor(work.session, run, group_cursor=groups[-1].id)
        return len(groups)
    broadcasts.move_cursor(work.session, run, done_at=work.now)
    batch.through()
    turn.close()
    return 1


def _write_to_persons(turn: Turn, run: Broadcast, persons: Sequence[Member], batch: Batch) -> None:
    """Each once, whatever this was begun for: a person written to already is passed over."""
    number = identity(run)
    written = {
        person.id: (person, one)
        for person, one in zip(persons, batch.to_persons(persons), strict=True)
        if one is not None and not (person.by_mail and one.letter is None)
    }
    made = mailings.add_persons(turn.session, number, list(written), turn.now)
    rows: list[tuple[int, int, int | None, int]] = []
    messages = []
    for person_id, mailing_id in made.items():
        person, one = written[person_id]
        rows += [(mailing_id, offer_id, person_id, wave) for offer_id, wave in one.parts]
        key = mailings.person_key(number, person_id)
        if not person.by_mail:
            messages.append(_message(key, person.telegram_id, person.language, one))
        elif one.letter is not None:
            turn.mail(person, key, one.letter, Priority.BROADCAST)
    deliveries.add(turn.session, rows)
    outbox.add(turn.session, messages, turn.now)


def _write_to_groups(turn: Turn, run: Broadcast, groups: Sequence[Contact], batch: Batch) -> None:
    """As to persons; a group is told by its number."""
    number = identity(run)
    written = {group.id: (group, one) for group in groups if (one := batch.to_group(group)) is not None}
    made = mailings.add_groups(turn.session, number, list(written), turn.now)
    rows: list[tuple[int, int, int | None, int]] = []
    messages = []
    for group_id, mailing_id in made.items():
        group, one = written[group_id]
        rows += [(mailing_id, offer_id, None, wave) for offer_id, wave in one.parts]
        key = mailings.group_key(number, group_id)
        messages.append(_message(key, group.chat_id, group.language, one))
    deliveries.add(turn.session, rows)
    outbox.add(turn.session, messages, turn.now)


def _message(key: str, chat_id: int, language: str, one: Written) -> Message:
    """What leaves for a chat: the card, or the file with the card's text under it."""
    card = one.card(language)
    if one.file is None:
        body = {"chat_id": chat_id} | card.to_json()
        return Message(key, chat_id, "sendMessage", body, Priority.BROADCAST)
    kind = one.file["kind"]
    body = {"chat_id": chat_id, kind: one.file["file_id"], "caption": str(card.text), "parse_mode": "HTML"}
    return Message(key, chat_id, f"send{kind.title()}", body, Priority.BROADCAST)
