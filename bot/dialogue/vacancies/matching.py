"""Ranked lists, for the PLIE's staff only: candidates for an offer, offers for a candidate, each with its
reasons in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import cut
from bot.dialogue.journey.words import REFERRALS
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.vacancies.reasons import Reader, in_words, near_day
from bot.rules.matching import Seeker, Wanted, Why, reasons
from bot.store import candidates, matching, referrals
from bot.store.database import Session
from bot.store.matching import Match
from bot.store.offers import identity
from bot.store.tables import JobOffer, Origin

_NAME, _TITLE, _REASONS = 60, 80, 330
_OF_THE_OFFER = frozenset({Why.SAME_JOB, Why.NEIGHBOURING_JOB, Why.SAME_COMMUNE, Why.REQUIREMENTS, Why.LEVEL})
"""What tells one offer from another; the rest is the same for all offers of one person."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A line of a list, the button that opens what it is about, and the one that presents the candidate."""

    reference: str
    title: str
    said: str
    data: str
    refer: str


@dataclass(frozen=True, slots=True)
class _List:
    """What a page of a list is called, what its page buttons carry, and where it leads back to."""

    heading: Markup
    nobody: Markup
    turn: str
    back: Button


def candidates_card(session: Session, offer: JobOffer, reader: Reader, page: int = 0) -> Card:
    """The PLIE's candidates who correspond to an open offer, best first, eight a page from page 0, each
    with the reasons and a button to the file."""
    asked, number = matching.wanted(offer), identity(offer)
    found = matching.candidates_for(session, asked, SIZE + 1, page * SIZE, number)
    if page and not found:
        return candidates_card(session, offer, reader)
    numbers = [seeker.candidate_id for seeker in found]
    known = matching.named(session, numbers)
    before = referrals.last_states(session, number, numbers)
    items = [
        _Item(
            known[seeker.candidate_id].reference,
            known[seeker.candidate_id].name,
            _before(before.get(seeker.candidate_id), reader)
            + in_words(asked, seeker, _telling(asked, seeker), reader),
            f"candidate:{seeker.candidate_id}",
            f"refer-for:{number}:{seeker.candidate_id}",
        )
        for seeker in found
    ]
    values = {
        "reference": Markup("<b>{}</b>").format(offer.reference),
        "job": cut(job_label(offer.job), _TITLE),
        "commune": offer.commune,
    }
    about = _List(
        translate(
            reader.language,
            N_("PLIE participants for {reference} ({job}, {commune}), best match first:"),
            **values,
        ),
        translate(
            reader.language, N_("No PLIE participant matches {reference} ({job}, {commune})."), **values
        ),
        f"matches:{number}",
        Button(label(reader.language, N_("Back to the offer")), f"offer:{number}"),
    )
    return _card(about, items, page, reader)


def _before(state: str | None, reader: Reader) -> str:
    """How an earlier referral to this offer ended, before the reasons."""
    if state is None:
        return ""
    ended = label(reader.language, REFERRALS[state])
    return label(reader.language, N_("presented before ({state}), "), state=ended)


def _telling(asked: Wanted, seeker: Seeker) -> list[Why]:
    """The reasons worth reading: almost nobody was referred before."""
    return [why for why in reasons(asked, seeker) if why is not Why.NEVER_REFERRED]


def offers_card(session: Session, candidate_id: int, since: datetime, reader: Reader, page: int = 0) -> Card:
    """The open offers heard of `since` that a candidate fits, best first, eight a page from page 0, each with
    the reasons and a button to the offer. Raises KeyError when there is no such candidate."""
    known = matching.named(session, [candidate_id])[candidate_id]
    found = matching.offers_for(session, candidate_id, since, SIZE + 1, page * SIZE)
    if page and not found:
        return offers_card(session, candidate_id, since, reader)
    values = {"reference": Markup("<b>{}</b>").format(known.reference), "name": cut(known.name, _NAME)}
    about = _List(
        translate(reader.language, N_("Open offers for {reference} ({name}), best match first:"), **values),
        _no_offer(session, candidate_id, reader.language, values),
        f"offers-for-page:{candidate_id}",
        Button(label(reader.language, N_("Back to the candidate")), f"candidate:{candidate_id}"),
    )
    return _card(about, [_offer_item(match, candidate_id, reader) for match in found], page, reader)


def _no_offer(session: Session, candidate_id: int, language: str, values: dict[str, Any]) -> Markup:
    """That no offer matches; for who is not of the PLIE, why some are not shown."""
    said = translate(language, N_("No open offer matches {reference} ({name})."), **values)
    candidate = candidates.get(session, candidate_id)
    if candidate is None or candidate.origin == Origin.PLIE:
        return said
    why = N_("Offers reserved for PLIE participants are not shown here.")
    return Markup("{}\n{}").format(said, translate(language, why))


def _offer_item(match: Match, candidate_id: int, reader: Reader) -> _Item:
    asked = match.wanted
    told = [why for why in reasons(asked, match.seeker) if why in _OF_THE_OFFER]
    start = label(reader.language, N_("starting {day}"), day=near_day(asked.start_on, reader))
    said = f"{asked.commune}, {start}, {in_words(asked, match.seeker, told, reader)}"
    refer = f"refer-for:{match.offer_id}:{candidate_id}"
    return _Item(match.reference, job_label(asked.job), said, f"offer:{match.offer_id}", refer)


def _card(about: _List, items: Sequence[_Item], page: int, reader: Reader) -> Card:
    """A page of a list; one item more than a page says that there is a following one."""
    shown = list(enumerate(items[:SIZE], start=page * SIZE + 1))
    lines = [_line(place, item) for place, item in shown]
    present = label(reader.language, N_("Present"))
    rows = [
        (Button(f"{place} · {item.reference}", item.data), Button(present, item.refer))
        for place, item in shown
    ]
    first = f"{about.turn}:0" if page else None
    following = f"{about.turn}:{page + 1}" if len(items) > SIZE else None
    text = Markup("\n").join([about.heading if items else about.nobody, *lines])
    return Card(text, (*rows, *page_buttons(reader.language, first, following), (about.back,)))


def _line(place: int, item: _Item) -> Markup:
    title, said = cut(item.title, _NAME), cut(item.said, _REASONS)
    return Markup("{}. <b>{}</b> · {} · {}").format(place, item.reference, title, said)
