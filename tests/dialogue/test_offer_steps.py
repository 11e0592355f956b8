"""The questions of a job offer: its own fields, its answers as the store keeps them, corrections at once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import assert_fits

from bot.dialogue.advance import Typed, advance, begin
from bot.dialogue.answers import Context, NotUnderstood, Partial, Several, Understood
from bot.dialogue.form import State
from bot.dialogue.screens import card
from bot.dialogue.taps import Tapped
from bot.dialogue.translations import LANGUAGES
from bot.dialogue.vacancies.offer_fields import HeldLot, WeeklyHours
from bot.dialogue.vacancies.offer_steps import merged, vacancy
from bot.handlers.offer_form import FORM

TODAY = date(2026, 11, 22)
NONE = {"id": None, "label": ""}
FULL: dict[str, Any] = {
    "lot": NONE,
    "job": "F1703",
    "positions": 2,
    "commune": "Ifs",
    "start": "2027-01-05/day",
    "contract": "cdd",
    "months": "6",
    "weekly_hours": "35",
    "requirements": ["driving"],
    "level": "3",
    "comment": None,
}


def lots(count: int) -> list[dict[str, Any]]:
    return [{"id": n, "label": f"M-2026-0001 · {n} Gros œuvre {'é' * 90} {n}"} for n in range(1, count + 1)]


def context(count: int, partial: Any = None, language: str = "fr") -> Context:
    return Context(TODAY, language, {"lots_held": lots(count)}, partial)


def codes(count: int, partial: Any = None) -> list[list[str]]:
    return [[option.code for option in row] for row in HeldLot().rows(context(count, partial))]


def test_lots_are_offered_eight_at_a_time() -> None:
    assert codes(0) == [["0"]]
    assert codes(8) == [*([str(n)] for n in range(1, 9)), ["0"]]
    assert codes(17) == [*([str(n)] for n in range(1, 9)), ["0"], ["page:1"]]
    assert codes(17, 1) == [*([str(n)] for n in range(9, 17)), ["0"], ["page:0", "page:2"]]
    assert codes(17, 2) == [["17"], ["0"], ["page:0"]]
    assert HeldLot().choose("page:2", context(17)) == Partial(2)
    assert HeldLot().choose("17", context(17)) == Understood(lots(17)[16])
    assert HeldLot().choose("0", context(17)) == Understood(NONE)
    assert HeldLot().choose("4711", context(17)) == Understood(NONE)


def test_a_lot_is_known_by_its_words() -> None:
    field = HeldLot()
    assert field.read("gros oeuvre 12", context(17)) == Understood(lots(17)[11])
    assert field.read("hors marché", context(17)) == Understood(NONE)
    several = field.read("M-2026-0001", context(17))
    assert isinstance(several, Several)
    assert len(several.candidates) == 6
    assert isinstance(field.read("peinture", context(17)), NotUnderstood)
    assert isinstance(field.read("¤", context(17)), NotUnderstood)
    assert field.show(NONE, "fr") == "Hors marché"
    assert field.show({"id": 3, "label": "<b>"}, "fr") == "&lt;b&gt;"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_lots_fits(language: str) -> None:
    state = begin(FORM, 1, {"lots_held": lots(20)})
    assert state.step == "lot"
    here = Context(TODAY, language)
    for code in ("page:1", "page:2", "page:0", "page:1", "9"):
        assert_fits(card(FORM, state, here))
        state = advance(FORM, state, Tapped(state.nonce, "pick", code), here).state
    assert state.answers["lot"] == lots(20)[8]
    assert state.step == "job"


def test_weekly_hours_are_shown_as_people_write_them() -> None:
    field = WeeklyHours()
    assert field.read("35,00 h", Context(TODAY, "fr")) == Understood("35")
    assert field.read("17,5", Context(TODAY, "fr")) == Understood("17.5")
    assert field.show("17.5", "fr") == "17,5\u00a0h par semaine"
    assert isinstance(field.read("60", Context(TODAY, "fr")), NotUnderstood)


def test_no_question_on_lots_without_lots_nor_on_the_end_of_a_cdi() -> None:
    names = [step.name for step in FORM.relevant({"contract": "cdi"})]
    assert names == [name for name in FULL if name not in ("lot", "months")]
    assert [step.name for step in FORM.relevant(FULL | {"lots_held": lots(1)})] == list(FULL)


def test_a_correction_to_a_fixed_term_asks_for_how_long() -> None:
    answers = {name: value for name, value in FULL.items() if name != "months"} | {"contract": "cdi"}
    state = State(1, "contract", answers, reviewing=True)
    after = advance(FORM, state, Typed("CDD"), Context(TODAY, "fr")).state
    assert after.step == "months"


def test_what_a_permanent_contract_lasts_is_forgotten() -> None:
    assert vacancy(FULL).months == Decimal(6)
    assert vacancy(FULL | {"contract": "cdi"}).months is None
    assert (vacancy(FULL).requirements, vacancy(FULL).level, vacancy(FULL).lot_id) == (1, 3, None)
    least = {name: FULL[name] for name in FULL if name not in ("lot", "level", "comment")}
    assert (vacancy(least).lot_id, vacancy(least).level, vacancy(least).comment) == (None, None, None)


def test_two_who_correct_at_once_keep_what_the_other_did() -> None:
    mine, theirs = FULL | {"positions": 5}, FULL | {"commune": "Caen"}
    assert merged(theirs, FULL, mine) == FULL | {"positions": 5, "commune": "Caen"}
    assert merged(FULL, FULL, FULL) == FULL
    permanent = {name: value for name, value in FULL.items() if name != "months"} | {"contract": "cdi"}
    assert merged(permanent, FULL, FULL | {"contract": "interim"}) == FULL | {"contract": "interim"}
    assert merged(FULL | {"months": "9"}, FULL, permanent) == permanent
    without_lot = {name: value for name, value in FULL.items() if name != "lot"}
    assert merged(FULL, FULL, without_lot) == FULL


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "positions": st.integers(1, 99),
        "commune": st.sampled_from(["Ifs", "Caen"]),
        "contract": st.sampled_from(["cdi", "cdd", "interim"]),
        "months": st.sampled_from(["3", "6", "9"]),
        "level": st.sampled_from([None, "4"]),
    },
)


def said(changes: dict[str, Any]) -> dict[str, Any]:
    """The answers as the form leaves them: a CDI has no duration."""
    return FORM.pruned(FULL | {"lots_held": lots(1)} | changes)


@given(CHANGES, CHANGES)
def test_whoever_corrects_what_the_offer_stays_whole(first: dict[str, Any], second: dict[str, Any]) -> None:
    once = merged(FULL, FULL, said(first))
    both = merged(once, FULL, said(second))
    assert (vacancy(both).months is None) == (both["contract"] == "cdi")
    for name in ("positions", "commune", "level"):
        changed = [one[name] for one in (second, first) if one.get(name, FULL[name]) != FULL[name]]
        assert both[name] == (changed[0] if changed else FULL[name])
