"""A right answer to every question of every form: what to type, or what to tap."""

from collections.abc import Callable
from typing import Any

from stage import ZONE, Here, Stage, verb_of
from telegram import Update

from bot.dialogue import bounds, days, email, fields, figures, notices, siret
from bot.dialogue.agreement import fields as agreement_fields
from bot.dialogue.answers import Candidate, Context
from bot.dialogue.circulars import fields as circular_fields
from bot.dialogue.contracts import award_fields, cancel_fields
from bot.dialogue.contracts import programme as programme_fields
from bot.dialogue.field import Field
from bot.dialogue.form import Form, State
from bot.dialogue.journey import pickers
from bot.dialogue.journey.evidence import fields as evidence_fields
from bot.dialogue.journey.hours import month as hours_month
from bot.dialogue.journey.hours import sheet as hours_sheet
from bot.dialogue.journey.interviews import fields as interview_fields
from bot.dialogue.journey.placements import days as placement_days
from bot.dialogue.journey.placements import fields as placement_fields
from bot.dialogue.journey.shares import fields as share_fields
from bot.dialogue.journey.trainings import fields as training_fields
from bot.dialogue.lookups import lookup_for
from bot.dialogue.reminders import last_day
from bot.dialogue.screens import keyboard
from bot.dialogue.seekers import fields as candidate_fields
from bot.dialogue.seekers import keeping
from bot.dialogue.taps import Tapped
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies import offer_fields
from bot.handlers.importing import ListFile
from bot.store import parameters

Ways = list[str]
"""Texts to type; a text that begins with "f:" is a button to tap, one with `FILE_NAMED` a file to send."""
FILE_NAMED = "file:"

_UNITS = {"share": "7 %", "euros": "35 €", "hours": "160 h", "days": "4", "months": "24"}


def _texts(*texts: str) -> Callable[[Field, State, Ways], Ways]:
    return lambda _field, _state, _picks: list(texts)


def _tap(_field: Field, _state: State, picks: Ways) -> Ways:
    """Any of the answers offered; none of those of fields that end at a "no"."""
    return [data for data in picks if not data.endswith((":no-consent", ":no-proposal"))]


def _tick(field: Field, state: State, picks: Ways) -> Ways:
    """Options until some are ticked, then the end."""
    ended = [data for data in picks if data.endswith(":pick:end")]
    return ended if state.partial or not getattr(field, "least", 0) else [d for d in picks if d not in ended]


def _number(field: Any, _state: State, _picks: Ways) -> Ways:
    return [str(field.low), str(min(field.high, field.low + 1))]


def _money(field: Any, _state: State, _picks: Ways) -> Ways:
    return ["450 k€", "1,2 M€"] if field.most > 10**6 else ["32 €", "40 euros"]


def _lots(_field: Field, _state: State, picks: Ways) -> Ways:
    return [next(data for data in picks if data.endswith((":all", ":end"))), *picks[:1]]


def _amounts(_field: Field, state: State, _picks: Ways) -> Ways:
    return ["\n".join("120 000 €" for _ in award_fields.chosen(state.answers))]


def _jobs(_field: Field, state: State, picks: Ways) -> Ways:
    ended = [data for data in picks if data.endswith(":pick:end")]
    return ended or [data for data in picks if ":pick:add:" in data] or ["maçon", "peintre en bâtiment"]


def _contracts(_field: Field, _state: State, picks: Ways) -> Ways:
    """Some contracts, then the end."""
    return [data for data in picks if data.endswith(":pick:end")] or [
        "Rénovation de l’école Molière ; Ifs ; 350 k€ ; mars ; 14 mois",
        "Voirie ; Caen ; 90 k€ ; juin ; 6 mois",
    ]


def _figure(_field: Field, state: State, _picks: Ways) -> Ways:
    return [_UNITS[parameters.known()[state.answers["figure"]].unit]]


def _people(_field: Field, _state: State, picks: Ways) -> Ways:
    """Somebody, then the end."""
    return [data for data in picks if data.endswith(":pick:end")] or ["C-2026-0001", "C-2026-0002"]


