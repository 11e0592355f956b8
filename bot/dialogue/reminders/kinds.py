"""The kinds of reminders: what each is called in the daily message, and where its buttons lead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.dialogue.reminders import agreement_words, names, people_names
from bot.dialogue.translations import N_
from bot.store.database import Session
from bot.store.people import STAFF, Member
from bot.store.tables import LinkPurpose, Role

Named = Callable[[Session, int, Member], str]
Opens = Callable[[int], str] | str
"""The callback data of the card of a subject, or the prefix before its number."""


def same_subject(_session: Session, subject_id: int) -> int:
    """The page is about what the reminder is about."""
    return subject_id


@dataclass(frozen=True, slots=True)
class Words:
    """What a kind is called for the readers of a role: a msgid; where None, `button` and `opens` are those of
    the kind."""

    title: str
    button: str | None = None
    opens: Opens | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of reminder. `title` and `button` (which opens its subject) are msgids; `named` says what it is
    about to this reader, in plain text, with nothing the reader may not know. Where there is a `page`, who is
    written to by e-mail answers there, about the number `page_subject` gives. `others` are the words for
    readers of other roles: a coordinator reads that nobody took it, a facilitator that a company is late."""

    title: str
    button: str
    named: Named
    opens: Opens
    page: LinkPurpose | None = None
    page_subject: Callable[[Session, int], int] = same_subject
    others: Mapping[Role, Words] = field(default_factory=dict)

    def words(self, role: Role) -> Words:
        """What it is called for readers of this role."""
        return self.others.get(role) or Words(self.title)

    def button_for(self, role: Role) -> str:
        """The msgid of the button that opens it."""
        return self.words(role).button or self.button

    def open(self, subject_id: int, role: Role) -> str:
        """What the button that opens the card of this subject carries."""
        opens = self.words(role).opens or self.opens
        return f"{opens}:{subject_id}" if isinstance(opens, str) else opens(subject_id)


def _for_staff(title: str, button: str, opens: Opens) -> Mapping[Role, Words]:
    """The words for the people of the PLIE, where a partner reads others."""
    return dict.fromkeys(STAFF, Words(title, button, opens))


KINDS: dict[str, Kind] = {
    "announced": Kind(
        N_("Contract announced, nobody has taken it"), N_("Contract"), names.procurement, "procurement"
    ),
    "programme": Kind(
        N_("Programme of the year expected"), N_("Answer the PLIE"), names.year, "programme-due"
    ),
    "clause": Kind(
        N_("Social clause to retain or not before the consultation"),
        N_("Advice of the PLIE"),
        names.procurement,
        names.advice,
        LinkPurpose.ADVICE,
        others=_for_staff(N_("Clause without an answer of the buyer"), N_("Contract"), "procurement"),
    ),
    "notice": Kind(
        N_("Proof of the publication of the notice missing"), N_("Contract"), names.procurement, "procurement"
    ),
    "award": Kind(
        N_("Award to be made known"), N_("Contract"), names.procurement, "procurement", LinkPurpose.AWARD
    ),
    "kick_off": Kind(N_("First contact with the supplier"), N_("Lot"), names.lot, "lot"),
    "call_back": Kind(N_("Call-back asked"), N_("Call back"), names.call_back, "call-back"),
    "reserved": Kind(N_("Reserved offer, nobody presented"), N_("Offer"), people_names.offer, "offer"),
    "offer_expiry": Kind(
        N_("Offer about to expire: is it still open?"), N_("Offer"), people_names.offer, "offer"
    ),
    "referral": Kind(
        N_("Person presented: your answer is awaited"),
        N_("Say what you decide"),
        people_names.referral,
        "referral",
        others=_for_staff(N_("No answer of the company"), N_("Referral"), "referral"),
    ),
    "hours_missing": Kind(
        N_("Hours to declare"),
        N_("Declare"),
        names.hours,
        names.own_hours,
        LinkPurpose.HOURS,
        others=_for_staff(N_("Hours not declared"), N_("Declare"), names.hours_of),
    ),
    "hours_waiting": Kind(N_("Hours to validate"), N_("Validate"), names.hours, names.hours_to_validate),
    "pace": Kind(N_("Hours owed: at this pace some will be missing"), N_("Lot"), names.lot, "lot"),
    "follow_up": Kind(N_("Follow-up to make"), N_("Follow-up"), people_names.follow_up, "follow-up"),
    "ending": Kind(
        N_("End of a contract of work"), N_("Contract of work"), people_names.placement, "placement"
    ),
    "eligibility": Kind(
        N_("End of eligibility"), N_("Eligibility"), people_names.candidate, "renew-eligibility"
    ),
    "evidence": Kind(
        N_("Supporting document missing"), N_("Send the document"), names.proof, names.proof_card
    ),
    "agreement": Kind(
        N_("Agreement on the insertion clause"),
        N_("The agreement"),
        agreement_words.named,
        agreement_words.opens,
    ),
    "silent": Kind(N_("No contact for 60 days"), N_("Candidate"), people_names.candidate, "candidate"),
    "retention": Kind(
        N_("No contact for long: the file is soon anonymised"),
        N_("Candidate"),
        people_names.candidate,
        "candidate",
    ),
}
"""Every kind of reminder, by the code the rows carry."""
