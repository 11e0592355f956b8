"""Cards of a referral: one view for the company, which names the person only as long as it may, one for the
PLIE's staff (`domain.md` §2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import cut
from bot.dialogue.journey.proposals.alike import alike, alike_buttons, alike_lines, differing
from bot.dialogue.journey.referrals.fit import doubt_lines, doubts_of
from bot.dialogue.journey.words import REFERRALS, REFUSALS
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.seekers.candidates import name_of, shown
from bot.dialogue.seekers.fields import phone
from bot.dialogue.seekers.steps import STEPS, answers_of
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import candidates, offers, organisations, people, referrals
from bot.store.candidate_lists import Line
from bot.store.candidates import Profile
from bot.store.database import Session
from bot.store.tables import (
    Candidate,
    CandidateState,
    JobOffer,
    Organisation,
    Referral,
    ReferralState,
)

NAMED = (ReferralState.PRESENTED, ReferralState.HIRED)
"""The states in which the company may know who the person is."""
_LINE = Markup("\n")
_TITLE, _NAME = 80, 60
_FIELD = N_("{label}: {value}")
_SKILLS = ("jobs", "experience", "level", "held", "available")
_STEPS = {step.name: step for step in STEPS}


@dataclass(frozen=True, slots=True)
class Parties:
    """Who a referral is about: the candidate, the offer and its company."""

    candidate: Candidate
    offer: JobOffer
    company: Organisation


def parties(session: Session, referral: Referral) -> Parties:
    """The two sides of a referral as they are now. Raises LookupError."""
    candidate = candidates.get(session, referral.candidate_id)
    offer = offers.get(session, referral.offer_id)
    if candidate is None or offer is None:
        raise LookupError("a referral without its candidate or offer")
    return Parties(candidate, offer, organisations.get(session, offer.organisation_id))


def offer_name(offer: JobOffer) -> str:
    """An offer as people name it: "O-2026-0001 (Maçon, Ifs)"."""
    return f"{offer.reference} ({cut(job_label(offer.job), _TITLE)}, {offer.commune})"


def may_be_named(referral: Referral, candidate: Candidate) -> bool:
    """Whether the company may know the name and the phone: while the person is presented or hired, the file
    open; the agreement is recorded in every file."""
    return referral.state in NAMED and candidate.state == CandidateState.ACTIVE


def card_for(turn: Turn, referral: Referral) -> Card:
    """The referral as the person of this turn may see it."""
    view = staff_card if turn.me.is_staff else company_card
    return view(turn, referral, turn.language)


def presented_card(turn: Turn, referral: Referral, language: str) -> Card:
    """What the company is told when someone is presented to it."""
    card = company_card(turn, referral, language)
    heading = translate(language, N_("The PLIE presents a candidate to you"))
    return Card(Markup("👤 {}\n\n").format(heading) + card.text, card.keyboard)


def company_card(turn: Turn, referral: Referral, language: str) -> Card:
    """What the company may see of a referral, and what it can do."""
    of = parties(turn.session, referral)
    lines = [_heading(of, language)]
    if of.candidate.state != CandidateState.ANONYMISED:
        said = candidates.profile(turn.session, of.candidate)
        lines += _named(said) if may_be_named(referral, of.candidate) else []
        lines += _skills(said, language)
    lines += [
        translate(language, N_("Eligible for the clause: yes")),
        *_standing(turn, referral, language),
        *_contact(turn, referral, of.candidate, language),
    ]
    return Card(_LINE.join(lines), _company_buttons(referral, language))


def _heading(of: Parties, language: str) -> Markup:
    heading = N_("<b>{candidate}</b>, for the offer {offer}")
    return translate(language, heading, candidate=of.candidate.reference, offer=offer_name(of.offer))


def _named(said: Profile) -> list[Markup]:
    name = Markup("<b>{}</b>").format(said.name)
    return [name, Markup("📞 {}").format(phone(said.phone))] if said.phone else [name]


def _skills(said: Profile, language: str) -> list[Markup]:
    answers = answers_of(said)
    return [
        translate(
            language,
            _FIELD,
            label=translate(language, _STEPS[name].label),
            value=shown(_STEPS[name], answers[name], language),
        )
        for name in _SKILLS
    ]


def _standing(turn: Turn, referral: Referral, language: str) -> list[Markup]:
    """Where it stands, since when, and why."""
    state = translate(language, _state(turn, referral))
    day = formats.day(referral.moved_at.astimezone(turn.zone).date(), language)
    lines = [translate(language, N_("State: {state}, since {day}"), state=state, day=day)]
    if referral.reason is not None:
        reason = translate(language, REFUSALS[referral.reason])
        lines.append(translate(language, N_("Reason: {reason}"), reason=reason))
    if referral.meeting_at is not None:
        asked = formats.day(referral.meeting_at.astimezone(turn.zone).date(), language)
        lines.append(translate(language, N_("Meeting asked for on {day}"), day=asked))
    return lines


def _state(turn: Turn, referral: Referral) -> str:
    """The words of the state; a partner may have taken back whom it proposed."""
    by = None if referral.moved_by is None else people.find(turn.session, referral.moved_by)
    if referral.state == ReferralState.WITHDRAWN and by is not None and not by.is_staff:
        return N_("taken back by who proposed the person")
    return REFERRALS[referral.state]


def _contact(turn: Turn, referral: Referral, candidate: Candidate, language: str) -> list[Markup]:
    """With whom the company fixes the meeting it asked for."""
    if referral.state != ReferralState.PRESENTED or referral.meeting_at is None:
        return []
    if candidate.adviser_id is None:
        return [translate(language, N_("A facilitator of the PLIE will contact you to fix the date."))]
    name = name_of(turn.session, candidate.adviser_id)
    return [translate(language, N_("{name}, of the PLIE, will contact you to fix the date."), name=name)]


def staff_card(turn: Turn, referral: Referral, language: str) -> Card:
    """The whole referral, for the PLIE's staff, who can do the company's part too."""
    of = parties(turn.session, referral)
    lines, doubles = [_heading(of, language), Markup("{}").format(of.company.name)], list[Line]()
    if of.candidate.state != CandidateState.ANONYMISED:
        said = candidates.profile(turn.session, of.candidate)
        lines += [*_named(said), *_skills(said, language)]
        doubles = alike(turn.session, of.candidate, said) if referral.state == ReferralState.AWAITING else []
    lines += [*_made(turn, referral, language), *_standing(turn, referral, language)]
    adviser = name_of(turn.session, of.candidate.adviser_id)
    lines.append(translate(language, N_("Adviser: {name}"), name=adviser))
    if referral.state == ReferralState.AWAITING:
        lines += differing(turn.session, referral, of.candidate, language)
        lines += doubt_lines(language, doubts_of(turn, of.candidate, of.offer))
        lines += alike_lines(doubles, language)
    more = rows_of(alike_buttons(doubles, language))
    return Card(_LINE.join(lines), (*_staff_buttons(referral, of, language), *more))


def _made(turn: Turn, referral: Referral, language: str) -> list[Markup]:
    """Who proposed the person, and who presented them."""
    done = [(N_("Proposed on {day} by {name}"), referral.created_at, referral.created_by)]
    if referral.presented_at is not None and referral.presented_by is not None:
        presented = (N_("Presented on {day} by {name}"), referral.presented_at, referral.presented_by)
        same = referral.presented_at == referral.created_at
        done = [presented] if same else [*done, presented]
    return [
        translate(
            language,
            said,
            day=formats.moment(at, turn.zone, language),
            name=_maker(turn.session, by),
        )
        for said, at, by in done
    ]


def _maker(session: Session, person_id: int) -> str:
    """The name of a colleague; that of a partner's with its organisation."""
    by, name = people.find(session, person_id), name_of(session, person_id)
    return name if by is None or by.is_staff else f"{name} ({cut(by.organisation, _NAME)})"


