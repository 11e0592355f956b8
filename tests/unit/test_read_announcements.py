"""Quick entry: nothing understood wrongly on the corpora, most of it understood, no text that crashes it.

The first 167 sentences of our corpus were labelled before the code was written. Later ones came in batches,
written and labelled before the code was mended on them, 61 to 97 % of stated fields right at first sight; the
last 324, in four batches: 90, 92, 93 and 92 %. Some labels were corrected on reading the answers. Those
between hold what it answered, read over and accepted: they keep it from changing unseen and measure nothing.
"""

import csv
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.readers.announcement import read_announcement
from bot.dialogue.readers.understand import understand_line
from bot.dialogue.readers.when import Grain

DATA = Path(__file__).parents[1] / "data"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "announcements.csv"
SUNDAY = date(2026, 11, 22)
FIELDS = (
    "kind", "category", "title", "commune", "amount", "consultation", "start", "months", "lots", "positions",
    "job", "contract", "weekly_hours",
)  # fmt: skip


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


SHOWN = rows("announcements.csv")
OWN = rows("quick_announcements.csv")


def said(value):
    """A field of the JSON as the corpora write it."""
    if isinstance(value, list):
        return "|".join(lot["title"] + (f"={lot['amount']}" if lot["amount"] else "") for lot in value)
    return "" if value is None else str(value)


def same(expected, found):
    try:
        return float(expected) == float(found)
    except ValueError:
        return expected == found


def judged(corpus):
    """(text, field, expected, found) of every field of every row."""
    for row in corpus:
        read = understand_line(row["text"], SUNDAY)
        assert tuple(read) == FIELDS
        for field in FIELDS:
            yield row["text"], field, row[field], said(read[field])


@pytest.mark.parametrize("corpus", [SHOWN, OWN], ids=["shown", "own"])
def test_no_field_is_understood_wrongly(corpus):
    wrong = [case for case in judged(corpus) if case[3] not in ("", "none") and not same(case[2], case[3])]
    assert wrong == []


@pytest.mark.parametrize("corpus", [SHOWN, OWN], ids=["shown", "own"])
def test_most_stated_fields_are_understood(corpus):
    stated = [(expected, found) for _, _, expected, found in judged(corpus) if expected not in ("", "none")]
    right = sum(same(expected, found) for expected, found in stated)
    assert right >= 0.97 * len(stated)


def test_corpora_are_whole():
    assert len(OWN) >= 150
    assert len({row["text"] for row in OWN}) == len(OWN)
    assert {row["kind"] for row in OWN} == {"procurement", "offer", "none"}
    if SHARED.exists():
        with SHARED.open(encoding="utf-8", newline="") as lines:
            assert list(csv.DictReader(lines)) == SHOWN


def test_grain_is_kept_for_the_form():
    read = read_announcement("Rénovation de l'école à Ifs, 200 k€, fin juin 2027", SUNDAY)
    assert read.start is not None
    assert (read.start.day, read.start.grain) == (date(2027, 6, 21), Grain.LATE)


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("du 5 juillet au 27 août 2027", date(2027, 7, 5)),
        ("de septembre 2027 à juin 2028", date(2027, 9, 1)),
        ("de décembre à mars 2027", date(2026, 12, 1)),
        ("septembre 2027 à juin 2028", date(2027, 9, 1)),
        ("du lundi 7 au vendredi 18 décembre", date(2026, 12, 7)),
        ("entre mars et juin 2027", None),
        ("mars ou avril 2027", None),
        ("mars-avril 2027", None),
        ("de 2027 à 2030", None),
        ("jusqu'au 5 mars 2027", None),
    ],
)
def test_a_period_begins_with_its_first_day(said, start):
    read = read_announcement(f"Rénovation du dojo à Ifs, 200 k€, {said}", SUNDAY)
    assert (read.start.day if read.start else None) == start


@pytest.mark.parametrize("street", ["rue du 11 novembre", "place du 8 mai 1945", "avenue du Six Juin"])
def test_a_day_that_names_a_street_is_no_date(street):
    read = read_announcement(f"Réfection de la {street} à Ifs, 200 k€, 7 juin 2027", SUNDAY)
    assert read.start is not None
    assert (read.title, read.start.day) == (f"Réfection de la {street}", date(2027, 6, 7))


@pytest.mark.parametrize(
    "text",
    [
        "un façadier et deux échafaudeurs",
        "un boulanger et un peintre à Caen",
        "une infirmière pour aider les peintres",
        "formateur maçonnerie à Caen",
    ],
)
def test_a_job_we_do_not_know_leaves_the_job_open(text):
    read = read_announcement(f"Nous cherchons {text}, CDD", SUNDAY)
    assert (read.kind, read.job, read.positions) == ("offer", None, None)


@pytest.mark.parametrize(
    "text",
    [
        "les 2 maçons à Ifs lundi",
        "1 maçon blessé à Caen le 5 janvier",
        "Le poste de cuisinier à Troarn m'intéresse",
        "Le recrutement des deux peintres à Caen est bouclé",
        "J'ai besoin d'un plombier chez moi à Caen, fuite d'eau",
        "Carreleur cherche emploi à Caen, CDI",
        "Travaux rue de Bayeux à Caen : circulation alternée du 4 au 15 janvier",
        "Nettoyage de printemps le 21 mars à Colombelles, tous bénévoles",
        "Subvention de 20 000 € votée pour l'école d'Ifs",
        "Loue appartement à Caen 600 € par mois, 12 mois",
    ],
)
def test_what_people_tell_is_no_form(text):
    assert read_announcement(text, SUNDAY).kind == "none"


