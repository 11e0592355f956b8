"""/proposer: a partner proposes a candidate for an offer that was sent to it."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import demand
from bot.actions import propose as proposing
from bot.dialogue import conversation
from bot.dialogue.form import Answers, Form
from bot.dialogue.journey.proposals.checks import ensure_living, sent_to_me
from bot.dialogue.journey.proposals.steps import CONSENT, OFFER, REFUSED, SAID, SENT_OFFER, find, picked
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.screens import listing
from bot.dialogue.seekers import consent
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import proposals

_NO_CONSENT = N_(
    "That is the person’s right: nothing was kept, and what you had filled in is erased. Should they change "
    "their mind, /proposer begins again."
)


def _start(turn: Turn) -> None:
    demand(turn, Action.LIST_SENT_OFFERS)
    if not find(turn, ""):
        raise Refused(N_("No open offer was sent to you. You will be written to as soon as there is one."))
    conversation.start(turn, FORM)


def _start_with(turn: Turn) -> None:
    """The offer is known: the person is asked."""
    demand(turn, Action.ANSWER_OFFER)
    offer = sent_to_me(turn, turn.number)
    ensure_living(turn, offer)
    known = picked(turn.number, offer.reference, offer.job, offer.commune)
    conversation.start(turn, FORM, {OFFER: known})


def _no_consent(turn: Turn) -> None:
    consent.refuse(turn, FORM, _NO_CONSENT)


def _recap(language: str, answers: Answers) -> Markup:
    """The answers, and who will read them."""
    title = Markup("<b>{}</b>").format(translate(language, FORM.title))
    seen = translate(
        language,
        N_(
            "The PLIE reads all of it and decides whether to present the person. The company sees nothing "
            "of it before that, and never the eligibility criteria."
        ),
    )
    return Markup("\n\n").join([title, listing(FORM, answers, language), seen])


def _done(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    offer = sent_to_me(turn, answers[OFFER]["id"])
    referral = proposing.propose(turn, offer, proposing.proposal_of(answers))
    said = proposals.said(turn.session, referral.id or 0)
    return turn.t(
        N_(
            "Proposed under the reference <b>{reference}</b>. A facilitator of the PLIE examines it; you "
            "will hear what it comes to."
        ),
        reference="" if said is None else said.reference,
    )


FORM = Form(
    name="proposal",
    version=1,
    title=N_("Propose a candidate"),
    steps=(SENT_OFFER, *SAID, CONSENT),
    verb=N_("Propose this candidate"),
    recap=_recap,
    done=_done,
)

ROUTES = (
    *entry("proposer", _start),
    button("propose", _start_with),
    button("f:[0-9a-f]{1,9}:pick", _no_consent, args=REFUSED),
)
