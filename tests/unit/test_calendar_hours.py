"""When the partners' staff are at work."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules.calendar import in_working_hours

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((2026, 11, 23, 8, 0), True),
        ((2026, 11, 23, 7, 59), False),
        ((2026, 11, 23, 18, 59), True),
        ((2026, 11, 23, 19, 0), False),
        ((2026, 11, 21, 10, 0), False),
        ((2026, 11, 22, 10, 0), False),
        ((2026, 11, 11, 10, 0), False),
        ((2027, 3, 29, 10, 0), False),
        ((2027, 7, 14, 10, 0), False),
        ((2027, 7, 15, 10, 0), True),
    ],
)
def test_working_hours(moment: tuple[int, int, int, int, int], expected: bool) -> None:
    assert in_working_hours(datetime(*moment, tzinfo=PARIS)) is expected
