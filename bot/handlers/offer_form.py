"""/offre: a company declares open positions (article 3), and corrects what it declared."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import allowed, change_offer, demand, publish_offer
from bot.dialogue import behalf, conversation, formats
from bot.dialogue.cards import Button, Card
from bot.dialogue.form import Answers, Form
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offer_fields import LOTS_HELD
from bot.dialogue.vacancies.offer_steps import STEPS, answers_of, lots_held, vacancy
from bot.dialogue.vacancies.offers import lasts_until, offer_card
from bot.rules.policy import Action, Owner
from bot.store import offers
from bot.store.offers import identity
from bot.store.tables import OfferState


def _publish(turn: Turn, answers: Mapping[str, Any]) -> Card:
    offer = publish_offer.publish(turn, vacancy(answers), answers.get("company", turn.me.organisation_id))
    told = N_(
        "Published under the reference <b>{reference}</b>. The PLIE looks for candidates and will come back "
        "to you. Without news from you, the offer ends on {day}."
    )
    day = formats.day(lasts_until(turn, offer), turn.language)
    open_it = Button(label(turn.language, N_("Open the offer")), f"offer:{offer.id}")
    return Card(turn.t(told, reference=offer.reference, day=day), ((open_it,),))


def _change(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    if change_offer.change(turn, answers["offer"], answers["was"], answers):
        return turn.t(N_("Saved."))
    return turn.t(N_("Nothing changed."))


def _recap(form: Form, language: str, answers: Answers) -> Markup:
    """The answers, with the reference of the offer corrected, and the company the PLIE posts for."""
    title = translate(language, form.title)
    for more in ("reference", "company_name"):
        if more in answers:
            title = Markup("{} · {}").format(title, answers[more])
    return Markup("<b>{}</b>\n\n{}").format(title, listing(form, answers, language))


FORM: Form = Form(
    name="offer",
    version=1,
    title=N_("Post a job offer"),
    steps=STEPS,
    verb=N_("Publish"),
    recap=lambda language, answers: _recap(FORM, language, answers),
    done=_publish,
)

CHANGE: Form = Form(
    name="change-offer",
    version=1,
    title=N_("Correct a job offer"),
    steps=STEPS,
    verb=N_("Save"),
    recap=lambda language, answers: _recap(CHANGE, language, answers),
    done=_change,
)


def start_offer(turn: Turn, answers: Answers, note: Markup | None = None) -> None:
    """Begin `FORM` at its recap, below a note, for the company of the person of this turn: with what was
    understood of a message. Raises Refused."""
    company = turn.me.organisation_id
    demand(turn, Action.POST_OFFER, Owner(company))
    known = dict(answers) | lots_held(turn.session, company)
    conversation.start(turn, FORM, known, reviewing=True, note=note)


FOR_COMPANY = behalf.for_company("offer-for", "offer-companies")


def _start(turn: Turn) -> None:
    company = turn.me.organisation_id
    demand(turn, Action.POST_OFFER, Owner(company))
    if turn.me.is_staff:
        behalf.ask(turn, FOR_COMPANY)
    else:
        conversation.start(turn, FORM, lots_held(turn.session, company))


def _more_companies(turn: Turn) -> None:
    demand(turn, Action.POST_OFFER, Owner(0))
    behalf.ask(turn, FOR_COMPANY)


def _start_for(turn: Turn) -> None:
    demand(turn, Action.POST_OFFER, Owner(turn.number))
    company = behalf.chosen(turn, FOR_COMPANY)
    known = {"company": company.id, "company_name": company.name}
    conversation.start(turn, FORM, known | lots_held(turn.session, turn.number))


def _start_change(turn: Turn) -> None:
    offer = offers.get(turn.session, turn.number)
    if offer is None or not allowed(turn, Action.CHANGE_OFFER, Owner(offer.organisation_id)):
        raise Refused(N_("This offer cannot be found."))
    if offer.state != OfferState.OPEN:
        turn.toast(turn.t(N_("This offer is over: it cannot be corrected any more.")))
        turn.edit(offer_card(turn, offer, turn.language, staff=turn.me.is_staff))
        return
    present = answers_of(turn.session, offer)
    lots = lots_held(turn.session, offer.organisation_id).get(LOTS_HELD, [])
    if present["lot"]["id"] is not None and present["lot"] not in lots:
        lots = [present["lot"], *lots]
    hidden = {"offer": identity(offer), "reference": offer.reference, "was": present}
    known = {LOTS_HELD: lots} if lots else {}
    conversation.start(turn, CHANGE, present | hidden | known, reviewing=True)


ROUTES = (
    *entry("offre", _start),
    button("offer-companies", _more_companies),
    button("offer-for", _start_for),
    button("change-offer", _start_change),
)
