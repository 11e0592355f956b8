"""A SIAE answers what was shared with it: what it can supply, or nothing (article 3)."""

from typing import Any

from bot.actions import demand
from bot.dialogue.journey.shares.cards import over
from bot.dialogue.journey.shares.notices import retell_shared, tell_answer
from bot.dialogue.presence import check_partner
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.rules.shares import ShareMove, whence
from bot.store import audit, history, share_subjects, shares
from bot.store.history import Subject
from bot.store.shares import Answer, identity
from bot.store.tables import Share, ShareState


def answer(turn: Turn, share: Share, said: Answer) -> bool:
    """Keep what the SIAE can supply, or correct it; the company and the PLIE hear of it. Returns whether it
    could still be answered: not once the company decided. Raises Refused."""
    demand(turn, Action.ANSWER_SHARE, Owner(share.siae_id))
    check_partner(turn, share.siae_id)
    present = shares.get(turn.session, identity(share), lock=True)
    if present is None or present.state not in whence(ShareMove.ANSWER):
        return False
    _check(turn, present, said)
    before = shares.answered(turn.session, present)
    correcting = present.state == ShareState.ANSWERED
    if correcting and before == said:
        return True
    shares.answer(turn.session, present, said, turn.me.id, turn.now)
    turn.session.refresh(present)
    _keep(turn, present, before, said)
    retell_shared(turn, present)
    tell_answer(turn, present, corrected=correcting)
    return True


def _check(turn: Turn, share: Share, said: Answer) -> None:
    """What is offered is asked for: people for an offer, hours for a lot, no more than there are. Raises
    Refused."""
    about = share_subjects.of(turn.session, shares.subject(share))
    if about is None or not about.living:
        raise over(turn, about)
    supply, most = said.people, about.most
    if about.offer is None:
        supply, most = said.hours, int(share.hours or 0)
    if supply is None or not 0 < supply <= most:
        many = N_("Positions left on this offer: {most}. Please give that number of people at most.")
        raise Refused(
            many if about.offer else N_("{most} h are shared: please give that at most."), most=most
        )


def _keep(turn: Turn, share: Share, before: Answer | None, said: Answer) -> None:
    """The audit trail has the figures, the history what was said before."""
    session, me, number = turn.session, turn.me, identity(share)
    if before is not None:
        history.record(session, Subject("share", number), me.id, turn.now, _fields(before), _fields(said))
    on_behalf = me.organisation_id != share.siae_id
    figures = {"people": said.people, "hours": said.hours, "from": said.start.day}
    facts = shares.facts(share, on_behalf=on_behalf, **figures)
    done = "answer share" if before is None else "correct share answer"
    audit.record(session, me.id, done, *shares.subject(share).audited, turn.now, **facts)


def _fields(said: Answer) -> dict[str, Any]:
    """An answer as the history keeps it."""
    return {
        "people": said.people,
        "hours": said.hours,
        "from": said.start.meant,
        "comment": said.comment,
    }


def decline(turn: Turn, share: Share) -> bool:
    """The SIAE supplies nothing; the company and the PLIE hear of it. Returns whether this is what says so.
    Raises Refused."""
    demand(turn, Action.ANSWER_SHARE, Owner(share.siae_id))
    number, me = identity(share), turn.me
    if not shares.decline(turn.session, number, me.id, turn.now):
        return False
    turn.session.refresh(share)
    facts = shares.facts(share, on_behalf=me.organisation_id != share.siae_id)
    audit.record(turn.session, me.id, "decline share", *shares.subject(share).audited, turn.now, **facts)
    retell_shared(turn, share)
    tell_answer(turn, share)
    return True
