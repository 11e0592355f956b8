"""The evidence behind the figures: what is proven, what is missing, who is asked for it, once a day."""

import json
from datetime import date
from typing import Any, Self

import proof_cast
import pytest
import sqlalchemy as sa
from hostile_files import PDF
from proof_cast import inside
from proofs import give
from town import Someone, Town

from bot import app
from bot.store import people
from bot.store.people import Correspondent
from bot.store.tables import AuditEntry, Lot, Organisation, Person, Role, rows_of

CODE = "c:261001:271231:0"
ASKED_BY = "Fatou Martin, du PLIE, vous demande"
NOT_ALLOWED = "Vous n’avez pas le droit"


class Cast(proof_cast.Cast):
    """The clause of the site was confirmed in November."""

    async def join(self) -> Self:
        await super().join()
        with inside(self.town) as session:
            session.core.execute(sa.update(rows_of(Lot)).values(confirmed_on=date(2026, 11, 1)))
        return self

    def requests(self) -> list[tuple[str, int, dict[str, Any]]]:
        """What was asked for, of whom."""
        trail = rows_of(AuditEntry)
        asked = sa.select(trail).where(trail.c.action == "ask evidence").order_by(trail.c.id)
        with inside(self.town) as session:
            rows = session.core.execute(asked).all()
        return [(row.subject, row.subject_id, json.loads(row.details)) for row in rows]

    async def heard(self, someone: Someone) -> int:
        """How many times somebody was asked."""
        return sum(ASKED_BY in text.replace("\u00a0", " ") for text in await someone.said())


@pytest.fixture
async def cast(town: Town) -> Cast:
    return await Cast(town).join()


async def test_from_the_shares_to_what_an_organisation_owes(cast: Cast) -> None:
    site, fatou, marc = cast.site, cast.fatou, cast.company
    await fatou.forges(f"indicator-proof:{CODE}")
    await fatou.sees(
        "Justificatifs des indicateurs · du 1er octobre 2026 au 31 décembre 2027",
        "Heures déclarées – relevés d’heures : 0 % (0 h sur 120 h)",
        "Contrats de travail confirmés : 0 % (0 sur 2)",
        "Lots attribués – attribution : 0 % (0 sur 2)",
        "Sorties positives – justificatif de sortie : 0 % (0 sur 1)",
        "[Revenir aux chiffres]",
    )
    await fatou.taps("Ce qui manque")
    await fatou.sees(
        "1. À fournir par Ville de Caen depuis le 22 novembre 2026",
        "4. À fournir par Bâti Normandie à partir du 5 janvier 2027",
        "6. À fournir par Bâti Normandie depuis le 31 octobre 2026",
        "8. À fournir par le PLIE (Fatou Martin) depuis le 22 novembre 2026",
        "[1 · Avis publié · M-2026-0001",
        "[6 · Relevé d’heures · P-2026-0001 · Petit Ali",
    )
    await fatou.taps("Suite")
    await fatou.sees("[1 · Justificatif d’éligibilité · C-2026-0001 · Petit Ali]", "[2 ·", "[‹ Début]")
    await fatou.taps("Début")
    await fatou.taps("6 · Relevé")
    await fatou.sees(
        "Relevé d’heures · P-2026-0001 · Petit Ali · octobre 2026", "Attendu depuis le 31 octobre 2026",
        "À fournir par Bâti Normandie", "[Demander ce justificatif]",
        "[Demander les 2 justificatifs (Bâti Normandie)]",
        "[Envoyer le justificatif]", "[Ouvrir]",
    )  # fmt: skip
    await fatou.taps("Demander les 2 justificatifs")
    await fatou.sees("Demande de 2 justificatifs envoyée à Marc Martin.")
    await marc.sees(
        f"{ASKED_BY} 2 justificatifs", "[Contrat de travail · P-2026-0001 · Petit Ali]",
        "[Relevé d’heures · P-2026-0001 · Petit Ali · octobre 2026]",
    )  # fmt: skip
    assert cast.requests() == [
        ("placement", site.placement, {"people": [3]}), ("month", site.month, {"people": [3]}),
    ]  # fmt: skip
    await marc.taps("Relevé d’heures")
    await marc.sees("Merci d’envoyer la photo ou le document")
    await marc.sends("heures.pdf", PDF)
    await marc.sees("heures.pdf", "[Enregistrer]")
    await marc.taps("Enregistrer")
    await marc.saw("Enregistré, merci")
    await fatou.forges(f"indicator-proof:{CODE}")
    await fatou.sees("Heures déclarées – relevés d’heures : 100 % (120 h sur 120 h)")
    assert site.month


