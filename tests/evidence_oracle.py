"""What files prove behind the figures, counted a second time in plain Python over raw rows; and worlds where
some of it is proven."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from indicator_oracle import Oracle
from indicator_worlds import NOON, Draw, clear, draw, write

from bot.store.database import Session
from bot.store.tables import Attachment, Evidence, rows_of

Row = dict[str, Any]
NOTICED = {"published", "awarded", "running", "completed"}
AWARDED = NOTICED - {"published"}
LEFT_FOR = {
    "hiring_company", "outside_contract", "civil_service", "own_business", "training", "certification",
}  # fmt: skip
SUBJECTS = {
    "procurement": ("procurements", ("notice", "award", "other")),
    "lot": ("lots", ("notice", "award", "other")),
    "placement": ("placements", ("contract", "other")),
    "month": ("worked_months", ("hours",)),
    "training": ("trainings", ("training",)),
    "exit": ("exits", ("exit",)),
    "candidate": ("candidates", ("eligibility", "other")),
}


def proven_world(seed: int) -> tuple[Draw, list[Row], list[int]]:
    """A world of `indicator_worlds` with what files are about: certificates, links of notices, people
    anonymised, advisers; the files themselves; and the contracts with a notice sent as a file."""
    world, dice = draw(seed), random.Random(seed * 7 + 1)
    for row in world.rows["trainees"]:
        row["state"] = dice.choice(["planned", "certified", "certified", "dropped"])
    for row in world.rows["candidates"]:
        row["state"] = dice.choice(["active", "active", "closed", "anonymised"])
        row["adviser_id"] = dice.choice([None, 1, 2, 3])
    for row in world.rows["lots"]:
        row["notice_link"] = "https://x" if dice.random() < 0.3 else None
        row["published_on"] = world.day() if row["state"] in NOTICED and dice.random() < 0.5 else None
    for row in world.rows["placements"]:
        row["declaring_id"] = dice.choice([4, 5])
    files = []
    for subject, (table, proofs) in SUBJECTS.items():
        for row in world.rows[table]:
            for copy in range(dice.choice([0, 0, 1, 1, 2])):
                proof = dice.choice(proofs)
                files.append({"subject": subject, "subject_id": row["id"], "proof": proof, "copy": copy})
    sent = [row["id"] for row in world.rows["procurements"] if dice.random() < 0.2]
    return world, files, sent


def write_all(session: Session, world: Draw, files: list[Row], sent: list[int]) -> None:
    """Lay all of it down in an empty database."""
    write(session, world)
    for place, one in enumerate(files):
        row = one | {"uid": f"e{place}", "digest": f"{place:064x}", "size": 1, "media_type": "x", "name": b""}
        row |= {"added_by": 1, "on_behalf": False, "added_at": NOON}
        row.pop("copy")
        session.core.execute(sa.insert(rows_of(Evidence)).values(**row))
    for place, number in enumerate(sent):
        file = {"uid": f"a{place}", "procurement_id": number, "purpose": "notice", "file": b"", "added_by": 1}
        session.core.execute(sa.insert(rows_of(Attachment)).values(**file, added_at=NOON))


def clear_all(session: Session) -> None:
    """Empty the tables again."""
    for table in (Evidence, Attachment):
        session.core.execute(sa.delete(rows_of(table)))
    clear(session)


class Proofs(Oracle):
    """The facts behind the figures, each {proof, id, on, owed_by, adviser, standing, weight}."""

    def __init__(
        self, world: Draw, files: list[Row], sent: list[int], asked: tuple[date, date, int | None]
    ) -> None:
        super().__init__(world.rows, world.opened, asked)
        self.files = {(one["subject"], one["subject_id"], one["proof"]) for one in files}
        self.sent = set(sent)

    def has(self, subject: str, number: int, proof: str) -> bool:
        return (subject, number, proof) in self.files

    def known(self, candidate: int) -> bool:
        return self.people[candidate]["state"] != "anonymised"

    def fact(self, proof: str, row: Row, on: date, proven: bool, gone: bool = False, **more: Any) -> Row:
        standing = "proven" if proven else "lost" if gone else "missing"
        bare = {"owed_by": None, "adviser": None, "weight": Decimal()}
        return bare | {"proof": proof, "id": row["id"], "on": on, "standing": standing} | more

    def facts(self) -> list[Row]:
        return [
            *self.notices(),
            *self.awards(),
            *self.contracts(),
            *self.months(),
            *self.certificates(),
            *self.departures(),
            *self.eligible(),
        ]

    def notices(self) -> list[Row]:
        found = []
        for market in self.rows["procurements"]:
            lots = [
                lot for lot in self.rows["lots"]
                if lot["procurement_id"] == market["id"] and self.counted(lot) and lot["state"] in NOTICED
            ]  # fmt: skip
            if lots:
                bare = [
                    lot for lot in lots if not lot["notice_link"] and not self.has("lot", lot["id"], "notice")
                ]
                proven = (
                    market["id"] in self.sent or self.has("procurement", market["id"], "notice") or not bare
                )
                on = min(lot["published_on"] or lot["awarded_on"] or lot["confirmed_on"] for lot in lots)
                found.append(self.fact("notice", market, on, proven, owed_by=market["organisation_id"]))
        return found

    def awards(self) -> list[Row]:
        markets = {row["id"]: row for row in self.rows["procurements"]}
        found = []
        for lot in self.rows["lots"]:
            if self.counted(lot) and lot["state"] in AWARDED:
                market = markets[lot["procurement_id"]]
                proven = self.has("lot", lot["id"], "award") or self.has("procurement", market["id"], "award")
                worth = lot["awarded_amount"] or lot["amount"] or Decimal()
                on = lot["awarded_on"] or lot["confirmed_on"]
                owner = market["organisation_id"]
                found.append(self.fact("award", lot, on, proven, owed_by=owner, weight=worth))
        return found

    def overlapping(self) -> list[Row]:
        return [
            one for one in self.rows["placements"]
            if self.placed(one) and one["starts_on"] <= self.last
            and (one["ended_on"] or one["planned_end"] or date.max) >= self.first
        ]  # fmt: skip

    def contracts(self) -> list[Row]:
        return [
            self.fact(
                "contract", one, one["starts_on"], self.has("placement", one["id"], "contract"),
                not self.known(one["candidate_id"]), owed_by=one["declaring_id"],
            )
            for one in self.overlapping()
            if one["state"] == "confirmed"
        ]  # fmt: skip

    def months(self) -> list[Row]:
        placements = {row["id"]: row for row in self.rows["placements"]}
        found = []
        for one in self.rows["worked_months"]:
            if not (self.within(one["month"]) and self.clause(one["lot_id"]) and one["hours"]):
                continue
            if one["state"] == "asked_back":
                continue
            placement, proven = placements[one["placement_id"]], self.has("month", one["id"], "hours")
            gone, owner = not self.known(placement["candidate_id"]), placement["declaring_id"]
            more = {"owed_by": owner, "weight": one["hours"], "state": one["state"]}
            found.append(self.fact("hours", one, one["month"], proven, gone, **more))
        return found

    def certificates(self) -> list[Row]:
        found, mine = [], self.beneficiaries()
        for one in self.rows["trainings"]:
            people = [
                row["candidate_id"] for row in self.rows["trainees"]
                if row["training_id"] == one["id"] and row["state"] == "certified"
                and row["candidate_id"] in mine
            ]  # fmt: skip
            if people and self.within(one["starts_on"]) and one["cancelled_at"] is None:
                gone = not any(self.known(number) for number in people)
                advisers = [self.people[number]["adviser_id"] for number in people]
                adviser = min((number for number in advisers if number), default=None)
                proven = self.has("training", one["id"], "training")
                found.append(self.fact("training", one, one["ends_on"], proven, gone, adviser=adviser))
        return found

    def departures(self) -> list[Row]:
        placed = {one["candidate_id"] for one in self.rows["placements"] if self.placed(one)}
        return [
            self.fact(
                "exit", one, one["left_on"], self.has("exit", one["id"], "exit"),
                not self.known(one["candidate_id"]), adviser=self.people[one["candidate_id"]]["adviser_id"],
            )
            for one in self.rows["exits"]
            if self.within(one["left_on"]) and one["cancelled_at"] is None and one["kind"] in LEFT_FOR
            and (self.buyer is None or one["candidate_id"] in placed)
        ]  # fmt: skip

    def eligible(self) -> list[Row]:
        found = []
        for number in sorted(self.beneficiaries()):
            on = min(one["starts_on"] for one in self.overlapping() if one["candidate_id"] == number)
            adviser = self.people[number]["adviser_id"]
            proven, gone = self.has("candidate", number, "eligibility"), not self.known(number)
            found.append(self.fact("eligibility", {"id": number}, on, proven, gone, adviser=adviser))
        return found

    def proven_people(self) -> tuple[int, int, int]:
        """Beneficiaries with a confirmed hire: with a work contract that is proven, in all, and without one
        but anonymised."""
        hires = [one for one in self.overlapping() if one["state"] == "confirmed"]
        mine = {one["candidate_id"] for one in hires}
        proven = {one["candidate_id"] for one in hires if self.has("placement", one["id"], "contract")}
        return len(proven), len(mine), sum(not self.known(number) for number in mine - proven)
