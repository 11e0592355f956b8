"""When: the first day of what a person meant, and how precisely they meant it (dialogues.md §1)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self


class Grain(StrEnum):
    """How much time the words cover; a card repeats the words, not the day."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    EARLY = "early"
    MID = "mid"
    LATE = "late"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    YEAR_EARLY = "year_early"
    YEAR_MID = "year_mid"
    YEAR_LATE = "year_late"
    RENTREE = "rentree"


@dataclass(frozen=True, slots=True)
class When:
    """The first day of a period and its grain: "fin juin 2027" is 21 June 2027, late."""

    day: date
    grain: Grain

    def to_json(self) -> str:
        """A short text such as `2027-06-21/late`."""
        return f"{self.day.isoformat()}/{self.grain}"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What `to_json` wrote; ValueError when it did not."""
        day, _, grain = text.partition("/")
        return cls(date.fromisoformat(day), Grain(grain))
