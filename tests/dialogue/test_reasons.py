"""Reasons as people say them, and lists that fit whatever people are called."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import assert_fits
from vacancies import SAID, company, mason, post

from bot.dialogue.lists import SIZE
from bot.dialogue.translations import LANGUAGES
from bot.dialogue.vacancies.matching import candidates_card, offers_card
from bot.dialogue.vacancies.reasons import Reader, in_words
from bot.rules.matching import Seeker, Wanted, reasons
from bot.rules.requirements import Requirement, to_bits
from bot.store.database import Database, Session

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
ALL = to_bits(Requirement)
WILD = "<b>&\"'{x}%s😀"
ASKED = Wanted("F1703", "Ifs", date(2027, 1, 12), requirements=0, level=None)
SOMEONE = Seeker(1, "F1703", "Caen", date(2026, 11, 3), 4, 0, 0, None)


def said(asked: Wanted, seeker: Seeker, language: str = "fr") -> str:
    return in_words(asked, seeker, reasons(asked, seeker), Reader(language, TODAY)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("asked", "seeker", "french"),
    [
        ({}, {}, "même métier, disponible depuis le 3 novembre, pas encore de présentation"),
        (
            {"requirements": 1},
            {"available_on": date(2027, 1, 12), "commune": "Ifs", "held": 63},
            "même métier, habite Ifs, permis B, disponible le 12 janvier, pas encore de présentation",
        ),
        (
            {},
            {"job": "F1701", "experience": 1, "available_on": TODAY},
            "métier voisin, 1 an d’expérience, disponible dès aujourd’hui, pas encore de présentation",
        ),
        (
            {"requirements": ALL, "level": 3},
            {"held": ALL, "experience": 5, "referred_on": date(2026, 10, 1)},
            (
                "même métier, permis B, CACES, habilitation électrique, travail en hauteur, port de charges, "
                "horaires décalés, niveau 4 (Bac), 5 ans d’expérience, disponible depuis le 3 novembre, "
                "dernière présentation le 1er octobre"
            ),
        ),
        (
            {},
            {"available_on": date(2025, 12, 1), "referred_on": date(2025, 3, 15)},
            "même métier, disponible depuis le 1er décembre 2025, dernière présentation le 15 mars 2025",
        ),
    ],
)
def test_french(asked: dict[str, object], seeker: dict[str, object], french: str) -> None:
    assert said(replace(ASKED, **asked), replace(SOMEONE, **seeker)) == french


def test_english() -> None:
    asked, seeker = replace(ASKED, requirements=3, level=3), replace(SOMEONE, held=3, experience=1)
    assert said(asked, seeker, "en") == (
        "same job, driving licence B, CACES, level 4 (Bac), 1 year of experience, "
        "available since 3 November, not referred to a company yet"
    )


@given(st.dates(date(2025, 1, 1), date(2028, 12, 31)), st.sampled_from(LANGUAGES))
def test_a_date_is_never_mistaken(day: date, language: str) -> None:
    """The year is left out only where no other date within the year reads the same."""
    text = said(ASKED, replace(SOMEONE, available_on=day), language)
    assert (str(day.year) in text) or abs(day - TODAY) <= timedelta(days=300)


@pytest.fixture
def world(database: Database) -> Iterator[Session]:
    """Nine people and nine offers with the longest names, each fitting all."""
    with database.begin() as session:
        by = company(session, 5, NOW, WILD * 7)
        longest = "Saint-Germain-la-Blanche-Herbe"
        said = replace(SAID, job="F1201", commune=longest, requirements=ALL, level=7)
        for _ in range(SIZE + 1):
            mason(
                session, by.id, NOW, name=WILD * 40, commune=longest, jobs=("F1201",), held=ALL, level=7,
                experience=40,
            )  # fmt: skip
            post(session, by, NOW, said)
        yield session


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_lists_fit(world: Session, language: str) -> None:
    reader = Reader(language, TODAY)
    offer = post(world, company(world, 6, NOW), NOW, replace(SAID, job="F1201", requirements=ALL, level=7))
    nobody = post(world, company(world, 7, NOW), NOW, replace(SAID, job="K2204"))
    alone = mason(world, offer.posted_by, NOW, name=WILD * 40, jobs=("K1302",))
    for page, people, theirs in ((0, SIZE, SIZE), (1, 1, 2)):
        for card, lines in (
            (candidates_card(world, offer, reader, page), people),
            (offers_card(world, 1, LONG_AGO, reader, page), theirs),
        ):
            text = assert_fits(card)
            assert f"\n{page * SIZE + 1}. " in text
            assert text.count("\n") == lines
    for card in (candidates_card(world, nobody, reader), offers_card(world, alone.id or 0, LONG_AGO, reader)):
        assert "\n" not in assert_fits(card)
        assert len(card.keyboard) == 1