def _contract(_field: Field, _state: State, picks: Ways) -> Ways:
    """A contract of work, which there is; for a buyer any other document."""
    contract = [data for data in picks if data.endswith(":contract")]
    return contract or [data for data in picks if data.endswith(":other")]


def _proven(_field: Field, state: State, picks: Ways) -> Ways:
    return picks or ["P-2026-0001" if state.answers["proof"] == "contract" else "M-2026-0001"]


def _employer(_field: Field, _state: State, picks: Ways) -> Ways:
    """Anybody but a SIAE still to be named: there is none on the stage."""
    return [data for data in picks if not data.endswith(":siae")]


def _sheet(_field: Field, state: State, picks: Ways) -> Ways:
    ended = [data for data in picks if data.endswith(":pick:end")]
    return ended if ended and (state.partial or {}).get("typed") else ["Salarié 100"]


def _picked(field: Any, _state: State, _picks: Ways) -> Ways:
    """What anybody can be asked to pick from, by its reference."""
    return {
        "candidate": ["C-2026-0004", "C-2026-0002"],
        "offer": ["O-2026-0001"],
        "sent-offer": ["O-2026-0003"],
    }[field.kind]


def _structures(_field: Field, _state: State, picks: Ways) -> Ways:
    return [data for data in picks if data.endswith(":pick:end")] or ["Les Chantiers"]


def _supply(_field: Field, state: State, _picks: Ways) -> Ways:
    return ["1 personne", "une"] if state.answers.get("unit") == "people" else ["100 h", "40 heures"]


_SIRETS = _texts("732 829 320 00074", "552 100 554 00013")

WAYS: dict[type[Field], Callable[[Field, State, Ways], Ways]] = {
    fields.Text: _texts("Rénovation du gymnase Tassigny", "Travaux de l’hiver, phase 2"),
    fields.WholeNumber: _number,
    fields.Money: _money,
    fields.Percent: _texts("50 %", "7 %"),
    fields.Duration: _texts("14 mois", "un an et demi"),
    fields.Choice: _tap,
    fields.Toggles: _tick,
    fields.Commune: _texts("Ifs", "Caen"),
    fields.Job: _texts("maçon", "peintre en bâtiment"),
    fields.Lots: _texts("1 Gros œuvre 450 k€\n2 Peinture", "Pas de lots"),
    fields.CommentOrDocument: _texts("Voir le plan joint."),
    days.Day: _texts("mars 2028", "dans 3 mois"),
    days.Happened: _texts("aujourd’hui"),
    keeping.LastDay: _texts("31/12/2030"),
    last_day.LastDay: _texts("4 décembre 2026", "15/01/2027"),
    placement_fields.Post: _texts("O-2026-0001", "Hors marché"),
    placement_fields.Person: _texts("C-2026-0001"),
    placement_fields.EmployerOf: _employer,
    placement_days.StartDay: _texts("5 janvier 2027", "dans 3 mois"),
    placement_days.PlannedEnd: _texts("6 mois", "31 décembre 2027"),
    placement_days.RenewedEnd: _texts("3 mois", "CDI"),
    placement_days.EndDay: _texts("1er mars 2027", "20 avril 2027"),
    interview_fields.HeldOn: _texts("hier au téléphone", "aujourd’hui au bureau"),
    training_fields.People: _people,
    training_fields.FirstDay: _texts("5 janvier 2027", "11 janvier 2027"),
    training_fields.LastDay: _texts("15 janvier 2027", "le même jour"),
    training_fields.TrainingHours: _texts("10 h", "7,5"),
    evidence_fields.ProofKind: _contract,
    evidence_fields.ProvenObject: _proven,
    evidence_fields.SentFiles: _texts(f"{FILE_NAMED}contrat.pdf", f"{FILE_NAMED}scan.pdf"),
    offer_fields.HeldLot: _tap,
    cancel_fields.LivingLot: _tap,
    offer_fields.WeeklyHours: _texts("35", "17,5"),
    award_fields.OpenLots: _lots,
    award_fields.Supplier: _texts("Bâti Normandie"),
    award_fields.SupplierSiret: _SIRETS,
    award_fields.AwardAmount: _texts("450 k€"),
    award_fields.AwardAmounts: _amounts,
    hours_month.Month: _texts("octobre 2026", "le mois dernier"),
    hours_sheet.Sheet: _sheet,
    notices.Notice: _texts("https://boamp.fr/avis/26-12345"),
    siret.Siret: _SIRETS,
    email.Email: _texts("n.benali@exemple.fr", "Hugo Petit <Hugo@Exemple.fr>"),
    figures.Value: _figure,
    programme_fields.Year: _texts("2027", "2028"),
    programme_fields.ProgrammeLines: _contracts,
    share_fields.Structures: _structures,
    share_fields.SharedHours: _texts("120 h"),
    share_fields.Supply: _supply,
    candidate_fields.FullName: _texts("DURAND Zoé", "Petit Ali"),
    candidate_fields.Phone: _texts("06 98 76 54 32"),
    candidate_fields.BirthYear: _texts("1990", "né en 1975"),
    candidate_fields.Experience: _texts("3", "débutant"),
    candidate_fields.Jobs: _jobs,
    candidate_fields.Available: _texts("aujourd’hui", "mars 2028"),
    candidate_fields.Consent: _tap,
    pickers.Picked: _picked,
    candidate_fields.Reference: _texts("C-2026-0002", "C-2026-0003"),
    circular_fields.Audience: _tick,
    circular_fields.CircularText: _texts("Réunion d’information jeudi.", "Travaux de l’hiver, phase 2"),
    circular_fields.CircularFile: _texts(f"{FILE_NAMED}affiche.pdf"),
    ListFile: _texts(f"{FILE_NAMED}entreprises.csv"),
    agreement_fields.ExactDay: _texts("31 décembre 2028", "31/12/2029"),
    agreement_fields.SigningOrganisation: _tap,
    bounds.Bound: _texts("01/01/2026", "juin 2025"),
    bounds.LastBound: _texts("2026", "30 novembre 2026"),
}
NAMED: dict[tuple[str, str], Ways] = {
    ("training", "timing"): ["Avant l’embauche"],
    ("correct-training", "timing"): ["Avant l’embauche"],
    ("exit", "kind"): ["Formation", "Embauche hors marché"],
    ("correct-exit", "kind"): ["Formation", "Embauche hors marché"],
    ("search-candidates", "text"): ["Petit", "C-2026-0001"],
    ("agreement", "starts"): ["1er janvier 2027", "01/02/2026"],
    ("agreement-dates", "starts"): ["1er janvier 2025", "02/01/2025"],
}
"""Questions whose right answers are not those of every question of their kind."""


