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
