"""What is found while a hire is declared: the offers and lots of the company, the people presented to it,
the SIAEs it chose. The text looked up begins with the numbers of the company and of the offer."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.dialogue.answers import Candidate
from bot.dialogue.journey import finders
from bot.dialogue.readers.fold import words
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offer_steps import lot_label
from bot.rules.placements import planned_sum
from bot.store import candidates, hires, lots, offers, organisations, placements, referrals, shares
from bot.store.tables import JobOffer, Kind, Referral, Share

MOST = 100
_SIAES = 6


def _asked(turn: Turn, text: str) -> tuple[int, int | None, str] | None:
    """The company, the offer, what was typed; None when this person may not look at that company."""
    company, _, rest = text.partition("|")
    offer, _, typed = rest.partition("|")
    number = int(company) if company.isdecimal() else 0
    if not turn.me.is_staff and turn.me.organisation_id != number:
        return None
    return number, int(offer) if offer.isdecimal() and int(offer) else None, typed


def _meant(found: tuple[Candidate, ...], typed: str) -> tuple[Candidate, ...]:
    """Those whose label holds every word typed, all of them without any."""
    said = set(words(typed))
    return tuple(one for one in found if said <= set(words(one.label)))


def post(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """The open offers of the company that have positions left, then the lots it holds, as the values of
    `Post`."""
    asked = _asked(turn, text)
    if asked is None:
        return ()
    company, _, typed = asked
    posts = [*hires.open_offers(turn.session, company, MOST)]
    found = [_candidate(offer_post(turn, one)) for one in posts]
    found += [
        _candidate(lot_post(one.id, lot_label(one))) for one in hires.clause_lots(turn.session, company)
    ]
    return _meant(tuple(found), typed)


def _candidate(value: Mapping[str, Any]) -> Candidate:
    return Candidate(str(value["label"]), dict(value))


def offer_post(turn: Turn, offer: JobOffer) -> dict[str, Any]:
    """An offer as the value of `Post`, without the figures of its lot: the lot where the company still holds
    it and it carries a clause."""
    first = max(offer.start_on, turn.today)
    terms = {
        "contract": offer.contract,
        "start": When(first, Grain.DAY).to_json(),
        "weekly_hours": _plain(Decimal(offer.weekly_hours)),
    }
    if offer.months is not None:
        terms["months"] = _plain(Decimal(offer.months))
    name = f"{offer.reference} · {job_label(offer.job)}, {offer.commune}"
    number, lots_held = offers.identity(offer), hires.clause_lots(turn.session, offer.organisation_id)
    lot = offer.lot_id if any(one.id == offer.lot_id for one in lots_held) else None
    return {"offer": number, "lot": lot, "label": name, "job": offer.job, "terms": terms}


def lot_post(lot_id: int, named: str) -> dict[str, Any]:
    """A lot as the value of `Post`, without its figures."""
    return {"offer": None, "lot": lot_id, "label": named}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def lot(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """The figures of a lot of the company: {"owed", "planned", "ends"}, hours owed, hours the contracts that
    count for it plan, the day it ends or None."""
    asked = _asked(turn, text)
    if asked is None or not asked[2].isdecimal():
        return ()
    found = lots.get(turn.session, int(asked[2]))
    if found is None or found.supplier_id != asked[0]:
        return ()
    ends = hires.lot_end(turn.session, found)
    beside = [placements.terms(one) for one in placements.of_lot(turn.session, int(asked[2]))]
    planned = str(planned_sum(beside, ends))
    figures = {
        "owed": found.hours_owed,
        "planned": planned,
        "ends": None if ends is None else ends.isoformat(),
    }
    return (Candidate("", figures),)


def person(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """The people presented to the company, for this offer or for any; for PLIE staff also every active
    candidate of the name or the reference typed: the values of `Person`."""
    asked = _asked(turn, text)
    if asked is None:
        return ()
    company, offer_id, typed = asked
    if turn.me.is_staff and typed:
        return tuple(_anyone(turn, one, offer_id) for one in finders.candidate(turn, typed))
    presented = hires.presented(turn.session, company, offer_id, MOST)
    found = tuple(one for one in (_presented(turn, row) for row in presented) if one is not None)
    reference = finders.reference(typed, "C")
    return _meant(found, reference or typed)


def _anyone(turn: Turn, found: Candidate, offer_id: int | None) -> Candidate:
    number = int(found.value["id"])
    open_one = None if offer_id is None else referrals.open_of(turn.session, offer_id, number)
    return Candidate(found.label, found.value | {"label": found.label, "referral": open_one and open_one.id})


def _presented(turn: Turn, referral: Referral) -> Candidate | None:
    candidate = candidates.get(turn.session, referral.candidate_id)
    return None if candidate is None else _candidate(person_value(turn, candidate, referral))


def person_value(turn: Turn, candidate: Any, referral: Referral) -> dict[str, Any]:
    """A person presented as the value of `Person`."""
    name = candidates.name(turn.session, candidate)
    named = f"{candidate.reference} · {name}"
    number = candidates.identity(candidate)
    return {
        "id": number,
        "reference": candidate.reference,
        "name": name,
        "label": named,
        "referral": referral.id,
    }


def siae(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """The SIAEs the company chose for this offer or this lot: {"id", "name"}."""
    asked = _asked(turn, text)
    if asked is None:
        return ()
    _, offer_id, lot_id = asked
    picked: list[Share] = [] if offer_id is None else list(shares.picked_of_offer(turn.session, offer_id))
    if lot_id.isdecimal() and int(lot_id):
        picked += shares.picked_of_lot(turn.session, int(lot_id))
    found = {share.siae_id: organisations.get(turn.session, share.siae_id).name for share in picked}
    return tuple(Candidate(name, {"id": number, "name": name}) for number, name in found.items())


def any_siae(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """The SIAEs whose name is close to what was typed, the first by name without text: {"id", "reference"},
    the reference being the name."""
    found = (
        organisations.close_to(turn.session, Kind.SIAE, text, today=turn.today)
        if text
        else organisations.page(turn.session, Kind.SIAE, "", _SIAES, today=turn.today)
    )
    return tuple(Candidate(one.name, {"id": one.id, "reference": one.name}) for one in found)
