"""Job offers: those of Bâti Normandie, played by Marc, and those the PLIE posts for other companies."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from sqlmodel import col, select

from bot.actions import circulate_offer, close_offer, publish_offer
from bot.demo.contracts import found
from bot.demo.people import BATI
from bot.demo.stories import CLEANERS, FLATS, GARDENERS, OFFICES, PAINTERS, SCHOOLS
from bot.demo.timeline import Past, exactly
from bot.dialogue.turn import Turn
from bot.rules.requirements import Requirement, to_bits
from bot.store import lots, organisations
from bot.store.offers import Vacancy
from bot.store.procurements import identity
from bot.store.tables import Contract, JobOffer, Kind, OfferState, Role

Later = Callable[[Turn, JobOffer], object]
"""What becomes of an offer once it is posted."""


@dataclass(frozen=True, slots=True)
class Post:
    """An offer of so many positions of a job (a ROME code) posted so many days ago: it starts on a Monday so
    many days after today. `lot` is a contract's title and a lot's number; months are None for a CDI."""

    days: int
    who: Role
    company: str
    lot: tuple[str, str] | None
    job: str
    positions: int
    commune: str
    start: int
    contract: Contract
    months: int | None
    hours: int = 35
    asks: Sequence[Requirement] = ()
    level: int | None = None
    comment: str | None = None
    later: Sequence[tuple[int, Role, Later]] = ()

    def past(self, today: date) -> Iterator[Past]:
        """What was done of it, the posting first."""
        yield Past(self.days, self.who, partial(self._post, today))
        for days, who, do in self.later:
            yield Past(days, who, partial(self._step, do))

    def _post(self, today: date, turn: Turn) -> None:
        company = organisations.find_or_create(turn.session, Kind.COMPANY, self.company, turn.now)
        publish_offer.publish(turn, self._said(turn, today), company.id or 0)

    def _step(self, do: Later, turn: Turn) -> None:
        do(turn, posted(turn, self.company, self.job))

    def _said(self, turn: Turn, today: date) -> Vacancy:
        return Vacancy(
            lot_id=None if self.lot is None else lot_id(turn, *self.lot),
            job=self.job,
            positions=self.positions,
            commune=self.commune,
            start=exactly(_monday(today + timedelta(days=self.start))),
            contract=self.contract,
            months=None if self.months is None else Decimal(self.months),
            weekly_hours=Decimal(self.hours),
            requirements=to_bits(self.asks),
            level=self.level,
            comment=self.comment,
        )


def posted(turn: Turn, company: str, job: str) -> JobOffer:
    """The offer of a company for a job as it is now. Raises NoResultFound."""
    home = organisations.find_or_create(turn.session, Kind.COMPANY, company, turn.now)
    mine = select(JobOffer).where(JobOffer.organisation_id == home.id, col(JobOffer.job) == job)
    return turn.session.exec(mine.execution_options(populate_existing=True)).one()


def lot_id(turn: Turn, title: str, number: str) -> int:
    """The lot of this number of a contract. Raises StopIteration."""
    known = lots.of(turn.session, identity(found(turn, title)))
    return next(identity(lot) for lot in known if lot.number == number)


def _monday(day: date) -> date:
    """That day or the Monday after it."""
    return day + timedelta(days=-day.weekday() % 7)


def _filled(turn: Turn, offer: JobOffer) -> None:
    close_offer.close(turn, offer, OfferState.FILLED)


def _withdrawn(turn: Turn, offer: JobOffer) -> None:
    close_offer.close(turn, offer, OfferState.WITHDRAWN)


POSTS = (
    Post(
        127, Role.FACILITATOR, PAINTERS, (FLATS, "2"), "F1606", 2, "Caen", -95, Contract.CDD, 10,
        later=((96, Role.FACILITATOR, _filled),),
    ),
    Post(
        75, Role.COMPANY, BATI, (FLATS, "1"), "F1701", 1, "Caen", -40, Contract.CDD, 5,
        later=((58, Role.COMPANY, _withdrawn),),
    ),
    Post(
        15, Role.COMPANY, BATI, (FLATS, "1"), "F1704", 3, "Caen", 12, Contract.INTERIM, 4,
        asks=(Requirement.LOADS,),
        comment="Démolition intérieure et évacuation des gravats, en équipe de trois.",
        later=((12, Role.FACILITATOR, circulate_offer.hold),),
    ),
    Post(
        8, Role.COORDINATOR, CLEANERS, (OFFICES, "1"), "K2204", 3, "Caen", 20, Contract.CDI, None, 25,
        asks=(Requirement.SHIFTS,),
        comment="De 5 h 30 à 8 h et de 18 h à 20 h 30. Une ligne de bus dessert le site dès 5 h.",
    ),
    Post(
        6, Role.COMPANY, BATI, (SCHOOLS, "1"), "F1301", 1, "Caen", 35, Contract.CDD, 3,
        asks=(Requirement.CACES, Requirement.HEIGHT), level=3,
    ),
    Post(
        4, Role.FACILITATOR, GARDENERS, None, "A1203", 2, "Ifs", 30, Contract.CDD, 8,
        asks=(Requirement.DRIVING,),
    ),
    Post(
        2, Role.COMPANY, BATI, (SCHOOLS, "1"), "F1703", 2, "Caen", 22, Contract.CDD, 6,
        asks=(Requirement.LOADS,),
        comment="Équipe de six maçons, un compagnon accompagne les nouveaux arrivants.",
    ),
)  # fmt: skip
