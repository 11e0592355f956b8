"""What each form and each button may change when somebody with the right uses it: tables, and how many rows
come into being."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from bot.rules.policy import Action

INDEXES = {"procurement_words", "candidate_words", "candidate_jobs", "reference_counters"}
"""Tables that follow others: any number of their rows comes and goes."""

_CANDIDATE = {"candidates", "candidate_words", "candidate_jobs"}
_PROCUREMENT = {"procurements", "procurement_words", "lots"}


@dataclass(frozen=True)
class Effect:
    """The tables that may change, what one must be allowed to do, and the rows made: exactly so many of each
    where the thing was done (None: any number)."""

    tables: AbstractSet[str]
    action: Action | None
    makes: Mapping[str, int | None] = field(default_factory=dict)


NOTHING = Effect(frozenset(), None)

_HIRE = Effect(
    {"placements", "offers", "referrals", "candidates", "follow_ups", "reference_counters"},
    Action.HIRE,
    {"placements": 1, "follow_ups": None},
)
_CONTRACT = Effect(
    {"placements", "follow_ups", "worked_months", "changes"},
    Action.CHANGE_PLACEMENT,
    {"changes": None, "follow_ups": None},
)

_RENEWED = {"renewals", "agreements"}

FORMS: Mapping[str, Effect] = {
    "announce": Effect(
        _PROCUREMENT | {"attachments", "reference_counters"},
        Action.ANNOUNCE,
        {"procurements": 1, "lots": None, "attachments": None},
    ),
    "programme": Effect(
        _PROCUREMENT | {"programmes", "reference_counters"},
        Action.ANNOUNCE,
        {"procurements": None, "lots": None, "programmes": None},
    ),
    "invite": Effect(
        {"organisations", "invitations"}, Action.INVITE, {"invitations": 1, "organisations": None}
    ),
    "review-term": Effect({"lots"}, Action.REVIEW),
    "discuss": Effect({"notes"}, Action.ANSWER_ADVICE, {"notes": 1}),
    "correct": Effect(
        _PROCUREMENT | {"changes"}, Action.CORRECT_PROCUREMENT, {"lots": None, "changes": None}
    ),
    "add-remark": Effect(
        {"attachments", "notes"}, Action.CORRECT_PROCUREMENT, {"attachments": None, "notes": None}
    ),
    "cancel": Effect({"lots", "notes", "shares"}, Action.CANCEL, {"notes": 1}),
    "publish": Effect(
        {"lots", "attachments", "changes"}, Action.PUBLISH, {"attachments": None, "changes": None}
    ),
    "award": Effect(
        {"lots", "organisations", "invitations", "changes"},
        Action.AWARD,
        {"organisations": None, "invitations": None, "changes": None},
    ),
    "kick-off": Effect({"lots", "notes"}, Action.KICK_OFF, {"notes": None}),
    "amend": Effect({"amendments"}, Action.AMEND, {"amendments": 1}),
    "hours": Effect(
        {"worked_months", "changes"}, Action.DECLARE_HOURS, {"worked_months": None, "changes": None}
    ),
    "offer": Effect({"offers", "reference_counters"}, Action.POST_OFFER, {"offers": 1}),
    "change-offer": Effect({"offers", "changes"}, Action.CHANGE_OFFER, {"changes": None}),
    "hire": _HIRE,
    "record-hire": _HIRE,
    "renew-placement": _CONTRACT,
    "end-placement": _CONTRACT,
    "change-placement": _CONTRACT,
    "evidence": Effect({"evidence"}, Action.ADD_EVIDENCE, {"evidence": None}),
    "share": Effect({"shares"}, Action.SHARE, {"shares": None}),
    "answer-share": Effect({"shares", "changes"}, Action.ANSWER_SHARE, {"changes": None}),
    "candidate": Effect(
        _CANDIDATE | {"reference_counters"},
        Action.ADD_CANDIDATE,
        {"candidates": 1},
    ),
    "proposal": Effect(
        _CANDIDATE | {"reference_counters", "referrals", "changes", "deliveries"},
        Action.ANSWER_OFFER,
        {"candidates": None, "referrals": 1, "changes": 1},
    ),
    "correct-candidate": Effect(
        _CANDIDATE | {"changes"},
        Action.CHANGE_CANDIDATE,
        {"changes": None},
    ),
    "interview": Effect({"interviews", "candidates"}, Action.ADD_INTERVIEW, {"interviews": 1}),
    "correct-interview": Effect(
        {"interviews", "candidates", "changes"}, Action.ADD_INTERVIEW, {"changes": None}
    ),
    "training": Effect({"trainings", "trainees"}, Action.TRAIN, {"trainings": 1, "trainees": None}),
    "correct-training": Effect({"trainings", "changes"}, Action.TRAIN, {"changes": None}),
    "hold-candidate": Effect({"candidates"}, Action.HOLD_CANDIDATE),
    "note-candidate": Effect({"notes", "candidates"}, Action.CHANGE_CANDIDATE, {"notes": 1}),
    "refer": Effect({"referrals", "candidates", "candidate_jobs"}, Action.REFER, {"referrals": 1}),
    "note-follow-up": Effect({"follow_ups", "changes"}, Action.FOLLOW_UP, {"changes": None}),
    "exit": Effect(
        _CANDIDATE | {"exits", "changes", "follow_ups", "referrals"},
        Action.RECORD_EXIT,
        {"exits": 1, "changes": None, "follow_ups": None},
    ),
    "correct-exit": Effect(
        {"exits", "follow_ups", "changes"}, Action.RECORD_EXIT, {"changes": None, "follow_ups": None}
    ),
    "search-candidates": NOTHING,
    "merge-candidates": NOTHING,
    "partner search": NOTHING,
    "indicator-dates": NOTHING,
    "rename": Effect({"organisations", "changes"}, Action.INVITE, {"changes": None}),
    "siret": Effect({"organisations", "changes"}, Action.INVITE, {"changes": None}),
    "contact by e-mail": Effect({"persons", "links"}, Action.INVITE, {"persons": 1, "links": 1}),
    "address of a contact": Effect(
        {"persons", "links", "changes"}, Action.INVITE, {"links": None, "changes": None}
    ),
    "parameter": Effect({"parameters"}, Action.SET_PARAMETERS, {"parameters": None}),
    "import": Effect({"import_files"}, Action.IMPORT, {"import_files": 1}),
    "circular": Effect({"circulars", "broadcasts"}, Action.WRITE_CIRCULAR, {"circulars": 1, "broadcasts": 1}),
    "agreement": Effect({"agreements"}, Action.CHANGE_AGREEMENT, {"agreements": 1}),
    "agreement-dates": Effect({"agreements", "changes"}, Action.CHANGE_AGREEMENT, {"changes": None}),
    "signatory": Effect({"signatories"}, Action.CHANGE_AGREEMENT, {"signatories": None}),
    "signed-on": Effect({"signatories", "changes"}, Action.CHANGE_AGREEMENT, {"changes": None}),
    "agreement-renewal": Effect({"renewals"}, Action.CHANGE_AGREEMENT, {"renewals": 1}),
    "away": Effect({"preferences"}, Action.PREFER, {"preferences": None}),
    "agreement-notice": Effect(
        _RENEWED | {"terminations", "evidence"}, Action.TERMINATE, {"terminations": 1, "evidence": None}
    ),
}

_LOTS = {"lots"}
BUTTONS: Mapping[str, Effect] = {
    "validate-month": Effect({"worked_months"}, Action.VALIDATE_HOURS),
    "validate-hours": Effect({"worked_months"}, Action.VALIDATE_HOURS),
    "ask-hours": Effect({"worked_months", "changes"}, Action.VALIDATE_HOURS, {"changes": 1}),
    "no-programme": Effect({"programmes"}, Action.ANNOUNCE, {"programmes": 1}),
    "examine": Effect({"procurements"}, Action.EXAMINE),
    "suit": Effect(_LOTS, Action.REVIEW),
    "because": Effect(_LOTS, Action.REVIEW),
    "renewal": Effect(_LOTS, Action.REVIEW),
    "send-advice": Effect({"lots", "procurements"}, Action.REVIEW),
    "retain": Effect(_LOTS, Action.ANSWER_ADVICE),
    "retain-all": Effect(_LOTS, Action.ANSWER_ADVICE),
    "decline": Effect(_LOTS, Action.ANSWER_ADVICE),
    "ground": Effect(_LOTS, Action.ANSWER_ADVICE),
    "update-hours": Effect({"lots", "changes"}, Action.REVIEW, {"changes": None}),
    "amendment-removed": Effect({"amendments", "changes"}, Action.AMEND, {"changes": 1}),
    "completed": Effect(_LOTS | {"shares"}, Action.COMPLETE),
    "invite-supplier": Effect({"invitations"}, Action.INVITE_SUPPLIER, {"invitations": 1}),
    "offer-filled": Effect({"offers", "shares", "referrals"}, Action.CHANGE_OFFER),
    "offer-withdrawn": Effect({"offers", "shares", "referrals"}, Action.CHANGE_OFFER),
    "present-referral": Effect({"referrals", "candidates", "candidate_jobs"}, Action.REFER),
    "meet-referral": Effect({"referrals", "offers"}, Action.ANSWER_REFERRAL),
    "refused-referral": Effect({"referrals", "offers"}, Action.ANSWER_REFERRAL),
    "taken-back": Effect({"referrals"}, Action.ANSWER_OFFER),
    "withdrawn-referral": Effect({"referrals"}, Action.REFER),
    "offer-heard": Effect({"offers"}, Action.CHANGE_OFFER),
    "reopen-offer": Effect({"offers"}, Action.CHANGE_OFFER),
    "hold": Effect({"offers"}, Action.CIRCULATE_OFFER),
    "send-now": Effect({"offers"}, Action.CIRCULATE_OFFER),
    "tick-siae": Effect({"offer_siaes"}, Action.CIRCULATE_OFFER, {"offer_siaes": None}),
    "untick-siae": Effect({"offer_siaes"}, Action.CIRCULATE_OFFER),
    "no-candidate": Effect(
        {"deliveries", "mailings"}, Action.ANSWER_OFFER, {"deliveries": None, "mailings": None}
    ),
    "resend": Effect(frozenset(), Action.DECIDE_SENDING),
    "leave": Effect(frozenset(), Action.DECIDE_SENDING),
    "resent-all": Effect(frozenset(), Action.DECIDE_SENDING),
    "left-all": Effect(frozenset(), Action.DECIDE_SENDING),
    "confirm-hire": Effect(
        {"placements", "referrals", "candidates", "follow_ups"}, Action.CONFIRM_HIRE, {"follow_ups": None}
    ),
    "hire-rejected": Effect({"placements", "offers", "referrals"}, Action.CONFIRM_HIRE),
    "undo-end": _CONTRACT,
    "settled": Effect(_CANDIDATE | {"trainees", "changes"}, Action.TRAIN, {"changes": None}),
    "training-cancelled": Effect({"trainings"}, Action.TRAIN),
    "closed-candidate": Effect(
        _CANDIDATE | {"changes", "referrals"}, Action.CHANGE_CANDIDATE, {"changes": None}
    ),
    "lifted-hold": Effect({"candidates"}, Action.HOLD_CANDIDATE),
    "erased-candidate": Effect(
        _CANDIDATE | {"notes", "changes", "interviews", "follow_ups", "evidence", "referrals"},
        Action.ERASE_CANDIDATE,
        {"notes": None, "changes": None, "evidence": None},
    ),
    "reopened-candidate": Effect(_CANDIDATE | {"changes"}, Action.CHANGE_CANDIDATE, {"changes": None}),
    "follow-candidate": Effect({"candidates", "changes"}, Action.CHANGE_CANDIDATE, {"changes": 1}),
    "merged-candidate": Effect(
        _CANDIDATE
        | {"changes", "notes", "interviews", "trainees", "referrals", "placements", "follow_ups", "exits"},
        Action.MERGE_CANDIDATES,
        {"changes": None, "notes": None, "trainees": None},
    ),
    "remove-evidence-yes": Effect({"evidence"}, Action.ADD_EVIDENCE),
    "another-person": FORMS["candidate"],
    "found": Effect({"follow_ups", "candidates", "changes"}, Action.FOLLOW_UP, {"changes": None}),
    "told-difficulty": Effect({"follow_ups"}, Action.FOLLOW_UP),
    "cancelled-exit": Effect(
        _CANDIDATE | {"exits", "follow_ups", "changes"}, Action.RECORD_EXIT, {"changes": None}
    ),
    "eligible": Effect({"candidates", "changes"}, Action.CHANGE_CANDIDATE, {"changes": 1}),
    "revoked": Effect({"persons"}, Action.REVOKE),
    "add-group": Effect({"invitations"}, Action.INVITE, {"invitations": 1}),
    "removed-group": Effect({"chat_groups"}, Action.REVOKE),
    "handed": Effect(
        {"candidates", "procurements", "offers", "lots", "changes"}, Action.HAND_OVER, {"changes": None}
    ),
    "import-run": Effect(
        {"import_files", "imported", "organisations"},
        Action.IMPORT,
        {"imported": None, "organisations": None},
    ),
    "import-drop": Effect({"import_files"}, Action.IMPORT, {"import_files": -1}),
    "reset-parameter": Effect({"parameters"}, Action.SET_PARAMETERS, {"parameters": None}),
    "decline-share": Effect({"shares"}, Action.ANSWER_SHARE),
    "pick-share": Effect({"shares"}, Action.PICK_SHARE),
    "leave-share": Effect({"shares"}, Action.PICK_SHARE),
    "share-withdrawn": Effect({"shares"}, Action.SHARE),
    "called": Effect({"call_backs"}, Action.ANSWER_CALL_BACK),
    "signatory-removed": Effect(_RENEWED | {"signatories"}, Action.CHANGE_AGREEMENT, {"signatories": None}),
    "answer-renewal": Effect(
        _RENEWED | {"renewal_answers"}, Action.ANSWER_RENEWAL, {"renewal_answers": None}
    ),
    "said-renewal": Effect(_RENEWED | {"renewal_answers"}, Action.ANSWER_RENEWAL, {"renewal_answers": None}),
    "went-without": Effect(_RENEWED | {"signatories"}, Action.CHANGE_AGREEMENT),
    "renewal-withdrawn": Effect({"renewals", "signatories"}, Action.CHANGE_AGREEMENT),
    "notice-cancelled": Effect({"terminations"}, Action.TERMINATE),
    "language": Effect({"persons"}, None),
    **dict.fromkeys(
        ("prefer-hour", "prefer-notice", "stand-in", "back-again"),
        Effect({"preferences"}, Action.PREFER, {"preferences": None}),
    ),
    **dict.fromkeys(
        ("reminder-done", "reminder-undone", "reminder-put-off"),
        Effect({"reminders"}, Action.ANSWER_REMINDER),
    ),
    "join": Effect({"persons", "invitations"}, None, {"persons": 1}),
}
CALL_BACK = Effect({"call_backs"}, Action.ASK_CALL_BACK, {"call_backs": 1})
