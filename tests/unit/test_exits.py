"""What an exit counts for, case by case, and in which order a person may leave."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.exits import (
    Path,
    Worked,
    Wrong,
    has_contract,
    has_length,
    is_positive,
    is_sustained,
    is_to_work,
    objection,
)
from bot.store.tables import Contract, ExitKind

TODAY = date(2027, 6, 1)
LONG, SHORT = Decimal(6), Decimal("5.97")
#        kind                 positive, to work
COUNTS = """
hiring_company                yes       yes
outside_contract              yes       yes
civil_service                 yes       yes
own_business                  yes       yes
training                      yes       no
certification                 yes       no
none                          no        no
"""
#        contract             6 months, less, not said
SUSTAINED = """
cdi                           yes       yes   yes
cdd                           yes       no    no
interim                       yes       no    no
apprenticeship                no        no    no
professionalisation           no        no    no
cddi                          no        no    no
-                             no        no    no
"""


def lines(table: str) -> Iterator[tuple[str, list[bool]]]:
    for line in table.strip().splitlines():
        name, *said = line.split()
        yield name, [one == "yes" for one in said]


def test_positive_and_to_work() -> None:
    table = dict(lines(COUNTS))
    assert set(table) == {str(kind) for kind in ExitKind}
    for kind, said in table.items():
        assert [is_positive(kind), is_to_work(kind)] == said, kind


def test_sustained_for_every_kind_contract_and_length() -> None:
    table = dict(lines(SUSTAINED))
    assert set(table) == {str(kind) for kind in Contract} | {"-"}
    for kind, contract in product(ExitKind, table):
        for months, said in zip((LONG, SHORT, None), table[contract], strict=True):
            wanted = {
                "civil_service": True,
                "own_business": True,
                "hiring_company": said,
                "outside_contract": said,
            }.get(kind, False)
            found = is_sustained(kind, None if contract == "-" else contract, months)
            assert found == wanted, (kind, contract, months)


def test_what_is_asked_of_which_kind() -> None:
    assert {kind for kind in ExitKind if has_contract(kind)} == {"hiring_company", "outside_contract"}
    assert {one for one in Contract if not has_length("outside_contract", one)} == {"cdi"}
    assert not has_length("training", "cdd")


def at(start: int, end: int | None, company: int = 1, lot: bool = True) -> Worked:
    """Work from so many days before today to so many before today."""
    last = None if end is None else TODAY - timedelta(days=end)
    return Worked(f"P-{start}-{company}", company, TODAY - timedelta(days=start), last, lot)


@pytest.mark.parametrize(
    ("kind", "days_ago", "path", "why"),
    [
        ("none", 0, Path(), None),
        ("none", -1, Path(), Wrong.TO_COME),
        ("training", 10, Path([at(90, 10)]), None),
        ("training", 11, Path([at(90, 10)]), Wrong.STILL_RUNNING),
        ("training", 5, Path([at(90, None)]), Wrong.STILL_RUNNING),
        ("outside_contract", 91, Path([at(90, 60)]), Wrong.BEFORE_START),
        ("outside_contract", 90, Path([at(90, 90)]), None),
        ("outside_contract", 70, Path([at(90, 80), at(60, 50)]), Wrong.BEFORE_START),
        ("hiring_company", 5, Path([at(90, None)]), None),
        ("hiring_company", 5, Path([at(90, 60)]), None),
        ("hiring_company", 5, Path([at(90, None, lot=False)]), Wrong.NO_LOT),
        ("hiring_company", 5, Path(), Wrong.NO_LOT),
        ("hiring_company", 5, Path([at(90, 60), at(40, None, company=2, lot=False)]), Wrong.STILL_RUNNING),
        ("none", 20, Path(earlier=TODAY - timedelta(days=20)), Wrong.BEFORE_EXIT),
        ("none", 19, Path(earlier=TODAY - timedelta(days=20)), None),
        ("none", 10, Path(later=TODAY - timedelta(days=10)), Wrong.AFTER_EXIT),
    ],
)
def test_what_an_exit_may_not_contradict(kind: str, days_ago: int, path: Path, why: Wrong | None) -> None:
    found = objection(kind, TODAY - timedelta(days=days_ago), TODAY, path)
    assert (None if found is None else found.why) == why


WORK = st.builds(
    lambda start, length, company, lot: at(start, None if length is None else start - length, company, lot),
    st.integers(0, 300),
    st.none() | st.integers(0, 300),
    st.integers(1, 2),
    st.booleans(),
)


@given(
    st.sampled_from(list(ExitKind)),
    st.integers(-5, 320),
    st.lists(WORK, max_size=4),
    st.none() | st.integers(0, 320),
)
def test_an_exit_that_is_taken_comes_after_all_the_work(
    kind: str, days_ago: int, worked: list[Worked], earlier: int | None
) -> None:
    left_on = TODAY - timedelta(days=days_ago)
    before = None if earlier is None else TODAY - timedelta(days=earlier)
    found = objection(kind, left_on, TODAY, Path(worked, before))
    late = any(one.starts_on > left_on for one in worked)
    running = [one for one in worked if one.last_day is None or one.last_day > left_on]
    with_lot = [one for one in worked if one.of_lot]
    if found is None:
        assert left_on <= TODAY
        assert before is None or left_on > before
        assert not late
        if kind != "hiring_company":
            assert not running
        else:
            home = max(with_lot, key=lambda one: one.starts_on)
            assert all(one.organisation_id == home.organisation_id for one in running)
    else:
        illegal = left_on > TODAY or (before is not None and left_on <= before) or late or bool(running)
        assert illegal or (kind == "hiring_company" and not with_lot)
