"""Share an open offer, or a lot's hours, with SIAEs that can answer jointly with the company (article 3)."""

from collections.abc import Sequence

from bot.actions import demand
from bot.dialogue.journey.shares.cards import over
from bot.dialogue.journey.shares.notices import tell_company_shared, tell_shared
from bot.dialogue.presence import check_partner
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, share_subjects, shares
from bot.store.share_subjects import About
from bot.store.shares import Shared
from bot.store.tables import Share

NOTHING_LEFT = N_("Nothing is left to be shared: every position is filled, or the lot owes no hours.")


def share(turn: Turn, what: Shared, siae_ids: Sequence[int]) -> list[Share]:
    """The shares made, without those there were already; each SIAE's people and the company's are told.
    Raises Refused."""
    demand(turn, Action.SHARE)
    about = share_subjects.of(turn.session, what, lock=True)
    _check(turn, what, about)
    for number in siae_ids:
        check_partner(turn, number)
    known = {number for number, _, _ in shares.siaes_named(turn.session, siae_ids)}
    if known != set(siae_ids) or not known:
        raise Refused(N_("One of these SIAEs has nobody on Clausette any more. Please choose again."))
    made = [_add(turn, what, number) for number in siae_ids]
    new = [one for one in made if one is not None]
    if new and about is not None:
        tell_company_shared(turn, about, new)
    return new


def _check(turn: Turn, what: Shared, about: About | None) -> None:
    """The offer is open, or the lot is carried out and owes at least these hours. Raises Refused."""
    if about is None or not about.living:
        raise over(turn, about)
    if not about.most:
        raise Refused(NOTHING_LEFT)
    if what.lot_id is not None and not 0 < (what.hours or 0) <= about.most:
        raise Refused(N_("This lot owes {most} h: at most that can be shared."), most=about.most)


def _add(turn: Turn, what: Shared, siae_id: int) -> Share | None:
    one = shares.add(turn.session, what, siae_id, turn.me.id, turn.now)
    if one is not None:
        facts = shares.facts(one, hours=what.hours)
        audit.record(turn.session, turn.me.id, "share", *what.audited, turn.now, **facts)
        tell_shared(turn, one)
    return one
