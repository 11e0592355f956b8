"""Four people who talk to the bot about a site with something to prove at every step."""

import contextlib
from collections.abc import Iterator
from typing import Self

import sqlalchemy as sa
from proofs import Site, build
from town import Someone, Town

from bot import app
from bot.store import people
from bot.store.database import Session
from bot.store.people import Member
from bot.store.tables import Candidate, rows_of


@contextlib.contextmanager
def inside(town: Town) -> Iterator[Session]:
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        yield session


class Cast:
    """A facilitator, who follows everybody, a buyer, a company and a SIAE; and the site."""

    site: Site

    def __init__(self, town: Town) -> None:
        self.town = town

    async def join(self) -> Self:
        town = self.town
        self.fatou = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
        self.buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
        self.company = await town.joins("Marc", "company", "Bâti Normandie")
        self.siae = await town.joins("Sonia", "siae", "Tremplin")
        with inside(town) as session:
            buyer, company, fatou, siae = (
                self.member(session, one) for one in (self.buyer, self.company, self.fatou, self.siae)
            )
            now = app.make_clock(town.settings).now()
            self.site = build(session, buyer, company, fatou, siae.organisation_id, now)
            self.homes = {one.organisation: one.organisation_id for one in (buyer, company, siae)}
            session.core.execute(sa.update(rows_of(Candidate)).values(adviser_id=fatou.id))
        return self

    def member(self, session: Session, someone: Someone) -> Member:
        found = people.by_telegram(session, someone.id)
        assert found is not None
        return found
