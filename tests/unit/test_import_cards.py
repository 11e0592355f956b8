"""The cards of an import at their longest."""

from dataclasses import replace

import pytest
from limits import assert_fits

from bot.dialogue.imports.cards import faults_card, preview_card
from bot.dialogue.imports.checks import Checked
from bot.dialogue.translations import LANGUAGES
from bot.reports.imports.rows import UNREAD
from bot.store.imports import ImportKind
from bot.store.imports.waiting import Contents, Fault, Record

LONG = "𝐗é<&>" * 100
AMENDED = {"amendments": [{}] * 9}
STATED = ("", "confirmed", "published", "awarded", "kicked_off", "completed")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrong", [0, 5000])
def test_the_longest_cards_fit(language: str, wrong: int) -> None:
    lots = [{name: "2026-01-01"} | AMENDED for name in STATED] * 1000
    new = [Record(1, LONG, {"lots": lots}, range(2, 9999))]
    faults = [Fault(99999, LONG, LONG[:60], UNREAD) for _ in range(wrong)]
    ignored = {f"{number}{LONG}": "Métiers recherchés (codes ROME)" for number in range(60)}
    contents = Contents(ImportKind.PROCUREMENT, new, faults, ignored, skipped=5000, unread=[LONG] * 40)
    contents = replace(contents, handed=[LONG] * 5000)
    pairs = {f"{number}{LONG}": LONG for number in range(5000)}
    checked = Checked(new=new, unchanged=5000, changed=[LONG] * 5000, alike=pairs, twins=pairs)
    assert_fits(preview_card(999_999_999, contents, checked, language))
    assert_fits(faults_card(999_999_999, contents, 500, language))


def test_columns_that_may_have_meant_something_are_named_first() -> None:
    ignored = {f"Colonne {number}": "" for number in range(60)} | {"Tél. perso": "Téléphone"}
    card = preview_card(1, Contents(ImportKind.CANDIDATE, [], ignored=ignored), Checked(), "fr")
    told = card.text.unescape().replace("\u00a0", " ")
    assert "Colonnes non lues : Tél. perso (peut-être « Téléphone » ?), Colonne 0, " in told
    assert "… +49" in told
