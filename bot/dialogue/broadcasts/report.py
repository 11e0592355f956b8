"""How the sending of an offer goes, for the PLIE's staff."""

from functools import partial

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.broadcasts.cards import LINE
from bot.dialogue.broadcasts.fates import fates
from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.turn import Turn
from bot.rules.waves import second_wave_on
from bot.store import broadcasts, mailings, offers, parameters, people, sendings
from bot.store.broadcasts import FIRST, SECOND
from bot.store.offers import identity
from bot.store.offers_sent import is_living
from bot.store.people import Member
from bot.store.sendings import Wave
from bot.store.tables import Broadcast, JobOffer

_TITLE = 120


def sendings_card(turn: Turn, offer: JobOffer, language: str) -> Card:
    """Each wave of an offer with what became of its messages, what was answered, and when it is sent
    again."""
    report = sendings.of_offer(turn.session, identity(offer))
    title = Markup("<b>{}</b> · {}").format(offer.reference, cut(job_label(offer.job), _TITLE))
    lines = [title, *_first(turn, offer, report.waves.get(FIRST, Wave()), language)]
    if offer.sent_again_at is not None:
        day = formats.moment(offer.sent_again_at, turn.zone, language)
        lines.append(translate(language, N_("Sent for the second time on {day}:"), day=day))
        lines += _fates(report.waves.get(SECOND, Wave()), language)
    elif offer.sent_at is not None and is_living(offer):
        lines.append(_again(turn, offer, language))
    lines.append(
        translate(
            language,
            N_("Answers: {proposed} with a candidate, {declined} without, {silent} awaited."),
            proposed=report.proposed,
            declined=report.declined,
            silent=report.silent,
        )
    )
    number = identity(offer)
    refresh = Button(label(language, N_("Refresh")), f"offer-sendings:{number}")
    opens = Button(label(language, N_("Open the offer")), f"offer:{number}")
    return Card(LINE.join(lines), ((refresh, opens),))


def _first(turn: Turn, offer: JobOffer, wave: Wave, language: str) -> list[Markup]:
    if offer.sent_at is None:
        return [translate(language, N_("This offer has not been sent to the partners yet."))]
    day = formats.moment(offer.sent_at, turn.zone, language)
    return [translate(language, N_("Sent on {day}:"), day=day), *_fates(wave, language)]


def _again(turn: Turn, offer: JobOffer, language: str) -> Markup:
    days = int(parameters.get(turn.session, "second_wave_days"))
    sent = (offer.sent_at or turn.now).astimezone(turn.zone).date()
    said = N_("It is sent again on {day} to those who have not answered, if it is still open.")
    return translate(language, said, day=formats.day(second_wave_on(sent, days), language))


def _fates(wave: Wave, language: str) -> list[Markup]:
    """What became of the messages of a wave; that there is nobody to send it to where there is none."""
    if not wave.messages:
        return [translate(language, N_("• nobody to send it to"))]
    return fates(wave, language)


def tell_through(turn: Turn, run: Broadcast) -> None:
    """Those in charge of the offers of a run hear that it is on its way, each once with all of theirs."""
    number = broadcasts.identity(run)
    told: dict[int, tuple[Member, list[JobOffer]]] = {}
    for offer_id in broadcasts.offers_of(turn.session, number):
        offer = offers.get(turn.session, offer_id)
        for person in [] if offer is None else _in_charge(turn, offer):
            told.setdefault(person.id, (person, []))[1].extend([offer] if offer else [])
    many = mailings.how_many(turn.session, number)
    for person, theirs in told.values():
        turn.tell(person, f"run-through:{number}:{person.id}", partial(_through_card, theirs, many))


def _in_charge(turn: Turn, offer: JobOffer) -> list[Member]:
    """Who had it sent, or posted it; the whole PLIE where neither is of the PLIE."""
    decided = offer.circulated_by if offer.circulated_by is not None else offer.posted_by
    return people.in_charge(turn.session, decided)


def _through_card(theirs: list[JobOffer], many: int, language: str) -> Card:
    offered = translate_plural(language, "{n} job offer", "{n} job offers", len(theirs))
    if many:
        contacts = translate_plural(language, "{n} contact", "{n} contacts", many)
        text = translate(
            language, N_("📤 On its way: {offers}, to {contacts}."), offers=offered, contacts=contacts
        )
    else:
        said = N_("📤 Nobody to send to: {offers}. No prescriber can be reached.")
        text = translate(language, said, offers=offered)
    rows = [(_button(offer),) for offer in theirs[:SIZE]]
    return Card(text, tuple(rows))


def _button(offer: JobOffer) -> Button:
    text = f"{offer.reference} · {job_label(offer.job)}"
    return Button(cut(text, MAX_LABEL), f"offer-sendings:{identity(offer)}")
