"""The facts of a person's way to work, each as a dated line of plain text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.dialogue import formats
from bot.dialogue.fitting import cut
from bot.dialogue.journey.words import (
    END_REASONS,
    EXITS,
    FOLLOW_UP_KINDS,
    FOLLOW_UP_STATES,
    INTERVIEW_KINDS,
    INTERVIEW_OUTCOMES,
    NEXT_STEPS,
    PLACEMENTS,
    REFUSALS,
    TRAINEES,
)
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.translations import N_, label
from bot.dialogue.words import CONTRACTS
from bot.rules import exits as exit_rules
from bot.store import offers, organisations
from bot.store.database import Session
from bot.store.story import Story, Worked
from bot.store.tables import (
    Exit,
    FollowUp,
    Interview,
    InterviewOutcome,
    Placement,
    PlacementState,
    Referral,
    ReferralState,
)
from bot.store.trainings import Attended

_LONGEST = 60
OUTCOMES = {
    ReferralState.AWAITING: N_("to be presented by the PLIE"),
    ReferralState.PRESENTED: N_("answer awaited"),
    ReferralState.HIRED: N_("followed by a hire"),
    ReferralState.REFUSED: N_("refused"),
    ReferralState.WITHDRAWN: N_("given up"),
    ReferralState.OBSOLETE: N_("no longer needed"),
}


@dataclass(frozen=True, order=True, slots=True)
class Told:
    """A fact: its day, its place among the facts of the day, and what is said of it."""

    on: date
    rank: int
    text: str = field(compare=False)


class Teller:
    """Tells the facts of a story in a language; `zone` is where its days are counted."""

    def __init__(self, session: Session, language: str, zone: ZoneInfo, today: date) -> None:
        self.session, self.language, self.zone, self.today = session, language, zone, today

    def told(self, story: Story) -> list[Told]:
        """Every fact, in order."""
        return sorted(self._facts(story))

    def _facts(self, story: Story) -> Iterator[Told]:
        yield from map(self._interview, story.interviews)
        yield from map(self._training, story.trainings)
        yield from map(self._referral, story.referrals)
        for placement in story.placements:
            yield from self._placement(placement, story.worked.get(placement.id or 0))
        for one in story.follow_ups:
            if one.done_at is not None and one.state is not None:
                yield Told(self._day(one.done_at), 5, self.follow_up(one))
        yield from map(self._exit, story.exits)

    def _day(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()

    def _t(self, msgid: str, **values: object) -> str:
        return label(self.language, msgid, **values)

    def _date(self, value: date) -> str:
        return formats.day(value, self.language)

    def _number(self, value: Decimal) -> str:
        return formats.number(value.normalize(), self.language)

    def _interview(self, one: Interview) -> Told:
        how, outcome = self._t(INTERVIEW_KINDS[one.kind]), _lowered(self._t(INTERVIEW_OUTCOMES[one.outcome]))
        missed = one.outcome == InterviewOutcome.ABSENT
        msgid = N_("Interview planned {how}: {outcome}") if missed else N_("Interview {how}: {outcome}")
        text = self._t(msgid, how=how, outcome=outcome)
        if one.next_step is not None:
            text = f"{text} → {_lowered(self._t(NEXT_STEPS[one.next_step]))}"
        return Told(one.held_on, 1, text)

    def _training(self, one: Attended) -> Told:
        training = one.training
        text = self._t(
            N_("Training “{title}”, {hours} h until {day}: {state}"),
            title=cut(training.title, _LONGEST),
            hours=self._number(Decimal(training.hours)),
            day=self._date(training.ends_on),
            state=self._t(TRAINEES[one.state]),
        )
        return Told(training.starts_on, 2, text)

    def _referral(self, one: Referral) -> Told:
        offer = offers.get(self.session, one.offer_id)
        what = (
            "–" if offer is None else f"{offer.reference} ({self._posted(offer.job, offer.organisation_id)})"
        )
        msgid = (
            N_("Proposed for {offer}: {outcome}")
            if one.presented_at is None
            else N_("Presented for {offer}: {outcome}")
        )
        text = self._t(msgid, offer=what, outcome=self._t(OUTCOMES[ReferralState(one.state)]))
        if one.reason is not None and one.reason in REFUSALS:
            text = f"{text} ({self._t(REFUSALS[one.reason])})"
        return Told(self._day(one.presented_at or one.created_at), 3, text)

    def _posted(self, job: str, organisation_id: int) -> str:
        company = organisations.get(self.session, organisation_id).name
        return f"{cut(job_label(job), _LONGEST)}, {cut(company, _LONGEST)}"

    def _placement(self, one: Placement, worked: Worked | None) -> Iterator[Told]:
        yield Told(one.starts_on, 4, self._hire(one, worked))
        if one.ended_on is not None:
            reason = self._t(END_REASONS.get(one.end_reason or "", N_("another reason")))
            text = self._t(N_("{reference} ended early: {reason}"), reference=one.reference, reason=reason)
            yield Told(one.ended_on, 6, text)
        elif one.planned_end is not None and one.planned_end < self.today:
            yield Told(
                one.planned_end, 6, self._t(N_("{reference} ended as planned"), reference=one.reference)
            )

    def _hire(self, one: Placement, worked: Worked | None) -> str:
        contract = self._t(CONTRACTS[one.contract])
        if one.planned_end is not None:
            contract = self._t(
                N_("{contract} until {day}"), contract=contract, day=self._date(one.planned_end)
            )
        hours = self._t(N_("{hours} h a week"), hours=self._number(Decimal(one.weekly_hours)))
        parts = [self._posted(one.job, one.organisation_id), contract, hours, *self._employer(one)]
        if one.state != PlacementState.CONFIRMED:
            parts.append(self._t(PLACEMENTS[one.state]))
        text = self._t(N_("Hire {reference}: {what}"), reference=one.reference, what=", ".join(parts))
        if worked is None:
            return text
        said = N_("{declared} h declared, {validated} h validated")
        hours = self._t(
            said, declared=self._number(worked.declared), validated=self._number(worked.validated)
        )
        return f"{text} · {hours}"

    def _employer(self, one: Placement) -> list[str]:
        """Who signed the contract, where it is not the company."""
        siae = None if one.siae_id is None else organisations.get(self.session, one.siae_id).name
        name = siae or one.employer_name
        return [self._t(N_("employed by {name}"), name=cut(name, _LONGEST))] if name else []

    def follow_up(self, one: FollowUp) -> str:
        """A follow-up that was made, and what it found."""
        kind, found = self._t(FOLLOW_UP_KINDS[one.kind]), self._t(FOLLOW_UP_STATES[one.state or ""])
        return self._t(N_("Follow-up “{kind}”: {found}"), kind=kind, found=found)

    def _exit(self, one: Exit) -> Told:
        parts = [_lowered(self._t(EXITS[one.kind]))]
        if one.contract is not None:
            parts.append(self._t(CONTRACTS[one.contract]))
        if one.months is not None:
            parts.append(formats.months(Decimal(one.months), self.language))
        return Told(one.left_on, 7, self._t(N_("Exit: {what}"), what=", ".join([*parts, self._worth(one)])))

    def _worth(self, one: Exit) -> str:
        """What the exit counts for, in words."""
        months = None if one.months is None else Decimal(one.months)
        if exit_rules.is_sustained(one.kind, one.contract, months):
            return self._t(N_("sustained work"))
        positive = exit_rules.is_positive(one.kind)
        return self._t(N_("positive exit")) if positive else self._t(N_("not a positive exit"))


def _lowered(text: str) -> str:
    """As it stands inside a sentence; what is all capitals stays so."""
    return text if text[:2].isalpha() and text[:2].isupper() else text[:1].lower() + text[1:]
