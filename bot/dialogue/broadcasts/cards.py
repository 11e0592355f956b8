"""An unfilled offer as who may propose a candidate sees it: neither the company, nor whom to call there, nor
its own words, which could name both."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.dialogue.cards import Button, Card, Keyboard
from bot.dialogue.fitting import cut
from bot.dialogue.lists import page_buttons
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.vacancies.offers import work_lines
from bot.dialogue.words import OFFER_STATES
from bot.store.offers import identity
from bot.store.offers_sent import is_living
from bot.store.tables import JobOffer, OfferAnswer, OfferState

LINE, GAP = Markup("\n"), Markup("\n\n")
PAGE = 5
"""Offers of a message on one page: what they say fits, however long."""
_TITLE, _PLACE = 120, 80
FIRST, SECOND = 1, 2


@dataclass(frozen=True, slots=True)
class Sent:
    """An offer in a message: of which wave, and what the reader answered (`OfferAnswer`)."""

    offer: JobOffer
    wave: int
    answer: str | None = None


def sent_card(run_id: int, sent: Sequence[Sent], language: str, page: int = 0) -> Card:
    """The message of a run to a person: a page of its offers as they are now, with what can be answered to
    each."""
    page = min(page, (len(sent) - 1) // PAGE)
    shown = list(enumerate(sent, 1))[page * PAGE : (page + 1) * PAGE]
    alone = len(sent) == 1
    blocks = [block(one, language, 0 if alone else place) for place, one in shown]
    rows = [row for place, one in shown if (row := _answers(one, language, 0 if alone else place))]
    first = f"sent-page:{run_id}:0" if page else None
    following = f"sent-page:{run_id}:{page + 1}" if (page + 1) * PAGE < len(sent) else None
    text = GAP.join([heading(sent, language), *blocks])
    return Card(text, (*rows, *page_buttons(language, first, following)))


def page_of(sent: Sequence[Sent], offer_id: int) -> int:
    """The page of a message an offer is on; the first one where it is on none."""
    numbers = [identity(one.offer) for one in sent]
    return numbers.index(offer_id) // PAGE if offer_id in numbers else 0


def heading(sent: Sequence[Sent], language: str) -> Markup:
    """What a message is about."""
    living = sum(is_living(one.offer) for one in sent)
    if not living:
        return translate_plural(language, "This job offer is over:", "These job offers are over:", len(sent))
    return translate_plural(
        language,
        "📣 {n} job offer awaits candidates. Whom can you propose?",
        "📣 {n} job offers await candidates. Whom can you propose?",
        living,
    )


def block(one: Sent, language: str, place: int = 0) -> Markup:
    """An offer in some lines, numbered unless its place is 0; the name only where it is over."""
    offer = one.offer
    title = Markup("<b>{}</b> · {}").format(offer.reference, cut(job_label(offer.job), _TITLE))
    lines = [Markup("{}. {}").format(place, title) if place else title]
    if is_living(offer):
        left = offer.positions - offer.hired
        count = translate_plural(language, "{n} position left", "{n} positions left", left)
        lines += [Markup("{} · {}").format(count, cut(offer.commune, _PLACE)), *work_lines(offer, language)]
        if one.wave == SECOND and one.answer is None:
            lines.append(translate(language, N_("Sent for the second and last time.")))
    else:
        lines.append(over_line(offer, language))
    return LINE.join([*lines, *_answered(one, language)])


def over_line(offer: JobOffer, language: str) -> Markup:
    """Why nobody may be proposed for an offer any more."""
    if offer.state != OfferState.OPEN:
        state = label(language, OFFER_STATES[offer.state])
        return translate(language, N_("This offer is no longer open: it is {state}."), state=state)
    if offer.hired >= offer.positions:
        return translate(language, N_("Every position of this offer is taken."))
    return translate(language, N_("The PLIE keeps this offer to itself for now."))


_ANSWERED = {
    OfferAnswer.PROPOSED: N_("Your answer: a candidate proposed."),
    OfferAnswer.DECLINED: N_("Your answer: no candidate."),
}


def _answered(one: Sent, language: str) -> list[Markup]:
    return [] if one.answer is None else [translate(language, _ANSWERED[OfferAnswer(one.answer)])]


def _answers(one: Sent, language: str, place: int = 0) -> tuple[Button, ...]:
    """What can be answered to an offer: who had nobody may still find one, who proposed one another."""
    if not is_living(one.offer):
        return ()
    number = identity(one.offer)
    another = one.answer == OfferAnswer.PROPOSED
    proposes = N_("Propose another candidate") if another else N_("Propose a candidate")
    buttons = [Button(_numbered(place, label(language, proposes)), f"propose:{number}")]
    if one.answer is None:
        nobody = label(language, N_("No candidate"))
        buttons.append(Button(_numbered(place, nobody), f"no-candidate:{number}"))
    return tuple(buttons)


def _numbered(place: int, text: str) -> str:
    return f"{place} · {text}" if place else text


def sent_offer_card(one: Sent, language: str) -> Card:
    """One offer that was sent, opened from a list or a group."""
    row = _answers(one, language)
    back: Keyboard = ((Button(label(language, N_("All the offers")), "sent-offers:open:0"),),)
    return Card(block(one, language), ((row, *back) if row else back))
