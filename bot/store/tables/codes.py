"""The codes the tables hold."""

from enum import StrEnum


class Kind(StrEnum):
    """Kinds of partner organisation."""

    PLIE = "plie"
    BUYER = "buyer"
    COMPANY = "company"
    ANPE = "anpe"
    MISSION_LOCALE = "mission_locale"
    PRESCRIBER = "prescriber"
    SIAE = "siae"
    PROFESSIONAL = "professional"


class Role(StrEnum):
    """Roles of a person in an organisation."""

    BUYER = "buyer"
    COMPANY = "company"
    FACILITATOR = "facilitator"
    COORDINATOR = "coordinator"
    PRESCRIBER = "prescriber"
    SIAE = "siae"
    PROFESSIONAL = "professional"


class Category(StrEnum):
    """Categories of procurement."""

    WORKS = "works"
    SERVICES = "services"
    SUPPLIES = "supplies"


class InboxState(StrEnum):
    """Where a received update stands."""

    NEW = "new"
    DONE = "done"
    ASIDE = "aside"


class OutboxState(StrEnum):
    """Where a message to a person stands."""

    NEW = "new"
    SENDING = "sending"
    LATER = "later"
    SENT = "sent"
    HELD = "held"
    BLOCKED = "blocked"
    EXPIRED = "expired"
    FAILED = "failed"


class Priority(StrEnum):
    """Why a message leaves, most urgent first by its number (see `store.outbox.RANK`)."""

    ANSWER = "answer"
    NOTICE = "notice"
    REMINDER = "reminder"
    BROADCAST = "broadcast"


class OfferState(StrEnum):
    """Where a job offer stands."""

    OPEN = "open"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Circulation(StrEnum):
    """Who may be told of an open offer: the PLIE's participants first, then everyone (article 3)."""

    RESERVED = "reserved"
    DUE = "due"
    HELD = "held"
    SENT = "sent"


class Contract(StrEnum):
    """Kinds of work contract."""

    CDI = "cdi"
    CDD = "cdd"
    INTERIM = "interim"
    APPRENTICESHIP = "apprenticeship"
    PROFESSIONALISATION = "professionalisation"
    CDDI = "cddi"


class CandidateState(StrEnum):
    """Where a candidate's file stands."""

    ACTIVE = "active"
    CLOSED = "closed"
    MERGED = "merged"
    ANONYMISED = "anonymised"


class Origin(StrEnum):
    """Who brought a candidate."""

    PLIE = "plie"
    ANPE = "anpe"
    MISSION_LOCALE = "mission_locale"
    OTHER = "other"


class Sex(StrEnum):
    """Sex of a candidate, as the funders count it."""

    FEMALE = "female"
    MALE = "male"
    UNSAID = "unsaid"


class Eligibility(StrEnum):
    """Why a candidate may benefit from a clause (domain.md §4); one or more."""

    LONG_TERM = "long_term"
    RSA = "rsa"
    ALLOWANCE = "allowance"
    DISABLED = "disabled"
    YOUNG = "young"
    SENIOR = "senior"
    STRUCTURE = "structure"
    DISTRICT = "district"
    OTHER = "other"


class Reason(StrEnum):
    """Why a lot carries no clause, or ends: a facilitator's, a buyer's, or of a cancellation."""

    TOO_TECHNICAL = "too_technical"
    TOO_SHORT = "too_short"
    TOO_SMALL = "too_small"
    NO_PUBLIC = "no_public"
    OTHER = "other"


class ReferralState(StrEnum):
    """Where a referral stands; the first two are open (`domain.md` §5)."""

    AWAITING = "awaiting"
    PRESENTED = "presented"
    HIRED = "hired"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OBSOLETE = "obsolete"


class RefusalReason(StrEnum):
    """Why a company does not hire a person presented to it, or a referral is withdrawn: a closed list."""

    SKILLS = "skills"
    EXPERIENCE = "experience"
    REQUIREMENT = "requirement"
    NO_SHOW = "no_show"
    UNAVAILABLE = "unavailable"
    DISTANCE = "distance"
    PERSON_DECLINED = "person_declined"
    POSITION_CLOSED = "position_closed"
    OTHER = "other"


