"""The hours of a month and the pace of a lot, against a calendar counted day by day."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import pace, worked
from bot.rules.placements import Terms
from bot.rules.worked import Fault, Oddity

FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
days = st.dates(FIRST, LAST)
months = st.builds(date, st.integers(2024, 2028), st.integers(1, 12), st.just(1))
weekly = st.integers(100, 4800).map(lambda cents: Decimal(cents) / 100)
hours = st.integers(-500, 30_000).map(lambda cents: Decimal(cents) / 100)


@st.composite
def contracts(draw: st.DrawFn) -> Terms:
    start = draw(days)
    length = draw(st.none() | st.integers(0, 900))
    return Terms(start, None if length is None else start + timedelta(days=length), draw(weekly))


def days_of(month: date) -> list[date]:
    """The days of a month, one after the other."""
    found, day = [], month
    while day.month == month.month:
        found.append(day)
        day += timedelta(days=1)
    return found


def at_work(terms: Terms, day: date) -> bool:
    return terms.starts_on <= day and (terms.last_day is None or day <= terms.last_day)


@given(contracts(), months)
def test_days_covered_are_those_of_the_calendar(terms: Terms, month: date) -> None:
    assert worked.covered(terms, month) == sum(at_work(terms, day) for day in days_of(month))


@given(contracts(), months)
def test_a_proposal_is_the_contract_to_the_hour_and_always_legal(terms: Terms, month: date) -> None:
    count = sum(at_work(terms, day) for day in days_of(month))
    exact = Fraction(terms.weekly_hours) * count / 7
    legal = Fraction(48 * count, 7)
    proposed = worked.proposal(terms, month)
    assert proposed == min(floor(exact + Fraction(1, 2)), floor(legal))
    assert Fraction(worked.most(terms, month)) == Fraction(floor(legal * 100), 100)
    if count:
        assert worked.fault(terms, month, proposed, LAST) is None


@given(contracts(), months, hours, days)
def test_what_is_refused(terms: Terms, month: date, said: Decimal, today: date) -> None:
    count = sum(at_work(terms, day) for day in days_of(month))
    found = worked.fault(terms, month, said, today)
    if today < month:
        assert found is Fault.NOT_BEGUN
    elif not count:
        assert found is Fault.OUTSIDE
    elif said < 0:
        assert found is Fault.NEGATIVE
    elif Fraction(said) > Fraction(48 * count, 7):
        assert found is Fault.TOO_MANY
    else:
        assert found is None


@pytest.mark.parametrize(
    ("terms", "month", "proposed", "most"),
    [
        (Terms(date(2026, 10, 5), None, Decimal(35)), date(2026, 10, 1), 135, "185.14"),
        (Terms(date(2026, 1, 1), None, Decimal(35)), date(2026, 10, 1), 155, "212.57"),
        (Terms(date(2026, 2, 28), date(2026, 2, 28), Decimal(48)), date(2026, 2, 1), 6, "6.85"),
        (Terms(date(2024, 2, 1), date(2024, 2, 29), Decimal("17.5")), date(2024, 2, 1), 73, "198.85"),
        (Terms(date(2026, 11, 2), None, Decimal(35)), date(2026, 10, 1), 0, "0"),
    ],
)
def test_known_months(terms: Terms, month: date, proposed: int, most: str) -> None:
    assert worked.proposal(terms, month) == proposed
    assert worked.most(terms, month) == Decimal(most)


def test_what_is_worth_a_look() -> None:
    terms, month = Terms(date(2026, 1, 1), None, Decimal(35)), date(2026, 10, 1)
    looks = {said: worked.oddity(terms, month, Decimal(said)) for said in (0, 100, 117, 155, 190, 200)}
    assert looks == {0: Oddity.NONE_WORKED, 100: Oddity.FAR, 117: None, 155: None, 190: None, 200: Oddity.FAR}
    assert worked.oddity(Terms(date(2026, 11, 2), None, Decimal(35)), month, Decimal(0)) is None


@given(st.lists(st.tuples(contracts(), st.sets(months, max_size=12)), max_size=5), days)
def test_planned_hours_are_those_of_the_days_not_declared(
    known: list[tuple[Terms, set[date]]], until: date
) -> None:
    exact = Fraction()
    for terms, declared in known:
        day = terms.starts_on
        while day <= min(until, terms.last_day or until):
            if day.replace(day=1) not in declared:
                exact += Fraction(terms.weekly_hours) / 7
            day += timedelta(days=1)
    assert pace.planned(known, until) == floor(exact + Fraction(1, 2))


@given(st.integers(0, 5000), hours.filter(lambda h: h >= 0), st.integers(0, 5000), days, days)
def test_the_pace_adds_up(owed: int, declared: Decimal, planned: int, ends_on: date, today: date) -> None:
    found = pace.Pace(Decimal(owed), declared, Decimal(planned), ends_on)
    missing = max(Fraction(owed) - Fraction(declared) - planned, Fraction())
    assert Fraction(found.missing) == missing
    assert found.expected == declared + planned
    left = (ends_on - today).days + 1
    people = found.people(today)
    if left < 1:
        assert people is None
    else:
        assert people == ceil(missing / (Fraction(35 * left, 7)))
        assert (people == 0) == (missing == 0)


@given(st.integers(1, 5000), hours.filter(lambda h: h >= 0))
def test_a_bar_is_full_only_when_nothing_is_missing(owed: int, declared: Decimal) -> None:
    full = pace.blocks(declared, Decimal(owed))
    assert 0 <= full <= 10
    assert (full == 10) == (declared >= owed)
    assert pace.share(declared, Decimal(owed)) == Decimal(floor(100 * Fraction(declared) / owed)) / 100


def test_nothing_owed_is_done() -> None:
    assert pace.blocks(Decimal(), Decimal()) == 10


@pytest.mark.parametrize(
    ("start", "known", "length", "end"),
    [
        (date(2026, 10, 1), (None, None), "9", date(2027, 6, 30)),
        (date(2026, 10, 1), (date(2026, 9, 1), None), "9", date(2027, 6, 30)),
        (date(2026, 10, 1), (date(2026, 9, 1), date(2026, 11, 2)), "9", date(2027, 8, 1)),
        (date(2026, 10, 1), (None, None), "1.5", date(2026, 11, 15)),
    ],
)
def test_the_end_of_a_lot(start: date, known: tuple[date | None, ...], length: str, end: date) -> None:
    assert pace.lot_end(start, known, Decimal(length)) == end
