"""What events do to a form."""

from dataclasses import replace

import pytest
from demo_form import CONTEXTS, FILLED, FORM, SHORT, talk

from bot.dialogue.advance import Attached, Tapped, Then, advance, renew
from bot.dialogue.fields import Money
from bot.dialogue.form import State, Step


def test_answers_lead_from_question_to_question_and_to_the_recap() -> None:
    here = talk(SHORT)
    assert "1/2" in here.text
    here.says("Rénovation de 40 logements")
    assert here.state.step == "kind"
    here.taps("Travaux")
    assert "3/3" in here.text
    here.says("2")
    assert here.state.step == ""
    assert here.state.answers == {"title": "Rénovation de 40 logements", "kind": "works", "people": 2}
    assert here.labels == [
        "Transmettre au PLIE",
        "Modifier : Objet",
        "Modifier : Type",
        "Modifier : Lots",
        "Être rappelé",
        "Annuler",
    ]
    assert here.taps("Transmettre au PLIE").then is Then.SUBMIT


def test_known_answers_are_not_asked_again() -> None:
    assert talk(answers=FILLED).state.step == ""
    assert talk(answers={"title": "École", "organisation": 7}).state.step == "kind"
    assert talk(answers={"title": "École", "organisation": 7}).state.answers["organisation"] == 7


def test_a_wrong_answer_is_asked_again_with_an_example_and_loses_nothing() -> None:
    here = talk(answers={**FILLED})
    here.taps("Modifier : Montant HT")
    before = here.state.answers
    here.says("cent mille ou deux cent mille")
    assert here.state.step == "amount"
    assert here.state.answers == before
    assert "Je n’ai pas compris « cent mille ou deux cent mille »" in here.text
    assert "Par exemple : 350 k€" in here.text


def test_what_is_typed_is_escaped_and_braces_are_harmless() -> None:
    here = talk(SHORT)
    here.says("<b>{0.__class__} & {title}</b>", "zzz <i>{said}</i>")
    assert "zzz <i>{said}</i>" in here.text
    here.taps("Fournitures")
    assert "<b>{0.__class__} & {title}</b>" in here.text


def test_several_matches_are_offered_and_one_tap_answers() -> None:
    here = talk(answers={name: FILLED[name] for name in ("title", "kind", "people")})
    here.says("saint")
    assert 2 <= len([label for label in here.labels if label.startswith("Saint")]) <= 6
    assert len(here.state.candidates) <= 6
    assert "Garder « saint »" in here.labels
    chosen = next(label for label in here.labels if label.startswith("Saint"))
    here.taps(chosen)
    assert here.state.answers["commune"] == chosen
    assert here.state.candidates == ()


def test_an_unknown_commune_can_be_kept() -> None:
    here = talk(answers={name: FILLED[name] for name in ("title", "kind", "people")})
    here.says("Zyxwville")
    assert here.state.step == "commune"
    here.taps("Garder « Zyxwville »")
    assert here.state.answers["commune"] == "Zyxwville"


def test_back_keeps_the_answer_and_keep_goes_on() -> None:
    here = talk(SHORT)
    assert "Retour" not in here.labels
    here.says("École")
    here.taps("Retour")
    assert here.state.step == "title"
    assert "Votre réponse actuelle : École" in here.text
    here.taps("Garder cette réponse")
    assert here.state.step == "kind"
    assert here.state.answers == {"title": "École"}


def test_an_optional_question_can_be_passed_and_says_so() -> None:
    here = talk(answers={name: FILLED[name] for name in ("title", "kind", "people", "commune")})
    assert "facultative" in here.text
    here.taps("Passer")
    assert here.state.answers["amount"] is None
    assert "Passer" not in here.labels
    assert "facultative" not in here.text


def test_editing_a_field_comes_back_to_the_recap() -> None:
    here = talk(answers=FILLED)
    here.taps("Modifier : Commune")
    assert "Votre réponse actuelle : Ifs" in here.text
    here.taps("Retour")
    assert here.state.step == ""
    assert here.state.answers == FILLED
    here.taps("Modifier : Objet")
    here.says("École")
    assert here.state.step == ""
    assert here.state.answers == FILLED | {"title": "École"}


def test_an_edit_drops_what_no_longer_matters_and_asks_what_now_does() -> None:
    here = talk(SHORT, {"title": "École", "kind": "works", "people": 2})
    here.taps("Modifier : Type")
    here.taps("Fournitures")
    assert here.state.step == ""
    assert "people" not in here.state.answers
    here.taps("Modifier : Type")
    here.taps("Travaux")
    assert here.state.step == "people"
    here.says("3")
    assert here.state.step == ""
    assert here.state.answers["people"] == 3


def test_a_double_tap_is_stale_and_changes_nothing() -> None:
    here = talk(answers=FILLED)
    for label in ("Modifier : Objet", "Retour", "Transmettre au PLIE"):
        button = here.button(label)
        here.sends(button)
        after = here.state
        assert here.sends(button).then is Then.STALE
        assert here.state == after


@pytest.mark.parametrize("data", ["", "f", "f:", "f:zz:back", "f:0:send", "x:1:2:3:4"])
def test_malformed_buttons_are_stale(data: str) -> None:
    here = talk()
    before = here.state
    assert here.sends(Tapped.parse(data)).then is Then.STALE
    assert here.state == before


