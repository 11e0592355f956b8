"""Why a hire, or a change of one, cannot be: each a sentence that says what to do next."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.dialogue import formats
from bot.dialogue.journey.hours.month import hours_text
from bot.dialogue.journey.placements.cards import dates
from bot.dialogue.presence import check_present
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules import worked as rules
from bot.rules.placements import Fault, Terms, fault, overlap, peak, too_much
from bot.store import candidates, exits, held, lots, organisations, placements, shares, worked
from bot.store.placements import Employing
from bot.store.tables import Candidate, CandidateState, Employer, ExitKind, HoursState, Kind, Placement

_FAULTS: Mapping[Fault, str] = {
    Fault.HOURS: N_("The hours a week are from 1 to 48. Please correct them."),
    Fault.END_BEFORE_START: N_("The contract would end before it starts. Please correct one of the dates."),
    Fault.PERMANENT_WITH_END: N_("A permanent contract has no planned end. Please take the end out."),
    Fault.NO_END: N_("This kind of contract has a planned end. Please tell it."),
    Fault.TOO_LONG: N_("The contract would last more than five years. Please correct one of the dates."),
    Fault.TOO_FAR: N_("This day is too far away. Please correct the date."),
    Fault.TOO_OLD: N_("The start is more than five years ago. Please correct the date."),
    Fault.BEFORE_START: N_("This is before the first day of work. Please correct the date."),
    Fault.NOT_EARLY: N_("The end planned is not after this day: nothing has to be recorded."),
}
NO_CANDIDATE = N_("This person’s file is not active any more: nobody can be hired on it.")


_OUTSIDE = N_("Hours are declared for {month}, outside these dates. Please correct the hours first.")
_TOO_MANY = N_(
    "{hours} h are declared for {month}: on these dates at most {most} h can be. Please correct the hours "
    "first."
)


def refuse(found: Fault | None) -> None:
    """Go on when nothing is wrong. Raises Refused."""
    if found is not None:
        raise Refused(_FAULTS[found])


def check_terms(turn: Turn, contract: str, terms: Terms) -> None:
    """Go on when the dates and the hours of the contract can be. Raises Refused."""
    refuse(fault(contract, terms, turn.today))


def check_person(turn: Turn, candidate_id: int) -> Candidate:
    """The file of the person, locked: active. Raises Refused."""
    candidate = candidates.get(turn.session, candidate_id, lock=True)
    if candidate is None or candidate.state != CandidateState.ACTIVE or candidate.consent_on is None:
        raise Refused(NO_CANDIDATE)
    return candidate


def check_exit(turn: Turn, candidate_id: int, terms: Terms, of: int | None = None) -> None:
    """Go on when no exit to elsewhere is recorded within these dates, and none out of the placement `of`
    before them. Raises Refused."""
    for left in exits.of_candidate(turn.session, candidate_id):
        within = terms.starts_on <= left.left_on and (terms.last_day is None or terms.last_day > left.left_on)
        before = of is not None and left.placement_id == of and left.left_on < terms.starts_on
        if before or (within and left.kind != ExitKind.HIRING_COMPANY):
            raise Refused(N_("The PLIE recorded that this person left before then: ask it to correct this."))


def check_week(turn: Turn, candidate_id: int, terms: Terms, but: int | None = None) -> None:
    """Go on when no week has more than the legal hours, all contracts of the person but `but` together. A
    company is not told with whom the person works. The file is locked: of two contracts at once the second
    waits for the first. Raises Refused."""
    candidates.get(turn.session, candidate_id, lock=True)
    living = placements.living_of(turn.session, candidate_id)
    beside = [one for one in living if one.id != but and overlap(placements.terms(one), terms)]
    present = [placements.terms(one) for one in beside]
    if not too_much(present, terms):
        return
    if not turn.me.is_staff:
        raise Refused(
            N_(
                "This person is already under contract in this period: together there would be more than "
                "48 h a week. Please change the dates or the hours, or ask the PLIE."
            )
        )
    total = formats.number(peak(present, terms).normalize(), turn.language)
    raise Refused(
        N_(
            "This person is already under contract in this period ({contracts}): together there would be "
            "{total} h a week, and 48 h is the most. Please change the dates or the hours."
        ),
        contracts=_listed(turn, beside),
        total=total,
    )


def _listed(turn: Turn, beside: Sequence[Placement]) -> str:
    said = []
    for one in beside[:3]:
        days = dates(one.starts_on, placements.last_day(one), turn.language).unescape()
        said.append(f"{one.reference}, {days}")
    return " · ".join(said)


def check_lot(turn: Turn, company_id: int, lot_id: int | None) -> None:
    """Go on when the company holds this lot, which carries a clause. Raises Refused."""
    if lot_id is None:
        return
    if not held.holds(turn.session, company_id, lot_id):
        raise Refused(N_("The company does not hold this lot any more. Please choose another answer for it."))
    lot = lots.get(turn.session, lot_id)
    if lot is None or not lot.hours_owed:
        raise Refused(N_("This lot carries no clause. Please choose another answer for it."))


def check_employing(turn: Turn, offer_id: int | None, lot_id: int | None, said: Employing) -> None:
    """Go on when the employer is named: a SIAE that exists, for a company one it chose. Raises Refused."""
    if said.kind == Employer.SUPPLIER:
        return
    if said.kind != Employer.SIAE:
        if not said.name:
            raise Refused(N_("Please name the employer."))
        return
    siae = None if said.siae_id is None else organisations.find_number(turn.session, said.siae_id)
    if siae is None or siae.kind != Kind.SIAE:
        raise Refused(N_("This work-integration enterprise cannot be found. Please choose another employer."))
    check_present(turn, siae)
    if not turn.me.is_staff and said.siae_id not in _picked(turn, offer_id, lot_id):
        raise Refused(
            N_("The company has not chosen this work-integration enterprise. Please choose another employer.")
        )


def _picked(turn: Turn, offer_id: int | None, lot_id: int | None) -> set[int]:
    of_offer = [] if offer_id is None else shares.picked_of_offer(turn.session, offer_id)
    of_lot = [] if lot_id is None else shares.picked_of_lot(turn.session, lot_id)
    return {share.siae_id for share in [*of_offer, *of_lot]}


def check_worked(turn: Turn, placement: Placement, terms: Terms, *, moved: bool = False) -> None:
    """Go on when the hours declared stay within the contract and what is legal, and none of them is validated
    where its lot or its employer changes (`moved`). Raises Refused."""
    for month in worked.of_placement(turn.session, placements.identity(placement)):
        if moved and month.state == HoursState.VALIDATED:
            raise Refused(
                N_(
                    "Hours of this contract are already validated: its lot and its employer stay as they "
                    "are. To count for another lot, end this contract and record a new one."
                )
            )
        most = rules.most(terms, month.month)
        if month.hours > most:
            raise Refused(
                _TOO_MANY if most else _OUTSIDE,
                month=formats.when(When(month.month, Grain.MONTH), turn.language),
                hours=hours_text(Decimal(month.hours), turn.language),
                most=hours_text(most, turn.language),
            )
