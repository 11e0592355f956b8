"""Fields of a candidate's file: what is understood, refused, offered and shown."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import assert_fits
from seekers import seeker

from bot.dialogue.advance import Typed, advance, begin
from bot.dialogue.answers import Context, NotUnderstood, Partial, Reading, Understood
from bot.dialogue.field import Field
from bot.dialogue.screens import card
from bot.dialogue.seekers.fields import (
    Available,
    BirthYear,
    Experience,
    FullName,
    Jobs,
    Phone,
    Reference,
    SexField,
    reference,
)
from bot.dialogue.seekers.steps import CONSENT, REFUSED, STEPS, answers_of, profile_of
from bot.dialogue.taps import Tapped
from bot.dialogue.words import SEXES
from bot.handlers.candidate_form import FORM

CONTEXT = Context(date(2026, 11, 22), "fr")
JOBS = Jobs()


def read(field: Field, text: str, partial: Any = None) -> Reading:
    return field.read(text, Context(CONTEXT.today, "fr", partial=partial))


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (FullName(), "DUPONT Marie", "DUPONT Marie"),
        (FullName(), " Mme  DUPONT,  Marie. ", "DUPONT Marie"),
        (FullName(), "M. Jean-Pierre d’Almeida", "Jean-Pierre d’Almeida"),
        (FullName(), "DUPONT\u200b\u202e Marie", "DUPONT Marie"),
        (FullName(), "محمد علي", "محمد علي"),
        (FullName(), "Monsieur Mathieu", None),
        (FullName(), "Marie", None),
        (FullName(), "DUPONT M4rie", None),
        (FullName(), "- -", None),
        (FullName(), "a " * 60, None),
        (Phone(), "06 11 22 33 44", "+33611223344"),
        (Phone(), "06.11.22.33.44", "+33611223344"),
        (Phone(), "0033 6 11 22 33 44", "+33611223344"),
        (Phone(), "+33 (0)6 11 22 33 44", "+33611223344"),
        (Phone(), "portable : 06-11-22-33-44, le soir", "+33611223344"),
        (Phone(), "02 31 30 41 42", "+33231304142"),
        (Phone(), "+32 470 12 34 56", "+32470123456"),
        (Phone(), "0692 12 34 56", "+262692123456"),
        (Phone(), "06 11 22 33", None),
        (Phone(), "06 11 22 33 44 ou 02 31 30 41 42", None),
        (Phone(), "12", None),
        (Phone(), "non", None),
        (BirthYear(), "1978", 1978),
        (BirthYear(), "78", 1978),
        (BirthYear(), "05", 2005),
        (BirthYear(), "née en 1978", 1978),
        (BirthYear(), "née le 12/03/1978", 1978),
        (BirthYear(), "12 mars 78", 1978),
        (BirthYear(), "1er août 1978", 1978),
        (BirthYear(), "1978-03-12", 1978),
        (BirthYear(), "née le 1978-3-2", 1978),
        (BirthYear(), "1978-13-12", None),
        (BirthYear(), "1945-03-12", None),
        (BirthYear(), "2010", 2010),
        (BirthYear(), "1946", 1946),
        (BirthYear(), "2011", None),
        (BirthYear(), "1945", None),
        (BirthYear(), "48 ans", None),
        (BirthYear(), "26", None),
        (BirthYear(), "1978 ou 1979", None),
        (SexField(SEXES), "femme", "female"),
        (SexField(SEXES), "h", None),
        (SexField(SEXES), "M", "male"),
        (SexField(SEXES), "non précisé", "unsaid"),
        (Experience(), "débutante", 0),
        (Experience(), "moins d’un an", 0),
        (Experience(), "dix ans", 10),
        (Experience(), "0", 0),
        (Experience(), "50", 50),
        (Experience(), "51", None),
        (Experience(), "6 mois", None),
        (Reference(), "c 2026 12", "C-2026-0012"),
        (Reference(), "C-2026-00012", "C-2026-0012"),
        (Reference(), "M-2026-0012", None),
        (Reference(), "12", None),
        (CONSENT.field, "oui", "yes"),
        (CONSENT.field, "non", None),
        (Available(), "01/09/2026", "2026-09-01/day"),
    ],
)
def test_what_is_understood(field: Field, text: str, value: Any) -> None:
    reading = read(field, text)
    assert isinstance(reading, NotUnderstood) if value is None else reading == Understood(value)


@given(st.text(max_size=400))
def test_no_text_breaks_a_field(text: str) -> None:
    for step in (*STEPS, CONSENT):
        reading = read(step.field, text)
        if isinstance(reading, Understood):
            assert step.field.fits(reading.value)
    assert reference(text) is None or text.strip()


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+33611223344", "06 11 22 33 44"),
        ("+33231304142", "02 31 30 41 42"),
        ("+32470123456", "+32 470 12 34 56"),
    ],
)
def test_a_phone_is_shown_as_it_is_dialled(e164: str, shown: str) -> None:
    assert Phone().show(e164, "fr") == shown


def test_experience_is_shown_in_years() -> None:
    shown = [str(Experience().show(years, "fr")).replace("\u00a0", " ") for years in (0, 1, 2)]
    assert shown == ["sans expérience", "1 an", "2 ans"]


def test_jobs_add_up_and_are_taken_out() -> None:
    one = read(JOBS, "maçon")
    assert one == Partial({"jobs": ["F1703"], "said": "", "choices": []})
    two = read(JOBS, "peintre en bâtiment", one.value)
    assert isinstance(two, Partial)
    assert two.value["jobs"] == ["F1703", "F1606"]
    context = Context(CONTEXT.today, "fr", partial=two.value)
    codes = [option.code for option in JOBS.options(context)]
    assert codes == ["out:F1703", "out:F1606", "end"]
    taken = JOBS.choose("out:F1703", context)
    assert isinstance(taken, Partial)
    assert taken.value["jobs"] == ["F1606"]
    assert JOBS.choose("end", context) == Understood(["F1703", "F1606"])
    assert read(JOBS, "couvreur", two.value) == Understood(["F1703", "F1606", "F1610"])
    assert read(JOBS, "maçon", one.value) == one


def test_three_jobs_in_one_line_end_the_question() -> None:
    assert read(JOBS, "maçon, peintre en bâtiment; couvreur") == Understood(["F1703", "F1606", "F1610"])
    three = JOBS.begin(["F1703", "F1606", "F1610"])
    assert isinstance(read(JOBS, "plombier", three), NotUnderstood)
    assert isinstance(JOBS.choose("end", Context(CONTEXT.today, "fr")), NotUnderstood)


def test_a_job_that_is_not_sure_is_asked_for_without_losing_the_others() -> None:
    asked = read(JOBS, "maçon, plaquiste")
    assert isinstance(asked, Partial)
    assert asked.value["jobs"] == ["F1703"]
    assert len(asked.value["choices"]) > 1
    context = Context(CONTEXT.today, "fr", partial=asked.value)
    codes = [option.code for option in JOBS.options(context)]
    wanted = next(code for code in codes if code.startswith("add:"))
    chosen = JOBS.choose(wanted, context)
    assert isinstance(chosen, Partial)
    assert chosen.value == {"jobs": ["F1703", wanted.removeprefix("add:")], "said": "", "choices": []}
    assert all(len(code.encode()) <= 40 for code in codes)


def test_answers_and_profile_say_the_same() -> None:
    for said in (seeker(), seeker(phone=None, district=True, held=0), seeker(district=False, level=7)):
        answers = answers_of(said)
        assert profile_of(answers) == said
        assert set(answers) == {step.name for step in STEPS}
        assert all(answers[step.name] is None or step.field.fits(answers[step.name]) for step in STEPS)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_longest_file_fits_its_recap_and_the_consent_its_card(language: str) -> None:
    context = Context(CONTEXT.today, language)
    answers = answers_of(seeker(name="É" * 40 + " " + "B" * 39, held=63, jobs=("F1703", "F1606", "F1610")))
    state = begin(FORM, 1, answers)
    assert state.step == "consent"
    text = assert_fits(card(FORM, state, context))
    assert "CNIL" in text
    refused = Tapped(state.nonce, "pick", REFUSED)
    after = advance(FORM, state, refused, context)
    assert isinstance(after.trouble, NotUnderstood)
    agreed = advance(FORM, after.state, Typed("oui" if language == "fr" else "yes"), context).state
    assert agreed.step == ""
    assert_fits(card(FORM, agreed, context))
