"""The list behind each figure, walked whole over worlds drawn at random: what is in it is what the figure
counts, each thing once, none missing."""

import random
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from indicator_oracle import PARIS, Oracle
from indicator_worlds import PERIODS, Draw, clear, draw, write

from bot.rules.exits import is_sustained
from bot.rules.period import Period
from bot.store import indicators
from bot.store.database import Database, Session
from bot.store.indicators import behind as lists
from bot.store.indicators.behind import BEHIND, BY_LOT, Behind, sealed
from bot.store.indicators.behind.rows import lot_hours
from bot.store.indicators.scope import Asked

WORLDS, FEWER = 24, 6
"""PostgreSQL asks the same queries: it gets fewer worlds."""
SIZE = 3
BUYERS = (None, 2, 3)


def walked(session: Session, behind: Behind, asked: Asked, size: int = SIZE) -> list[int]:
    """Every number of a list, page after page."""
    found: list[int] = []
    before: int | None = 0
    while before is not None:
        page = lists.page(session, behind, asked, before, size)
        assert len(page.numbers) <= size
        assert page.following != before
        found += page.numbers
        before = page.following
    return found


def at(figures: dict[str, Any], key: str) -> Any:
    found: Any = figures
    for name in key.split("."):
        found = found[name]
    return found


def there(figures: dict[str, Any], key: str) -> bool:
    """Whether this figure exists: with a buyer there are no interviews and no targets."""
    return figures[key.split(".", maxsplit=1)[0]] is not None and not (
        key.startswith("implementation.interviews") and figures["implementation"]["interviews"] is None
    )


def some(seed: int) -> list[Asked]:
    """A few of the periods, each for everybody and for a buyer."""
    chosen = random.Random(seed).sample(PERIODS, 2)
    return [Asked(Period(*period), PARIS, buyer) for period in chosen for buyer in (None, 2 + seed % 2)]