async def test_asked_twice_it_is_asked_once_a_day(cast: Cast) -> None:
    fatou, marc = cast.fatou, cast.company
    everything = f"indicator-ask-all:{cast.homes['Bâti Normandie']}:{CODE}"
    await fatou.forges(everything)
    await fatou.sees("Demande de 2 justificatifs envoyée à Marc Martin.")
    await fatou.forges(everything)
    await fatou.sees("Déjà demandé aujourd’hui : 22 novembre 2026", "par Fatou Martin")
    await fatou.forges(f"indicator-ask:3:{cast.site.month}:{CODE}")
    await fatou.sees("Déjà demandé aujourd’hui")
    await fatou.forges(f"indicator-missed:3:{cast.site.month}:{CODE}")
    shown = await fatou.sees("Déjà demandé aujourd’hui", "[Ouvrir]")
    assert "[Demander" not in shown
    assert len(cast.requests()) == 2
    cast.town.passes(days=1)
    with inside(cast.town) as session:
        give(session, "month", cast.site.month, "hours", 1, app.make_clock(cast.town.settings).now())
    await fatou.forges(everything)
    await fatou.sees("Demande de 1 justificatif envoyée à Marc Martin.")
    await marc.sees(f"{ASKED_BY} 1 justificatif", "[Contrat de travail")
    assert await cast.heard(marc) == 2


async def test_another_period_is_asked_for_on_the_same_day_but_no_file_twice(cast: Cast) -> None:
    """In October there were hours, and nobody at work: the contract is of January."""
    fatou, marc, home = cast.fatou, cast.company, cast.homes["Bâti Normandie"]
    await fatou.forges(f"indicator-ask-all:{home}:m:261001:261031:0")
    await fatou.sees("Demande de 1 justificatif envoyée à Marc Martin.")
    await marc.sees(f"{ASKED_BY} 1 justificatif", "[Relevé d’heures · P-2026-0001")
    await fatou.forges(f"indicator-missed:3:{cast.site.month}:{CODE}")
    shown = await fatou.sees("Déjà demandé aujourd’hui", "[Demander 1 justificatif (Bâti Normandie)]")
    assert "[Demander ce justificatif]" not in shown
    await fatou.taps("Demander 1 justificatif")
    await fatou.sees("Demande de 1 justificatif envoyée à Marc Martin.")
    shown = await marc.sees(f"{ASKED_BY} 1 justificatif", "[Contrat de travail · P-2026-0001")
    assert "Relevé d’heures" not in shown
    assert await cast.heard(marc) == 2
    await fatou.forges(f"indicator-ask-all:{home}:{CODE}")
    await fatou.sees("Déjà demandé aujourd’hui")
    assert await cast.heard(marc) == 2


async def test_one_file_is_asked_alone_and_of_the_colleague_where_the_plie_owes_it(cast: Cast) -> None:
    buyer, site = cast.buyer, cast.site
    await cast.fatou.forges(f"indicator-ask:0:{site.procurement}:{CODE}")
    await cast.fatou.sees(
        "Demande de 1 justificatif envoyée à Brigitte Martin.", "Avis publié · M-2026-0001", "[‹ La liste]"
    )
    await buyer.sees(f"{ASKED_BY} 1 justificatif", "[Avis publié · M-2026-0001")
    await cast.fatou.forges(f"indicator-ask:0:{site.procurement}:{CODE}")
    await cast.fatou.sees("Déjà demandé aujourd’hui")
    await buyer.taps("Avis publié")
    await buyer.sees("Merci d’envoyer")
    assert await cast.heard(buyer) == 1

    await cast.fatou.forges(f"indicator-missed:5:{site.exit}:{CODE}")
    shown = await cast.fatou.sees(
        "Justificatif de sortie · C-2026-0001", "À fournir par le PLIE (Fatou Martin)"
    )
    assert "[Demander" not in shown
    await cast.fatou.forges(f"indicator-ask:5:{site.exit}:{CODE}")
    await cast.fatou.sees("Aucun autre collègue du PLIE ne suit ce dossier")
    lea = await cast.town.joins("Léa", "coordinator", "PLIE du pays de Caen")
    await lea.forges(f"indicator-missed:5:{site.exit}:{CODE}")
    await lea.sees("[Demander ce justificatif]")
    await lea.taps("Demander ce justificatif")
    await lea.sees("Demande de 1 justificatif envoyée à Fatou Martin.")
    await cast.fatou.sees("Léa Martin, du PLIE, vous demande 1 justificatif", "Petit Ali")
    assert [one[:2] for one in cast.requests()] == [("procurement", site.procurement), ("exit", site.exit)]


