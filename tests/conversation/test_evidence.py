"""/justificatif, and files sent to no form: who proves what, who sees it, and what is refused."""

import asyncio
import io
from pathlib import Path

import aiohttp
import hostile_files as made
import proof_cast
import pytest
import sqlalchemy as sa
from proof_cast import inside
from town import HEADERS, PATIENCE, Someone, Town

from bot.store.tables import AuditEntry, Evidence, Outbox, rows_of

EVIDENCE = rows_of(Evidence)
GONE = "introuvable, ou vous n’y avez pas accès"


class Cast(proof_cast.Cast):
    """What there is of files, in the database and on the disk."""

    def rows(self) -> list[tuple[str, int, str]]:
        with inside(self.town) as session:
            found = session.core.execute(sa.select(EVIDENCE).order_by(EVIDENCE.c.id))
            return [(row.subject, row.subject_id, row.proof) for row in found]

    def files(self) -> list[Path]:
        folder = self.town.settings.evidence_dir
        return [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]


@pytest.fixture
async def cast(town: Town) -> Cast:
    return await Cast(town).join()


async def test_a_photo_sent_to_no_form_becomes_the_contract_of_work(cast: Cast) -> None:
    site, marc, fatou = cast.site, cast.company, cast.fatou
    await marc.sends("IMG_0001.jpg", made.JPEG)
    shown = await marc.sees("Que justifie ce document ?", "[Contrat de travail]", "[Relevé d’heures]")
    assert "éligibilité" not in shown
    assert "[Avis publié]" not in shown
    await marc.taps("Contrat de travail")
    shown = await marc.sees("De quoi s’agit-il ?", "P-2026-0001 · Petit Ali")
    assert "P-2026-0002" not in shown
    await marc.taps("P-2026-0001")
    await marc.sees("Contrat de travail", "P-2026-0001", "IMG_0001.jpg", "[Enregistrer]")
    assert cast.rows() == []
    await marc.taps("Enregistrer")
    await marc.sees("Enregistré, merci", "[Justificatifs]", "[Ce qui manque]")
    assert cast.rows() == [("placement", site.placement, "contract")]
    await fatou.sees(
        "Marc Martin (Bâti Normandie) a envoyé un justificatif : Contrat de travail", "P-2026-0001"
    )
    assert "Petit" not in await fatou.screen()
    await fatou.taps("Justificatifs")
    await fatou.sees("Justificatifs de P-2026-0001 · Petit Ali", "Contrat de travail · ", "IMG_0001")
    await fatou.taps("IMG_0001")
    files = await fatou.receives("IMG_0001.jpg")
    assert files["IMG_0001.jpg"] == made.JPEG
    await fatou.saw("Fichier : IMG_0001.jpg", "de Marc Martin", "[Envoyé par erreur]")
    [path] = cast.files()
    assert made.JPEG not in path.read_bytes()


async def test_what_is_missing_is_a_list_each_line_of_which_begins_the_sending(cast: Cast) -> None:
    site, marc = cast.site, cast.company
    await marc.forges(f"missing-of:{site.procurement}")
    shown = await marc.sees(
        "encore attendus", "[Contrat de travail · P-2026-0001 · Petit Ali]", "octobre 2026"
    )
    assert "P-2026-0002" not in shown
    assert "Avis publié" not in shown
    await marc.taps("octobre 2026")
    await marc.sees("Merci d’envoyer la photo ou le document")
    await marc.says("la voici")
    await marc.sees("Seuls une photo ou un document peuvent être reçus")
    await marc.sends("heures.pdf", made.PDF)
    await marc.sees("Relevé d’heures", "octobre 2026", "heures.pdf", "[Enregistrer]")
    await marc.taps("Enregistrer")
    await marc.sees("Enregistré, merci")
    assert cast.rows() == [("month", site.month, "hours")]
    await marc.taps("Ce qui manque")
    shown = await marc.sees("encore attendus", "Contrat de travail")
    assert "octobre" not in shown
    await cast.fatou.forges(f"missing-of:{site.procurement}")
    await cast.fatou.sees(
        "1. à fournir par Ville de Caen", "4. à fournir par Bâti Normandie", "5. à fournir par Tremplin",
        "6. à fournir par le PLIE", "[Attestation de formation · CACES R489", "[Justificatif de sortie",
    )  # fmt: skip
    await cast.siae.forges(f"missing-of:{site.procurement}")
    shown = await cast.siae.sees("[Contrat de travail · P-2026-0002 · Durand Zoé]")
    assert "P-2026-0001" not in shown
    await cast.buyer.forges(f"missing-of:{site.procurement}")
    shown = await cast.buyer.sees("[Avis publié · M-2026-0001", "[Attribution du marché · M-2026-0001/1")
    assert "P-2026" not in shown


