"""What the PLIE's staff are told of a proposal beside the person's skills: files that may be of the same
person, what is said otherwise than in the file."""

from markupsafe import Markup

from bot.dialogue.cards import Button
from bot.dialogue.fitting import cut, cut_html
from bot.dialogue.screens import shown_answer
from bot.dialogue.seekers.candidates import open_button
from bot.dialogue.seekers.steps import STEPS, answers_of
from bot.dialogue.translations import N_, translate
from bot.dialogue.words import CANDIDATE_STATES
from bot.store import candidate_lists, candidates, proposals, referrals
from bot.store.candidate_lists import Line
from bot.store.candidates import Profile
from bot.store.database import Session
from bot.store.tables import Candidate, Referral

_MOST, _VALUE, _NAME = 3, 60, 60


def alike(session: Session, candidate: Candidate, said: Profile) -> list[Line]:
    """A few of the other files that may be of the same person, newest first."""
    return candidate_lists.doubles(session, said, candidates.identity(candidate))[:_MOST]


def alike_lines(found: list[Line], language: str) -> list[Markup]:
    """A line for each of these files, and what to do about them; nothing where there are none."""
    if not found:
        return []
    looks = N_("⚠️ Looks like <b>{reference}</b> · {name} ({state})")
    lines = [
        translate(
            language,
            looks,
            reference=line.reference,
            name=cut(line.name, _NAME),
            state=translate(language, CANDIDATE_STATES[line.state]),
        )
        for line in found
    ]
    merge = N_("Same phone, or same name and year of birth: a coordinator can merge the files.")
    return [*lines, translate(language, merge)]


def alike_buttons(found: list[Line], language: str) -> list[Button]:
    """The buttons that open these files."""
    return [open_button(line.id, line.reference, language) for line in found]


def differing(session: Session, referral: Referral, candidate: Candidate, language: str) -> list[Markup]:
    """What a partner who proposes a person again says otherwise than the file, a line each."""
    said = proposals.said(session, referrals.identity(referral))
    if said is None or referral.created_at == candidate.created_at:
        return []
    known = answers_of(candidates.profile(session, candidate))
    changed = [
        step for step in STEPS if step.name in said.answers and said.answers[step.name] != known[step.name]
    ]
    if not changed:
        return []
    line = N_("{label}: {before} → {after}")
    return [
        translate(language, N_("Proposed again; what is said differs from the file, which stays as it is:")),
        *(
            Markup("• ")
            + translate(
                language,
                line,
                label=translate(language, step.label),
                before=cut_html(shown_answer(step, known, language), _VALUE),
                after=cut_html(shown_answer(step, said.answers, language), _VALUE),
            )
            for step in changed
        ),
    ]