async def test_a_list_stays_where_it_is_while_its_cards_are_read(cast: Cast) -> None:
    fatou = cast.fatou
    await fatou.forges(f"indicator-list:hb:{CODE}:0")
    await fatou.sees("Touchez une ligne pour l’ouvrir", "[Petit Ali · ")
    for _ in range(2):
        await fatou.taps("Petit Ali · ")
        await fatou.sees("P-2026-0001")
    shown = [message for message in await fatou.messages() if "Touchez une ligne" in (message["text"] or "")]
    assert len(shown) == 1
    assert any("Petit Ali · " in row[0]["text"] for row in shown[0]["keyboard"])

    await fatou.forges(f"indicator-missing:0:000000:0:{CODE}")
    await fatou.taps("Suite")
    await fatou.sees("[1 · Justificatif d’éligibilité · C-2026-0001 · Petit Ali]", "[2 ·")
    await fatou.taps("2 ·")
    await fatou.sees("Justificatif d’éligibilité", "[Ouvrir]")
    await fatou.taps("Ouvrir")
    await fatou.sees("C-2026-0002", "[Parcours]")
    await fatou.taps("‹ La liste")
    await fatou.saw("[1 · Justificatif d’éligibilité · C-2026-0002")


async def test_who_has_no_right_reaches_none_of_it(cast: Cast) -> None:
    site, home = cast.site, cast.homes["Bâti Normandie"]
    prescriber = await cast.town.joins("Paul", "prescriber", "Mission locale", "mission_locale")
    for someone in (cast.buyer, cast.company, cast.siae, prescriber):
        for data in (
            f"indicator-proof:{CODE}", f"indicator-missing:0:000000:0:{CODE}",
            f"indicator-missed:3:{site.month}:{CODE}", f"indicator-ask:3:{site.month}:{CODE}",
            f"indicator-ask-all:{home}:{CODE}",
            f"indicator-proof:q:261001:261231:{cast.homes['Ville de Caen']}",
        ):  # fmt: skip
            await someone.forges(data)
            shown = await someone.sees(NOT_ALLOWED)
            assert "P-2026" not in shown
            await someone.says("/menu")
            await someone.sees("Que souhaitez-vous faire")
    assert cast.requests() == []
    await prescriber.forges("evidence-owed:0:0")
    await prescriber.sees(NOT_ALLOWED)


async def test_what_one_owes_in_all_is_a_list_of_ones_own(cast: Cast) -> None:
    await cast.company.forges("evidence-owed:0:0")
    shown = await cast.company.sees("[Contrat de travail · P-2026-0001 · Petit Ali]", "octobre 2026")
    assert "P-2026-0002" not in shown
    assert "M-2026" not in shown
    await cast.siae.forges("evidence-owed:0:0")
    shown = await cast.siae.sees("[Contrat de travail · P-2026-0002 · Durand Zoé]")
    assert "P-2026-0001" not in shown
    await cast.siae.forges("evidence-owed:8:0")
    shown = await cast.siae.sees("Justificatifs encore attendus", "[Contrat de travail · P-2026-0002")
    assert "Début" not in shown


