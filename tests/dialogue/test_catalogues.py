"""Every text is in both catalogues, says the same thing, and French reads as French is printed."""

import re
import string
from functools import cache

import messages
import pytest
from babel.messages.catalog import Catalog, Message

LANGUAGES = messages.LANGUAGES
sources, catalogue_of = cache(messages.extract), cache(messages.read)

_TAG = re.compile(r"</?[a-z][^>]*>")
_NO_BREAK_BEFORE = re.compile(r"(?<![\u00a0\s])[;?»](?!\w)|(?<=[^\S\u00a0])[:;?»]|(?<=\w):(?=\s|$)")


def entries(catalogue: Catalog) -> dict[object, Message]:
    return {message.id: message for message in catalogue if message.id}


def forms(message: Message) -> list[tuple[str, str]]:
    """Each translated form with the msgid it stands for."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return [(message.id[min(place, 1)], text) for place, text in enumerate(message.string)]


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def french_faults(text: str) -> list[str]:
    """What a French printer would correct."""
    bare = _TAG.sub("", text)
    faults = [f"{char!r}" for char in "!\"“”'" if char in bare]
    faults += [
        f"a no-break space is due before {match.group()!r}" for match in _NO_BREAK_BEFORE.finditer(bare)
    ]
    faults += ["a no-break space is due after «" for _ in re.finditer("«(?!\u00a0)", bare)]
    return faults


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_and_nothing_else(language: str) -> None:
    wanted, found = set(entries(sources())), set(entries(catalogue_of(language)))
    assert wanted - found == set(), "run python tests/messages.py, then translate"
    assert found - wanted == set(), "run python tests/messages.py"
    assert not catalogue_of(language).obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    every = list(entries(catalogue_of(language)).values())
    assert [message.id for message in every if message.fuzzy] == []
    assert [message.id for message in every if not all(text for _, text in forms(message))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_are_the_same(language: str) -> None:
    for message in entries(catalogue_of(language)).values():
        for msgid, text in forms(message):
            assert fields(text) == fields(msgid), msgid
            assert sorted(_TAG.findall(text)) == sorted(_TAG.findall(msgid)), msgid


def test_french_is_printed_as_french_is() -> None:
    faults = {text: french_faults(text) for m in entries(catalogue_of("fr")).values() for _, text in forms(m)}
    assert {text: found for text, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    "text",
    [
        "Bravo !",
        'Garder "x"',
        "l'objet",
        "Lots :",
        "Lots:",
        "Quand ?",
        "Quand?",
        "« x\u00a0»",
        "«\u00a0x »",
        "«\u00a0x»",
        "a ; b",
    ],
)
def test_french_faults_are_seen(text: str) -> None:
    assert french_faults(text)


@pytest.mark.parametrize(
    "text",
    ["Lots\u00a0:", "à 14:05", "Quand\u00a0?", "«\u00a0x\u00a0»", '<a href="tg:x">l’objet</a>', "a\u00a0; b"],
)
def test_french_without_fault_passes(text: str) -> None:
    assert french_faults(text) == []
