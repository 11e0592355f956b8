"""The whole way to work, orders of all kinds in any sequence by anybody: the bot obeys those a model written
from the rules calls legal, tells in a sentence why it does not obey the others, and then nothing changed."""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from way_draw import KINDS, Drawn, Order, draw_orders, prologue
from way_orders import order_of
from way_walk import Walk
from way_world import World, build

from bot.store import schema
from bot.store.database import Database
from bot.store.sealed import Sealer

Place = tuple[Database, World]
NAMED = {
    ("declare_hours", "above 48 h × weeks covered"),
    ("declare_hours", "month outside the contract"),
    ("declare_hours", "month to come"),
    ("declare_hours", "declared twice"),
    ("declare_hours", "validated hours changed"),
    ("declare_hours", "rights"),
    ("end", "hours outside the contract"),
    ("hire", "above 48 h a week"),
    ("hire", "another company’s lot"),
    ("hire", "another company’s offer"),
    ("hire", "lot without clause"),
    ("hire", "not presented"),
    ("hire", "offer closed"),
    ("hire", "SIAE not chosen"),
    ("log_follow_up", "no longer to be made"),
    ("log_follow_up", "rights"),
    ("record_exit", "exit before the start"),
    ("record_exit", "exit to come"),
    ("record_exit", "exit while a contract goes on"),
    ("renew", "above 48 h a week"),
    ("refer", "open already"),
    ("validate", "rights"),
}
"""What the walks of every run have tried at least once, besides each order where it was legal."""


class Undone(Exception):
    """Everything a walk did is rolled back."""


@contextmanager
def walking(place: Place) -> Iterator[Walk]:
    """A walk of which nothing stays."""
    database, world = place
    with suppress(Undone), database.begin() as session:
        yield Walk(session, world, deepcopy(world.model))
        raise Undone


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    path: Path = tmp_path_factory.mktemp("way") / "base.sqlite"
    with closing(Database(f"sqlite:///{path}", Sealer([bytes(range(32))]))) as database:
        schema.upgrade(database)
        with database.begin() as session:
            world = build(session)
            walk = Walk(session, world, world.model)
            assert not any(walk.step(order) for order in prologue(world))
            walk.check()
        yield database, world


def follow(place: Place, orders: Iterable[Drawn]) -> Walk:
    """Walk where the orders lead. Whatever goes wrong names them."""
    with walking(place) as walk:
        try:
            for drawn in orders:
                walk.step(order_of(walk.world, walk.model, drawn))
                walk.check()
        except Exception as wrong:
            wrong.add_note("\n".join(walk.trail))
            raise
    return walk


def fails(place: Place, orders: Iterable[Drawn]) -> bool:
    try:
        follow(place, orders)
    except Exception:  # noqa: BLE001 (whatever it is)
        return True
    return False


def shortest(place: Place, orders: list[Drawn]) -> list[Drawn]:
    """What still fails when orders are left out."""
    size = len(orders)
    while size := size // 2:
        begin = 0
        while begin < len(orders):
            fewer = orders[:begin] + orders[begin + size :]
            if fails(place, fewer):
                orders = fewer
            else:
                begin += size
    return orders


def stroll(place: Place, seeds: Iterable[int], steps: int) -> Counter[tuple[str, str]]:
    """A walk for each seed: how often each order was tried, by why it is illegal."""
    tried: Counter[tuple[str, str]] = Counter()
    for seed in seeds:
        orders = draw_orders(Random(seed), steps)
        try:
            tried += follow(place, orders).tried
        except Exception as wrong:
            wrong.add_note(f"seed {seed}; the shortest way there follows")
            follow(place, shortest(place, orders))
            raise
    return tried


def test_no_sequence_of_orders_breaks_a_rule(place: Place) -> None:
    tried = stroll(place, range(60), 30)
    assert NAMED - set(tried) == set()
    assert {kind for kind in KINDS if kind != "wait"} == {name for name, why in tried if not why}


def day(month: int, number: int) -> date:
    """A day of the months around the beginning."""
    return date(2026 if month > 9 else 2027, month, number)


def again(start: date, end: date) -> dict[str, Any]:
    """A hire of the second person by the second company."""
    deal = {"contract": "cdd", "start": start, "end": end, "hours": Decimal(10), "lot": None, "siae": None}
    return {"company": 2, "candidate": 2, "offer": None, "referral": None} | deal


GONE = (
    ("end", {"job": 1, "seen": None, "day": day(11, 18)}),
    ("record_exit", {"candidate": 2, "left_on": day(11, 19), "kind": "none"}),
    ("reopen_candidate", {"candidate": 2}),
)
BACK = (
    ("hire", again(day(11, 22), day(11, 22))),
    ("record_exit", {"candidate": 2, "left_on": day(11, 23), "kind": "none"}),
)
NOVEMBER = {"home": 2, "month": day(11, 1), "rows": {1: Decimal(130)}, "seen": {}}
STARTED_LATER = {"job": 1, "start": day(2, 20), "end": day(3, 20)}
LEFT = {"candidate": 2, "left_on": day(2, 13), "kind": "none"}


@pytest.mark.parametrize(
    ("legal", "last", "why"),
    [
        (GONE, ("hire", again(day(11, 1), day(12, 1))), "left before then"),
        (GONE, ("end", {"job": 1, "seen": day(11, 18), "day": day(11, 21)}), "left before then"),
        ((*GONE, *BACK), ("end", {"job": 1, "seen": day(11, 18), "day": day(11, 22)}), "left before then"),
        ([("wait", {"days": 90}), ("record_exit", LEFT)], ("change", STARTED_LATER), "left before it"),
        ([("close_candidate", {"candidate": 1})], ("reject_hire", {"job": 3}), ""),
        ([("close_offer", {"offer": 2, "state": "withdrawn"})], ("reject_hire", {"job": 3}), ""),
        ([("hire", again(day(12, 1), day(12, 9)) | {"candidate": 1})], ("reject_hire", {"job": 3}), ""),
        (
            [("declare_hours", NOVEMBER)],
            ("end", {"job": 1, "seen": None, "day": day(11, 10)}),
            "hours outside the contract",
        ),
    ],
)
def test_what_the_walks_found(
    place: Place, legal: Iterable[tuple[str, Any]], last: tuple[str, Any], why: str
) -> None:
    with walking(place) as walk:
        for name, said in legal:
            assert walk.step(Order(name, "F", said)) == ""
            walk.check()
        assert walk.step(Order(last[0], "F", last[1])) == why
        walk.check()


@pytest.mark.soak
def test_no_long_sequence_of_orders_breaks_a_rule(place: Place) -> None:
    begin = secrets.randbelow(10**9)
    stroll(place, range(begin, begin + 300), 60)
