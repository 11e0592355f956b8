"""Lists and cards of the files that prove something."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.journey.evidence.things import proofs_for, title_of
from bot.dialogue.journey.words import PROOFS
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import evidence, lots, people, procurements
from bot.store.evidence_things import Thing, thing
from bot.store.tables import Evidence

_LONGEST = 150
_NAMED = 60
_WITH_CARD = ("procurement", "placement", "candidate")


def seen_from(turn: Turn, one: Thing) -> list[Thing]:
    """The objects whose files are listed with those of this one and that this person may see: a procurement
    and its lots."""
    things: list[Thing | None] = [one]
    if one.subject == "procurement":
        its = [procurements.identity(lot) for lot in lots.of(turn.session, one.id)]
        things += [thing(turn.session, "lot", number) for number in its]
    return [it for it in things if it is not None and proofs_for(turn.me, Action.SEE_EVIDENCE, it)]


def list_card(turn: Turn, one: Thing, seen: Sequence[Thing], after: int) -> Card:
    """The files about an object, eight at a time in the order received, and how to send another."""
    proofs = {proof for it in seen for proof in proofs_for(turn.me, Action.SEE_EVIDENCE, it)}
    where = evidence.about([(it.subject, it.id) for it in seen])
    if one.subject == "candidate":
        where, proofs = evidence.about_person(one.id), set(PROOFS)
    rows = evidence.page(turn.session, where, proofs, after, SIZE + 1)
    files = [(Button(_line(turn, row), f"evidence:{row.id}"),) for row in rows[:SIZE]]
    here = f"evidence-of:{one.subject}:{one.id}"
    following = f"{here}:{rows[SIZE - 1].id}" if len(rows) > SIZE else None
    pages = page_buttons(turn.language, here if after else None, following)
    title = turn.t(N_("Supporting documents of <b>{object}</b>"), object=cut(title_of(turn, one), _LONGEST))
    hint = turn.t(N_("Tap one to receive it.") if rows else N_("None has been received yet."))
    return Card(Markup("{}\n{}").format(title, hint), (*files, *pages, *_ends(turn, one)))


def evidence_card(turn: Turn, one: Thing, row: Evidence) -> Card:
    """What one file proves, who sent it and when; with what can be done of it."""
    lines = [
        Markup("<b>{}</b> · {}").format(turn.t(PROOFS[row.proof]), cut(title_of(turn, one), _LONGEST)),
        turn.t(N_("File: {name}"), name=cut(evidence.name(turn.session, row), _LONGEST)),
        turn.t(N_("Received {when}, from {who}"), when=_received(turn, row), who=_sender(turn, row)),
    ]
    buttons = [Button(label(turn.language, N_("‹ Back")), f"evidence-of:{one.subject}:{one.id}")]
    if may_remove(turn, row):
        buttons.append(Button(label(turn.language, N_("Sent by mistake")), f"remove-evidence:{row.id}"))
    return Card(Markup("\n").join(lines), rows_of(buttons))


def removal_card(turn: Turn, one: Thing, row: Evidence) -> Card:
    """Is it really to be removed?"""
    ask = N_("Remove “{name}” from the supporting documents of {object}? It will be deleted for good.")
    name = cut(evidence.name(turn.session, row), _NAMED)
    buttons = (
        Button(label(turn.language, N_("Yes, remove the document")), f"remove-evidence-yes:{row.id}"),
        Button(label(turn.language, N_("No, keep it")), f"evidence-of:{one.subject}:{one.id}"),
    )
    return Card(turn.t(ask, name=name, object=cut(title_of(turn, one), _LONGEST)), (buttons,))


def told_card(turn: Turn, one: Thing, proof: str, language: str) -> Card:
    """What the PLIE hears when a partner sends a file: of the object its reference only."""
    said = translate(
        language,
        N_("{who} ({organisation}) sent a supporting document: {proof}, for <b>{reference}</b>."),
        who=cut(turn.me.name, _NAMED),
        organisation=cut(turn.me.organisation, _NAMED),
        proof=label(language, PROOFS[proof]),
        reference=one.reference,
    )
    button = Button(label(language, N_("Supporting documents")), f"evidence-of:{one.subject}:{one.id}")
    return Card(said, ((button,),))


def may_remove(turn: Turn, row: Evidence) -> bool:
    """Whether this person may take the file back: who sent it, or the PLIE."""
    return turn.me.is_staff or row.added_by == turn.me.id


def after_card(turn: Turn, one: Thing, said: Markup) -> Card:
    """Below what was saved: the files of the object, and what is missing for the procurement."""
    return Card(said, _ends(turn, one, listing=True))


def _ends(turn: Turn, one: Thing, *, listing: bool = False) -> Keyboard:
    language = turn.language
    add = Button(label(language, N_("Send a document")), f"prove:{one.subject}:{one.id}")
    files = Button(label(language, N_("Supporting documents")), f"evidence-of:{one.subject}:{one.id}")
    may = bool(proofs_for(turn.me, Action.ADD_EVIDENCE, one))
    buttons = [files] if listing else [add] if may else []
    if one.procurement_id is not None:
        buttons.append(Button(label(language, N_("What is missing")), f"missing-of:{one.procurement_id}"))
    if not listing and one.subject in _WITH_CARD and may:
        buttons.append(Button(label(language, N_("‹ Back")), f"{one.subject}:{one.id}"))
    return rows_of(buttons)


def _line(turn: Turn, row: Evidence) -> str:
    day = formats.day(row.added_at.astimezone(turn.zone).date(), turn.language)
    name = evidence.name(turn.session, row)
    return cut(f"{label(turn.language, PROOFS[row.proof])} · {day} · {name}", MAX_LABEL)


def _received(turn: Turn, row: Evidence) -> str:
    return formats.moment(row.added_at, turn.zone, turn.language)


def _sender(turn: Turn, row: Evidence) -> str:
    """Who sent it; a partner reads the PLIE's name only as an organisation."""
    sender = people.get(turn.session, row.added_by)
    named = turn.me.is_staff or sender.organisation_id == turn.me.organisation_id
    return cut(sender.name if named else sender.organisation, _NAMED)
