"""Orders drawn at random, as numbers that say what to choose among what there is; most are nearly legal."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

from way_draw import Draw, Drawn, Made, Order
from way_facts import LEGAL, LIVING, OPEN, Job, days_covered
from way_model import Model
from way_world import World

_EXITS = ("none", "hiring_company", "outside_contract", "training", "own_business")


def order_of(world: World, model: Model, drawn: Drawn) -> Order:
    """The order these numbers mean as things are; a hire where there is nothing to give it about."""
    kind, numbers = drawn
    made = _MAKERS[kind](Draw(world, model, numbers[1:]))
    if made is None:
        return order_of(world, model, ("hire", numbers))
    natural, said = made
    turn = numbers[0]
    if turn >= 54:
        who = "ABSX"[turn % 4]
    elif natural not in "FC" and turn % 3 == 2:
        who = "F"
    else:
        who = "C" if natural == "F" and turn % 5 == 4 else natural
    return Order(kind, who, said)


def _refer(draw: Draw) -> Made:
    return "F", {
        "candidate": draw.one(range(1, 5)),
        "offer": draw.among(draw.model.offers, lambda o: o.state == "open") or 1,
    }


def _referral(draw: Draw) -> int | None:
    number: int | None = draw.among(draw.model.referrals, lambda one: one.state in OPEN)
    return number


def _answered(draw: Draw) -> Made:
    number = _referral(draw)
    if number is None:
        return None
    company = draw.model.offers[draw.model.referrals[number].offer].company
    return draw.name(company), {"referral": number}


def _refused(draw: Draw) -> Made:
    made = _answered(draw)
    return None if made is None else (made[0], made[1] | {"reason": draw.one(("skills", "position_closed"))})


def _withdrawn(draw: Draw) -> Made:
    number = _referral(draw)
    return None if number is None else ("F", {"referral": number})


def _close_offer(draw: Draw) -> Made:
    number = draw.among(draw.model.offers, lambda offer: offer.state == "open") or 1
    company = draw.model.offers[number].company
    return draw.name(company), {"offer": number, "state": draw.one(("withdrawn", "filled"))}


def _candidate(state: str) -> Callable[[Draw], Made]:
    def made(draw: Draw) -> Made:
        number = draw.among(draw.model.people, lambda one: one.state == state)
        return None if number is None else ("F", {"candidate": number})

    return made


def _hire(draw: Draw) -> Made:
    model, row, how = draw.model, _referral(draw), draw.number()
    if row is not None and how < 40:
        referral = model.referrals[row]
        candidate, offer = referral.candidate, referral.offer
        who = {"referral": row, "offer": draw.one((offer, None, offer)), "candidate": candidate}
        if how == 39:
            who["candidate"] = candidate % 4 + 1
    else:
        offer = (how % 4) or None
        who = {"referral": None, "offer": offer, "candidate": (row or how) % 4 + 1}
    home = draw.one(model.companies) if offer is None else model.offers[offer].company
    company = sum(model.companies) - home if how % 20 == 19 else home
    natural = draw.name(company) if who["referral"] else "F"
    if how == 17:
        company = model.siaes[0]
    return natural, who | {"company": company} | _deal(draw, company)


def _deal(draw: Draw, company: int) -> dict[str, Any]:
    model, shape = draw.model, draw.number()
    start = draw.day(-30, -5, 0, 1, -60, 7, 20, -14)
    contract = "cdi" if shape % 7 == 6 else "cdd"
    end = None if contract == "cdi" else start + timedelta(days=(60, 20, 120, 0, 45, 5, -1)[shape % 7])
    end = start if shape == 59 else end
    mine = [number for number, lot in model.lots.items() if lot.company == company and lot.owed]
    lots = (None, *(mine or [1]), None, *(mine or [1]), 1 + shape % 3)
    return {
        "contract": contract,
        "start": start,
        "end": end,
        "hours": Decimal(draw.one((24, 20, 35, 28, 10, 48, 24, 20, 12, 49, 14, 0))),
        "lot": lots[shape // 7 % len(lots)],
        "siae": model.siaes[0] if shape % 5 == 3 else None,
    }


def _job(draw: Draw, good: Callable[[Job], bool] = lambda job: job.state in LIVING) -> int | None:
    number: int | None = draw.among(draw.model.jobs, good)
    return number


def _settled(draw: Draw) -> Made:
    number = _job(draw, lambda job: job.state == "declared")
    return None if number is None else ("F", {"job": number})


def _theirs(draw: Draw, number: int) -> str:
    job = draw.model.jobs[number]
    return draw.name(draw.one((job.company, job.declaring)))


def _renew(draw: Draw) -> Made:
    number = _job(draw, lambda job: job.state in LIVING and job.end is not None and job.ended is None)
    if number is None:
        return None
    job = draw.model.jobs[number]
    seen = draw.one((job.end, job.end, job.end, draw.model.today))
    end = draw.one((draw.day(30, 10, 90, 0, -3, of=job.end or job.start), None))
    return _theirs(draw, number), {"job": number, "seen": seen, "end": end}


def _change(draw: Draw) -> Made:
    number = _job(draw)
    if number is None:
        return None
    job, what = draw.model.jobs[number], draw.number()
    said: dict[str, Any] = {}
    if what % 2:
        said["start"] = draw.day(-3, 4, 30, -40, 1, of=job.start)
    if what % 3 == 1 and job.end is not None:
        said["end"] = draw.day(-5, 6, -20, 40, -60, of=job.end)
    if what % 5 == 2:
        said["hours"] = Decimal(draw.one((30, 18, 44, 50, 35)))
    if what % 7 == 3:
        said["lot"] = draw.one((1, None, 3, 2))
    if what % 7 == 5:
        said["siae"] = None if job.siae else draw.model.siaes[0]
    return _theirs(draw, number), {"job": number} | said


def _end(draw: Draw) -> Made:
    number = _job(draw, lambda job: job.state in LIVING and job.end != job.start)
    if number is None:
        return None
    job, how = draw.model.jobs[number], draw.number()
    near = draw.model.today if how % 2 else job.start
    day = draw.day(0, 12, 3, -2, 25, 50, of=near)
    if how % 7 == 0 and job.end is not None:
        day = job.end - timedelta(days=1)
    seen = job.ended if how % 8 else None
    return _theirs(draw, number), {"job": number, "seen": seen, "day": day}


def _undo(draw: Draw) -> Made:
    number = _job(draw, lambda job: job.state in LIVING and job.ended is not None)
    return None if number is None else (_theirs(draw, number), {"job": number})


def _declare(draw: Draw) -> Made:
    model, number = (
        draw.model,
        _job(draw, lambda job: job.state == "confirmed" and job.start <= draw.model.today),
    )
    if number is None:
        return None
    job, how = model.jobs[number], draw.number()
    near = draw.one((min(job.last, model.today), job.start, model.today, job.start + timedelta(days=31)))
    month = near.replace(day=1)
    sheet = [number]
    if how % 4 == 3:
        mates = (
            n for n, one in model.jobs.items() if one.declaring == job.declaring and one.state == "confirmed"
        )
        sheet = sorted({number, *mates})
    rows = {one: _hours(draw, model.jobs[one], month) for one in sheet}
    seen = {one: (row.state, row.hours) for one in sheet if (row := model.months.get((one, month)))}
    home = job.declaring if how % 11 else sum(model.companies) - job.company
    shown = {} if how % 6 == 5 else seen
    return draw.name(home), {"home": home, "month": month, "rows": rows, "seen": shown}


def _hours(draw: Draw, job: Job, month: date) -> Decimal:
    covered = days_covered(job.start, job.last, month)
    most = (LEGAL * covered / 7).quantize(Decimal("0.01"), ROUND_DOWN)
    usual = (job.hours * covered / 7).quantize(Decimal(1), ROUND_DOWN)
    hours: Decimal = draw.one(
        (usual, most, most + Decimal("0.01"), usual, Decimal(0), Decimal(-1), Decimal(300))
    )
    return hours


def _month(draw: Draw, state: str) -> tuple[int, date] | None:
    key: tuple[int, date] | None = draw.among(draw.model.months, lambda row: row.state == state)
    return key


def _validate(draw: Draw) -> Made:
    key = _month(draw, "declared")
    if key is None:
        return None
    hours = draw.model.months[key].hours
    return "F", {"job": key[0], "month": key[1], "seen": draw.one((hours, hours, hours, hours + 1))}


def _validate_month(draw: Draw) -> Made:
    key = _month(draw, "declared")
    if key is None:
        return None
    return "F", {"home": draw.model.jobs[key[0]].declaring, "month": key[1], "fresh": bool(draw.number() % 4)}


def _ask_back(draw: Draw) -> Made:
    key = _month(draw, "validated")
    return None if key is None else ("F", {"job": key[0], "month": key[1]})


def _left(draw: Draw, number: int) -> dict[str, Any]:
    """The day and the kind of an exit: often the end of the person's work."""
    ends = [min(job.last, draw.model.today) for job in draw.model.living(number).values()]
    near = draw.one((max(ends, default=draw.model.today), draw.model.today))
    return {"left_on": draw.day(0, 0, -7, 3, -45, 0, of=near), "kind": draw.one(_EXITS)}


