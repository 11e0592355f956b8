"""The indicators of the annex counted a second time, in plain Python over raw rows, without queries."""

from collections import Counter
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
POSITIVE = [
    "hiring_company",
    "outside_contract",
    "civil_service",
    "own_business",
    "training",
    "certification",
]
REASONS = [
    "trial_employer", "trial_employee", "resignation", "dismissal", "agreement",
    "health", "moved", "other_job", "training", "other",
]  # fmt: skip
ELIGIBLE = ["long_term", "rsa", "allowance", "disabled", "young", "senior", "structure", "district", "other"]
ORIGINS = ["plie", "anpe", "mission_locale", "other"]
Row = dict[str, Any]
Rows = dict[str, list[Row]]


class Oracle:
    """Counts for [first, last], for one buyer or all."""

    def __init__(
        self, rows: dict[str, list[Row]], opened: dict[int, list[str]], asked: tuple[date, date, int | None]
    ):
        self.rows, self.opened = rows, opened
        self.first, self.last, self.buyer = asked
        self.markets = {row["id"]: row for row in rows["procurements"]}
        self.lots = {row["id"]: row for row in rows["lots"]}
        self.people = {row["id"]: row for row in rows["candidates"]}

    def within(self, day: date | datetime | None) -> bool:
        if day is None:
            return False
        if isinstance(day, datetime):
            day = day.astimezone(PARIS).date()
        return self.first <= day <= self.last

    def mine(self, lot: Row) -> bool:
        return self.buyer is None or self.markets[lot["procurement_id"]]["organisation_id"] == self.buyer

    def clause(self, lot_id: int | None) -> bool:
        return (
            lot_id is not None
            and self.lots[lot_id]["confirmed_on"] is not None
            and self.mine(self.lots[lot_id])
        )

    def counted(self, lot: Row) -> bool:
        return self.mine(lot) and self.within(lot["confirmed_on"]) and lot["state"] != "cancelled"

    def terms(self, lot: Row) -> tuple[Decimal | None, Decimal | None, Decimal]:
        """First amount, present amount, present months."""
        first = lot["amount"] if lot["awarded_amount"] is None else lot["awarded_amount"]
        now, months = first, self.markets[lot["procurement_id"]]["months"]
        mine = [row for row in self.rows["amendments"] if row["lot_id"] == lot["id"]]
        for row in sorted(mine, key=lambda row: (row["signed_on"], row["id"])):
            now = now if row["amount"] is None or first is None else row["amount"]
            months = months if row["months"] is None else row["months"]
        return first, now, months

    def market(self, market: Row) -> tuple[Decimal, Decimal, Decimal]:
        living = [
            x for x in self.rows["lots"] if x["procurement_id"] == market["id"] and x["state"] != "cancelled"
        ]
        terms = [self.terms(lot) for lot in living]
        first = sum((one for one, _, _ in terms if one is not None), Decimal())
        if market["amount"] is not None and any(one is None for one, _, _ in terms):
            first = market["amount"]
        more = sum((now - one for one, now, _ in terms if one is not None and now is not None), Decimal())
        return first, first + more, max(months for _, _, months in terms)

    def figures(self) -> Row:
        return {
            "markets": self.all_markets(),
            "hours": self.all_hours(),
            "people": self.all_people(),
            "implementation": self.all_work(),
        }

    def all_markets(self) -> Row:
        lots = [lot for lot in self.rows["lots"] if self.counted(lot)]
        markets = [self.markets[number] for number in {lot["procurement_id"] for lot in lots}]
        known = {market["id"]: self.market(market) for market in markets}
        terms = [self.terms(lot) for lot in lots]
        zero = Decimal()
        by: Row = {}
        for name in ["works", "services", "supplies"]:
            some = [market for market in markets if market["category"] == name]
            by[name] = {"count": len(some), "amount": sum((known[one["id"]][1] for one in some), zero)}
        return {
            "procurements": len(markets),
            "amount": {
                "initial": sum((one for one, _, _ in known.values()), zero),
                "current": sum((one for _, one, _ in known.values()), zero),
            },
            "amount_lots": {
                "initial": sum((one for one, _, _ in terms if one is not None), zero),
                "current": sum((one for _, one, _ in terms if one is not None), zero),
            },
            "by_category": by,
            "mean_months": {
                "initial": mean([market["months"] for market in markets]),
                "current": mean([one for _, _, one in known.values()]),
            },
        }

    def all_hours(self) -> Row:
        worked = [
            x for x in self.rows["worked_months"] if self.within(x["month"]) and self.clause(x["lot_id"])
        ]
        return {
            "owed": sum(lot["hours_owed"] or 0 for lot in self.rows["lots"] if self.counted(lot)),
            "declared": sum((x["hours"] for x in worked if x["state"] != "asked_back"), Decimal()),
            "validated": sum((x["hours"] for x in worked if x["state"] == "validated"), Decimal()),
        }

    def stands(self, placement: Row) -> bool:
        return placement["state"] != "rejected"

    def placed(self, placement: Row) -> bool:
        return self.stands(placement) and self.clause(placement["lot_id"])

    def beneficiaries(self) -> set[int]:
        found = set()
        for one in self.rows["placements"]:
            last = one["ended_on"] or one["planned_end"] or date.max
            if (
                self.stands(one)
                and self.clause(one["lot_id"])
                and one["starts_on"] <= self.last
                and last >= self.first
            ):
                found.add(one["candidate_id"])
        return found

    def all_people(self) -> Row:
        found = self.beneficiaries()
        people = [self.people[number] for number in found]
        exits = [x for x in self.rows["exits"] if self.within(x["left_on"]) and x["cancelled_at"] is None]
        if self.buyer is not None:
            placed = {
                x["candidate_id"]
                for x in self.rows["placements"]
                if self.stands(x) and self.clause(x["lot_id"])
            }
            exits = [x for x in exits if x["candidate_id"] in placed]
        kinds = Counter(x["kind"] for x in exits if x["kind"] in POSITIVE)
        left = [
            x
            for x in self.rows["placements"]
            if self.stands(x) and x["end_reason"] and self.within(x["ended_on"])
            and (self.buyer is None or self.clause(x["lot_id"]))
        ]  # fmt: skip
        return {
            "beneficiaries": len(found),
            "profile": self.profile(people),
            "positive_exits": {
                "total": kinds.total(),
                "hiring_company": kinds["hiring_company"],
                "outside_contract": kinds["outside_contract"]
                + kinds["civil_service"]
                + kinds["own_business"],
                "training": kinds["training"] + kinds["certification"],
            },
            "trained": self.trained(found),
            "leavers": {
                "people": len({x["candidate_id"] for x in left}),
                "placements": len(left),
                "reasons": {name: sum(x["end_reason"] == name for x in left) for name in REASONS},
            },
        }

    def trained(self, found: set[int]) -> Row:
        sets: dict[str, set[int]] = {"before": set(), "during": set()}
        courses = {x["id"]: x for x in self.rows["trainings"]}
        for one in self.rows["trainees"]:
            course = courses[one["training_id"]]
            if (
                one["candidate_id"] in found
                and self.within(course["starts_on"])
                and course["cancelled_at"] is None
            ):
                sets[course["timing"]].add(one["candidate_id"])
        return {"total": len(sets["before"] | sets["during"])} | {
            name: len(some) for name, some in sets.items()
        }

    def profile(self, people: list[Row]) -> Row:
        def among(names: list[str], of: Any) -> dict[str, int]:
            found = Counter(of(one) for one in people)
            return {name: found[name] for name in names}

        def years(one: Row) -> str:
            n = one["experience"]
            return "0" if n == 0 else "1_2" if n in (1, 2) else "3_5" if n in (3, 4, 5) else "over_5"

        def age(one: Row) -> str:
            n = self.last.year - one["birth_year"]
            return "under_26" if n <= 25 else "26_49" if n <= 49 else "50_and_over"

        levels = {2: "infra_3", 3: "3", 4: "4", 5: "5", 6: "6", 7: "7_8"}
        held = Counter(code for one in people for code in self.opened[one["id"]])
        return {
            "level": among(list(levels.values()), lambda one: levels[one["level"]]),
            "experience": among(["0", "1_2", "3_5", "over_5"], years),
            "age": among(["under_26", "26_49", "50_and_over"], age),
            "sex": among(["female", "male", "unsaid"], lambda one: one["sex"]),
            "eligibility": {code: held[code] for code in ELIGIBLE},
            "origin": among(ORIGINS, lambda one: one["origin"]),
        }

    def all_work(self) -> Row:
        offers = {x["id"]: x for x in self.rows["offers"]}
        refs = [
            x
            for x in self.rows["referrals"]
            if self.buyer is None or self.clause(offers[x["offer_id"]]["lot_id"])
        ]
        made = [x for x in refs if self.within(x["created_at"])]
        shown = {x["candidate_id"] for x in refs if self.within(x["presented_at"])}
        held = [x for x in self.rows["interviews"] if self.within(x["held_on"]) and x["outcome"] != "absent"]
        met = {"total": len(held), "by_adviser": dict(Counter(x["adviser_id"] for x in held))}
        return {
            "interviews": met if self.buyer is None else None,
            "referrals": {"total": len(made), "hired": sum(x["state"] == "hired" for x in made)},
            "presented": {name: sum(self.people[n]["origin"] == name for n in shown) for name in ORIGINS},
        }


def mean(values: list[Decimal]) -> Decimal | None:
    if not values:
        return None
    return (sum(values, Decimal()) / len(values)).quantize(Decimal("0.01"), ROUND_HALF_UP)
