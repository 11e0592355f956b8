"""Cards and lists of joint answers with SIAEs. None of them names a candidate, nor a person of a company."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, rows_of
from bot.dialogue.contracts.review import lot_head
from bot.dialogue.fitting import MAX_LABEL, cut, folded
from bot.dialogue.journey.shares.fields import supply_text
from bot.dialogue.journey.words import SHARES
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.readers.when import When
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offers import work_lines
from bot.dialogue.words import OFFER_STATES, STATES
from bot.rules.lifecycle import LotState
from bot.rules.shares import ShareMove, whence
from bot.store import organisations, share_subjects, shares
from bot.store.offers import identity
from bot.store.share_subjects import About
from bot.store.shares import Line
from bot.store.tables import JobOffer, Share, ShareState

LINE, GAP = Markup("\n"), Markup("\n\n")
_NAME = 120


class Eye(StrEnum):
    """Who looks at a share."""

    STAFF = "staff"
    SIAE = "siae"
    COMPANY = "company"


def over(turn: Turn, about: About | None) -> Refused:
    """Why a joint answer about this makes no sense any more."""
    if about is None:
        return Refused(N_("This cannot be found any more."))
    if about.offer is not None:
        state = turn.t(OFFER_STATES[about.offer.state])
        return Refused(N_("This offer is no longer open: it is {state}."), state=state)
    lot_state = turn.t(STATES[LotState(about.lot.state)] if about.lot is not None else N_("cancelled"))
    return Refused(N_("Nothing can be shared of this lot now: it is {state}."), state=lot_state)


def version(share: Share) -> int:
    """Names the answer a person saw: a button about an earlier one is stale."""
    return 0 if share.answered_at is None else int(share.answered_at.timestamp() * 1000)


def head(about: About, language: str) -> Markup:
    """The offer or the lot in a line or two."""
    if about.lot is not None and about.procurement is not None:
        return lot_head(about.procurement, about.lot, language)
    offer = about.offer
    return Markup("<b>{}</b> · {}").format(
        *((offer.reference, cut(job_label(offer.job), _NAME)) if offer else ("", ""))
    )


def subject_lines(turn: Turn, share: Share, about: About, language: str) -> list[Markup]:
    """What is shared: the offer without its comment, or the hours of the lot; with the company's name."""
    company = cut(organisations.get(turn.session, about.company_id).name, _NAME) if about.company_id else "–"
    named = translate(language, N_("Company: <b>{company}</b>"), company=company)
    if about.offer is not None:
        return [
            head(about, language),
            named,
            _place(about.offer, language),
            *work_lines(about.offer, language),
        ]
    lines = [head(about, language), named, *_lot_place(about, language)]
    hours = formats.number(int(share.hours or 0), language)
    return [*lines, translate(language, N_("Hours to be supplied: <b>{hours} h</b>"), hours=hours)]


def _place(offer: JobOffer, language: str) -> Markup:
    left = translate_plural(
        language, "{n} position left", "{n} positions left", offer.positions - offer.hired
    )
    return Markup("{} · {}").format(left, offer.commune)


def _lot_place(about: About, language: str) -> list[Markup]:
    procurement = about.procurement
    if procurement is None:
        return []
    start = formats.when(When.from_json(procurement.start_as), language)
    months = formats.months(Decimal(procurement.months), language)
    where = translate(language, N_("Place: {commune}"), commune=procurement.commune)
    when = translate(language, N_("Start: {when} · {months}"), when=start, months=months)
    return [where, when]


def answer_lines(turn: Turn, share: Share, language: str) -> list[Markup]:
    """What the SIAE can supply, where that is what it last said."""
    said = shares.answered(turn.session, share)
    if said is None or share.state in (ShareState.SHARED, ShareState.DECLINED):
        return []
    lines = [
        translate(
            language,
            N_("Answer: <b>{supply}</b>, from {when}"),
            supply=supply_text(language, said.people, said.hours),
            when=formats.when(When.from_json(said.start.meant), language),
        )
    ]
    return (
        lines if said.comment is None else [*lines, translate(language, N_("Comment:")), folded(said.comment)]
    )


