"""The past of the demo's people: fourteen months of contracts, offers and work, until yesterday."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.actions import correspond, invite, join
from bot.demo.folk import SEEKERS
from bot.demo.people import PEOPLE, WRITTEN, Invented, Written
from bot.demo.phones import Owners
from bot.demo.stage import Account, Event
from bot.demo.stories import CONTRACTS
from bot.demo.timeline import Past, events
from bot.demo.vacancies import POSTS
from bot.demo.ways import SHEETS, WAYS
from bot.dialogue.turn import Turn
from bot.store import invitations, organisations
from bot.store.tables import Role


class Told(Protocol):
    """A story: what was done, each thing so many days before today."""

    def past(self, today: date) -> Iterator[Past]:
        """Everything that was done."""


STORIES: Sequence[Told] = (*SEEKERS, *CONTRACTS, *POSTS, *WAYS, *SHEETS)
JOINED = 425
"""How many days ago everybody joined."""
ADDED = 420
"""How many days ago those without Telegram were added."""


def split(owners: Owners, today: date, zone: ZoneInfo) -> tuple[list[Event], list[Event]]:
    """Everything that happened before today, in order: what the phones have long been told, then the news
    that waits on them."""
    every = list(events(_past(owners, today), today, zone))
    return [event for event in every if not event.told], [event for event in every if event.told]


def _past(owners: Owners, today: date) -> Iterator[Past]:
    for one in PEOPLE:
        account = Account(owners[one], one.first_name, one.last_name)
        yield Past(JOINED, account, partial(_join, one))
    for other in WRITTEN:
        yield Past(ADDED, Role.COORDINATOR, partial(_add, other))
    for story in STORIES:
        yield from story.past(today)


def _join(one: Invented, turn: Turn) -> None:
    """Someone is invited by the PLIE, and accepts."""
    token = invite.from_command_line(turn.session, one.role, one.organisation, one.kind, turn.now)
    invitation = invitations.living(turn.session, token, turn.now)
    if invitation is None:
        raise LookupError("an invitation just made does not live")
    join.join(turn, invitation)


def _add(one: Written, turn: Turn) -> None:
    """A coordinator adds a contact who is not on Telegram."""
    home = organisations.find_or_create(turn.session, one.kind, one.organisation, turn.now)
    correspond.add(turn, home.id or 0, one.name, one.email, turn.language)
