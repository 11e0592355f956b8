"""Who may do what: decided here only, from the person and the object as they are now (`domain.md` §2)."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What can be done."""

    ANNOUNCE = "announce"
    EXAMINE = "examine"
    SEE_PROCUREMENT = "see procurement"
    LIST_OWN_PROCUREMENTS = "list own procurements"
    LIST_PROCUREMENTS = "list procurements"
    CORRECT_PROCUREMENT = "correct procurement"
    REVIEW = "review"
    ANSWER_ADVICE = "answer advice"
    PUBLISH = "publish"
    AWARD = "award"
    SEE_AWARDED_LOT = "see awarded lot"
    KICK_OFF = "kick off"
    AMEND = "amend"
    COMPLETE = "complete"
    CANCEL = "cancel"
    POST_OFFER = "post offer"
    SEE_OFFER = "see offer"
    CHANGE_OFFER = "change offer"
    LIST_OWN_LOTS = "list own lots"
    LIST_OWN_OFFERS = "list own offers"
    LIST_OFFERS = "list offers"
    CIRCULATE_OFFER = "circulate offer"
    MATCH = "match"
    ADD_CANDIDATE = "add candidate"
    SEE_CANDIDATE = "see candidate"
    LIST_CANDIDATES = "list candidates"
    CHANGE_CANDIDATE = "change candidate"
    MERGE_CANDIDATES = "merge candidates"
    ADD_INTERVIEW = "add interview"
    REFER = "refer"
    SEE_REFERRAL = "see referral"
    ANSWER_REFERRAL = "answer referral"
    HIRE = "hire"
    CONFIRM_HIRE = "confirm hire"
    SEE_PLACEMENT = "see placement"
    CHANGE_PLACEMENT = "change placement"
    LIST_OWN_PLACEMENTS = "list own placements"
    DECLARE_HOURS = "declare hours"
    VALIDATE_HOURS = "validate hours"
    SEE_PROGRESS = "see progress"
    TRAIN = "train"
    FOLLOW_UP = "follow up"
    RECORD_EXIT = "record exit"
    ADD_EVIDENCE = "add evidence"
    SEE_EVIDENCE = "see evidence"
    SHARE = "share"
    SEE_SHARE = "see share"
    ANSWER_SHARE = "answer share"
    PICK_SHARE = "pick share"
    SEE_DAY = "see day"
    ASK_CALL_BACK = "ask call back"
    ANSWER_CALL_BACK = "answer call back"
    INVITE = "invite"
    INVITE_SUPPLIER = "invite supplier"
    CHANGE_ORGANISATION = "change organisation"
    REVOKE = "revoke"
    HAND_OVER = "hand over"
    SET_PARAMETERS = "set parameters"
    SEE_AUDIT = "see audit"
    LIST_SENT_OFFERS = "list sent offers"
    ANSWER_OFFER = "answer offer"
    SEE_PROPOSAL = "see proposal"
    LIST_OWN_PROPOSALS = "list own proposals"
    DECIDE_SENDING = "decide sending"
    WRITE_CIRCULAR = "write circular"
    CHANGE_AGREEMENT = "change agreement"
    ANSWER_RENEWAL = "answer renewal"
    TERMINATE = "terminate"
    HOLD_CANDIDATE = "hold candidate"
    ERASE_CANDIDATE = "erase candidate"
    PREFER = "prefer"
    ANSWER_REMINDER = "answer reminder"
    SEE_INDICATORS = "see indicators"
    IMPORT = "import"
    LIST_INDICATORS = "list indicators"
    ASK_EVIDENCE = "ask evidence"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts: role and organisation as they are now."""

    role: str
    organisation_id: int


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom the object belongs to."""

    organisation_id: int


_COORDINATOR = frozenset({"coordinator"})
_STAFF = frozenset({"facilitator"}) | _COORDINATOR
_BUYER = _STAFF | {"buyer"}
_COMPANY = _STAFF | {"company"}
_EMPLOYER = _COMPANY | {"siae"}
_PROPOSERS = frozenset({"prescriber", "siae"})
_EVERYONE = _BUYER | _COMPANY | {"prescriber", "siae", "professional"}

