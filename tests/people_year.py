"""What happens to people and offers in thirteen months, and what the table of `dialogues.md` §4 says of it;
every day by hand from the calendar."""

from collections.abc import Callable

from lines_world import at, day
from people_world import Folk
from told import Told, said

from bot.store.database import Session

Step = Callable[[Folk, Session], None]
FROM, UNTIL = day("2026-11-01"), day("2027-12-02")
STAFF = ("Fanny", "Farid", "Colette")
EVE, SPRING, AUTUMN = "2026-12-24T10:00", "2027-03-27T23:30", "2027-10-29T10:00"
"""Christmas Eve; Easter Sunday half past midnight in Paris, before the clocks change; All Saints."""


def _begin(folk: Folk, session: Session) -> None:
    folk.offer(session, "old", EVE, state="filled", positions=9)
    for name, adviser in (("P1", "Fanny"), ("P2", "gone"), ("P3", "Farid"), ("P4", "Farid")):
        folk.seeker(session, name, adviser)
    folk.at_work(session, "W1", "Fanny", "2027-01-15")
    folk.at_work(session, "W2", "Farid", "2027-04-12", siae_id=folk.homes["Ateliers"])
    folk.follow_up(session, "U1", "P3", "2027-01-04")
    folk.follow_up(session, "U2", "P3", "2027-03-30")
    folk.follow_up(session, "U3", "P2", "2027-11-02")
    folk.seeker(session, "L1", "Fanny", eligible_until=day("2027-01-30"))
    folk.seeker(session, "L2", "Farid", eligible_until=day("2027-04-27"))
    folk.seeker(session, "L3", "gone", eligible_until=day("2027-12-01"))
    folk.seeker(session, "L4", "Fanny", eligible_until=day("2027-06-01"), state="closed")
    folk.seeker(session, "S1", "Fanny", "2026-10-30")
    folk.seeker(session, "S2", "Farid", "2027-01-27")
    folk.seeker(session, "S3", "gone", "2027-09-03")
    folk.seeker(session, "S4", "Fanny", "2026-12-01")
    folk.follow_up(session, "U4", "S4", "2027-02-01")
    _quiet(folk, session)


def _quiet(folk: Folk, session: Session) -> None:
    """Files that are closed, so that nobody is silent."""
    folk.seeker(session, "T1", "Fanny", "2025-01-24", state="closed")
    folk.seeker(session, "T2", "Farid", "2025-04-28", state="closed")
    folk.seeker(session, "T3", "gone", "2025-12-02", state="closed")
    folk.seeker(session, "T4", "Fanny", "2024-01-01", state="closed", hold_until=day("2027-08-01"))
    folk.seeker(session, "T5", "Fanny", "2024-01-01", state="anonymised")
    folk.at_work(session, "W5", "Fanny", "2026-08-31")
    folk.file(session, "worker W5", contacted_on=day("2024-05-01"), state="closed")
    folk.left(session, "X5", "worker W5", "2026-09-01")


def _reserve(name: str, moment: str) -> Step:
    return lambda folk, session: _as_none(folk.offer(session, name, moment, circulation="reserved"))


def _post(name: str, moment: str) -> Step:
    return lambda folk, session: _as_none(folk.offer(session, name, moment))


def _as_none(_number: int) -> None:
    return None


def _offer(name: str, **values: object) -> Step:
    return lambda folk, session: folk.offered(session, name, **values)


def _refer(name: str, offer: str, person: str, moment: str, state: str = "presented") -> Step:
    return lambda folk, session: folk.refer(session, name, offer, person, moment, state)


def _referral(name: str, **values: object) -> Step:
    return lambda folk, session: folk.referred(session, name, **values)


def _placement(name: str, **values: object) -> Step:
    return lambda folk, session: folk.placed(session, name, **values)


def _follow_up(name: str, **values: object) -> Step:
    return lambda folk, session: folk.followed(session, name, **values)


def _file(name: str, **values: object) -> Step:
    return lambda folk, session: folk.file(session, name, **values)


