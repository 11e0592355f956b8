"""A small world for the stage: people, and contracts, offers and candidates at every point of their life."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from proposals import send
from seekers import filed
from stage import START, Stage, migrate
from vacancies import SAID, hand_lots, mason, post
from work import place, present
from workers import at_work

from bot.store import (
    agreements,
    amendments,
    audit,
    candidates,
    exits,
    follow_ups,
    interviews,
    lots,
    offers,
    organisations,
    people,
    shares,
    trainings,
    worked,
    worked_lines,
)
from bot.store.amendments import Amended
from bot.store.database import Session
from bot.store.exits import Said as Left
from bot.store.interviews import Held
from bot.store.people import Correspondent, Member, Newcomer
from bot.store.procurements import Period
from bot.store.shares import Answer, Shared
from bot.store.tables import CandidateState, Kind, Role
from bot.store.trainings import Course

BUYER, NEIGHBOUR, COMPANY, FACILITATOR, COLLEAGUE, COORDINATOR = range(101, 107)
PRESCRIBER = 109
CORRESPONDENT = 10
"""The number of who is written to by e-mail."""
PEOPLE = (BUYER, NEIGHBOUR, COMPANY, FACILITATOR, COLLEAGUE, COORDINATOR)
HOMES = {
    BUYER: (Role.BUYER, Kind.BUYER, "Ville de Caen"),
    NEIGHBOUR: (Role.BUYER, Kind.BUYER, "Ville d’Ifs"),
    COMPANY: (Role.COMPANY, Kind.COMPANY, "Bâti Normandie"),
    FACILITATOR: (Role.FACILITATOR, Kind.PLIE, "PLIE du pays de Caen"),
    COLLEAGUE: (Role.FACILITATOR, Kind.PLIE, "PLIE du pays de Caen"),
    COORDINATOR: (Role.COORDINATOR, Kind.PLIE, "PLIE du pays de Caen"),
}
ANNOUNCED = "Rénovation de 40 logements à Hérouville, 1,2 M€, mars 2027, 14 mois, lots gros œuvre et peinture"
WANTED = "cherche 2 maçons à Ifs dès le 5 janvier, CDD 6 mois"


def join(session: Session, chat: int, role: Role, kind: Kind, home: str) -> None:
    """Someone of an organisation, as if they had accepted an invitation."""
    organisation = organisations.find_or_create(session, kind, home, START)
    newcomer = Newcomer(chat, f"Personne {chat}", "fr", organisation.id or 0, role, None)
    people.join(session, newcomer, START)


def build(path: Path) -> None:
    """Write the world: contracts announced, under review, advised, answered and awarded; a running lot with
    an amendment; open offers; candidates, two of them alike."""
    migrate(path)
    stage = Stage(path)
    with stage.database.begin() as session:
        for chat, home in HOMES.items():
            join(session, chat, *home)
    for _ in range(4):
        _announce(stage, BUYER)
    _announce(stage, NEIGHBOUR)
    _review(stage, 2, send=False)
    for number in (3, 4):
        _review(stage, number, send=True)
    stage.taps(BUYER, "retain-all:4")
    with stage.database.begin() as session:
        _award(session)
    stage.says(COMPANY, WANTED)
    for label in ("Publier", "Hors marché", "35", "C’est tout", "Publier"):
        stage.taps_label(COMPANY, label)
    with stage.database.begin() as session:
        _sent(session)
        _correspondent(session)
    stage.close()


def _correspondent(session: Session) -> None:
    """Someone who is written to by e-mail."""
    home = organisations.find_or_create(session, Kind.PROFESSIONAL, "CFA du bâtiment", START).id or 0
    said = Correspondent("Personne du CFA", "cfa@exemple.fr", "fr", home, Role.PROFESSIONAL, 1)
    assert people.add_by_mail(session, said, START).id == CORRESPONDENT


def _announce(stage: Stage, buyer: int) -> None:
    stage.says(buyer, ANNOUNCED)
    stage.taps_label(buyer, "Transmettre au PLIE")


def _review(stage: Stage, number: int, *, send: bool) -> None:
    """Both lots of a contract reviewed; the lots of contract n are 2n - 1 and 2n."""
    stage.taps(FACILITATOR, f"examine:{number}")
    stage.taps(FACILITATOR, f"suit:{2 * number - 1}")
    if send:
        stage.receive(stage.tap(FACILITATOR, f"term:hours:{2 * number - 1}"))
        stage.says(FACILITATOR, "400 heures")
        stage.taps(FACILITATOR, f"because:too_small:{2 * number}")
        stage.taps(FACILITATOR, f"send-advice:{number}")


def _award(session: Session) -> None:
    """Two lots the company holds, one of them running; offers and candidates beside them."""
    buyer, company, facilitator = (
        people.by_telegram(session, chat) for chat in (BUYER, COMPANY, FACILITATOR)
    )
    assert buyer is not None
    assert company is not None
    assert facilitator is not None
    numbers = hand_lots(session, company.organisation_id, buyer, 2, START)
    for number, state in zip(numbers, ("awarded", "running"), strict=True):
        lot = lots.get(session, number)
        assert lot is not None
        lot.state, lot.awarded_on, lot.awarded_amount = state, START.date(), Decimal(450_000)
        lot.hours_owed, lot.amount = 400, Decimal(450_000)
        session.add(lot)
    session.flush()
    amendments.add(session, numbers[1], Amended(START.date(), Decimal(500_000), None), buyer.id, START)
    audit.record(session, facilitator.id, "kick off", "lot", numbers[1], START)
    post(session, company, START, SAID)
    mason(session, facilitator.id, START, name="Petit Ali")
    mason(session, facilitator.id, START, name="Petit Aly", phone="+33612345679")
    filed(session, facilitator.id, START)
    _leave(session, facilitator)
    _trained(session, facilitator)
    _at_work(session, company, facilitator)
    _worked(session, company, facilitator, numbers[1])
    _shared(session, facilitator, numbers[1])
    _agreed(session, facilitator)


def _shared(session: Session, facilitator: Member, lot_id: int) -> None:
    """An offer shared with a SIAE, which has not answered, and hours of a lot, for which it has."""
    for chat, name in ((107, "Calvados Insertion"), (108, "Les Chantiers")):
        join(session, chat, Role.SIAE, Kind.SIAE, name)
    siae = people.by_telegram(session, 107)
    assert siae is not None
    for what in (Shared(offer_id=1), Shared(lot_id=lot_id, hours=300)):
        shares.add(session, what, siae.organisation_id, facilitator.id, START)
    answered = shares.get(session, 2)
    assert answered is not None
    start = Period(date(2027, 3, 1), "2027-03-01/month")
    shares.answer(session, answered, Answer(start, hours=200), siae.id, START)


def _sent(session: Session) -> None:
    """Another offer, which was sent to somebody of the employment service."""
    company = people.by_telegram(session, COMPANY)
    join(session, PRESCRIBER, Role.PRESCRIBER, Kind.ANPE, "France Travail Caen")
    prescriber = people.by_telegram(session, PRESCRIBER)
    assert company is not None
    assert prescriber is not None
    offer = post(session, company, START, SAID)
    send(session, offers.identity(offer), START, [prescriber])


def _agreed(session: Session, facilitator: Member) -> None:
    """An agreement of three years that both buyers signed."""
    starts = date(2025, 1, 1)
    agreement = agreements.add(session, starts, date(2027, 12, 31), facilitator.id, START)
    for chat in (BUYER, NEIGHBOUR):
        buyer = people.by_telegram(session, chat)
        assert buyer is not None
        agreements.sign(session, agreement.id or 0, buyer.organisation_id, starts)


def _trained(session: Session, facilitator: Member) -> None:
    """An interview with somebody, who takes part in a training that has begun."""
    interviews.add(session, 1, facilitator.id, Held(START.date(), "office", "training"), START)
    day = START.date()
    said = Course("CACES R482", "before", day, day, Decimal(7), "AFPA", certifying=True, requirement=2)
    trainings.add(session, said, [1], facilitator.id, START)


def _at_work(session: Session, company: Member, facilitator: Member) -> None:
    """Somebody presented to the company, somebody who works there, and a hire to be confirmed."""
    ali, offer = candidates.get(session, 1), offers.get(session, 1)
    assert ali is not None
    assert offer is not None
    present(session, ali, offer, facilitator.id, START)
    place(session, 3, company, START)
    place(session, 2, company, START, confirmed=False)


def _worked(session: Session, company: Member, facilitator: Member, lot: int) -> None:
    """Somebody who has worked on a lot since the summer, and the hours of September."""
    made = at_work(
        session, facilitator.id, company.organisation_id, START,
        name="SALARIÉ Jean", lot_id=lot, starts_on=date(2026, 8, 3),
    )  # fmt: skip
    month = date(2026, 9, 1)
    line = worked_lines.one(session, company.organisation_id, month, made.id or 0)
    assert line is not None
    by = worked.Declarer(company.id, company.organisation_id, month)
    worked.declare(session, by, [worked.Entry(line, Decimal(100))], START)


def _leave(session: Session, facilitator: Member) -> None:
    """Somebody who may leave, and somebody who left."""
    filed(session, facilitator.id, START, name="Leroy Max", phone=None)
    left = filed(session, facilitator.id, START, name="Leroy Luc", phone=None)
    row = exits.add(session, left.id or 0, Left(START.date(), "civil_service"), facilitator.id, START)
    follow_ups.schedule_exit(session, row)
    candidates.move(session, left.id or 0, CandidateState.ACTIVE, CandidateState.CLOSED)
