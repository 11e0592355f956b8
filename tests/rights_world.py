"""A town of two of everything, with objects in every state, and a word of its own in all that is secret.

Each planted word knows who may ever read it (`domain.md` §2): whoever else gets to see it was told too much.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from proofs import give
from rights_cast import (
    ASKED,
    BUYERS,
    CODES,
    COMPANIES,
    HIRED,
    HOMES,
    MISSING,
    NOW,
    OFFERS,
    PEOPLE,
    PLACEMENTS,
    PRESCRIBERS,
    SIGNED,
    STATES,
    SUPPLIERS,
    TODAY,
    ZONE,
    Someone,
    Thing,
    World,
)
from workers import at_work

from bot.dialogue.journey.hours.cards import digest
from bot.dialogue.journey.shares.cards import version
from bot.store import (
    agreements,
    amendments,
    audit,
    broadcasts,
    call_backs,
    candidates,
    circulars,
    deliveries,
    exits,
    follow_ups,
    groups,
    history,
    interviews,
    invitations,
    mailings,
    notes,
    offer_siaes,
    offers,
    organisations,
    outbox,
    parameters,
    people,
    placements,
    procurements,
    programmes,
    proposals,
    referrals,
    renewals,
    shares,
    terminations,
    trainings,
    worked,
)
from bot.store.amendments import Amended
from bot.store.candidates import Filing, Profile
from bot.store.database import Session
from bot.store.exits import Said as Left
from bot.store.history import Subject
from bot.store.imports import waiting as waiting_lists
from bot.store.imports.waiting import Contents, Fault, Record
from bot.store.interviews import Held
from bot.store.offers import Poster, Vacancy
from bot.store.outbox import Message
from bot.store.people import Correspondent, Newcomer
from bot.store.placements import Declarer, Employing, Hired
from bot.store.procurements import Announcement, Announcer, LotDraft, Period
from bot.store.shares import Answer, Shared
from bot.store.tables import Candidate as CandidateRow
from bot.store.tables import (
    CandidateState,
    Category,
    Contract,
    Employer,
    Kind,
    Origin,
    Outbox,
    OutboxState,
    Priority,
    Reminder,
    Role,
    Sex,
    WorkedMonth,
    rows_of,
)
from bot.store.tables import FollowUp as FollowUpRow
from bot.store.tables import JobOffer as OfferRow
from bot.store.tables import Lot as LotRow
from bot.store.tables import Placement as PlacementRow
from bot.store.tables import Procurement as ProcurementRow
from bot.store.terminations import Notice
from bot.store.trainings import Course


def build(session: Session) -> World:
    """The whole town, written directly."""
    builder = _Builder(session)
    builder.settle()
    for buyer in BUYERS:
        builder.contracts(buyer)
    for company in COMPANIES[:2]:
        builder.offers(company)
    builder.broadcast()
    builder.candidates()
    for company in COMPANIES[:2]:
        builder.placements(company)
        builder.referrals(company)
        builder.shares(company)
        builder.hours(company)
    builder.schooling()
    builder.leaving()
    builder.agreement()
    builder.told()
    builder.rest()
    return builder.finished()


class _Builder:
    def __init__(self, session: Session) -> None:
        self.session, self.world = session, World()
        self._planted: dict[str, frozenset[str]] = {}

    def plant(self, *homes: str) -> str:
        """A new word that only people of these organisations, and the PLIE, may read."""
        return self.known(f"qx{len(self._planted):03d}z", *homes)

    def known(self, word: str, *homes: str) -> str:
        self._planted[word.lower().removeprefix("+33")] = frozenset({"plie", *homes})
        return word

    def thing(self, kind: str, number: int | str | None, **more: Any) -> Thing:
        made = Thing(kind, number or 0, **more)
        self.world.things.setdefault(kind, []).append(made)
        return made

    def settle(self) -> None:
        for home, kind in HOMES.items():
            partners = {Kind.BUYER: COMPANIES, Kind.COMPANY: BUYERS}.get(kind, ()) + _beside(home)
            name = "PLIE du pays de Caen" if home == "plie" else f"Maison {self.plant(home, *partners)}"
            row = organisations.find_or_create(self.session, kind, name, NOW)
            self.world.homes[home] = row.id or 0
            self.thing("organisation", row.id)
            if kind in (Kind.BUYER, Kind.COMPANY):
                self.thing(str(kind), row.id, owner=home)
        for chat, (name, (role, home)) in enumerate(PEOPLE.items(), 501):
            self.join(name, chat, role, home)
        self.world.people["stranger"] = Someone("stranger", 599)
        self.correspondent("training centre")

    def correspondent(self, home: str) -> None:
        """Someone who is written to by e-mail."""
        name, email = f"Alex {self.plant(home)}", f"{self.plant(home)}@exemple.fr"
        by = self.world.people["coordinator"].id
        said = Correspondent(name, email, "fr", self.world.homes[home], Role.PROFESSIONAL, by)
        self.thing("correspondent", people.add_by_mail(self.session, said, NOW).id, owner=home)

    def join(self, name: str, chat: int, role: Role, home: str) -> None:
        partners = COMPANIES if role is Role.BUYER else _beside(home)
        called = name.title() if home == "plie" else f"Alex {self.plant(home, *partners)}"
        newcomer = Newcomer(chat, called, "fr", self.world.homes[home], role, None)
        person = people.join(self.session, newcomer, NOW)
        revoked = name.startswith("revoked")
        if revoked:
            people.change(self.session, person.id, revoked_at=NOW)
        self.world.people[name] = Someone(name, chat, role, home, person.id, revoked)
        self.thing("person", person.id, owner=home)

    def contracts(self, buyer: str) -> None:
        home, person = self.world.homes[buyer], self.world.people[buyer]
        programme = programmes.add(self.session, home, 2027, person.id, NOW, on_behalf=False)
        self.thing("programme", programme.id, owner=buyer)
        for state in STATES:
            self.contract(buyer, state, programme.id if state in ("announced", "verdict") else None)

    def contract(self, buyer: str, state: str, programme: int | None) -> None:
        holders = SUPPLIERS.get(state, ())
        word = self.plant(buyer, *holders)
        lots = [
            LotDraft(
                str(number), f"Gros {self.plant(buyer, *_with_siaes(holders[number - 1 : number], state))}"
            )
            for number in range(1, max(len(holders), 1) + 1)
        ]
        said = Announcement(
            title=f"Voirie {word}",
            category=Category.WORKS,
            commune=f"Caen-{self.plant(buyer, *_with_siaes(holders, state))}",
            start=_period(200),
            months=Decimal(12),
            lots=lots,
            amount=Decimal(1_000_000),
            consultation=_period(100),
            comment=self.plant(buyer),
            document={"kind": "document", "file_id": self.plant(buyer), "file_name": self.plant(buyer)},
        )
        by = Announcer(self.world.homes[buyer], self.world.people[buyer].id, on_behalf=False)
        row = procurements.add(self.session, said, by, CODES.get(state, state), TODAY, NOW)
        self.known(row.reference, buyer, *_with_siaes(holders, state))
        thing = self.thing(
            "procurement", row.id, state=state, owner=buyer, suppliers=frozenset(holders),
            reference=row.reference, word=word,
        )  # fmt: skip
        self.taken(row, state, programme)
        for place, lot in enumerate(procurements.lots(self.session, row.id or 0)):
            self.lot(thing, lot.id or 0, holders[place : place + 1])

    def taken(self, row: ProcurementRow, state: str, programme: int | None) -> None:
        facilitator = self.world.people["facilitator"].id
        examined = {} if state == "announced" else {"examined_by": facilitator, "examined_at": NOW}
        self.write(ProcurementRow, row.id, programme_id=programme, **examined)
        owner = next(name for name in BUYERS if self.world.homes[name] == row.organisation_id)
        before, after = {"title": self.plant(owner)}, {"title": row.title}
        history.record(self.session, Subject("procurement", row.id or 0), facilitator, NOW, before, after)
        audit.record(self.session, facilitator, "examine", "procurement", row.id or 0, NOW)

    def lot(self, contract: Thing, number: int, holder: tuple[str, ...]) -> None:
        values: dict[str, Any] = {
            "hours_owed": None if contract.state == "announced" else 500,
            "labour_share": Decimal("0.5"),
            "effort_rate": Decimal("0.05"),
            "hourly_cost": Decimal(30),
        } | STATES[contract.state]
        if holder:
            values |= {
                "supplier_id": self.world.homes[holder[0]],
                "awarded_on": TODAY - timedelta(days=9),
                "awarded_amount": Decimal(1_000_000),
                "advised_at": NOW,
            }
        self.write(LotRow, number, **values)
        writer = self.world.people["facilitator"].id
        notes.add(self.session, "lot", number, writer, self.plant(), NOW)
        self.thing("lot", number, state=contract.state, owner=contract.owner, suppliers=frozenset(holder))
        if contract.state == "running":
            made = amendments.add(self.session, number, Amended(TODAY, None, Decimal(14)), writer, NOW)
            self.thing("amendment", f"{made.id}:{number}", owner=contract.owner)

    def offers(self, company: str) -> None:
        home, person = self.world.homes[company], self.world.people[company]
        running = next(
            one for one in self.world.things["lot"] if one.state == "running" and company in one.suppliers
        )
        for place, (state, values) in enumerate(OFFERS.items()):
            said = Vacancy(
                lot_id=int(running.id) if place == 0 else None,
                job="F1703",
                positions=2,
                commune=f"Ifs-{self.plant(company, *_shared_with(company, state))}",
                start=_period(40),
                contract=Contract.CDD,
                months=Decimal(6),
                weekly_hours=Decimal(35),
                comment=self.plant(company),
            )
            row = offers.add(self.session, said, Poster(home, person.id, on_behalf=False), NOW, ZONE)
            self.known(row.reference, company, *_shared_with(company, state))
            self.write(OfferRow, row.id, **values)
            told = frozenset(_shared_with(company, state)) if state == "sent" else frozenset()
            self.thing("offer", row.id, state=state, owner=company, reference=row.reference, suppliers=told)

    def broadcast(self) -> None:
        """One run of the offers that were sent; nobody knows whether its message to the first reader
        arrived."""
        run = broadcasts.start(self.session, broadcasts.FIRST, NOW)
        sent = [one for one in self.world.things["offer"] if one.state == "sent"]
        rows = []
        for one in sent:
            broadcasts.carry(self.session, run, int(one.id), broadcasts.FIRST)
            for home in one.suppliers:
                reader = next(who for who in self.world.people.values() if who.home == home)
                if home not in PRESCRIBERS:
                    by = self.world.people["facilitator"].id
                    offer_siaes.tick(self.session, int(one.id), self.world.homes[home], by, NOW)
                mailing = mailings.for_person(self.session, run.id or 0, reader.id, NOW)
                rows.append((mailing, int(one.id), reader.id, broadcasts.FIRST))
        deliveries.add(self.session, rows)
        reader = self.world.people[PRESCRIBERS[0]]
        key = mailings.person_key(run.id or 0, reader.id)
        body = {"chat_id": reader.chat, "text": "x"}
        message = Message(key, reader.chat, "sendMessage", body, Priority.BROADCAST)
        outbox.add(self.session, [message], NOW)
        held = sa.update(rows_of(Outbox)).values(state=OutboxState.HELD, done_at=NOW)
        self.session.core.execute(held.where(rows_of(Outbox).c.key == key))
        number = self.session.core.execute(sa.select(rows_of(Outbox).c.id)).scalar_one()
        self.thing("held message", number)

    def candidates(self) -> None:
        anpe = self.world.people["anpe"].id
        self.candidate("active")
        self.candidate("active")
        self.proposed(self.candidate("proposed", Origin.ANPE, ("anpe",), proposed_by=anpe), anpe)
        self.candidate("closed")
        self.candidate("merged")
        kept = self.world.of("candidate", "active").id
        closed, merged = (self.world.of("candidate", state).id for state in ("closed", "merged"))
        assert isinstance(closed, int)
        candidates.move(self.session, closed, CandidateState.ACTIVE, CandidateState.CLOSED)
        self.write(CandidateRow, closed, hold_until=date(2030, 12, 31))
        self.write(CandidateRow, merged, state=CandidateState.MERGED, merged_into=kept)

    def proposed(self, candidate: int, author: int) -> None:
        """Whom the employment service proposed for an offer that was sent to it: one referral is taken back,
        one awaits."""
        file = self.world.things["candidate"][-1]
        answers = {"name": f"Petit {file.word}", "commune": "Caen", "eligibility": ["rsa"]}
        for company in COMPANIES[:2]:
            offer = int(self.world.of("offer", "sent", company).id)
            made = referrals.add(self.session, candidate, offer, author, NOW, presented=False)
            assert made is not None
            number, said = made.id or 0, proposals.Said(file.reference, answers)
            proposals.keep(self.session, number, said, author, NOW)
            self.thing("proposal", number, state="awaiting", owner="anpe")
        withdrawn = ("withdrawn", author, NOW)
        referrals.move(self.session, number, referrals.OPEN, *withdrawn)
        self.world.things["proposal"][-1] = Thing("proposal", number, "withdrawn", "anpe")

    def candidate(
        self, state: str, origin: Origin = Origin.PLIE, readers: tuple[str, ...] = (), **by: int
    ) -> int:
        """A file; its name, its phone and its reference may be read by the `readers`, beside the PLIE."""
        word = self.plant(*readers)
        number = 6_1230_0000 + len(self._planted)
        said = Profile(
            name=f"Petit {word}",
            phone=self.known(f"+33{number}", *readers),
            birth_year=1990,
            sex=Sex.MALE,
            commune=f"Ifs-{self.plant()}",
            district=False,
            level=3,
            experience=4,
            jobs=("F1703",),
            held=0,
            eligibility=("allowance",),
            available=_period(-9),
            origin=origin,
        )
        adviser = self.world.people["other facilitator"].id
        filing = Filing(adviser, TODAY, adviser_id=None if by else adviser, **by)
        row = candidates.add(self.session, said, filing, NOW)
        self.known(row.reference, *readers)
        notes.add(self.session, "candidate", row.id or 0, adviser, self.plant(), NOW)
        before, after = {"name": self.plant()}, {"name": said.name}
        history.record(self.session, Subject("candidate", row.id or 0), adviser, NOW, before, after)
        self.thing("candidate", row.id, state=state, reference=row.reference, word=word)
        return row.id or 0

    def placements(self, company: str) -> None:
        """Someone who works for the company, lent by a SIAE, and is presented to it again."""
        siae, person = company.replace("company", "siae"), self.world.people[company]
        home, chief = self.world.homes[company], self.world.people["facilitator"].id
        candidate = self.candidate(f"hired by {company}", readers=(company, siae))
        for state, values in PLACEMENTS.items():
            said = Hired(
                candidate, home, None, None, None, "F1703", Contract.CDD, HIRED,
                Employing(Employer.SIAE, self.world.homes[siae]),
            )  # fmt: skip
            row = placements.add(self.session, said, Declarer(person.id, on_behalf=False), NOW, NOW.year)
            self.known(row.reference, company, siae)
            self.write(PlacementRow, row.id, **values)
            self.thing(
                "placement", row.id, state=state, owner=company, suppliers=frozenset({siae}),
                reference=row.reference,
            )  # fmt: skip
        self.proof(company, int(self.world.of("placement", "confirmed", company).id))
        offer = self.world.of("offer", "due", company).id
        made = referrals.add(self.session, candidate, int(offer), chief, NOW, presented=True)
        assert made is not None
        self.thing("referral", made.id, state="presented", owner=company, word=str(candidate))

    def referrals(self, company: str) -> None:
        """Someone the company is not told of yet, and someone it did not retain, whom it knew."""
        offer, chief = int(self.world.of("offer", "due", company).id), self.world.people["facilitator"].id
        waiting = self.candidate(f"proposed to {company}", readers=(company,))
        made = referrals.add(self.session, waiting, offer, chief, NOW, presented=False)
        assert made is not None
        self.thing("referral", made.id, state="awaiting", owner="nobody", word=str(waiting))
        refused = self.candidate(f"refused by {company}")
        self.known(self.world.things["candidate"][-1].reference, company)
        made = referrals.add(self.session, refused, offer, chief, NOW, presented=True)
        assert made is not None
        referrals.move(self.session, made.id or 0, referrals.OPEN, "refused", chief, NOW, "skills")
        self.thing("referral", made.id, state="refused", owner=company, word=str(refused))

    def schooling(self) -> None:
        """Interviews with a person, with a note; trainings begun, to come and cancelled; three who are short
        of a CACES."""
        chief, number = self.world.people["facilitator"].id, int(self.world.of("candidate", "active").id)
        for outcome in ("progress", "absent"):
            held = Held(TODAY, "office", outcome, "documents", self.plant())
            made = interviews.add(self.session, number, chief, held, NOW)
            self.thing("interview", made.id, state=outcome)
        for state, days in (("begun", -3), ("to come", 3), ("cancelled", -3)):
            day = TODAY + timedelta(days=days)
            said = Course(self.plant(), "before", day, day, Decimal(7), self.plant(), True, 2)
            row = trainings.add(self.session, said, [number], chief, NOW)
            if state == "cancelled":
                trainings.cancel(self.session, row.id or 0, NOW)
            self.thing("training", row.id, state=state)
            self.thing("trainee", f"{row.id}:{number}", state=state)
        self.thing("interview", MISSING, state="missing", owner="nobody")
        self.thing("training", MISSING, state="missing", owner="nobody")
        self.thing("trainee", f"{MISSING}:{number}", state="missing", owner="nobody")

    def proof(self, company: str, placement: int) -> None:
        """A contract of work that the company sent."""
        siae, sender = company.replace("company", "siae"), self.world.people[company]
        made = give(
            self.session, "placement", placement, "contract", sender.id, NOW, name=self.plant(company, siae)
        )
        more: dict[str, Any] = {"owner": company, "suppliers": frozenset({siae}), "word": made.digest}
        self.thing("evidence", made.id, state="sent", **more)

    def leaving(self) -> None:
        """Follow-ups in every state, of the person at work for company A; one who left, and one whose exit
        was recorded by mistake."""
        placement = placements.get(self.session, int(self.world.of("placement", "confirmed", "company A").id))
        assert placement is not None
        self.write(CandidateRow, placement.candidate_id, eligible_until=date(2028, 11, 23))
        follow_ups.schedule_placement(self.session, placement)
        states = ("none", "well", "difficulty", "left", "dropped")
        rows = follow_ups.of_placement(self.session, placements.identity(placement))
        for state, row in zip(states, rows, strict=True):
            follow_ups.write_note(self.session, row, self.plant())
            if state == "dropped":
                self.write(FollowUpRow, row.id, dropped_at=NOW)
            elif state != "none":
                self.write(FollowUpRow, row.id, state=state, done_by=placement.declared_by, done_at=NOW)
            self.thing("follow up", row.id, state=state)
        for state in ("standing", "taken back"):
            self.left(state)

    def left(self, state: str) -> None:
        """A person who left, or did not although it was recorded."""
        number = self.candidate(f"left, {state}")
        adviser = self.world.people["facilitator"].id
        row = exits.add(self.session, number, Left(TODAY - timedelta(days=9), "civil_service"), adviser, NOW)
        follow_ups.schedule_exit(self.session, row)
        if state == "standing":
            candidates.move(self.session, number, CandidateState.ACTIVE, CandidateState.CLOSED)
            after = follow_ups.of_exit(self.session, row.id or 0)[0]
            self.thing("follow up", after.id, state="after exit")
        else:
            exits.cancel(self.session, row.id or 0, NOW)
        self.thing("exit", row.id, state=state)

    def hours(self, company: str) -> None:
        """Someone at work for the company since June; of three months hours are declared."""
        home, chief = self.world.homes[company], self.world.people["facilitator"].id
        candidate = self.candidate(f"works at {company}", readers=(company,))
        row = at_work(self.session, chief, home, NOW, person=candidate, starts_on=date(2026, 6, 1))
        self.known(row.reference, company)
        self.thing("at work", row.id, owner=company, reference=row.reference)
        for number, state in ((7, "validated"), (8, "asked_back"), (9, "declared")):
            month = date(2026, number, 1)
            made = WorkedMonth(
                placement_id=row.id or 0, declaring_id=home, month=month, hours=Decimal(100), state=state,
                declared_by=chief, declared_at=NOW,
            )  # fmt: skip
            self.session.add(made)
            self.session.flush()
            self.thing("hours", made.id, state=state, owner=company)
        waiting = worked.waiting(self.session, home, month)
        self.thing("declared month", f"{home}:202609", owner=company)
        self.thing("waiting", f"{home}:202609:{digest(waiting)}", owner=company)

    def shares(self, company: str) -> None:
        """An offer and the hours of a lot of the company, shared with the SIAE of its letter: answered."""
        siae, chief = company.replace("company", "siae"), self.world.people["facilitator"].id
        offer = int(self.world.of("offer", "due", company).id)
        lot = next(
            one for one in self.world.things["lot"] if one.state == "running" and company in one.suppliers
        )
        words = {"hours": Shared(lot_id=int(lot.id), hours=300), "people": Shared(offer_id=offer)}
        for unit, what in words.items():
            row = shares.add(self.session, what, self.world.homes[siae], chief, NOW)
            assert row is not None
            said = Answer(_period(40), **{unit: 2}, comment=self.plant(company, siae))
            shares.answer(self.session, row, said, self.world.people[siae].id, NOW)
            self.session.refresh(row)
            more: dict[str, Any] = {"state": "answered", "owner": company, "suppliers": frozenset({siae})}
            self.thing("share", row.id, word=unit, **more)
            self.thing("answer", f"{version(row)}:{row.id}", **more)

    def agreement(self) -> None:
        """An agreement with a renewal that runs, answered by buyer B only, and a notice of the department."""
        chief = self.world.people["coordinator"].id
        row = agreements.add(self.session, date(2025, 1, 1), date(2027, 12, 31), chief, NOW)
        number = row.id or 0
        for home in SIGNED:
            agreements.sign(self.session, number, self.world.homes[home], date(2025, 1, 1))
            self.thing("signatory", self.world.homes[home], owner=home)
        renewal = renewals.ask(self.session, number, date(2030, 12, 31), chief, NOW)
        refuses = self.world.people["buyer B"].id
        said = renewals.Answer(False, refuses, on_behalf=False)
        renewals.answer(self.session, renewal.id or 0, self.world.homes["buyer B"], said, NOW)
        self.thing("agreement renewal", renewal.id)
        for home in ASKED:
            self.thing("asked", f"{self.world.homes[home]}:{renewal.id}", owner=home)
        leaves = self.world.homes["department"]
        given = Notice(number, leaves, self.plant(), TODAY, date(2027, 2, 23))
        made = terminations.add(self.session, given, chief, NOW)
        assert made is not None
        self.thing("termination", made.id, owner="department")
        for kind in ("signatory", "agreement renewal", "termination"):
            self.thing(kind, MISSING, state="missing", owner="nobody")
        self.thing("asked", f"{MISSING}:{MISSING}", state="missing", owner="nobody")

    def rest(self) -> None:
        for name in ("buyer A", "company A", "anpe"):
            task = call_backs.ask(self.session, self.world.people[name].id, "announce", NOW)
            self.thing("call back", task.id if task else None)
        for name in ("facilitator", "buyer A"):
            self.reminded(name)
        figure = next(iter(parameters.known().values()))
        person = self.world.people["coordinator"].id
        parameters.change(self.session, figure.name, figure.high, person, NOW)
        self.thing("figure", 0)
        self.thing("figure", 1)
        self.lists(person)
        home = organisations.find_or_create(self.session, Kind.BUYER, "Ville de Bayeux", NOW).id or 0
        for state, since in (("open", NOW), ("used", NOW), ("late", NOW - timedelta(days=4))):
            token = invitations.create(self.session, home, Role.BUYER, person, since)
            self.thing("invitation", token, state=state)
        used = invitations.living(self.session, str(self.world.of("invitation", "used").id), NOW)
        assert used is not None
        invitations.close(self.session, used, self.world.people["revoked buyer"].id, NOW)

    def lists(self, person: int) -> None:
        """Two lists a coordinator sent to import: one that can be, one with something wrong."""
        row = Record(2, "73282932000074", {"name": self.plant()})
        wrong = Fault(3, "Entreprise", self.plant(), "This cell is empty: it is needed.")
        for state, faults in (("whole", []), ("wrong", [wrong])):
            contents = Contents("organisation", [row], faults, headings=["Entreprise"])
            number = waiting_lists.keep(self.session, contents, person, NOW)
            self.thing("list", number, state=state, word="coordinator")

    def told(self) -> None:
        """Something the PLIE wrote to its partners, with a file, and a group of the employment service."""
        chief = self.world.people["coordinator"].id
        file = {"digest": "0" * 64, "name": "a.pdf", "type": "application/pdf", "size": 9}
        sent = file | {"file_id": "F9", "kind": "document"}
        number = circulars.add(self.session, self.plant(), sent, circulars.KINDS, chief, NOW)
        run = broadcasts.start(self.session, broadcasts.FIRST, NOW, number)
        broadcasts.move_cursor(self.session, run, done_at=NOW)
        self.thing("circular", number)
        found = groups.Found(-4_100, self.plant(), "fr")
        self.thing("group", groups.register(self.session, self.world.homes["anpe"], found, chief, NOW))

    def reminded(self, name: str) -> None:
        """What somebody was reminded of today, of contracts of buyer A: one is done."""
        person = self.world.people[name].id
        for state in ("confirmed", "published"):
            contract = int(self.world.of("procurement", state, "buyer A").id)
            row = Reminder(
                kind="award", subject_id=contract, due_on=TODAY, person_id=person, from_on=TODAY, made_at=NOW,
                said_on=TODAY, said_to=person, done_at=NOW if state == "published" else None,
            )  # fmt: skip
            self.session.add(row)
            self.session.flush()
            self.thing("reminder", row.id, state=state, word=name)

    def write(self, model: Any, number: Any, **values: Any) -> None:
        self.session.flush()
        table = rows_of(model)
        self.session.core.execute(sa.update(table).where(table.c.id == number).values(**values))

    def finished(self) -> World:
        """With one of each kind that does not exist, and the words' readers by their chats."""
        world = self.world
        world.things["proposal"].append(Thing("proposal", MISSING, "missing", "nobody"))
        kinds = (
            "procurement",
            "lot",
            "offer",
            "candidate",
            "person",
            "organisation",
            "programme",
            "circular",
            "group",
        )
        for kind in (*kinds, "evidence", "follow up", "exit", "placement", "referral"):
            world.things[kind].append(Thing(kind, MISSING, "missing", "nobody"))
        world.things["reminder"].append(Thing("reminder", MISSING, "missing", "nobody"))
        world.things["share"].append(Thing("share", MISSING, "missing", "nobody", word="people"))
        world.things["answer"].append(Thing("answer", f"0:{MISSING}", "missing", "nobody"))
        world.things["amendment"].append(Thing("amendment", f"{MISSING}:{MISSING}", "missing", "nobody"))
        world.readers = {
            word: _chats(world.people.values(), homes) | _mailboxes(world, homes)
            for word, homes in self._planted.items()
        }
        return world


