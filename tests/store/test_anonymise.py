"""The person goes, the counts stay: nothing that names them is left anywhere, and nobody else is touched."""

from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from person_traces import blind, traces
from rows import NOW, OUTBOX, join, together
from seekers import filed, seeker
from sqlmodel import SQLModel

from bot.store import (
    anonymise,
    candidate_lists,
    candidate_merges,
    candidates,
    drafts,
    evidence,
    follow_ups,
    history,
    interviews,
    notes,
    outbox,
    proposals,
    rotation,
)
from bot.store.database import Database, Session
from bot.store.drafts import Kept
from bot.store.evidence import Giver, Sent
from bot.store.history import Subject
from bot.store.interviews import Held
from bot.store.outbox import Message
from bot.store.sealed import Sealer
from bot.store.tables import (
    Candidate,
    CandidateState,
    Exit,
    FollowUp,
    JobOffer,
    OutboxState,
    Placement,
    Referral,
    Role,
    Trainee,
    Training,
    WorkedMonth,
)

NAME, EARLIER, DOUBLE = "ZELLER D’Arc Yanis", "OBRIEN & Fils Yanis", "ZELLER Jan"
PHONE, OLD_PHONE = "+33712345670", "+33698765432"
OTHER = "BARON Lucie"
TODAY = NOW.date()
LATER = NOW + timedelta(hours=3)
KEY, NEW = bytes(range(32)), bytes(range(1, 33))
GONE = ["zeller", "yanis", "obrien", "secret"]