def share_card(turn: Turn, share: Share, language: str, eye: Eye) -> Card:
    """A share as things are now, with what this person can do of it; of one withdrawn, a SIAE sees the name
    only."""
    about = share_subjects.of(turn.session, shares.subject(share))
    if about is None:
        return Card(translate(language, N_("This cannot be found any more.")))
    state = translate(language, N_("State: {state}"), state=label(language, SHARES[share.state]))
    back = _back(share, about, language, eye)
    if eye is Eye.SIAE and share.state == ShareState.WITHDRAWN:
        return Card(LINE.join([head(about, language), state]), (back,))
    parts = [LINE.join(subject_lines(turn, share, about, language))]
    if eye is not Eye.SIAE:
        siae = cut(organisations.get(turn.session, share.siae_id).name, _NAME)
        parts.append(translate(language, N_("SIAE: <b>{siae}</b>"), siae=siae))
    parts += [LINE.join([*answer_lines(turn, share, language), state, *_over_line(turn, about, language)])]
    return Card(GAP.join(parts), (*rows_of(_buttons(share, about, language, eye)), back))


def _over_line(turn: Turn, about: About, language: str) -> list[Markup]:
    """What the offer or the lot has become, where it is over."""
    if about.living:
        return []
    if about.offer is not None:
        state = label(language, OFFER_STATES[about.offer.state])
        return [translate(language, N_("The offer itself: {state}"), state=state)]
    lot_state = STATES[LotState(about.lot.state)] if about.lot is not None else N_("cancelled")
    return [translate(language, N_("The lot itself: {state}"), state=label(language, lot_state))]


_ANSWER = {
    ShareState.SHARED: N_("Give an answer"),
    ShareState.ANSWERED: N_("Correct the answer"),
    ShareState.DECLINED: N_("Answer all the same"),
}


def _buttons(share: Share, about: About, language: str, eye: Eye) -> list[Button]:
    """What can be done with a share in this state; rights are asked again when it is done."""
    number, state, living = share.id, share.state, about.living
    answers, picks, staff = eye is not Eye.COMPANY, eye is not Eye.SIAE, eye is Eye.STAFF
    seen = f"{version(share)}:{number}"
    offered = (
        (
            answers and living and state in _ANSWER,
            _ANSWER.get(ShareState(state), ""),
            f"answer-share:{number}",
        ),
        (answers and state in whence(ShareMove.DECLINE), N_("Decline"), f"decline-share:{number}"),
        (picks and living and state in whence(ShareMove.PICK), N_("Choose this SIAE"), f"pick-share:{seen}"),
        (picks and state in whence(ShareMove.LEAVE), N_("Do not choose it"), f"leave-share:{seen}"),
        (picks and state == ShareState.PICKED, N_("Record a hire"), "go:embauche"),
        (staff and state in whence(ShareMove.WITHDRAW), N_("Withdraw the share"), f"withdraw-share:{number}"),
    )
    return [Button(label(language, text), data) for wanted, text, data in offered if wanted]


def _back(share: Share, about: About, language: str, eye: Eye) -> tuple[Button, ...]:
    if eye is Eye.SIAE:
        return (Button(label(language, N_("Everything shared")), "shares:all:0"),)
    which, number = ("offer", share.offer_id) if about.offer is not None else ("lot", share.lot_id)
    return (Button(label(language, N_("All the answers")), f"shares-of-{which}:{number}"),)


def withdrawing_card(turn: Turn, share: Share, language: str) -> Card:
    """Is the share really to be withdrawn?"""
    about = share_subjects.of(turn.session, shares.subject(share))
    siae = cut(organisations.get(turn.session, share.siae_id).name, _NAME)
    ask = translate(language, N_("Withdraw this from {siae}? Its people hear of it."), siae=siae)
    yes = Button(label(language, N_("Yes, withdraw it")), f"share-withdrawn:{share.id}")
    back = Button(label(language, N_("No, go back")), f"share:{share.id}")
    named = [] if about is None else [head(about, language)]
    return Card(GAP.join([*named, ask]), ((yes, back),))


