"""Labour movements by month and job."""

import csv
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from limits import assert_fits, plain

from bot.dialogue.cards import Card
from bot.dialogue.digest import Digest, digest_card, digest_letter
from bot.dialogue.readers.jobs import job_label
from bot.rules.labour import Cell, Count, Month, by_month, ends_before, is_few, total

TODAY = date(2027, 1, 18)
MASON, PAINTER, CARPENTER = "F1703", "F1606", "F1503"


def test_counts_are_summed_by_month_and_job_the_most_first() -> None:
    counts = [
        Count(PAINTER, date(2027, 2, 3), 1),
        Count(MASON, date(2027, 2, 1), 2),
        Count(MASON, date(2027, 2, 28), 3),
        Count(MASON, date(2026, 11, 2), 4),
        Count(PAINTER, date(2027, 1, 31), 0),
    ]
    assert by_month(counts, TODAY) == (
        Month(date(2027, 1, 1), (Cell(MASON, 4),)),
        Month(date(2027, 2, 1), (Cell(MASON, 5), Cell(PAINTER, 1))),
    )
    assert total(by_month(counts, TODAY)) == 10
    assert by_month([], TODAY) == ()


def test_requirements_are_told_apart() -> None:
    counts = [Count(MASON, TODAY, 2, 1), Count(MASON, TODAY, 3, 2)]
    assert by_month(counts, TODAY) == (Month(date(2027, 1, 1), (Cell(MASON, 3, 2), Cell(MASON, 2, 1))),)


@pytest.mark.parametrize(("number", "few"), [(0, False), (1, True), (2, True), (3, False)])
def test_one_or_two_are_few(number: int, few: bool) -> None:
    assert is_few(number) is few


@pytest.mark.parametrize(
    ("today", "before"),
    [
        (date(2027, 1, 18), date(2027, 4, 1)),
        (date(2026, 11, 30), date(2027, 2, 1)),
        (date(2026, 12, 1), date(2027, 3, 1)),
    ],
)
def test_contracts_that_end_within_three_months(today: date, before: date) -> None:
    assert ends_before(today) == before


def longest(count: int) -> list[str]:
    """The jobs of the longest names."""
    path = Path(str(files("bot.data").joinpath("rome.csv")))
    with path.open(encoding="utf-8", newline="") as text:
        codes = sorted({next(iter(row.values())) for row in csv.DictReader(text)})
    return sorted(codes, key=lambda code: -len(job_label(code)))[:count]


def months(count: int, jobs: int, bit: int = 0) -> tuple[Month, ...]:
    cells = tuple(Cell(code, 99999, bit) for code in longest(jobs))
    return tuple(Month(date(2027 + place // 12, place % 12 + 1, 1), cells) for place in range(count))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("jobs", [1, 3, 9])
@pytest.mark.parametrize("count", [1, 6, 14])
def test_the_digest_fits_however_much_there_is(language: str, jobs: int, count: int) -> None:
    much = months(count, jobs)
    digest = Digest(much, much, much, months(count, jobs, 2), much)
    assert_fits(digest_card(digest, TODAY, language))
    letter = digest_letter(digest, TODAY, language)
    assert_fits(Card(letter.text))
    assert "18" in letter.subject


def test_people_are_few_and_positions_are_counted() -> None:
    month = (Month(date(2027, 2, 1), (Cell(MASON, 2),)),)
    digest = Digest(positions=month, starting=month, lacking=(Month(date(2027, 2, 1), (Cell(MASON, 2, 2),)),))
    text = plain(str(digest_card(digest, TODAY, "fr").text)).replace("\u00a0", " ")
    mason = job_label(MASON)
    assert text.splitlines() == [
        "Mouvements de main-d’œuvre et besoins de formation, semaine du 18 janvier 2027", "",
        "Postes à pourvoir, par mois de démarrage :", f"février 2027 : {mason} 2", "",
        "Embauches prévues, par mois de démarrage :", f"février 2027 : {mason} (moins de 3)", "",
        "Postes pour lesquels il ne manque qu’une exigence aux candidats :",
        f"février 2027 : {mason} (CACES) 2",
    ]  # fmt: skip


def test_nothing_to_say_is_no_digest() -> None:
    assert not Digest()
    assert Digest(ending=(Month(TODAY, (Cell(MASON, 1),)),))
