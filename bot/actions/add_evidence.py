"""Keep files that prove a fact, for who owes the proof or on its behalf (domain.md §1, §2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.actions import NOT_ALLOWED, demand_any
from bot.dialogue.journey.evidence.cards import told_card
from bot.dialogue.journey.evidence.things import lets
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules import evidence as rules
from bot.rules.policy import Action
from bot.store import audit, candidates, evidence, people, trainings
from bot.store.evidence import Giver, Sent
from bot.store.evidence_things import Thing
from bot.store.tables import Evidence

_NOBODY = N_("No document is kept about this person any more.")
_OTHER_THING = N_("This document cannot prove that of this object. Please choose another answer.")
SEND_AGAIN = N_("The file has been waiting for too long and is no longer here. Please send it again.")
_TOO_MANY = N_("{most} files are already kept for this object: no more can be.")


@dataclass(frozen=True, slots=True)
class Added:
    """What was kept, and when each of the others had been received already."""

    new: Sequence[Evidence]
    known: Sequence[tuple[str, datetime]]


def demand_known(turn: Turn, one: Thing) -> None:
    """Go on only where nobody the object is about was anonymised: no file would ever go again. Who anonymises
    waits until the transaction ends. Raises Refused."""
    session = turn.session
    if one.candidate_id is not None:
        candidate = candidates.get(session, one.candidate_id, lock=True)
        known = candidate is not None and candidate.state in candidates.LIVING
    else:
        known = one.subject != "training" or trainings.somebody_known(session, one.id)
    if not known:
        raise Refused(_NOBODY)


def add(turn: Turn, one: Thing, proof: str, files: Sequence[Mapping[str, Any]]) -> Added:
    """The files prove this of the object from now on; one that already does is not kept twice. Raises
    Refused before anything changes."""
    demand_any(turn, Action.ADD_EVIDENCE, one.owners_for(proof) or (0,))
    if not rules.fits(one.subject, proof):
        raise Refused(_OTHER_THING)
    if not lets(turn.me, Action.ADD_EVIDENCE, one, proof):
        raise Refused(NOT_ALLOWED)
    demand_known(turn, one)
    if not all(turn.session.files.hold(file["digest"], turn.now) for file in files):
        raise Refused(SEND_AGAIN)
    if evidence.count(turn.session, one.subject, one.id) + len(files) > evidence.MOST:
        raise Refused(_TOO_MANY, most=evidence.MOST)
    kept = [(file["name"], _keep(turn, one, proof, file)) for file in files]
    new = [row for _, row in kept if isinstance(row, Evidence)]
    if new and not turn.me.is_staff:
        _tell(turn, one, new[0])
    return Added(new, [(name, row) for name, row in kept if isinstance(row, datetime)])


def _keep(turn: Turn, one: Thing, proof: str, file: Mapping[str, Any]) -> Evidence | datetime:
    """The new row, or when the same file was received."""
    session, sent = turn.session, Sent(file["digest"], file["size"], file["type"], file["name"])
    giver = Giver(turn.me.id, on_behalf=turn.me.is_staff and bool(one.owners_for(proof)))
    row = evidence.add(session, one.subject, one.id, proof, sent, giver, turn.now)
    if row is None:
        before = evidence.same(session, one.subject, one.id, proof, sent.digest)
        return turn.now if before is None else before.added_at
    audit.record(
        session, turn.me.id, "add evidence", one.subject, one.id, turn.now,
        evidence=row.id, proof=proof, size=row.size, on_behalf=giver.on_behalf,
    )  # fmt: skip
    return row


def _tell(turn: Turn, one: Thing, row: Evidence) -> None:
    """Who follows the object hears of it at once."""
    for colleague in people.in_charge(turn.session, one.followed_by):
        turn.tell(
            colleague,
            f"evidence:{row.uid}:{colleague.id}",
            lambda language: told_card(turn, one, row.proof, language),
        )
