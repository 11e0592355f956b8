"""A buyer sends the contracts of a year in one go: typed lines, a workbook, nothing twice."""

import asyncio
import contextlib
import io
from typing import Any

import openpyxl
import sqlalchemy as sa
from town import Someone, Town

from bot import app
from bot.reports import programme_model
from bot.store.tables import AuditEntry, Lot, Procurement, Programme

PLIE = "PLIE du pays de Caen"
LINES = """1. Rénovation de 40 logements ; Hérouville ; 1,2 M€ ; mars ; 14 mois
2. Nettoyage des écoles ; Caen ; 90 k€ ; rentrée ; 2 ans
3. Voirie rue Neuve ; Ifs ; 350 k€ ; courant printemps ; 6 mois
4. Opération Beaulieu ; Caen ; 40 k€ ; mai ; 1 an"""


def rows(town: Town, table: Any) -> list[Any]:
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        return list(session.core.execute(sa.select(table.__table__).order_by(table.__table__.c.id)))


def workbook(*lines: tuple[Any, ...]) -> bytes:
    """The bot's own model with lines written below its example."""
    from datetime import UTC, datetime

    book = openpyxl.load_workbook(io.BytesIO(programme_model.model(datetime(2026, 11, 22, tzinfo=UTC))))
    for line in lines:
        book.active.append(line)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


async def gone(someone: Someone, text: str) -> None:
    """Wait until the last message of the bot does not say this any more."""
    for _ in range(250):
        if text not in await someone.screen():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(await someone.screen())


async def counted(someone: Someone, text: str, times: int) -> None:
    """Wait until so many messages of the bot say this."""
    said: list[str] = []
    for _ in range(250):
        said = [one.replace("\u00a0", " ").replace("\u202f", " ") for one in await someone.said()]
        if sum(text in one for one in said) >= times:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(said[-2:])


async def begin(buyer: Someone, year: str = "2027") -> None:
    await buyer.says("/programme")
    await buyer.sees("1/2", "[2026]", "[2027]")
    await buyer.taps(year)
    await buyer.sees("2/2", "[Modèle Excel]")


