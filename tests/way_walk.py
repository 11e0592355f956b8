"""A walk: orders one after the other, to the model and to the bot, who must agree; and what must always be
so in the database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from way_draw import Order
from way_facts import LIVING, OPEN, Illegal
from way_model import Model
from way_world import World, obey, turn_of

from bot.dialogue.refusals import Refused
from bot.dialogue.translations import translate
from bot.store import worked
from bot.store.database import Session


@dataclass
class Walk:
    """What was ordered until now, and what came of it."""

    session: Session
    world: World
    model: Model
    trail: list[str] = field(default_factory=list)
    tried: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._rows = rows(self.session)

    def step(self, order: Order) -> str:
        """Obey an order. Returns why it is illegal, "" when it is not."""
        self.model.now += timedelta(minutes=1)
        if order.name == "wait":
            self.model.now += timedelta(days=order.said["days"])
            return ""
        why, stale = self._verdict(order)
        self.trail.append(f"{self.model.today} {order} → {why or 'legal'}")
        self.tried[order.name, why] += 1
        member = self.world.members[order.who]
        turn = turn_of(self.session, member, f"{len(self.trail)}", self.model.now)
        try:
            done, refused = obey(turn, order.name, order.said), None
        except Refused as refusal:
            done, refused = False, refusal
        self.session.flush()
        self._compare(why, stale, done, refused)
        return why

    def _verdict(self, order: Order) -> tuple[str, bool]:
        try:
            self.model.obey(order.name, self.world.who(order.who), **order.said)
        except Illegal as illegal:
            return str(illegal), illegal.stale
        return "", False

    def _compare(self, why: str, stale: bool, done: bool, refused: Refused | None) -> None:
        before, self._rows = self._rows, rows(self.session)
        if refused is not None:
            says_why(refused)
            assert self._rows == before, f"changed what it refused: {refused}"
        if not why:
            assert done, f"a legal order was not obeyed: {refused}"
            return
        assert not done, f"an illegal order was obeyed: {why}"
        assert stale or refused is not None, f"no sentence says why: {why}"
        assert self._rows == before, f"changed without being done: {why}"

    def check(self) -> None:
        """What the model says is what the database holds, and the rules hold in it."""
        held, said = observed(self.session), expected(self.model)
        for name in said:
            assert held[name] == said[name], name
        sound(self.session, held, self.model.today)


def says_why(refused: Refused) -> None:
    """A whole sentence in French."""
    said = translate("fr", refused.msgid, **refused.values).unescape()
    assert said.strip(), refused.msgid
    assert said.rstrip()[-1] in ".?", said
    assert said != translate("en", refused.msgid, **refused.values).unescape(), f"not in French: {said}"


def rows(session: Session) -> dict[str, list[Any]]:
    """Everything there is, table by table, the audit trail and what is to be sent included."""
    raw: Any = session.core.connection.driver_connection
    names = [
        one[0] for one in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    return {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608


def expected(model: Model) -> dict[str, Any]:
    """The model, as `observed` tells the database."""
    return {
        "people": {n: one.state for n, one in model.people.items()},
        "offers": {n: (one.state, one.hired) for n, one in model.offers.items()},
        "referrals": {n: (r.candidate, r.offer, r.state, r.met) for n, r in model.referrals.items()},
        "placements": {n: tuple(vars(job).values()) for n, job in model.jobs.items()},
        "months": {key: (one.hours, one.state) for key, one in model.months.items()},
        "exits": {n: tuple(vars(one).values()) for n, one in model.exits.items()},
        "follow-ups": {key: tuple(vars(one).values()) for key, one in model.calls.items()},
        "shares": {n: (s.offer, s.lot, s.siae, s.hours, s.state) for n, s in model.shares.items()},
        "trainings": dict(enumerate(model.trainings, 1)),
    }


def _all(session: Session, columns: str, table: str) -> Sequence[Any]:
    return session.core.exec_driver_sql(f"SELECT {columns} FROM {table} ORDER BY 1, 2").all()  # noqa: S608


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text[:10])


def _hours(number: Any) -> Decimal:
    return Decimal(str(number)).quantize(Decimal("0.01"))


def observed(session: Session) -> dict[str, Any]:
    """What the database holds of the way to work."""
    jobs = _all(
        session,
        "id, candidate_id, organisation_id, offer_id, referral_id, lot_id, contract, starts_on, planned_end, "
        "weekly_hours, siae_id, state, ended_on",
        "placements",
    )
    months = _all(session, "placement_id, month, hours, state", "worked_months")
    leaves = _all(session, "id, candidate_id, left_on, kind, placement_id, cancelled_at", "exits")
    calls = _all(session, "placement_id, exit_id, kind, due_on, state, dropped_at", "follow_ups")
    shares = _all(session, "id, offer_id, lot_id, siae_id, hours, state", "shares")
    trainees: dict[int, tuple[int, ...]] = {}
    for number, person in _all(session, "training_id, candidate_id", "trainees"):
        trainees[number] = (*trainees.get(number, ()), person)
    return {
        "people": dict(_all(session, "id, state", "candidates")),
        "offers": {r[0]: (r[1], r[2]) for r in _all(session, "id, state, hired", "offers")},
        "referrals": {
            r[0]: (r[1], r[2], r[3], r[4] is not None)
            for r in _all(session, "id, candidate_id, offer_id, state, meeting_at", "referrals")
        },
        "placements": {
            r[0]: (*r[1:7], _day(r[7]), _day(r[8]), _hours(r[9]), r[10], r[11], _day(r[12])) for r in jobs
        },
        "months": {(r[0], _day(r[1])): (_hours(r[2]), r[3]) for r in months},
        "exits": {r[0]: (r[1], _day(r[2]), r[3], r[4], r[5] is not None) for r in leaves},
        "follow-ups": {
            ("placement" if r[0] else "exit", r[0] or r[1], r[2]): (
                _day(r[3]),
                r[4],
                r[5] is not None,
            )
            for r in calls
        },
        "shares": {r[0]: (*r[1:4], None if r[4] is None else int(r[4]), r[5]) for r in shares},
        "trainings": trainees,
    }


def sound(session: Session, now: dict[str, Any], today: date) -> None:
    """The rules, counted in what the database holds."""
    living = {n: p for n, p in now["placements"].items() if p[10] in LIVING}
    _positions(session, living)
    _week(living)
    _referrals(now, living)
    _months(session, now)
    _exits(now, living, today)


def _positions(session: Session, living: dict[int, Any]) -> None:
    for number, state, positions, hired in _all(session, "id, state, positions, hired", "offers"):
        assert 0 <= hired <= positions
        assert hired == sum(one[2] == number for one in living.values())
        assert state != "open" or hired < positions


def _last(one: Any) -> date:
    last: date = one[11] or one[7] or date.max
    return last


def _week(living: dict[int, Any]) -> None:
    for one in living.values():
        mates = [other for other in living.values() if other[0] == one[0]]
        assert sum(other[8] for other in mates if other[6] <= one[6] <= _last(other)) <= 48


def _referrals(now: dict[str, Any], living: dict[int, Any]) -> None:
    rows = now["referrals"]
    pairs = [(one[0], one[1]) for one in rows.values() if one[2] in OPEN]
    assert len(pairs) == len(set(pairs))
    assert not [one for one in pairs if now["people"][one[0]] != "active"]
    assert not [one for one in pairs if now["offers"][one[1]][0] in ("withdrawn", "expired")]
    used = sorted(one[3] for one in living.values() if one[3] is not None)
    assert used == sorted(number for number, one in rows.items() if one[2] == "hired")


def _months(session: Session, now: dict[str, Any]) -> None:
    jobs = now["placements"]
    for (number, month), (hours, _) in now["months"].items():
        job = jobs[number]
        first, last = max(job[6], month), min(_last(job), _end(month))
        assert hours >= 0
        assert not hours or hours * 7 <= 48 * ((last - first).days + 1)
    columns = "placement_id, month, lot_id, declaring_id"
    lots = {(r[0], _day(r[1])): r[2:] for r in _all(session, columns, "worked_months")}
    assert lots == {(n, m): (jobs[n][4], jobs[n][9] or jobs[n][1]) for n, m in now["months"]}
    for number in {jobs[n][4] for n, _ in now["months"]} - {None}:
        mine = [row for (n, _), row in now["months"].items() if jobs[n][4] == number]
        declared = sum((row[0] for row in mine if row[1] != "asked_back"), Decimal())
        validated = sum((row[0] for row in mine if row[1] == "validated"), Decimal())
        totals = worked.lot_totals(session, number)
        assert (totals.declared, totals.validated) == (declared, validated)


def _end(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _exits(now: dict[str, Any], living: dict[int, Any], today: date) -> None:
    for candidate, left_on, kind, placement, cancelled in now["exits"].values():
        if cancelled:
            continue
        assert left_on <= today
        mine = [one for one in living.values() if one[0] == candidate]
        assert placement is None or now["placements"][placement][6] <= left_on
        assert kind == "hiring_company" or not [one for one in mine if one[6] <= left_on < _last(one)]
