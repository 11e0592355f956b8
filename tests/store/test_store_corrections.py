"""People who correct one contract at once, on both databases."""

from dataclasses import replace
from typing import Any

from rows import NOW, together
from test_store_procurements import SAID, announce

from bot.dialogue.contracts.announcement import announcement, answers_of, merged
from bot.store import history, lots, procurements
from bot.store.database import Database
from bot.store.history import Subject

CHANGES: tuple[dict[str, Any], ...] = (
    {"commune": "Ifs"},
    {"title": "Voirie"},
    {"months": "18"},
    {"amount": "900000.00"},
    {"start": "2027-09-01/month"},
    {"consultation": "2027-03-01/month"},
)


def test_each_correction_keeps_the_others(database: Database) -> None:
    with database.begin() as session:
        number = announce(session, replace(SAID, consultation=None)).id or 0
    with database.begin() as session:
        contract = procurements.get(session, number)
        assert contract is not None
        was = answers_of(contract, lots.of(session, number))

    def correct(turn: int) -> None:
        with database.begin() as session:
            lots.of(session, number, lock=True)
            contract = procurements.get(session, number, lock=True)
            assert contract is not None
            before = answers_of(contract, lots.of(session, number))
            after = merged(before, was, was | CHANGES[turn])
            procurements.correct(session, contract, announcement(after))
            history.record(session, Subject("procurement", number), 1, NOW, before, after)

    together(len(CHANGES), correct)
    with database.begin() as session:
        contract = procurements.get(session, number)
        assert contract is not None
        now = answers_of(contract, lots.of(session, number))
        made = history.of(session, Subject("procurement", number))
    expected = was | {name: value for change in CHANGES for name, value in change.items()}
    assert now == expected | {"amount": "900000"}
    assert sorted(one.field for one in made) == sorted(name for change in CHANGES for name in change)


def test_what_was_before_is_what_the_one_before_wrote(database: Database) -> None:
    with database.begin() as session:
        number = announce(session, replace(SAID, consultation=None)).id or 0

    def correct(turn: int) -> None:
        with database.begin() as session:
            lots.of(session, number, lock=True)
            contract = procurements.get(session, number, lock=True)
            assert contract is not None
            before = answers_of(contract, lots.of(session, number))
            after = merged(before, {}, {"title": f"Voirie {turn}"})
            procurements.correct(session, contract, announcement(after))
            history.record(session, Subject("procurement", number), 1, NOW, before, after)

    together(8, correct)
    with database.begin() as session:
        made = history.of(session, Subject("procurement", number))[::-1]
    assert len(made) == 8
    assert [one.before for one in made] == [SAID.title, *(one.after for one in made[:-1])]


def test_the_same_value_written_otherwise_is_no_change() -> None:
    present = {"amount": "450000", "months": "18", "lots": [{"number": "1", "title": "A", "amount": "2"}]}
    said = {
        "amount": "450000.00",
        "months": "18.0",
        "lots": [{"number": "1", "title": "A", "amount": "2.00"}],
    }
    assert merged(present, present, said) == present
    assert merged(present, present, {"amount": None}) == present | {"amount": None}
    assert merged(present, {}, {"months": "6", "other": 1}) == present | {"months": "6"}
