"""The buyer's answer to the PLIE's advice, lot by lot, on a page."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.actions import answer_advice, demand
from bot.dialogue.contracts.review import suitable_lines
from bot.dialogue.fields import Text
from bot.dialogue.fitting import cut
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.dialogue.words import GROUNDS, STATES
from bot.reports import bidders, clause, wording
from bot.rules.lifecycle import LotState
from bot.rules.policy import Action, Owner
from bot.store import lots, procurements
from bot.store.lots import advised
from bot.store.tables import Lot, Procurement
from bot.web import controls, html
from bot.web.answers.purpose import Done, Gone, Purpose, Seen, View
from bot.web.posted import Posted
from bot.web.reading import Reader, context_of

RETAIN, DISCUSS, DECLINE = "retain", "discuss", "decline"
_ANSWERS = {
    RETAIN: N_("I retain it"),
    DISCUSS: N_("Let us talk about it"),
    DECLINE: N_("I do not retain it"),
}
_MESSAGE = Text(2, 1000)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TITLE = N_("Advice of the PLIE on {reference}")
_LOT = N_("Lot {number} · {title}")
_WHAT_TO_SAY = N_("What would you like to say to the facilitator?")
_GROUND = N_("Ground for doing without the clause")


def _show(turn: Turn, number: int, seen: Seen) -> View:
    procurement = _procurement(turn, number)
    language = turn.language
    known = [lot for lot in lots.of(turn.session, number) if lot.advised_at is not None]
    waiting = [lot for lot in known if lot.state == LotState.SUITABLE]
    parts = [
        Markup("<p>{}</p>").format(procurement.title),
        _lines([lot for lot in known if lot not in waiting], language),
    ]
    title = label(language, _TITLE, reference=procurement.reference)
    if not waiting:
        nothing = translate(language, N_("Nothing waits for your answer."))
        return View(title, Markup("").join([*parts, Markup("<p>{}</p>").format(nothing)]))
    ask = Markup("<p>{}</p>").format(translate(language, N_("Do you retain the clause?")))
    grounded = answer_advice.needs_ground(turn, procurement)
    fields = [_lot(turn, procurement, lot, seen, grounded=grounded) for lot in waiting]
    send = html.button(label(language, N_("Send my answer")))
    return View(title, Markup("").join([*parts, ask, html.form(*fields, send)]), _named(waiting, language))


def _procurement(turn: Turn, number: int) -> Procurement:
    """The procurement, for who may answer for its buyer. Raises Gone, Refused."""
    procurement = procurements.get(turn.session, number)
    if procurement is None:
        raise Gone
    demand(turn, Action.ANSWER_ADVICE, Owner(procurement.organisation_id))
    return procurement


def _lines(known: Sequence[Lot], language: str) -> Markup:
    """Where these lots stand."""
    line = N_("{lot}: {state}")
    lines = [
        translate(language, line, lot=_lot_name(lot, language), state=translate(language, STATES[lot.state]))
        for lot in known
    ]
    return html.said(Markup("\n").join(lines)) if lines else Markup()


def _lot_name(lot: Lot, language: str) -> Markup:
    return translate(language, _LOT, number=cut(lot.number, 20), title=cut(lot.title, 300))


def _lot(turn: Turn, procurement: Procurement, lot: Lot, seen: Seen, *, grounded: bool) -> Markup:
    """A lot: how its hours are made, and the three answers."""
    language, number = turn.language, lot.id or 0
    lines = suitable_lines(turn.session, procurement, lot, advised(lot), language)
    options = {code: label(language, msgid) for code, msgid in _ANSWERS.items()}
    ask = translate(language, N_("Your answer"))
    troubles = seen.troubles
    parts = [
        html.said(Markup("\n").join(lines)),
        controls.radios(f"lot-{number}", ask, options, seen.posted, troubles.get(f"lot-{number}")),
    ]
    if grounded:
        grounds = {code: label(language, msgid) for code, msgid in GROUNDS.items()}
        name = f"ground-{number}"
        asked = translate(language, _GROUND)
        parts.append(
            controls.select(name, asked, grounds, seen.posted, troubles.get(name), kind="then then-decline")
        )
    name, asked = f"text-{number}", translate(language, _WHAT_TO_SAY)
    parts.append(controls.area(name, asked, seen.posted, troubles.get(name), kind="then then-discuss"))
    frame = Markup('<fieldset class="lot"><legend>{}</legend>{}</fieldset>')
    return frame.format(_lot_name(lot, language), Markup("").join(parts))


def _named(waiting: Sequence[Lot], language: str) -> dict[str, Markup]:
    """What the controls are called where something is wrong with them."""
    kinds = ("lot", "ground", "text")
    return {f"{kind}-{lot.id}": _lot_name(lot, language) for lot in waiting for kind in kinds}


@dataclass(frozen=True, slots=True)
class _Reply:
    """What the buyer answers for a lot: with what to say about it, or the ground to do without."""

    lot: Lot
    said: str
    text: str
    ground: str | None


def _answer(turn: Turn, number: int, sent: Posted) -> Done:
    procurement = _procurement(turn, number)
    known = lots.of(turn.session, number, lock=True)
    replies = _read(turn, procurement, known, sent)
    retained = [one.lot for one in replies if one.said == RETAIN]
    if retained:
        answer_advice.retain(turn, procurement, retained)
    for one in replies:
        if one.said == DECLINE:
            answer_advice.decline(turn, procurement, one.lot, one.ground)
        elif one.said == DISCUSS:
            answer_advice.discuss(turn, procurement, one.lot, one.text)
    return _thanks(turn, procurement, talked=any(one.said == DISCUSS for one in replies))


def _read(turn: Turn, procurement: Procurement, known: Sequence[Lot], sent: Posted) -> list[_Reply]:
    """The answers, for lots that wait for one. Raises Refused, Again."""
    waiting = [lot for lot in known if lot.state == LotState.SUITABLE]
    answered = [lot for lot in known if sent.one(f"lot-{lot.id}") in _ANSWERS]
    if not waiting or any(lot not in waiting for lot in answered):
        raise Refused(answer_advice.MOVED_ON)
    reader = Reader(sent, context_of(turn))
    grounded = answer_advice.needs_ground(turn, procurement)
    replies = [_reply(lot, reader, grounded=grounded) for lot in answered]
    if not replies:
        reader.wrong(f"lot-{waiting[0].id}", N_("Please choose an answer for one lot at least."))
    reader.end()
    return replies


def _reply(lot: Lot, reader: Reader, *, grounded: bool) -> _Reply:
    said = reader.posted.one(f"lot-{lot.id}")
    text = reader.typed(f"text-{lot.id}", _MESSAGE) if said == DISCUSS else None
    ground = reader.posted.one(f"ground-{lot.id}") if said == DECLINE and grounded else None
    if ground is not None and ground not in GROUNDS:
        asked = N_("Above the European threshold, doing without the clause needs its ground.")
        reader.wrong(f"ground-{lot.id}", asked)
    return _Reply(lot, said, text or "", ground)


def _thanks(turn: Turn, procurement: Procurement, *, talked: bool) -> Done:
    """Where each lot stands now; once nothing waits, the wording for the tender documents."""
    language = turn.language
    known = [lot for lot in lots.of(turn.session, procurement.id or 0) if lot.advised_at is not None]
    waiting = any(lot.state == LotState.SUITABLE for lot in known)
    parts = [_lines(known, language)]
    if talked:
        sent = N_("Sent to the facilitator, who will come back to you. The lot still waits for your answer.")
        parts.append(Markup("<p>{}</p>").format(translate(language, sent)))
    if not waiting:
        parts.append(_wording(turn, procurement))
    again = label(language, N_("Answer for the lots that wait")) if waiting else None
    return Done(label(language, N_("Thank you, your answer is recorded")), Markup("").join(parts), again)


def _wording(turn: Turn, procurement: Procurement) -> Markup:
    """The wording of the clause, to copy and as Word documents; nothing without a lot retained."""
    found = wording.clause_of(turn.session, procurement)
    if found is None:
        return Markup()
    language, reference = turn.language, procurement.reference
    told = N_("Here is the wording of the clause for your documents, to copy or as a Word file.")
    documents = (
        (N_("The clause (Word)"), f"clause-{reference}.docx", clause.word(found, turn.today)),
        (
            N_("The sheet for the bidders (Word)"),
            f"plie-{reference}.docx",
            bidders.bidders_sheet(found, turn.today),
        ),
    )
    links = [
        html.link(label(language, text), f"data:{_WORD};base64,{b64encode(content).decode()}", download=name)
        for text, name, content in documents
    ]
    head = Markup("<hr><p>{}</p><p>{}</p>").format(translate(language, told), Markup(" ").join(links))
    return head + Markup("").join(html.said(message) for message in clause.messages(found))


PURPOSE = Purpose(_show, _answer)
