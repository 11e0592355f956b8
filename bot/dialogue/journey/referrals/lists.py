"""Lists of referrals, of an offer and of a candidate, and the closed lists of reasons that end one."""

from collections.abc import Sequence

from bot.dialogue.cards import Button, Card, Keyboard
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.journey.referrals.cards import Parties, offer_name, parties
from bot.dialogue.journey.words import REFERRALS, REFUSALS
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import candidates, matching, offers, referrals
from bot.store.tables import Candidate, JobOffer, Referral, RefusalReason

_NAME = 60
WITHDRAWALS = tuple(reason for reason in RefusalReason if reason != RefusalReason.NO_SHOW)
"""Why the PLIE does not present someone, or no more."""


def refusal_card(referral: Referral, of: Parties, language: str) -> Card:
    """Why the company does not retain the person: one tap tells and confirms."""
    question = N_("Why turn down {candidate} for {offer}? The PLIE will be told at once.")
    return _reasons(referral, of, question, "refused-referral", tuple(RefusalReason), language)


def withdrawal_card(referral: Referral, of: Parties, language: str) -> Card:
    """Why the person is not presented, or no more: one tap tells and confirms."""
    question = N_("Why is {candidate} not presented, or no longer, for {offer}?")
    return _reasons(referral, of, question, "withdrawn-referral", WITHDRAWALS, language)


def _reasons(
    referral: Referral, of: Parties, question: str, verb: str, reasons: Sequence[str], language: str
) -> Card:
    number = referrals.identity(referral)
    text = translate(language, question, candidate=of.candidate.reference, offer=offer_name(of.offer))
    buttons = [_reason(language, REFUSALS[one], f"{verb}:{one}:{number}") for one in reasons]
    back = Button(label(language, N_("No, go back")), f"referral:{number}")
    return Card(text, (*((button,) for button in buttons), (back,)))


def _reason(language: str, words: str, data: str) -> Button:
    said = label(language, words)
    return Button(cut(said[:1].upper() + said[1:], MAX_LABEL), data)


def of_offer_card(turn: Turn, offer: JobOffer, found: Sequence[Referral], *, first: bool) -> Card:
    """A page of the people presented for an offer, newest first; the company reads no names here. One more
    than a page when others follow."""
    known = matching.named(turn.session, [one.candidate_id for one in found])
    staff = turn.me.is_staff
    rows = [
        (_line(turn, one, [known[one.candidate_id].reference, *_who(known[one.candidate_id], staff)]),)
        for one in found[:SIZE]
    ]
    number = offers.identity(offer)
    heading = turn.t(N_("Candidates presented for {offer}, newest first:"), offer=offer_name(offer))
    nobody = turn.t(N_("Nobody is presented for {offer} yet."), offer=offer_name(offer))
    back = Button(label(turn.language, N_("Back to the offer")), f"offer:{number}")
    pages = _pages(turn, f"referrals-of:{number}", found, first=first)
    return Card(heading if found else nobody, (*rows, *pages, (back,)))


def _who(known: matching.Named, staff: bool) -> list[str]:
    return [cut(known.name, 25)] if staff else []


def of_candidate_card(turn: Turn, candidate: Candidate, found: Sequence[Referral], *, first: bool) -> Card:
    """A page of the offers a candidate was presented for, newest first, for the PLIE's staff."""
    number, rows = candidates.identity(candidate), []
    for one in found[:SIZE]:
        of = parties(turn.session, one)
        rows.append((_line(turn, one, [of.offer.reference, cut(of.company.name, 20)]),))
    values = {"reference": candidate.reference, "name": cut(candidates.name(turn.session, candidate), _NAME)}
    heading = turn.t(N_("Referrals of {reference} ({name}), newest first:"), **values)
    nobody = turn.t(N_("{reference} ({name}) was presented for no offer yet."), **values)
    back = Button(label(turn.language, N_("Back to the candidate")), f"candidate:{number}")
    pages = _pages(turn, f"referrals-for:{number}", found, first=first)
    return Card(heading if found else nobody, (*rows, *pages, (back,)))


def _line(turn: Turn, referral: Referral, parts: Sequence[str]) -> Button:
    said = " · ".join([*parts, label(turn.language, REFERRALS[referral.state])])
    return Button(cut(said, MAX_LABEL), f"referral:{referrals.identity(referral)}")


def _pages(turn: Turn, which: str, found: Sequence[Referral], *, first: bool) -> Keyboard:
    following = f"{which}:{found[SIZE - 1].id}" if len(found) > SIZE else None
    return page_buttons(turn.language, None if first else which, following)
