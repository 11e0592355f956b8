"""/journal: who did what, newest first, for coordinators only."""

import contextlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from limits import assert_fits
from test_contracts import many, tap
from town import Town

from bot import app
from bot.dialogue.journal import ACTIONS, entry_line, journal_card
from bot.dialogue.translations import LANGUAGES
from bot.store import audit, organisations, people, procurements
from bot.store.database import Database
from bot.store.people import Newcomer
from bot.store.procurements import Announcement, Announcer, LotDraft, Period
from bot.store.tables import Category, Kind, Role

PLIE = "PLIE du pays de Caen"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
WILD = "<b>&\"'{x}%s😀"


async def test_the_trail_is_told_newest_first(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    many(town, buyer, 1)
    await town.post("raw", update=tap(facilitator, "examine:1"))
    await buyer.sees("Fatou Martin")
    await coordinator.says("/journal")
    screen = await coordinator.sees(
        "Journal, du plus récent au plus ancien", "système\na créé une invitation"
    )
    assert "Fatou Martin\na pris un marché à l’étude · M-2026-0001" in screen
    assert "Brigitte Martin\na rejoint Clausette · Brigitte Martin" in screen
    assert "système\na créé une invitation · Ville de Caen" in screen
    order = [
        screen.index(text)
        for text in ("a pris un marché à l’étude", "Fatou Martin\na rejoint", "Brigitte Martin\na")
    ]
    assert order == sorted(order)
    assert screen.count("2026 à ") == 7


async def test_the_trail_pages_by_eight(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    for number in range(12):
        town.token("buyer", f"Acheteur {number}")
    await coordinator.says("/journal")
    screen = await coordinator.sees("· Acheteur 11", "· Acheteur 4", "[Suite ›]")
    assert "· Acheteur 3\n" not in screen
    await coordinator.taps("Suite")
    screen = await coordinator.sees("· Acheteur 3", "· Acheteur 0", "Claire Martin\na rejoint", "[‹ Début]")
    assert "Suite" not in screen
    await coordinator.taps("Début")
    await coordinator.sees("· Acheteur 11", "[Suite ›]")


@pytest.mark.parametrize("role", ["buyer", "company", "facilitator", "prescriber", "siae", "professional"])
async def test_only_a_coordinator_reads_the_trail(town: Town, role: str) -> None:
    other = await town.joins("Alex", role, "Quelque part")
    await other.says("/journal")
    await other.sees("pas le droit")
    await town.post("raw", update=tap(other, "journal:0"))
    await other.says("/langue")
    await other.sees("English")
    assert not [text for text in await other.said() if "a rejoint" in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_fits_and_is_escaped(database: Database, language: str) -> None:
    with database.begin() as session:
        home = organisations.find_or_create(session, Kind.PLIE, WILD * 7, NOW)
        newcomer = Newcomer(5, WILD * 7, language, home.id or 0, Role.COORDINATOR, None)
        person = people.join(session, newcomer, NOW)
        said = Announcement(
            WILD,
            Category.WORKS,
            "Caen",
            Period(NOW.date(), "x"),
            12,
            [LotDraft("2bis", WILD), LotDraft("3", "x")],
        )
        by = Announcer(home.id or 0, person.id, False)
        made = procurements.add(session, said, by, "announced", NOW.date(), NOW)
        [first, _] = procurements.lots(session, made.id or 0)
        for action in (*ACTIONS, "of another version <b>"):
            for subject in (
                "person",
                "organisation",
                "procurement",
                "lot",
                "offer",
                "parameter",
                "call back",
            ):
                audit.record(
                    session, person.id, action, subject, 1, NOW, on_behalf=True, figure="effort_rate"
                )
        audit.record(session, None, "review", "lot", first.id or 0, NOW)
        before = None
        while entries := audit.page(session, before, 9):
            assert_fits(journal_card(session, entries, language, PARIS, first=before is None))
            before = entries[-1].id
        [newest] = audit.page(session, None, 1)
        assert f"{made.reference}/2bis" in entry_line(session, newest, language, PARIS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_trail_says_so(database: Database, language: str) -> None:
    with database.begin() as session:
        assert_fits(journal_card(session, [], language, PARIS, first=True))


async def test_what_is_recorded_holds_no_name(town: Town) -> None:
    """The names shown come from the objects as they are, not from the trail."""
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    await town.joins("Marc", "company", "Bâti Normandie")
    await coordinator.says("/journal")
    await coordinator.sees("Marc Martin")
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        entries = audit.page(session, None, 50)
    assert len(entries) >= 4
    assert not [entry for entry in entries if "Martin" in str(entry.details) or "Bâti" in str(entry.details)]
