"""What the reminders about contracts, hours and proofs are called, to whom, and what their buttons open."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lines_world import Year
from lines_year import EVENTS, EXPECTED, Told, number_of
from telegram import CallbackQuery, Chat, Message, Update, User

from bot import handlers
from bot.dialogue.fitting import units
from bot.dialogue.journey.day.subjects import NOBODY
from bot.dialogue.reminders.kinds import KINDS
from bot.dialogue.translations import label
from bot.store import people, schema
from bot.store.database import Database, Session
from bot.store.people import Member
from bot.store.sealed import Sealer
from bot.store.tables import LinkPurpose

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WORDS = {
    ("clause", "Brigitte"): ("M-2026-0001 · Voirie", "advice:{P1}:0"),
    ("clause", "Fanny"): ("M-2026-0001 · Voirie", "procurement:{P1}"),
    ("hours_missing", "Marc"): ("décembre 2026", "hours:202612"),
    ("hours_missing", "Farid"): ("Bati · janvier 2027", "hours-for:{Bati}"),
    ("hours_waiting", "Farid"): ("Bati · décembre 2026", "hours-to-validate:{Bati}:202612"),
    ("pace", "Marc"): ("M-2026-0009 · Sol", "lot:{Q/1}"),
    ("kick_off", "Fanny"): ("M-2026-0005 · Sol", "lot:{N1/1}"),
    ("programme", "Bruno"): ("2027", "programme-due:2027"),
    ("announced", "Colette"): ("M-2026-0012 · Voirie", "procurement:{A1}"),
    ("call_back", "Fanny"): ("Marc · Bati", "call-back:{C2}"),
}
"""The first of each kind that this person is told of."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Year]]:
    path: Path = tmp_path_factory.mktemp("words") / "words.sqlite"
    with closing(Database(f"sqlite:///{path}", Sealer([bytes(range(32))]))) as database:
        schema.upgrade(database)
        year = Year()
        with database.begin() as session:
            year.settle(session)
            for _, step in EVENTS:
                step(year, session)
        yield database, year


def _served(data: str) -> bool:
    """Whether a button with this data is served, by more than the route of unknown buttons."""
    user = User(1, "Fanny", is_bot=False)
    message = Message(1, NOW, Chat(1, "private"), from_user=user)
    update = Update(1, callback_query=CallbackQuery("1", user, "1", message=message, data=data))
    routes = [route for route in handlers.ROUTES if route.serves_taps and route.accepts(update)]
    return len(routes) > 1 or routes[0].do.__module__ != "bot.handlers.unknown"


def _reader(session: Session, year: Year, name: str) -> Member:
    return people.get(session, year.who[name])


@pytest.mark.parametrize("told", EXPECTED, ids=lambda told: f"{told.kind} {told.subject} {told.on}")
def test_who_is_told_reads_what_it_is_about_and_opens_it(world: tuple[Database, Year], told: Told) -> None:
    database, year = world
    kind, number = KINDS[told.kind], number_of(year, told.subject, told.kind)
    with database.begin() as session:
        for name in told.whom:
            reader = _reader(session, year, name)
            said, data = kind.named(session, number, reader), kind.open(number, reader.role)
            assert said
            assert said != NOBODY
            assert "worker" not in said
            assert units(said) <= 130
            assert _served(data), data
            assert len(data.encode()) <= 64


@pytest.mark.parametrize("told", EXPECTED, ids=lambda told: f"{told.kind} {told.subject} {told.on}")
def test_another_partner_reads_nothing(world: tuple[Database, Year], told: Told) -> None:
    database, year = world
    about, number = KINDS[told.kind].named, number_of(year, told.subject, told.kind)
    with database.begin() as session:
        said = {
            name: about(session, number, _reader(session, year, name))
            for name in ("Brigitte", "Bruno", "Marc", "Sonia")
            if name not in told.whom
        }
    if told.kind == "programme" or told.kind.startswith("hours"):
        assert not [text for text in said.values() if "Bati" in text or "Ateliers" in text]
    else:
        assert {name for name, text in said.items() if text != NOBODY} <= _OWNERS.get(told.subject, set())


_OWNERS = {
    "procurement Q": {"Marc", "Brigitte"},
    "placement W2": {"Marc"},
    "month W2 2027-10": {"Marc"},
    **{name: {"Brigitte"} for name in ("A1", "A2", "A3")},
}
"""Whose it is too: the buyer of a contract, the company people are lent to."""


@pytest.mark.parametrize(("kind", "name"), WORDS)
def test_the_words_of_a_kind(world: tuple[Database, Year], kind: str, name: str) -> None:
    database, year = world
    told = next(one for one in EXPECTED if one.kind == kind and name in one.whom)
    number = number_of(year, told.subject, kind)
    with database.begin() as session:
        reader = _reader(session, year, name)
        said, data = KINDS[kind].named(session, number, reader), KINDS[kind].open(number, reader.role)
    text, button = WORDS[kind, name]
    assert (said, data) == (text, button.format(**year.things | year.homes))


def test_who_is_written_to_by_e_mail_has_pages() -> None:
    pages = {kind: KINDS[kind].page for kind in {told.kind for told in EXPECTED} if KINDS[kind].page}
    assert pages == {
        "clause": LinkPurpose.ADVICE,
        "award": LinkPurpose.AWARD,
        "hours_missing": LinkPurpose.HOURS,
    }
    mailed = {told.kind for told in EXPECTED if {"Benoit", "Maud"} & set(told.whom)}
    assert mailed == pages.keys()


def test_what_is_gone_has_no_name(world: tuple[Database, Year]) -> None:
    database, year = world
    with database.begin() as session:
        reader = _reader(session, year, "Fanny")
        for kind in ("announced", "clause", "notice", "award", "kick_off", "call_back", "pace", "evidence"):
            assert KINDS[kind].named(session, 9_999_990, reader) == NOBODY


@pytest.mark.parametrize("kind", sorted({told.kind for told in EXPECTED}))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_button_is_short_enough(kind: str, language: str) -> None:
    one = KINDS[kind]
    for words in (one.button, *(words.button or one.button for words in one.others.values())):
        assert units(label(language, words)) <= 30