_MEET, _HIRE = (N_("Meet"), "meet-referral"), (N_("Hire the person"), "hire-of")
_COMPANY_VERBS = (_MEET, _HIRE, (N_("Turn down"), "refuse-referral"))
_STAFF_VERBS = {
    ReferralState.AWAITING: (
        (N_("Present to the company"), "present-referral"),
        (N_("Not present"), "withdraw-referral"),
    ),
    ReferralState.PRESENTED: (
        (N_("The company wants to meet"), "meet-referral"),
        _HIRE,
        (N_("The company turns down"), "refuse-referral"),
        (N_("Withdraw the candidate"), "withdraw-referral"),
    ),
}


def _verbs(referral: Referral, verbs: Sequence[tuple[str, str]], language: str) -> Keyboard:
    number = referrals.identity(referral)
    met = referral.meeting_at is not None
    return rows_of(
        [
            Button(label(language, msgid), f"{verb}:{number}")
            for msgid, verb in verbs
            if not (met and verb == "meet-referral")
        ]
    )


def _links(referral: Referral, language: str) -> list[Button]:
    return [
        Button(label(language, N_("Candidates presented")), f"referrals-of:{referral.offer_id}"),
        Button(label(language, N_("Open the offer")), f"offer:{referral.offer_id}"),
    ]


def _company_buttons(referral: Referral, language: str) -> Keyboard:
    verbs = _COMPANY_VERBS if referral.state == ReferralState.PRESENTED else ()
    return (*_verbs(referral, verbs, language), *rows_of(_links(referral, language)))


def _staff_buttons(referral: Referral, of: Parties, language: str) -> Keyboard:
    verbs = _STAFF_VERBS.get(ReferralState(referral.state), ())
    opened = label(language, N_("Open {reference}"), reference=of.candidate.reference)
    links = [Button(opened, f"candidate:{referral.candidate_id}"), *_links(referral, language)]
    return (*_verbs(referral, verbs, language), *rows_of(links))
