"""Evidence: rows, what is missing and to whom it is said, the sweep and the key."""

from contextlib import closing
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from proofs import NAME, Site, build, give
from rows import NOW, join, work
from vacancies import LOTS

from bot.jobs import purge
from bot.rules import evidence as rules
from bot.store import (
    agreements,
    evidence,
    evidence_facts,
    organisations,
    procurements,
    publication,
    rotation,
    terminations,
)
from bot.store.database import Database, Session
from bot.store.evidence import Giver, Sent
from bot.store.evidence_facts import Scope
from bot.store.evidence_things import thing
from bot.store.files import Files, LostFileError
from bot.store.people import Member
from bot.store.rotation import UnknownKeyError
from bot.store.sealed import Sealer
from bot.store.tables import Attachment, Candidate, Evidence, Role, rows_of

OLD, NEW, OTHER = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))
FIRST = (-1, 0)
ROWS = rows_of(Evidence)


class Cast:
    """Who owes something, and the site."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.adviser = join(session, 1, Role.FACILITATOR, "PLIE")
        self.buyer = join(session, 2, Role.BUYER, "Ville de Caen")
        self.company = join(session, 3, Role.COMPANY, "Bâti Normandie")
        self.siae = join(session, 4, Role.SIAE, "Tremplin")
        self.site = build(session, self.buyer, self.company, self.adviser, self.siae.organisation_id, NOW)

    def missing(self, **scope: Any) -> list[tuple[str, str, int]]:
        found = evidence_facts.missing(self.session, Scope(**scope), FIRST, 50)
        return [(one.proof, one.subject, one.id) for one in found]

    def give(self, subject: str, number: int, proof: str, by: Member | None = None, **more: Any) -> Evidence:
        return give(self.session, subject, number, proof, (by or self.company).id, NOW, **more)

    def noticed(self) -> int:
        """The number of a notice of termination of the buyer."""
        first, last = date(2025, 1, 1), date(2027, 12, 31)
        number = agreements.identity(agreements.add(self.session, first, last, self.adviser.id, NOW))
        home = self.buyer.organisation_id
        said = terminations.Notice(number, home, "x", date(2026, 11, 2), date(2027, 2, 2))
        made = terminations.add(self.session, said, self.adviser.id, NOW)
        assert made is not None
        return terminations.identity(made)


def expected(site: Site) -> list[tuple[str, str, int]]:
    return [
        ("notice", "procurement", site.procurement),
        *(("award", "lot", lot) for lot in site.lots),
        ("contract", "placement", site.placement),
        ("contract", "placement", site.lent),
        ("hours", "month", site.month),
        ("training", "training", site.training),
        ("exit", "exit", site.exit),
    ]


def test_every_fact_asks_for_its_proof_until_it_is_there(database: Database) -> None:
    with database.begin() as session:
        cast = Cast(session)
        here = {"procurement_id": cast.site.procurement}
        left = expected(cast.site)
        assert cast.missing(**here) == left
        for number, (proof, subject, row) in enumerate(list(left)):
            cast.give(subject, row, proof, content=bytes([number]))
            left.remove((proof, subject, row))
            assert cast.missing(**here) == left
        assert cast.missing(**here) == []


def test_each_owes_its_own_only(database: Database) -> None:
    with database.begin() as session:
        cast = Cast(session)
        site, here = cast.site, {"procurement_id": cast.site.procurement}
        whole = expected(site)
        assert cast.missing(**here, buyer_id=cast.buyer.organisation_id) == whole[:3]
        company = cast.company.organisation_id
        assert cast.missing(**here, employer_id=company) == [whole[3], whole[5]]
        assert cast.missing(**here, employer_id=cast.siae.organisation_id) == [whole[4]]
        assert cast.missing(**here, buyer_id=company) == []
        assert cast.missing(procurement_id=site.procurement + 1) == []
        owed = evidence_facts.missing(session, Scope(**here), FIRST, 50)
        assert [one.owed_by for one in owed] == [
            *[cast.buyer.organisation_id] * 3, company, cast.siae.organisation_id, company, None, None,
        ]  # fmt: skip
        for home in (company, cast.siae.organisation_id):
            assert evidence_facts.supplies(session, site.procurement, home)
        assert not evidence_facts.supplies(session, site.procurement, cast.buyer.organisation_id)
        assert not evidence_facts.supplies(session, site.procurement + 1, company)


def test_the_list_is_paged_without_hole_or_double(database: Database) -> None:
    with database.begin() as session:
        cast = Cast(session)
        scope, after, found = Scope(cast.site.procurement), FIRST, []
        while page := evidence_facts.missing(session, scope, after, 3):
            found += page
            after = (page[-1].rank, page[-1].id)
        assert [(one.proof, one.subject, one.id) for one in found] == expected(cast.site)


def test_a_notice_proven_otherwise_is_not_asked_for(database: Database) -> None:
    with database.begin() as session:
        cast = Cast(session)
        number, lots = cast.site.procurement, procurements.lots(session, cast.site.procurement)
        notice = ("notice", "procurement", number)
        assert publication.waiting(session, number, lots)
        session.core.execute(
            sa.update(LOTS).where(LOTS.c.id == lots[0].id).values(notice_link="https://x.fr")
        )
        assert notice in cast.missing(procurement_id=number)
        row = cast.give("lot", cast.site.lots[1], "notice")
        assert notice not in cast.missing(procurement_id=number)
        evidence.remove(session, evidence.identity(row), row.digest, NOW)
        procurements.attach(session, number, {"file_id": "x"}, cast.buyer.id, NOW, "notice")
        assert notice not in cast.missing(procurement_id=number)
        session.core.execute(sa.delete(rows_of(Attachment)))
        for lot in lots:
            session.refresh(lot)
            lot.published_on = NOW.date()
        assert not publication.proven(session, number, lots)
        cast.give("procurement", number, "notice")
        assert publication.proven(session, number, lots)
        assert publication.waiting(session, number, lots) == []


def test_only_what_happened_is_asked_for(database: Database) -> None:
    with database.begin() as session:
        cast = Cast(session)
        for statement in (
            "UPDATE lots SET state = 'published'",
            "UPDATE placements SET state = 'declared'",
            "UPDATE worked_months SET hours = 0",
            "UPDATE trainees SET state = 'done'",
            "UPDATE exits SET kind = 'none'",
        ):
            session.core.execute(sa.text(statement))
        here = {"procurement_id": cast.site.procurement}
        assert cast.missing(**here) == [("notice", "procurement", cast.site.procurement)]
        session.core.execute(sa.text("UPDATE lots SET state = 'confirmed'"))
        assert cast.missing(**here) == []


def test_likely_objects_begin_with_those_whose_proof_is_missing(database: Database) -> None:
    with database.begin() as session:
        cast = Cast(session)
        site = cast.site
        cast.give("placement", site.lent, "contract")
        assert evidence_facts.likely(session, Scope(), "contract", 6) == [
            ("placement", site.placement), ("placement", site.lent),
        ]  # fmt: skip
        assert evidence_facts.likely(session, Scope(), "contract", 1) == [("placement", site.placement)]
        home = cast.siae.organisation_id
        assert evidence_facts.likely(session, Scope(employer_id=home), "contract", 6) == [
            ("placement", site.lent)
        ]
        buyer = Scope(buyer_id=cast.buyer.organisation_id)
        assert evidence_facts.likely(session, buyer, "other", 6) == [("procurement", site.procurement)]
        assert evidence_facts.likely(session, buyer, "contract", 6) == []
        mine = Scope(adviser_id=cast.adviser.id)
        assert evidence_facts.likely(session, mine, "eligibility", 6) == []
        session.core.execute(sa.update(rows_of(Candidate)).values(adviser_id=cast.adviser.id))
        assert ("candidate", site.candidate) in evidence_facts.likely(session, mine, "eligibility", 6)


def test_every_kind_of_object_is_known(database: Database) -> None:
    with database.begin() as session:
        cast = Cast(session)
        site, buyer = cast.site, cast.buyer.organisation_id
        company, siae = cast.company.organisation_id, cast.siae.organisation_id
        numbers = {
            "procurement": site.procurement, "lot": site.lots[1], "placement": site.lent, "month": site.month,
            "training": site.training, "exit": site.exit, "candidate": site.candidate,
            "termination": cast.noticed(),
        }  # fmt: skip
        assert set(numbers) == set(rules.FITTING)
        found = {subject: thing(session, subject, number) for subject, number in numbers.items()}
        assert all(found.values())
        known = {subject: one for subject, one in found.items() if one is not None}
        assert known["lot"].reference.endswith("/2")
        assert {subject: one.owners for subject, one in known.items()} == {
            "procurement": (buyer,), "lot": (buyer,), "placement": (company, siae), "month": (company,),
            "training": (), "exit": (), "candidate": (), "termination": (),
        }  # fmt: skip
        assert known["termination"].reference == cast.buyer.organisation
        assert known["lot"].owners_for("award") == (buyer, company)
        assert known["lot"].owners_for("notice") == (buyer,)
        assert known["month"].on == date(2026, 10, 1)
        assert known["placement"].procurement_id == known["month"].procurement_id == site.procurement
        assert thing(session, "lot", 999) is None
        assert thing(session, "person", 1) is None


def test_the_same_file_twice_is_one_row_and_on_two_objects_one_file(database: Database) -> None:
    with database.begin() as session:
        cast = Cast(session)
        row = cast.give("placement", cast.site.placement, "contract")
        sent = Sent(row.digest, 1, "application/pdf", "autre.pdf")
        giver = Giver(cast.buyer.id, on_behalf=True)
        assert evidence.add(session, "placement", cast.site.placement, "contract", sent, giver, NOW) is None
        other = cast.give("placement", cast.site.lent, "contract")
        assert other.digest == row.digest
        assert list(session.files.all()) == [row.digest]
        assert evidence.name(session, row) == "contrat.pdf"
        assert b"contrat" not in row.name
        assert evidence.remove(session, evidence.identity(row), row.digest, NOW)
        assert not evidence.remove(session, evidence.identity(row), row.digest, NOW)
        assert swept(session, NOW) == 0
        evidence.remove(session, evidence.identity(other), other.digest, NOW)
        assert swept(session, NOW) == 0
        assert swept(session, NOW + timedelta(hours=2)) == 1
        assert list(session.files.all()) == []


def test_the_files_about_a_person(database: Database) -> None:
    with database.begin() as session:
        cast = Cast(session)
        site = cast.site
        kept = [
            cast.give("candidate", site.candidate, "eligibility"),
            cast.give("placement", site.placement, "contract"),
            cast.give("month", site.month, "hours"),
            cast.give("training", site.training, "training"),
            cast.give("exit", site.exit, "exit"),
        ]
        cast.give("placement", site.lent, "contract")
        assert [row.id for row in evidence.of_candidate(session, site.candidate)] == [row.id for row in kept]
        mine = evidence.about([("month", site.month)])
        assert [row.id for row in evidence.page(session, mine, rules.ORDER, 0, 9)] == [kept[2].id]
        assert evidence.last_of(session, cast.company.id) == ("placement", site.lent)
        assert evidence.last_of(session, cast.buyer.id) is None
        assert NAME not in str(kept[0])


def test_a_row_rolled_back_leaves_a_file_that_is_swept(database: Database) -> None:
    with (
        database.engine.connect() as connection,
        Session(connection, database.sealer, database.files) as session,
    ):
        cast = Cast(session)
        cast.give("placement", cast.site.placement, "contract")
        connection.rollback()
    [digest] = database.files.all()
    with database.begin() as session:
        assert swept(session, NOW) == 0
        assert swept(session, NOW + timedelta(days=16)) == 1
    assert not database.files.has(digest)


def swept(session: Session, now: datetime) -> int:
    """How many files the job deletes once it has looked into every folder."""
    return sum(purge.files(work(session, now + timedelta(seconds=10 * number))) for number in range(256))


def again(database: Database, *keys: bytes) -> Database:
    """The same database and the same folder, opened with these keys."""
    return Database(database.url.render_as_string(hide_password=False), Sealer(keys), database.files.folder)


def test_the_files_are_resealed_and_a_kill_does_no_harm(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as session:
        cast = Cast(session)
        kept = [
            cast.give("candidate", cast.site.candidate, "other", content=bytes([number])).digest
            for number in range(4)
        ]
    with closing(again(database, NEW, OLD)) as both:
        whole, done = Files.reseal, []

        def dying(files: Files, digest: str) -> bool:
            if len(done) == 2:
                raise KeyboardInterrupt
            done.append(digest)
            return whole(files, digest)

        with monkeypatch.context() as killed:
            killed.setattr(Files, "reseal", dying)
            with pytest.raises(KeyboardInterrupt):
                rotation.reseal_files(both)
        assert all(both.files.read(digest) for digest in kept)
        assert rotation.reseal_files(both) == 2
        assert rotation.reseal_files(both) == 0
    with closing(again(database, OTHER)) as lost, pytest.raises(UnknownKeyError):
        rotation.reseal_files(lost)
    with closing(again(database, NEW)) as renewed:
        assert [renewed.files.read(digest) for digest in kept] == [bytes([number]) for number in range(4)]
    with pytest.raises(LostFileError):
        database.files.read(kept[0])


def test_what_is_missing_costs_a_bounded_number_of_statements(database: Database) -> None:
    with database.begin() as session:
        cast = Cast(session)
        seen: list[str] = []

        def count(*arguments: Any) -> None:
            seen.append(arguments[2])

        sa.event.listen(database.engine, "before_cursor_execute", count)
        found = evidence_facts.missing(session, Scope(cast.site.procurement), FIRST, 9)
        sa.event.remove(database.engine, "before_cursor_execute", count)
        assert len(found) == 8
        assert len(seen) == 1
        assert organisations.find_number(session, found[0].owed_by or 0) is not None


def test_the_list_reads_indexes_only(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        for scope in (Scope(1), Scope(1, buyer_id=1), Scope(1, employer_id=1)):
            union = sa.union_all(*evidence_facts._facts(scope).values())
            text = union.compile(session.core, compile_kwargs={"literal_binds": True}).string
            plan = [row[3] for row in session.core.execute(sa.text(f"EXPLAIN QUERY PLAN {text}"))]
            scans = [line for line in plan if line.startswith("SCAN")]
            assert scans == [], plan
