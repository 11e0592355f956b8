"""/indicateurs: what the PLIE sees, what a buyer sees of its own, the chart and the files."""

import contextlib
import csv
import json
import re
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from itertools import chain
from typing import Any

import openpyxl
import pytest
from figure_scenes import agree
from indicator_worlds import draw, write
from town import Someone, Town, _plain, set_clock

from bot import app
from bot.handlers import indicators as handlers
from bot.reports.indicators.files import MAKERS

QUARTER, YEAR = "q:261001:261231", "y:260101:261231"
OVER = "q:260701:260930"
"""The last quarter that is over: what a buyer sees first."""
ONLY_OVER = "des trimestres et des années terminés : voici le dernier trimestre"
NOT_READ = "Cette période n’a pas été comprise : « Période » permet d’en choisir une."
NO_SUCH = "Cette période n’existe pas"
NO_RIGHT = "Vous n’avez pas le droit"
PICTURE = b"\x89PNG\r\n\x1a\n"


def lay_down(town: Town, seed: int = 3) -> None:
    """A drawn world in the town's database: N0 is the PLIE, N1 and N2 are buyers."""
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        write(session, draw(seed))


def data_of(message: dict[str, Any]) -> list[str]:
    return [button["callback_data"] for button in chain.from_iterable(message["keyboard"] or [])]


async def file_of(someone: Someone) -> tuple[str, str, bytes]:
    """Name, caption and bytes of the file that came last."""
    message = [one for one in await someone.messages() if one["document"]][-1]
    url = someone.town.sandbox.url + message["document"]["url"]
    async with someone.town.http.get(url) as answer:
        assert answer.status == 200
        return message["document"].get("file_name", ""), _plain(message["text"]), await answer.read()


def cells(content: bytes) -> dict[str, Any]:
    """The figures of a workbook, by their keys."""
    book = openpyxl.load_workbook(BytesIO(content))
    rows = chain.from_iterable(sheet.iter_rows(min_row=2, max_col=3) for sheet in book.worksheets)
    keyed = (row for row in rows if len(row) == 3 and re.match(r"[a-z]+\.", str(row[2].value)))
    return {row[2].value: row[1].value for row in keyed}


