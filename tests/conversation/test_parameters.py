"""/parametres: every figure has words, is read as people write it, and counts at once."""

import contextlib
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from limits import assert_fits
from test_contracts import tap
from town import Someone, Town

from bot import app
from bot.dialogue.answers import Context, NotUnderstood, Understood
from bot.dialogue.figures import Value, read, shown
from bot.dialogue.parameters import WORDS, figure_card, list_card
from bot.dialogue.translations import LANGUAGES, label
from bot.store import audit, organisations, parameters, people
from bot.store.database import Database
from bot.store.people import Newcomer
from bot.store.tables import Kind, Role

PLIE = "PLIE du pays de Caen"
KNOWN = parameters.known()
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def test_every_figure_has_a_name_and_a_meaning() -> None:
    assert set(WORDS) == set(KNOWN)
    for words in WORDS.values():
        for language in LANGUAGES:
            assert label(language, words.name).strip()
            assert label(language, words.meaning).endswith((".", "%."))
    assert len({label("fr", words.name) for words in WORDS.values()}) == len(WORDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_read_as_it_is_shown(language: str) -> None:
    for figure in KNOWN.values():
        for value in (figure.default, figure.low, figure.high):
            text = shown(figure, value, language)
            if "," not in text:  # "10,000 h" may be ten hours for a French reader: it is asked again
                assert read(figure, text) == value, figure.name


@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [
        ("effort_rate", "5", "0.05"), ("effort_rate", "5 %", "0.05"), ("effort_rate", "7,5 %", "0.075"),
        ("effort_rate", "0,07", None), ("effort_rate", "entre 5 et 7 %", None),
        ("hourly_cost", "32", "32"), ("hourly_cost", "32,50 €/h", "32.50"),
        ("hourly_cost", "32 euros de l’heure", "32"), ("hourly_cost", "32 €/mois", None),
        ("threshold_works", "5 538 000 €", "5538000"), ("threshold_works", "1,2 M€", "1200000"),
        ("threshold_works", "0", "0"), ("threshold_works", "-5", None),
        ("threshold_works", "216 k€ TTC", None), ("least_hours", "200 heures", "200"),
        ("least_hours", "deux cents", "200"), ("least_hours", "2,5", None), ("least_hours", "10,000 h", None),
        ("least_months", "3 mois", "3"), ("least_months", "un an", "12"),
        ("least_months", "6 semaines", None),
        ("reservation_days", "5 jours ouvrés", "5"), ("reservation_days", "1", "1"),
        ("reservation_days", "2 semaines", None), ("offer_days", "beaucoup", None),
    ],
)  # fmt: skip
def test_a_figure_is_read_as_people_write_it(name: str, typed: str, meant: str | None) -> None:
    assert read(KNOWN[name], typed) == (None if meant is None else Decimal(meant))


@pytest.mark.parametrize("language", LANGUAGES)
def test_out_of_bounds_says_the_bounds(language: str) -> None:
    context = Context(NOW.date(), language, {"figure": "effort_rate"})
    for typed in ("0 %", "51 %"):
        reading = Value().read(typed, context)
        assert isinstance(reading, NotUnderstood)
        assert set(reading.values) == {"low", "high"}
    assert isinstance(Value().read("50 %", context), Understood)
    assert isinstance(Value().read("5 %", Context(context.today, language)), NotUnderstood)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_fits(database: Database, language: str) -> None:
    with database.begin() as session:
        home = organisations.find_or_create(session, Kind.PLIE, PLIE, NOW)
        name = "<b>&\"'{x}%s😀" * 7
        person = people.join(session, Newcomer(5, name, language, home.id or 0, Role.COORDINATOR, None), NOW)
        for figure in KNOWN.values():
            number = parameters.number_of(figure.name)
            for value in [figure.high, figure.low] * 5:
                details = {"figure": figure.name, "before": str(figure.default), "after": str(value)}
                audit.record(session, person.id, "set parameter", "parameter", number, NOW, **details)
            trail = audit.of(session, "parameter", number, 10)
            assert_fits(figure_card(session, figure.name, figure.high, trail, language, PARIS))
        for values in (parameters.every(session), {name: figure.high for name, figure in KNOWN.items()}):
            for start in (0, 8, 16, 4711):
                assert_fits(list_card(values, start, language))


def present(town: Town, name: str) -> Decimal:
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        return parameters.get(session, name)


async def change(coordinator: Someone, figure: str, typed: str) -> None:
    await coordinator.says("/parametres")
    await coordinator.sees("[Taux d’effort : 5 %]", "[Coût horaire chargé : 30 €]", "[Suite ›]")
    await coordinator.taps(figure)
    await coordinator.sees("Par défaut")
    await coordinator.taps("Modifier")
    await coordinator.sees("1/1")
    await coordinator.says(typed)