async def test_an_album_is_one_answer_and_loses_nothing(cast: Cast) -> None:
    marc = cast.company
    pages = [made.JPEG + bytes([number]) for number in range(3)]
    for number, page in enumerate(pages):
        await marc.sends(f"page{number}.jpg", page)
    for _ in range(int(PATIENCE / 0.02)):
        asked = [text for text in await marc.said() if "Que justifie" in text]
        if len(asked) == len(pages):
            break
        await asyncio.sleep(0.02)
    await marc.taps("Contrat de travail")
    await marc.taps("P-2026-0001")
    await marc.sees("page0.jpg", "page1.jpg", "page2.jpg")
    await marc.sends("page3.png", made.PNG)
    await marc.sees("page2.jpg", "page3.png", "[Enregistrer]")
    await marc.taps("Enregistrer")
    await marc.sees("Enregistré, merci")
    assert len(cast.rows()) == len(cast.files()) == 4
    await marc.sends("page4.jpg", made.JPEG)
    await marc.sees("Que justifie")
    await marc.taps("Autre document")
    shown = await marc.sees("De quoi s’agit-il")
    assert shown.index("P-2026-0001") < shown.index("Retour")


async def test_the_same_file_twice_is_kept_once(cast: Cast) -> None:
    site, marc = cast.site, cast.company
    for _ in range(2):
        await marc.forges(f"prove:placement:{site.placement}:contract")
        await marc.sends("contrat.pdf", made.PDF)
        await marc.sees("[Enregistrer]", "contrat.pdf")
        await marc.taps("Enregistrer")
        await marc.saw("[Justificatifs]")
    await marc.sees("« contrat.pdf » a déjà été reçu le", "n’est pas conservé deux fois")
    assert cast.rows() == [("placement", site.placement, "contract")]
    await cast.fatou.forges(f"prove:placement:{site.lent}:contract")
    await cast.fatou.sends("autre.pdf", made.PDF)
    await cast.fatou.sees("[Enregistrer]", "autre.pdf")
    await cast.fatou.taps("Enregistrer")
    await cast.fatou.saw("Enregistré, merci")
    assert len(cast.rows()) == 2
    assert len(cast.files()) == 1


HOSTILE = [
    ("contrat.pdf", b"MZ" + bytes(90), "n’est pas accepté"),
    ("photo.jpg", b"<html><script>alert(1)</script>", "n’est pas accepté"),
    ("notes.pdf", b"Bonjour", "n’est pas accepté"),
    ("vide.pdf", b"", "est vide"),
    ("bombe.docx", made.bomb(), "décompressé"),
    ("menteuse.docx", made.lying_bomb(), "accepté|endommagé"),
    ("contrat.docm", made.office(made.WORD_MACROS, "word/document.xml"), "macros"),
    ("contrat.docx", made.locked(), "mot de passe"),
    ("ancien.doc", made.OLE, "ancien format"),
    ("gros.pdf", b"%PDF-1.7" + bytes(21 * 1024 * 1024), "trop lourd|20 Mo"),
]