async def test_the_plie_sees_every_figure_and_a_buyer_its_own(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")

    await facilitator.says("/indicateurs")
    await facilitator.sees("Indicateurs", "4e trimestre 2026", "0 marché avec clause", "Entretiens réalisés")
    await facilitator.sees("Période en cours.", "période précédente (3e trimestre 2026)")
    await facilitator.taps("Période")
    await facilitator.sees("Quelle période", "novembre 2026", "Année 2026", "Depuis le début", "Autres dates")
    assert "convention" not in await facilitator.screen()
    await facilitator.taps("novembre 2026")
    await facilitator.sees("novembre 2026", "‹ octobre 2026")
    assert "décembre 2026 ›" not in await facilitator.screen()
    await facilitator.taps("‹ octobre 2026")
    await facilitator.sees("novembre 2026 ›")
    assert "Période en cours" not in await facilitator.screen()
    await facilitator.taps("Acheteur")
    await facilitator.sees("De quel acheteur")
    await facilitator.taps("Ville de Caen")
    await facilitator.sees("octobre 2026 · Ville de Caen")
    assert "Entretiens" not in await facilitator.screen()

    agree(town, date(2024, 10, 1))
    await buyer.says("/indicators")
    screen = await buyer.sees("3e trimestre 2026 · Ville de Caen", "n.c.", "Listes", "[‹ 2e trimestre 2026]")
    for word in ("Acheteur]", "Justificatifs", "précédente", "Entretiens", "Objectifs", "4e trimestre"):
        assert word not in screen
    await buyer.taps("Période")
    screen = await buyer.sees("[3e trimestre 2026]", "Année 2025")
    for word in ("novembre", "début", "Autres dates", "Année 2026"):
        assert word not in screen
    await buyer.taps("Année 2025")
    screen = await buyer.sees("2025 · Ville de Caen", "‹ 2024")
    assert "2026" not in screen
    await buyer.taps("‹ 2024")
    screen = await buyer.sees("2024 · Ville de Caen", "2025 ›")
    assert "2023" not in screen
    await buyer.taps("Période")
    await buyer.sees("4e trimestre 2024", "Année 2024")


async def test_the_first_quarter_of_all_is_told_on_the_day_after_it(town: Town) -> None:
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    waiting = (
        "Indicateurs · 4e trimestre 2026 · Ville de Caen",
        "ces chiffres paraîtront le 1er janvier 2027.",
    )
    await buyer.says("/indicateurs")
    await buyer.sees(*waiting)
    agree(town, date(2026, 11, 1))
    await buyer.forges(f"indicators:{QUARTER}:1")
    await buyer.sees(*waiting)
    said = [str(answer["params"].get("text")) for answer in await town.log("answerCallbackQuery")]
    assert said
    assert not any(ONLY_OVER in _plain(text) for text in said)
    await buyer.says("/indicateurs T4 2026")
    await buyer.sees(*waiting)
    set_clock(town.settings.clock_file, datetime(2026, 12, 31, 22, 55, tzinfo=UTC))
    await buyer.says("/indicateurs")
    await buyer.sees(*waiting)
    town.passes(minutes=6)
    await buyer.says("/indicateurs")
    await buyer.sees("Indicateurs · 4e trimestre 2026 · Ville de Caen", "Bénéficiaires")
    await buyer.taps("Période")
    await buyer.sees("[4e trimestre 2026]", "[Année 2026]")


async def test_an_agreement_to_come_is_waited_for(town: Town) -> None:
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    agree(town, date(2027, 2, 1))
    await buyer.says("/indicateurs")
    await buyer.sees("1er trimestre 2027 · Ville de Caen", "ces chiffres paraîtront le 1er avril 2027.")


async def test_a_period_by_its_dates_and_since_the_start(town: Town) -> None:
    lay_down(town)
    claire = await town.joins("Claire", "coordinator", "N0")
    await claire.says("/indicateurs")
    await claire.taps("Période")
    await claire.taps("Autres dates")
    await claire.sees("À partir de quand")
    await claire.says("juin")
    await claire.sees("Jusqu’à quand", "juin 2026")
    await claire.says("mars 2026")
    await claire.sees("La période commence plus tard : juin 2026")
    await claire.says("17/11")
    screen = await claire.sees("du 1er juin au 17 novembre 2026", "période précédente (du ")
    assert "›" not in screen
    await claire.taps("Période")
    await claire.sees("Vous voyez actuellement : du 1er juin au 17 novembre 2026")
    await claire.taps("Depuis le début")
    screen = await claire.sees("22 novembre 2026")
    assert "période précédente" not in screen


async def test_other_dates_are_those_of_the_buyer_that_is_seen(town: Town) -> None:
    """What was half-filled of another buyer is not gone on with."""
    lay_down(town)
    claire = await town.joins("Claire", "coordinator", "N0")
    await claire.says("/indicateurs")
    await claire.taps("Période")
    screen = await claire.sees("Vous voyez actuellement : 4e trimestre 2026.")
    await claire.taps("Autres dates")
    await claire.says("mars 2026")
    await claire.sees("Jusqu’à quand")
    await claire.forges(f"indicators:{QUARTER}:2")
    await claire.taps("Période")
    await claire.sees("Vous voyez actuellement : 4e trimestre 2026 · N1.")
    await claire.taps("Autres dates")
    screen = await claire.sees("À partir de quand")
    assert "Vous avez commencé" not in screen
    await claire.says("avril 2026")
    await claire.sees("Jusqu’à quand", "avril 2026")
    await claire.says("avril 2026")
    await claire.sees("Indicateurs · avril 2026 · N1")


async def test_other_dates_do_not_drop_another_form(town: Town) -> None:
    claire = await town.joins("Claire", "coordinator", "PLIE du pays de Caen")
    await claire.says("/convention")
    await claire.taps("Enregistrer")
    await claire.says("1er janvier 2025")
    await claire.forges("indicator-dates:0")
    await claire.sees("Vous avez commencé", "Reprendre")
    await claire.taps("Reprendre")
    await claire.sees("Enregistrer la convention", "son dernier jour")


async def test_a_period_said_with_the_command(town: Town) -> None:
    lay_down(town)
    agree(town, date(2025, 1, 1))
    claire = await town.joins("Claire", "coordinator", "N0")
    brigitte = await town.joins("Brigitte", "buyer", "N1")
    for said, title in {
        "mars 2027": "mars 2027",
        "mars": "mars 2026",
        "2027": "2027",
        "t2 2027": "2e trimestre 2027",
        "S1 2026": "du 1er janvier au 30 juin 2026",
        "15/03/26": "15 mars 2026",
    }.items():
        await claire.says(f"/indicateurs {said}")
        screen = await claire.sees(f"Indicateurs · {title}\n")
        assert "comprise" not in screen
    for said in ("bientôt", "1999", "29/02/2027"):
        await claire.says(f"/indicators {said}")
        await claire.sees(NOT_READ, "Indicateurs · 4e trimestre 2026", "[Période]")
    await brigitte.says("/indicateurs T2 2026")
    screen = await brigitte.sees("Indicateurs · 2e trimestre 2026 · N1")
    assert "terminés" not in screen
    for said in ("T4 2026", "2026", "mars 2026", "bientôt"):
        await brigitte.says(f"/indicateurs {said}")
        await brigitte.sees("Indicateurs · 3e trimestre 2026 · N1")
        await brigitte.sees(NOT_READ if said == "bientôt" else ONLY_OVER)
    company = await town.joins("Marc", "company", "Bâti")
    await company.says("/indicateurs 2026")
    await company.sees(NO_RIGHT)


async def test_behind_the_last_buyer_come_the_first(town: Town) -> None:
    lay_down(town)
    claire = await town.joins("Claire", "coordinator", "N0")
    await claire.says("/indicateurs")
    for after in (2, 3):
        await claire.forges(f"indicator-buyers:{QUARTER}:0:{after}")
        screen = await claire.sees("De quel acheteur", "[N2]", "[Tous les acheteurs]")
        assert ("[N1]" in screen) == (after == 3)
        assert ("Début" in screen) == (after == 2)


async def test_a_workbook_too_long_to_send_is_not_made(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_down(town)
    claire = await town.joins("Claire", "coordinator", "N0")
    made: list[str] = []
    real = MAKERS["xlsx"]
    monkeypatch.setitem(MAKERS, "xlsx", lambda *said: (made.append("xlsx"), real(*said))[1])
    monkeypatch.setattr(handlers, "_MOST_ROWS", 3)
    await claire.says("/indicateurs")
    await claire.forges("indicator-file:xlsx:s:200101:301231:0")
    await claire.sees("trop volumineux")
    assert made == []
    for kind, period in (("pdf", "s:200101:301231"), ("xlsx-out", OVER), ("xlsx", "m:200101:200131")):
        await claire.forges(f"indicator-file:{kind}:{period}:0")
        await claire.sees("Indicateurs · ")
    assert made == ["xlsx", "xlsx"]


async def test_the_agreement_is_a_period(town: Town) -> None:
    claire = await town.joins("Claire", "coordinator", "PLIE du pays de Caen")
    await claire.says("/convention")
    await claire.taps("Enregistrer")
    await claire.says("1er janvier 2025")
    await claire.says("31/12/2027")
    await claire.taps("Enregistrer")
    await claire.says("/indicateurs")
    await claire.taps("Période")
    await claire.taps("Durée de la convention")
    screen = await claire.sees("du 1er janvier 2025 au 31 décembre 2027", "Période en cours.")
    assert "précédente" not in screen
    await claire.taps("Période")
    await claire.taps("Depuis le début")
    await claire.sees("du 1er janvier 2025 au 22 novembre 2026")


LINES = {
    "markets.procurements": r"^{} marchés? avec clause",
    "hours.owed": r"^Heures dues : {}(?: |$)",
    "hours.declared": r"^Heures déclarées : {}(?: |$)",
    "hours.validated": r"^dont validées : {}(?: |$)",
    "people.beneficiaries": r"^Bénéficiaires : {}(?: |$)",
    "people.positive_exits.total": r"^Sorties positives : {}(?: |$)",
    "people.trained.total": r"^Personnes formées : {}(?: |$)",
    "people.leavers.people": r"^Personnes parties avant le terme : {}(?: |$)",
    "implementation.interviews": r"^Entretiens réalisés : {}(?: |$)",
    "implementation.referrals.total": r"^Mises en relation : {}(?: |$)",
    "targets.supported": r"^Personnes accompagnées : {}[ ,]",
    "targets.sustained": r"^Emploi durable ou certification : {}[ ,]",
}
"""How the chat says each figure of the workbook."""


def shown(value: Any) -> str:
    """A cell as the chat says it, in a pattern."""
    if isinstance(value, str):
        return re.escape(value)
    whole = f"{value:,.2f}".rstrip("0").rstrip(".")
    return re.escape(whole.replace(",", " ").replace(".", ","))


@pytest.mark.parametrize("seed", [3, 11])
async def test_the_chat_and_the_workbook_say_the_same(town: Town, seed: int) -> None:
    lay_down(town, seed)
    claire = await town.joins("Claire", "coordinator", "N0")
    brigitte = await town.joins("Brigitte", "buyer", "N1")
    for someone, home, code in ((claire, 0, YEAR), (brigitte, 2, OVER)):
        period, file = ("2026", "2026") if someone is claire else ("3e trimestre 2026", "2026-T3")
        await someone.says("/indicateurs")
        await someone.forges(f"indicators:{code}:{home}")
        screen = await someone.sees(f"· {period}")
        await someone.taps("Fichiers")
        await someone.sees("Excel", "PDF")
        await someone.taps("Excel")
        await someone.sees(f"Indicateurs · {period}")
        name, caption, content = await file_of(someone)
        assert name == f"indicateurs-{file}{'' if someone is claire else '-n1'}.xlsx"
        assert caption == f"Indicateurs · {period}{'' if someone is claire else ' · N1'}"
        found = cells(content)
        own = {key for key in LINES if not key.startswith(("targets", "implementation.interviews"))}
        assert set(LINES) - set(found) == (set() if someone is claire else set(LINES) - own)
        for key in LINES.keys() & found.keys():
            assert re.search(LINES[key].format(shown(found[key])), screen, re.MULTILINE), (
                key,
                found[key],
                screen,
            )


async def test_every_file_arrives(town: Town) -> None:
    lay_down(town)
    fatou = await town.joins("Fatou", "facilitator", "N0")
    await fatou.says("/indicateurs")
    await fatou.taps("Fichiers")
    screen = await fatou.sees("réservés au PLIE", "années entiers et terminés", "Revenir aux chiffres")
    assert "à diffuser]" not in screen
    await fatou.taps("Revenir aux chiffres")
    await fatou.taps("‹ 3e trimestre 2026")
    await fatou.sees("4e trimestre 2026 ›")
    await fatou.taps("Fichiers")
    await fatou.sees("réservés au PLIE", "Excel à diffuser", "Revenir aux chiffres")
    got = {}
    for label in ("Excel", "PDF", "Marchés attribués (CSV)", "JSON", "Excel à diffuser", "PDF à diffuser"):
        await fatou.taps(label)
        await fatou.sees("Indicateurs · 3e trimestre 2026")
        name, _, content = await file_of(fatou)
        got[label] = name, content
    assert [name for name, _ in got.values()] == [
        "indicateurs-2026-T3.xlsx",
        "indicateurs-2026-T3.pdf",
        "marches-attribues-2026-T3.csv",
        "indicateurs-2026-T3.json",
        "indicateurs-2026-T3-a-diffuser.xlsx",
        "indicateurs-2026-T3-a-diffuser.pdf",
    ]
    assert all(got[label][1].startswith(b"%PDF") for label in got if label.startswith("PDF"))
    assert json.loads(got["JSON"][1])["from"] == "2026-07-01"
    assert next(csv.reader(StringIO(got["Marchés attribués (CSV)"][1].decode("utf-8-sig"))))
    whole, handed = (
        openpyxl.load_workbook(BytesIO(got[label][1])) for label in ("Excel", "Excel à diffuser")
    )
    assert len(handed.worksheets) <= len(whole.worksheets)
    assert "n.c." in str(cells(got["Excel à diffuser"][1]).values())
    await fatou.taps("Revenir aux chiffres")
    await fatou.saw("[Graphique] | [Fichiers]")


async def test_the_chart_is_a_picture_told_in_words(town: Town) -> None:
    lay_down(town)
    fatou = await town.joins("Fatou", "facilitator", "N0")
    brigitte = await town.joins("Brigitte", "buyer", "N1")
    agree(town, date(2026, 1, 1))
    for someone, told in ((fatou, "Indicateurs · 4e trimestre 2026"), (brigitte, "3e trimestre 2026 · N1")):
        await someone.says("/indicateurs")
        await someone.taps("Graphique")
        await someone.sees(told, "Heures dues", "Sorties positives", "Personnes parties avant le terme")
        _, _, content = await file_of(someone)
        assert content.startswith(PICTURE)
    assert len(await town.log("sendPhoto")) == 2


async def test_a_name_is_never_markup_nor_mathematics(town: Town) -> None:
    name = "Ville de <b>$\\frac{x$ & Cie/Eaux"
    brigitte = await town.joins("Brigitte", "buyer", name)
    agree(town, date(2026, 1, 1))
    await brigitte.says("/indicateurs")
    await brigitte.sees(f"3e trimestre 2026 · {name}")
    await brigitte.taps("Graphique")
    await brigitte.sees(f"3e trimestre 2026 · {name}", "Heures dues : 0")
    assert (await file_of(brigitte))[2].startswith(PICTURE)
    await brigitte.taps("Fichiers")
    await brigitte.taps("PDF")
    await brigitte.saw(f"3e trimestre 2026 · {name}")
    called, _, content = await file_of(brigitte)
    assert called == "indicateurs-2026-T3-ville-de-b-frac-x-cie-eaux.pdf"
    assert content.startswith(b"%PDF")


async def test_every_button_leads_somewhere(town: Town) -> None:
    """Each button of each card, for each who may: a card or a file comes, never "this button is too old"."""
    lay_down(town)
    agree(town, date(2026, 1, 1))
    cast = {"coordinator": "N0", "facilitator": "N0", "buyer": "N1"}
    for role, home in cast.items():
        someone = await town.joins(role.title(), role, home)
        await someone.says("/indicateurs")
        seen: set[str] = set()
        waiting = data_of((await someone.messages())[-1])
        while waiting:
            data = waiting.pop()
            if data in seen or len(seen) > 60:
                continue
            seen.add(data)
            if (await someone.messages())[-1]["document"]:
                await someone.says("/indicateurs")
            await someone.forges(data)
            screen = await someone.screen()
            assert "souhaitez-vous faire" not in screen, data
            assert NO_RIGHT not in screen, data
            if data.startswith("indicator-dates"):
                assert "À partir de quand" in screen
                await someone.says("/annuler")
                continue
            kind = data.split(":")[0]
            if kind in ("indicator-periods", "indicator-buyers", "indicator-files"):
                waiting += data_of((await someone.messages())[-1])
        kinds = {data.split(":")[0] for data in seen}
        own = {
            "indicators",
            *(f"indicator-{name}" for name in ("periods", "chart", "files", "file", "lists")),
        }
        staff = {f"indicator-{name}" for name in ("buyers", "start", "dates", "proof")}
        assert kinds == (own if role == "buyer" else own | staff)


async def test_what_is_stale_or_forged_gets_one_polite_sentence(town: Town) -> None:
    lay_down(town)
    claire = await town.joins("Claire", "coordinator", "N0")
    brigitte = await town.joins("Brigitte", "buyer", "N1")
    await claire.says("/indicateurs")
    await brigitte.says("/indicateurs")
    for code in ("q:261301:261331:0", "q:260931:261231:0", "c:261231:261001:0", "m:261001:261231:0"):
        for route in ("indicators:", "indicator-files:", "indicator-chart:", "indicator-file:pdf:"):
            await claire.forges(f"{route}{code}")
            await claire.sees(NO_SUCH)
    for code in (f"{QUARTER}:999999999", f"{QUARTER}:1"):
        await claire.forges(f"indicators:{code}")
        await claire.sees("introuvable")
    await claire.forges("indicator-dates:999999999")
    await claire.sees("introuvable")
    await claire.forges("indicator-file:pdf-out:m:261001:261031:0")
    await claire.sees("n’existent que pour les trimestres et les années entiers et terminés.")
    await claire.forges(f"indicator-file:xlsx-out:{QUARTER}:0")
    await claire.sees("n’existent que pour les trimestres et les années entiers et terminés.")
    for data in (
        f"indicators:{QUARTER}:0", f"indicators:{OVER}:3", f"indicator-chart:{OVER}:0",
        f"indicator-file:xlsx:{OVER}:3", f"indicator-file:pdf:{QUARTER}:0", f"indicator-files:{OVER}:3",
        f"indicator-periods:{OVER}:0", f"indicator-buyers:{OVER}:2:0", "indicator-start:2",
        "indicator-dates:2",
    ):  # fmt: skip
        await brigitte.forges(data)
        await brigitte.sees(NO_RIGHT)
    for kind in ("csv", "json"):
        await brigitte.forges(f"indicator-file:{kind}:{OVER}:2")
        await brigitte.sees(NO_RIGHT)


async def test_a_button_of_a_period_that_is_not_over_leads_a_buyer_to_the_last_that_is(town: Town) -> None:
    lay_down(town)
    brigitte = await town.joins("Brigitte", "buyer", "N1")
    agree(town, date(2026, 1, 1))
    await brigitte.says("/indicateurs")
    await brigitte.sees("3e trimestre 2026 · N1")
    routes = (
        "s:",
        "-periods:",
        "-chart:",
        "-files:",
        "-file:pdf:",
        "-file:xlsx:",
        "-file:pdf-out:",
        "-file:json:",
    )
    codes = (QUARTER, YEAR, "q:270101:270331", "m:261101:261130", "m:260901:260930", "c:260715:261120",
             "a:250101:271231")  # fmt: skip
    for data in [f"indicator{route}{QUARTER}:2" for route in routes] + [
        f"indicators:{code}:2" for code in codes
    ]:
        await brigitte.forges(data)
        await brigitte.sees("Indicateurs · 3e trimestre 2026 · N1", "Bénéficiaires")
        answer = (await town.log("answerCallbackQuery"))[-1]
        assert ONLY_OVER in _plain(answer["params"]["text"]), data
    assert not await town.log("sendDocument")
    assert not await town.log("sendPhoto")


async def test_who_has_no_figures_is_told_so(town: Town) -> None:
    for role, home, kind in (
        ("company", "Bâti", None),
        ("prescriber", "ANPE", "anpe"),
        ("siae", "Régie", None),
    ):
        someone = await town.joins(role.title(), role, home, kind)
        await someone.says("/menu")
        for data in (f"indicators:{QUARTER}:0", f"indicator-file:json:{QUARTER}:0", "indicator-start:0"):
            await someone.forges(data)
            await someone.sees(NO_RIGHT)
