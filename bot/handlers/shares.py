"""/repondre: what is shared with a SIAE, its answer, and the company's choice (article 3)."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import allowed, answer_share, demand, pick_share
from bot.dialogue import conversation
from bot.dialogue.form import Form
from bot.dialogue.journey.shares.cards import Eye, list_card, over, share_card, shares_of_card
from bot.dialogue.journey.shares.steps import ANSWER_STEPS, answer, answering, recap
from bot.dialogue.lists import SIZE
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.rules.shares import ShareMove, whence
from bot.store import share_subjects, shares
from bot.store.share_subjects import About, shared
from bot.store.tables import Share, ShareState

GONE = N_("This cannot be found any more.")
_MOVED = N_("This has changed meanwhile. Here is where it stands.")
_DECIDED = N_("This can no longer be answered: the company has decided, or it was withdrawn.")


def _waiting(turn: Turn) -> None:
    demand(turn, Action.SEE_SHARE, Owner(turn.me.organisation_id))
    turn.edit(list_card(turn, None, waiting=True))


def _page(turn: Turn) -> None:
    demand(turn, Action.SEE_SHARE, Owner(turn.me.organisation_id))
    turn.edit(list_card(turn, turn.number or None, waiting=turn.data.split(":")[1] == "wait"))


def _find(turn: Turn, number: int) -> tuple[Share, About, Eye]:
    """The share, what it is about, and as whom this person sees it: PLIE staff, the SIAE, or the company
    while it is not withdrawn. Raises Refused."""
    share = shares.get(turn.session, number)
    about = None if share is None else share_subjects.of(turn.session, shares.subject(share))
    if share is not None and about is not None:
        if turn.me.is_staff:
            return share, about, Eye.STAFF
        if allowed(turn, Action.SEE_SHARE, Owner(share.siae_id)):
            return share, about, Eye.SIAE
        picks = allowed(turn, Action.PICK_SHARE, Owner(about.company_id))
        if picks and share.state != ShareState.WITHDRAWN:
            return share, about, Eye.COMPANY
    raise Refused(GONE)


def _open(turn: Turn) -> None:
    share, _, eye = _find(turn, turn.number)
    turn.edit(share_card(turn, share, turn.language, eye))


def _start(turn: Turn) -> None:
    share, about, eye = _find(turn, turn.number)
    demand(turn, Action.ANSWER_SHARE, Owner(share.siae_id))
    if share.state not in whence(ShareMove.ANSWER):
        turn.toast(turn.t(_DECIDED))
        turn.edit(share_card(turn, share, turn.language, eye))
        return
    if not about.living or not about.most:
        raise over(turn, about)
    known = answering(turn.session, share, about)
    conversation.start(turn, FORM, known, reviewing="supply" in known)


def _answered(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    share, _, _ = _find(turn, answers["share"])
    if not answer_share.answer(turn, share, answer(answers)):
        raise Refused(_DECIDED)
    return turn.t(N_("Your answer is with the company and the PLIE. You will hear what the company decides."))


FORM: Form = Form(
    name="answer-share",
    version=1,
    title=N_("Answer jointly with the company"),
    steps=ANSWER_STEPS,
    verb=N_("Give an answer"),
    recap=lambda language, answers: recap(FORM, language, answers),
    done=_answered,
)


def _decline(turn: Turn) -> None:
    share, _, eye = _find(turn, turn.number)
    if not answer_share.decline(turn, share):
        turn.session.refresh(share)
        turn.toast(turn.t(_MOVED))
    turn.edit(share_card(turn, share, turn.language, eye))


def _pick(turn: Turn) -> None:
    _settle(turn, pick_share.pick)


def _leave(turn: Turn) -> None:
    _settle(turn, pick_share.leave)


def _settle(turn: Turn, settle: Callable[[Turn, Share, int], bool]) -> None:
    """The button names the answer it was shown under: another one since then is shown first."""
    share, _, eye = _find(turn, turn.number)
    if not settle(turn, share, int(turn.data.split(":")[1])):
        turn.toast(turn.t(_MOVED))
    turn.session.refresh(share)
    turn.edit(share_card(turn, share, turn.language, eye))


def _of_offer(turn: Turn) -> None:
    _list(turn, share_subjects.of_offer(turn.session, turn.number))


def _of_lot(turn: Turn) -> None:
    _list(turn, share_subjects.of_lot(turn.session, turn.number))


def _list(turn: Turn, about: About | None, after: int = 0) -> None:
    """A page of the SIAEs this is shared with, for the company and the PLIE. Raises Refused."""
    if about is None or not allowed(turn, Action.PICK_SHARE, Owner(about.company_id)):
        raise Refused(GONE)
    lines = shares.page_of(turn.session, shared(about), after, SIZE + 1)
    eye = Eye.STAFF if turn.me.is_staff else Eye.COMPANY
    turn.edit(shares_of_card(about, lines, after, turn.language, eye))


def _following_of_offer(turn: Turn) -> None:
    _list(turn, share_subjects.of_offer(turn.session, turn.number), int(turn.data.split(":")[1]))


def _following_of_lot(turn: Turn) -> None:
    _list(turn, share_subjects.of_lot(turn.session, turn.number), int(turn.data.split(":")[1]))


_SEEN = r"\d{1,16}:\d{1,9}"
_AFTER = r"\d{1,9}:\d{1,9}"

ROUTES = (
    *entry("repondre", _waiting),
    button("shares", _page, args=r"(?:wait|all):\d{1,9}"),
    button("share", _open),
    button("answer-share", _start),
    button("decline-share", _decline),
    button("pick-share", _pick, args=_SEEN),
    button("leave-share", _leave, args=_SEEN),
    button("shares-of-offer", _of_offer),
    button("shares-of-lot", _of_lot),
    button("offer-shares", _following_of_offer, args=_AFTER),
    button("lot-shares", _following_of_lot, args=_AFTER),
)
