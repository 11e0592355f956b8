"""What a run says: whom it goes to, what each of them is written, and what is said when it is through. Every
kind of run has one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.dialogue.cards import Card
from bot.dialogue.letters import Letter
from bot.dialogue.turn import Turn
from bot.store.groups import Contact
from bot.store.people import Member
from bot.store.tables import Broadcast

Part = tuple[int, int]
"""An offer in a message and its wave."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a reader is written: the card by language, for who is on Telegram; the letter by language, for
    who is not; the offers in it; and the file sent above it, as Telegram has it: {"kind", "file_id"}."""

    card: Callable[[str], Card]
    letter: Callable[[str], Letter] | None = None
    parts: tuple[Part, ...] = ()
    file: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What is written in one step: `persons` and `groups` are asked for the next contacts above a number, at
    most so many; `to_person` and `to_group` write to each, None where nothing of the run concerns them."""

    persons: Callable[[int, int], Sequence[Member]]
    groups: Callable[[int, int], Sequence[Contact]]
    to_persons: Callable[[Sequence[Member]], Sequence[Written | None]]
    to_group: Callable[[Contact], Written | None]
    through: Callable[[], None]


Voice = Callable[[Turn, Broadcast], Batch]
"""A run at a step, in the transaction of the step."""
