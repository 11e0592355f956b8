"""From the figures to the lists behind them and to the cards: what each role finds there, by the buttons it
is given and by those it makes up."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from figure_scenes import (
    BUYER,
    HOMES,
    LATER,
    OTHER_BUYER,
    Scene,
    Scenes,
    agree,
    buttons,
    listed,
    reached,
    told,
)
from limits import plain
from rights_cast import ZONE
from town import Town

from bot.dialogue.cards import Card
from bot.dialogue.journey.words import EXITS
from bot.dialogue.translations import LANGUAGES, label
from bot.handlers import indicator_lists
from bot.reports.indicators import chart
from bot.reports.indicators.card import View
from bot.reports.indicators.entries import ENTRIES
from bot.reports.indicators.lists import section_card
from bot.reports.indicators.spans import read
from bot.reports.indicators.summary import pictured
from bot.store import indicators
from bot.store.indicators.scope import Asked
from bot.store.tables import ExitKind, Role

YEAR, QUARTER, MONTH = "y:270101:271231", "q:270101:270331", "m:270301:270331"
START = "s:200101:301231"
FULL = (1, 2)
"""Worlds with something behind every kind of figure."""
WALKED = {
    "indicator-lists",
    "indicator-section",
    "indicator-list",
    "indicator-advisers",
    "indicator-adviser",
}
CARDS = {
    "procurement",
    "lot",
    "worked",
    "candidate",
    "exit-card",
    "placement",
    "interview-card",
    "referral",
}
CONTRACTS = ("ca", "cb", "cc", "cd", "ha", "hb", "hc")
"""The lists a buyer may read of its own: contracts, then hours."""


@pytest.fixture
def scenes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Scenes":
    return Scenes(tmp_path, monkeypatch)


@pytest.mark.parametrize("seed", FULL)
def test_staff_reach_every_list_and_every_card(scenes: Scenes, seed: int) -> None:
    opened: set[str] = set()
    with scenes.of(seed, long=seed == FULL[0]) as scene:
        for someone in scene.staff:
            for about in (f"{START}:0", f"{YEAR}:{BUYER}", f"{MONTH}:0"):
                found = reached(scene, someone, f"indicator-lists:{about}")
                opened |= {_kind(data) for data in found}
                compare(scene, found, about)
        assert any(not data.endswith(":0") for data in found_pages(scene))
    assert opened == WALKED | CARDS


def _kind(data: str) -> str:
    """What a button opens; a row of a list opens its card below."""
    return data.removeprefix("below:").split(":")[0]


def test_a_section_counts_only_what_it_shows(scenes: Scenes) -> None:
    """Each by its own queries: those of other figures are not asked."""
    parts = {
        "c": "markets",
        "h": "hours",
        "b": "people",
        "e": "people",
        "r": "implementation",
        "t": "targets",
    }
    asked: list[str] = []
    with scenes.of(FULL[0]) as scene:
        for name, figures in list(indicator_lists.PARTS.items()):
            scenes.patch.setitem(indicator_lists.PARTS, name, _counting(asked, name, figures))
        for letter, part in parts.items():
            assert scene.taps(scene.staff[0], f"indicator-section:{letter}:{YEAR}:0") is not None
            assert asked == [part]
            asked.clear()


def _counting(asked: list[str], name: str, figures: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*said: Any) -> Any:
        asked.append(name)
        return figures(*said)

    return counted


def found_pages(scene: Scene) -> set[str]:
    """The buttons of lists that were shown."""
    shown = {data for card in scene.cards for data in buttons(card)}
    return {data for data in shown if data.startswith("indicator-list:")}


def compare(scene: Scene, found: dict[str, Card], about: str) -> None:
    """Each list that was reached tells its figure, and has as many rows; each figure that is not nought was
    reached."""
    shown = read(about)
    with scene.desk.database.begin() as session:
        figures = indicators.figures(session, Asked(shown.period, ZONE, shown.buyer_id))
    for code, entry in ENTRIES.items():
        if entry.for_everyone_only and shown.home:
            assert f"indicator-list:{code}:{about}:0" not in found
            continue
        value = entry.value(figures)
        assert (f"indicator-list:{code}:{about}:0" in found) == bool(value), (code, about)
        if not value:
            continue
        title = told(found[f"indicator-list:{code}:{about}:0"])
        assert float(title.replace(",", ".")) == float(value), (code, title)
        rows = listed(found, code, about)
        if code[0] != "h":
            assert len(rows) == value, (code, about)
            assert len(set(rows)) == len(rows), (code, about)


@pytest.mark.parametrize("seed", FULL)
def test_a_buyer_reaches_its_own_contracts_and_hours(scenes: Scenes, seed: int) -> None:
    with scenes.of(seed, long=seed == FULL[0]) as scene:
        scene.desk.now = LATER
        for about in (f"{YEAR}:{BUYER}", f"{QUARTER}:{BUYER}"):
            found = reached(scene, scene.buyer, f"indicator-lists:{about}")
            kinds = {_kind(data) for data in found}
            assert kinds <= {"indicator-lists", "indicator-list", "procurement", "lot"}
            codes = {data.split(":")[1] for data in found if data.startswith("indicator-list:")}
            assert codes <= set(CONTRACTS)
            assert codes or about.startswith("q")
            for data, card in found.items():
                if data.startswith("indicator-"):
                    names_nobody(card)


def names_nobody(card: Card) -> None:
    """The card and its rows tell of no person, and count none."""
    text = " ".join([plain(str(card.text)), *(button.label for row in card.keyboard for button in row)])
    for word in ("C-", "P-", "personne", "bénéficiaire", "salarié", "entretien"):
        assert word not in text.lower() if word.islower() else word not in text


def test_no_button_leads_anybody_else_to_a_list(scenes: Scenes) -> None:
    """Every route, by every role, about its own organisation, another, a stranger's, everybody: what is not
    for it is refused, whoever makes the button up."""
    with scenes.of(3) as scene:
        scene.desk.now = LATER
        for someone in scene.others:
            for home in {HOMES.get(someone.role or Role.COMPANY, 1), BUYER, 0}:
                for data in every_button(f"{YEAR}:{home}"):
                    assert scene.taps(someone, data) is None, (someone.name, data)
        for home in (BUYER, OTHER_BUYER, 4, 0):
            running = ("q:280101:280331", "y:280101:281231", "q:280401:280630")
            for period in (YEAR, QUARTER, MONTH, START, "c:270101:270331", "q:270102:270331", *running):
                for data in every_button(f"{period}:{home}"):
                    may = home == BUYER and allowed(data, period)
                    assert (scene.taps(scene.buyer, data) is not None) == may, data


def every_button(about: str) -> list[str]:
    """A button of each kind; a list for each figure."""
    listed = [f"indicator-list:{code}:{about}:0" for code in ENTRIES]
    sections = [f"indicator-section:{letter}:{about}" for letter in "chblxaseoqkdirpt"]
    others = [f"indicator-advisers:{about}:0", f"indicator-adviser:{about}:1:0", f"indicator-lists:{about}"]
    return [*others, *sections, *listed]


def allowed(data: str, period: str) -> bool:
    """Whether a buyer may read this of its own, by the letters that were written down by hand."""
    whole = period in (YEAR, QUARTER, "c:270101:270331")
    kind, code, *_ = data.split(":")
    return whole and (kind == "indicator-lists" or (kind == "indicator-list" and code in CONTRACTS))


def test_made_up_buttons_get_one_sentence(scenes: Scenes) -> None:
    """Days that do not exist, periods that end too soon, buyers that are none, lists of other figures."""
    with scenes.of(3) as scene:
        for data in (
            "indicator-list:ca:q:270132:270331:0:0",
            "indicator-lists:q:271231:270101:0",
            "indicator-lists:m:270301:270401:0",
            "indicator-list:ca:y:270101:271231:4:0",
            "indicator-section:c:y:270101:271231:999999999",
            "indicator-list:zz:y:270101:271231:0:0",
            "indicator-list:ca:y:270101:271231:0:9999999999",
            "indicator-list:ta:y:270101:271231:2:0",
            "indicator-list:ia:y:270101:271231:2:0",
            "indicator-section:i:y:270101:271231:2",
            "indicator-advisers:y:270101:271231:2:0",
            "indicator-adviser:y:270101:271231:2:1:0",
            "indicator-adviser:y:270101:271231:0:987654:0",
            "indicator-list:ca",
        ):
            assert scene.taps(scene.staff[0], data) is None, data
        far = scene.taps(scene.staff[0], "indicator-list:ca:y:270101:271231:0:1")
        assert far is not None
        assert "La liste s’arrête ici" in far.text


def test_where_nobody_is_left_on_a_page_the_first_one_comes(scenes: Scenes) -> None:
    with scenes.of(FULL[0]) as scene:
        first, far = (
            scene.taps(scene.staff[0], f"indicator-advisers:{START}:0:{after}") for after in (0, 999_999_999)
        )
        assert first is not None
        assert "Les entretiens de qui" in plain(str(first.text))
        assert far == first


def test_the_exit_kinds_have_one_name() -> None:
    """In the candidate's card, in the figures, above the list and in its rows."""
    for language in LANGUAGES:
        name = label(language, EXITS[ExitKind.HIRING_COMPANY]).lower()
        entry = next(one for one in ENTRIES.values() if one.key == "people.positive_exits.hiring_company")
        assert entry.briefly(language).lower() == name
        figures = {
            "hours": {"owed": 0, "declared": 0, "validated": 0},
            "people": {
                "positive_exits": {"total": 5, "hiring_company": 5, "outside_contract": 0, "training": 0},
                "leavers": {"people": 0},
            },
        }
        assert name in str(pictured(figures, language))
        assert name in chart.described(figures, language)


