"""Whatever is typed, no reader crashes, dawdles or leaves its bounds."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.readers.choices import match_options
from bot.dialogue.readers.communes import MOST, read_commune
from bot.dialogue.readers.dates import read_date
from bot.dialogue.readers.durations import LONGEST, read_months
from bot.dialogue.readers.fold import fold, words
from bot.dialogue.readers.lots import LONGEST_TITLE, MOST_LOTS, read_lots
from bot.dialogue.readers.money import HIGHEST, read_amount
from bot.dialogue.readers.numbers import read_whole_number

LABELS = {"works": "Travaux", "services": "Services", "supplies": "Fournitures"}
_PIECES = (
    "1 2 3 15 31 27 2027 03 1er 2e 350 000 1,2 1.200 0 T2 S1 mars avril fin début mi courant le du de la à "
    "au et ou ans an mois jours semaines trimestre semestre demi k k€ M M€ € euros million millions mille "
    "cent vingt quatre deux un une dans prochain prochaine semaine année lundi mar sept rentrée demain HT "
    "TTC environ lot n° - / . , : ( ) ' + ½ % Caen Ifs saint sur mer herouville peinture in next march end of"
)
PIECES = _PIECES.split()
pieces = st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)
glued = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
any_text = st.text(max_size=400) | st.text(alphabet=st.characters(), max_size=60) | pieces | glued


@given(any_text, st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_date_stays_in_its_century(text, today):
    read = read_date(text, today)
    assert read is None or 2000 <= read.day.year <= 2100


@given(any_text)
def test_money_and_months_stay_in_bounds(text):
    amount, months = read_amount(text), read_months(text)
    assert amount is None or 0 < amount <= HIGHEST
    assert months is None or 0 < months <= LONGEST
    assert amount is None or months is None or text.strip().lower().rstrip(".!, ").endswith("m")


@given(any_text)
def test_numbers_choices_communes_and_lots_stay_in_bounds(text):
    number = read_whole_number(text, 1, 99)
    assert number is None or 1 <= number <= 99
    assert set(match_options(text, LABELS)) <= set(LABELS)
    found = read_commune(text)
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    lots = read_lots(text)
    assert lots is None or 0 < len(lots) <= MOST_LOTS
    for lot in lots or ():
        assert lot.title.strip() == lot.title
        assert 0 < len(lot.title) <= LONGEST_TITLE
        assert not (lot.amount is not None and lot.amount_unread)


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert words(fold(text)) == words(text)


@pytest.mark.parametrize(
    "text",
    ["a" * 100_000, "1" * 100_000, " " * 100_000, "1 " * 50_000, "1\n" * 50_000, ", " * 50_000,
     "é" * 100_000, "cent mille " * 10_000, "1 an et " * 12_000, "(" * 100_000, "lot 1 " * 16_000,
     "-\u00a0" * 50_000, "un " * 95, "quatre vingt " * 22, "1 k€ " * 59, "a " * 9_999,
     "lots " + " et " * 4_000, "\u0301" * 100_000],
    ids=range(18),
)  # fmt: skip
def test_long_texts_are_refused_quickly(text):
    started = time.perf_counter()
    assert read_date(text, date(2026, 11, 22)) is None
    assert read_amount(text) is None
    assert read_months(text) is None
    assert read_whole_number(text, 1, 99) is None
    assert read_commune(text) == []
    assert match_options(text, LABELS) == []
    read_lots(text)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("text", ["#", "# 3", "#x", "1 lot # €", "##", "#,5"])
def test_a_typed_hash_is_no_number(text):
    for read in (read_months, read_amount, lambda line: read_date(line, date(2026, 11, 22)), read_lots):
        read(text)
