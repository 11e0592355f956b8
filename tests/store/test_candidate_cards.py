"""Cards of candidates at their longest, and two people who add one person at the same moment."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from limits import assert_fits
from rows import NOW, join, together
from seekers import filed, seeker
from telegram import Update

from bot.actions import add_candidate, change_candidate
from bot.actions.add_candidate import Doubled
from bot.dialogue.cards import Card
from bot.dialogue.refusals import Refused
from bot.dialogue.seekers.candidates import (
    alike_card,
    candidate_card,
    doubles_card,
    list_rows,
    merging_card,
    more_card,
    saved_card,
)
from bot.dialogue.seekers.history import history_card
from bot.dialogue.turn import Turn
from bot.store import candidate_lists, candidate_merges, candidates, notes
from bot.store.database import Database, Session
from bot.store.people import Member
from bot.store.tables import Eligibility, Role

ZONE = ZoneInfo("Europe/Paris")
MARK = "0123456789abcdef"
NAME = "<b>" + "É" * 40 + " " + "B&" * 18


def turn_of(session: Session, me: Member, uid: str = "u") -> Turn:
    return Turn(session, uid, NOW, ZONE, Update(1), me.telegram_id, me, "fr")


def staff(session: Session, telegram_id: int = 1, name: str = "Fatou Diallo") -> Member:
    return join(session, telegram_id, Role.COORDINATOR, "PLIE", name=name)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_longest_cards_fit(on_sqlite: Database, language: str) -> None:
    longest = {
        "name": NAME,
        "jobs": ("F1703", "F1606", "F1610"),
        "held": 63,
        "eligibility": tuple(Eligibility),
    }
    with on_sqlite.begin() as session:
        me = staff(session, name="N&" * 50)
        files = [filed(session, me.id, NOW, **longest) for _ in range(9)]
        for _ in range(9):
            notes.add(session, "candidate", 1, me.id, "<&" * 500, NOW)
        turn = turn_of(session, me)
        for number in range(20):
            change_candidate.change(
                turn, 1, {"eligibility": [list(Eligibility)[number % 9]], "name": f"{NAME}{number}"}
            )
        one = candidates.get(session, 1)
        assert one is not None
        assert_fits(candidate_card(session, one, language, ZONE, NOW.date()))
        assert_fits(more_card(turn, one))
        assert "C-2026-0001" in assert_fits(history_card(session, one, language, ZONE))
        assert_fits(merging_card(session, files[1], files[2], language))
        assert_fits(saved_card(one, language))
        lines = candidate_lists.doubles(session, seeker(**longest))
        assert len(lines) == 9
        assert_fits(doubles_card(session, lines, MARK, language))
        assert_fits(Card(doubles_card(session, lines, MARK, language).text, list_rows(lines[:8], language)))
        assert_fits(alike_card(turn, one, lines))
        candidate_merges.merge(session, 2, 3)
        assert_fits(candidate_card(session, files[2], language, ZONE, NOW.date()))


def test_two_people_who_add_one_person_at_once_make_one_file(database: Database) -> None:
    with database.begin() as session:
        team = [staff(session, number) for number in (1, 2)]

    def add(place: int) -> bool:
        with database.begin() as session:
            try:
                add_candidate.add(turn_of(session, team[place], f"u{place}"), seeker(), agreed=True)
            except Doubled:
                return False
            return True

    assert sorted(together(2, add)) == [False, True]
    with database.begin() as session:
        assert len(candidate_lists.search(session, "dupont", 9)) == 1


def test_nothing_is_added_without_consent(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        with pytest.raises(Refused):
            add_candidate.add(turn_of(session, staff(session)), seeker(), agreed=False)
        assert candidate_lists.search(session, "dupont", 9) == []


def test_one_seen_double_does_not_hide_another(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        turn = turn_of(session, staff(session))
        first = add_candidate.add(turn, seeker(), agreed=True)
        second = add_candidate.add(turn, seeker(), agreed=True, above=first.id or 0)
        with pytest.raises(Doubled) as caught:
            add_candidate.add(turn, seeker(), agreed=True, above=first.id or 0)
        assert [line.id for line in caught.value.found] == [second.id, first.id]
        assert second.consent_on == date(2026, 11, 22)
