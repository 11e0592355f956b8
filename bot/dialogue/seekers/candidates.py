"""Cards and lists of candidates, for PLIE staff only."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut, folded
from bot.dialogue.form import Step
from bot.dialogue.journey.story.situation import situation
from bot.dialogue.seekers.fields import phone
from bot.dialogue.seekers.steps import STEPS, answers_of
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.dialogue.words import CANDIDATE_STATES
from bot.rules.retention import holds
from bot.store import candidates, notes, people
from bot.store.candidate_lists import Line
from bot.store.candidates import Profile, identity
from bot.store.database import Session
from bot.store.tables import Candidate, CandidateState, Role

SUBJECT = "candidate"
MOST_NOTES = 5
MOST_DOUBLES = 6
_NOTE = 300
_LONGEST_NAME = 50
_LINE = Markup("\n")
_STEPS = {step.name: step for step in STEPS}


def candidate_card(
    session: Session, candidate: Candidate, language: str, zone: ZoneInfo, today: date
) -> Card:
    """The whole file as it is now, with what can be done for the candidate."""
    if candidate.state == CandidateState.MERGED:
        return _merged_card(session, candidate, language)
    if candidate.state == CandidateState.ANONYMISED:
        return _anonymised_card(candidate, language, zone)
    said = candidates.profile(session, candidate)
    text = _LINE.join(
        [
            *facts(candidate, said, language),
            *situation(session, candidate, today, language),
            *_people(session, candidate, language),
            *_held(candidate, today, language),
            *_notes(session, candidate, language, zone),
        ]
    )
    return Card(text, _buttons(candidate, language))


def card_for(turn: Turn, candidate: Candidate) -> Card:
    """The whole file for the person of this turn."""
    return candidate_card(turn.session, candidate, turn.language, turn.zone, turn.today)


def more_card(turn: Turn, candidate: Candidate) -> Card:
    """What is done with the file itself: correct, note, follow, close, merge."""
    name = cut(candidates.name(turn.session, candidate), _LONGEST_NAME)
    text = Markup("<b>{}</b> · {}\n{}").format(
        candidate.reference, name, turn.t(N_("What should be done with the file?"))
    )
    coordinator = turn.me.role is Role.COORDINATOR
    return Card(text, _file_buttons(candidate, turn.language, me=turn.me.id, coordinator=coordinator))


def facts(candidate: Candidate, said: Profile, language: str) -> list[Markup]:
    """What is known of the candidate, a line each."""
    line = N_("{label}: {value}")
    answers = answers_of(said)
    values = {step.name: shown(step, answers[step.name], language) for step in STEPS}
    lines = [
        Markup("<b>{}</b> · {}").format(candidate.reference, said.name),
        Markup("📞 {}").format(phone(said.phone))
        if said.phone
        else translate(language, N_("No phone number")),
        translate(
            language,
            N_("Born in {year} · sex: {sex} · {commune}"),
            year=values["birth_year"],
            sex=values["sex"],
            commune=said.commune,
        ),
    ]
    named = ("district", "level", "experience", "jobs", "held", "eligibility", "available", "origin")
    lines += [
        translate(language, line, label=translate(language, _STEPS[name].label), value=values[name])
        for name in named
    ]
    state = translate(language, CANDIDATE_STATES[candidate.state])
    return [*lines, translate(language, N_("State: {state}"), state=state)]


def shown(step: Step, value: Any, language: str) -> Markup:
    """An answer as people read it; a dash where there is none."""
    return escape("–") if value is None else step.field.show(value, language)


def name_of(session: Session, person_id: int | None) -> str:
    """The name of someone of the PLIE; a dash for nobody."""
    person = None if person_id is None else people.find(session, person_id)
    return "–" if person is None else cut(person.name, _LONGEST_NAME)


def _people(session: Session, candidate: Candidate, language: str) -> list[Markup]:
    consent = translate(
        language,
        N_("Agreement given on {day}, heard by {name}"),
        day=formats.day(candidate.consent_on, language),
        name=name_of(session, candidate.consent_heard_by),
    )
    if candidate.adviser_id is None:
        return [consent, translate(language, N_("No adviser yet"))]
    return [consent, translate(language, N_("Adviser: {name}"), name=name_of(session, candidate.adviser_id))]


def _held(candidate: Candidate, today: date, language: str) -> list[Markup]:
    """Until when the file is kept whatever its age; nothing without a legal hold."""
    until = candidate.hold_until
    if until is None or not holds(until, today):
        return []
    return [translate(language, N_("Legal hold until {day}"), day=formats.day(until, language))]


def _notes(session: Session, candidate: Candidate, language: str, zone: ZoneInfo) -> list[Markup]:
    written = notes.of(session, SUBJECT, identity(candidate), MOST_NOTES)
    if not written:
        return []
    lines = []
    for note in written:
        when, by = formats.moment(note.at, zone, language), name_of(session, note.person_id)
        lines.append(f"{when} · {by} · {cut(note.text, _NOTE)}")
    return [translate(language, N_("Notes:")), folded("\n".join(lines))]


def _buttons(candidate: Candidate, language: str) -> Keyboard:
    """What is done for the person; the file itself is one tap further."""
    number = identity(candidate)
    active = candidate.state == CandidateState.ACTIVE
    alone = active and candidate.adviser_id is None
    return _shown(
        language,
        (N_("The way so far"), f"story:{number}", True),
        (N_("Interview"), f"interview:{number}", active),
        (N_("Present to a company"), f"refer:{number}", active),
        (N_("Matching offers"), f"offers-for:{number}", active),
        (N_("Training"), f"train:{number}", active),
        (N_("Exit"), f"exit:{number}", active),
        (N_("Supporting documents"), f"evidence-of:candidate:{number}", True),
        (N_("Become the adviser"), _following(candidate), alone),
        (N_("Open the file again"), f"reopen-candidate:{number}", not active),
        (N_("The file…"), f"candidate-file:{number}", True),
        (N_("All candidates"), "candidates:all:0", True),
    )


def _file_buttons(candidate: Candidate, language: str, *, me: int, coordinator: bool) -> Keyboard:
    number = identity(candidate)
    active = candidate.state == CandidateState.ACTIVE
    return _shown(
        language,
        (N_("Correct"), f"correct-candidate:{number}", True),
        (N_("Add a note"), f"note-candidate:{number}", True),
        (N_("Become the adviser"), _following(candidate), active and candidate.adviser_id != me),
        (N_("History"), f"candidate-history:{number}", True),
        (N_("Close the file"), f"close-candidate:{number}", active),
        (N_("Open the file again"), f"reopen-candidate:{number}", not active),
        (N_("Merge"), f"merge-candidate:{number}", coordinator),
        (N_("Legal hold"), f"hold-candidate:{number}", coordinator),
        (N_("Erase the person"), f"erase-candidate:{number}", coordinator),
        (N_("Back to the candidate"), f"candidate:{number}", True),
    )


def _shown(language: str, *wanted: tuple[str, str, bool]) -> Keyboard:
    return rows_of([Button(label(language, msgid), data) for msgid, data, there in wanted if there])


def _following(candidate: Candidate) -> str:
    return f"follow-candidate:{identity(candidate)}:{candidate.adviser_id or 0}"


def _anonymised_card(candidate: Candidate, language: str, zone: ZoneInfo) -> Card:
    """What is left to say of somebody: nothing about the person."""
    at = candidate.anonymised_at or candidate.created_at
    said = N_(
        "<b>{reference}</b> is nobody’s file any more: it was anonymised on {day}. What the person counts "
        "for in the figures stays."
    )
    day = formats.day(at.astimezone(zone).date(), language)
    text = translate(language, said, reference=candidate.reference, day=day)
    return Card(text, ((Button(label(language, N_("All candidates")), "candidates:all:0"),),))


def _merged_card(session: Session, candidate: Candidate, language: str) -> Card:
    survivor = candidates.get(session, candidate.merged_into or 0)
    if survivor is None:
        return Card(translate(language, N_("This candidate cannot be found.")))
    gone = N_("<b>{reference}</b> was merged into {survivor}.")
    text = translate(language, gone, reference=candidate.reference, survivor=survivor.reference)
    return Card(text, ((open_button(identity(survivor), survivor.reference, language),),))


def open_button(number: int, reference: str, language: str) -> Button:
    """The button that leads to a file."""
    return Button(label(language, N_("Open {reference}"), reference=reference), f"candidate:{number}")


def saved_card(candidate: Candidate, language: str) -> Card:
    """What comes after a file was made."""
    number = identity(candidate)
    text = translate(
        language, N_("The file <b>{reference}</b> is open. What next?"), reference=candidate.reference
    )
    offers = Button(label(language, N_("Matching offers")), f"offers-for:{number}")
    return Card(text, ((offers,), (open_button(number, candidate.reference, language),)))


def doubles_card(session: Session, found: Sequence[Line], mark: str, language: str) -> Card:
    """Files that may be the same person's, before another is made from the answers that `mark` names."""
    shown = found[:MOST_DOUBLES]
    heading = translate(
        language,
        N_(
            "This may be someone you know already: same phone, or same name and year of birth. "
            "Nothing is saved yet."
        ),
    )
    lines = [_double(session, line, language) for line in shown]
    buttons = [open_button(line.id, line.reference, language) for line in shown]
    newest = max(line.id for line in found)
    other = Button(label(language, N_("It is another person")), f"another-person:{mark}:{newest}")
    return Card(_LINE.join([heading, *lines]), (*rows_of(buttons), (other,)))