EVENTS: tuple[tuple[str, Step], ...] = (
    ("2026-10-31", _begin),
    ("2026-12-24", _reserve("R1", EVE)),
    ("2026-12-24", _post("X1", EVE)),
    ("2026-12-24", _refer("F1", "old", "P1", EVE)),
    ("2027-01-05", _offer("R1", circulation="held")),
    ("2027-01-05", _placement("W1", planned_end=None)),
    ("2027-01-05", _file("T1", contacted_on=day("2027-01-05"))),
    ("2027-01-06", _follow_up("U1", done_at=at("2027-01-06T09:00"), state="well")),
    ("2027-01-08", _referral("F1", state="refused")),
    ("2027-01-08", _file("S1", contacted_on=day("2027-01-08"))),
    ("2027-01-10", _file("L1", eligible_until=day("2029-01-30"))),
    ("2027-01-20", _offer("R1", state="withdrawn")),
    ("2027-02-05", _follow_up("U4", done_at=at("2027-02-05T09:00"), state="well")),
    ("2027-02-05", _file("S4", contacted_on=day("2029-01-01"))),
    ("2027-02-16", _offer("X1", heard_at=at("2027-02-16T09:00"))),
    ("2027-03-10", _file("S1", contacted_on=day("2027-03-10"))),
    ("2027-03-25", _follow_up("U2", dropped_at=at("2027-03-25T09:00"))),
    ("2027-03-28", _reserve("R2", SPRING)),
    ("2027-03-28", _post("X2", SPRING)),
    ("2027-03-28", _refer("F2", "old", "P2", SPRING)),
    ("2027-04-01", _file("S1", state="closed")),
    ("2027-04-01", _file("S2", state="closed")),
    ("2027-04-01", _placement("W2", planned_end=day("2027-11-15"))),
    ("2027-04-02", _refer("F4", "R2", "P3", "2027-04-02T09:00", "awaiting")),
    ("2027-04-05", lambda folk, session: folk.declined(session, "L2", "2027-04-27")),
    ("2027-04-05", _file("T2", hold_until=day("2028-12-31"))),
    ("2027-04-10", _referral("F2", state="hired")),
    ("2027-04-12", _offer("R2", state="filled")),
    ("2027-04-13", _offer("X1", state="withdrawn")),
    ("2027-04-28", _refer("F3", "old", "P4", "2027-04-28T09:00")),
    ("2027-05-04", _referral("F3", state="withdrawn")),
    ("2027-05-12", _reserve("R3", "2027-05-12T09:00")),
    ("2027-05-13", _offer("R3", state="withdrawn")),
    ("2027-05-25", _offer("X2", state="filled")),
    ("2027-10-29", _reserve("R4", AUTUMN)),
    ("2027-11-03", lambda folk, session: folk.left(session, "X2 exit", "worker W2", "2027-11-03")),
    ("2027-11-05", _follow_up("U3", done_at=at("2027-11-05T09:00"), state="well")),
    ("2027-11-10", _offer("R4", circulation="due")),
)
"""In the order they happen, each at noon; what is posted at night is written on the day it is in Paris."""


EXPECTED: tuple[Told, ...] = (
    said("reserved", "R1", "2026-12-29", "Fanny", "Farid"),
    said("reserved", "R2", "2027-03-31", "Fanny", "Farid"),
    said("reserved", "R4", "2027-11-03", "Fanny", "Farid"),
    said("offer_expiry", "X1", "2027-02-15", "Marc"),
    said("offer_expiry", "X1", "2027-04-10", "Marc"),
    said("offer_expiry", "X2", "2027-05-20", "Marc"),
    said("referral", "F1", "2027-01-04", "Marc", "Fanny"),
    said("referral", "F2", "2027-04-05", "Marc", *STAFF),
    said("follow_up", "U1", "2027-01-04", "Farid"),
    said("follow_up", "U3", "2027-11-02", *STAFF),
    said("follow_up", "U4", "2027-02-01", "Fanny"),
    said("ending", "W1", "2026-12-31", "Marc", "Fanny"),
    said("ending", "W2", "2027-03-28", "Marc", "Sonia", "Farid"),
    said("ending", "W2", "2027-10-31", "Marc", "Sonia", "Farid"),
    said("eligibility", "L1", "2026-12-31", "Fanny"),
    said("eligibility", "L2", "2027-03-28", "Farid"),
    said("eligibility", "L3", "2027-11-01", *STAFF),
    said("silent", "S1", "2026-12-29", "Fanny"),
    said("silent", "S1", "2027-03-09", "Fanny"),
    said("silent", "S2", "2027-03-28", "Farid"),
    said("silent", "S3", "2027-11-02", *STAFF),
    said("retention", "T1", "2026-12-24", "Fanny"),
    said("retention", "T2", "2027-03-28", "Farid"),
    said("retention", "T3", "2027-11-02", *STAFF),
    said("retention", "T4", "2027-07-01", "Fanny"),
)

STOPS = (
    ("reserved", "R1", "2027-01-05"),
    ("reserved", "R2", "2027-04-02"),
    ("reserved", "R4", "2027-11-10"),
    ("offer_expiry", "X1", "2027-02-16"),
    ("offer_expiry", "X2", "2027-05-25"),
    ("referral", "F1", "2027-01-08"),
    ("referral", "F2", "2027-04-10"),
    ("follow_up", "U1", "2027-01-06"),
    ("ending", "W1", "2027-01-05"),
    ("ending", "W2", "2027-04-01"),
    ("ending", "W2", "2027-11-03"),
    ("eligibility", "L1", "2027-01-10"),
    ("eligibility", "L2", "2027-04-05"),
    ("silent", "S1", "2027-01-08"),
    ("silent", "S2", "2027-04-01"),
    ("retention", "T1", "2027-01-05"),
    ("retention", "T2", "2027-04-05"),
)
"""What stands in the morning of a day, and no longer in the morning after."""