def _record(draw: Draw) -> Made:
    today, model = draw.model.today, draw.model
    free = {
        n: one for n, one in model.people.items() if all(j.last <= today for j in model.living(n).values())
    }
    number = draw.among(free if draw.number() % 2 else model.people, lambda one: one.state == "active")
    return None if number is None else ("F", {"candidate": number} | _left(draw, number))


def _leave(draw: Draw) -> int | None:
    number: int | None = draw.among(draw.model.exits, lambda one: not one.cancelled)
    return number


def _correct(draw: Draw) -> Made:
    number = _leave(draw)
    if number is None:
        return None
    row = draw.model.exits[number]
    said = {"left_on": draw.day(0, -3, 2, -40, 15, of=row.left_on), "kind": draw.one((row.kind, *_EXITS))}
    return "F", {"leave": number} | said


def _cancel(draw: Draw) -> Made:
    number = _leave(draw)
    return None if number is None else ("F", {"leave": number})


def _log(draw: Draw) -> Made:
    over = draw.number() % 6 == 5
    key = draw.among(draw.model.calls, lambda call: call.dropped is over)
    if key is None:
        return None
    state = draw.model.calls[key].state
    before = draw.one((state, state, state, None, "well"))
    return "F", {"call": key, "before": before, "state": draw.one(("well", "difficulty", "left"))}


