"""What a placement may be, against an oracle that counts day by day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.placements import (
    Fault,
    Terms,
    Warn,
    end_after,
    end_fault,
    fault,
    months_after,
    overlap,
    peak,
    planned_hours,
    planned_sum,
    too_much,
    warnings,
)

TODAY = date(2026, 11, 22)
FIRST = date(2026, 12, 1)
HORIZON = FIRST + timedelta(days=80)
HOURS = st.integers(2, 96).map(lambda halves: Decimal(halves) / 2)


@st.composite
def contracts(draw: st.DrawFn) -> Terms:
    """A contract of at most 30 days in the weeks to come, or without end."""
    start = FIRST + timedelta(days=draw(st.integers(0, 40)))
    length = draw(st.none() | st.integers(0, 30))
    return Terms(start, None if length is None else start + timedelta(days=length), draw(HOURS))


def days_of(terms: Terms) -> set[date]:
    last = terms.last_day or HORIZON
    return {terms.starts_on + timedelta(days=n) for n in range((last - terms.starts_on).days + 1)}


@given(contracts(), contracts())
def test_two_contracts_overlap_where_they_share_a_day(one: Terms, other: Terms) -> None:
    assert overlap(one, other) == overlap(other, one) == bool(days_of(one) & days_of(other))


@given(st.lists(contracts(), max_size=5), contracts())
def test_no_day_has_more_than_the_legal_hours(present: list[Terms], wanted: Terms) -> None:
    most = max(
        wanted.weekly_hours + sum((one.weekly_hours for one in present if day in days_of(one)), Decimal())
        for day in days_of(wanted)
    )
    assert peak(present, wanted) == most
    assert too_much(present, wanted) == (most > 48)


@given(contracts(), st.sampled_from(["cdi", "cdd", "interim", "cddi"]), st.integers(-3000, 3000))
def test_terms_are_refused_for_one_reason_or_none(terms: Terms, contract: str, shift: int) -> None:
    today = TODAY + timedelta(days=shift)
    found = fault(contract, terms, today)
    legal = 1 <= terms.weekly_hours <= 48
    near = -1100 < (today - terms.starts_on).days < 1800
    ends = (terms.last_day is None) == (contract == "cdi")
    if legal and near and ends:
        assert found is None or (found is Fault.TOO_FAR and (terms.starts_on - today).days > 1090)
    if not legal:
        assert found is Fault.HOURS
    if not ends:
        assert found is not None


@pytest.mark.parametrize(
    ("contract", "terms", "expected"),
    [
        ("cdd", Terms(FIRST, FIRST, Decimal(35)), None),
        ("cdd", Terms(FIRST, FIRST - timedelta(days=1), Decimal(35)), Fault.END_BEFORE_START),
        ("cdi", Terms(FIRST, None, Decimal(48)), None),
        ("cdi", Terms(FIRST, FIRST, Decimal(35)), Fault.PERMANENT_WITH_END),
        ("cddi", Terms(FIRST, None, Decimal(20)), Fault.NO_END),
        ("cdd", Terms(FIRST, FIRST, Decimal("48.01")), Fault.HOURS),
        ("cdd", Terms(FIRST, FIRST, Decimal("0.99")), Fault.HOURS),
        ("cdd", Terms(FIRST, date(2031, 11, 30), Decimal(35)), None),
        ("cdd", Terms(FIRST, date(2031, 12, 1), Decimal(35)), Fault.TOO_LONG),
        ("cdd", Terms(date(2029, 11, 23), date(2029, 12, 1), Decimal(35)), Fault.TOO_FAR),
        ("cdd", Terms(date(2021, 11, 21), date(2022, 12, 1), Decimal(35)), Fault.TOO_OLD),
    ],
)
def test_faults(contract: str, terms: Terms, expected: Fault | None) -> None:
    assert fault(contract, terms, TODAY) is expected


@given(contracts(), st.integers(-20, 100))
def test_an_early_end_is_within_the_contract_and_before_its_end(terms: Terms, shift: int) -> None:
    day = terms.starts_on + timedelta(days=shift)
    allowed = day in days_of(terms) and day != terms.last_day
    if terms.last_day is not None or day <= HORIZON:
        assert (end_fault(terms, day, TODAY) is None) == allowed


def test_an_early_end_a_year_ahead_is_a_slip() -> None:
    permanent = Terms(FIRST, None, Decimal(35))
    assert end_fault(permanent, date(2027, 11, 22), TODAY) is None
    assert end_fault(permanent, date(2027, 11, 23), TODAY) is Fault.TOO_FAR


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-120, 120))
def test_months_after_is_that_month_and_that_day_or_its_last(day: date, months: int) -> None:
    moved = months_after(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2027, 1, 5), "6", date(2027, 7, 4)),
        (date(2027, 1, 1), "1", date(2027, 1, 31)),
        (date(2027, 1, 31), "1", date(2027, 2, 27)),
        (date(2027, 1, 1), "0.75", date(2027, 1, 23)),
        (date(2027, 1, 1), "1.5", date(2027, 2, 15)),
    ],
)
def test_a_duration_ends_the_day_before(start: date, months: str, end: date) -> None:
    assert end_after(start, Decimal(months)) == end


@given(contracts(), st.none() | st.integers(-10, 60))
def test_planned_hours_are_a_seventh_of_the_week_a_day(terms: Terms, shift: int | None) -> None:
    until = None if shift is None else FIRST + timedelta(days=shift)
    planned = planned_hours(terms, until)
    if terms.last_day is None and until is None:
        assert planned is None
        return
    days = {day for day in days_of(terms) if until is None or day <= until}
    assert planned is not None
    assert abs(planned - terms.weekly_hours * len(days) / 7) <= Decimal("0.5")


def test_planned_hours_of_several() -> None:
    half_year = Terms(date(2027, 1, 4), date(2027, 7, 4), Decimal(35))
    assert planned_hours(half_year, None) == 910
    endless = Terms(date(2027, 1, 4), None, Decimal(35))
    assert planned_sum([half_year, endless], None) == 910
    assert planned_sum([half_year, endless], date(2027, 1, 10)) == 70


def test_what_should_be_checked() -> None:
    soon, far = Terms(FIRST, None, Decimal(35)), Terms(date(2027, 11, 23), None, Decimal(35))
    assert warnings(soon, TODAY, None) == warnings(soon, TODAY, FIRST) == ()
    assert warnings(far, TODAY, None) == (Warn.FAR,)
    assert warnings(far, TODAY, FIRST) == (Warn.FAR, Warn.AFTER_LOT)
