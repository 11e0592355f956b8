"""Two people at once: what one of them did not see is not touched."""

import threading
from datetime import timedelta
from pathlib import Path

from proofs import NAME, give
from rows import NOW, rows
from test_store_evidence import Cast, swept
from test_store_worked import OCTOBER, declare, firm, turn

from bot.actions import validate_hours
from bot.dialogue.journey.hours.cards import digest
from bot.store import evidence, worked
from bot.store.database import Database
from bot.store.evidence import identity
from bot.store.files import GRACE, UNUSED, Files
from bot.store.sealed import Sealer
from bot.store.tables import Evidence, WorkedMonth

SOON = timedelta(minutes=2)


def test_hours_declared_while_a_month_is_validated_wait_for_another_look(database: Database) -> None:
    with database.begin() as session:
        staff, member, ids = firm(session, 2)
        declare(session, member, {ids[0]: "100"}, {})
        shown = digest(worked.waiting(session, member.organisation_id, OCTOBER))

    def validate() -> None:
        with database.begin() as session:
            validate_hours.validate_month(turn(session, staff, "v"), member.organisation_id, OCTOBER, shown)

    other = threading.Thread(target=validate)
    with database.begin() as session:
        declare(session, member, {ids[1]: "150"}, {}, "late")
        other.start()
        other.join(0.5)
    other.join(20)
    found = {row.placement_id: row.state for row in rows(database, WorkedMonth.__table__)}
    assert found[ids[1]] == "declared"


def test_a_file_given_while_its_other_use_is_removed_is_not_swept(database: Database) -> None:
    """On PostgreSQL the sweep runs beside a transaction whose row nobody sees yet."""
    with database.begin() as session:
        cast = Cast(session)
        first = cast.give("placement", cast.site.placement, "contract", content=b"same")
        number, kept = identity(first), first.digest
    if database.on_sqlite:
        with database.begin() as session:
            assert session.files.hold(kept, NOW + SOON)
            assert evidence.remove(session, number, kept, NOW + SOON)
            assert swept(session, NOW + SOON) == 0
        return
    with database.begin() as giving:
        assert giving.files.hold(kept, NOW + SOON)
        give(giving, "month", cast.site.month, "hours", cast.company.id, NOW, b"same", NAME)
        with database.begin() as removing:
            assert evidence.remove(removing, number, kept, NOW + SOON)
        with database.begin() as sweeping:
            assert swept(sweeping, NOW + SOON) == 0
    assert [row.digest for row in rows(database, Evidence.__table__)] == [kept]
    assert database.files.read(kept) == b"same"
    with database.begin() as session:
        assert swept(session, NOW + SOON + GRACE + SOON) == 0


def test_a_file_held_stays_as_long_as_a_form_may_wait(tmp_path: Path) -> None:
    files = Files(tmp_path / "evidence", Sealer([bytes(range(32))]))
    kept = files.keep(b"x", NOW)
    late = NOW + UNUSED + SOON
    assert files.hold(kept, late)
    assert files.sweep(int(kept[:2], 16), lambda _digests: [], late) == 0
    assert not files.hold("a" * 64, late)
