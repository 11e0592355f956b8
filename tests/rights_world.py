"""A town of two of everything, with objects in every state, and a word of its own in all that is secret.

Each planted word knows who may ever read it (`domain.md` §2): whoever else gets to see it was told too much.
"""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from rights_cast import (
    BUYERS,
    CODES,
    COMPANIES,
    HOMES,
    MISSING,
    NOW,
    OFFERS,
    PEOPLE,
    STATES,
    SUPPLIERS,
    TODAY,
    ZONE,
    Someone,
    Thing,
    World,
)

from bot.store import (
    amendments,
    audit,
    call_backs,
    candidates,
    history,
    invitations,
    notes,
    offers,
    organisations,
    parameters,
    people,
    procurements,
    programmes,
)
from bot.store.amendments import Amended
from bot.store.candidates import Filing, Profile
from bot.store.database import Session
from bot.store.history import Subject
from bot.store.offers import Poster, Vacancy
from bot.store.people import Newcomer
from bot.store.procurements import Announcement, Announcer, LotDraft, Period
from bot.store.tables import Candidate as CandidateRow
from bot.store.tables import (
    CandidateState,
    Category,
    Contract,
    Kind,
    Origin,
    Role,
    Sex,
    rows_of,
)
from bot.store.tables import JobOffer as OfferRow
from bot.store.tables import Lot as LotRow
from bot.store.tables import Procurement as ProcurementRow


def build(session: Session) -> World:
    """The whole town, written directly."""
    builder = _Builder(session)
    builder.settle()
    for buyer in BUYERS:
        builder.contracts(buyer)
    for company in COMPANIES[:2]:
        builder.offers(company)
    builder.candidates()
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
            partners = {Kind.BUYER: COMPANIES, Kind.COMPANY: BUYERS}.get(kind, ())
            name = "PLIE du pays de Caen" if home == "plie" else f"Maison {self.plant(home, *partners)}"
            row = organisations.find_or_create(self.session, kind, name, NOW)
            self.world.homes[home] = row.id or 0
            self.thing("organisation", row.id)
            if kind in (Kind.BUYER, Kind.COMPANY):
                self.thing(str(kind), row.id, owner=home)
        for chat, (name, (role, home)) in enumerate(PEOPLE.items(), 501):
            self.join(name, chat, role, home)
        self.world.people["stranger"] = Someone("stranger", 599)

    def join(self, name: str, chat: int, role: Role, home: str) -> None:
        partners = COMPANIES if role is Role.BUYER else ()
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
            LotDraft(str(number), f"Gros {self.plant(buyer, *holders[number - 1 : number])}")
            for number in range(1, max(len(holders), 1) + 1)
        ]
        said = Announcement(
            title=f"Voirie {word}",
            category=Category.WORKS,
            commune=f"Caen-{self.plant(buyer, *holders)}",
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
        self.known(row.reference, buyer, *holders)
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
                commune=f"Ifs-{self.plant(company)}",
                start=_period(40),
                contract=Contract.CDD,
                months=Decimal(6),
                weekly_hours=Decimal(35),
                comment=self.plant(company),
            )
            row = offers.add(self.session, said, Poster(home, person.id, on_behalf=False), NOW, ZONE)
            self.known(row.reference, company)
            self.write(OfferRow, row.id, **values)
            self.thing("offer", row.id, state=state, owner=company, reference=row.reference)

    def candidates(self) -> None:
        anpe = self.world.people["anpe"].id
        self.candidate("active")
        self.candidate("active")
        self.candidate("proposed", Origin.ANPE, proposed_by=anpe)
        self.candidate("closed")
        self.candidate("merged")
        kept = self.world.of("candidate", "active").id
        closed, merged = (self.world.of("candidate", state).id for state in ("closed", "merged"))
        assert isinstance(closed, int)
        candidates.move(self.session, closed, CandidateState.ACTIVE, CandidateState.CLOSED)
        self.write(CandidateRow, merged, state=CandidateState.MERGED, merged_into=kept)

    def candidate(self, state: str, origin: Origin = Origin.PLIE, **by: int) -> None:
        word = self.plant()
        number = 6_1230_0000 + len(self._planted)
        said = Profile(
            name=f"Petit {word}",
            phone=self.known(f"+33{number}"),
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
        self.known(row.reference)
        notes.add(self.session, "candidate", row.id or 0, adviser, self.plant(), NOW)
        before, after = {"name": self.plant()}, {"name": said.name}
        history.record(self.session, Subject("candidate", row.id or 0), adviser, NOW, before, after)
        self.thing("candidate", row.id, state=state, reference=row.reference, word=word)

    def rest(self) -> None:
        for name in ("buyer A", "company A", "anpe"):
            task = call_backs.ask(self.session, self.world.people[name].id, "announce", NOW)
            self.thing("call back", task.id if task else None)
        figure = next(iter(parameters.known().values()))
        person = self.world.people["coordinator"].id
        parameters.change(self.session, figure.name, figure.high, person, NOW)
        self.thing("figure", 0)
        self.thing("figure", 1)
        home = organisations.find_or_create(self.session, Kind.BUYER, "Ville de Bayeux", NOW).id or 0
        for state, since in (("open", NOW), ("used", NOW), ("late", NOW - timedelta(days=4))):
            token = invitations.create(self.session, home, Role.BUYER, person, since)
            self.thing("invitation", token, state=state)
        used = invitations.living(self.session, str(self.world.of("invitation", "used").id), NOW)
        assert used is not None
        invitations.close(self.session, used, self.world.people["revoked buyer"].id, NOW)

    def write(self, model: Any, number: Any, **values: Any) -> None:
        self.session.flush()
        table = rows_of(model)
        self.session.core.execute(sa.update(table).where(table.c.id == number).values(**values))

    def finished(self) -> World:
        """With one of each kind that does not exist, and the words' readers by their chats."""
        world = self.world
        for kind in ("procurement", "lot", "offer", "candidate", "person", "organisation", "programme"):
            world.things[kind].append(Thing(kind, MISSING, "missing", "nobody"))
        world.things["amendment"].append(Thing("amendment", f"{MISSING}:{MISSING}", "missing", "nobody"))
        world.readers = {word: _chats(world.people.values(), homes) for word, homes in self._planted.items()}
        return world


def _period(days: int) -> Period:
    day = TODAY + timedelta(days=days)
    return Period(day, f"{day}/day")


def _chats(everyone: Iterable[Someone], homes: frozenset[str]) -> frozenset[int]:
    return frozenset(one.chat for one in everyone if one.known and one.home in homes)
