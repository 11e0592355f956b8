"""A contract announced to the PLIE, and what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from sqlmodel import select

from bot.actions import announce
from bot.demo.people import CAEN
from bot.demo.timeline import Past, month
from bot.demo.verbs import Do
from bot.dialogue.turn import Turn
from bot.store import organisations
from bot.store.procurements import Announcement, LotDraft
from bot.store.tables import Category, Kind, Procurement, Role

Story = Sequence[tuple[int, Role, Do]]
"""Steps: how many days ago, who, and what they did of the contract."""


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract announced so many days ago: lots as (title, euros excl. VAT), consultation and start in days
    after today (before it when negative), duration in months. `by` of the PLIE announces it for a buyer that
    nobody plays."""

    announced: int
    buyer: str
    title: str
    category: Category
    commune: str
    consultation: int
    start: int
    months: int
    lots: Sequence[tuple[str, int]]
    story: Story = ()
    by: Role = Role.FACILITATOR

    def past(self, today: date) -> Iterator[Past]:
        """What was done of it, the announcement first."""
        announcer = Role.BUYER if self.buyer == CAEN else self.by
        yield Past(self.announced, announcer, partial(self._announce, today))
        for days, who, do in self.story:
            yield Past(days, who, partial(self._step, do))

    def _announce(self, today: date, turn: Turn) -> None:
        buyer = organisations.find_or_create(turn.session, Kind.BUYER, self.buyer, turn.now)
        announce.announce(turn, self._said(today), buyer.id or 0)

    def _step(self, do: Do, turn: Turn) -> None:
        do(turn, found(turn, self.title))

    def _said(self, today: date) -> Announcement:
        return Announcement(
            title=self.title,
            category=self.category,
            commune=self.commune,
            start=month(today, self.start),
            months=Decimal(self.months),
            lots=[LotDraft(str(n), title, Decimal(euros)) for n, (title, euros) in enumerate(self.lots, 1)],
            amount=Decimal(sum(euros for _, euros in self.lots)),
            consultation=month(today, self.consultation),
        )


def found(turn: Turn, title: str) -> Procurement:
    """The contract of this title as it is now. Raises NoResultFound."""
    query = select(Procurement).where(Procurement.title == title)
    return turn.session.exec(query.execution_options(populate_existing=True)).one()
