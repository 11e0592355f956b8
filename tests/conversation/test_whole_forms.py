"""Every form from its first question to its end, sent once however often it is tapped; and what once went
wrong on the way."""

from typing import Any

import pytest
import stage_effects
from stage import KNOWN
from stage_play import Play
from stage_scenes import SHEET, STARTS, answer, prepare, send, step
from stage_world import BUYER

from bot.handlers import FORMS


def test_every_form_has_somebody_who_begins_it() -> None:
    assert set(STARTS) == set(KNOWN) == set(stage_effects.FORMS), "tests/stage_effects.py and STARTS"


@pytest.mark.parametrize("choice", [0, 1])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_is_filled_sent_once_and_closed(play: Play, form: Any, choice: int) -> None:
    chat, data = STARTS[form.name]
    prepare(play, form.name)
    play.taps_again(chat, play.taps(chat, data))
    begun = play.stage.here(chat)
    assert begun is not None
    assert begun.waiting is None
    for _ in range(60):
        here = play.stage.here(chat)
        if here is None or not here.state.step:
            break
        assert here.form is KNOWN[form.name]
        answer(play, chat, choice)
    here = play.stage.here(chat)
    assert (here is None) == form.at_once
    if here is not None:
        tap = send(play, chat)
        play.taps_again(chat, tap)
        play.redelivered(tap)
    assert form.name in play.submitted


def test_a_file_that_arrives_late_is_no_answer_to_another_question(play: Play) -> None:
    play.taps(BUYER, STARTS["programme"][1])
    answer(play, BUYER)
    play.sends(BUYER, document=SHEET)
    play.says(BUYER, "/annuler")
    play.taps(BUYER, STARTS["announce"][1])
    while step(play, BUYER) != "remark":
        answer(play, BUYER)
    play.arrives(play.stage.fetches.pop(), b"no workbook")
    assert step(play, BUYER) == "remark"
    assert "question précédente" in play.stage.said[-1].text


def test_a_file_that_arrives_after_its_form_is_taken_as_one_sent_alone(play: Play) -> None:
    play.taps(BUYER, STARTS["programme"][1])
    answer(play, BUYER)
    play.sends(BUYER, document=SHEET, caption="Notre programme 2027")
    play.says(BUYER, "/annuler")
    play.arrives(play.stage.fetches.pop(), b"no workbook")
    assert play.stage.here(BUYER) is None
    assert "n’est pas accepté" in play.stage.said[-1].text
