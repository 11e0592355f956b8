"""Cards of exits, for PLIE staff only."""

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, rows_of
from bot.dialogue.fitting import cut
from bot.dialogue.journey.exits.steps import fact_lines
from bot.dialogue.journey.words import FOLLOW_UP_KINDS, FOLLOW_UP_STATES
from bot.dialogue.seekers.candidates import name_of
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.dialogue.words import CANDIDATE_STATES
from bot.store import candidates, exits, follow_ups, organisations, placements
from bot.store.exits import identity
from bot.store.tables import Candidate, CandidateState, Exit, FollowUp

_LINE = Markup("\n")
_NAME = 80


def exit_card(turn: Turn, row: Exit, language: str) -> Card:
    """The exit as it stands, what it counts for and its follow-ups, with what can be done to it. That of
    somebody anonymised still counts: it has no name, and nothing is done to it any more."""
    candidate = candidates.get(turn.session, row.candidate_id)
    if candidate is None:
        return Card(translate(language, N_("This exit cannot be found.")))
    lines = [
        Markup("<b>{}</b>\n{} · {}").format(
            translate(language, N_("Exit")), candidate.reference, _called(turn, candidate, language)
        ),
        *fact_lines(exits.said(row), language),
        *_placement(turn, row, language),
        _recorded(turn, row, language),
        *_follow_ups(turn, row, language),
    ]
    return Card(_LINE.join(lines), rows_of(_buttons(row, candidate, language)))


def _called(turn: Turn, candidate: Candidate, language: str) -> Markup | str:
    if candidate.state == CandidateState.ANONYMISED:
        return translate(language, CANDIDATE_STATES[CandidateState.ANONYMISED])
    return cut(candidates.name(turn.session, candidate), _NAME)


def _placement(turn: Turn, row: Exit, language: str) -> list[Markup]:
    """The placement the exit comes out of."""
    placement = None if row.placement_id is None else placements.get(turn.session, row.placement_id)
    if placement is None:
        return []
    company = organisations.get(turn.session, placement.organisation_id).name
    said = N_("After the placement {reference} ({company})")
    return [translate(language, said, reference=placement.reference, company=cut(company, _NAME))]


def _recorded(turn: Turn, row: Exit, language: str) -> Markup:
    if row.cancelled_at is not None:
        return translate(language, N_("Taken back: it was recorded by mistake."))
    return translate(
        language,
        N_("Recorded on {day} by {name}"),
        day=formats.moment(row.recorded_at, turn.zone, language),
        name=name_of(turn.session, row.recorded_by),
    )


def _follow_ups(turn: Turn, row: Exit, language: str) -> list[Markup]:
    rows = follow_ups.of_exit(turn.session, identity(row))[::-1]
    return [_follow_up(one, language) for one in rows]


def _follow_up(row: FollowUp, language: str) -> Markup:
    state = N_("to be made") if row.state is None else FOLLOW_UP_STATES[row.state]
    kind = translate(language, FOLLOW_UP_KINDS[row.kind])
    day = formats.day(row.due_on, language)
    said = N_("• {kind} ({day}): {found}")
    return translate(language, said, kind=kind, day=day, found=translate(language, state))


def _buttons(row: Exit, candidate: Candidate, language: str) -> list[Button]:
    number = identity(row)
    open_file = Button(
        label(language, N_("The person’s file")), f"candidate:{candidates.identity(candidate)}"
    )
    if row.cancelled_at is not None or candidate.state == CandidateState.ANONYMISED:
        return [open_file]
    return [
        Button(label(language, N_("Correct")), f"correct-exit:{number}"),
        Button(label(language, N_("Recorded by mistake")), f"cancel-exit:{number}"),
        Button(label(language, N_("Supporting document")), f"prove:exit:{number}"),
        open_file,
    ]


def cancelling_card(turn: Turn, row: Exit, language: str) -> Card:
    """The question before an exit is taken back."""
    candidate = candidates.get(turn.session, row.candidate_id)
    reference = "–" if candidate is None else candidate.reference
    ask = N_(
        "Take back the exit of {reference}? It no longer counts, its follow-ups go, the file opens again."
    )
    yes = Button(label(language, N_("Yes, take it back")), f"cancelled-exit:{identity(row)}")
    no = Button(label(language, N_("No")), f"exit-card:{identity(row)}")
    return Card(translate(language, ask, reference=reference), ((yes, no),))


def told_card(turn: Turn, candidate: Candidate, row: Exit, language: str) -> Card:
    """What the adviser hears of an exit that somebody else recorded."""
    said = N_("{name} recorded the exit of {reference}:")
    head = translate(language, said, name=turn.me.name, reference=candidate.reference)
    see = Button(label(language, N_("Open the exit")), f"exit-card:{identity(row)}")
    return Card(_LINE.join([head, *fact_lines(exits.said(row), language)]), ((see,),))
