"""Every phrasing of the two corpora is read as expected, and nothing is read where nothing is expected."""

import csv
from datetime import date
from pathlib import Path

import pytest

from bot.dialogue.readers.understand import understand

DATA = Path(__file__).parents[1] / "data"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "quick_entry.csv"
SUNDAY = date(2026, 11, 22)


def rows(path: Path) -> list[tuple[str, str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["kind"], row["text"], row["expected"]) for row in csv.DictReader(lines)]


QUICK_ENTRY = rows(DATA / "quick_entry.csv")
PHRASINGS = rows(DATA / "phrasings.csv")


@pytest.mark.parametrize(("kind", "text", "expected"), QUICK_ENTRY + PHRASINGS)
def test_phrasing(kind, text, expected):
    read = understand(kind, text, SUNDAY)
    if not expected or kind == "date":
        assert read == (expected or None)
    else:
        assert read == float(expected)


def test_corpora_are_whole():
    assert len(QUICK_ENTRY) >= 86
    assert len(PHRASINGS) >= 700
    if SHARED.exists():
        assert rows(SHARED) == QUICK_ENTRY


def test_whole_values_are_whole_in_json():
    assert repr(understand("amount", "1,2 M€", SUNDAY)) == "1200000"
    assert repr(understand("amount", "350 000,50 €", SUNDAY)) == "350000.5"
    assert repr(understand("months", "18 mois", SUNDAY)) == "18"
    assert repr(understand("months", "6 semaines", SUNDAY)) == "1.5"
