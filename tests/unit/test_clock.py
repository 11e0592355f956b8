"""The only source of "now"."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clock import Clock

PARIS = ZoneInfo("Europe/Paris")
SOON = timedelta(seconds=5)


class Fixed(Clock):
    """A clock whose present is given."""

    def __init__(self, now: datetime) -> None:
        super().__init__(PARIS)
        object.__setattr__(self, "at", now)

    def now(self) -> datetime:
        found: datetime = self.at  # type: ignore[attr-defined]
        return found


def test_now_is_aware_and_in_utc() -> None:
    now = Clock(PARIS).now()
    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < SOON


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 7, 13, 21, 59, tzinfo=UTC), date(2026, 7, 13)),
        (datetime(2026, 7, 13, 22, 0, tzinfo=UTC), date(2026, 7, 14)),
    ],
)
def test_today_is_the_partners(now: datetime, today: date) -> None:
    assert Fixed(now).today() == today


def test_a_file_moves_now_but_not_real_time(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    clock = Clock(PARIS, file)
    assert abs(clock.now() - clock.real()) < SOON
    for text in ("3600", "604800.5", "-60"):
        file.write_text(text)
        moved = clock.now() - clock.real() - timedelta(seconds=float(text))
        assert abs(moved) < SOON
        assert abs(clock.real() - datetime.now(UTC)) < SOON


@pytest.mark.parametrize("text", ["", "soon", "1 2", "é"])
def test_a_file_that_makes_no_sense_moves_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "offset"
    file.write_text(text, encoding="utf-8")
    assert abs(Clock(PARIS, file).now() - datetime.now(UTC)) < SOON


@pytest.mark.parametrize("text", ["nan", "inf", "1e300"])
def test_a_figure_out_of_all_measure_moves_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "offset"
    file.write_text(text)
    assert abs(Clock(PARIS, file).now() - datetime.now(UTC)) < SOON


def test_seconds_never_go_back(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    clock = Clock(PARIS, file)
    before = clock.seconds()
    file.write_text("-1000000")
    assert 0 <= clock.seconds() - before < 5
