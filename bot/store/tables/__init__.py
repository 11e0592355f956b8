"""The tables, a file for each part of the domain; queries live in the module of the noun."""

from bot.store.tables.base import (
    instant,
    rows_of,
)
from bot.store.tables.candidates import (
    Candidate,
    CandidateJob,
    CandidateWord,
)
from bot.store.tables.codes import (
    CandidateState,
    Category,
    Circulation,
    Contract,
    Eligibility,
    InboxState,
    Kind,
    OfferState,
    Origin,
    OutboxState,
    Priority,
    Reason,
    Role,
    Sex,
)
from bot.store.tables.contracts import (
    Amendment,
    Attachment,
    Lot,
    Procurement,
    ProcurementWord,
    Programme,
    ReferenceCounter,
)
from bot.store.tables.messages import (
    Draft,
    Inbox,
    Memo,
    Outbox,
)
from bot.store.tables.offers import (
    JobOffer,
)
from bot.store.tables.partners import (
    Invitation,
    Organisation,
    Person,
)
from bot.store.tables.trail import (
    AuditEntry,
    CallBack,
    Change,
    Note,
    Parameter,
)

__all__ = [
    "Amendment",
    "Attachment",
    "AuditEntry",
    "CallBack",
    "Candidate",
    "CandidateJob",
    "CandidateState",
    "CandidateWord",
    "Category",
    "Change",
    "Circulation",
    "Contract",
    "Draft",
    "Eligibility",
    "Inbox",
    "InboxState",
    "Invitation",
    "JobOffer",
    "Kind",
    "Lot",
    "Memo",
    "Note",
    "OfferState",
    "Organisation",
    "Origin",
    "Outbox",
    "OutboxState",
    "Parameter",
    "Person",
    "Priority",
    "Procurement",
    "ProcurementWord",
    "Programme",
    "Reason",
    "ReferenceCounter",
    "Role",
    "Sex",
    "instant",
    "rows_of",
]
