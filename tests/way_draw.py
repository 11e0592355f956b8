"""Numbers drawn at random, and what they choose among what there is."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from way_model import Model
from way_world import World

_WEIGHTS = {
    "wait": 5, "refer": 4, "meet": 1, "refuse_referral": 1, "withdraw_referral": 1, "hire": 8,
    "close_offer": 1, "close_candidate": 1, "reopen_candidate": 3, "confirm_hire": 4, "reject_hire": 2,
    "renew": 3, "change": 5, "end": 5, "undo_end": 3, "declare_hours": 8, "validate": 3, "validate_month": 1,
    "ask_back": 2, "record_exit": 4, "correct_exit": 2, "cancel_exit": 1, "log_follow_up": 2, "train": 2,
    "share": 2, "answer_share": 2, "pick_share": 2,
}  # fmt: skip
KINDS = [kind for kind, weight in _WEIGHTS.items() for _ in range(weight)]
Drawn = tuple[str, tuple[int, ...]]


def draw_orders(chance: Random, count: int) -> list[Drawn]:
    """So many kinds of order, each with the numbers it chooses by."""
    numbers = range(9)
    return [(chance.choice(KINDS), tuple(chance.randrange(60) for _ in numbers)) for _ in range(count)]


class Order(NamedTuple):
    """Who orders what."""

    name: str
    who: str
    said: dict[str, Any]


class Draw:
    """What the numbers choose, one after the other."""

    def __init__(self, world: World, model: Model, drawn: Sequence[int]) -> None:
        self.world, self.model, self._left = world, model, list(drawn)

    def number(self) -> int:
        return self._left.pop(0) if self._left else 0

    def one(self, choices: Sequence[Any]) -> Any:
        return choices[self.number() % len(choices)]

    def day(self, *offsets: int, of: date | None = None) -> date:
        return (of or self.model.today) + timedelta(days=self.one(offsets))

    def among(self, rows: Mapping[Any, Any], good: Callable[[Any], bool]) -> Any:
        """The number of something that is so, now and then of anything; None where there is nothing."""
        chosen = self.number()
        pool = [number for number, row in rows.items() if chosen >= 54 or good(row)]
        return pool[chosen % len(pool)] if pool else None

    def name(self, home: int) -> str:
        return next(name for name in "ABS" if self.world.home(name) == home)


Made = tuple[str, dict[str, Any]] | None


def prologue(world: World) -> list[Order]:
    """Two people at work, one of them lent by a SIAE, a hire to be confirmed, people presented, a share."""
    a, b, siae = world.home("A"), world.home("B"), world.home("S")
    free = {"offer": None, "referral": None, "contract": "cdd"}
    first, last = date(2026, 10, 20), date(2027, 2, 12)
    at_b = {"company": b, "candidate": 2, "lot": 3, "hours": Decimal(20), "siae": None}
    lent = {"company": a, "candidate": 3, "lot": 1, "hours": Decimal(24), "siae": siae}
    declared = {"company": a, "candidate": 1, "offer": 2, "referral": 1, "lot": 1, "siae": None}
    deal = {"contract": "cdd", "start": date(2026, 11, 16), "end": date(2027, 5, 15), "hours": Decimal(28)}
    return [
        Order("hire", "F", free | at_b | {"start": first, "end": last}),
        Order("hire", "F", free | lent | {"start": first, "end": last}),
        *(
            Order("refer", "F", {"candidate": who, "offer": what})
            for who, what in ((1, 2), (1, 1), (2, 2), (3, 3))
        ),
        Order("hire", "A", declared | deal),
        Order("share", "F", {"offer": 2, "lot": None, "hours": None, "siae": siae}),
    ]