def shares_of_card(about: About, lines: Sequence[Line], after: int, language: str, eye: Eye) -> Card:
    """A page of the SIAEs an offer or a lot is shared with, and what they answered; one line more than a page
    when others follow."""
    which, number = _named(about)
    rows = [(Button(_answer_label(line, language), f"share:{line.id}"),) for line in lines[:SIZE]]
    following = f"{which}-shares:{lines[SIZE - 1].siae_id}:{number}" if len(lines) > SIZE else None
    pages = page_buttons(language, f"shares-of-{which}:{number}" if after else None, following)
    ends = [Button(label(language, N_("Share with SIAEs")), f"share-{which}:{number}")]
    ends = ends if eye is Eye.STAFF and about.living else []
    opens = N_("Open the offer") if which == "offer" else N_("Open the lot")
    ends.append(Button(label(language, opens), f"{which}:{number}"))
    asked = N_("Shared with these SIAEs, and what they answered:") if rows else N_("No SIAE was asked yet.")
    return Card(
        GAP.join([head(about, language), translate(language, asked)]), (*rows, *pages, *rows_of(ends))
    )


def _named(about: About) -> tuple[str, int]:
    if about.offer is not None:
        return "offer", identity(about.offer)
    return "lot", (about.lot.id or 0) if about.lot is not None else 0


def _answer_label(line: Line, language: str) -> str:
    state = label(language, SHARES[line.state])
    answered = line.state in (ShareState.ANSWERED, ShareState.PICKED, ShareState.PASSED)
    supply = [supply_text(language, line.people, line.hours)] if answered else []
    return cut(" · ".join([cut(line.siae, 26), *supply, state]), MAX_LABEL)


def list_card(turn: Turn, before: int | None, *, waiting: bool) -> Card:
    """A page of what is shared with the SIAE of this person (with all of them, for PLIE staff), newest first:
    what waits for an answer, or everything with its state."""
    siae = None if turn.me.is_staff else turn.me.organisation_id
    lines, which = shares.page(turn.session, siae, before, SIZE + 1, waiting=waiting), _WHICH[waiting]
    rows = [(Button(_line_label(line, turn, waiting=waiting), f"share:{line.id}"),) for line in lines[:SIZE]]
    following = f"shares:{which}:{lines[SIZE - 1].id}" if len(lines) > SIZE else None
    pages = page_buttons(turn.language, f"shares:{which}:0" if before else None, following)
    others = N_("Everything shared") if waiting else N_("What awaits an answer")
    other = Button(label(turn.language, others), f"shares:{_WHICH[not waiting]}:0")
    return Card(turn.t(_HEADS[waiting][bool(rows)]), (*rows, *pages, (other,)))


_WHICH = {True: "wait", False: "all"}
_HEADS = {
    True: (N_("Nothing awaits an answer."), N_("These await an answer, newest first:")),
    False: (
        N_("Nothing is shared with SIAEs yet. The PLIE shares offers and hours of lots here."),
        N_("Offers and hours of lots shared with SIAEs, newest first:"),
    ),
}


def _line_label(line: Line, turn: Turn, *, waiting: bool) -> str:
    """The reference, the SIAE for PLIE staff, the state unless all wait, what is asked."""
    parts = [line.reference]
    if turn.me.is_staff:
        parts.append(cut(line.siae, 14))
    if not waiting:
        parts.append(label(turn.language, SHARES[line.state]))
    if line.job is not None:
        parts.append(job_label(line.job))
    else:
        lot = label(turn.language, N_("lot {number}"), number=cut(line.number or "", 12))
        parts += [lot, supply_text(turn.language, None, line.asked)]
    return cut(" · ".join(parts), MAX_LABEL)
