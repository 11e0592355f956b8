"""The traps of the annex: for each, the indicators as somebody would count them who fell into it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from indicator_oracle import ORIGINS, Oracle, Row, tally


class EachContract(Oracle):
    """Counts people by their contracts."""

    def beneficiaries(self) -> Any:
        placed = [row for row in self.rows["placements"] if self.placed(row)]
        return [row["candidate_id"] for row in placed if self.overlaps(row)]


class EachDeparture(Oracle):
    """Counts who left by their contracts."""

    def leavers(self) -> Row:
        found = super().leavers()
        return found | {"people": found["placements"]}


class Begun(Oracle):
    """Leaves out contracts that were running when the period began."""

    def overlaps(self, placement: Row) -> bool:
        return self.within(placement["starts_on"])


class Ended(Oracle):
    """Leaves out contracts that go on after the period."""

    def overlaps(self, placement: Row) -> bool:
        end = placement["ended_on"] or placement["planned_end"]
        return super().overlaps(placement) and end is not None and end <= self.last


class AsPlanned(Oracle):
    """Forgets that a contract ended early."""

    def overlaps(self, placement: Row) -> bool:
        return super().overlaps(placement | {"ended_on": None})


class FirstDayOut(Oracle):
    """Takes a period to begin after its first day."""

    def within(self, day: date | None) -> bool:
        return super().within(day) and day != self.first


class LastDayOut(Oracle):
    """Takes a period to end before its last day."""

    def within(self, day: date | None) -> bool:
        return super().within(day) and day != self.last


class ByUtc(Oracle):
    """Takes the days of Greenwich for those of Paris."""

    def day(self, instant: datetime) -> date:
        return instant.astimezone(UTC).date()


class ByWinterTime(Oracle):
    """Forgets that summer has another time."""

    def day(self, instant: datetime) -> date:
        return (instant.astimezone(UTC) + timedelta(hours=1)).date()


class NoAmendment(Oracle):
    """Forgets amendments."""

    def amended(self, lot: Row, what: str) -> Decimal | None:
        return None


class LastRecorded(Oracle):
    """Takes the amendment recorded last, not the one signed last."""

    def amended(self, lot: Row, what: str) -> Decimal | None:
        said = [row for row in self.amendments(lot) if row[what] is not None]
        return said[-1][what] if said else None


class LastOnly(Oracle):
    """Forgets what an amendment said when a later one says nothing of it."""

    def amended(self, lot: Row, what: str) -> Decimal | None:
        said = self.amendments(lot)
        return max(said, key=lambda row: (row["signed_on"], row["id"]))[what] if said else None


class FirstOfDay(Oracle):
    """Of two amendments signed on one day takes the first."""

    def amended(self, lot: Row, what: str) -> Decimal | None:
        said = [row for row in self.amendments(lot) if row[what] is not None]
        return max(said, key=lambda row: (row["signed_on"], -row["id"]))[what] if said else None


class OfPlaced(Oracle):
    """Leaves out the exits of people never placed."""

    def left(self) -> list[Row]:
        placed = {row["candidate_id"] for row in self.rows["placements"] if self.placed(row)}
        return [row for row in super().left() if row["candidate_id"] in placed]


class OneExit(Oracle):
    """Counts each person's exits once."""

    def left(self) -> list[Row]:
        return list({row["candidate_id"]: row for row in super().left()}.values())


class NoLeapDay(Oracle):
    """Does not know the 29th of February."""

    def within(self, day: date | None) -> bool:
        return super().within(day) and f"{day:%d %m}" != "29 02"


class Gone(Oracle):
    """Forgets the buyers that left."""

    def mine(self, lot: Row) -> bool:
        buyer = self.rows["organisations"][self.markets[lot["procurement_id"]]["organisation_id"] - 1]
        return super().mine(lot) and not (buyer["left_on"] and buyer["left_on"] <= self.last)


class CancelledToo(Oracle):
    """Counts lots that were cancelled."""

    def living(self, market: Row) -> list[Row]:
        return [lot for lot in self.rows["lots"] if lot["procurement_id"] == market["id"]]


class CancelledOwes(CancelledToo):
    """Counts the clauses of lots that were cancelled."""

    def counted(self, lot: Row) -> bool:
        return self.clause(lot["id"]) and self.within(lot["confirmed_on"])


class CancelledLost(Oracle):
    """Forgets who worked on a lot that was cancelled later."""

    def clause(self, lot_id: int | None) -> bool:
        return super().clause(lot_id) and self.lots[lot_id or 0]["state"] != "cancelled"


class AnyLot(Oracle):
    """Counts work on lots without a clause."""

    def placed(self, placement: Row) -> bool:
        lot = self.lots.get(placement["lot_id"] or 0)
        return self.stands(placement) and lot is not None and self.mine(lot)


class Rejected(Oracle):
    """Counts hires that the PLIE rejected."""

    def stands(self, placement: Row) -> bool:
        return True


class Anonymised(Oracle):
    """Forgets people whose file was anonymised."""

    def beneficiaries(self) -> set[int]:
        return {one for one in super().beneficiaries() if self.people[one]["state"] != "anonymised"}


class EachPresentation(Oracle):
    """Counts who was presented by the presentations."""

    def all_work(self) -> Row:
        origins = [self.people[row["candidate_id"]]["origin"] for row in self.referred("presented_at")]
        return super().all_work() | {"presented": tally(ORIGINS, origins)}


TRAPS = (
    EachContract, EachDeparture, Begun, Ended, AsPlanned, FirstDayOut, LastDayOut, ByUtc, ByWinterTime,
    NoAmendment, LastRecorded, LastOnly, FirstOfDay, OfPlaced, OneExit, NoLeapDay, Gone, CancelledToo,
    CancelledOwes, CancelledLost, AnyLot, Rejected, Anonymised, EachPresentation,
)  # fmt: skip