def _train(draw: Draw) -> Made:
    first = draw.one(range(1, 5))
    people = (first,) if draw.number() % 2 else tuple(sorted({first, draw.one(range(1, 5))}))
    begins, days = draw.day(0, -10, 20, 5), draw.one((3, 10, 0, -1))
    hours = Decimal(draw.one((21, 35, 12, 70, 0)))
    said = {"people": people, "first": begins, "last": begins + timedelta(days=days), "hours": hours}
    return "F", said | {"during": bool(first % 2)}


def _share(draw: Draw) -> Made:
    what, model = draw.number(), draw.model
    offer, lot = (draw.one((2, 1, 3)), None) if what % 2 else (None, draw.one((1, 3, 2)))
    hours = None if lot is None else draw.one((200, model.lots[lot].owed, model.lots[lot].owed + 1, 0))
    siae = model.siaes[0] if what < 50 else model.companies[0]
    return "F", {"offer": offer, "lot": lot, "hours": hours, "siae": siae}


def _answer(draw: Draw) -> Made:
    number = draw.among(draw.model.shares, lambda one: one.state in ("shared", "answered"))
    if number is None:
        return None
    few = draw.model.shares[number].offer is not None
    return "S", {"share": number, "supply": draw.one((1, 2, 0, 3) if few else (100, 200, 201, -1))}


def _pick(draw: Draw) -> Made:
    number = draw.among(draw.model.shares, lambda one: one.state == "answered")
    if number is None:
        return None
    row = draw.model.shares[number]
    company = draw.model.offers[row.offer].company if row.offer else draw.model.lots[row.lot or 0].company
    return draw.name(company), {"share": number, "fresh": bool(draw.number() % 5)}


_MAKERS: dict[str, Callable[[Draw], Made]] = {
    "wait": lambda draw: ("F", {"days": draw.one((3, 10, 1, 25, 40))}),
    "refer": _refer,
    "meet": _answered,
    "refuse_referral": _refused,
    "withdraw_referral": _withdrawn,
    "close_offer": _close_offer,
    "close_candidate": _candidate("active"),
    "reopen_candidate": _candidate("closed"),
    "hire": _hire,
    "confirm_hire": _settled,
    "reject_hire": _settled,
    "renew": _renew,
    "change": _change,
    "end": _end,
    "undo_end": _undo,
    "declare_hours": _declare,
    "validate": _validate,
    "validate_month": _validate_month,
    "ask_back": _ask_back,
    "record_exit": _record,
    "correct_exit": _correct,
    "cancel_exit": _cancel,
    "log_follow_up": _log,
    "train": _train,
    "share": _share,
    "answer_share": _answer,
    "pick_share": _pick,
}
