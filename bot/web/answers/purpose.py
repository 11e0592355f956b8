"""What a link can be for: what its page shows, and what its answer does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from bot.dialogue.turn import Turn
from bot.web.html import Trouble
from bot.web.posted import Posted


class Gone(Exception):
    """There is nothing here for this person, or not any more."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was sent and what was wrong with it; nothing at first sight."""

    posted: Posted = field(default_factory=Posted)
    troubles: Mapping[str, Trouble] = field(default_factory=dict)
    note: Markup | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A page: its plain title, and what is under it. `named` are the labels of controls by name, for the list
    of what is wrong."""

    title: str
    body: Markup
    named: Mapping[str, Markup] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What is said once an answer was taken. `again`: the label of a fresh link for the same, where there is
    more to answer. An answer that decided nothing does not use its link up (`spends`)."""

    title: str
    body: Markup = field(default_factory=Markup)
    again: str | None = None
    spends: bool = True


@dataclass(frozen=True, slots=True)
class Purpose:
    """`show(turn, subject, seen)` makes the page; raises Gone, Refused. `answer(turn, subject, posted)` acts;
    raises Again, Refused and Gone before or after it changed anything: what it did is then undone. A page
    that can be used `often` does not use its link up."""

    show: Callable[[Turn, int, Seen], View]
    answer: Callable[[Turn, int, Posted], Done]
    often: bool = False
