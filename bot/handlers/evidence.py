"""/justificatif, or a file sent to no form: what it proves, of which object, then the lists of the files."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import add_evidence, allowed, demand, remove_evidence
from bot.dialogue import alerts, conversation, formats
from bot.dialogue.answers import Context, NotUnderstood, Understood
from bot.dialogue.cards import Card
from bot.dialogue.fitting import cut
from bot.dialogue.form import Form, Step
from bot.dialogue.journey.evidence import cards as evidence_cards
from bot.dialogue.journey.evidence import missing
from bot.dialogue.journey.evidence.fields import ProofKind, ProvenObject, SentFiles
from bot.dialogue.journey.evidence.things import lets, proofs_for, title_of, value_of
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.screens import trouble
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules import evidence as rules
from bot.rules.policy import Action, Owner
from bot.store import evidence, evidence_facts, procurements
from bot.store.evidence_things import Thing, thing
from bot.store.tables import Evidence, Procurement

GONE = N_("This cannot be found, or is not yours to see. /menu shows what you can do.")
_REMOVED = N_("This document is no longer there: it was removed.")
_ON = "|".join(rules.FITTING)
_PROOFS = "|".join(rules.ORDER)


def _hidden(turn: Turn) -> dict[str, Any]:
    """What the form knows of who fills it in."""
    return {"may": list(rules.given(turn.me.role))}


def _start(turn: Turn) -> None:
    demand(turn, Action.ADD_EVIDENCE, Owner(turn.me.organisation_id))
    conversation.start(turn, FORM, _hidden(turn))


def hear_file(turn: Turn) -> bool:
    """Take a photo or a document sent to no form as evidence: its content first, then the questions. Returns
    whether it was one, from somebody who has something to prove. Raises Refused."""
    file = conversation.sent_file(turn)
    if file is None or not allowed(turn, Action.ADD_EVIDENCE, Owner(turn.me.organisation_id)):
        return False
    context = Context(turn.today, turn.language, keep=conversation.keep_for(turn))
    reading = FORM.step("files").field.attach(file, "", context)
    if isinstance(reading, Understood):
        conversation.start(turn, FORM, _hidden(turn) | {"files": reading.value})
    elif isinstance(reading, NotUnderstood):
        turn.say(trouble(reading, "", turn.language))
    else:
        conversation.fetch_sent(turn)
    return True


def _prove(turn: Turn) -> None:
    """The object is known, and perhaps what is to be proven."""
    _, subject, number, *named = turn.data.split(":")
    one = _find(turn, subject, int(number))
    may = proofs_for(turn.me, Action.ADD_EVIDENCE, one)
    if not may:
        raise Refused(GONE)
    add_evidence.demand_known(turn, one)
    known: dict[str, Any] = {"object": value_of(turn, one)}
    proofs = [proof for proof in may if proof in named] or list(may)
    if len(proofs) == 1:
        known["proof"] = proofs[0]
    conversation.start(turn, FORM, _hidden(turn) | known)


def _find(turn: Turn, subject: str, number: int) -> Thing:
    """The object of a button. Raises Refused."""
    one = thing(turn.session, subject, number)
    if one is None:
        raise Refused(GONE)
    return one


def _done(turn: Turn, answers: Mapping[str, Any]) -> Card:
    about = answers["object"]
    one = _find(turn, about["subject"], about["id"])
    added = add_evidence.add(turn, one, answers["proof"], answers["files"])
    lines = [_already(turn, name, at) for name, at in added.known]
    if added.new:
        lines.append(turn.t(N_("Saved. Thank you. To send another one, just send it here.")))
    return evidence_cards.after_card(turn, one, Markup("\n").join(lines))


def _already(turn: Turn, name: str, at: Any) -> Markup:
    when = formats.moment(at, turn.zone, turn.language)
    said = N_("“{name}” was already received {when}: it is not kept twice.")
    return turn.t(said, name=cut(name, 80), when=when)


def _list(turn: Turn) -> None:
    _, subject, number, *after = turn.data.split(":")
    one = _find(turn, subject, int(number))
    seen = evidence_cards.seen_from(turn, one)
    if not seen:
        raise Refused(GONE)
    turn.edit(evidence_cards.list_card(turn, one, seen, int(after[0]) if after else 0))


def _found(turn: Turn) -> tuple[Thing, Evidence]:
    """The evidence of the button and its object, for who may see it. Raises Refused."""
    row = evidence.get(turn.session, turn.number)
    one = None if row is None else thing(turn.session, row.subject, row.subject_id)
    if row is None or one is None or not lets(turn.me, Action.SEE_EVIDENCE, one, row.proof):
        raise Refused(_REMOVED if turn.me.is_staff else GONE)
    return one, row


def _open(turn: Turn) -> None:
    one, row = _found(turn)
    if not turn.session.files.has(row.digest):
        raise Refused(alerts.UNREADABLE)
    turn.edit(evidence_cards.evidence_card(turn, one, row))
    turn.send_kept(evidence.name(turn.session, row), row.digest, cut(title_of(turn, one), 200))


def _ask_removal(turn: Turn) -> None:
    one, row = _found(turn)
    if not evidence_cards.may_remove(turn, row):
        raise Refused(GONE)
    turn.edit(evidence_cards.removal_card(turn, one, row))


def _remove(turn: Turn) -> None:
    one, row = _found(turn)
    removed = remove_evidence.remove(turn, one, row)
    turn.toast(turn.t(N_("Removed.") if removed else _REMOVED))
    turn.edit(evidence_cards.list_card(turn, one, evidence_cards.seen_from(turn, one), 0))


def _missing(turn: Turn) -> None:
    number, *place = (int(part) for part in turn.data.split(":")[1:])
    procurement = _procurement(turn, number)
    after = (place[0], place[1]) if place else missing.FIRST
    turn.edit(missing.missing_card(turn, procurement, after))


def _procurement(turn: Turn, number: int) -> Procurement:
    """The procurement, for the PLIE, its buyer, or who works for it. Raises Refused."""
    found = procurements.get(turn.session, number)
    home = turn.me.organisation_id
    if found is None or not (
        allowed(turn, Action.SEE_EVIDENCE, Owner(found.organisation_id))
        or (
            allowed(turn, Action.SEE_EVIDENCE, Owner(home))
            and evidence_facts.supplies(turn.session, number, home)
        )
    ):
        raise Refused(GONE)
    return found


FORM = Form(
    name="evidence",
    version=1,
    title=N_("Supporting document"),
    steps=(
        Step("proof", N_("What it proves"), N_("What does this document prove?"), ProofKind()),
        Step("object", N_("About"), N_("What is it about?"), ProvenObject()),
        Step("files", N_("Files"), N_("Please send the photo or the document."), SentFiles()),
    ),
    verb=N_("Save"),
    done=_done,
    files="files",
)

ROUTES = (
    *entry("justificatif", _start),
    button("prove", _prove, args=rf"(?:{_ON}):\d{{1,9}}(?::(?:{_PROOFS}))?"),
    button("evidence-of", _list, args=rf"(?:{_ON}):\d{{1,9}}(?::\d{{1,9}})?"),
    button("evidence", _open),
    button("remove-evidence", _ask_removal),
    button("remove-evidence-yes", _remove),
    button("missing-of", _missing, args=r"\d{1,9}(?::\d:\d{1,9})?"),
)
