"""What the buttons of the indicators carry, and what the files are called."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.reports.indicators.names import dated, file_name
from bot.reports.indicators.spans import REGULAR, Shown, Span, in_button, read
from bot.rules.period import Period, month, previous, quarter, year

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
HOMES = st.integers(0, 999_999_999)


@given(DAYS, DAYS, HOMES, st.sampled_from([Span.AGREEMENT, Span.START, Span.CHOSEN]))
def test_a_code_says_the_same_when_it_is_read(one: date, other: date, home: int, span: Span) -> None:
    shown = Shown(span, Period(min(one, other), max(one, other)), home)
    assert read(shown.code) == shown
    assert in_button(f"indicator-buyers:{shown.code}:12") == shown
    assert len(shown.code) <= 25
    assert shown.neighbours() is None


@given(DAYS, HOMES, st.sampled_from(sorted(REGULAR)))
def test_neighbours_touch_and_lead_back(day: date, home: int, span: Span) -> None:
    assume(2001 <= day.year <= 2098)
    shown = Shown(span, REGULAR[span](day), home)
    around = shown.neighbours()
    assert around is not None
    before, after = around
    assert before.period.last + timedelta(days=1) == shown.period.first
    assert after.period.first - timedelta(days=1) == shown.period.last
    assert before.period == previous(shown.period) == shown.before
    assert [read(one.code).neighbours() for one in (before, after)] == [
        before.neighbours(),
        after.neighbours(),
    ]
    assert before.neighbours()[1] == shown == after.neighbours()[0]  # type: ignore[index]


@pytest.mark.parametrize(
    "code",
    ["q:261301:261331:0", "q:260931:261231:0", "c:261231:261001:0", "m:261001:261231:0", "y:260102:261231:0"],
)
def test_what_does_not_exist_is_not_read(code: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(code)


def test_nothing_is_compared_with_what_makes_no_sense() -> None:
    period = Period(date(2025, 1, 1), date(2027, 12, 31))
    assert Shown(Span.AGREEMENT, period).before is None
    assert Shown(Span.START, period).before is None
    assert Shown(Span.CHOSEN, period).before == Period(date(2022, 1, 1), date(2024, 12, 31))


def test_files_are_called_by_their_period_and_their_buyer() -> None:
    day = date(2026, 11, 22)
    assert [dated(one) for one in (month(day), quarter(day), year(day), Period(day, day))] == [
        "2026-11",
        "2026-T4",
        "2026",
        "2026-11-22_2026-11-22",
    ]
    assert file_name(quarter(day), [], "xlsx") == "indicateurs-2026-T4.xlsx"
    name = file_name(quarter(day), ["Communauté urbaine «Caen la mer» / Œuvres $x", "à diffuser"], "pdf")
    assert name == "indicateurs-2026-T4-communaute-urbaine-caen-la-mer-oeuvres-x-a-diffuser.pdf"
    assert len(file_name(year(day), ["é" * 400], "csv")) < 90
