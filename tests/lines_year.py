"""What happens in thirteen months, day by day, and what the table of `dialogues.md` §4 says of it."""

from collections.abc import Callable

from lines_world import Year, at, day
from told import Told, said

from bot.store.database import Session
from bot.store.unproven import subject_of

Step = Callable[[Year, Session], None]
FROM, UNTIL = day("2026-11-01"), day("2027-12-02")
STAFF = ("Fanny", "Farid", "Colette")


def _begin(year: Year, session: Session) -> None:
    examined, gone = year.who["Fanny"], year.who["gone"]
    suitable = {"state": "suitable", "lot": {"advised_at": at("2026-11-01T09:00")}}
    year.contract(session, "P1", consultation_on=day("2027-01-20"), examined_by=examined, lots=2, **suitable)
    year.lot(session, "P1/2", state="confirmed", notice_link="https://boamp.fr/1")
    year.contract(session, "P2", "Ifs", start_on=day("2027-06-30"), examined_by=gone, **suitable)
    year.contract(session, "P3", consultation_on=day("2027-11-20"), examined_by=year.who["Farid"], **suitable)
    year.contract(session, "P4", consultation_on=day("2027-01-20"), state="suitable")
    year.contract(session, "N1", consultation_on=day("2026-12-23"), examined_by=examined, state="confirmed")
    year.contract(session, "N2", consultation_on=day("2027-02-10"), state="published")
    year.proof(session, "procurement", "N2", "notice")
    year.contract(session, "N3", "Ifs", start_on=day("2027-09-29"), state="confirmed")
    year.contract(session, "N4", "Louvigny", consultation_on=day("2027-01-20"), state="confirmed")


def _lot(name: str, **values: object) -> Step:
    return lambda year, session: year.lot(session, name, **values)


def _announce(name: str, moment: str) -> Step:
    return lambda year, session: year.contract(session, name, state="announced", announced_at=at(moment))


def _take(name: str) -> Step:
    from bot.store.tables import Procurement

    return lambda year, session: year.write(
        session, Procurement, year.things[name], examined_by=year.who["Fanny"], examined_at=at("2027-01-01")
    )


def _award_k2(year: Year, session: Session) -> None:
    lot = {"awarded_on": day("2027-04-30"), "notice_link": "https://boamp.fr/2"}
    year.contract(session, "K2", "Ifs", state="awarded", lot=lot)
    year.proof(session, "lot", "K2/1", "award")


def _owing(year: Year, session: Session) -> None:
    """A lot that owes 833 h, and the one contract of work that counts for it: 315 h."""
    lot = {
        "hours_owed": 833,
        "supplier_id": year.homes["Bati"],
        "awarded_on": day("2026-11-20"),
        "kicked_off_on": day("2026-11-20"),
        "notice_link": "https://boamp.fr/3",
    }
    year.contract(
        session, "Q", state="running", start_on=day("2026-11-20"), examined_by=year.who["Farid"], lot=lot
    )
    starts, ends = day("2026-12-10"), day("2027-02-10")
    year.work(session, "W1", "Bati", "Fanny", starts_on=starts, planned_end=ends, lot_id=year.things["Q/1"])
    year.work(session, "W0", "Bati", "Fanny", starts_on=starts, planned_end=starts, lot_id=None)
    year.hours(session, "W0 2026-12", "W0", "2026-12-01", 0, "2026-12-01T09:00")
    year.settled(session, "W0 2026-12", "validated")
    year.proof(session, "placement", "W0", "contract")


def _hours(name: str, worked: str, month: str, hours: int, told: str) -> Step:
    return lambda year, session: year.hours(session, name, worked, month, hours, told)


def _settled(name: str, state: str, **values: object) -> Step:
    return lambda year, session: year.settled(session, name, state, **values)


def _siae(year: Year, session: Session) -> None:
    starts, ended = day("2027-09-01"), day("2027-10-15")
    year.work(session, "W2", "Ateliers", "Fanny", starts_on=starts, ended_on=ended, lot_id=None)