def test_small_talk_is_empty():
    read = understand_line("Bonjour, pouvez-vous me rappeler ?", SUNDAY)
    assert read == {**dict.fromkeys(FIELDS), "kind": "none", "lots": []}


_PIECES = (
    "rénovation construction nettoyage de d' du la à en pour dès lots lot peinture , . ; : ( ) ? ! "
    "- \n "
    "Caen Ifs Hérouville rue 1,2 M€ 350 k€ TTC 2 3 14 mois 3 ans mars 2027 début fin consultation démarrage "
    "cherche besoin maçons peintre CDD CDI intérim 35h par semaine et ou 1 2027 15/03/27 🏗️ entre 5 6 premier"
)
PIECES = [*_PIECES.split(" ")]
sentences = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


@given(st.text(max_size=300) | sentences)
def test_no_text_crashes_it(text):
    read = read_announcement(text, SUNDAY)
    shown = read.to_json()
    assert tuple(shown) == FIELDS
    if read.kind == "none":
        assert all(value in (None, [], "none") for value in shown.values())
    if read.kind == "offer":
        assert shown["title"] is shown["amount"] is shown["category"] is None
    if read.kind == "procurement":
        assert shown["job"] is shown["positions"] is shown["contract"] is None


@given(sentences, st.sampled_from(["Où en est ", "Merci pour ", "Nous n'avons pas "]))
def test_a_question_or_a_thank_is_never_a_form(text, opening):
    mark = "?" if opening.startswith("Où") else ""
    assert read_announcement(f"{opening}{text} le dossier{mark}", SUNDAY).kind == "none"


def test_a_sentence_is_read_in_five_milliseconds():
    texts = [row["text"] for row in OWN]
    for text in texts:
        read_announcement(text, SUNDAY)
    started = time.perf_counter()
    for text in texts:
        read_announcement(text, SUNDAY)
    assert (time.perf_counter() - started) / len(texts) < 0.005


def test_a_letter_gives_its_announcement():
    letter = (
        "De : marches@exemple.fr\nObjet : prochain marché\n\nBonjour Sophie,\n\nComme évoqué, "
        "voici notre projet :\nRénovation du dojo à Colombelles, 88 k€ HT, juin 2027, 2 mois\n\n"
        "Cordialement,\nJulie Martin\n02 31 00 00 00"
    )
    read = read_announcement(letter, SUNDAY)
    assert (read.title, read.commune, read.months) == ("Rénovation du dojo", "Colombelles", 2)


@pytest.mark.parametrize(
    ("lots", "titles"),
    [
        ("\nlots :\n- sols : 30 k€\n- bois : 90 k€", ["sols", "bois"]),
        (". Lots : 1/ sols 2/ bois 3/ murs", ["sols", "bois", "murs"]),
        (". Lots 1) sols (30 k€) 2) bois (90 k€)", ["sols", "bois"]),
        (". Lot 1 sols. Lot 2 bois. Lot 3 murs.", ["sols", "bois", "murs"]),
        (", lots : sols/bois/murs", ["sols", "bois", "murs"]),
        (", lots sols - bois - murs", ["sols", "bois", "murs"]),
        ("\nLots :\n• sols\n• bois", ["sols", "bois"]),
        (", lots 1 à 4", []),
        (", en un seul lot", []),
        (", trois lots sols, bois et murs", ["sols", "bois", "murs"]),
        (", 3 lots : sols et bois", []),
        (", lots concernés : sols, bois", ["sols", "bois"]),
        (", lots de sols, de bois", ["sols", "bois"]),
        (", lots 1 sols 2 bois 3 murs", ["sols", "bois", "murs"]),
        (", lot sols et lot bois", ["sols", "bois"]),
        (", lots sols 200k bois 100k", []),
        (", lot unique", []),
        (", lots à définir", []),
    ],
)
def test_lots_are_written_in_many_ways(lots, titles):
    read = read_announcement("Construction d'une halle à Ouistreham, 2,6 M€ HT, 15 mois" + lots, SUNDAY)
    assert [lot.title for lot in read.lots] == titles
    assert (read.amount, read.months) == (2_600_000, 15)


@pytest.mark.parametrize(
    "unit",
    [
        *PIECES,
        "1,2 M€, ",
        "lot 1 peinture, ",
        "un ",
        "a1 ",
        "à Caen ",
        "2 maçons et ",
        "0 ",
        "merci. ",
        "Objet : ",
        "> ",
        "\u202eabc ",
        "lot 1. ",
        "l'",
        "tel 02 ",
    ],
)
@pytest.mark.parametrize("size", [1_190, 4_096, 10_000])
def test_long_text_takes_bounded_time(unit, size):
    text = ("Rénovation " + unit * size)[:size]
    started = time.perf_counter()
    read_announcement(text, SUNDAY)
    assert time.perf_counter() - started < 2
