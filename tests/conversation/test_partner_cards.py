"""The cards of partners hold whatever names people and organisations have."""

from datetime import UTC, datetime

import pytest
from limits import assert_fits

from bot.dialogue.partners import (
    handed_over_card,
    home_card,
    kind_card,
    organisation_card,
    people_of_card,
    person_card,
)
from bot.dialogue.translations import LANGUAGES
from bot.store import organisations, people
from bot.store.database import Database
from bot.store.holdings import Holdings
from bot.store.organisations import Work
from bot.store.people import Newcomer
from bot.store.tables import Kind, Role

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WILD = "<b>&\"'{x}%s😀"
MUCH = Holdings(12345, 1, 67890, 2)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_every_card_fits(database: Database, kind: Kind, language: str) -> None:
    with database.begin() as session:
        homes = [organisations.find_or_create(session, kind, f"{WILD * 30}{n}", NOW) for n in range(9)]
        home = homes[0]
        role = Role.FACILITATOR if kind is Kind.PLIE else Role.PRESCRIBER
        persons = [
            people.join(session, Newcomer(n, WILD * 7, language, home.id or 0, role, None), NOW)
            for n in range(1, 11)
        ]
        home.siret = "73282932000074"
        people.change(session, persons[0].id, revoked_at=NOW)
        gone, stays = people.get(session, persons[0].id), persons[1]
        cards = [
            home_card(language),
            kind_card(kind, homes, language, first=False),
            kind_card(kind, [], language, first=True),
            organisation_card(home, Work(1, 23456, 1), True, language),
            organisation_card(home, Work(0, 0, 0), False, language),
            people_of_card(home, persons, language, after=3, gone=True),
            people_of_card(home, [], language, after=0, gone=False),
            person_card(gone, MUCH, language),
            person_card(stays, Holdings(), language),
        ]
        assert sorted(text for text in map(assert_fits, cards) if WILD[:3] in text)
        told = assert_fits(handed_over_card(gone, stays, MUCH, language))
        assert WILD * 7 in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_colleague_is_led_to_the_lists_they_have(database: Database, language: str) -> None:
    with database.begin() as session:
        plie = organisations.find_or_create(session, Kind.PLIE, "PLIE", NOW)
        giver, taker = (
            people.join(session, Newcomer(n, "Fatou", language, plie.id or 0, Role.FACILITATOR, None), NOW)
            for n in (1, 2)
        )

        def links(moved: Holdings) -> list[str]:
            shown = handed_over_card(giver, taker, moved, language)
            return [button.data for row in shown.keyboard for button in row]

        assert links(Holdings(procurements=1)) == ["go:marches"]
        assert links(Holdings(followed=1)) == ["go:candidats"]
        assert links(Holdings(procurements=2, followed=1)) == ["go:marches", "go:candidats"]
        assert links(Holdings(call_backs=1)) == ["go:menu"]