async def test_typed_lines_are_corrected_and_sent(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await begin(buyer)
    await buyer.says(LINES)
    seen = await buyer.sees("2 marchés compris", "2 lignes à corriger", "C’est tout")
    assert "✗ 3 · Voirie rue Neuve : début non compris « courant printemps »" in seen
    assert "✗ 4 · Opération Beaulieu : s’agit-il de travaux, de services ou de fournitures" in seen
    assert (
        "✓ 1 · Rénovation de 40 logements · Hérouville-Saint-Clair · 1 200 000 € · mars 2027 · 14 mois"
        in seen
    )
    assert seen.index("✗ 4") < seen.index("✓ 1")
    await buyer.says("4 fournitures")
    await buyer.sees("3 marchés compris", "1 ligne à corriger", "✓ 4")
    await buyer.says("3 Voirie rue Neuve ; Ifs ; 350 k€ ; avril ; 6 mois")
    await buyer.sees(
        "4 marchés compris : 1 680 000 € HT", "✓ 3 · Voirie rue Neuve · Ifs · 350 000 € · avril 2027"
    )
    await buyer.says("Peinture de la mairie ; ; 20 k€ ; juin ; 1 mois")
    await buyer.sees("4 marchés compris", "✗ 5 · Peinture de la mairie : il manque la commune")
    await buyer.taps("C’est tout")
    await buyer.sees("Programme 2027", "1 ligne non comprise, qui n’est pas transmise", "Transmettre au PLIE")
    assert not rows(town, Procurement)
    await buyer.taps("Transmettre au PLIE")
    await buyer.saw("4 marchés transmis au PLIE", "M-2026-0001 · Rénovation de 40 logements", "M-2026-0004")
    for colleague in (facilitator, coordinator):
        told = await colleague.sees(
            "Programme 2027 · Ville de Caen", "4 marchés · 1 680 000 € HT", "M-2026-0003"
        )
        assert "[Voir les marchés]" in told
        assert sum("Programme" in text for text in await colleague.said()) == 1
    await facilitator.taps("Voir les marchés")
    await facilitator.sees("[🆕 M-2026-0002 · Nettoyage des écoles]")
    await facilitator.taps("M-2026-0002")
    await facilitator.sees("Nettoyage des écoles", "rentrée 2027", "24 mois", "J’examine")
    made = rows(town, Procurement)
    assert [row.category for row in made] == ["works", "services", "works", "supplies"]
    assert len(rows(town, Lot)) == 4
    assert {row.programme_id for row in made} == {rows(town, Programme)[0].id}
    audit = [row.action for row in rows(town, AuditEntry)]
    assert audit.count("send programme") == 1
    assert audit.count("announce") == 4


async def test_the_workbook_comes_back_filled_and_twice_is_once(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    colleague = await town.joins("Bruno", "buyer", "Ville de Caen")
    await begin(buyer)
    await buyer.taps("Modèle Excel")
    for _ in range(250):
        if await buyer.documents():
            break
        await asyncio.sleep(0.02)
    (name, content), *more = await buyer.documents()
    assert name == programme_model.NAME
    assert not more
    await buyer.sends(name, content)
    await buyer.sees("La première feuille de ce fichier ne contient aucun marché")
    filled = workbook(
        ("Rénovation de 12 logements", "Ifs", 350000, "mars", 14, "Travaux"),
        ("Nettoyage des écoles", "Caen", None, "rentrée", "2 ans", "Services"),
        ("Sans date", "Caen", 1000, None, 3, "Services"),
    )
    for times in (1, 2):
        await buyer.sends("programme.xlsx", filled)
        await counted(buyer, "2 marchés compris : 350 000 € HT (1 sans montant)", times)
    await buyer.sees("1 ligne à corriger", "Sans date : il manque le début")
    await buyer.taps("C’est tout")
    await buyer.taps("Transmettre au PLIE")
    await buyer.saw("2 marchés transmis", "M-2026-0002", "1 ligne non comprise")
    await facilitator.sees("Programme 2027", "2 marchés")
    await begin(colleague)
    await colleague.sends("programme.xlsx", filled)
    await colleague.sees("2 marchés compris")
    await colleague.says("Toiture du gymnase ; Ifs ; 80 k€ ; mai ; 3 mois")
    await colleague.sees("3 marchés compris")
    await colleague.taps("C’est tout")
    await colleague.taps("Transmettre au PLIE")
    await colleague.saw("1 marché transmis", "M-2026-0003", "2 marchés déjà transmis", "M-2026-0001")
    await begin(buyer)
    await buyer.sends("programme.xlsx", filled)
    await buyer.sees("2 marchés compris")
    await buyer.taps("C’est tout")
    await buyer.taps("Transmettre au PLIE")
    await buyer.saw("Rien de nouveau", "2 marchés déjà transmis")
    assert len(rows(town, Procurement)) == 3
    assert len(rows(town, Programme)) == 2
    assert sum("Nouveau programme" in text for text in await facilitator.said()) == 2


async def test_a_double_tap_and_a_restart_send_once(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await begin(buyer)
    await buyer.says("Toiture du gymnase ; Ifs ; 80 k€ ; mai ; 3 mois")
    await buyer.sees("1 marché compris")
    await town.stop()
    await town.start()
    await buyer.says("Toiture de l’école ; Ifs ; 80 k€ ; mai ; 3 mois")
    await buyer.sees("2 marchés compris")
    await buyer.taps("C’est tout")
    await buyer.sees("Transmettre au PLIE")
    card = (await buyer.messages())[-1]
    data = card["keyboard"][0][0]["callback_data"]
    await asyncio.gather(*(buyer.taps_data(card["message_id"], data) for _ in range(3)))
    await buyer.saw("2 marchés transmis")
    await facilitator.sees("2 marchés")
    await buyer.says("/menu")
    await buyer.sees("Que souhaitez-vous faire")
    assert len(rows(town, Procurement)) == 2
    assert sum("2 marchés transmis" in text.replace("\u00a0", " ") for text in await buyer.said()) == 1


async def test_the_plie_sends_for_a_buyer_and_others_do_not_see_it(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    await town.joins("Brigitte", "buyer", "Ville de Caen")
    stranger = await town.joins("Paul", "buyer", "Ville d’Ifs")
    company = await town.joins("Karim", "company", "Bâti Caen")
    await facilitator.says("/programme")
    await facilitator.taps("Ville de Caen")
    await facilitator.sees("1/2")
    await facilitator.says("l’année prochaine")
    await facilitator.sees("2/2")
    await facilitator.says("\n".join(f"Toiture n° {n} ; Ifs ; 80 k€ ; mai ; 3 mois" for n in range(10)))
    await facilitator.sees("10 marchés compris")
    await facilitator.taps("C’est tout")
    await facilitator.sees("Programme 2027 · Ville de Caen")
    await facilitator.taps("Transmettre au PLIE")
    await facilitator.saw("10 marchés transmis")
    await facilitator.taps("Voir les marchés")
    await facilitator.sees("M-2026-0008", "[Suite ›]")
    await facilitator.taps("Suite")
    await facilitator.sees("M-2026-0010", "[‹ Début]")
    await facilitator.taps("Début")
    await facilitator.sees("M-2026-0001")
    assert all(row.on_behalf for row in rows(town, Procurement))
    for other in (stranger, company):
        for data in ("programme:1", "programme:1:3", "programme:999999999:999999999"):
            await other.forges(data)
            await other.sees("Ce programme est introuvable")
            await other.says("/menu")
            await other.sees("Que souhaitez-vous faire")
    await company.says("/programme")
    await company.sees("Vous n’avez pas le droit")
    for data in ("programme-for:2", "programme-buyers:0", "f:1f:pick:programme-model"):
        await company.says("/menu")
        await company.sees("Que souhaitez-vous faire")
        await company.forges(data)
        await company.sees("Vous n’avez pas le droit")
    assert not await company.documents()


async def test_what_is_no_list_gets_a_sentence(town: Town) -> None:
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await begin(buyer)
    for name, content, answer in (
        ("plan.pdf", b"%PDF-1.4 plan", "n’est pas un classeur Excel"),
        ("ancien.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "au format .xlsx"),
        ("casse.xlsx", workbook()[:2000], "ne peut pas être ouvert"),
        ("autre.csv", b"a;b;c\n1;2;3\n", "pas de ligne de titres"),
    ):
        await buyer.sends(name, content)
        await buyer.sees(answer, "2/2")
    await buyer.says("Bonjour")
    await buyer.sees("1 ligne à corriger", "seul l’objet est indiqué")
    await buyer.taps("C’est tout")
    await buyer.sees("il n’y a rien à transmettre")
    await buyer.taps("Recommencer la liste")
    await gone(buyer, "Bonjour")
    await buyer.sends(
        "liste.csv", "Objet;Commune;Montant HT (k€);Début;Durée (mois)\nVoirie;Ifs;80;mai;3".encode("cp1252")
    )
    await buyer.sees("1 marché compris : 80 000 € HT")


async def test_another_year_reads_the_lines_again(town: Town) -> None:
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await begin(buyer, "2026")
    await buyer.says("Toiture du gymnase ; Ifs ; 80 k€ ; mai ; 3 mois")
    await buyer.sees("mai 2026")
    await buyer.taps("C’est tout")
    await buyer.sees("Programme 2026", "mai 2026")
    await buyer.taps("Année")
    await buyer.taps("2027")
    await buyer.sees("Programme 2027", "mai 2027")
    await buyer.taps("Transmettre au PLIE")
    await buyer.saw("1 marché transmis")
    (made,) = rows(town, Procurement)
    assert made.start_as == "2027-05-01/month"