async def test_hostile_files_get_a_sentence_and_the_form_goes_on(cast: Cast) -> None:
    marc = cast.company
    for name, content, said in HOSTILE:
        before = len(await marc.said())
        try:
            await marc.sends(name, content)
        except AssertionError:
            assert not content or len(content) > 20 * 1024 * 1024, name
            continue
        await _hears(marc, before, said)
    assert cast.rows() == []
    assert cast.files() == []
    await marc.forges(f"prove:placement:{cast.site.placement}:contract")
    await marc.sees("Merci d’envoyer la photo")
    for name, content, said in HOSTILE[:3]:
        before = len(await marc.said())
        await marc.sends(name, content)
        await _hears(marc, before, said)
    await _sends_raw(marc, "../../etc/<i>x<i>.pdf", made.PDF)
    shown = await marc.sees("[Enregistrer]", "<i>x<i>.pdf")
    assert "etc" not in shown
    await marc.taps("Enregistrer")
    await marc.sees("Enregistré, merci")
    [path] = cast.files()
    assert path.parent.parent == cast.town.settings.evidence_dir


async def _sends_raw(someone: Someone, name: str, content: bytes) -> None:
    """Send a file under this very name, whatever is in it."""
    form = aiohttp.FormData({"caption": ""}, quote_fields=False)
    form.add_field("file", io.BytesIO(content), filename=name)
    url = f"{someone.town.url}/people/{someone.id}/file"
    async with someone.town.http.post(url, data=form, headers=HEADERS) as answer:
        assert answer.status == 200, await answer.text()


async def _hears(someone: Someone, before: int, said: str) -> None:
    """Wait until a message after so many says one of these."""
    new: list[str] = []
    for _ in range(int(PATIENCE / 0.02)):
        new = (await someone.said())[before:]
        if any(word in text for text in new for word in said.split("|")):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{said} not in {new}")


async def test_nobody_sees_or_proves_what_is_not_theirs(cast: Cast) -> None:
    site, town = cast.site, cast.town
    await cast.fatou.forges(f"prove:candidate:{site.candidate}:eligibility")
    await cast.fatou.sees("Merci d’envoyer")
    await cast.fatou.sends("rsa.pdf", made.PDF)
    await cast.fatou.sees("rsa.pdf", "[Enregistrer]")
    await cast.fatou.taps("Enregistrer")
    await cast.fatou.saw("Enregistré, merci")
    await cast.company.forges(f"prove:placement:{site.placement}:contract")
    await cast.company.sees("Merci d’envoyer")
    await cast.company.sends("contrat.pdf", made.PDF + b" ")
    await cast.company.sees("contrat.pdf", "[Enregistrer]")
    await cast.company.taps("Enregistrer")
    await cast.company.saw("Enregistré, merci")
    rival = await town.joins("Rémi", "company", "Autre BTP")
    other = await town.joins("Odile", "buyer", "Ville d’Ifs")
    prescriber = await town.joins("Paul", "prescriber", "Mission locale", "mission_locale")
    own = {
        cast.buyer.id: {"procurement", "lot"},
        cast.company.id: {"lot", "placement", "month", "procurement"},
    }
    for someone in (cast.buyer, cast.company, cast.siae, rival, other, prescriber):
        for subject, number in (
            ("candidate", site.candidate), ("training", site.training), ("exit", site.exit),
            ("placement", site.placement), ("month", site.month), ("lot", site.lots[0]),
            ("procurement", site.procurement),
        ):  # fmt: skip
            if subject in own.get(someone.id, ()):
                continue
            for verb in ("prove", "evidence-of"):
                await someone.forges(f"{verb}:{subject}:{number}")
                await someone.sees(GONE)
                await someone.says("/menu")
        for number in (1, 2, 99):
            if number == 2 and someone is cast.company:
                continue
            for verb in ("evidence", "remove-evidence", "remove-evidence-yes"):
                await someone.forges(f"{verb}:{number}")
                await someone.sees(GONE)
                await someone.says("/menu")
        assert await someone.documents() == []
    for someone in (rival, other, prescriber):
        await someone.forges(f"missing-of:{site.procurement}")
        await someone.sees(GONE)
    assert len(cast.rows()) == 2
    await prescriber.sends("photo.jpg", made.JPEG)
    await prescriber.sees("Je n’ai pas compris")


