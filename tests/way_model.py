"""The way to work as the agreement tells it (`domain.md` §5 and §6), in plain Python that knows nothing
of the bot: who may order what, when it is legal, and what is so afterwards."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from way_facts import (
    LEGAL,
    TO_WORK,
    Call,
    Job,
    Leave,
    Month,
    Offered,
    Who,
    days_covered,
    months_later,
    need,
    worked,
)
from way_hires import Hires


class Model(Hires):
    """All orders: those of `Hires`, and hours, exits, follow-ups, trainings, joint answers."""

    def obey(self, order: str, who: Who, **said: Any) -> None:
        """Do what is ordered, and what follows from it. Raises Illegal before anything changed."""
        getattr(self, order)(who, **said)
        self._follow()

    # --- hours

    def declare_hours(
        self,
        who: Who,
        *,
        home: int,
        month: date,
        rows: dict[int, Decimal],
        seen: dict[int, tuple[str, Decimal]],
    ) -> None:
        need(who.of(home), "rights")
        need(bool(rows), "nothing to declare")
        need(month <= self.today, "month to come")
        for number, hours in rows.items():
            job = self.jobs[number]
            need(job.state == "confirmed" and job.declaring == home, "not on the sheet")
            covered = days_covered(job.start, job.last, month)
            need(covered > 0, "month outside the contract")
            known = self.months.get((number, month))
            need(known is None or known.state != "validated", "validated hours changed")
            now = None if known is None else (known.state, known.hours)
            need(seen.get(number) == now, "declared twice")
            need(hours >= 0, "negative hours")
            need(hours * 7 <= LEGAL * covered, "above 48 h × weeks covered")
        self.months |= {(number, month): Month(hours) for number, hours in rows.items()}

    def validate(self, who: Who, job: int, month: date, seen: Decimal) -> None:
        need(who.staff, "rights")
        row = self.months[job, month]
        need(row.state == "declared" and row.hours == seen, "not waiting", stale=True)
        row.state = "validated"

    def validate_month(self, who: Who, home: int, month: date, fresh: bool) -> None:
        need(who.staff, "rights")
        waiting = [
            row
            for (job, when), row in self.months.items()
            if self.jobs[job].declaring == home and when == month and row.state == "declared"
        ]
        need(bool(waiting) and fresh, "not waiting", stale=True)
        for row in waiting:
            row.state = "validated"

    def ask_back(self, who: Who, job: int, month: date) -> None:
        need(who.staff, "rights")
        row = self.months[job, month]
        need(row.state in ("declared", "validated"), "not declared", stale=True)
        row.state = "asked_back"

    # --- exits, follow-ups, trainings

    def record_exit(self, who: Who, candidate: int, left_on: date, kind: str) -> None:
        need(who.staff, "rights")
        gone = self.people[candidate].state == "closed" and bool(self.left(candidate))
        need(not gone, "left already")
        job = self._check_exit(candidate, left_on, kind, self.living(candidate), self.left(candidate), [])
        number, person = len(self.exits) + 1, self.people[candidate]
        self.exits[number] = Leave(candidate, left_on, kind, job)
        if person.state == "active":
            person.state, person.closed_by = "closed", number
        self._end_referrals("obsolete", candidate=candidate)

    def correct_exit(self, who: Who, leave: int, left_on: date, kind: str) -> None:
        need(who.staff, "rights")
        row = self.exits[leave]
        need(not row.cancelled, "taken back")
        others = [one for one in self.left(row.candidate) if one is not row]
        before = [one for one in others if one.left_on < row.left_on]
        after = [one for one in others if one.left_on > row.left_on]
        until = max(row.left_on, left_on)
        known = {n: one for n, one in self.living(row.candidate).items() if one.start <= until}
        job = self._check_exit(row.candidate, left_on, kind, known, before, after)
        changed = Leave(row.candidate, left_on, kind, job)
        need(changed != row, "nothing changed", stale=True)
        self.exits[leave] = changed

    def _check_exit(
        self,
        candidate: int,
        left_on: date,
        kind: str,
        known: dict[int, Job],
        before: list[Leave],
        after: list[Leave],
    ) -> int | None:
        """The placement an exit comes out of."""
        need(left_on <= self.today, "exit to come")
        need(all(one.left_on < left_on for one in before), "before the exit before")
        need(all(one.left_on > left_on for one in after), "after the exit after")
        need(all(one.start <= left_on for one in known.values()), "exit before the start")
        counted = {n: one for n, one in known.items() if kind != "hiring_company" or one.lot is not None}
        home = max(counted, key=lambda n: (counted[n].start, n), default=None)
        need(kind != "hiring_company" or home is not None, "no company of a lot")
        employer = self.jobs[home].company if kind == "hiring_company" and home is not None else None
        running = (one for one in known.values() if one.last > left_on)
        need(all(one.company == employer for one in running), "exit while a contract goes on")
        return home

    def cancel_exit(self, who: Who, leave: int) -> None:
        need(who.staff, "rights")
        row = self.exits[leave]
        need(not row.cancelled, "taken back already", stale=True)
        person, row.cancelled = self.people[row.candidate], True
        if person.closed_by == leave:
            person.state = "active"

    def log_follow_up(self, who: Who, call: tuple[str, int, str], before: str | None, state: str) -> None:
        need(who.staff, "rights")
        row = self.calls[call]
        need(not row.dropped, "no longer to be made")
        need(row.state == before and before != state, "said already", stale=True)
        row.state = state

    def train(
        self, who: Who, people: tuple[int, ...], first: date, last: date, hours: Decimal, during: bool
    ) -> None:
        need(who.staff, "rights")
        need(1 <= len(people) <= 12, "too many people")
        need(all(self.people[one].state == "active" for one in people), "file closed")
        need(first <= last, "end before start")
        days = (last - first).days + 1
        need(0 < hours <= min(12 * days, 48 * ((days + 6) // 7)), "hours of a training")
        for one in people if during else ():
            need(any(j.start <= last and j.last >= first for j in self.living(one).values()), "not at work")
        self.trainings.append(people)

    def _follow(self) -> None:
        """The follow-ups there are now: those of placements that stand, until the person left; those after an
        exit to work. What was made stays."""
        for number, job in self.jobs.items():
            over = any(one.left_on >= job.last for one in self.left(job.candidate))
            here = job.state == "confirmed" and not over
            self._plan("placement", number, self._due(job) if here else {})
        for number, one in self.exits.items():
            to_work = one.kind in TO_WORK and not one.cancelled
            due = {f"exit{n}": worked(months_later(one.left_on, n)) for n in (3, 6)}
            self._plan("exit", number, due if to_work else {})

    @staticmethod
    def _due(job: Job) -> dict[str, date]:
        days = {f"day{n}": worked(job.start + timedelta(days=n)) for n in (2, 15)}
        days |= {f"month{n}": worked(months_later(job.start, n)) for n in (1, 3, 6)}
        return {kind: day for kind, day in days.items() if day <= job.last}

    def _plan(self, of: str, number: int, due: dict[str, date]) -> None:
        for kind, day in due.items():
            row = self.calls.setdefault((of, number, kind), Call(day))
            if row.state is None:
                row.due, row.dropped = day, False
        for (what, which, kind), row in self.calls.items():
            if (what, which) == (of, number) and kind not in due and row.state is None:
                row.dropped = True

    # --- joint answers

    def share(self, who: Who, offer: int | None, lot: int | None, hours: int | None, siae: int) -> None:
        need(who.staff, "rights")
        what = Offered(offer, lot, siae, hours)
        need(self._most(what) > 0, "nothing to share")
        need(lot is None or 0 < (hours or 0) <= self.lots[lot].owed, "more than owed")
        need(siae in self.siaes, "no SIAE")
        same = [n for n, one in self.shares.items() if (one.offer, one.lot, one.siae) == (offer, lot, siae)]
        need(all(self.shares[n].state == "withdrawn" for n in same), "shared already", stale=True)
        self.shares[same[0] if same else len(self.shares) + 1] = what

    def _most(self, one: Offered) -> int:
        """So many people, or hours of the lot."""
        if one.offer is not None:
            post = self.offers[one.offer]
            return post.positions - post.hired if post.state == "open" else 0
        return self.lots[one.lot or 0].owed

    def answer_share(self, who: Who, share: int, supply: int) -> None:
        row = self.shares[share]
        need(who.of(row.siae), "rights")
        need(row.state in ("shared", "answered", "declined"), "decided", stale=True)
        most = self._most(row) if row.offer is not None else min(row.hours or 0, self._most(row))
        need(0 < supply <= most, "more than asked for")
        row.state = "answered"

    def pick_share(self, who: Who, share: int, fresh: bool) -> None:
        row = self.shares[share]
        need(who.of(self._company(row)), "rights")
        need(row.state in ("answered", "passed") and fresh, "not to be chosen", stale=True)
        need(row.offer is None or self.offers[row.offer].state == "open", "offer closed")
        row.state = "picked"

    def _company(self, one: Offered) -> int:
        return self.lots[one.lot or 0].company if one.offer is None else self.offers[one.offer].company