@pytest.mark.parametrize(
    ("verb", "arg"),
    [("send", ""), ("edit", "kind"), ("back", ""), ("skip", ""), ("keep", ""), ("one", "0"), ("pick", "x")],
)
def test_a_button_the_present_card_does_not_offer_is_stale(verb: str, arg: str) -> None:
    here = talk()
    before = here.state
    assert here.sends(Tapped(before.nonce, verb, arg)).then is Then.STALE
    assert here.state == before


def test_ticks_add_up_until_the_end() -> None:
    here = talk(answers={name: value for name, value in FILLED.items() if name != "held"})
    assert here.state.step == "held"
    here.taps("C’est tout")
    assert "Choisissez-en au moins un" in here.text
    first = here.button("Travaux")
    here.sends(first)
    assert "✓ Travaux" in here.labels
    assert here.sends(first).then is Then.STALE
    assert here.state.partial == ["a"]
    here.says("services")
    assert here.state.partial == ["a", "b"]
    here.says("bidule")
    assert here.state.partial == ["a", "b"]
    here.taps("✓ Travaux")
    here.says("c'est tout")
    assert here.state.answers["held"] == ["b"]


def test_ticks_are_still_there_when_edited() -> None:
    here = talk(answers=FILLED)
    here.taps("Modifier : Services")
    assert "✓ Travaux" in here.labels


def test_the_calendar_turns_its_pages_and_a_day_answers() -> None:
    here = talk(answers={name: FILLED[name] for name in ("title", "kind", "people", "commune", "amount")})
    here.taps("Calendrier")
    assert "novembre 2026" in here.labels
    assert "‹" not in here.labels
    old = here.button("›")
    here.sends(old)
    assert "décembre 2026" in here.labels
    assert here.sends(old).then is Then.STALE
    here.taps("‹")
    here.taps("Fermer le calendrier")
    assert "Calendrier" in here.labels
    here.taps("Calendrier")
    here.taps("30")
    assert here.state.answers["start"] == "2026-11-30/day"


def test_the_name_of_the_month_does_nothing() -> None:
    here = talk(answers={name: FILLED[name] for name in ("title", "kind", "people", "commune", "amount")})
    here.taps("Calendrier")
    before = here.state
    assert here.taps("novembre 2026").then is Then.NOTHING
    assert here.state == before


def test_what_is_typed_on_the_recap_is_answered_politely() -> None:
    here = talk(answers=FILLED)
    here.says("merci")
    assert "utiliser les boutons" in here.text
    assert here.state.answers == FILLED
    assert here.sends(Attached({"file_id": "x"})).then is Then.SHOW
    assert here.says("transmettre au plie").then is Then.SUBMIT


def test_a_label_typed_is_the_button_tapped() -> None:
    here = talk(answers={name: FILLED[name] for name in ("title", "kind", "people", "commune")})
    here.says("passer")
    assert here.state.answers["amount"] is None
    here.says("Décembre 2026", "retour")
    assert here.state.step == "start"
    assert here.says("annuler").then is Then.CANCEL


def test_a_document_answers_where_one_may() -> None:
    file = {"kind": "photo", "file_id": "x", "file_name": None, "mime_type": "image/jpeg", "file_size": 10}
    here = talk(SHORT)
    here.sends(Attached(file))
    assert here.state.step == "title"
    assert "réponses écrites" in here.text
    here = talk(answers={name: value for name, value in FILLED.items() if name != "remark"})
    here.sends(Attached(file | {"file_size": 21_000_000}))
    assert "20 Mo" in here.text
    here.sends(Attached(None))
    assert here.state.step == "remark"
    here.sends(Attached(file, " La photo du site "))
    assert here.state.answers["remark"] == file | {"text": "La photo du site"}
    assert "une photo" in here.text


def test_a_changed_form_keeps_the_answers_that_still_fit() -> None:
    steps = (
        Step("price", "Montant", "Montant ?", Money()),
        *(step if step.name != "title" else replace(step, field=Money()) for step in FORM.steps),
    )
    old = State(5, "remark", FILLED | {"held": None, "organisation": 7}, partial="x")
    new = renew(replace(FORM, version=2, steps=steps), old)
    assert new.step == "price"
    assert "title" not in new.answers
    assert {name for name in FILLED if name not in new.answers} == {"title"}
    assert new.answers["organisation"] == 7
    assert new.partial is None


def test_a_state_survives_the_draft() -> None:
    here = talk(answers={name: FILLED[name] for name in ("title", "kind", "people")})
    here.says("saint")
    assert State.from_json(here.state.to_json()) == here.state


def test_advance_changes_nothing_in_place() -> None:
    here = talk(answers=FILLED)
    kept = here.state.to_json()
    advance(FORM, here.state, here.button("Modifier : Objet"), CONTEXTS["fr"])
    assert here.state.to_json() == kept


def test_long_answers_leave_every_field_and_the_question_in_sight() -> None:
    here = talk(answers=FILLED | {"title": "🎉" * 1000, "remark": {"text": "<&" * 1000}})
    assert all(
        f"{label} :" in here.text
        for label in ("Objet", "Commune", "Montant HT", "Lots", "Commentaire ou document")
    )
    assert "<b>Commentaire ou document</b>" in str(here.card.text)
    here.taps("Modifier : Objet")
    assert "Quel est l’objet du marché" in here.text
    assert len(here.text) < 900
