"""Cards of a proposal, for the partner who made it: what it said, where it stands; nothing else of the file
(`domain.md` §2)."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.journey.proposals.steps import SAID
from bot.dialogue.journey.referrals.cards import offer_name, parties
from bot.dialogue.journey.words import REFUSALS
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.screens import shown_answer
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import people, proposals, referrals
from bot.store.people import Member
from bot.store.proposals import Line, Said
from bot.store.tables import JobOffer, Referral, ReferralState

_LINE = Markup("\n")
_NAME, _LISTED, _OTHERS = 60, 25, 7

_STANDING: Mapping[str, str] = {
    ReferralState.AWAITING: N_("the PLIE is examining it"),
    ReferralState.PRESENTED: N_("presented to the company, answer awaited"),
    ReferralState.HIRED: N_("hired"),
    ReferralState.REFUSED: N_("not retained by the company"),
    ReferralState.OBSOLETE: N_("no longer current"),
}
_MEETING = N_("the company wants to meet the person")
_TAKEN_BACK, _NOT_PRESENTED = N_("withdrawn by you"), N_("not presented by the PLIE")
_NO_LONGER = N_("no longer presented by the PLIE")


def proposal_card(turn: Turn, referral: Referral, language: str) -> Card:
    """The whole proposal as its author sees it, with what can be done."""
    number, offer = referrals.identity(referral), parties(turn.session, referral).offer
    said = proposals.said(turn.session, number)
    lines = [
        _heading(turn, referral, said, offer, language),
        *_answers(said, language),
        _made(turn, referral, language),
        *standing_lines(turn, referral, language),
    ]
    return Card(_LINE.join(lines), _buttons(turn, referral, said, language))


def called(turn: Turn, referral: Referral, said: Said | None) -> str:
    """The reference a partner knows the person by."""
    return parties(turn.session, referral).candidate.reference if said is None else said.reference


def _heading(turn: Turn, referral: Referral, said: Said | None, offer: JobOffer, language: str) -> Markup:
    known = called(turn, referral, said)
    if said is not None:
        known = f"{known} · {cut(said.name, _NAME)}"
    heading = N_("<b>{candidate}</b>, for the offer {offer}")
    return translate(language, heading, candidate=known, offer=offer_name(offer))


def _answers(said: Said | None, language: str) -> list[Markup]:
    """What was said of the person, a line each."""
    if said is None:
        return []
    line = N_("{label}: {value}")
    return [
        translate(
            language,
            line,
            label=translate(language, step.label),
            value=shown_answer(step, said.answers, language),
        )
        for step in SAID
        if step.name in said.answers and step.name != "name"
    ]


def _made(turn: Turn, referral: Referral, language: str) -> Markup:
    by = people.find(turn.session, referral.created_by)
    return translate(
        language,
        N_("Proposed on {day} by {name}"),
        day=formats.moment(referral.created_at, turn.zone, language),
        name="–" if by is None else cut(by.name, _NAME),
    )


def standing_lines(turn: Turn, referral: Referral, language: str) -> list[Markup]:
    """Where the proposal stands since when, and why."""
    day = formats.day(referral.moved_at.astimezone(turn.zone).date(), language)
    state = translate(language, _standing(turn, referral))
    lines = [translate(language, N_("State: {state}, since {day}"), state=state, day=day)]
    if referral.reason is not None:
        lines.append(reason_line(referral.reason, language))
    return lines


def reason_line(reason: str, language: str) -> Markup:
    """Why somebody is not hired or not presented: of the closed list, which partners may read."""
    return translate(language, N_("Reason: {reason}"), reason=translate(language, REFUSALS[reason]))


def _standing(turn: Turn, referral: Referral) -> str:
    state = ReferralState(referral.state)
    if state == ReferralState.PRESENTED and referral.meeting_at is not None:
        return _MEETING
    if state != ReferralState.WITHDRAWN:
        return _STANDING[state]
    if referral.presented_at is not None:
        return _NO_LONGER
    by = None if referral.moved_by is None else people.find(turn.session, referral.moved_by)
    return _TAKEN_BACK if by is not None and not by.is_staff else _NOT_PRESENTED


def _buttons(turn: Turn, referral: Referral, said: Said | None, language: str) -> Keyboard:
    number = referrals.identity(referral)
    home = proposals.organisation_of(turn.session, referral)
    rows: Keyboard = ()
    if referral.state == ReferralState.AWAITING and said is not None:
        rows = ((Button(label(language, N_("Withdraw my proposal")), f"take-back:{number}"),),)
    found = proposals.of_person(turn.session, referral.candidate_id, home, _OTHERS)
    others = [
        Button(label(language, N_("Proposal for {offer}"), offer=line.offer), f"proposal:{line.referral_id}")
        for line in found
        if line.referral_id != number
    ]
    links = [
        Button(label(language, N_("The offer")), f"sent-offer:{referral.offer_id}"),
        Button(label(language, N_("My candidates")), "proposals:0"),
    ]
    return (*rows, *rows_of(others), *rows_of(links))


def list_card(turn: Turn, found: Sequence[Line], *, first: bool) -> Card:
    """A page of the persons this organisation proposed, newest first; one more than a page when others
    follow."""
    shown = found[:SIZE]
    said = proposals.said_of(turn.session, [line.referral_id for line in shown])
    rows = [(_row(line, said.get(line.referral_id), turn.language),) for line in shown]
    following = f"proposals:{shown[-1].candidate_id}" if len(found) > SIZE else None
    pages = page_buttons(turn.language, None if first else "proposals:0", following)
    heading = turn.t(
        N_("The candidates {organisation} proposed, newest first:"), organisation=turn.me.organisation
    )
    nobody = turn.t(
        N_("No candidate is proposed yet. /offres shows the offers sent to you, /proposer proposes someone.")
    )
    return Card(heading if found else nobody, (*rows, *pages))


def _row(line: Line, said: Said | None, language: str) -> Button:
    who = [] if said is None else [said.reference, cut(said.name, _LISTED)]
    state = _MEETING if line.meeting and line.state == ReferralState.PRESENTED else _LISTED_STATES[line.state]
    return Button(
        cut(" · ".join([*who, line.offer, label(language, state)]), MAX_LABEL), f"proposal:{line.referral_id}"
    )


_LISTED_STATES: Mapping[str, str] = {
    **_STANDING,
    ReferralState.PRESENTED: N_("presented"),
    ReferralState.REFUSED: N_("not hired"),
    ReferralState.WITHDRAWN: N_("not presented"),
}


def sure_card(turn: Turn, referral: Referral) -> Card:
    """The question before a proposal is withdrawn."""
    number, offer = referrals.identity(referral), parties(turn.session, referral).offer
    known = called(turn, referral, proposals.said(turn.session, number))
    text = turn.t(
        N_(
            "Withdraw the proposal of {candidate} for {offer}? The PLIE will be told at once. To have the "
            "person’s file erased as well, please call the PLIE."
        ),
        candidate=known,
        offer=offer_name(offer),
    )
    buttons = (
        Button(label(turn.language, N_("Yes, withdraw it")), f"taken-back:{number}"),
        Button(label(turn.language, N_("No, go back")), f"proposal:{number}"),
    )
    return Card(text, (buttons,))


def author(turn: Turn, referral: Referral) -> Member | None:
    """The partner who hears of a proposal: who made it, or who took it over; None where it is no partner's,
    or nobody of theirs has access any more."""
    by = people.find(turn.session, referral.created_by)
    if by is None or by.is_staff:
        return None
    if not by.revoked:
        return by
    heir = parties(turn.session, referral).candidate.proposed_by
    person = None if heir is None else people.find(turn.session, heir)
    same = person is not None and person.organisation_id == by.organisation_id and not person.revoked
    return person if same else None
