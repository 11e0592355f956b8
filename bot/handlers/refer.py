"""/presenter: present a candidate for an offer."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import demand, refer
from bot.dialogue import conversation
from bot.dialogue.cards import Button, Card
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.journey.finders import FOR
from bot.dialogue.journey.referrals import fit as referral_fit
from bot.dialogue.journey.referrals.cards import offer_name
from bot.dialogue.journey.referrals.fields import CANDIDATE, OFFER, OneOfPair, pair_lines, weighed
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import candidates, offers, referrals
from bot.store.tables import Candidate, JobOffer

_GAP, _LINE = Markup("\n\n"), Markup("\n")


def _start(turn: Turn) -> None:
    demand(turn, Action.REFER)
    conversation.start(turn, FORM)


def _start_with(turn: Turn) -> None:
    """The candidate is known: the offer is asked."""
    demand(turn, Action.REFER)
    candidate = candidates.get(turn.session, turn.number)
    if candidate is None:
        raise Refused(referral_fit.CANDIDATE_GONE)
    referral_fit.ensure_open(turn, candidate)
    conversation.start(turn, FORM, {CANDIDATE: _candidate(turn, candidate)})


def _start_pair(turn: Turn) -> None:
    """Both are known: straight to the recap."""
    demand(turn, Action.REFER)
    offer_id, candidate_id = (int(part) for part in turn.data.split(":")[1:])
    candidate, offer = referral_fit.find(turn, candidate_id, offer_id)
    referral_fit.ensure(turn, candidate, offer)
    referral_fit.ensure_new(turn, candidate, offer)
    doubts = referral_fit.doubts_of(turn, candidate, offer)
    answers = {
        CANDIDATE: _candidate(turn, candidate),
        OFFER: weighed(_offer(offer), candidate_id, doubts),
    }
    conversation.start(turn, FORM, answers)


def _candidate(turn: Turn, candidate: Candidate) -> dict[str, Any]:
    """A candidate as the field gives it."""
    name = candidates.name(turn.session, candidate)
    return {"id": candidates.identity(candidate), "reference": candidate.reference, "name": name}


def _offer(offer: JobOffer) -> dict[str, Any]:
    """An offer as the field gives it."""
    name = offer_name(offer).removeprefix(f"{offer.reference} (").removesuffix(")")
    return {"id": offers.identity(offer), "reference": offer.reference, "name": name}


def _likely(answers: Answers) -> str:
    """The offers that suit the candidate answered."""
    return f"{FOR}{answers[CANDIDATE]['id']}" if answers.get(CANDIDATE) else ""


def _recap(language: str, answers: Answers) -> Markup:
    """Both, what the company will see, and what to think over."""
    title = Markup("<b>{}</b>").format(translate(language, FORM.title))
    seen = translate(
        language,
        N_("The company will see the skills, the name and the phone number, never the eligibility criteria."),
    )
    doubts = pair_lines(language, answers)
    parts = [title, listing(FORM, answers, language), *([_LINE.join(doubts)] if doubts else []), seen]
    return _GAP.join(parts)


def _presented(turn: Turn, answers: Mapping[str, Any]) -> Card:
    made = refer.refer(turn, answers[CANDIDATE]["id"], answers[OFFER]["id"])
    told = N_("Presented: the company is told.")
    if not made.told:
        told = N_("Presented. Nobody of this company has access to Clausette yet: please call them.")
    number = referrals.identity(made.referral)
    opened = Button(label(turn.language, N_("Open the referral")), f"referral:{number}")
    return Card(turn.t(told), ((opened,),))


FORM = Form(
    name="refer",
    version=1,
    title=N_("Present a candidate"),
    steps=(
        Step(
            CANDIDATE,
            N_("Candidate"),
            N_("Whom do you want to present?"),
            OneOfPair(CANDIDATE, OFFER, N_("A name or a reference, for example C-2026-0012.")),
        ),
        Step(
            OFFER,
            N_("Offer"),
            N_("For which offer?"),
            OneOfPair(OFFER, CANDIDATE, N_("A reference or a job, for example O-2026-0031."), _likely),
        ),
    ),
    verb=N_("Present"),
    recap=_recap,
    done=_presented,
)

ROUTES = (
    *entry("presenter", _start),
    button("refer", _start_with),
    button("refer-for", _start_pair, args=r"\d{1,9}:\d{1,9}"),
)
