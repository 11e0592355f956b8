"""The indicators of the annex counted a second time: plain Python over the rows of the tables, written from
`domain.md` §7, article 6 and the annex of the agreement without a look at the queries.

How §7 is read where it is silent:

- A lot has a clause from the day it was retained on (`confirmed_on`; a review or a refusal empties it), and
  keeps it when the lot is cancelled later: nothing is owed any more, but who worked on it did benefit.
- A contract is worth its lots that are not cancelled. While the amount of one of them is not known, it is
  worth what was announced of the whole, moved by what the amendments changed. It lasts as long as its
  longest lot.
- Amendments follow each other by their signature, then their number, whenever signed: figures are as known
  today.
- A hire that the company declared counts until the PLIE rejects it. Hours asked back do not count; a month
  is of the period its first day is in.
- Of people only the year of birth is known: their age is the one reached in the year the period ends in.
- Exits and departures are those of anybody, placed on a lot with a clause or not; with a buyer, exits are
  those of people ever placed on its lots with a clause, departures those from such a lot, referrals those
  to an offer of such a lot.
- Trained are beneficiaries of the period itself, whatever came of the training unless it was called off.
- Supported is who was met, referred, trained, at work (on whatever lot, or none) or gone, each once; of
  nobody, 0 % left for lasting work.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
LEVELS = {2: "infra_3", 3: "3", 4: "4", 5: "5", 6: "6", 7: "7_8"}
SEXES = ("female", "male", "unsaid")
GROUNDS = ("long_term", "rsa", "allowance", "disabled", "young", "senior", "structure", "district", "other")
ORIGINS = ("plie", "anpe", "mission_locale", "other")
CATEGORIES = ("works", "services", "supplies")
REASONS = (
    "trial_employer", "trial_employee", "resignation", "dismissal", "agreement", "health", "moved",
    "other_job", "training", "other",
)  # fmt: skip
PROTOCOL = {"supported_target": 1200, "sustained_percent_target": Decimal(50)}
CENT, TENTH = Decimal("0.01"), Decimal("0.1")

Row = dict[str, Any]
Rows = dict[str, list[Row]]
Ask = tuple[date, date, int | None]
"""The first and the last day, and the buyer, None for all."""


class Oracle:
    """The figures of a period, both days in, for one buyer or (None) all of them."""

    def __init__(self, rows: Rows, opened: dict[int, list[str]], asked: Ask) -> None:
        self.rows, self.opened = rows, opened
        self.first, self.last, self.buyer = asked
        self.lots = {row["id"]: row for row in rows["lots"]}
        self.markets = {row["id"]: row for row in rows["procurements"]}
        self.people = {row["id"]: row for row in rows["candidates"]}
        self.offers = {row["id"]: row for row in rows["offers"]}
        self.trainings = {row["id"]: row for row in rows["trainings"]}

    def within(self, day: date | datetime | None) -> bool:
        """Whether a day, or the day an instant is of in Paris, is in the period."""
        day = self.day(day) if isinstance(day, datetime) else day
        return day is not None and self.first <= day <= self.last

    def day(self, instant: datetime) -> date:
        return instant.astimezone(PARIS).date()

    def figures(self) -> Row:
        whole = self.buyer is None
        return {
            "markets": self.all_markets(),
            "hours": self.all_hours(),
            "people": self.all_people(),
            "implementation": self.all_work(),
            "targets": self.all_targets() if whole else None,
        }

    # The markets

    def mine(self, lot: Row) -> bool:
        return self.buyer is None or self.markets[lot["procurement_id"]]["organisation_id"] == self.buyer

    def clause(self, lot_id: int | None) -> bool:
        """Whether this is a lot with a clause, of the buyer if one is asked for."""
        lot = self.lots.get(lot_id or 0)
        return lot is not None and lot["confirmed_on"] is not None and self.mine(lot)

    def counted(self, lot: Row) -> bool:
        return self.clause(lot["id"]) and self.within(lot["confirmed_on"]) and lot["state"] != "cancelled"

    def amended(self, lot: Row, what: str) -> Decimal | None:
        """What the last amendment that says something about it says: by its signature, then its number."""
        said = [row for row in self.amendments(lot) if row[what] is not None]
        return max(said, key=lambda row: (row["signed_on"], row["id"]))[what] if said else None

    def amendments(self, lot: Row) -> list[Row]:
        return [row for row in self.rows["amendments"] if row["lot_id"] == lot["id"]]

    def amounts(self, lot: Row) -> tuple[Decimal | None, Decimal | None]:
        """Of a lot: awarded, else announced; and as last amended."""
        initial = lot["amount"] if lot["awarded_amount"] is None else lot["awarded_amount"]
        amended = self.amended(lot, "amount")
        return initial, initial if amended is None else amended

    def worth(self, market: Row) -> Row:
        """Of a contract: its living lots together, or what was announced while one of them is not known."""
        pairs = [self.amounts(lot) for lot in self.living(market)]
        known = [pair for pair in pairs if pair[0] is not None]
        initial, current = (total(pair[side] for pair in known) for side in (0, 1))
        announced = market["amount"]
        first = initial if len(known) == len(pairs) or announced is None else announced
        return {"initial": first, "current": first + current - initial}

    def living(self, market: Row) -> list[Row]:
        mine = [lot for lot in self.rows["lots"] if lot["procurement_id"] == market["id"]]
        return [lot for lot in mine if lot["state"] != "cancelled"]

    def lasts(self, market: Row) -> Decimal:
        """Months of a contract as amended: those of its longest lot."""
        amended = [self.amended(lot, "months") for lot in self.living(market)]
        return max(market["months"] if one is None else one for one in amended)

    def all_markets(self) -> Row:
        lots = [lot for lot in self.rows["lots"] if self.counted(lot)]
        found = [self.markets[number] for number in sorted({lot["procurement_id"] for lot in lots})]
        worths = {market["id"]: self.worth(market) for market in found}
        pairs = [self.amounts(lot) for lot in lots]
        return {
            "procurements": len(found),
            "amount": {side: total(one[side] for one in worths.values()) for side in ("initial", "current")},
            "amount_lots": {
                "initial": total(initial or 0 for initial, _ in pairs),
                "current": total(current or 0 for _, current in pairs),
            },
            "by_category": {
                code: {
                    "count": sum(market["category"] == code for market in found),
                    "amount": total(worths[one["id"]]["current"] for one in found if one["category"] == code),
                }
                for code in CATEGORIES
            },
            "mean_months": {
                "initial": mean([market["months"] for market in found]),
                "current": mean([self.lasts(market) for market in found]),
            },
        }

    def all_hours(self) -> Row:
        months = [row for row in self.rows["worked_months"] if self.within(row["month"])]
        on = {row["id"]: row for row in self.rows["placements"]}
        months = [row for row in months if self.placed(on[row["placement_id"]])]
        return {
            "owed": sum(lot["hours_owed"] or 0 for lot in self.rows["lots"] if self.counted(lot)),
            "declared": total(row["hours"] for row in months if row["state"] in {"declared", "validated"}),
            "validated": total(row["hours"] for row in months if row["state"] == "validated"),
        }

    # The people

    def stands(self, placement: Row) -> bool:
        return placement["state"] in {"declared", "confirmed"}

    def placed(self, placement: Row) -> bool:
        """Whether it is a hire that stands on a lot with a clause, of the buyer if one is asked for."""
        return self.stands(placement) and self.clause(placement["lot_id"])

    def overlaps(self, placement: Row) -> bool:
        end = placement["planned_end"] if placement["ended_on"] is None else placement["ended_on"]
        return placement["starts_on"] <= self.last and (end is None or end >= self.first)

    def beneficiaries(self) -> set[int]:
        placed = [row for row in self.rows["placements"] if self.placed(row)]
        return {row["candidate_id"] for row in placed if self.overlaps(row)}

    def all_people(self) -> Row:
        found = self.beneficiaries()
        return {
            "beneficiaries": len(found),
            "profile": self.profile(found),
            "positive_exits": self.positive_exits(),
            "trained": self.trained(found),
            "leavers": self.leavers(),
        }

    def profile(self, found: set[int]) -> Row:
        people = [self.people[number] for number in found]
        ages = [self.last.year - row["birth_year"] for row in people]
        years = [row["experience"] for row in people]
        return {
            "level": tally(LEVELS.values(), (LEVELS[row["level"]] for row in people)),
            "experience": {
                "0": sum(one == 0 for one in years),
                "1_2": sum(1 <= one <= 2 for one in years),
                "3_5": sum(3 <= one <= 5 for one in years),
                "over_5": sum(one > 5 for one in years),
            },
            "age": {
                "under_26": sum(age < 26 for age in ages),
                "26_49": sum(26 <= age <= 49 for age in ages),
                "50_and_over": sum(age >= 50 for age in ages),
            },
            "sex": tally(SEXES, (row["sex"] for row in people)),
            "eligibility": tally(GROUNDS, (code for number in found for code in self.opened[number])),
            "origin": tally(ORIGINS, (row["origin"] for row in people)),
        }

    def left(self) -> list[Row]:
        """The exits of the period that stand; for a buyer those of people placed on its lots."""
        placed = {row["candidate_id"] for row in self.rows["placements"] if self.placed(row)}
        return [
            row
            for row in self.rows["exits"]
            if self.within(row["left_on"]) and row["cancelled_at"] is None
            and (self.buyer is None or row["candidate_id"] in placed)
        ]  # fmt: skip

    def positive_exits(self) -> Row:
        kinds = Counter(row["kind"] for row in self.left())
        outside = kinds["outside_contract"] + kinds["civil_service"] + kinds["own_business"]
        training = kinds["training"] + kinds["certification"]
        return {
            "total": kinds["hiring_company"] + outside + training,
            "hiring_company": kinds["hiring_company"],
            "outside_contract": outside,
            "training": training,
        }

    def attended(self) -> list[tuple[int, str]]:
        """Who takes part in a training that starts in the period and was not called off, and its timing."""
        found = []
        for row in self.rows["trainees"]:
            training = self.trainings[row["training_id"]]
            if self.within(training["starts_on"]) and training["cancelled_at"] is None:
                found.append((row["candidate_id"], training["timing"]))
        return found

    def trained(self, found: set[int]) -> Row:
        pairs = [(person, timing) for person, timing in self.attended() if person in found]
        return {
            "total": len({person for person, _ in pairs}),
            "before": len({person for person, timing in pairs if timing == "before"}),
            "during": len({person for person, timing in pairs if timing == "during"}),
        }

    def leavers(self) -> Row:
        gone = [row for row in self.rows["placements"] if self.stands(row) and self.within(row["ended_on"])]
        if self.buyer is not None:
            gone = [row for row in gone if self.clause(row["lot_id"])]
        return {
            "people": len({row["candidate_id"] for row in gone}),
            "placements": len(gone),
            "reasons": tally(REASONS, (row["end_reason"] for row in gone)),
        }

    # The work of the PLIE

    def met(self) -> list[Row]:
        return [
            row for row in self.rows["interviews"]
            if self.within(row["held_on"]) and row["outcome"] != "absent"
        ]  # fmt: skip

    def referred(self, instant: str) -> list[Row]:
        """The referrals made or presented in the period; for a buyer those to offers for its lots."""
        found = [row for row in self.rows["referrals"] if self.within(row[instant])]
        if self.buyer is None:
            return found
        return [row for row in found if self.clause(self.offers[row["offer_id"]]["lot_id"])]

    def all_work(self) -> Row:
        made, presented = self.referred("created_at"), self.referred("presented_at")
        origins = {row["candidate_id"]: self.people[row["candidate_id"]]["origin"] for row in presented}
        advisers = Counter(row["adviser_id"] for row in self.met())
        interviews = {"total": advisers.total(), "by_adviser": dict(advisers)}
        return {
            "interviews": interviews if self.buyer is None else None,
            "referrals": {"total": len(made), "hired": sum(row["state"] == "hired" for row in made)},
            "presented": tally(ORIGINS, origins.values()),
        }

    def supported(self) -> set[int]:
        """Met, referred, trained, at work (for whatever lot, or none) or gone in the period."""
        at_work = [row for row in self.rows["placements"] if self.stands(row) and self.overlaps(row)]
        rows = [*self.met(), *self.referred("created_at"), *at_work, *self.left()]
        return {row["candidate_id"] for row in rows} | {person for person, _ in self.attended()}

    def sustained(self) -> set[int]:
        return {row["candidate_id"] for row in self.left() if row["kind"] == "certification" or lasting(row)}

    def all_targets(self) -> Row:
        supported, sustained = len(self.supported()), len(self.sustained())
        share = rounded(Decimal(100 * sustained) / supported, TENTH) if supported else Decimal()
        return {"supported": supported, "sustained": sustained, "sustained_percent": share} | PROTOCOL


def lasting(row: Row) -> bool:
    """Whether an exit is to lasting work: a CDI, six months of CDD or temporary work, the civil service, a
    business of their own."""
    if row["kind"] in {"civil_service", "own_business"}:
        return True
    if row["kind"] not in {"hiring_company", "outside_contract"}:
        return False
    return row["contract"] == "cdi" or (row["contract"] in {"cdd", "interim"} and row["months"] >= 6)


def tally(names: Iterable[str], found: Iterable[str]) -> dict[str, int]:
    counts = Counter(found)
    return {name: counts[name] for name in names}


def total(numbers: Iterable[Decimal | int]) -> Decimal:
    return sum(numbers, Decimal())


def mean(numbers: list[Decimal]) -> Decimal | None:
    return rounded(sum(numbers, Decimal()) / len(numbers), CENT) if numbers else None


def rounded(number: Decimal, to: Decimal) -> Decimal:
    return number.quantize(to, ROUND_HALF_UP)
