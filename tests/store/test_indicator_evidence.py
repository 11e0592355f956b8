"""The evidence behind the figures, against an independent count over random worlds with random files."""

from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from evidence_oracle import Proofs, clear_all, proven_world, write_all
from indicator_oracle import PARIS
from indicator_worlds import PERIODS

from bot.dialogue.journey.evidence.names import titles
from bot.reports.indicators.proof import section, shares
from bot.rules.evidence import ORDER
from bot.rules.period import Period
from bot.store import indicators
from bot.store.database import Database, Session
from bot.store.indicators import evidence
from bot.store.indicators.evidence import FIRST, Lacking
from bot.store.indicators.scope import Asked
from bot.store.indicators.tallies import Tally, tallies

WORLDS, BATCHES, FEWER = 48, 3, 6
WIDE = PERIODS[-1]
ASKED = [(PERIODS[0], None), (PERIODS[1], 2), (PERIODS[3], None), (PERIODS[4], 3), (WIDE, None), (WIDE, 2)]


def tally(facts: Sequence[dict[str, Any]]) -> Tally:
    found = {name: [one for one in facts if one["standing"] == name] for name in ("proven", "lost")}
    weights = {name: sum((one["weight"] for one in some), 0) for name, some in found.items()}
    return Tally(
        len(found["proven"]), len(facts), len(found["lost"]),
        weights["proven"], sum((one["weight"] for one in facts), 0), weights["lost"],
    )  # fmt: skip


def counted(known: Proofs) -> dict[str, Tally]:
    facts = known.facts()
    found = {proof: tally([one for one in facts if one["proof"] == proof]) for proof in ORDER[:7]}
    validated = [one for one in facts if one["proof"] == "hours" and one["state"] == "validated"]
    return found | {"validated": tally(validated), "people": Tally(*known.proven_people())}


def by_place(known: Proofs) -> list[tuple[Any, ...]]:
    """What is missing, in the order of the list."""
    trainings = {row["id"]: row["starts_on"] for row in known.rows["trainings"]}
    placed = []
    for one in known.facts():
        if one["standing"] == "missing":
            proof = one["proof"]
            day = trainings[one["id"]] if proof == "training" else one["on"]
            dated = day.toordinal() if proof in ("hours", "training", "exit") else 0
            line = (proof, one["id"], one["on"], one["owed_by"], one["adviser"])
            placed.append((ORDER.index(proof), dated, one["id"], line))
    return [line for *_, line in sorted(placed, key=lambda one: one[:3])]


def told(found: Sequence[Lacking]) -> list[tuple[Any, ...]]:
    return [(one.proof, one.number, one.on, one.owed_by, one.adviser_id) for one in found]


def paged(session: Session, asked: Asked, size: int) -> list[Lacking]:
    """The whole list, page after page."""
    found: list[Lacking] = []
    while page := evidence.missing(session, asked, found[-1].place if found else FIRST, size):
        assert len(page) <= size
        found += page
    return found


@pytest.mark.parametrize("batch", range(BATCHES))
def test_shares_and_what_is_missing_equal_an_independent_count(database: Database, batch: int) -> None:
    worlds = WORLDS if database.on_sqlite else WORLDS // FEWER
    for seed in range(batch, worlds, BATCHES):
        world, files, sent = proven_world(seed)
        with database.begin() as session:
            write_all(session, world, files, sent)
            for (first, last), buyer in ASKED:
                asked = Asked(Period(first, last), PARIS, buyer)
                known = Proofs(world, files, sent, (first, last, buyer))
                assert dict(tallies(session, asked)) == counted(known), (seed, first, buyer)
                expected = by_place(known)
                assert told(evidence.missing(session, asked, FIRST, 500)) == expected, (seed, first, buyer)
                if (first, last) == WIDE:
                    check_owed(session, asked, expected)
                    check_pages(session, asked)
            clear_all(session)


def check_owed(session: Session, asked: Asked, expected: list[tuple[Any, ...]]) -> None:
    for home in (2, 3, 4, 5):
        mine = [line for line in expected if line[3] == home]
        assert told(evidence.owed(session, asked, home, 500)) == mine
        assert told(evidence.owed(session, asked, home, 3)) == mine[:3]