_ANYONE_OF: dict[Action, frozenset[str]] = {
    Action.ANNOUNCE: _BUYER,
    Action.EXAMINE: _STAFF,
    Action.SEE_PROCUREMENT: _BUYER,
    Action.LIST_OWN_PROCUREMENTS: frozenset({"buyer"}),
    Action.LIST_PROCUREMENTS: _STAFF,
    Action.CORRECT_PROCUREMENT: _BUYER,
    Action.REVIEW: _STAFF,
    Action.ANSWER_ADVICE: _BUYER,
    Action.PUBLISH: _BUYER,
    Action.AWARD: _BUYER,
    Action.SEE_AWARDED_LOT: _COMPANY,
    Action.KICK_OFF: _STAFF,
    Action.AMEND: _BUYER,
    Action.COMPLETE: _STAFF,
    Action.CANCEL: _BUYER,
    Action.POST_OFFER: _COMPANY,
    Action.SEE_OFFER: _COMPANY,
    Action.CHANGE_OFFER: _COMPANY,
    Action.LIST_OWN_LOTS: frozenset({"company"}),
    Action.LIST_OWN_OFFERS: frozenset({"company"}),
    Action.LIST_OFFERS: _STAFF,
    Action.CIRCULATE_OFFER: _STAFF,
    Action.MATCH: _STAFF,
    Action.ADD_CANDIDATE: _STAFF,
    Action.SEE_CANDIDATE: _STAFF,
    Action.LIST_CANDIDATES: _STAFF,
    Action.CHANGE_CANDIDATE: _STAFF,
    Action.MERGE_CANDIDATES: _COORDINATOR,
    Action.ADD_INTERVIEW: _STAFF,
    Action.REFER: _STAFF,
    Action.SEE_REFERRAL: _COMPANY,
    Action.ANSWER_REFERRAL: _COMPANY,
    Action.HIRE: _COMPANY,
    Action.CONFIRM_HIRE: _STAFF,
    Action.SEE_PLACEMENT: _EMPLOYER,
    Action.CHANGE_PLACEMENT: _EMPLOYER,
    Action.LIST_OWN_PLACEMENTS: frozenset({"company", "siae"}),
    Action.DECLARE_HOURS: _EMPLOYER,
    Action.VALIDATE_HOURS: _STAFF,
    Action.SEE_PROGRESS: _BUYER | {"company"},
    Action.TRAIN: _STAFF,
    Action.FOLLOW_UP: _STAFF,
    Action.RECORD_EXIT: _STAFF,
    Action.ADD_EVIDENCE: _BUYER | _EMPLOYER,
    Action.SEE_EVIDENCE: _BUYER | _EMPLOYER,
    Action.SHARE: _STAFF,
    Action.SEE_SHARE: _STAFF | {"siae"},
    Action.ANSWER_SHARE: _STAFF | {"siae"},
    Action.PICK_SHARE: _COMPANY,
    Action.SEE_DAY: _STAFF,
    Action.ASK_CALL_BACK: _EVERYONE,
    Action.ANSWER_CALL_BACK: _STAFF,
    Action.INVITE: _COORDINATOR,
    Action.INVITE_SUPPLIER: _STAFF,
    Action.CHANGE_ORGANISATION: _COORDINATOR,
    Action.REVOKE: _COORDINATOR,
    Action.HAND_OVER: _COORDINATOR,
    Action.SET_PARAMETERS: _COORDINATOR,
    Action.SEE_AUDIT: _COORDINATOR,
    Action.LIST_SENT_OFFERS: _PROPOSERS,
    Action.ANSWER_OFFER: _STAFF | _PROPOSERS,
    Action.SEE_PROPOSAL: _STAFF | _PROPOSERS,
    Action.LIST_OWN_PROPOSALS: _PROPOSERS,
    Action.DECIDE_SENDING: _COORDINATOR,
    Action.WRITE_CIRCULAR: _COORDINATOR,
    Action.CHANGE_AGREEMENT: _COORDINATOR,
    Action.ANSWER_RENEWAL: _EVERYONE - {"facilitator"},
    Action.TERMINATE: _COORDINATOR,
    Action.HOLD_CANDIDATE: _COORDINATOR,
    Action.ERASE_CANDIDATE: _COORDINATOR,
    Action.PREFER: _EVERYONE,
    Action.ANSWER_REMINDER: _EVERYONE,
    Action.SEE_INDICATORS: _BUYER,
    Action.IMPORT: _COORDINATOR,
    Action.LIST_INDICATORS: _STAFF,
    Action.ASK_EVIDENCE: _STAFF,
}
OWN_ONLY = frozenset(
    {
        Action.ANNOUNCE,
        Action.SEE_PROCUREMENT,
        Action.CORRECT_PROCUREMENT,
        Action.ANSWER_ADVICE,
        Action.PUBLISH,
        Action.AWARD,
        Action.SEE_AWARDED_LOT,
        Action.AMEND,
        Action.CANCEL,
        Action.POST_OFFER,
        Action.SEE_OFFER,
        Action.CHANGE_OFFER,
        Action.SEE_REFERRAL,
        Action.ANSWER_REFERRAL,
        Action.HIRE,
        Action.SEE_PLACEMENT,
        Action.CHANGE_PLACEMENT,
        Action.DECLARE_HOURS,
        Action.SEE_PROGRESS,
        Action.ADD_EVIDENCE,
        Action.SEE_EVIDENCE,
        Action.SEE_SHARE,
        Action.ANSWER_SHARE,
        Action.PICK_SHARE,
        Action.SEE_PROPOSAL,
        Action.ANSWER_RENEWAL,
        Action.SEE_INDICATORS,
    }
)
"""What a partner does to its own organisation's objects only (for an awarded lot: its supplier's)."""


def may(actor: Actor, action: Action, owner: Owner | None = None) -> bool:
    """Whether the actor may do this, to the object of that owner where the action has one.

    PLIE staff do every partner's action on its behalf; a partner does it to its own objects only.
    """
    if actor.role not in _ANYONE_OF[action]:
        return False
    if action not in OWN_ONLY or actor.role in _STAFF:
        return True
    return owner is not None and owner.organisation_id == actor.organisation_id