def alike_card(turn: Turn, candidate: Candidate, found: Sequence[Line]) -> Card:
    """Other files that say the same as one that was just corrected; a coordinator can merge them."""
    said = N_(
        "⚠️ Other files have the same phone as {reference}, or the same name and year of birth. Is it the "
        "same person? A coordinator can merge the files."
    )
    heading = turn.t(said, reference=Markup("<b>{}</b>").format(candidate.reference))
    shown = found[:MOST_DOUBLES]
    lines = [_double(turn.session, line, turn.language) for line in shown]
    buttons = [open_button(line.id, line.reference, turn.language) for line in shown]
    if turn.me.role is Role.COORDINATOR:
        merge = f"merge-candidate:{identity(candidate)}"
        buttons.append(Button(label(turn.language, N_("Merge")), merge))
    return Card(_LINE.join([heading, *lines]), rows_of(buttons))


def _double(session: Session, line: Line, language: str) -> Markup:
    candidate = candidates.get(session, line.id)
    if candidate is None:
        return Markup()
    said = candidates.profile(session, candidate)
    number = phone(said.phone) if said.phone else translate(language, N_("No phone number"))
    state = translate(language, CANDIDATE_STATES[line.state])
    return Markup("• <b>{}</b> · {} · {} · {} · {}").format(
        line.reference, line.name, said.birth_year, number, state
    )


