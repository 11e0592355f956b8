"""Texts: from the catalogues only, and never with a person's HTML in them."""

import pytest
from babel import Locale
from markupsafe import Markup

from bot.dialogue import translations
from bot.dialogue.translations import LANGUAGES, label, translate, translate_plural


def test_values_are_escaped_and_markup_is_not() -> None:
    text = translate("fr", "{label}: {value}", label="<b>", value=Markup("<i>x</i>"))
    assert text == "&lt;b&gt;\u00a0: <i>x</i>"


@pytest.mark.parametrize("typed", ["{", "}", "{0}", "{value.__class__}", "{{x}}", "%s", "\x00{"])
def test_braces_typed_are_only_text(typed: str) -> None:
    assert translate("fr", "{label}: {value}", label=typed, value=1).unescape() == f"{typed}\u00a0: 1"


def test_labels_are_plain() -> None:
    assert label("fr", "Keep “{typed}”", typed="L'Île & <x>") == "Garder «\u00a0L'Île & <x>\u00a0»"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_catalogue_and_a_locale(language: str) -> None:
    assert translations.po_file(language).exists()
    assert isinstance(translations.LOCALES[language], Locale)
    assert translate(language, "Cancel") == {"fr": "Annuler", "en": "Cancel"}[language]


def test_a_text_no_catalogue_knows_is_said_in_english() -> None:
    assert translate("fr", "No catalogue knows this: {x}", x=1) == "No catalogue knows this: 1"
    assert translate_plural("fr", "{n} thing here", "{n} things here", 2) == "2 things here"


def test_a_wheel_carries_its_catalogues_inside(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = translations.po_file("fr").parents[2]
    monkeypatch.setattr(translations, "_FOLDERS", (inside, translations._PACKAGE / "nowhere"))
    assert translations.po_file("fr").is_relative_to(inside)