def test_names_that_hold_commas_are_kept_apart() -> None:
    figures = {"people": {"positive_exits": dict.fromkeys(("hiring_company", "outside_contract"), 0)}}
    figures["people"]["positive_exits"] |= {"total": 3, "training": 3}
    view = View(read(f"{YEAR}:0"), None, True, date(2028, 1, 10), "fr")
    text = plain(str(section_card(view, "q", figures).text))
    assert "entreprise du marché · Autre emploi, fonction publique, création d’entreprise." in text


async def test_on_the_phone(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    agree(town, date(2026, 1, 1))

    await facilitator.says("/indicateurs")
    await facilitator.taps("Listes")
    await facilitator.sees("4e trimestre 2026", "Quelle liste", "[Marchés · 0]", "[Bénéficiaires · 0]")
    await facilitator.taps("Bénéficiaires · 0")
    screen = await facilitator.sees("Rien n’est compté ici", "[Toutes les listes]")
    assert "[Niveau de formation]" not in screen
    await facilitator.forges("indicator-section:e:q:261001:261231:0")
    await facilitator.sees("Rien n’est compté ici", "[Bénéficiaires]")
    await facilitator.taps("Bénéficiaires")
    await facilitator.taps("Toutes les listes")
    await facilitator.taps("Entretiens réalisés · 0")
    screen = await facilitator.sees("Rien n’est compté ici", "[Revenir aux chiffres]")
    assert "[Par référent]" not in screen
    await facilitator.forges("indicator-advisers:q:261001:261231:0:0")
    await facilitator.sees("Rien n’est compté ici", "[Revenir aux chiffres]")

    await buyer.says("/indicateurs")
    await buyer.taps("Listes")
    screen = await buyer.sees("3e trimestre 2026 · Ville de Caen", "Rien n’est compté ici")
    assert "Bénéficiaires" not in screen
    await buyer.forges("indicator-list:ba:q:260701:260930:0:0")
    await buyer.saw("Vous n’avez pas le droit")
