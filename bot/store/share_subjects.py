"""What a share is about as things are now: an open offer, or a lot that a company holds."""

from dataclasses import dataclass

from bot.rules.lifecycle import LotState
from bot.rules.shares import positions_left
from bot.store import lots, offers, procurements
from bot.store.database import Session
from bot.store.offers import identity
from bot.store.shares import Shared
from bot.store.tables import JobOffer, Lot, OfferState, Procurement

HELD = (LotState.AWARDED, LotState.RUNNING)


@dataclass(frozen=True, slots=True)
class About:
    """The offer, or the lot and its contract."""

    offer: JobOffer | None = None
    lot: Lot | None = None
    procurement: Procurement | None = None

    @property
    def company_id(self) -> int:
        """The company whose offer it is, or that holds the lot; 0, which is nobody's, when none does."""
        if self.offer is not None:
            return self.offer.organisation_id
        return (self.lot.supplier_id or 0) if self.lot is not None else 0

    @property
    def living(self) -> bool:
        """Whether a joint answer still makes sense: the offer is open, the lot is being carried out."""
        if self.offer is not None:
            return self.offer.state == OfferState.OPEN
        return self.lot is not None and self.lot.state in HELD and self.lot.supplier_id is not None

    @property
    def most(self) -> int:
        """At most so many people (an offer's positions that are left) or hours (those a lot owes)."""
        if self.offer is not None:
            return positions_left(self.offer.positions, self.offer.hired)
        return (self.lot.hours_owed or 0) if self.lot is not None else 0


def of_offer(session: Session, offer_id: int, *, lock: bool = False) -> About | None:
    """The offer; with `lock`, nobody else changes it before the end of the turn. None when there is none."""
    offer = offers.get(session, offer_id, lock=lock)
    return None if offer is None else About(offer=offer)


def of_lot(session: Session, lot_id: int, *, lock: bool = False) -> About | None:
    """The lot and its contract; with `lock`, nobody else changes the lots of this contract before the end of
    the turn. None when there is none."""
    lot = lots.get(session, lot_id)
    procurement = None if lot is None else procurements.get(session, lot.procurement_id)
    if lot is None or procurement is None:
        return None
    if lock:
        known = lots.of(session, lot.procurement_id, lock=True)
        lot = next((one for one in known if one.id == lot_id), lot)
    return About(lot=lot, procurement=procurement)


def of(session: Session, what: Shared, *, lock: bool = False) -> About | None:
    """What this is about, if it still exists; with `lock` nobody else changes it before the end of the
    turn."""
    if what.offer_id is not None:
        return of_offer(session, what.offer_id, lock=lock)
    return of_lot(session, what.lot_id or 0, lock=lock)


def shared(about: About, hours: int | None = None) -> Shared:
    """What is shared of it: the offer, or so many hours of the lot."""
    if about.offer is not None:
        return Shared(offer_id=identity(about.offer))
    return Shared(lot_id=about.lot.id if about.lot is not None else None, hours=hours)
