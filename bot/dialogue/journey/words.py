"""The words of the trade for the codes of a person's way to work."""

from collections.abc import Mapping

from bot.dialogue.translations import N_
from bot.store.tables import (
    Employer,
    EndReason,
    ExitKind,
    FollowUpKind,
    FollowUpState,
    HoursState,
    InterviewKind,
    InterviewOutcome,
    NextStep,
    PlacementState,
    Proof,
    ReferralState,
    RefusalReason,
    ShareState,
    Timing,
    TraineeState,
)

REFERRALS: Mapping[str, str] = {
    ReferralState.AWAITING: N_("to be presented by the PLIE"),
    ReferralState.PRESENTED: N_("presented, answer awaited"),
    ReferralState.HIRED: N_("hired"),
    ReferralState.REFUSED: N_("not hired"),
    ReferralState.WITHDRAWN: N_("withdrawn by the PLIE"),
    ReferralState.OBSOLETE: N_("no longer current"),
}

REFUSALS: Mapping[str, str] = {
    RefusalReason.SKILLS: N_("skills not sufficient"),
    RefusalReason.EXPERIENCE: N_("experience not sufficient"),
    RefusalReason.REQUIREMENT: N_("a licence or an accreditation is missing"),
    RefusalReason.NO_SHOW: N_("did not come to the meeting"),
    RefusalReason.UNAVAILABLE: N_("not available in time"),
    RefusalReason.DISTANCE: N_("too far away"),
    RefusalReason.PERSON_DECLINED: N_("the person declined"),
    RefusalReason.POSITION_CLOSED: N_("the position is no longer open"),
    RefusalReason.OTHER: N_("another reason"),
}

INTERVIEW_KINDS: Mapping[str, str] = {
    InterviewKind.OFFICE: N_("at the office"),
    InterviewKind.PHONE: N_("by phone"),
    InterviewKind.SITE: N_("on site"),
}

INTERVIEW_OUTCOMES: Mapping[str, str] = {
    InterviewOutcome.PROGRESS: N_("The search goes on"),
    InterviewOutcome.READY: N_("Ready to be presented"),
    InterviewOutcome.TRAINING: N_("A training is needed"),
    InterviewOutcome.OBSTACLE: N_("An obstacle to remove first"),
    InterviewOutcome.ABSENT: N_("Did not come"),
}

NEXT_STEPS: Mapping[str, str] = {
    NextStep.INTERVIEW: N_("Another interview"),
    NextStep.REFERRAL: N_("Present to a company"),
    NextStep.TRAINING: N_("Find a training"),
    NextStep.DOCUMENTS: N_("Documents to bring"),
    NextStep.PARTNER: N_("Meet another partner"),
}

EMPLOYERS: Mapping[str, str] = {
    Employer.SUPPLIER: N_("The company itself"),
    Employer.SIAE: N_("Work-integration enterprise"),
    Employer.AGENCY: N_("Temporary work agency"),
    Employer.GEIQ: N_("GEIQ"),
    Employer.ASSOCIATION: N_("Intermediary association"),
}

PLACEMENTS: Mapping[str, str] = {
    PlacementState.DECLARED: N_("declared, to be confirmed by the PLIE"),
    PlacementState.CONFIRMED: N_("confirmed"),
    PlacementState.REJECTED: N_("not confirmed by the PLIE"),
}

END_REASONS: Mapping[str, str] = {
    EndReason.TRIAL_EMPLOYER: N_("trial period ended by the employer"),
    EndReason.TRIAL_EMPLOYEE: N_("trial period ended by the employee"),
    EndReason.RESIGNATION: N_("resignation"),
    EndReason.DISMISSAL: N_("dismissal"),
    EndReason.AGREEMENT: N_("by mutual agreement"),
    EndReason.HEALTH: N_("health"),
    EndReason.MOVED: N_("moved away"),
    EndReason.OTHER_JOB: N_("found another job"),
    EndReason.TRAINING: N_("left for a training"),
    EndReason.OTHER: N_("another reason"),
}

HOURS: Mapping[str, str] = {
    HoursState.DECLARED: N_("declared"),
    HoursState.ASKED_BACK: N_("to be corrected"),
    HoursState.VALIDATED: N_("validated"),
}

TIMINGS: Mapping[str, str] = {
    Timing.BEFORE: N_("Before hiring"),
    Timing.DURING: N_("During the contract"),
}

TRAINEES: Mapping[str, str] = {
    TraineeState.PLANNED: N_("planned"),
    TraineeState.DONE: N_("followed"),
    TraineeState.CERTIFIED: N_("certification obtained"),
    TraineeState.DROPPED: N_("given up"),
}

FOLLOW_UP_KINDS: Mapping[str, str] = {
    FollowUpKind.DAY_2: N_("Second day"),
    FollowUpKind.DAY_15: N_("Fifteenth day"),
    FollowUpKind.MONTH_1: N_("First month"),
    FollowUpKind.MONTH_3: N_("Third month"),
    FollowUpKind.MONTH_6: N_("Sixth month"),
    FollowUpKind.EXIT_3: N_("Three months after the exit"),
    FollowUpKind.EXIT_6: N_("Six months after the exit"),
}

FOLLOW_UP_STATES: Mapping[str, str] = {
    FollowUpState.WELL: N_("all is well"),
    FollowUpState.DIFFICULTY: N_("a difficulty"),
    FollowUpState.LEFT: N_("has left"),
    FollowUpState.NO_CONTACT: N_("could not be reached"),
}

EXITS: Mapping[str, str] = {
    ExitKind.HIRING_COMPANY: N_("Hired by the company of the contract"),
    ExitKind.OUTSIDE_CONTRACT: N_("Hired elsewhere"),
    ExitKind.CIVIL_SERVICE: N_("Civil service"),
    ExitKind.OWN_BUSINESS: N_("Own business"),
    ExitKind.TRAINING: N_("Training"),
    ExitKind.CERTIFICATION: N_("Certification obtained"),
    ExitKind.NONE: N_("No solution"),
}

PROOFS: Mapping[str, str] = {
    Proof.NOTICE: N_("Published notice"),
    Proof.AWARD: N_("Award of the contract"),
    Proof.CONTRACT: N_("Contract of work"),
    Proof.HOURS: N_("Hours sheet"),
    Proof.TRAINING: N_("Training certificate"),
    Proof.EXIT: N_("Proof of the exit"),
    Proof.ELIGIBILITY: N_("Proof of eligibility"),
    Proof.TERMINATION: N_("Registered letter"),
    Proof.OTHER: N_("Other document"),
}

SHARES: Mapping[str, str] = {
    ShareState.SHARED: N_("answer awaited"),
    ShareState.ANSWERED: N_("answered"),
    ShareState.DECLINED: N_("declined by the SIAE"),
    ShareState.PICKED: N_("chosen by the company"),
    ShareState.PASSED: N_("not chosen"),
    ShareState.WITHDRAWN: N_("withdrawn"),
}
