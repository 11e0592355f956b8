"""The list of a programme: lines added, corrected and paged, by messages and workbooks."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import assert_fits

from bot.dialogue.answers import Context, NotUnderstood, Partial, Understood
from bot.dialogue.contracts.programme import ProgrammeLines, Year
from bot.dialogue.contracts.programme_lines import Programme, readings, understood, with_lines, with_text
from bot.dialogue.form import State
from bot.dialogue.readers.programme import read_lines
from bot.dialogue.readers.programme_fields import Contract, Trouble
from bot.dialogue.screens import card
from bot.dialogue.translations import LANGUAGES
from bot.handlers.programme import FORM

TODAY = date(2026, 11, 22)
WHOLE = "Rénovation de 40 logements ; Hérouville ; 1,2 M€ ; mars ; 14 mois"


def empty() -> Programme:
    return Programme(2027, TODAY)


def added(programme: Programme, *texts: str) -> Programme:
    for text in texts:
        programme = Programme(2027, TODAY, with_text(programme, text))
    return programme


def states(programme: Programme) -> list[bool]:
    return [isinstance(line.read, Contract) for line in readings(programme)]


def test_lines_are_corrected_by_their_number() -> None:
    start = added(
        empty(), f"{WHOLE}\nVoirie ; Caen ; 90 k€ ; printemps ; 3 mois\nMobilier ; Caen ; ; mars ; 1 an"
    )
    assert states(start) == [True, False, False]
    assert states(added(start, "2 Voirie ; Caen ; 90 k€ ; avril ; 3 mois")) == [True, True, False]
    assert states(added(start, "2 avril", "3 fournitures")) == [True, True, True]
    assert states(added(start, "2 avril\n3 fournitures")) == [True, True, True]
    assert states(added(start, "2 Voirie, Caen, 90 k€, avril, 3 mois")) == [True, True, False]
    assert states(added(start, "2 bientôt")) == [True, False, False]
    assert states(added(start, "ligne 1 : Toiture ; Ifs ; 9 k€ ; mai ; 1 mois")) == [True, False, False]
    assert understood(added(start, "1. Toiture ; Ifs ; 9 k€ ; mai ; 1 mois"))[0].title == "Toiture"
    more = added(start, "1 toiture à refaire ; Ifs ; 9 k€ ; mai ; 1 mois ; travaux")
    assert states(more) == [True, False, False, True]


def test_the_whole_list_again_repairs_and_doubles_nothing() -> None:
    wrong = f"1. {WHOLE}\n2. Voirie ; Caen ; 90 k€ ; printemps ; 3 mois\n3. Toiture ; Ifs ; ; mai ; 1 mois"
    start = added(empty(), wrong)
    assert added(start, wrong).lines == start.lines
    again = added(start, wrong.replace("printemps", "avril"))
    assert states(again) == [True, True, True]
    assert [cells[0] for cells in again.lines] == [cells[0] for cells in start.lines]


def test_the_same_contract_with_another_amount_is_asked_about() -> None:
    twice = added(empty(), WHOLE, WHOLE.replace("1,2 M€", "1,3 M€"))
    assert states(twice) == [True, False]
    assert readings(twice)[1].read == (Trouble("repeat", said="1"),)


def test_two_hundred_lines_and_no_more() -> None:
    field = ProgrammeLines()
    lines = [f"Voirie rue {n} ; Ifs ; 9 k€ ; mars ; 1 mois" for n in range(201)]
    context = Context(TODAY, "fr", {"year": 2027})
    assert isinstance(field.read("\n".join(lines), context), NotUnderstood)
    assert isinstance(field.read("a;b\n" * 1000, context), NotUnderstood)
    first = field.read("\n".join(lines[:200]), context)
    assert isinstance(first, Partial)
    full = Context(TODAY, "fr", {"year": 2027}, first.value)
    assert isinstance(field.read(lines[200], full), NotUnderstood)
    assert isinstance(field.read(lines[0], full), Partial)
    assert isinstance(field.choose("end", full), Understood)


CELL = st.one_of(
    st.sampled_from(["mars", "Caen", "1 M€", "2 ans", "x" * 300, "<b>&", "😀" * 90, "", "travaux"]),
    st.text(alphabet="é<&;ab\n", max_size=20),
)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=40, deadline=None)
@given(
    lines=st.lists(st.lists(CELL, max_size=8), min_size=1, max_size=60),
    repeat=st.integers(1, 4),
    data=st.data(),
)
def test_every_table_fits_on_every_page(
    language: str, lines: list[list[str]], repeat: int, data: st.DataObject
) -> None:
    text = "\n".join(f"{number} {' ; '.join(line)}" for number in range(repeat) for line in lines)
    typed = ProgrammeLines().read(text, Context(TODAY, language, {"year": 2027}))
    if not isinstance(typed, Partial):
        return
    page = data.draw(st.integers(0, 30))
    state = State(1, "lines", {"year": 2027, "lines": typed.value}, typed.value | {"page": page})
    context = Context(TODAY, language)
    assert_fits(card(FORM, state, context))
    recap = State(1, "", {"year": 2027, "lines": typed.value, "buyer_name": "<é" * 200})
    assert_fits(card(FORM, recap, context))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_list_is_paged_and_every_line_is_somewhere(language: str) -> None:
    lines = "\n".join(f"Voirie rue numéro {n} ; Ifs ; 9 k€ ; mars ; 1 mois" for n in range(150))
    programme = added(empty(), lines)
    field, shown, pages = ProgrammeLines(), "", 0
    value = programme.to_json()
    while True:
        context = Context(TODAY, language, {"year": 2027}, value)
        shown += str(field.progress(context))
        following = f"page:{pages + 1}"
        if following not in [option.code for option in field.options(context)]:
            break
        reading = field.choose(following, context)
        assert isinstance(reading, Partial)
        value, pages = reading.value, pages + 1
    assert pages > 1
    assert all(f"✓ {number} ·" in shown for number in range(1, 151))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_order_split_and_repetition_say_the_same_contracts(data: st.DataObject) -> None:
    titles = data.draw(st.lists(st.sampled_from("ABCDEFG"), min_size=1, max_size=7, unique=True))
    lines = [f"Voirie {title} ; Ifs ; 9 k€ ; mars ; 1 mois" for title in titles]
    order = data.draw(st.lists(st.sampled_from(lines), max_size=20)) + data.draw(st.permutations(lines))
    programme = empty()
    while order:
        size = data.draw(st.integers(1, len(order)))
        programme = added(programme, "\n".join(order[:size]))
        order = order[size:]
    assert {found.title for found in understood(programme)} == {f"Voirie {title}" for title in titles}
    assert all(states(programme))


def test_the_lines_of_a_workbook_are_added_the_same_way() -> None:
    cells = read_lines(WHOLE, 2027, TODAY)
    start = added(empty(), WHOLE)
    assert with_lines(start, cells) == start.lines
    assert Programme.from_json(start.to_json()) == start


@pytest.mark.parametrize(
    ("said", "year"), [("2027", 2027), ("en 2027", 2027), ("l’an prochain", 2027), ("cette année", 2026)]
)
def test_years(said: str, year: int) -> None:
    assert Year().read(said, Context(TODAY, "fr")) == Understood(year)


@pytest.mark.parametrize("said", ["27", "2019", "2101", "mars 2027", "bientôt"])
def test_no_years(said: str) -> None:
    assert isinstance(Year().read(said, Context(TODAY, "fr")), NotUnderstood)
