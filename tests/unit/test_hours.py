"""The formula of the hours, its warnings, the idea to group lots, and the trades read in titles."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.hours import Caution, Terms, Trade, trade_of, warnings, worth_grouping

amounts = st.decimals(0, 10**11, places=2)
shares = st.decimals(0, 1, places=4)
costs = st.decimals("0.01", 10**4, places=2)
terms = st.builds(Terms, amounts, shares, shares, costs)


def given_terms(amount: str = "1000000", share: str = "0.5", rate: str = "0.05", cost: str = "30") -> Terms:
    return Terms(Decimal(amount), Decimal(share), Decimal(rate), Decimal(cost))


def exact(said: Terms) -> Fraction:
    return (
        Fraction(said.amount)
        * Fraction(said.labour_share)
        * Fraction(said.effort_rate)
        / Fraction(said.hourly_cost)
    )


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        (given_terms(), 833),
        (given_terms(share="0.7"), 1167),
        (given_terms(share="0.2"), 333),
        (given_terms(rate="0.2", cost="29.99"), 3334),
        (given_terms(amount="900", share="1", rate="0.05"), 2),
        (given_terms(amount="899.99", share="1", rate="0.05"), 1),
        (given_terms(amount="0"), 0),
        (given_terms(rate="0"), 0),
        (given_terms(amount="99999999999.99", share="1", rate="1", cost="0.01"), 9_999_999_999_999),
    ],
)
def test_examples(said: Terms, hours: int) -> None:
    assert said.hours() == hours


@given(terms)
def test_hours_are_the_exact_quotient_rounded_half_up(said: Terms) -> None:
    assert said.hours() == floor(exact(said) + Fraction(1, 2))
    assert said.hours() >= 0


@given(st.integers(0, 10**6), costs)
def test_a_half_hour_rounds_up(hours: int, cost: Decimal) -> None:
    assert Terms((hours + Decimal("0.5")) * cost, Decimal(1), Decimal(1), cost).hours() == hours + 1


@given(terms, amounts, shares, shares, costs)
def test_hours_follow_each_term(
    said: Terms, amount: Decimal, share: Decimal, rate: Decimal, cost: Decimal
) -> None:
    for name, value in (("amount", amount), ("labour_share", share), ("effort_rate", rate)):
        low, high = sorted((value, getattr(said, name)))
        assert replace(said, **{name: low}).hours() <= replace(said, **{name: high}).hours()
    cheap, dear = sorted((cost, said.hourly_cost))
    assert replace(said, hourly_cost=cheap).hours() >= replace(said, hourly_cost=dear).hours()


@given(terms, st.integers(1, 50))
def test_hours_are_proportional_within_rounding(said: Terms, times: int) -> None:
    many = replace(said, amount=said.amount * times).hours()
    assert abs(Fraction(many) - times * Fraction(said.hours())) <= Fraction(times + 1, 2)


@given(terms)
def test_the_steps_of_the_sentence_are_exact(said: Terms) -> None:
    assert Fraction(said.labour()) == Fraction(said.amount) * Fraction(said.labour_share)
    assert Fraction(said.effort()) / Fraction(said.hourly_cost) == exact(said)


@pytest.mark.parametrize(
    "bad",
    [
        {"cost": "0"},
        {"cost": "-30"},
        {"amount": "-0.01"},
        {"share": "-0.1"},
        {"rate": "-0.05"},
        {"share": "1.0001"},
        {"rate": "5"},
        {"amount": "NaN"},
        {"amount": "sNaN"},
        {"amount": "Infinity"},
        {"cost": "Infinity"},
    ],
)
def test_bad_terms_are_refused(bad: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"hours|share"):
        given_terms(**bad)


def test_all_the_work_may_be_insertion() -> None:
    assert given_terms(amount="300", share="1", rate="1").hours() == 10


@pytest.mark.parametrize(
    ("hours", "months", "said"),
    [
        (149, Decimal(2), (Caution.FEW_HOURS,)),
        (150, Decimal("1.99"), (Caution.SHORT,)),
        (0, Decimal("0.5"), (Caution.FEW_HOURS, Caution.SHORT)),
        (150, Decimal(2), ()),
        (None, None, ()),
        (None, Decimal(1), (Caution.SHORT,)),
        (10, None, (Caution.FEW_HOURS,)),
    ],
)
def test_warnings(hours: int | None, months: Decimal | None, said: tuple[Caution, ...]) -> None:
    assert warnings(hours, months, 150, Decimal(2)) == said


@pytest.mark.parametrize(
    ("lots", "grouped"),
    [
        ([], []),
        ([(1, 149)], []),
        ([(1, 75), (2, 75)], [1, 2]),
        ([(1, 75), (2, 74)], []),
        ([(1, 75), (2, 400), (3, 80)], [1, 3]),
        ([(1, 149), (2, 400)], []),
        ([(1, 149), (2, 0)], []),
        ([(3, 100), (1, 100), (2, 0)], [3, 1]),
        ([(1, 150), (2, 150)], []),
    ],
)
def test_grouping(lots: list[tuple[int, int]], grouped: list[int]) -> None:
    assert worth_grouping(lots, 150) == grouped


lots_of_hours = st.lists(st.integers(0, 400)).map(lambda hours: list(enumerate(hours)))


@given(lots_of_hours, st.integers(1, 300))
def test_grouped_lots_are_too_small_alone_and_enough_together(
    lots: list[tuple[int, int]], least: int
) -> None:
    hours = dict(lots)
    grouped = worth_grouping(lots, least)
    assert all(0 < hours[lot] < least for lot in grouped)
    assert not grouped or (len(grouped) > 1 and sum(hours[lot] for lot in grouped) >= least)
    small = [lot for lot, count in lots if 0 < count < least]
    if len(small) > 1 and sum(hours[lot] for lot in small) >= least:
        assert grouped == small


TITLES = {
    Trade.PAINTING: """
        Peinture
        PEINTURES intérieures
        Lot 3 - peintures & sols souples
        penture et revêtements de sols
        Ravalement de façades
        ravallement
        Peinture de la charpente métallique
        Peintre""",
    Trade.MASONRY: """
        Gros œuvre
        Gros-oeuvre
        GROS OEUVRE – maçonnerie
        gros euvre
        gros œuvre, charpente métallique
        Maconerie
        Réhabilitation d'une maison : maçonnerie, plâtrerie
        Fondations spéciales
        Fondation profonde
        Béton armé
        Démolition
        Déconstruction d'un bâtiment
        Clos couvert hors d'eau hors d'air, maçonnerie""",
    Trade.METAL_FRAMES: """
        Charpente métallique
        charpantes metaliques
        Serrurerie
        Métallerie – serrurerie
        metalerie
        Ossature métallique
        Structure métallique et peinture
        Construction hors site, charpente métallique""",
    Trade.CLEANING: """
        Nettoyage des locaux
        netoyage des vitres
        Propreté urbaine
        Entretien des locaux
        entretient des locaux municipaux
        Entretien ménager
        Nettoyage hors vitrerie
        Lavage des vitres""",
    Trade.OTHER: """
        Plomberie
        Second œuvre
        Charpente bois
        Menuiseries métalliques
        Béton bitumineux
        Entretien des espaces verts
        Entretien des voiries
        Propriété communale
        Teinture de mobilier
        Reconstruction du gymnase
        Rénovation du siège de la Fondation
        Tous corps d'état hors peinture
        Travaux sauf gros œuvre
        Tous corps d'état hors peinture et nettoyage
        Gros entretien et mise en œuvre
        Collecte des ordures ménagères
        …""",
}
SAID = [(title.strip(), trade) for trade, titles in TITLES.items() for title in titles.strip().splitlines()]


@pytest.mark.parametrize(("title", "trade"), SAID)
@pytest.mark.parametrize("category", ["works", "services"])
def test_trades(title: str, trade: Trade, category: str) -> None:
    assert trade_of(title, category) is trade
    assert trade_of(title.upper(), category) is trade


@pytest.mark.parametrize("title", ["Peinture", "Mobilier scolaire", ""])
def test_supplies_have_no_trade(title: str) -> None:
    assert trade_of(title, "supplies") is Trade.SUPPLIES


@given(st.text(max_size=300))
def test_any_title_has_a_trade(title: str) -> None:
    assert trade_of(title, "works") in set(Trade) - {Trade.SUPPLIES}
