"""Record the publication of a notice that holds the clause, with its proof, before or after the award
(domain.md §3)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.actions import demand
from bot.dialogue import formats
from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import cut
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import LotState, Move, action, sources
from bot.rules.lifecycle import after as moved
from bot.rules.policy import Owner
from bot.store import audit, history, lots, people, procurements, publication
from bot.store.history import Subject
from bot.store.procurements import NOTICE
from bot.store.tables import Lot, Procurement

NOTHING_WAITS = N_("No lot of this contract waits for its notice.")
MOST_FILES = 20


def publish(turn: Turn, procurement: Procurement, on: date, proof: Mapping[str, Any] | None) -> list[Lot]:
    """The lots whose clause is confirmed are published that day. Where none is, those that went on without
    the date or the proof of their notice get it, else the latest notice is corrected: what it was is kept. A
    link and a file are both kept. Returns the lots. Raises Refused."""
    demand(turn, action(Move.PUBLISH), Owner(procurement.organisation_id))
    session, number = turn.session, procurement.id or 0
    known = lots.of(session, number, lock=True)
    meant = publication.waiting(session, number, known) or publication.latest(known)
    if not meant:
        raise Refused(NOTHING_WAITS)
    if proof is not None and "file_id" in proof:
        _attach(turn, number, proof)
    for lot in meant:
        _record(turn, lot, on, (proof or {}).get("link"))
    with_proof = publication.proven(session, number, meant)
    audit.record(
        session, turn.me.id, "publish", "procurement", number, turn.now,
        on=on, proof=proof is not None, lots=[lot.id for lot in meant],
    )  # fmt: skip
    _tell(turn, procurement, on, with_proof=with_proof)
    return meant


def _record(turn: Turn, lot: Lot, on: date, link: str | None) -> None:
    """The day and the link of a lot's notice; a confirmed lot is published by it, of another what was there
    before is kept."""
    number, state = lot.id or 0, LotState(lot.state)
    move = Move.PUBLISH if state in sources(Move.PUBLISH) else Move.PROVE
    before = {"published_on": _text(lot.published_on), "notice_link": lot.notice_link}
    after = {"published_on": _text(on), "notice_link": link or lot.notice_link}
    values = {"state": moved(state, move), "published_on": on, "notice_link": after["notice_link"]}
    lots.change(turn.session, number, {state}, **values)
    if move is Move.PROVE:
        history.record(turn.session, Subject("lot", number), turn.me.id, turn.now, before, after)
    turn.session.refresh(lot)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _attach(turn: Turn, number: int, proof: Mapping[str, Any]) -> None:
    if procurements.count_documents(turn.session, number, NOTICE) >= MOST_FILES:
        raise Refused(
            N_("This contract already has {most} files as proof: no more can be kept."), most=MOST_FILES
        )
    procurements.attach(turn.session, number, dict(proof), turn.me.id, turn.now, NOTICE)


def _tell(turn: Turn, procurement: Procurement, on: date, *, with_proof: bool) -> None:
    for colleague in people.in_charge(turn.session, procurement.examined_by):
        if colleague.id != turn.me.id:
            turn.tell(
                colleague,
                f"published:{procurement.id}:{turn.uid}:{colleague.id}",
                lambda language: _card(procurement, on, language, with_proof=with_proof),
            )


def _card(procurement: Procurement, on: date, language: str, *, with_proof: bool) -> Card:
    proven = N_("The notice of <b>{reference}</b> ({title}) was published on {day}, with its proof.")
    unproven = N_(
        "The notice of <b>{reference}</b> ({title}) was published on {day}. The proof is still to come."
    )
    said = translate(
        language,
        proven if with_proof else unproven,
        reference=procurement.reference,
        title=cut(procurement.title, 200),
        day=formats.day(on, language),
    )
    return Card(said, ((Button(label(language, N_("Open the contract")), f"procurement:{procurement.id}"),),))
