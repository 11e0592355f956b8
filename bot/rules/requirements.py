"""What a job may require and a candidate may hold, as a set of bits that one query compares."""

from collections.abc import Iterable
from enum import StrEnum


class Requirement(StrEnum):
    """Requirements of an offer (dialogues.md §3); the place in this list is the bit: never reorder."""

    DRIVING = "driving"
    CACES = "caces"
    ELECTRICAL = "electrical"
    HEIGHT = "height"
    LOADS = "loads"
    SHIFTS = "shifts"


_BITS = {requirement: 1 << place for place, requirement in enumerate(Requirement)}


def to_bits(codes: Iterable[str]) -> int:
    """The set as a number. Raises ValueError on an unknown code."""
    return sum({_BITS[Requirement(code)] for code in codes})


def from_bits(bits: int) -> list[Requirement]:
    """The requirements in a number, in their order."""
    return [requirement for requirement, bit in _BITS.items() if bits & bit]