EVENTS: tuple[tuple[str, Step], ...] = (
    ("2026-10-31", _begin),
    ("2026-11-10", lambda year, session: year.programme(session, "Ifs", 2027)),
    ("2026-11-20", _owing),
    ("2026-12-24", _announce("A1", "2026-12-24T10:00")),
    ("2027-01-04", _announce("A4", "2027-01-04T10:00")),
    ("2027-01-05", _take("A4")),
    ("2027-01-05", _lot("N1/1", state="published", notice_link="https://boamp.fr/4")),
    ("2027-01-10", _lot("P1/1", state="declined")),
    ("2027-01-10", _lot("P1/2", state="cancelled")),
    ("2027-01-13", _hours("W1 2026-12", "W1", "2026-12-01", 90, "2027-01-13T09:00")),
    ("2027-01-20", lambda year, session: year.proof(session, "placement", "W1", "contract")),
    ("2027-01-25", _settled("W1 2026-12", "validated")),
    ("2027-02-20", _hours("W1 2027-01", "W1", "2027-01-01", 140, "2027-02-20T09:00")),
    ("2027-03-01", _settled("W1 2027-01", "validated")),
    ("2027-03-01", _lot("N1/1", state="awarded", awarded_on=day("2027-03-01"))),
    ("2027-03-03", _hours("W1 2027-02", "W1", "2027-02-01", 0, "2027-03-03T09:00")),
    ("2027-03-05", lambda year, session: year.proof(session, "month", "W1 2026-12", "hours")),
    ("2027-03-11", _settled("W1 2027-02", "validated")),
    ("2027-03-12", _lot("N2/1", state="cancelled")),
    ("2027-03-16", _lot("N1/1", state="running", kicked_off_on=day("2027-03-16"))),
    ("2027-03-27", _announce("A2", "2027-03-27T23:30")),
    ("2027-03-31", _lot("Q/1", state="completed", completed_on=day("2027-03-31"))),
    ("2027-04-02", _take("A2")),
    ("2027-04-02", _lot("P2/1", state="declined")),
    ("2027-04-20", lambda year, session: year.training(session, "T1", "2027-04-10", "Fanny", "Farid")),
    ("2027-05-01", _award_k2),
    ("2027-05-14", lambda year, session: year.call(session, "C2", "2027-05-14T15:00")),
    ("2027-05-19", lambda year, session: year.called(session, "C2", "2027-05-19T10:00")),
    ("2027-05-20", _lot("K2/1", state="running")),
    ("2027-06-15", lambda year, session: year.exit(session, "E1", "2027-06-15", "Farid", "outside_contract")),
    ("2027-06-16", lambda year, session: year.exit(session, "E2", "2027-06-16", "Farid", "training")),
    ("2027-06-17", lambda year, session: year.proof(session, "exit", "E2", "exit")),
    ("2027-07-01", lambda year, session: year.exit(session, "E3", "2027-07-01", "Farid", "none")),
    ("2027-08-05", _lot("N3/1", state="cancelled")),
    ("2027-08-30", _siae),
    ("2027-10-31", _announce("A3", "2027-10-30T22:30")),
    ("2027-10-31", lambda year, session: year.call(session, "C1", "2027-10-30T22:30")),
    ("2027-11-06", _hours("W2 2027-10", "W2", "2027-10-01", 70, "2027-11-06T09:00")),
    ("2027-11-10", lambda year, session: year.programme(session, "Caen", 2028)),
    ("2027-11-10", _settled("W2 2027-10", "asked_back")),
    ("2027-11-13", _settled("W2 2027-10", "declared", declared_at=at("2027-11-13T09:00"))),
    ("2027-11-22", _settled("W2 2027-10", "validated")),
)
"""In the order they happen, each at noon; what is announced or asked at night is written the day after."""


