"""Referrals and placements as the agreement tells them (`domain.md` §5 and §6)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from way_facts import (
    LEGAL,
    LIVING,
    NEWS_DAYS,
    OPEN,
    Facts,
    Job,
    Offered,
    Post,
    Referral,
    Who,
    days_covered,
    months_later,
    need,
)


class Hires(Facts):
    """Who is presented, hired, renewed, and until when."""

    # --- referrals

    def refer(self, who: Who, candidate: int, offer: int) -> None:
        need(who.staff, "rights")
        person, post = self.people[candidate], self.offers[offer]
        need(person.state == "active", "file closed")
        need(post.state == "open", "offer closed")
        need(self.today <= post.heard + timedelta(days=NEWS_DAYS), "offer expired")
        need(person.plie or self.now >= post.reserved_until, "reserved for the PLIE")
        need(self._open_of(offer, candidate) is None, "open already")
        self.referrals[len(self.referrals) + 1] = Referral(candidate, offer)

    def meet(self, who: Who, referral: int) -> None:
        row = self.referrals[referral]
        need(who.of(self.offers[row.offer].company), "rights")
        need(row.state == "presented" and not row.met, "not waiting", stale=True)
        row.met = True
        self._hear(row.offer)

    def refuse_referral(self, who: Who, referral: int, reason: str) -> None:
        row = self.referrals[referral]
        need(who.of(self.offers[row.offer].company), "rights")
        need(row.state == "presented", "not waiting", stale=True)
        row.state = "refused"
        if reason != "position_closed":
            self._hear(row.offer)

    def withdraw_referral(self, who: Who, referral: int) -> None:
        row = self.referrals[referral]
        need(who.staff, "rights")
        need(row.state in OPEN, "not open", stale=True)
        row.state = "withdrawn"

    # --- offers and files

    def close_offer(self, who: Who, offer: int, state: str) -> None:
        post = self.offers[offer]
        need(who.of(post.company), "rights")
        need(post.state == "open", "closed already", stale=True)
        post.state = state
        self._offer_over(offer)

    def close_candidate(self, who: Who, candidate: int) -> None:
        need(who.staff, "rights")
        need(self.people[candidate].state == "active", "closed already", stale=True)
        self.people[candidate].state, self.people[candidate].closed_by = "closed", None
        self._end_referrals("withdrawn", candidate=candidate)

    def reopen_candidate(self, who: Who, candidate: int) -> None:
        need(who.staff, "rights")
        need(self.people[candidate].state == "closed", "open already", stale=True)
        self.people[candidate].state = "active"

    # --- placements

    def hire(
        self, who: Who, *, company: int, candidate: int, offer: int | None, referral: int | None, **deal: Any
    ) -> None:
        need(who.of(company), "rights")
        need(company in self.companies, "no company")
        row = None if referral is None else self.referrals[referral]
        need(row is None or (row.candidate == candidate and offer in (None, row.offer)), "another referral")
        where = offer if row is None else row.offer
        if where is not None:
            self._check_position(company, where)
            if referral is None:
                referral = self._open_of(where, candidate)
        if referral is None:
            need(who.staff, "not presented")
        else:
            state = self.referrals[referral].state
            need(state == "presented" or (who.staff and state == "awaiting"), "not presented")
        need(self.people[candidate].state == "active", "file closed")
        job = Job(candidate, company, where, referral, **deal)
        self._check_deal(who, job)
        self._check_lot(job)
        self._check_siae(who, job)
        self._write_hire(who, job)

    def _check_position(self, company: int, offer: int) -> None:
        post = self.offers[offer]
        need(post.company == company, "another company’s offer")
        need(post.state == "open", "offer closed")
        need(post.hired < post.positions, "hires above positions")

    def _write_hire(self, who: Who, job: Job) -> None:
        number = len(self.jobs) + 1
        self.jobs[number] = job
        if job.referral is not None:
            self.referrals[job.referral].state = "hired"
        if job.offer is not None:
            self._hear(job.offer)
            post = self.offers[job.offer]
            post.hired += 1
            post.state = "filled" if post.hired == post.positions else post.state
        if who.staff:
            self._settle(job)

    def _settle(self, job: Job) -> None:
        job.state = "confirmed"
        self.overtaken |= {n for n, one in self.living(job.candidate).items() if one.state == "declared"}
        self._end_referrals("obsolete", candidate=job.candidate)
        if job.offer is not None and self.offers[job.offer].state != "open":
            self._offer_over(job.offer)

    def confirm_hire(self, who: Who, job: int) -> None:
        need(who.staff, "rights")
        need(self.jobs[job].state == "declared", "not declared", stale=True)
        self._settle(self.jobs[job])

    def reject_hire(self, who: Who, job: int) -> None:
        need(who.staff, "rights")
        row = self.jobs[job]
        need(row.state == "declared", "not declared", stale=True)
        row.state = "rejected"
        if row.offer is not None:
            self._give_back(self.offers[row.offer])
        if row.referral is not None:
            again = self._open_of(row.offer or 0, row.candidate)
            still = self.people[row.candidate].state == "active" and self._is_open(row.offer)
            still = still and job not in self.overtaken
            self.referrals[row.referral].state = "presented" if again is None and still else "obsolete"

    def _is_open(self, offer: int | None) -> bool:
        return offer is not None and self.offers[offer].state == "open"

    def _give_back(self, post: Post) -> None:
        if post.state == "filled" and post.hired == post.positions:
            post.state, post.heard = "open", self.today
        post.hired -= 1

    def _check_deal(self, who: Who, job: Job, number: int | None = None) -> None:
        """The dates and the hours of a contract, beside the person's others, and the exits recorded."""
        need(1 <= job.hours <= LEGAL, "hours a week")
        need((job.end is None) == (job.contract == "cdi"), "an end, or none")
        need(job.end is None or job.end >= job.start, "end before start")
        need(job.end is None or job.end < months_later(job.start, 60), "too long")
        for leave in self.left(job.candidate):
            elsewhere = leave.kind != "hiring_company"
            need(not (elsewhere and job.start <= leave.left_on < job.last), "left before then")
            need(number is None or leave.job != number or job.start <= leave.left_on, "left before it")
        beside = [one for n, one in self.living(job.candidate).items() if n != number]
        day, end = job.start, min(job.last, max([job.start, *(one.start for one in beside)]))
        while day <= end:
            others = sum((one.hours for one in beside if one.start <= day <= one.last), Decimal())
            need(others + job.hours <= LEGAL, "above 48 h a week")
            day += timedelta(days=1)

    def _check_lot(self, job: Job) -> None:
        if job.lot is not None:
            lot = self.lots[job.lot]
            need(lot.company == job.company, "another company’s lot")
            need(lot.owed > 0, "lot without clause")

    def _check_siae(self, who: Who, job: Job) -> None:
        if job.siae is not None:
            need(job.siae in self.siaes, "no SIAE")
            picked = any(
                one.siae == job.siae and one.state == "picked" and self._about(one, job)
                for one in self.shares.values()
            )
            need(who.staff or picked, "SIAE not chosen")

    @staticmethod
    def _about(one: Offered, job: Job) -> bool:
        of_offer = one.offer is not None and one.offer == job.offer
        return of_offer or (one.lot is not None and one.lot == job.lot)

    def _check_months(self, number: int, job: Job, *, moved: bool = False) -> None:
        """What was declared stays legal."""
        for (owner, month), row in self.months.items():
            if owner == number:
                need(not moved or row.state != "validated", "hours validated")
                legal = row.hours * 7 <= LEGAL * days_covered(job.start, job.last, month)
                need(not row.hours or legal, "hours outside the contract")

    def _own(self, who: Who, job: int) -> Job:
        row = self.jobs[job]
        need(who.of(*row.owners), "rights")
        need(row.state in LIVING, "not living")
        return row

    def renew(self, who: Who, job: int, seen: date | None, end: date | None) -> None:
        row = self._own(who, job)
        need(row.ended is None and row.end is not None and seen == row.end, "not to be renewed")
        need(end is None or row.end is None or end > row.end, "no later end")
        renewed = self._like(row, end=end, contract="cdi" if end is None else row.contract)
        self._check_deal(who, renewed, job)
        self.jobs[job] = renewed

    @staticmethod
    def _like(row: Job, **changes: Any) -> Job:
        return Job(**vars(row) | changes)

    def change(self, who: Who, job: int, **said: Any) -> None:
        row = self._own(who, job)
        changed = self._like(row, **said)
        need(changed != row, "nothing changed", stale=True)
        moved = (changed.lot, changed.siae) != (row.lot, row.siae)
        need(not moved or who.of(row.company), "not the SIAE’s to say")
        if changed.lot != row.lot:
            self._check_lot(changed)
        if changed.siae != row.siae:
            self._check_siae(who, changed)
        self._check_months(job, changed, moved=moved)
        early = changed.ended is None or changed.start <= changed.ended < (changed.end or date.max)
        need(early, "against its early end")
        self._check_deal(who, changed, job)
        self.jobs[job] = changed

    def end(self, who: Who, job: int, seen: date | None, day: date) -> None:
        row = self._own(who, job)
        need(row.ended == seen, "changed meanwhile")
        need(row.start <= day < (row.end or date.max), "outside the contract")
        need(day <= months_later(self.today, 12), "too far")
        ended = self._like(row, ended=day)
        self._check_months(job, ended)
        if day > row.last:
            self._check_deal(who, ended, job)
        self.jobs[job] = ended

    def undo_end(self, who: Who, job: int) -> None:
        row = self._own(who, job)
        need(row.ended is not None, "no early end", stale=True)
        whole = self._like(row, ended=None)
        self._check_deal(who, whole, job)
        self.jobs[job] = whole