def _beside(home: str) -> tuple[str, ...]:
    """The SIAE that lends people to a company, the company it lends them to: of the same letter."""
    kind, _, letter = home.partition(" ")
    return tuple(
        name
        for name in (f"siae {letter}", f"company {letter}")
        if kind in ("siae", "company") and name != home
    )


def _shared_with(company: str, state: str) -> tuple[str, ...]:
    """The SIAE that the offer due and the running lot of a company are shared with: that of its letter; to
    which the offer sent went too, and to the prescribers."""
    siae = company.replace("company", "siae")
    if state == "sent":
        return (siae, *PRESCRIBERS)
    return (siae,) if state in ("due", "running") else ()


def _with_siaes(companies: tuple[str, ...], state: str) -> tuple[str, ...]:
    """These companies, and the SIAEs their lot is shared with."""
    return companies + tuple(siae for company in companies for siae in _shared_with(company, state))


def _period(days: int) -> Period:
    day = TODAY + timedelta(days=days)
    return Period(day, f"{day}/day")


def _mailboxes(world: World, homes: frozenset[str]) -> frozenset[int]:
    """Who is written to by e-mail reads what their organisation does."""
    theirs = (one for one in world.things["correspondent"] if one.owner in homes)
    return frozenset(people.MAILBOXES - int(one.id) for one in theirs)


def _chats(everyone: Iterable[Someone], homes: frozenset[str]) -> frozenset[int]:
    return frozenset(one.chat for one in everyone if one.known and one.home in homes)
