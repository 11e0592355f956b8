"""The history of a candidate's file: who changed which field when."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.cards import Card
from bot.dialogue.fitting import cut_html
from bot.dialogue.seekers.candidates import SUBJECT, name_of, open_button
from bot.dialogue.seekers.steps import STEPS
from bot.dialogue.translations import N_, translate
from bot.dialogue.words import CANDIDATE_STATES
from bot.store import history
from bot.store.candidates import identity
from bot.store.database import Session
from bot.store.history import Correction, Subject
from bot.store.tables import Candidate

MOST = 12
_VALUE = 70
_LINE = Markup("\n")
_STEPS = {step.name: step for step in STEPS}


def history_card(session: Session, candidate: Candidate, language: str, zone: ZoneInfo) -> Card:
    """Who made the file, and who changed what when, newest first."""
    changes = history.of(session, Subject(SUBJECT, identity(candidate)), MOST)
    made = translate(
        language,
        N_("Made on {day} by {name}"),
        day=formats.moment(candidate.created_at, zone, language),
        name=name_of(session, candidate.created_by),
    )
    lines = [_changed(session, change, language, zone) for change in changes]
    heading = translate(language, N_("History of <b>{reference}</b>"), reference=candidate.reference)
    back = open_button(identity(candidate), candidate.reference, language)
    return Card(_LINE.join([heading, *lines, made]), ((back,),))


def _changed(session: Session, change: Correction, language: str, zone: ZoneInfo) -> Markup:
    line = N_("• {day} · {name} · {label}: {before} → {after}")
    before, after = (
        _value(session, change.field, value, language) for value in (change.before, change.after)
    )
    return translate(
        language,
        line,
        day=formats.moment(change.at, zone, language),
        name=name_of(session, change.person_id),
        label=translate(language, _field_label(change.field)),
        before=cut_html(before, _VALUE),
        after=cut_html(after, _VALUE),
    )


def _field_label(field: str) -> str:
    return _STEPS[field].label if field in _STEPS else _OTHERS.get(field, N_("Other"))


_OTHERS = {
    "adviser": N_("Adviser"),
    "proposed_by": N_("Proposed by"),
    "state": N_("File"),
    "eligible_until": N_("Eligible until"),
}


def _value(session: Session, field: str, value: Any, language: str) -> Markup:
    """An earlier or later value of a field, as people read it."""
    if value is None:
        return escape("–")
    if field in ("adviser", "proposed_by"):
        return escape(name_of(session, value))
    if field == "state":
        return translate(language, CANDIDATE_STATES[value])
    if field == "eligible_until":
        return escape(formats.day(date.fromisoformat(value), language))
    step = _STEPS.get(field)
    return step.field.show(value, language) if step is not None and step.field.fits(value) else escape("–")
