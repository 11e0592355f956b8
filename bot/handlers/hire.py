"""/embauche: a company declares a hire, or the PLIE records one (domain.md §6)."""

from collections.abc import Mapping
from typing import Any

from bot.actions import allowed, demand
from bot.actions import hire as hiring
from bot.actions.hire import Hire
from bot.dialogue import behalf, conversation
from bot.dialogue.cards import Card
from bot.dialogue.form import Answers, Form
from bot.dialogue.journey.placements.cards import open_button
from bot.dialogue.journey.placements.finders import lot, offer_post, person_value
from bot.dialogue.journey.placements.steps import HIRE_STEPS, engagement, hire_recap
from bot.dialogue.journey.words import REFERRALS
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.store import candidates, offers, organisations, referrals
from bot.store.tables import CandidateState, Employer, JobOffer, Referral, ReferralState

_GONE = N_("This referral cannot be found.")
FOR_COMPANY = behalf.for_company("hire-for", "hire-companies")


def _done(turn: Turn, answers: Mapping[str, Any]) -> Card:
    post, person = answers["post"], answers["person"]
    said = Hire(
        company_id=answers["company"],
        candidate_id=person["id"],
        offer_id=post["offer"],
        referral_id=person.get("referral"),
        lot_id=post["lot"],
        job=answers.get("job"),
        engagement=engagement(answers),
    )
    placement = hiring.hire(turn, said)
    told = (
        N_("Recorded under the reference <b>{reference}</b>. The company is told.")
        if turn.me.is_staff
        else N_("Declared under the reference <b>{reference}</b>. The PLIE confirms it and you are told.")
    )
    return Card(turn.t(told, reference=placement.reference), open_button(placement, turn.language))


def _form(name: str, title: str, verb: str) -> Form:
    form = Form(
        name=name,
        version=1,
        title=title,
        steps=HIRE_STEPS,
        verb=verb,
        recap=lambda language, answers: hire_recap(form, language, answers),
        done=_done,
    )
    return form


FORM: Form = _form("hire", N_("Declare a hire"), N_("Declare"))
RECORD: Form = _form("record-hire", N_("Record the hire of someone"), N_("Save"))
"""The same for PLIE staff: it stands at once."""


def _begin(turn: Turn, company_id: int, known: Answers, *, reviewing: bool = False) -> None:
    hidden: dict[str, Any] = {"company": company_id, "today": turn.today.isoformat()}
    if turn.me.is_staff:
        name = organisations.get(turn.session, company_id).name
        hidden |= {"company_name": name, "staff": True}
    form = RECORD if turn.me.is_staff else FORM
    conversation.start(turn, form, hidden | dict(known), reviewing=reviewing)


def _start(turn: Turn) -> None:
    company = turn.me.organisation_id
    demand(turn, Action.HIRE, Owner(company))
    if turn.me.is_staff:
        behalf.ask(turn, FOR_COMPANY)
    else:
        _begin(turn, company, {})


def _more_companies(turn: Turn) -> None:
    demand(turn, Action.HIRE, Owner(0))
    behalf.ask(turn, FOR_COMPANY)


def _start_for(turn: Turn) -> None:
    demand(turn, Action.HIRE, Owner(turn.number))
    company = behalf.chosen(turn, FOR_COMPANY)
    _begin(turn, company.id or 0, {})


def _start_of(turn: Turn) -> None:
    """From a person presented: everything the offer says is answered already."""
    referral = referrals.get(turn.session, turn.number)
    offer = None if referral is None else offers.get(turn.session, referral.offer_id)
    if referral is None or offer is None or not allowed(turn, Action.HIRE, Owner(offer.organisation_id)):
        raise Refused(_GONE)
    waits = referrals.OPEN if turn.me.is_staff else (ReferralState.PRESENTED,)
    if not turn.me.is_staff and referral.state == ReferralState.AWAITING:
        raise Refused(_GONE)
    if referral.state not in waits:
        state = turn.t(REFERRALS[ReferralState(referral.state)])
        raise Refused(N_("This person is not waiting for an answer any more: {state}."), state=state)
    known = _known(turn, offer, referral)
    _begin(turn, offer.organisation_id, known, reviewing=True)


def _known(turn: Turn, offer: JobOffer, referral: Referral) -> dict[str, Any]:
    candidate = candidates.get(turn.session, referral.candidate_id)
    if candidate is None or candidate.state != CandidateState.ACTIVE:
        raise Refused(N_("This person’s file is not active any more: nobody can be hired on it."))
    post = offer_post(turn, offer)
    found = lot(turn, f"{offer.organisation_id}|0|{offer.lot_id}")
    terms = post["terms"]
    known = {
        "post": post | (dict(found[0].value) if found else {}),
        "person": person_value(turn, candidate, referral),
        "contract": terms["contract"],
        "start": terms["start"],
        "weekly_hours": terms["weekly_hours"],
        "employer": {"kind": str(Employer.SUPPLIER), "id": None, "name": None},
    }
    return known | ({"end": terms["months"]} if "months" in terms else {})


ROUTES = (
    *entry("embauche", _start),
    button("hire-companies", _more_companies),
    button("hire-for", _start_for),
    button("hire-of", _start_of),
)
