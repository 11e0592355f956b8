"""Correct a published offer: what it said before is kept, the others hear what changed."""

from dataclasses import dataclass

from bot.actions import demand
from bot.dialogue.broadcasts.notices import retell_offer
from bot.dialogue.form import Answers
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offer_steps import STEPS, answers_of, merged, vacancy
from bot.dialogue.vacancies.offers import changed_card, retell_posted
from bot.dialogue.words import OFFER_STATES
from bot.rules.policy import Action, Owner
from bot.store import audit, held, history, offers, people
from bot.store.history import Subject
from bot.store.offers import Vacancy, identity
from bot.store.tables import JobOffer, OfferState


@dataclass(frozen=True, slots=True)
class _Correction:
    """What the offer said, what it says, and the names of the answers that differ."""

    before: Answers
    after: Answers
    changed: list[str]


def change(turn: Turn, offer_id: int, was: Answers, said: Answers) -> bool:
    """Correct an open offer by what was changed between the answers `was` and `said`. Returns whether
    anything was; the PLIE hears of it, and the company where the PLIE did it. Raises Refused."""
    offer = offers.get(turn.session, offer_id, lock=True)
    if offer is None:
        raise Refused(N_("This offer cannot be found."))
    demand(turn, Action.CHANGE_OFFER, Owner(offer.organisation_id))
    before = answers_of(turn.session, offer)
    after = merged(before, was, said)
    if after == before:
        return False
    wanted = vacancy(after)
    _check(turn, offer, wanted)
    offers.change(turn.session, offer, wanted, turn.now, turn.zone)
    _keep(turn, offer, _Correction(before, after, _record(turn, offer, before, after)))
    return True


def _check(turn: Turn, offer: JobOffer, said: Vacancy) -> None:
    if offer.state != OfferState.OPEN:
        state = turn.t(OFFER_STATES[offer.state])
        raise Refused(N_("This offer is no longer open: it is {state}."), state=state)
    if said.positions < offer.hired:
        raise Refused(
            N_("Already hired on this offer: {hired}. Fewer positions than that cannot be."),
            hired=offer.hired,
        )
    moved = said.lot_id is not None and said.lot_id != offer.lot_id
    if moved and not held.holds(turn.session, offer.organisation_id, said.lot_id or 0):
        raise Refused(N_("The company does not hold this lot any more. Please choose another answer for it."))


def _record(turn: Turn, offer: JobOffer, before: Answers, after: Answers) -> list[str]:
    """Keep what changed. Returns the names of the answers that did, in the order they are asked."""
    subject = Subject("offer", identity(offer))
    named = [{step.name: answers.get(step.name) for step in STEPS} for answers in (before, after)]
    return history.record(turn.session, subject, turn.me.id, turn.now, *named)


def _keep(turn: Turn, offer: JobOffer, made: _Correction) -> None:
    session, me, number = turn.session, turn.me, identity(offer)
    on_behalf = me.organisation_id != offer.organisation_id
    facts = {"on_behalf": on_behalf, "fields": made.changed, "circulation": offer.circulation}
    audit.record(session, me.id, "change offer", "offer", number, turn.now, **facts)
    told = people.staff(session)
    if on_behalf:
        told += people.of_organisation(session, offer.organisation_id)
    for person in told:
        if person.id != me.id:
            turn.tell(
                person,
                f"offer-changed:{turn.uid}:{person.id}",
                lambda language: changed_card(turn, offer, made.before, made.after, made.changed, language),
            )
    retell_posted(turn, offer, f"offer-corrected:{turn.uid}")
    retell_offer(turn, offer)
