"""An offer on a page: a candidate is proposed for it, by the questions of the chat, or there is none."""

from typing import Any

from markupsafe import Markup

from bot.actions import decline_offer, demand, propose
from bot.dialogue.broadcasts.cards import Sent, block
from bot.dialogue.fields import Job
from bot.dialogue.form import Step
from bot.dialogue.journey.proposals.checks import ensure_living
from bot.dialogue.journey.proposals.steps import CONSENT, SAID
from bot.dialogue.refusals import Refused
from bot.dialogue.seekers.fields import Jobs
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import deliveries, offers
from bot.store.candidates import MOST_JOBS
from bot.store.offers_sent import is_living, is_shown_to
from bot.store.tables import JobOffer
from bot.web import controls, html
from bot.web.answers.purpose import Done, Gone, Purpose, Seen, View
from bot.web.posted import Posted
from bot.web.reading import Reader, context_of, question, titled

NOBODY, AGREED = "nobody", "yes"
_TITLE = N_("Offer {reference}")
_JOB = N_("Job {n}")
_AGREES = N_("This text was read to the person, word for word, and they agree.")
_NOT_AGREED = N_("Without this agreement nothing can be kept: tick the box once the person has agreed.")
_THANKS = N_("Thank you, your answer is recorded")
_PROPOSED = N_("Your proposal is with the PLIE. A facilitator looks at it and comes back to you.")
_DECLINED = N_("You have no candidate for this offer: you are not asked again.")


def _show(turn: Turn, number: int, seen: Seen) -> View:
    offer, language = _offer(turn, number), turn.language
    said = deliveries.find(turn.session, turn.me.id, number)
    answer = None if said is None else said.answer
    told = html.said(block(Sent(offer, 1, answer), language))
    title = label(language, _TITLE, reference=offer.reference)
    try:
        ensure_living(turn, offer)
    except Refused as over:
        why = translate(language, over.msgid, **over.values)
        return View(title, told + Markup("<p>{}</p>").format(why))
    nobody = html.button(label(language, N_("No candidate")), "answer", NOBODY, other=True)
    declining = Markup() if answer else html.form(nobody)
    head = Markup("<hr><h2>{}</h2>").format(translate(language, N_("Propose a candidate")))
    return View(title, told + declining + head + _form(seen, language), _named(language))


def _offer(turn: Turn, number: int) -> JobOffer:
    """The offer, for who may answer it. Raises Gone, Refused."""
    demand(turn, Action.ANSWER_OFFER)
    offer = offers.get(turn.session, number)
    if offer is None or not is_shown_to(turn.session, offer, turn.me):
        raise Gone
    return offer


def _form(seen: Seen, language: str) -> Markup:
    fields = [_question(step, seen, language) for step in SAID]
    send = html.button(label(language, N_("Propose this candidate")))
    return html.form(*fields, _consent(seen, language), send)


def _question(step: Step, seen: Seen, language: str) -> Markup:
    if isinstance(step.field, Jobs):
        return _jobs(step, seen, language)
    return question(step, seen.posted, dict(seen.troubles), language)


def _jobs(step: Step, seen: Seen, language: str) -> Markup:
    """A line for each of the jobs sought, the first one needed."""
    lines = []
    for place in range(1, MOST_JOBS + 1):
        name, title = _job_name(place), translate(language, _JOB, n=place)
        shown = title if place == 1 else controls.optional(title, language)
        lines.append(controls.text(name, shown, seen.posted, seen.troubles.get(name)))
    hint = Markup('<p class="hint">{}</p>').format(translate(language, Job.hint))
    frame = Markup('<fieldset class="q"><legend>{}</legend>{}{}</fieldset>')
    return frame.format(titled(step, language), hint, Markup("").join(lines))


def _job_name(place: int) -> str:
    return f"jobs-{place}"


def _consent(seen: Seen, language: str) -> Markup:
    """What is read to the person, word for word, and the box that says they agree: never ticked already."""
    text = Markup("<blockquote>{}</blockquote>").format(translate(language, CONSENT.field.hint))
    frame = Markup('<fieldset class="q"><legend>{}</legend><div class="said">{}</div>{}</fieldset>')
    trouble = seen.troubles.get(CONSENT.name)
    box = controls.check(CONSENT.name, AGREED, translate(language, _AGREES), ticked=False, trouble=trouble)
    return frame.format(translate(language, CONSENT.ask), text, box)


def _named(language: str) -> dict[str, Markup]:
    jobs = {_job_name(place): translate(language, _JOB, n=place) for place in range(1, MOST_JOBS + 1)}
    return {step.name: translate(language, step.label) for step in (*SAID, CONSENT)} | jobs


def _answer(turn: Turn, number: int, sent: Posted) -> Done:
    offer, language = _offer(turn, number), turn.language
    title = label(language, _THANKS)
    if sent.one("answer") == NOBODY:
        decline_offer.decline(turn, offer)
        later = label(language, N_("Propose a candidate all the same"))
        return Done(title, _told(_DECLINED, language), later if is_living(offer) else None)
    propose.propose(turn, offer, propose.proposal_of(_read(turn, sent)))
    another = label(language, N_("Propose another candidate"))
    return Done(title, _told(_PROPOSED, language), another if is_living(offer) else None)


def _told(msgid: str, language: str) -> Markup:
    return Markup("<p>{}</p>").format(translate(language, msgid))


def _read(turn: Turn, sent: Posted) -> dict[str, Any]:
    """The answers of the form. Raises Again."""
    reader = Reader(sent, context_of(turn))
    for step in SAID:
        if isinstance(step.field, Jobs):
            reader.answers[step.name] = _read_jobs(reader)
        else:
            reader.take(step)
    if sent.one(CONSENT.name) != AGREED:
        reader.wrong(CONSENT.name, _NOT_AGREED)
    reader.end()
    return reader.answers | {CONSENT.name: AGREED}


def _read_jobs(reader: Reader) -> list[str]:
    kind = Job()
    places = range(1, MOST_JOBS + 1)
    found = [reader.typed(_job_name(place), kind, needed=place == 1) for place in places]
    return list(dict.fromkeys(code for code in found if code is not None))


PURPOSE = Purpose(_show, _answer)
