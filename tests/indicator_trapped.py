"""A world with every trap of the annex in it, built by hand, and its figures, counted by hand: the first
quarter of a leap year, in which one of the two buyers left."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from indicator_oracle import GROUNDS, LEVELS, ORIGINS, REASONS, tally
from indicator_worlds import NOON, Draw

QUARTER = (date(2028, 1, 1), date(2028, 3, 31))
LEFT, STAYED = 2, 3
JAN, FEB, MAR, APR = (date(2028, month, 1) for month in (1, 2, 3, 4))
EVE, LAST, LEAP = date(2027, 12, 31), date(2028, 3, 31), date(2028, 2, 29)
NEW_YEAR_IN_PARIS = datetime(2027, 12, 31, 23, 30, tzinfo=UTC)
APRIL_IN_PARIS = datetime(2028, 3, 31, 22, 30, tzinfo=UTC)


def trapped() -> Draw:
    world = Draw(random.Random(0))
    for kind, left in (("plie", None), ("buyer", FEB), ("buyer", None), ("company", None), ("siae", None)):
        world.put("organisations", kind=kind, left_on=left)
    for number in (1, 2):
        world.put("persons", telegram_id=number)
    markets(world)
    people(world)
    placements(world)
    way(world)
    return world


def markets(world: Draw) -> None:
    for buyer, category, amount, months in (
        (LEFT, "works", None, 12),
        (STAYED, "services", 40000, 6),
        (STAYED, "supplies", 7, 1),
        (STAYED, "works", 5, 1),
    ):
        worth = None if amount is None else Decimal(amount)
        about = {"organisation_id": buyer, "category": category, "amount": worth, "months": Decimal(months)}
        world.put("procurements", **about)
    for place, (market, state, amount, awarded, hours, confirmed) in enumerate((
        (1, "running", 100000, 90000, 800, JAN),
        (1, "cancelled", 50000, None, 400, date(2028, 2, 10)),
        (1, "declined", 10000, None, None, None),
        (2, "published", None, None, 150, LAST),
        (3, "completed", 7, 7, 999, APR),
        (4, "announced", 5, None, None, None),
    )):  # fmt: skip
        about = {"procurement_id": market, "position": place, "state": state, "hours_owed": hours}
        worths = {"amount": amount, "awarded_amount": awarded}
        worths = {name: None if worth is None else Decimal(worth) for name, worth in worths.items()}
        world.put("lots", **about, **worths, confirmed_on=confirmed)
    for signed, amount, months in ((MAR, 95000, None), (MAR, 96000, None), (FEB, 99000, 14)):
        terms = {"amount": Decimal(amount), "months": months and Decimal(months)}
        world.put("amendments", lot_id=1, signed_on=signed, **terms)


def people(world: Draw) -> None:
    for year, sex, level, experience, origin, state, grounds in (
        (2002, "female", 2, 0, "plie", "active", ["young", "rsa"]),
        (1978, "male", 7, 5, "anpe", "anonymised", ["senior"]),
        (2003, "unsaid", 4, 2, "mission_locale", "closed", ["district"]),
        *((1990, "female", 3, 9, "other", "active", ["other"]) for _ in range(5)),
    ):
        about = {"birth_year": year, "sex": sex, "level": level, "experience": experience, "origin": origin}
        world.opened[world.put("candidates", **about, state=state)] = grounds


def placements(world: Draw) -> None:
    for person, lot, state, starts, planned, ended, reason in (
        (1, 1, "confirmed", date(2027, 11, 1), JAN, None, None),
        (1, 1, "confirmed", date(2028, 1, 5), date(2028, 12, 31), LEAP, "resignation"),
        (1, 5, "confirmed", MAR, date(2028, 6, 30), LAST, "health"),
        (2, 2, "confirmed", date(2027, 6, 1), None, None, None),
        (3, 4, "declared", LAST, date(2028, 9, 30), None, None),
        (4, 1, "confirmed", date(2027, 11, 1), EVE, None, None),
        (4, 6, "confirmed", JAN, MAR, date(2028, 1, 15), "other"),
        (5, 1, "rejected", JAN, MAR, None, None),
        (6, 5, "declared", date(2027, 12, 1), date(2028, 6, 30), EVE, "moved"),
        (8, 1, "declared", APR, None, None, None),
    ):
        about = {"candidate_id": person, "lot_id": lot, "state": state, "starts_on": starts}
        world.put("placements", **about, planned_end=planned, ended_on=ended, end_reason=reason)
    for placement, month, hours, state in (
        (1, date(2027, 12, 1), "100", "validated"),
        (1, JAN, "120.50", "validated"),
        (2, FEB, "100.25", "declared"),
        (4, JAN, "10", "validated"),
        (4, MAR, "50", "asked_back"),
        (7, JAN, "30", "declared"),
        (3, APR, "8", "declared"),
    ):
        lot = world.rows["placements"][placement - 1]["lot_id"]
        about = {"placement_id": placement, "lot_id": lot, "month": month}
        world.put("worked_months", **about, hours=Decimal(hours), state=state)


def way(world: Draw) -> None:
    for person, adviser, held, outcome in (
        (3, 1, LAST, "progress"), (5, 2, JAN, "absent"), (8, 1, EVE, "ready"), (4, 2, LEAP, "obstacle"),
    ):  # fmt: skip
        world.put("interviews", candidate_id=person, adviser_id=adviser, held_on=held, outcome=outcome)
    for timing, starts, cancelled, trainees in (
        ("before", JAN, None, {1: "done", 7: "planned"}),
        ("during", LEAP, None, {1: "dropped", 2: "certified"}),
        ("during", FEB, NOON, {3: "planned"}),
        ("during", APR, None, {3: "planned"}),
    ):
        number = world.put(
            "trainings", timing=timing, starts_on=starts, ends_on=starts, cancelled_at=cancelled
        )
        for person, state in trainees.items():
            world.rows["trainees"].append({"training_id": number, "candidate_id": person, "state": state})
    for person, left, kind, contract, months, cancelled in (
        (7, LEAP, "outside_contract", "cdi", None, None), (1, JAN, "own_business", None, None, None),
        (1, LAST, "certification", None, None, None), (2, FEB, "civil_service", None, None, NOON),
        (3, FEB, "none", None, None, None), (4, EVE, "hiring_company", "cdd", 6, None),
        (4, APR, "training", None, None, None), (2, MAR, "hiring_company", "cdd", 5, None),
        (5, LEAP, "outside_contract", "interim", 6, None),
    ):  # fmt: skip
        about = {"candidate_id": person, "left_on": left, "kind": kind, "contract": contract}
        world.put("exits", **about, months=months and Decimal(months), cancelled_at=cancelled)
    for lot in (1, None):
        world.put("offers", lot_id=lot)
    for person, offer, state, created, presented in (
        (1, 1, "hired", NEW_YEAR_IN_PARIS, NEW_YEAR_IN_PARIS), (5, 1, "awaiting", APRIL_IN_PARIS, None),
        (1, 2, "refused", *[datetime(2028, 2, 10, 12, tzinfo=UTC)] * 2),
        (6, 2, "obsolete", datetime(2027, 12, 1, 12, tzinfo=UTC), datetime(2028, 1, 3, 12, tzinfo=UTC)),
    ):  # fmt: skip
        about = {"candidate_id": person, "offer_id": offer, "state": state}
        world.put("referrals", **about, created_at=created, presented_at=presented)


def by(names: Any, **counts: int) -> dict[str, int]:
    """Nought for each of these names but those said."""
    assert counts.keys() <= set(names)
    return tally(names, []) | counts


def euros(initial: int, current: int) -> dict[str, Decimal]:
    return {"initial": Decimal(initial), "current": Decimal(current)}


def categories(**said: tuple[int, int]) -> dict[str, Any]:
    return {name: {"count": count, "amount": Decimal(amount)} for name, (count, amount) in said.items()}


OF_ALL: dict[str, Any] = {
    "markets": {
        "procurements": 2,
        "amount": euros(140000, 146000),
        "amount_lots": euros(90000, 96000),
        "by_category": categories(works=(1, 106000), services=(1, 40000), supplies=(0, 0)),
        "mean_months": {"initial": Decimal(9), "current": Decimal(10)},
    },
    "hours": {"owed": 950, "declared": Decimal("230.75"), "validated": Decimal("130.50")},
    "people": {
        "beneficiaries": 3,
        "profile": {
            "level": by(LEVELS.values(), infra_3=1) | {"7_8": 1, "4": 1},
            "experience": {"0": 1, "1_2": 1, "3_5": 1, "over_5": 0},
            "age": {"under_26": 1, "26_49": 1, "50_and_over": 1},
            "sex": {"female": 1, "male": 1, "unsaid": 1},
            "eligibility": by(GROUNDS, young=1, rsa=1, senior=1, district=1),
            "origin": by(ORIGINS, plie=1, anpe=1, mission_locale=1),
        },
        "positive_exits": {"total": 5, "hiring_company": 1, "outside_contract": 3, "training": 1},
        "trained": {"total": 2, "before": 1, "during": 2},
        "leavers": {"people": 2, "placements": 3, "reasons": by(REASONS, resignation=1, health=1, other=1)},
    },
    "implementation": {
        "interviews": {"total": 2, "by_adviser": {1: 1, 2: 1}},
        "referrals": {"total": 2, "hired": 1},
        "presented": by(ORIGINS, plie=1, other=1),
    },
    "targets": {
        "supported": 6,
        "supported_target": 1200,
        "sustained": 3,
        "sustained_percent": Decimal(50),
        "sustained_percent_target": Decimal(50),
    },
}
OF_THE_ONE_THAT_LEFT: dict[str, Any] = {
    "markets": {
        "procurements": 1,
        "amount": euros(100000, 106000),
        "amount_lots": euros(90000, 96000),
        "by_category": categories(works=(1, 106000), services=(0, 0), supplies=(0, 0)),
        "mean_months": {"initial": Decimal(12), "current": Decimal(14)},
    },
    "hours": {"owed": 800, "declared": Decimal("230.75"), "validated": Decimal("130.50")},
    "people": {
        "beneficiaries": 2,
        "profile": {
            "level": by(LEVELS.values(), infra_3=1) | {"7_8": 1},
            "experience": {"0": 1, "1_2": 0, "3_5": 1, "over_5": 0},
            "age": {"under_26": 0, "26_49": 1, "50_and_over": 1},
            "sex": {"female": 1, "male": 1, "unsaid": 0},
            "eligibility": by(GROUNDS, young=1, rsa=1, senior=1),
            "origin": by(ORIGINS, plie=1, anpe=1),
        },
        "positive_exits": {"total": 3, "hiring_company": 1, "outside_contract": 1, "training": 1},
        "trained": {"total": 2, "before": 1, "during": 2},
        "leavers": {"people": 1, "placements": 1, "reasons": by(REASONS, resignation=1)},
    },
    "implementation": {
        "interviews": None,
        "referrals": {"total": 1, "hired": 1},
        "presented": by(ORIGINS, plie=1),
    },
    "targets": None,
}
