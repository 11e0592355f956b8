"""A typed answer picks the button it means."""

import pytest

from bot.dialogue.readers.choices import match_options

KINDS = {"works": "Travaux", "services": "🧹 Services", "supplies": "Fournitures"}
ADVICE = {"keep": "Je retiens", "talk": "J'en parle", "drop": "Je ne retiens pas"}
SEX = {"f": "F", "m": "M", "x": "Non précisé"}
FIT = {"yes": "Suitable", "no": "Unsuitable"}


@pytest.mark.parametrize(
    ("text", "labels", "codes"),
    [
        ("Travaux", KINDS, ["works"]),
        ("TRAVAUX.", KINDS, ["works"]),
        ("trav", KINDS, ["works"]),
        ("travau", KINDS, ["works"]),
        ("tarvaux", KINDS, ["works"]),
        ("services", KINDS, ["services"]),
        ("fourniture", KINDS, ["supplies"]),
        ("je", ADVICE, ["keep", "drop"]),
        ("je retiens", ADVICE, ["keep"]),
        ("je ne", ADVICE, ["drop"]),
        ("j’en parle", ADVICE, ["talk"]),
        ("f", SEX, ["f"]),
        ("non precise", SEX, ["x"]),
        ("suitable", FIT, ["yes"]),
        ("unsuitable", FIT, ["no"]),
        ("insuitable", FIT, []),
        ("travaux et services", KINDS, []),
        ("pas travaux", KINDS, []),
        ("aux", KINDS, []),
        ("", KINDS, []),
        ("…", KINDS, []),
        ("travaux", {}, []),
    ],
)
def test_typed_answer(text, labels, codes):
    assert match_options(text, labels) == codes