def merging_card(session: Session, one: Candidate, other: Candidate, language: str) -> Card:
    """Two files side by side, with the choice of the one that is kept."""
    ask = translate(
        language,
        N_(
            "Is it the same person? Choose the file to keep: it keeps what it says, takes the notes of the "
            "other, and what it lacks. This cannot be undone."
        ),
    )
    texts = [_LINE.join(facts(file, candidates.profile(session, file), language)) for file in (one, other)]
    keep = [_keep(one, other, language), _keep(other, one, language)]
    neither = Button(label(language, N_("Do nothing")), f"candidate:{identity(one)}")
    return Card(Markup("\n\n").join([*texts, ask]), (tuple(keep), (neither,)))


def _keep(kept: Candidate, other: Candidate, language: str) -> Button:
    text = label(language, N_("Keep {reference}"), reference=kept.reference)
    return Button(text, f"merged-candidate:{identity(kept)}:{identity(other)}")


def list_rows(lines: Sequence[Line], language: str) -> Keyboard:
    """A button for each file of a list."""
    return tuple((Button(_label(line, language), f"candidate:{line.id}"),) for line in lines)


def _label(line: Line, language: str) -> str:
    closed = line.state != CandidateState.ACTIVE
    state = f" · {label(language, CANDIDATE_STATES[line.state])}" if closed else ""
    name = cut(line.name, MAX_LABEL - len(line.reference) - len(state) - 3)
    return f"{line.reference} · {name}{state}"