def test_every_list_is_what_its_figure_counts(database: Database) -> None:
    seen: set[str] = set()
    for seed in range(WORLDS if database.on_sqlite else WORLDS // FEWER):
        world = draw(seed)
        with database.begin() as session:
            write(session, world)
            for asked in some(seed):
                figures = indicators.figures(session, asked)
                for key, behind in BEHIND.items():
                    if there(figures, key):
                        found = walked(session, behind, asked)
                        seen |= {key} if found else set()
                        agrees(session, world, asked, key, figures, found)
            clear(session)
    rare = {key for key in BEHIND if "reasons" in key}
    assert set(BEHIND) - rare <= seen or not database.on_sqlite


def agrees(
    session: Session, world: Draw, asked: Asked, key: str, figures: dict[str, Any], found: list[int]
) -> None:
    about = (key, asked.period, asked.buyer_id)
    figure = at(figures, key)
    assert len(set(found)) == len(found), about
    if BEHIND[key].day is None:
        assert found == sorted(found, reverse=True), about
    assert lists.value(session, key, BEHIND[key], asked) == figure, about
    if not key.startswith("hours."):
        assert len(found) == figure, about
        return
    table, column = ("lots", "hours_owed") if key == "hours.owed" else ("worked_months", "hours")
    rows = {row["id"]: row for row in world.rows[table]}
    assert sum((rows[number][column] or 0 for number in found), Decimal()) == figure, about
    if key in BY_LOT:
        lots = {rows[number]["lot_id"] for number in found}
        assert set(walked(session, BY_LOT[key], asked)) == lots, about


def test_the_lists_hold_those_an_independent_count_finds(database: Database) -> None:
    """Not only as many: the same people, contracts and lots."""
    for seed in range(100, 130 if database.on_sqlite else 104):
        world = draw(seed)
        with database.begin() as session:
            write(session, world)
            for period in PERIODS:
                for buyer in BUYERS:
                    asked = Asked(Period(*period), PARIS, buyer)
                    expected = recounted(world, Oracle(world.rows, world.opened, (*period, buyer)))
                    for key, numbers in expected.items():
                        if buyer is None or not key.startswith("targets"):
                            assert set(walked(session, BEHIND[key], asked)) == numbers, (seed, key, asked)
            clear(session)


def recounted(world: Draw, oracle: Oracle) -> dict[str, set[int]]:
    """Who and what is counted, in plain Python over the rows."""
    rows, within = world.rows, oracle.within
    lots = {row["id"] for row in rows["lots"] if oracle.counted(row)}
    found = oracle.beneficiaries()
    exits = [row for row in rows["exits"] if within(row["left_on"]) and row["cancelled_at"] is None]
    supported = {row["candidate_id"] for row in exits}
    supported |= {
        row["candidate_id"]
        for row in rows["interviews"]
        if within(row["held_on"]) and row["outcome"] != "absent"
    }
    supported |= {row["candidate_id"] for row in rows["referrals"] if within(row["created_at"])}
    courses = {
        row["id"] for row in rows["trainings"] if within(row["starts_on"]) and row["cancelled_at"] is None
    }
    supported |= {row["candidate_id"] for row in rows["trainees"] if row["training_id"] in courses}
    supported |= {
        row["candidate_id"]
        for row in rows["placements"]
        if oracle.stands(row)
        and row["starts_on"] <= oracle.last
        and not ((last := row["ended_on"] or row["planned_end"]) and last < oracle.first)
    }
    return {
        "markets.procurements": {row["procurement_id"] for row in rows["lots"] if row["id"] in lots},
        "hours.owed": lots,
        "people.beneficiaries": found,
        **{
            f"people.profile.eligibility.{code}": {one for one in found if code in world.opened[one]}
            for code in ("rsa", "district")
        },
        "targets.supported": supported,
        "targets.sustained": {
            row["candidate_id"]
            for row in exits
            if row["kind"] == "certification" or is_sustained(row["kind"], row["contract"], row["months"])
        },
    }


def test_a_page_opens_no_more_than_so_many_sealed_files(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages with nobody on them follow each other until all were looked at."""
    monkeypatch.setattr(sealed, "LOOKED_AT", 2)
    empty = 0
    for seed in range(20 if database.on_sqlite else 10):
        world = draw(seed)
        with database.begin() as session:
            write(session, world)
            asked = Asked(Period(*PERIODS[-1]), PARIS)
            for key, behind in BEHIND.items():
                if behind.category is not None:
                    figure = at(indicators.figures(session, asked), key)
                    first = lists.page(session, behind, asked, 0, SIZE)
                    empty += not first.numbers and first.following is not None
                    assert len(first.numbers) <= 2
                    assert len(set(walked(session, behind, asked))) == figure, (seed, key)
            clear(session)
    assert empty


def test_a_page_that_follows_is_never_empty(database: Database) -> None:
    """Where all files could be looked at: "Suite" leads to somebody."""
    followed = 0
    for seed in range(20 if database.on_sqlite else 10):
        with database.begin() as session:
            write(session, draw(seed))
            asked = Asked(Period(*PERIODS[-1]), PARIS)
            for behind in BEHIND.values():
                first = lists.page(session, behind, asked, 0, 1)
                if first.following is not None:
                    followed += behind.category is not None
                    assert lists.page(session, behind, asked, first.following, 1).numbers
            clear(session)
    assert followed


def test_a_lot_whose_hours_went_meanwhile_says_nought(database: Database) -> None:
    asked = Asked(Period(*PERIODS[-1]), PARIS)
    with database.begin() as session:
        for key in ("hours.owed", "hours.declared", "hours.validated"):
            assert lot_hours(session, key, asked, [7, 8]) == {7: 0, 8: 0}


def test_the_advisers_of_the_interviews_are_paged(database: Database) -> None:
    seen = 0
    for seed in range(12 if database.on_sqlite else 3):
        world = draw(seed)
        with database.begin() as session:
            write(session, world)
            asked = Asked(Period(*PERIODS[-1]), ZoneInfo("Europe/Paris"))
            expected = indicators.figures(session, asked)["implementation"]["interviews"]["by_adviser"]
            found: list[tuple[int, int]] = []
            while more := lists.advisers(session, asked, found[-1][0] if found else 0, 1):
                found += more
            assert dict(found) == expected
            assert len(found) == len(expected)
            for adviser, count in found:
                seen += count
                assert len(set(walked(session, lists.by_adviser(adviser), asked))) == count
            clear(session)
    assert seen


@pytest.mark.parametrize("before", [1, 2, 999_999_999])
def test_a_made_up_page_is_the_end_of_the_list(database: Database, before: int) -> None:
    world = draw(7)
    with database.begin() as session:
        write(session, world)
        for behind in [*BEHIND.values(), *BY_LOT.values()]:
            asked = Asked(Period(*PERIODS[-1]), PARIS)
            whole = walked(session, behind, asked)
            found = lists.page(session, behind, asked, before, 50).numbers
            assert found == whole[len(whole) - len(found) :]
            assert before not in found