async def test_a_figure_changed_counts_at_once_and_keeps_its_history(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    await change(coordinator, "Taux d’effort", "7,5")
    await coordinator.sees("Taux d’effort : 5 % → 7,5 %", "[Enregistrer]")
    assert present(town, "effort_rate") == Decimal("0.05")
    await coordinator.taps("Enregistrer")
    await coordinator.sees(
        "Taux d’effort : 7,5 %", "Par défaut : 5 %. De 1 % à 50 %.", "5 % → 7,5 %", "Claire"
    )
    await coordinator.saw("Cette valeur s’applique dès maintenant")
    assert present(town, "effort_rate") == Decimal("0.075")
    await coordinator.taps("Tous les paramètres")
    await coordinator.sees("[Taux d’effort : 7,5 %]")
    await coordinator.taps("Taux d’effort")
    await coordinator.sees("Par défaut", "[Revenir à la valeur par défaut]")
    await coordinator.taps("Revenir à la valeur par défaut")
    screen = await coordinator.sees("Taux d’effort : 5 %\n", "7,5 % → 5 %", "5 % → 7,5 %")
    assert "Revenir" not in screen
    assert present(town, "effort_rate") == Decimal("0.05")
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        trail = audit.of(session, "parameter", parameters.number_of("effort_rate"))
    assert [(one.action, one.details["before"], one.details["after"]) for one in trail] == [
        ("reset parameter", "0.075", "0.05"),
        ("set parameter", "0.05", "0.075"),
    ]


async def test_a_value_out_of_bounds_is_asked_again(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    await change(coordinator, "Taux d’effort", "80 %")
    await coordinator.sees("La valeur va de 1 % à 50 %", "1/1")
    await coordinator.says("je ne sais pas")
    await coordinator.sees("Une valeur du même genre que l’actuelle est attendue")
    await coordinator.says("5 %")
    await coordinator.sees("5 % → 5 %")
    await coordinator.taps("Enregistrer")
    await coordinator.saw("Rien ne change")
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        assert audit.of(session, "parameter", parameters.number_of("effort_rate")) == []


async def test_the_second_page_and_a_figure_in_months(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    await coordinator.says("/parametres")
    await coordinator.taps("Suite")
    await coordinator.sees("[Éligibilité d’un candidat : 24 mois]", "[‹ Début]")
    await coordinator.taps("Éligibilité")
    await coordinator.sees("De 1 mois à 120 mois")
    await coordinator.taps("Modifier")
    await coordinator.sees("1/1")
    await coordinator.says("3 ans")
    await coordinator.sees("24 mois → 36 mois")
    await coordinator.taps("Enregistrer")
    await coordinator.sees("Éligibilité d’un candidat : 36 mois")
    await coordinator.taps("Tous les paramètres")
    await coordinator.sees("[Éligibilité d’un candidat : 36 mois]")


@pytest.mark.parametrize("role", ["buyer", "facilitator"])
async def test_only_a_coordinator_sees_or_changes_figures(town: Town, role: str) -> None:
    other = await town.joins("Alex", role, "Quelque part")
    before = len(await other.said())
    forged = ("go:parametres", "parameters:0", "parameter:0", "set-parameter:0", "reset-parameter:0")
    for data in forged:
        await town.post("raw", update=tap(other, data))
    await other.says("/langue")
    await other.sees("English")
    answers = (await other.said())[before:-1]
    assert len(answers) == len(forged)
    assert all("pas le droit" in text for text in answers)


async def test_a_right_lost_while_the_form_is_open_changes_nothing(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    second = await town.joins("Paul", "coordinator", PLIE)
    await change(second, "Taux d’effort", "7 %")
    await second.sees("[Enregistrer]")
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        person = people.by_telegram(session, second.id)
        assert person is not None
        people.change(session, person.id, role=str(Role.FACILITATOR))
    await second.taps("Enregistrer")
    await second.sees("pas le droit", "[Enregistrer]")
    assert present(town, "effort_rate") == Decimal("0.05")
    await coordinator.says("/parametres")
    await coordinator.sees("[Taux d’effort : 5 %]")


async def test_a_figure_that_is_none_gets_one_sentence(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    for data in ("parameter:99", "set-parameter:15", "reset-parameter:15"):
        await town.post("raw", update=tap(coordinator, data))
        await coordinator.sees("Ce paramètre est introuvable")
    await town.post("raw", update=tap(coordinator, "parameters:999"))
    await coordinator.says("/parametres")
    await coordinator.sees("Taux d’effort")
    assert not [text for text in await coordinator.said() if "⚠️" in text]