EXPECTED: tuple[Told, ...] = (
    said("announced", "A1", "2026-12-29", "Fanny", "Farid"),
    said("announced", "A1", "2027-01-04", "Colette"),
    said("announced", "A2", "2027-03-31", "Fanny", "Farid"),
    said("announced", "A3", "2027-11-03", "Fanny", "Farid"),
    said("announced", "A3", "2027-11-08", "Colette"),
    said("programme", "2027", "2026-11-02", "Brigitte", "Bruno"),
    said("programme", "2027", "2026-11-17", "Brigitte"),
    said("programme", "2028", "2027-11-02", "Brigitte", "Bruno"),
    said("programme", "2028", "2027-11-17", "Bruno"),
    said("clause", "P1", "2027-01-05", "Brigitte", "Benoit", "Fanny"),
    said("clause", "P2", "2027-03-17", "Bruno", *STAFF),
    said("clause", "P2", "2027-03-27", "Bruno", *STAFF),
    said("clause", "P3", "2027-11-05", "Brigitte", "Benoit", "Farid"),
    said("clause", "P3", "2027-11-15", "Brigitte", "Benoit", "Farid"),
    said("notice", "N1", "2026-12-31", "Brigitte"),
    said("notice", "N3", "2027-07-08", "Bruno"),
    said("award", "N1", "2027-01-22", "Brigitte", "Benoit"),
    said("award", "N1", "2027-02-21", "Brigitte", "Benoit"),
    said("award", "N2", "2027-03-12", "Brigitte", "Benoit"),
    said("award", "N3", "2027-07-31", "Bruno"),
    said("kick_off", "N1/1", "2027-03-15", "Fanny"),
    said("kick_off", "K2/1", "2027-05-18", *STAFF),
    said("call_back", "C2", "2027-05-18", "Fanny", "Farid"),
    said("call_back", "C2", "2027-05-19", "Colette"),
    said("call_back", "C1", "2027-11-02", "Fanny", "Farid"),
    said("call_back", "C1", "2027-11-03", "Colette"),
    said("hours_missing", "Bati 202612", "2027-01-05", "Marc", "Maud"),
    said("hours_missing", "Bati 202612", "2027-01-12", "Marc", "Maud"),
    said("hours_missing", "Bati 202701", "2027-02-05", "Marc", "Maud"),
    said("hours_missing", "Bati 202701", "2027-02-12", "Marc", "Maud"),
    said("hours_missing", "Bati 202701", "2027-02-15", "Farid"),
    said("hours_missing", "Ateliers 202709", "2027-10-05", "Sonia"),
    said("hours_missing", "Ateliers 202709", "2027-10-12", "Sonia"),
    said("hours_missing", "Ateliers 202709", "2027-10-15", "Fanny"),
    said("hours_missing", "Ateliers 202710", "2027-11-05", "Sonia"),
    said("hours_missing", "Ateliers 202710", "2027-11-12", "Sonia"),
    said("hours_waiting", "Bati 202612", "2027-01-20", "Farid"),
    said("hours_waiting", "Bati 202701", "2027-02-26", "Farid"),
    said("hours_waiting", "Bati 202702", "2027-03-10", "Farid"),
    said("hours_waiting", "Ateliers 202710", "2027-11-19", "Fanny"),
    said("pace", "Q/1", "2026-12-01", "Marc", "Farid"),
    said("pace", "Q/1", "2027-01-04", "Marc", "Farid"),
    said("pace", "Q/1", "2027-02-01", "Marc", "Farid"),
    said("pace", "Q/1", "2027-03-01", "Marc", "Farid"),
    said("evidence", "procurement Q", "2026-12-20", "Brigitte"),
    said("evidence", "procurement Q", "2027-01-09", "Marc"),
    said("evidence", "procurement Q", "2027-01-30", "Marc"),
    said("evidence", "procurement Q", "2027-03-02", "Marc"),
    said("evidence", "procurement N1", "2027-03-31", "Brigitte"),
    said("evidence", "training T1", "2027-05-10", "Fanny", "Farid"),
    said("evidence", "exit E1", "2027-07-15", "Farid"),
    said("evidence", "placement W2", "2027-10-01", "Sonia"),
    said("evidence", "month W2 2027-10", "2027-11-30", "Sonia"),
)

STOPS = (
    ("announced", "A2", "2027-04-02"),
    ("clause", "P1", "2027-01-10"),
    ("clause", "P2", "2027-04-02"),
    ("notice", "N1", "2027-01-05"),
    ("award", "N1", "2027-03-01"),
    ("award", "N2", "2027-03-12"),
    ("award", "N3", "2027-08-05"),
    ("kick_off", "N1/1", "2027-03-16"),
    ("kick_off", "K2/1", "2027-05-20"),
    ("call_back", "C2", "2027-05-19"),
    ("hours_missing", "Bati 202612", "2027-01-13"),
    ("hours_missing", "Bati 202701", "2027-02-20"),
    ("hours_waiting", "Bati 202612", "2027-01-25"),
    ("hours_waiting", "Ateliers 202710", "2027-11-22"),
    ("pace", "Q/1", "2027-03-31"),
)
"""What stands in the morning of a day, and no longer in the morning after."""


def number_of(year: Year, told_subject: str, kind: str) -> int:
    """What the rows carry of a thing."""
    if kind == "programme":
        return int(told_subject)
    if kind.startswith("hours"):
        home, month = told_subject.split()
        return int(f"{year.homes[home]}{month}")
    if kind == "evidence":
        subject, _, name = told_subject.partition(" ")
        return subject_of(subject, year.things[name])
    return year.things[told_subject]