async def test_nobody_there_can_be_asked(cast: Cast) -> None:
    fatou, home = cast.fatou, cast.homes["Tremplin"]
    persons, homes = rows_of(Person), rows_of(Organisation)
    with inside(cast.town) as session:
        theirs = persons.c.organisation_id == home
        session.core.execute(sa.update(persons).where(theirs).values(reachable=False))
    await fatou.forges(f"indicator-ask-all:{home}:{CODE}")
    await fatou.sees(
        "Clausette ne peut joindre personne chez Tremplin", "envoyer le justificatif à leur place"
    )
    with inside(cast.town) as session:
        left = sa.update(homes).where(homes.c.id == home).values(left_on=date(2026, 11, 20))
        session.core.execute(left)
    await fatou.forges(f"indicator-ask:2:{cast.site.lent}:{CODE}")
    await fatou.sees("Tremplin n’est plus partenaire depuis le 20 novembre 2026", "envoyez-le à sa place")
    assert cast.requests() == []
    assert await cast.heard(cast.siae) == 0


async def test_a_file_that_came_between_the_list_and_the_tap(cast: Cast) -> None:
    fatou, site = cast.fatou, cast.site
    await fatou.forges(f"indicator-missed:3:{site.month}:{CODE}")
    await fatou.sees("[Demander les 2 justificatifs (Bâti Normandie)]")
    now = app.make_clock(cast.town.settings).now()
    with inside(cast.town) as session:
        give(session, "month", site.month, "hours", 3, now)
        give(session, "placement", site.placement, "contract", 3, now)
    await fatou.taps("Demander les 2 justificatifs")
    shown = await fatou.sees("Ce qui manque", "[4 · Contrat de travail · P-2026-0002")
    assert "P-2026-0001" not in shown
    assert any("plus rien de la part" in text for text in await fatou.toasts())
    await fatou.taps("4 · Contrat")
    await fatou.sees("À fournir par Tremplin", "[Demander ce justificatif]")
    with inside(cast.town) as session:
        give(session, "placement", site.lent, "contract", 3, now)
    await fatou.taps("Demander ce justificatif")
    shown = await fatou.sees("Ce qui manque", "[1 · Avis publié")
    assert "Contrat de travail" not in shown
    assert any("arrivé entre-temps" in text for text in await fatou.toasts())
    assert cast.requests() == []
    assert await cast.heard(cast.company) == await cast.heard(cast.siae) == 0


async def test_buttons_of_no_period_get_a_sentence(cast: Cast) -> None:
    for code in ("q:261301:261231:0", "q:261002:261231:0", "c:271231:261001:0"):
        await cast.fatou.forges(f"indicator-proof:{code}")
        await cast.fatou.sees("Cette période n’existe pas")
        await cast.fatou.says("/menu")
        await cast.fatou.sees("Que souhaitez-vous faire")
    for place in ("3:261399:5", "6:000000:999999999"):
        await cast.fatou.forges(f"indicator-missing:{place}:{CODE}")
        shown = await cast.fatou.sees("[1 · Avis publié", "[Suite ›]")
        assert "Début" not in shown
    await cast.fatou.forges(f"indicator-proof:q:261001:261231:{cast.homes['Tremplin']}")
    await cast.fatou.sees("introuvable")
    await cast.fatou.forges("indicator-proof:q:250101:250331:0")
    await cast.fatou.sees("Aucun justificatif n’est attendu pour cette période")
    await cast.fatou.taps("Ce qui manque")
    await cast.fatou.sees("Il ne manque aucun justificatif")


async def test_who_is_written_to_by_e_mail_reads_references_only(mail_town: Town) -> None:
    cast = await Cast(mail_town).join()
    address = "paie@bati.exemple.fr"
    with inside(mail_town) as session:
        now = app.make_clock(mail_town.settings).now()
        home = cast.homes["Bâti Normandie"]
        said = Correspondent("Julie Roux", address, "fr", home, Role.COMPANY, 1)
        people.add_by_mail(session, said, now)
    await cast.fatou.forges(f"indicator-ask-all:{home}:{CODE}")
    await cast.fatou.sees("Demande de 2 justificatifs envoyée à Marc Martin, Julie Roux (par e-mail).")
    letter = await mail_town.mailbox(address).receives(
        "Le PLIE vous demande 2 justificatifs", "– Contrat de travail · P-2026-0001",
        "– Relevé d’heures · P-2026-0001", "octobre 2026", "Merci de les remettre à Fatou Martin",
    )  # fmt: skip
    assert "Petit" not in json.dumps(letter)
    await cast.company.sees(f"{ASKED_BY} 2 justificatifs")
