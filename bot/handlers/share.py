"""The PLIE shares an offer or a lot's hours with SIAEs, and takes it back (article 3)."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import demand, share, withdraw_share
from bot.dialogue import conversation
from bot.dialogue.cards import Button, Card
from bot.dialogue.form import Form
from bot.dialogue.journey.shares.cards import Eye, over, share_card, withdrawing_card
from bot.dialogue.journey.shares.steps import SHARE_STEPS, recap, shared, sharing
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.translations import N_, label, translate_plural
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import share_subjects, shares
from bot.store.share_subjects import About
from bot.store.tables import Share, ShareState

GONE = N_("This cannot be found any more.")


def _done(turn: Turn, answers: Mapping[str, Any]) -> Card | Markup:
    what = shared(answers)
    made = share.share(turn, what, [one["id"] for one in answers["siaes"]])
    if not made:
        return turn.t(N_("This was shared with them already: nothing was sent again."))
    told = translate_plural(turn.language, "Shared with {n} SIAE.", "Shared with {n} SIAEs.", len(made))
    which, number = what.audited
    see = Button(label(turn.language, N_("See the answers")), f"shares-of-{which}:{number}")
    return Card(
        Markup(" ").join([told, turn.t(N_("Its people are told; you will hear their answers."))]), ((see,),)
    )


FORM: Form = Form(
    name="share",
    version=1,
    title=N_("Share with SIAEs"),
    steps=SHARE_STEPS,
    verb=N_("Share"),
    recap=lambda language, answers: recap(FORM, language, answers),
    done=_done,
)


def _start_offer(turn: Turn) -> None:
    demand(turn, Action.SHARE)
    _start(turn, share_subjects.of_offer(turn.session, turn.number))


def _start_lot(turn: Turn) -> None:
    demand(turn, Action.SHARE)
    _start(turn, share_subjects.of_lot(turn.session, turn.number))


def _start(turn: Turn, about: About | None) -> None:
    """Begin the form where something can be shared with somebody. Raises Refused."""
    if about is None or not about.living:
        raise over(turn, about)
    if not about.most:
        raise Refused(share.NOTHING_LEFT)
    if not shares.siaes_on_clausette(turn.session, "", 1):
        raise Refused(N_("No SIAE is on Clausette yet. A coordinator invites one with /inviter."))
    conversation.start(turn, FORM, sharing(turn.session, about, turn.today))


def _find(turn: Turn) -> Share:
    demand(turn, Action.SHARE)
    found = shares.get(turn.session, turn.number)
    if found is None:
        raise Refused(GONE)
    return found


def _ask(turn: Turn) -> None:
    """Withdrawing undoes what others did: one more tap."""
    found = _find(turn)
    if found.state == ShareState.WITHDRAWN:
        _already(turn, found)
    else:
        turn.edit(withdrawing_card(turn, found, turn.language))


def _withdraw(turn: Turn) -> None:
    found = _find(turn)
    if withdraw_share.withdraw(turn, found):
        turn.edit(share_card(turn, found, turn.language, Eye.STAFF))
    else:
        _already(turn, found)


def _already(turn: Turn, found: Share) -> None:
    turn.toast(turn.t(N_("This is withdrawn already.")))
    turn.edit(share_card(turn, found, turn.language, Eye.STAFF))


ROUTES = (
    button("share-offer", _start_offer),
    button("share-lot", _start_lot),
    button("withdraw-share", _ask),
    button("share-withdrawn", _withdraw),
)