def living(here: Here, context: Context) -> list[str]:
    """What the buttons of a form carry now, or those of the choice to keep it."""
    if here.waiting is not None:
        return [Tapped(here.state.nonce, verb).data for verb in ("resume", "drop")]
    return [button.data for row in keyboard(here.form, here.state, context) for button in row]


def context_of(stage: Stage, chat: int) -> Context:
    """What the form of this chat may know, what its person may look up with it."""
    member, now = stage.member(chat), stage.clock.instant
    today = now.astimezone(ZONE).date()
    if member is None:
        return Context(today, "fr")

    def look(kind: str, text: str) -> tuple[Candidate, ...]:
        with stage.database.begin() as session:
            turn = Turn(session, "look", now, ZONE, Update(1), chat, member, member.language)
            return lookup_for(turn)(kind, text)

    return Context(today, member.language, lookup=look)


def ways(form: Form, state: State, context: Context) -> Ways:
    """Right answers to the present question. Raises AssertionError for a kind of field nobody thought of."""
    step = form.step(state.step)
    offered = living(Here(form, form.version, state, None), context)
    if state.candidates:
        return [data for data in offered if verb_of(data) == "one"]
    if (form.name, step.name) in NAMED:
        return NAMED[form.name, step.name]
    kinds = [kind for kind in type(step.field).__mro__ if kind in WAYS]
    name = type(step.field).__name__
    assert kinds, f"tests/stage_answers.py knows no right answer to {form.name}.{step.name} ({name})"
    found = WAYS[kinds[0]](step.field, state, [data for data in offered if verb_of(data) == "pick"])
    assert found, f"no right answer to {form.name}.{step.name} ({name}) with {dict(state.answers)}"
    return found