def _row(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    return int(row.id)


class World:
    """A person with everything that can be kept of one, and another who stays."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.fatou = join(session, 7, Role.FACILITATOR, "PLIE", "Fatou").id
        self.pierre = join(session, 8, Role.PRESCRIBER, "Mission Locale", "Pierre").id
        self.one = self._file(NAME, PHONE, 1988)
        self.two = self._file(DOUBLE, OLD_PHONE, 1988)
        self.other = self._file(OTHER, "+33611111111", 1999)
        self._written()
        self._way()
        self._files()
        self._texts()

    def _file(self, name: str, phone: str, born: int) -> int:
        made = filed(self.session, self.fatou, NOW, name=name, phone=phone, birth_year=born, district=True)
        return candidates.identity(made)

    def _written(self) -> None:
        before, after = {"name": EARLIER, "phone": OLD_PHONE}, {"name": NAME, "phone": PHONE}
        for number in (self.one, self.other):
            notes.add(self.session, "candidate", number, self.fatou, "Secret: habite rue Basse", NOW)
        history.record(self.session, Subject("candidate", self.one), self.fatou, NOW, before, after)
        held = Held(TODAY, "phone", "progress", None, "Secret: divorce")
        self.interview = interviews.add(self.session, self.one, self.fatou, held, NOW).id or 0
        said = ({"note": "Secret d’avant"}, {"note": "Secret d’après"})
        history.record(self.session, Subject("interview", self.interview), self.fatou, NOW, *said)

    def _way(self) -> None:
        session, by = self.session, self.fatou
        offer = JobOffer(
            reference="O-2026-0001", organisation_id=1, posted_by=by, posted_at=NOW, job="F1703",
            job_prefix="F17", positions=1, commune="Caen", start_on=TODAY, start_as="2026-11-22/day",
            contract="cdd", weekly_hours=Decimal(35), state="filled", heard_at=NOW, circulation="sent",
        )  # fmt: skip
        self.offer = _row(session, offer)
        referral = Referral(
            candidate_id=self.one, offer_id=self.offer, state="refused", created_by=self.pierre,
            created_at=NOW, moved_at=NOW, reason="skills",
        )  # fmt: skip
        self.referral = _row(session, referral)
        said = proposals.Said("C-2026-0001", {"name": EARLIER, "phone": OLD_PHONE})
        proposals.keep(session, self.referral, said, self.pierre, NOW)
        placement = Placement(
            reference="P-2026-0001", candidate_id=self.one, organisation_id=1, employer="supplier",
            declaring_id=1, job="F1703", contract="cdd", starts_on=date(2024, 1, 8),
            planned_end=date(2024, 3, 1), weekly_hours=Decimal(35), state="confirmed", declared_by=by,
            declared_at=NOW,
        )  # fmt: skip
        self.placement = _row(session, placement)
        self.month = _row(session, WorkedMonth(
            placement_id=self.placement, declaring_id=1, month=date(2024, 2, 1), hours=Decimal(120),
            state="validated", declared_by=by, declared_at=NOW,
        ))  # fmt: skip
        self.exit = _row(session, Exit(
            candidate_id=self.one, left_on=date(2024, 3, 2), kind="own_business", recorded_by=by,
            recorded_at=NOW,
        ))  # fmt: skip
        self.follow_up = _row(session, FollowUp(
            candidate_id=self.one, placement_id=self.placement, kind="day2", due_on=date(2024, 1, 10),
            state="well", done_at=NOW, done_by=by,
        ))  # fmt: skip
        row = follow_ups.get(session, self.follow_up)
        assert row is not None
        follow_ups.write_note(session, row, "Secret: malade")
        self.trainings = [self._training(self.one), self._training(self.one, self.other)]

    def _training(self, *people: int) -> int:
        number = _row(self.session, Training(
            title="CACES", timing="before", starts_on=date(2024, 1, 2), ends_on=date(2024, 1, 3),
            hours=Decimal(7), provider="AFPA", certifying=True, recorded_by=self.fatou, recorded_at=NOW,
        ))  # fmt: skip
        for person in people:
            self.session.add(Trainee(training_id=number, candidate_id=person, state="certified"))
        self.session.flush()
        return number

    def _files(self) -> None:
        for subject, number, content in (
            ("candidate", self.one, "CNI de Zeller"),
            ("placement", self.placement, "contrat de Zeller"),
            ("month", self.month, "heures de Zeller"),
            ("exit", self.exit, "sortie de Zeller"),
            ("training", self.trainings[0], "attestation de Zeller"),
            ("training", self.trainings[1], "attestation de Baron"),
            ("candidate", self.other, "CNI de Baron"),
        ):
            self.proof(subject, number, content)

    def proof(self, subject: str, number: int, content: str) -> str:
        data = content.encode()
        digest = self.session.files.keep(data, NOW)
        name = f"{content}.pdf" if "Zeller" in content else "piece.pdf"
        sent = Sent(digest, len(data), "application/pdf", name)
        evidence.add(self.session, subject, number, "other", sent, Giver(self.fatou, on_behalf=False), NOW)
        return digest

    def _texts(self) -> None:
        kept = Kept("correct-candidate", 1, {"answers": {"name": NAME}})
        drafts.save(self.session, 7, self.fatou, kept, NOW)
        drafts.save(self.session, 8, self.pierre, Kept("propose", 1, {"name": OTHER}), NOW)
        outbox.add(self.session, [
            _message("named", "<b>C-2026-0001</b> · ZELLER D’Arc Yanis"),
            _message("phoned", "📞 07 12 34 56 70"),
            _message("escaped", "OBRIEN &amp; Fils Yanis"),
            _message("told by its reference", "C-2026-0001 : secret"),
            _message("listed", "Choisissez :", "C-2026-0001 · ZELLER D’Arc Yan…"),
            _message("about another", "C-2026-0003 · BARON Lucie, 06 11 11 11 11"),
            _message("like it", "C-2026-00011 · quelqu’un d’autre"),
            _message("waiting", "ZELLER D’Arc Yanis attend"),
            _message("doubled", "ZELLER Jan"),
        ], NOW)  # fmt: skip
        sent = sa.update(OUTBOX).where(OUTBOX.c.key != "waiting")
        self.session.core.execute(sent.values(state=OutboxState.SENT, message_id=1))

    def merge(self) -> None:
        """The double is merged into the first file."""
        assert candidate_merges.merge(self.session, self.one, self.two) is not None


def _message(key: str, text: str, label: str = "") -> Message:
    rows = [[{"text": label, "callback_data": "candidate:1"}]] if label else []
    return Message(key, 7, "sendMessage", {"chat_id": 7, "text": text, "keyboard": rows})


def _sweep(database: Database) -> None:
    with database.begin() as session:
        for number in range(256):
            session.files.sweep(number, lambda digests: evidence.used(session, digests), LATER)


def _gone(database: Database, merged: bool = True) -> World:
    with database.begin() as session:
        world = World(session)
        if merged:
            world.merge()
    with database.begin() as session:
        done = anonymise.people(session, [world.one], NOW)
        assert done == [[world.one, *([world.two] if merged else [])]]
    _sweep(database)
    return world


def test_the_search_itself_finds_what_is_there(database: Database) -> None:
    with database.begin() as session:
        world = World(session)
        assert blind(session, ["zeller", "yanis"], PHONE) == 4
    tables = {place.partition(".")[0] for place in traces(database, GONE, [PHONE, OLD_PHONE])}
    assert {
        "candidates",
        "notes",
        "changes",
        "interviews",
        "follow_ups",
        "evidence",
        "drafts",
        "outbox",
    } <= tables
    assert len([place for place in tables if place.startswith("file ")]) >= 5
    assert world.one


def test_no_trace_of_the_person_is_left(database: Database) -> None:
    world = _gone(database)
    found = traces(database, GONE, [PHONE, OLD_PHONE])
    assert [place for place in found if not place.startswith("notes.text: Secret: habite")] == []
    with database.begin() as session:
        assert blind(session, ["zeller", "yanis", "jan"], PHONE) == 0
        assert [one.subject_id for one in _all(session, "notes")] == [world.other]


def _all(session: Session, table: str) -> list[Any]:
    return list(session.core.execute(sa.select(SQLModel.metadata.tables[table])))


def test_the_counts_stay(database: Database) -> None:
    kept = ("birth_year", "sex", "level", "experience", "origin", "consent_on", "reference", "contacted_on")
    with database.begin() as session:
        world = World(session)
        before = candidates.get(session, world.one)
        assert before is not None
        values = [getattr(before, name) for name in kept]
        eligibility = candidates.profile(session, before).eligibility
        rows = {name: len(_all(session, name)) for name in _COUNTED}
    with database.begin() as session:
        anonymise.people(session, [world.one], NOW)
    with database.begin() as session:
        after = candidates.get(session, world.one)
        assert after is not None
        assert [getattr(after, name) for name in kept] == values
        said = candidates.profile(session, after)
        assert (said.name, said.phone, said.eligibility) == ("–", None, eligibility)
        assert (said.commune, said.district, said.jobs, said.held) == ("", None, (), 0)
        assert {name: len(_all(session, name)) for name in _COUNTED} == rows
        assert (after.state, after.anonymised_at) == (CandidateState.ANONYMISED, NOW)
        assert (after.adviser_id, after.proposed_by, after.hold_ground) == (None, None, None)


_COUNTED = (
    "candidates", "interviews", "referrals", "placements", "worked_months", "follow_ups", "exits", "trainees",
)  # fmt: skip


def test_others_keep_everything(database: Database) -> None:
    world = _gone(database)
    with database.begin() as session:
        said = candidates.profile(session, candidates.get(session, world.other) or Candidate())
        assert (said.name, said.phone) == (OTHER, "+33611111111")
        assert len(evidence.every_of(session, world.other)) == 2
        assert drafts.load(session, 8, world.pierre, NOW) is not None
        assert drafts.load(session, 7, world.fatou, NOW) is None
        texts = {row.key: (row.body is not None, row.state) for row in _all(session, "outbox")}
    sent = OutboxState.SENT
    assert texts["about another"] == texts["like it"] == (True, sent)
    assert texts["named"] == texts["phoned"] == texts["escaped"] == texts["listed"] == (False, sent)
    assert texts["told by its reference"] == texts["doubled"] == (False, sent)
    assert texts["waiting"] == (False, OutboxState.EXPIRED)
    assert sorted(database.files.read(digest).decode() for digest in database.files.all()) == [
        "CNI de Baron",
        "attestation de Baron",
    ]


def test_the_last_one_of_a_training_takes_its_file_along(database: Database) -> None:
    world = _gone(database)
    with database.begin() as session:
        anonymise.people(session, [world.other], LATER)
    with database.begin() as session:
        for number in range(256):
            later = LATER + timedelta(hours=3)
            session.files.sweep(number, lambda digests: evidence.used(session, digests), later)
    assert list(database.files.all()) == []


def test_nobody_finds_the_file_any_more(database: Database) -> None:
    world = _gone(database)
    with database.begin() as session:
        assert candidate_lists.search(session, "zeller", 8) == []
        assert candidate_lists.search(session, "–", 8) == []
        assert candidate_lists.doubles(session, seeker(name=NAME, phone=PHONE, birth_year=1988)) == []
        listed = candidate_lists.page(session, adviser_id=None, before=None, size=8)
        assert [line.id for line in listed] == [world.other]
        jobs = {row.candidate_id for row in _all(session, "candidate_jobs")}
        assert jobs == {world.other}


def test_twice_is_once(database: Database) -> None:
    world = _gone(database)
    with database.begin() as session:
        assert anonymise.people(session, [world.one, world.two], LATER) == []
        again = candidates.get(session, world.one)
        assert again is not None
        assert again.anonymised_at == NOW


def test_of_two_at_once_one_does_it(database: Database) -> None:
    with database.begin() as session:
        world = World(session)

    def go(_number: int) -> int:
        with database.begin() as session:
            return len(anonymise.people(session, [world.one], NOW))

    assert sorted(together(3, go)) == [0, 0, 1]


def test_what_no_key_opens_does_not_stop_it(database: Database) -> None:
    with database.begin() as session:
        world = World(session)
        table = SQLModel.metadata.tables["candidates"]
        other = session.sealer.seal("x", "candidates.name:elsewhere")
        session.core.execute(sa.update(table).where(table.c.id == world.one).values(name=other))
    with database.begin() as session:
        assert anonymise.people(session, [world.one], NOW) == [[world.one]]
        row = candidates.get(session, world.one)
        assert row is not None
        assert candidates.name(session, row) == "–"


def test_a_new_key_seals_what_is_left(database: Database) -> None:
    world = _gone(database)
    url = database.url.render_as_string(hide_password=False)
    with closing(Database(url, Sealer([NEW, KEY]), database.files.folder)) as anew:
        rotation.reseal(anew)
        with anew.begin() as session:
            row = candidates.get(session, world.one)
            assert row is not None
            assert candidates.name(session, row) == "–"
            assert [one.candidate_id for one in _all(session, "candidate_words")] == [world.other] * 2
            assert session.sealer.is_current(row.name[:5])
