"""Texts are counted as Telegram counts them, and cut where they do not fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import plain
from markupsafe import Markup, escape

from bot.dialogue.fitting import clean, cut, cut_html, folded, seen, units


def test_an_emoji_counts_for_two() -> None:
    assert units("é€🎉") == 4
    assert cut("🎉🎉🎉", 6) == "🎉🎉🎉"
    assert cut("🎉🎉🎉", 5) == "🎉🎉…"
    assert cut("🎉🎉🎉", 4) == "🎉…"


@given(st.text(), st.integers(1, 50))
def test_what_is_cut_fits(text: str, most: int) -> None:
    assert units(cut(text, most)) <= most
    assert units(plain(cut_html(escape(text), most))) <= most
    assert plain(folded(clean(text))) == clean(text)


def test_html_that_fits_keeps_its_tags() -> None:
    text = Markup("<b>{}</b>").format("a<b>&")
    assert cut_html(text, 5) == text
    assert seen(text) == "a<b>&"
    assert cut_html(text, 4) == "a&lt;b…"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a\r\nb ", "a\nb"),
        ("\x00a\x07", "a"),
        ("e\u0301", "é"),
        ("a\ud800", "a"),
        ("👩\u200d🔧", "👩\u200d🔧"),
    ],
)
def test_control_characters_and_lone_surrogates_go(typed: str, kept: str) -> None:
    assert clean(typed) == kept