def check_pages(session: Session, asked: Asked) -> None:
    whole = evidence.missing(session, asked, FIRST, 500)
    assert paged(session, asked, 3) == whole
    for one in whole[:4]:
        assert evidence.find(session, asked, one.proof, one.number) == one
    assert evidence.find(session, asked, "hours", 10**8) is None


def test_the_worlds_hold_what_is_counted() -> None:
    """Every proof is somewhere given, missing and, for what is about people, lost."""
    seen: set[tuple[str, str]] = set()
    for seed in range(40):
        known = Proofs(*proven_world(seed), (*WIDE, None))
        seen |= {(one["proof"], one["standing"]) for one in known.facts()}
    for proof in ORDER[:7]:
        assert {(proof, "proven"), (proof, "missing")} <= seen
        assert ((proof, "lost") in seen) == (proof not in ("notice", "award"))


def test_the_shares_are_of_the_figures_themselves(on_sqlite: Database) -> None:
    """What is divided by is the figure the report tells, and the section says both."""
    told_any = lost = False
    for seed in range(30):
        world, files, sent = proven_world(seed)
        with on_sqlite.begin() as session:
            write_all(session, world, files, sent)
            asked = Asked(Period(*WIDE), PARIS)
            figures, found = indicators.figures(session, asked), shares(session, asked)
            totals = {one.key: one.total for one in found}
            assert totals["hours.declared.hours"] == figures["hours"]["declared"]
            assert totals["hours.validated.hours"] == figures["hours"]["validated"]
            assert totals["people.beneficiaries.contract"] == at_work(session)
            assert totals["people.beneficiaries.eligibility"] == figures["people"]["beneficiaries"]
            assert totals["people.positive_exits.exit"] == figures["people"]["positive_exits"]["total"]
            assert totals["markets.procurements.notice"] <= figures["markets"]["procurements"]
            lines = {line.key: line.value for line in section(found, "fr").lines}
            for one in found:
                assert lines[f"evidence.{one.key}.total"] == one.total
                assert lines.get(f"evidence.{one.key}.lost", 0) == one.lost
                lost |= bool(one.lost)
                assert (one.percent == 100) == (bool(one.total) and one.proven == one.total)
                told_any |= one.percent is not None and 0 < one.percent < 100
            clear_all(session)
    assert told_any
    assert lost


def at_work(session: Session) -> int:
    """How many people have a hire on a lot with a clause that was confirmed, in the period of all days."""
    query = """
        SELECT count(DISTINCT p.candidate_id) FROM placements p JOIN lots l ON l.id = p.lot_id
        WHERE p.state = 'confirmed' AND l.confirmed_on IS NOT NULL AND p.starts_on <= :last
        AND coalesce(p.ended_on, p.planned_end, :first) >= :first
    """
    return int(
        session.core.execute(sa.text(query), {"first": str(WIDE[0]), "last": str(WIDE[1])}).scalar_one()
    )


SHARES = 22


def test_a_page_costs_the_same_however_much_is_missing(on_sqlite: Database) -> None:
    asked, longest, most, statements = Asked(Period(*WIDE), PARIS), 0, 0, list[str]()
    for seed in range(30):
        world, files, sent = proven_world(seed)
        with on_sqlite.begin() as session:
            write_all(session, world, files, sent)
            before = counting(session, statements)
            whole = evidence.missing(session, asked, FIRST, 500)
            assert len(statements) == 7
            kinds = {one.subject for one in whole}
            titles(session, [(one.proof, one.subject, one.number) for one in whole], "fr", staff=True)
            assert len(statements) == 7 + len(kinds) + 1
            statements.clear()
            tallies(session, asked)
            assert len(statements) <= SHARES
            most = max(most, len(statements))
            sa.event.remove(session.core, "before_cursor_execute", before)
            statements.clear()
            longest = max(longest, len(whole))
            clear_all(session)
    assert longest > 16
    assert most == SHARES


def counting(session: Session, statements: list[str]) -> Any:
    """Keep every statement from now on. Returns what listens."""

    def note(*said: Any) -> None:
        statements.append(said[2])

    sa.event.listen(session.core, "before_cursor_execute", note)
    return note
