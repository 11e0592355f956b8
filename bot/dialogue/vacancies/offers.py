"""Cards and list lines of job offers. None of them names a candidate."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard
from bot.dialogue.fitting import MAX_LABEL, cut, cut_html, folded
from bot.dialogue.form import Answers
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.readers.when import When
from bot.dialogue.screens import shown_answer
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offer_steps import BY_NAME, lot_label
from bot.dialogue.words import CIRCULATIONS, CONTRACTS, LEVELS, OFFER_STATES, REQUIREMENTS
from bot.rules.expiry import expires_on, reopens_until
from bot.rules.requirements import from_bits
from bot.store import held, offers, organisations, parameters, people, referrals
from bot.store.offers import Line, identity
from bot.store.tables import Circulation, JobOffer, OfferState

_LINE = Markup("\n")
_SHOWN = 150
_TITLE = 120


def posted_key(offer_id: int, person_id: int) -> str:
    """The key under which a colleague of the PLIE is told of an offer."""
    return f"offer:{offer_id}:{person_id}"


def posted_card(turn: Turn, offer: JobOffer, language: str) -> Card:
    """What the PLIE is told when an offer is published."""
    card = offer_card(turn, offer, language, staff=True)
    heading = translate(language, N_("New job offer"))
    return Card(Markup("📣 {}\n\n").format(heading) + card.text, card.keyboard)


def retell_posted(turn: Turn, offer: JobOffer, fact: str) -> None:
    """Bring the card that every colleague of the PLIE was told up to date; `fact` names why, once for
    ever."""
    number = identity(offer)
    for colleague in people.staff(turn.session):
        turn.retell(
            colleague,
            f"{fact}:{number}:{colleague.id}",
            posted_key(number, colleague.id),
            lambda language: offer_card(turn, offer, language, staff=True),
        )


def offer_card(turn: Turn, offer: JobOffer, language: str, *, staff: bool) -> Card:
    """The whole offer as things are now, with what can be done to it; how it circulates for PLIE staff
    only."""
    lines = [
        Markup("<b>{}</b> · {}").format(offer.reference, cut(job_label(offer.job), _TITLE)),
        *_place(turn, offer, language),
        *work_lines(offer, language),
        *_comment(turn, offer, language),
        *_referred(turn, offer, language, staff=staff),
        _state(turn, offer, language),
    ]
    if staff and offer.state == OfferState.OPEN and not _lapsed(turn, offer):
        lines.append(_circulation(turn, offer, language))
    return Card(_LINE.join(lines), _keyboard(turn, offer, language, staff=staff))


def _place(turn: Turn, offer: JobOffer, language: str) -> list[Markup]:
    company = organisations.get(turn.session, offer.organisation_id).name
    count = translate_plural(language, "{n} position", "{n} positions", offer.positions)
    lines = [Markup("{} · {} · {}").format(company, count, offer.commune)]
    lot = None if offer.lot_id is None else held.named(turn.session, offer.lot_id)
    if lot is not None:
        lines.append(translate(language, N_("For the lot {lot}"), lot=cut(lot_label(lot), _TITLE)))
    return lines


def work_lines(offer: JobOffer, language: str) -> list[Markup]:
    """When the job starts, its contract and weekly hours, and what is required of whoever does it."""
    contract = label(language, CONTRACTS[offer.contract])
    if offer.months is not None:
        contract = f"{contract}, {formats.months(Decimal(offer.months), language)}"
    hours = formats.number(Decimal(offer.weekly_hours).normalize(), language)
    start = formats.when(When.from_json(offer.start_as), language)
    return [
        translate(language, N_("The job starts: {when}"), when=start),
        Markup("{} · {}").format(contract, translate(language, N_("{hours} h a week"), hours=hours)),
        *_asked(offer, language),
    ]


def _asked(offer: JobOffer, language: str) -> list[Markup]:
    lines = []
    if offer.requirements:
        names = ", ".join(label(language, REQUIREMENTS[one]) for one in from_bits(offer.requirements))
        lines.append(translate(language, N_("Required: {requirements}"), requirements=names))
    if offer.level is not None:
        level = label(language, LEVELS[str(offer.level)])
        lines.append(translate(language, N_("Least training level: {level}"), level=level))
    return lines


def _comment(turn: Turn, offer: JobOffer, language: str) -> list[Markup]:
    comment = offers.comment(turn.session, offer)
    return [] if comment is None else [translate(language, N_("Comment:")), folded(comment)]


def _referred(turn: Turn, offer: JobOffer, language: str, *, staff: bool) -> list[Markup]:
    """How many people were presented and hired; how many are to be presented, for PLIE staff only."""
    counts = referrals.counts(turn.session, identity(offer))
    lines = []
    if counts.presented or offer.hired:
        said = N_("Candidates presented: {presented} · hires: {hired}")
        lines.append(translate(language, said, presented=counts.presented, hired=offer.hired))
    if staff and counts.awaiting:
        lines.append(translate(language, N_("Candidates to be presented: {n}"), n=counts.awaiting))
    return lines


def _state(turn: Turn, offer: JobOffer, language: str) -> Markup:
    state = label(language, OFFER_STATES[offer.state])
    if _lapsed(turn, offer):
        since = formats.day(lasts_until(turn, offer) + timedelta(days=1), language)
        return translate(language, N_("State: expired since {day}, for want of news"), day=since)
    if offer.state == OfferState.OPEN:
        until = formats.day(lasts_until(turn, offer), language)
        return translate(language, N_("State: {state}, until {day} without news"), state=state, day=until)
    if offer.closed_on is None:
        return translate(language, N_("State: {state}"), state=state)
    day = formats.day(offer.closed_on, language)
    return translate(language, N_("State: {state} since {day}"), state=state, day=day)


def _lapsed(turn: Turn, offer: JobOffer) -> bool:
    """Whether nothing was heard of an open offer for too long: news of it still lets it live on."""
    return offer.state == OfferState.OPEN and lasts_until(turn, offer) < turn.today


def lasts_until(turn: Turn, offer: JobOffer) -> date:
    """The last day of an open offer without news from the company."""
    return expires_on(offer.heard_at, int(parameters.get(turn.session, "offer_days")), turn.zone)


def _circulation(turn: Turn, offer: JobOffer, language: str) -> Markup:
    circulation = label(language, CIRCULATIONS[offer.circulation])
    if offer.reserved_until is None:
        return translate(language, N_("Circulation: {circulation}"), circulation=circulation)
    if offer.circulation == Circulation.RESERVED and offer.reserved_until <= turn.now:
        return translate(language, N_("Circulation: reservation over, about to be sent to the partners"))
    until = formats.day(offer.reserved_until.astimezone(turn.zone).date(), language)
    told = N_("Circulation: {circulation}, until {day}")
    return translate(language, told, circulation=circulation, day=until)


_TO_CIRCULATE = {
    Circulation.RESERVED: ("hold", "send-now"),
    Circulation.DUE: ("hold",),
    Circulation.HELD: ("send-now",),
    Circulation.SENT: ("hold",),
}
_LABELS = {
    "match": N_("See the candidates"),
    "referrals-of": N_("Candidates presented"),
    "share-offer": N_("Share with SIAEs"),
    "offer-siaes:0": N_("SIAEs told of it"),
    "offer-sendings": N_("How the sending goes"),
    "hold": N_("Keep within the PLIE"),
    "send-now": N_("Send to the partners now"),
    "change-offer": N_("Change"),
    "offer-heard": N_("Still open"),
    "fill-offer": N_("Filled"),
    "withdraw-offer": N_("Withdraw"),
    "reopen-offer": N_("Open it again"),
}


def _keyboard(turn: Turn, offer: JobOffer, language: str, *, staff: bool) -> Keyboard:
    back = (Button(label(language, N_("All the offers")), f"offers:{'all' if staff else 'own'}:0"),)
    number = identity(offer)
    counts = referrals.counts(turn.session, number)
    known = ("referrals-of",) if counts.presented or (staff and counts.awaiting) else ()
    if offer.state != OfferState.OPEN:
        sent = ("offer-sendings",) if staff and offer.sent_at is not None else ()
        again = ("reopen-offer",) if can_reopen(offer, turn.today) else ()
        return (*_verbs((again, known, sent), number, language), back)
    rows: list[tuple[str, ...]] = []
    if staff:
        rows.append(("match", *known))
        rows.append(("offer-sendings",) if offer.sent_at is not None else ())
        if not _lapsed(turn, offer):
            rows += [_TO_CIRCULATE[Circulation(offer.circulation)], _widening(offer)]
    else:
        rows.append(known)
    fresh = offer.heard_at.astimezone(turn.zone).date() == turn.today
    rows.append(("change-offer",) if fresh else ("change-offer", "offer-heard"))
    rows.append(("fill-offer", "withdraw-offer"))
    return (*_verbs(rows, number, language), back)


def _widening(offer: JobOffer) -> tuple[str, ...]:
    """To whom else the offer may go: no SIAE is ticked any more once it was sent for the last time."""
    return ("share-offer",) if offer.sent_again_at is not None else ("share-offer", "offer-siaes:0")


def can_reopen(offer: JobOffer, today: date) -> bool:
    """Whether the offer expired not long ago: news of it opens it again."""
    closed = offer.closed_on
    return offer.state == OfferState.EXPIRED and closed is not None and today <= reopens_until(closed)


def _verbs(rows: Sequence[tuple[str, ...]], number: int, language: str) -> Keyboard:
    return tuple(
        tuple(Button(label(language, _LABELS[verb]), f"{verb}:{number}") for verb in row)
        for row in rows
        if row
    )


def offer_line(line: Line, language: str, *, staff: bool) -> str:
    """An offer as a button of a list: what it is, and where it stands when it is over."""
    parts = [line.reference]
    if line.state != OfferState.OPEN:
        parts.append(label(language, OFFER_STATES[line.state]))
    parts.append(f"{line.positions} × {job_label(line.job)}")
    if staff:
        parts.insert(1, cut(line.organisation, 20))
    return cut(" · ".join(parts), MAX_LABEL)


def sure_card(offer: JobOffer, state: OfferState, language: str) -> Card:
    """The question before an offer is ended."""
    asks = {
        OfferState.FILLED: N_("Close the offer {reference} ({job}) because every position is filled?"),
        OfferState.WITHDRAWN: N_("Withdraw the offer {reference} ({job})?"),
    }
    yes = {OfferState.FILLED: N_("Yes, filled"), OfferState.WITHDRAWN: N_("Yes, withdraw it")}
    verb = {OfferState.FILLED: "offer-filled", OfferState.WITHDRAWN: "offer-withdrawn"}[state]
    question = translate(language, asks[state], reference=offer.reference, job=job_label(offer.job))
    warning = translate(language, N_("This cannot be undone: to look again, post a new offer."))
    number = identity(offer)
    buttons = (
        Button(label(language, yes[state]), f"{verb}:{number}"),
        Button(label(language, N_("No, go back")), f"offer:{number}"),
    )
    return Card(Markup("{}\n{}").format(question, warning), (buttons,))


def closed_card(turn: Turn, offer: JobOffer, language: str) -> Card:
    """What the others are told when an offer ends."""
    text = translate(
        language,
        N_("The offer {reference} ({job}, {company}) is {state}."),
        reference=offer.reference,
        job=job_label(offer.job),
        company=organisations.get(turn.session, offer.organisation_id).name,
        state=label(language, OFFER_STATES[offer.state]),
    )
    return Card(text, _open_button(offer, language))


def expired_card(turn: Turn, offer: JobOffer, language: str) -> Card:
    """What the company is told when its offer expires, with what it can do."""
    said = N_(
        "Your offer {reference} ({job}) has expired: nothing was heard of it since {heard}. If you still "
        "look for somebody, open it again by {day}; after that, post a new one with /offre."
    )
    text = translate(
        language,
        said,
        reference=offer.reference,
        job=cut(job_label(offer.job), _TITLE),
        heard=formats.day(offer.heard_at.astimezone(turn.zone).date(), language),
        day=formats.day(reopens_until(offer.closed_on or turn.today), language),
    )
    again = _verbs((("reopen-offer",),), identity(offer), language)
    return Card(text, (*again, *_open_button(offer, language)))


def changed_card(
    turn: Turn, offer: JobOffer, before: Answers, after: Answers, changed: Sequence[str], language: str
) -> Card:
    """What the others are told when an offer was corrected: before → after, field by field."""
    company = organisations.get(turn.session, offer.organisation_id).name
    said = N_("{name} corrected the offer {reference} ({company}):")
    heading = translate(language, said, name=turn.me.name, reference=offer.reference, company=company)
    lines = [_difference(name, before, after, language) for name in changed]
    return Card(_LINE.join([heading, *lines]), _open_button(offer, language))


def _difference(name: str, before: Answers, after: Answers, language: str) -> Markup:
    step = BY_NAME[name]
    old, new = (
        cut_html(shown_answer(step, {name: None} | dict(answers), language), _SHOWN)
        for answers in (before, after)
    )
    title = Markup("<b>{}</b>").format(translate(language, step.label))
    return translate(language, N_("{label}: {before} → {after}"), label=title, before=old, after=new)


def _open_button(offer: JobOffer, language: str) -> Keyboard:
    return ((Button(label(language, N_("Open the offer")), f"offer:{identity(offer)}"),),)