async def test_a_document_sent_by_mistake_is_removed_by_who_sent_it(cast: Cast) -> None:
    site, buyer = cast.site, cast.buyer
    await buyer.says("/justificatif")
    await buyer.taps("Autre document")
    await buyer.taps("M-2026-0001")
    await buyer.sees("Merci d’envoyer")
    await buyer.sends("plan.png", made.PNG)
    await buyer.taps("Enregistrer")
    await buyer.taps("Justificatifs")
    await buyer.taps("plan.png")
    await buyer.receives("plan.png")
    await buyer.taps("Envoyé par erreur")
    await buyer.saw("Retirer « plan.png » des justificatifs de M-2026-0001")
    await buyer.taps("Non, le garder")
    await buyer.saw("Touchez un justificatif")
    await buyer.forges("remove-evidence-yes:1")
    await buyer.saw("Aucun n’a encore été reçu")
    await buyer.forges("remove-evidence-yes:1")
    await buyer.sees(GONE)
    assert cast.rows() == []
    with inside(cast.town) as session:
        trail = rows_of(AuditEntry)
        done = session.core.execute(
            sa.select(trail.c.action, trail.c.subject, trail.c.details).where(
                trail.c.action.like("%evidence")
            )
        ).all()
    assert [(row.action, row.subject) for row in done] == [
        ("add evidence", "procurement"), ("remove evidence", "procurement"),
    ]  # fmt: skip
    assert "plan" not in str(done)
    assert site.procurement


async def test_the_plie_finds_what_it_proves_by_reference_or_by_name(cast: Cast) -> None:
    fatou = cast.fatou
    await fatou.says("/justificatif")
    await fatou.taps("Relevé d’heures")
    await fatou.says("p 2026 1")
    await fatou.sees("Merci d’envoyer")
    await fatou.says("/annuler")
    await fatou.says("/justificatif")
    await fatou.taps("Justificatif d’éligibilité")
    await fatou.says("petit")
    await fatou.sees("Merci d’envoyer")
    await fatou.taps("Retour")
    await fatou.says("M-2026-0001")
    await fatou.sees("Rien ne correspond à ce nom")
    await fatou.says("/annuler")
    await fatou.says("/justificatif")
    await fatou.taps("Attribution du marché")
    await fatou.says("m-2026-1")
    await fatou.sees("Plusieurs réponses", "M-2026-0001/1", "M-2026-0001/2")


async def test_a_file_of_twenty_megabytes_comes_back_whole_and_stays_out_of_the_outbox(cast: Cast) -> None:
    content = made.PDF + bytes(range(256)) * 4 * 1024 * 18
    await cast.fatou.forges(f"prove:exit:{cast.site.exit}")
    await cast.fatou.sees("Merci d’envoyer")
    await cast.fatou.sends("sortie.pdf", content)
    await cast.fatou.sees("sortie.pdf", "[Enregistrer]")
    await cast.fatou.taps("Enregistrer")
    await cast.fatou.saw("Enregistré, merci")
    await cast.fatou.forges("evidence:1")
    assert (await cast.fatou.receives("sortie.pdf"))["sortie.pdf"] == content
    with inside(cast.town) as session:
        outbox = rows_of(Outbox)
        sizes = session.core.execute(sa.select(sa.func.max(sa.func.length(outbox.c.body)))).scalar_one()
    assert sizes < 10_000


async def test_a_file_lost_from_the_disk_is_told(cast: Cast) -> None:
    await cast.fatou.forges(f"prove:exit:{cast.site.exit}")
    await cast.fatou.sees("Merci d’envoyer")
    await cast.fatou.sends("sortie.pdf", made.PDF)
    await cast.fatou.sees("sortie.pdf", "[Enregistrer]")
    [path] = cast.files()
    path.unlink()
    await cast.fatou.taps("Enregistrer")
    await cast.fatou.sees("n’est plus là. Merci de l’envoyer à nouveau")
    await cast.fatou.sends("encore.pdf", made.PDF)
    await cast.fatou.sees("encore.pdf", "[Enregistrer]")
    await cast.fatou.taps("Enregistrer")
    await cast.fatou.saw("Enregistré, merci")
    path.unlink()
    await cast.fatou.forges("evidence:1")
    await cast.fatou.sees("ne peut plus être lu")
