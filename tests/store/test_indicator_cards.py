"""The cards of the indicators: within Telegram's limits whatever the figures, and what they say of the period
before."""

import copy
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from limits import assert_fits, plain
from markupsafe import Markup

from bot.dialogue.cards import Card
from bot.dialogue.translations import LANGUAGES
from bot.reports.indicators.card import View, buyers_card, card, files_card, nothing_yet_card, periods_card
from bot.reports.indicators.changes import Changes
from bot.reports.indicators.spans import REGULAR, Shown, Span
from bot.reports.indicators.summary import pictured, summary
from bot.rules.period import Period
from bot.store import indicators
from bot.store.database import Database
from bot.store.indicators.scope import Asked
from bot.store.tables import Kind, Organisation

TODAY = date(2026, 11, 22)
LONG = Organisation(id=999_999_999, kind=Kind.BUYER, name="Communauté <b>& " * 30, name_key="x")
AGREED = Period(date(2025, 1, 1), date(2027, 12, 31))


def filled(value: Any, number: Callable[[Any], Any]) -> Any:
    """Figures of the same shape, each leaf made anew."""
    if isinstance(value, dict):
        return {key: filled(inner, number) for key, inner in value.items()}
    return number(value)


@pytest.fixture
def empty(database: Database) -> dict[str, Any]:
    with database.begin() as session:
        asked = Asked(REGULAR[Span.QUARTER](TODAY), ZoneInfo("Europe/Paris"))
        return indicators.figures(session, asked)


def huge(value: Any) -> Any:
    return Decimal("9876543210.25") if isinstance(value, Decimal) or value is None else 57_000_000


def views(language: str) -> list[View]:
    periods = [Shown(span, around(TODAY), 0) for span, around in REGULAR.items()]
    periods += [Shown(Span.START, AGREED), Shown(Span.CHOSEN, Period(date(2026, 9, 28), TODAY), 999_999_999)]
    return [
        View(shown, buyer, staff, TODAY, language)
        for shown in periods
        for buyer in (None, LONG)
        for staff in (True, False)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_fits(empty: dict[str, Any], language: str) -> None:
    most = filled(empty, huge)
    for view in views(language):
        for figures in (
            most,
            filled(empty, lambda _: "n.c.") | {"markets": empty["markets"], "hours": empty["hours"]},
        ):
            told = figures | {"targets": empty["targets"]}
            assert_fits(card(view, told, empty if view.shown.before else None))
        assert_fits(periods_card(view, AGREED))
        assert_fits(nothing_yet_card(view))
        assert_fits(files_card(view, (("json", "JSON"), ("pdf", "PDF")), (("xlsx-out", "Excel"),)))
        for found in ([], [LONG] * 3, [LONG] * 9):
            assert_fits(buyers_card(view, found, beginning=False))
        assert len(plain(str(pictured(most, language)))) < 700


def words(card_: Card) -> str:
    return plain(str(card_.text)).replace("\u00a0", " ").replace("\u202f", " ")


def test_each_main_figure_says_how_far_it_moved(empty: dict[str, Any]) -> None:
    now, before = copy.deepcopy(empty), copy.deepcopy(empty)
    now["markets"]["procurements"], before["markets"]["procurements"] = 12, 9
    for key, amount in (("initial", 4_500_000), ("current", 4_700_000)):
        now["markets"]["amount"][key] = Decimal(amount)
    before["markets"]["amount"] = {"initial": Decimal(7_000_000), "current": Decimal(7_000_000)}
    now["hours"]["owed"], before["hours"]["owed"] = 1500, 2750
    now["people"]["beneficiaries"] = before["people"]["beneficiaries"] = 7
    now["implementation"]["interviews"]["total"] = 3
    view = View(Shown(Span.QUARTER, REGULAR[Span.QUARTER](TODAY)), None, True, TODAY, "fr")
    said = words(card(view, now, before)).splitlines()
    for line in (
        "12 marchés avec clause (+3)",
        "Montant des marchés : 4 500 000 € (−2,5 M€), 4 700 000 € avec les avenants",
        "Heures dues : 1 500 (−1 250)",
        "Bénéficiaires : 7",
        "Entretiens réalisés : 3 (+3)",
        "Période en cours. Entre parenthèses : l’écart avec la période précédente (3e trimestre 2026).",
    ):
        assert line in said, line
    alone = str(summary(now, view.shown.period, "fr"))
    assert "(+" not in alone
    assert "(−" not in alone


def test_of_nobody_who_left_nothing_more_is_said(empty: dict[str, Any]) -> None:
    """Contracts and reasons may be hidden where it is told that nobody left."""
    for people, placements, reasons in ((0, 0, 0), (0, "n.c.", "n.c."), (0, "n.c.", 0), ("n.c.", "n.c.", 3)):
        told = copy.deepcopy(empty)
        left = {"people": people, "placements": placements, "reasons": {"trial_employer": reasons}}
        told["people"]["leavers"]["reasons"] |= left.pop("reasons")
        told["people"]["leavers"] |= left
        lines = str(summary(told, REGULAR[Span.QUARTER](TODAY), "fr")).replace("\u00a0", " ").splitlines()
        place = lines.index(f"Personnes parties avant le terme : {people}")
        assert ("– contrats de travail : n.c." in lines) == bool(people)
        assert lines[place + 1].startswith("– ") == bool(people)


def test_the_share_is_said_beside_what_was_aimed_at(empty: dict[str, Any]) -> None:
    told = copy.deepcopy(empty)
    told["targets"] |= {"sustained": 3, "sustained_percent": Decimal(20)}
    said = {
        language: plain(str(summary(told, REGULAR[Span.QUARTER](TODAY), language))) for language in LANGUAGES
    }
    assert "3, that is 20%, for 50% aimed at" in said["en"]
    assert "3, soit 20 % pour un objectif de 50 %" in said["fr"].replace("\u00a0", " ")


def test_no_difference_is_said_of_what_must_not_be_told() -> None:

    for one, other in (("< 3", 5), (5, "n.c."), ("n.c.", "n.c."), (None, 4), (4, None), (4, 4)):
        assert Changes({"a": {"b": one}}, {"a": {"b": other}}).after(Markup("x"), "a.b", "fr") == "x"
    assert Changes({"a": {"b": 4}}, {"a": None}).after(Markup("x"), "a.b", "fr") == "x"
    assert Changes({"a": {"b": 4}}).after(Markup("x"), "a.b", "fr") == "x"
    assert Changes({"a": 4}, {"a": 6}).after(Markup("x"), "a", "fr") == "x (−2)"
