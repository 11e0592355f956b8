"""Add a comment or a document to a procurement once it is announced: its buyer, or the PLIE for it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.actions import demand
from bot.dialogue.corrections import added_card, other_side
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.store import audit, notes, procurements
from bot.store.procurements import REMARK
from bot.store.tables import Procurement

MOST_DOCUMENTS = 20


def add(turn: Turn, procurement: Procurement, remark: Mapping[str, Any]) -> None:
    """Keep the comment, the document or both beside what was announced; the other side hears of it. Raises
    Refused."""
    demand(turn, Action.CORRECT_PROCUREMENT, Owner(procurement.organisation_id))
    session, number = turn.session, procurement.id or 0
    document = {name: value for name, value in remark.items() if name != "text"}
    if document and procurements.count_documents(session, number) >= MOST_DOCUMENTS:
        raise Refused(
            N_("This contract already has {most} documents: no more can be kept."), most=MOST_DOCUMENTS
        )
    if document:
        procurements.attach(session, number, document, turn.me.id, turn.now)
    if "text" in remark:
        notes.add(session, REMARK, number, turn.me.id, remark["text"], turn.now)
    facts = {"comment": "text" in remark, "document": bool(document)}
    audit.record(session, turn.me.id, "add remark", "procurement", number, turn.now, **facts)
    for person in other_side(turn, procurement):
        key = f"remark:{number}:{turn.uid}:{person.id}"
        turn.tell(person, key, partial(added_card, turn.me.name, procurement, remark))
