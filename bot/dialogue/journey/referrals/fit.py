"""Whether a candidate may be presented for an offer, and what to think over before doing so."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.answers import Candidate as Found
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offers import lasts_until
from bot.dialogue.words import CANDIDATE_STATES, OFFER_STATES, REQUIREMENTS
from bot.rules.placements import Terms, overlap
from bot.rules.referrals import Doubt, Person, doubts, missing
from bot.rules.requirements import from_bits
from bot.store import candidates, matching, offers, placements, referrals
from bot.store.tables import Candidate, CandidateState, Circulation, JobOffer, OfferState, Origin

CANDIDATE_GONE, OFFER_GONE = N_("This candidate cannot be found."), N_("This offer cannot be found.")
ALREADY = N_("{candidate} is already proposed for {offer}: see “Candidates presented” on the offer’s card.")


def find(turn: Turn, candidate_id: int, offer_id: int, *, lock: bool = False) -> tuple[Candidate, JobOffer]:
    """Both, the offer first; with `lock` nobody else changes them before the end of the turn. Raises
    Refused."""
    offer = offers.get(turn.session, offer_id, lock=lock)
    if offer is None:
        raise Refused(OFFER_GONE)
    candidate = candidates.get(turn.session, candidate_id, lock=lock)
    if candidate is None:
        raise Refused(CANDIDATE_GONE)
    return candidate, offer


def ensure_open(turn: Turn, candidate: Candidate) -> None:
    """Go on only with a candidate who seeks work. Raises Refused."""
    if candidate.state != CandidateState.ACTIVE:
        raise Refused(
            N_("The file {reference} is not open ({state}): open it again first, or choose another person."),
            reference=candidate.reference,
            state=turn.t(CANDIDATE_STATES[candidate.state]),
        )


def ensure(turn: Turn, candidate: Candidate, offer: JobOffer) -> None:
    """Go on only where this candidate may be presented for this offer. Raises Refused."""
    ensure_open(turn, candidate)
    _ensure_offer(turn, offer)
    if candidate.origin != Origin.PLIE and _reserved(turn, offer):
        raise Refused(
            N_(
                "The offer {reference} is reserved for PLIE participants (article 3). To present someone "
                "else, first send it to the partners, on its card."
            ),
            reference=offer.reference,
        )


def ensure_new(turn: Turn, candidate: Candidate, offer: JobOffer) -> None:
    """Go on only when no referral of this candidate to this offer is open. Raises Refused."""
    if referrals.open_of(turn.session, offers.identity(offer), candidates.identity(candidate)) is not None:
        raise Refused(ALREADY, candidate=candidate.reference, offer=offer.reference)


def _ensure_offer(turn: Turn, offer: JobOffer) -> None:
    if offer.state != OfferState.OPEN:
        said = N_("The offer {reference} is no longer open ({state}): choose another offer.")
        raise Refused(said, reference=offer.reference, state=turn.t(OFFER_STATES[offer.state]))
    if lasts_until(turn, offer) < turn.today:
        said = N_(
            "The offer {reference} has expired for want of news. If it is still open, “Still open” on its "
            "card revives it."
        )
        raise Refused(said, reference=offer.reference)
    if offer.hired >= offer.positions:
        said = N_("Every position of the offer {reference} is filled: choose another offer.")
        raise Refused(said, reference=offer.reference)


def _reserved(turn: Turn, offer: JobOffer) -> bool:
    """Whether the offer is for the PLIE's participants only, as things are now."""
    if offer.circulation == Circulation.HELD:
        return True
    ended = offer.reserved_until is not None and offer.reserved_until <= turn.now
    return offer.circulation == Circulation.RESERVED and not ended


Doubts = Sequence[Sequence[str]]
"""What to think over: a code of `rules.referrals.Doubt` and what it is about, JSON-able."""


def doubts_of(turn: Turn, candidate: Candidate, offer: JobOffer) -> Doubts:
    """What speaks against presenting this candidate for this offer; nothing of it forbids it."""
    asked, person = matching.wanted(offer), _person(turn, candidate, offer)
    about = {
        Doubt.NOT_AVAILABLE: candidate.available_on.isoformat(),
        Doubt.REQUIREMENT: str(missing(asked.requirements, candidate.held)),
    }
    return [[str(doubt), about.get(doubt, "")] for doubt in doubts(asked, person)]


def _person(turn: Turn, candidate: Candidate, offer: JobOffer) -> Person:
    number = candidates.identity(candidate)
    job = Terms(offer.start_on, offer.start_on, Decimal(offer.weekly_hours))
    present = [placements.terms(one) for one in placements.living_of(turn.session, number)]
    hours = sum((one.weekly_hours for one in present if overlap(one, job)), Decimal())
    ended = referrals.last_states(turn.session, offers.identity(offer), [number])
    return Person(
        jobs=tuple(filter(None, candidate.jobs.split(","))),
        available_on=candidate.available_on,
        held=candidate.held,
        level=candidate.level,
        weekly_hours=hours,
        tried=ended.get(number) not in (None, *referrals.OPEN),
    )


def find_doubts(turn: Turn, text: str) -> tuple[Found, ...]:
    """For a form: what to think over about "CANDIDATE:OFFER", the numbers of both."""
    numbers = [int(part) for part in text.split(":") if part.isdecimal()]
    if len(numbers) != 2:
        return ()
    try:
        candidate, offer = find(turn, *numbers)
    except Refused:
        return ()
    return tuple(Found("", doubt) for doubt in doubts_of(turn, candidate, offer))


def doubt_lines(language: str, found: Doubts) -> list[Markup]:
    """What to think over, a sentence a line, below a heading; nothing when there is nothing."""
    if not found:
        return []
    said = [translate(language, _SAID[code], **_VALUES[code](about, language)) for code, about in found]
    return [
        translate(language, N_("To think over before presenting:")),
        *(Markup("⚠️ {}").format(one) for one in said),
    ]


_SAID: Mapping[str, str] = {
    Doubt.OTHER_JOB: N_("the person seeks another job."),
    Doubt.NOT_AVAILABLE: N_("the person is free from {day} only, after the job starts."),
    Doubt.REQUIREMENT: N_("missing: {requirements}."),
    Doubt.LEVEL: N_("the training level is below the one required."),
    Doubt.AT_WORK: N_("the person will be in full-time work when the job starts."),
    Doubt.TRIED: N_("the person had a referral to this offer before."),
}


def _day(about: str, language: str) -> Mapping[str, str]:
    return {"day": formats.day(date.fromisoformat(about), language)}


def _items(about: str, language: str) -> Mapping[str, str]:
    return {"requirements": ", ".join(label(language, REQUIREMENTS[one]) for one in from_bits(int(about)))}


def _nothing(_about: str, _language: str) -> Mapping[str, str]:
    return {}


_VALUES: Mapping[str, Callable[[str, str], Mapping[str, str]]] = dict.fromkeys(Doubt, _nothing) | {
    Doubt.NOT_AVAILABLE: _day,
    Doubt.REQUIREMENT: _items,
}
