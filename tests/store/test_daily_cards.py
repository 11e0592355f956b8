"""The cards of the daily message and of /reglages fit, whatever people are called, in both languages."""

from datetime import date, timedelta

import pytest
from dailies import MONDAY, coordinator, facilitator, remind
from limits import assert_fits
from rows import NOW

from bot.dialogue.answers import Context, NotUnderstood, Understood
from bot.dialogue.reminders.cards import daily_card, item_card, later_card, waiting_card
from bot.dialogue.reminders.kinds import KINDS, Kind, Words
from bot.dialogue.reminders.last_day import LastDay
from bot.dialogue.reminders.settings import hours_card, notices_card, settings_card, stand_ins_card
from bot.dialogue.translations import LANGUAGES
from bot.rules.schedule import Due
from bot.store import people, preferences, reminders
from bot.store.database import Database, Session
from bot.store.people import Member
from bot.store.tables import LinkPurpose, Notices, Role

WILD = "<b>&\"'{x}%s😀" * 30
MANY = 17
CODED = {"hours_missing", "hours_waiting", "evidence"}
"""Their subjects are codes of an organisation, or of a thing to prove, which are never gone."""


@pytest.fixture
def wild(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind whose subjects are called anything."""
    monkeypatch.setitem(
        KINDS, "wild", Kind("Later", "Done", lambda *_: WILD, "procurement", LinkPurpose.AWARD)
    )


def reader(session: Session, language: str) -> Member:
    """Who reads for a colleague too, whose name is as long as names may be."""
    mine = facilitator(session, 7, WILD[:200])
    people.change(session, mine.id, language=language)
    away = coordinator(session, 8, WILD[:200])
    dues = [
        Due(number, MONDAY - timedelta(days=number), one.id)
        for one, number in ((mine if number % 2 else away, number) for number in range(1, MANY + 1))
    ]
    remind(session, *dues, kind="wild", today=MONDAY)
    numbers = [row.id or 0 for row in reminders.unsaid(session, [mine.id, away.id], MONDAY)]
    assert len(reminders.say(session, numbers, mine.id, MONDAY)) == MANY
    reminders.settle(session, numbers[:5], NOW)
    return people.get(session, mine.id)


@pytest.mark.usefixtures("wild")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits(on_sqlite: Database, language: str) -> None:
    with on_sqlite.begin() as session:
        me = reader(session, language)
        items = reminders.said(session, me.id, MONDAY)
        shown = [daily_card(session, items, MONDAY, me, page) for page in range(3)]
        assert [
            sum(button.data.startswith("reminder:") for row in card.keyboard for button in row)
            for card in shown
        ] == [8, 8, 1]
        assert daily_card(session, items, MONDAY, me, 99) == shown[2]
        for card in shown:
            assert_fits(card)


@pytest.mark.usefixtures("wild")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_of_a_thing_fits(on_sqlite: Database, language: str) -> None:
    with on_sqlite.begin() as session:
        me = reader(session, language)
        for item in reminders.said(session, me.id, MONDAY)[:8]:
            for page in (None, 12):
                assert_fits(item_card(session, item, MONDAY, me, page=page))
            assert_fits(later_card(session, item, MONDAY, me))
            assert_fits(waiting_card(session, item, MONDAY, me))
            assert_fits(daily_card(session, [item], MONDAY, me))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS.keys() - CODED))
def test_every_kind_can_be_said_of_what_is_gone(on_sqlite: Database, kind: str, language: str) -> None:
    with on_sqlite.begin() as session:
        readers = [facilitator(session, 7), coordinator(session, 8)]
        for me in readers:
            remind(session, Due(2026, MONDAY, me.id), kind=kind)
            numbers = [row.id or 0 for row in reminders.unsaid(session, [me.id], MONDAY)]
            reminders.say(session, numbers, me.id, MONDAY)
            people.change(session, me.id, language=language)
            again = people.get(session, me.id)
            assert_fits(daily_card(session, reminders.said(session, me.id, MONDAY), MONDAY, again))


@pytest.mark.parametrize("language", LANGUAGES)
def test_settings_fit(on_sqlite: Database, language: str) -> None:
    with on_sqlite.begin() as session:
        me, other = facilitator(session, 7, WILD[:200]), facilitator(session, 8, WILD[:200])
        for number in range(20, 32):
            one = facilitator(session, number, WILD[:200])
            preferences.change(session, one.id, paused_until=MONDAY, stand_in_id=me.id)
        people.change(session, me.id, language=language)
        me = people.get(session, me.id)
        for notices in Notices:
            preferences.change(session, me.id, notices=notices, paused_until=None, stand_in_id=None)
            assert_fits(settings_card(session, me, MONDAY))
            preferences.change(session, me.id, paused_until=MONDAY, stand_in_id=other.id)
            assert_fits(settings_card(session, me, MONDAY))
        found = people.colleagues(session, me, 0, 9)
        assert len(found) == 9
        assert_fits(stand_ins_card(found, 0, language))
        assert_fits(stand_ins_card(found[:3], 5, language))
        assert_fits(stand_ins_card([], 0, language))
    assert_fits(hours_card(language))
    assert_fits(notices_card(language))


def test_words_of_a_role() -> None:
    kind = Kind(
        "a",
        "b",
        lambda *_: "c",
        "d",
        others={Role.COORDINATOR: Words("A", opens=lambda number: f"x:{number}:y")},
    )
    assert (kind.words(Role.BUYER).title, kind.words(Role.COORDINATOR).title) == ("a", "A")
    assert (kind.button_for(Role.BUYER), kind.button_for(Role.COORDINATOR)) == ("b", "b")
    assert (kind.open(3, Role.BUYER), kind.open(3, Role.COORDINATOR)) == ("d:3", "x:3:y")


CONTEXT = Context(date(2026, 11, 22), "fr")


@pytest.mark.parametrize(
    ("text", "day"), [("27/11", "2026-11-27"), ("demain", "2026-11-23"), ("22/11/2026", "2026-11-22")]
)
def test_the_last_day_away(text: str, day: str) -> None:
    assert LastDay().read(text, CONTEXT) == Understood(f"{day}/day")


@pytest.mark.parametrize("text", ["hier", "21/11/2026", "24/11/2027", "mars 2027", "bientôt"])
def test_what_is_no_last_day_away(text: str) -> None:
    assert isinstance(LastDay().read(text, CONTEXT), NotUnderstood)


def test_likely_last_days_are_fridays() -> None:
    codes = [option.code for option in LastDay().options(CONTEXT)]
    assert codes == ["2026-11-27/day", "2026-12-04/day", "2026-12-11/day", "month:2026-11"]
    assert isinstance(LastDay().choose("day:2026-11-21", CONTEXT), NotUnderstood)
    assert LastDay().choose("day:2026-11-28", CONTEXT) == Understood("2026-11-28/day")