class InterviewKind(StrEnum):
    """How an interview was held."""

    OFFICE = "office"
    PHONE = "phone"
    SITE = "site"


class InterviewOutcome(StrEnum):
    """What came of an interview; an absence is none held."""

    PROGRESS = "progress"
    READY = "ready"
    TRAINING = "training"
    OBSTACLE = "obstacle"
    ABSENT = "absent"


class NextStep(StrEnum):
    """What was agreed at an interview."""

    INTERVIEW = "interview"
    REFERRAL = "referral"
    TRAINING = "training"
    DOCUMENTS = "documents"
    PARTNER = "partner"


class Employer(StrEnum):
    """Who signs the work contract (`domain.md` §6): the supplier, or who lends the person to it."""

    SUPPLIER = "supplier"
    SIAE = "siae"
    AGENCY = "agency"
    GEIQ = "geiq"
    ASSOCIATION = "association"


class PlacementState(StrEnum):
    """Whether a hire was declared by the company only, or stands."""

    DECLARED = "declared"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class EndReason(StrEnum):
    """Why a placement ended before its planned end (`domain.md` §6)."""

    TRIAL_EMPLOYER = "trial_employer"
    TRIAL_EMPLOYEE = "trial_employee"
    RESIGNATION = "resignation"
    DISMISSAL = "dismissal"
    AGREEMENT = "agreement"
    HEALTH = "health"
    MOVED = "moved"
    OTHER_JOB = "other_job"
    TRAINING = "training"
    OTHER = "other"


class HoursState(StrEnum):
    """Where a month of hours stands."""

    DECLARED = "declared"
    ASKED_BACK = "asked_back"
    VALIDATED = "validated"


class Timing(StrEnum):
    """When a training takes place."""

    BEFORE = "before"
    DURING = "during"


class TraineeState(StrEnum):
    """What came of a training for a person."""

    PLANNED = "planned"
    DONE = "done"
    CERTIFIED = "certified"
    DROPPED = "dropped"


class FollowUpKind(StrEnum):
    """The follow-ups of a placement, then those of an exit to work (`domain.md` §6)."""

    DAY_2 = "day2"
    DAY_15 = "day15"
    MONTH_1 = "month1"
    MONTH_3 = "month3"
    MONTH_6 = "month6"
    EXIT_3 = "exit3"
    EXIT_6 = "exit6"


class FollowUpState(StrEnum):
    """What a follow-up found."""

    WELL = "well"
    DIFFICULTY = "difficulty"
    LEFT = "left"
    NO_CONTACT = "no_contact"


class ExitKind(StrEnum):
    """What a person left the agreement for (`domain.md` §6)."""

    HIRING_COMPANY = "hiring_company"
    OUTSIDE_CONTRACT = "outside_contract"
    CIVIL_SERVICE = "civil_service"
    OWN_BUSINESS = "own_business"
    TRAINING = "training"
    CERTIFICATION = "certification"
    NONE = "none"


class Proof(StrEnum):
    """What a file proves."""

    NOTICE = "notice"
    AWARD = "award"
    CONTRACT = "contract"
    HOURS = "hours"
    TRAINING = "training"
    EXIT = "exit"
    ELIGIBILITY = "eligibility"
    TERMINATION = "termination"
    OTHER = "other"


class ShareState(StrEnum):
    """Where a joint answer with a SIAE stands (article 3)."""

    SHARED = "shared"
    ANSWERED = "answered"
    DECLINED = "declined"
    PICKED = "picked"
    PASSED = "passed"
    WITHDRAWN = "withdrawn"


class Notices(StrEnum):
    """How what others did reaches a person: at once, at once without a sound, or with the daily message."""

    AT_ONCE = "at_once"
    SILENT = "silent"
    DAILY = "daily"


class OfferAnswer(StrEnum):
    """What a contact answered to an offer sent to it."""

    PROPOSED = "proposed"
    DECLINED = "declined"


class RenewalState(StrEnum):
    """Where a renewal of the agreement stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class LinkPurpose(StrEnum):
    """What a one-time link of an e-mail is for; what its subject is."""

    OFFER = "offer"
    ADVICE = "advice"
    AWARD = "award"
    HOURS = "hours"
    UNSUBSCRIBE = "unsubscribe"
