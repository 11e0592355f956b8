"""From the clause retained to the closing report: award, kick-off, amendments, completion."""

import asyncio
import contextlib
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from town import Someone, Town

from bot import app
from bot.store import audit, history, lots, organisations, people, procurements
from bot.store.database import Session
from bot.store.history import Subject
from bot.store.procurements import Announcement, Announcer, LotDraft, Period
from bot.store.tables import Category, Kind, Organisation, rows_of

PLIE = "PLIE du pays de Caen"
SIRET = "732 829 320 00074"


async def taps(who: Someone, *pairs: tuple[str, str]) -> str:
    """Tap a button, wait for what follows it, and so on. Returns the last screen."""
    screen = ""
    for label, follows in pairs:
        await who.taps(label)
        screen = await who.sees(follows)
    return screen


async def says(who: Someone, *pairs: tuple[str, str]) -> str:
    """Write, wait for what follows, and so on. Returns the last screen."""
    screen = ""
    for text, follows in pairs:
        await who.says(text)
        screen = await who.sees(follows)
    return screen


async def forges(who: Someone, data: str) -> str:
    """Tap a button this person was never shown. Returns what the bot said."""
    user = {"id": who.id, "is_bot": False, "first_name": "Alex"}
    chat = {"id": who.id, "type": "private", "first_name": "Alex"}
    message = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
    known = len(await who.said())
    query = {"id": f"{who.id}:{data}:{known}", "from": user, "chat_instance": "1", "message": message}
    await who.town.post("raw", update={"callback_query": query | {"data": data}})
    for _ in range(250):
        said = await who.said()
        if len(said) > known:
            return said[-1]
        await asyncio.sleep(0.02)
    raise AssertionError(f"nothing was said to {data}")


async def toasted(who: Someone, text: str) -> None:
    """Wait until a tap was answered with a text that passes."""
    for _ in range(250):
        if any(text in toast for toast in await who.toasts()):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{text} not in {await who.toasts()}")


@contextlib.contextmanager
def inside(town: Town) -> Iterator[Session]:
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        yield session


def retained(town: Town, buyer: Someone, *titles: str, facilitator: Someone | None = None) -> int:
    """A contract of the buyer whose lots all carry the clause, written directly. Returns its number."""
    with inside(town) as session:
        now = app.make_clock(town.settings).now()
        person = people.by_telegram(session, buyer.id)
        assert person is not None
        start = Period(date(2027, 3, 1), "2027-03-01/month")
        drafts = [LotDraft(str(n), title, Decimal(400000)) for n, title in enumerate(titles, 1)]
        said = Announcement(
            "Groupe scolaire", Category.WORKS, "Caen", start, Decimal(12), drafts, comment="Secret"
        )
        by = Announcer(person.organisation_id, person.id, on_behalf=False)
        made = procurements.add(session, said, by, "announced", now.date(), now)
        number = procurements.identity(made)
        values = {"hours_owed": 333, "advised_at": now, "confirmed_on": now.date(), "state": "confirmed"}
        for lot in lots.of(session, number):
            lots.change(session, lot.id or 0, ["announced"], **values)
        if facilitator is not None:
            staff = people.by_telegram(session, facilitator.id)
            assert staff is not None
            procurements.take(session, number, staff.id, now)
        return number


def company(town: Town, name: str, siret: str | None = None) -> int:
    with inside(town) as session:
        made = organisations.find_or_create(session, Kind.COMPANY, name, app.make_clock(town.settings).now())
        if siret is not None:
            organisations.change(session, made.id or 0, siret=siret.replace(" ", ""))
        return made.id or 0


def companies(town: Town) -> list[tuple[str, str | None]]:
    table = rows_of(Organisation)
    with inside(town) as session:
        query = sa.select(table.c.name, table.c.siret).where(table.c.kind == "company").order_by(table.c.id)
        return [tuple(row) for row in session.core.execute(query)]


async def awards(
    who: Someone, supplier: str = "Bâti Normandie", siret: str = "Passer", amount: str = "420 k€"
) -> None:
    """The form for the only contract and its only lot, with a company that is not known yet."""
    await says(who, ("/attribution", "Quel marché a été attribué"))
    await taps(who, ("M-2026-0001", "Quelle entreprise est attributaire"))
    await says(who, (supplier, f"Nouveau : {supplier}"))
    await taps(who, (f"Nouveau : {supplier}", "Quel est son SIRET"))
    await says(
        who, (siret, "À quelle date"), ("hier", "Quel est le montant attribué"), (amount, "Enregistrer")
    )
    await who.sees("M-2026-0001", supplier)
    await who.taps("Enregistrer")


async def pair(town: Town) -> tuple[Someone, Someone]:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    return facilitator, buyer


async def from_announcement_to_advice(facilitator: Someone, buyer: Someone) -> None:
    await buyer.says("/marche")
    for answer in ("Voirie rue Neuve", "Travaux", "Ifs", "600 k€", "Passer", "mars 2027", "12 mois"):
        await buyer.says(answer)
    for answer in ("Pas de lots", "Passer"):
        await buyer.says(answer)
    await buyer.sees("Transmettre au PLIE")
    await buyer.taps("Transmettre au PLIE")
    await facilitator.sees("M-2026-0001", "J’examine")
    await facilitator.taps("J’examine")
    await facilitator.taps("Étudier les lots")
    await facilitator.taps("Adapté")
    await facilitator.taps("Retour aux lots")
    await facilitator.taps("Envoyer l’avis")
    await buyer.sees("Je retiens")
    await buyer.taps("Je retiens")
    await buyer.receives("clause-M-2026-0001.docx")


async def test_from_the_announcement_to_a_company_that_joins(town: Town) -> None:
    facilitator, buyer = await pair(town)
    second = await town.joins("Denis", "facilitator", PLIE)
    await from_announcement_to_advice(facilitator, buyer)
    await awards(buyer, siret=SIRET)
    await buyer.saw("Le PLIE invite l’entreprise")
    assert "t.me" not in "".join(await buyer.said())
    told = await facilitator.sees(
        "Brigitte Martin (Ville de Caen) a enregistré l’attribution", "420 000 €", "500 h", SIRET, "t.me"
    )
    assert "t.me" not in "".join(await second.said())
    found = re.search(r"start=([\w-]+)", told)
    assert found is not None
    marc = await town.stranger("Marc", "Petit")
    await marc.says(f"/start {found[1]}")
    await marc.sees("Bâti Normandie", "Le PLIE vous invite", "J’accepte")
    await marc.taps("J’accepte")
    await marc.sees("Que souhaitez-vous faire")
    again = await town.stranger("Léa", "Petit")
    await again.says(f"/start {found[1]}")
    await again.sees("plus valable")
    await says(buyer, ("/attribution", "Quel marché a été attribué"))
    await taps(buyer, ("M-2026-0001", "Touchez un lot"), ("Voirie rue Neuve", "Titulaire"))
    await buyer.sees("Attribué le 21 novembre 2026", "Bâti Normandie", "500 h", "Corriger l’attribution")
    assert companies(town) == [("Bâti Normandie", SIRET.replace(" ", ""))]


async def test_a_facilitator_awards_several_lots_to_a_known_company(town: Town) -> None:
    facilitator, buyer = await pair(town)
    company(town, "Bâti Normandie", SIRET)
    marc = await town.joins("Marc", "company", "Bâti Normandie")
    retained(town, buyer, "Gros œuvre", "Peinture", "Couverture", facilitator=facilitator)
    await says(facilitator, ("m-2026-0001", "Groupe scolaire"))
    await taps(facilitator, ("Attribuer", "Quels lots"))
    await facilitator.sees("1 · Gros œuvre · 400 000 €", "Tous les lots")
    await says(facilitator, ("9", "pas des numéros de lots"))
    await taps(facilitator, ("3 · Couverture", "✓ 3 · Couverture"))
    await says(
        facilitator,
        ("1", "Quelle entreprise"),
        ("bati normandie", "À quelle date"),
        ("dans 3 mois", "encore à venir"),
        ("hier", "Un montant par ligne"),
    )
    await facilitator.sees("[1 · Gros œuvre · 400 000 €]", "[3 · Couverture · 400 000 €]")
    await says(facilitator, ("900 k€", "un par ligne : 2 en tout"))
    await facilitator.sees("et non leur total", "450 k€")
    await says(facilitator, ("450 k€\nbeaucoup", "« beaucoup » n’est pas un montant"))
    await says(facilitator, ("450 k€\n120 000 €", "Enregistrer"))
    await facilitator.sees("1 · Gros œuvre · 450 000 €", "3 · Couverture · 120 000 €")
    await taps(facilitator, ("Modifier : Lots", "Quels lots"))
    await says(facilitator, ("tous", "Enregistrer"))
    await taps(facilitator, ("Enregistrer", "indiquez de nouveau le montant de chacun"))
    await taps(facilitator, ("Modifier : Lots", "✓ 2 · Peinture"))
    await taps(facilitator, ("2 · Peinture", "[2 · Peinture"), ("C’est tout", "Enregistrer"))
    await taps(facilitator, ("Enregistrer", "L’attribution est enregistrée"))
    assert "t.me" not in "".join(await facilitator.said())

    screen = await marc.sees("Votre entreprise est attributaire", "666 heures", "/offre", "450 000 €")
    assert "Peinture" not in screen
    screen = await taps(marc, ("Lots attribués", "Touchez un lot"))
    assert "Gros œuvre" in screen
    assert "Couverture" in screen
    assert "Peinture" not in screen
    assert "Retour au marché" not in screen
    screen = await taps(marc, ("1 · Gros œuvre", "Montant attribué : 450 000 €"))
    assert "333 h" in screen
    assert "Publier une offre de poste" in screen
    assert not [word for word in ("Secret", "400 000", "Corriger", "Avenant") if word in screen]

    await says(buyer, ("/attribution", "Quel marché"))
    await taps(buyer, ("M-2026-0001", "Quelle entreprise"))
    with inside(town) as session:
        assert [lot.state for lot in lots.of(session, 1)] == ["awarded", "confirmed", "awarded"]


async def test_a_siret_never_makes_two_companies(town: Town) -> None:
    facilitator, buyer = await pair(town)
    company(town, "Constructions du Bessin", SIRET)
    retained(town, buyer, "Gros œuvre", facilitator=facilitator)
    await says(buyer, ("/attribution", "Quel marché"))
    await taps(buyer, ("M-2026-0001", "Quelle entreprise"))
    await says(buyer, ("Bâti Normandie", "Nouveau : Bâti Normandie"))
    await taps(buyer, ("Nouveau : Bâti Normandie", "Quel est son SIRET"))
    await says(
        buyer,
        ("732 829 320 00075", "quatorze chiffres"),
        ("732.829.320.00074", "déjà celui de Constructions du Bessin"),
    )
    await taps(buyer, ("C’est bien Constructions du Bessin", "À quelle date"))
    await says(buyer, ("hier", "[400 000 €]"))
    await taps(buyer, ("400 000 €", "qui est celui de Constructions du Bessin"))
    await taps(buyer, ("Modifier : Entreprise", "Quelle entreprise"))
    await says(buyer, ("Autre maison", "Nouveau : Autre maison"))
    await taps(buyer, ("Nouveau : Autre maison", "Enregistrer"), ("Enregistrer", "Vous avez changé"))
    await taps(buyer, ("Modifier : Entreprise", "Quelle entreprise"))
    await says(buyer, (SIRET, "Enregistrer"))
    assert "SIRET" not in await buyer.screen()
    await taps(buyer, ("Enregistrer", "L’attribution est enregistrée"))
    await facilitator.sees("Constructions du Bessin", "t.me")
    assert companies(town) == [("Constructions du Bessin", SIRET.replace(" ", ""))]


async def test_the_siret_of_what_is_no_company_is_refused(town: Town) -> None:
    facilitator, buyer = await pair(town)
    retained(town, buyer, "Gros œuvre", facilitator=facilitator)
    with inside(town) as session:
        caen = organisations.find(session, Kind.BUYER, "Ville de Caen")
        assert caen is not None
        organisations.change(session, caen.id or 0, siret=SIRET.replace(" ", ""))
    await says(buyer, ("/attribution", "Quel marché"))
    await taps(buyer, ("M-2026-0001", "Quelle entreprise"))
    await says(buyer, (SIRET, "Aucune entreprise connue ne porte ce SIRET"))
    await says(buyer, ("Bâti Normandie", "Nouveau : Bâti Normandie"))
    await taps(buyer, ("Nouveau : Bâti Normandie", "Quel est son SIRET"))
    screen = await says(buyer, (SIRET, "déjà celui de Ville de Caen"))
    assert "C’est bien" not in screen


async def test_a_double_tap_awards_once_and_two_people_do_not_both_win(town: Town) -> None:
    facilitator, buyer = await pair(town)
    retained(town, buyer, "Gros œuvre", facilitator=facilitator)
    for who in (buyer, facilitator):
        await says(who, ("/attribution", "Quel marché"))
        await taps(who, ("M-2026-0001", "Quelle entreprise"))
        await says(who, (f"Maison {who.id}", "Nouveau"))
        await taps(who, ("Nouveau", "SIRET"), ("Passer", "À quelle date"))
        await says(who, ("hier", "montant attribué"), ("420 k€", "Enregistrer"))
    message = (await buyer.messages())[-1]
    buttons = [button for row in message["keyboard"] for button in row]
    save = next(button["callback_data"] for button in buttons if button["text"] == "Enregistrer")
    await asyncio.gather(*(buyer.taps_data(message["message_id"], save) for _ in range(2)))
    await buyer.saw("L’attribution est enregistrée")
    await facilitator.saw("a enregistré l’attribution")
    await facilitator.taps("Enregistrer")
    await facilitator.saw("Le lot 1 a changé entre-temps")
    assert [name for name, _ in companies(town)] == [f"Maison {buyer.id}"]
    with inside(town) as session:
        done = [entry.action for entry in audit.page(session, before=None, size=50)]
    assert done.count("award") == 1
    assert sum("a enregistré l’attribution" in text for text in await facilitator.said()) == 1


async def test_an_award_is_corrected_until_the_kick_off(town: Town) -> None:
    facilitator, buyer = await pair(town)
    retained(town, buyer, "Gros œuvre", facilitator=facilitator)
    wrong = await town.joins("Marc", "company", "Bâti Normandie")
    right = await town.joins("Jeanne", "company", "Couverture Caennaise")
    await says(buyer, ("/attribution", "Quel marché"))
    await taps(buyer, ("M-2026-0001", "Quelle entreprise"))
    await says(buyer, ("Bâti Normandie", "SIRET"))
    await taps(buyer, ("Passer", "À quelle date"))
    await says(buyer, ("hier", "[400 000 €]"))
    await taps(buyer, ("400 000 €", "Enregistrer"), ("Enregistrer", "L’attribution est enregistrée"))
    await wrong.sees("Votre entreprise est attributaire")
    await taps(buyer, ("Voir le lot", "Titulaire"), ("Corriger l’attribution", "21 novembre 2026"))
    await buyer.sees("Bâti Normandie", "400 000 €", "Enregistrer")
    await taps(buyer, ("Enregistrer", "Rien n’a changé"))
    await says(buyer, ("m-2026-0001", "Groupe scolaire"))
    await taps(buyer, ("Lots attribués", "Touchez un lot"), ("1 · Gros œuvre", "Titulaire"))
    await taps(
        buyer, ("Corriger l’attribution", "Enregistrer"), ("Modifier : Entreprise", "Quelle entreprise")
    )
    await says(buyer, ("Couverture caennaise", "Enregistrer"))
    await taps(buyer, ("Modifier : Montant", "montant attribué"))
    await says(buyer, ("410 k€", "Enregistrer"))
    await taps(buyer, ("Enregistrer", "L’attribution est enregistrée"))
    await right.sees("Votre entreprise est attributaire", "410 000 €")
    screen = await wrong.sees("par erreur", "1 · Gros œuvre")
    assert "[" not in screen
    await facilitator.sees("a corrigé l’attribution", "Couverture Caennaise")
    with inside(town) as session:
        kept = {one.field: (one.before, one.after) for one in history.of(session, Subject("lot", 1))}
    assert kept["awarded_amount"] == ("400000", "410000")
    assert set(kept) == {"awarded_amount", "supplier_id"}

    await taps(buyer, ("Voir le lot", "Titulaire"))
    await taps(facilitator, ("Voir le lot", "Démarrage"), ("Démarrage", "À quelle date"))
    await says(facilitator, ("1er novembre", "Quelque chose à noter"), ("Vu le chef", "Enregistrer"))
    await taps(facilitator, ("Enregistrer", "après l’attribution"), ("Modifier : Date", "À quelle date"))
    await says(facilitator, ("aujourd’hui", "Enregistrer"))
    await taps(facilitator, ("Enregistrer", "Démarré le 22 novembre 2026"))
    await facilitator.sees("en cours", "Vu le chef")
    screen = await taps(buyer, ("Corriger l’attribution", "en cours"))
    assert "Vu le chef" not in screen
    await toasted(buyer, "ne peut plus être corrigée")


async def started(town: Town, facilitator: Someone, buyer: Someone) -> None:
    retained(town, buyer, "Gros œuvre", facilitator=facilitator)
    await awards(buyer)
    await facilitator.sees("Voir le lot")
    await taps(facilitator, ("Voir le lot", "Inviter l’entreprise"), ("Démarrage", "À quelle date"))
    await says(facilitator, ("aujourd’hui", "Quelque chose à noter"))
    await taps(facilitator, ("Passer", "Enregistrer"), ("Enregistrer", "Terminer le lot"))
    await facilitator.sees("en cours")


async def test_amendments_completion_and_the_closing_report(town: Town) -> None:
    facilitator, buyer = await pair(town)
    await started(town, facilitator, buyer)
    link = await taps(facilitator, ("Inviter l’entreprise", "start="))
    found = re.search(r"start=([\w-]+)", link)
    assert found is not None
    marc = await town.stranger("Marc", "Petit")
    await says(marc, (f"/start {found[1]}", "J’accepte"))
    await taps(marc, ("J’accepte", "Que souhaitez-vous faire"))
    assert "déjà accès" in await forges(facilitator, "invite-supplier:1")

    await says(buyer, ("m-2026-0001", "Groupe scolaire"))
    await taps(
        buyer,
        ("Lots attribués", "Touchez un lot"),
        ("1 · Gros œuvre", "Titulaire"),
        ("Avenant", "nouveau montant"),
        ("Le montant ne change pas", "nouvelle durée"),
        ("La durée ne change pas", "À quelle date"),
    )
    await says(buyer, ("aujourd’hui", "Enregistrer"))
    await taps(
        buyer, ("Enregistrer", "indiquez ce qui change"), ("Modifier : Nouveau montant", "nouveau montant")
    )
    await says(buyer, ("480 k€", "Enregistrer"))
    await taps(buyer, ("Modifier : Nouvelle durée", "nouvelle durée"))
    await says(buyer, ("14 mois", "Enregistrer"))
    screen = await taps(buyer, ("Enregistrer", "Montant actuel : 480 000 €"))
    assert all(said in screen for said in ("333 h", "Durée actuelle : 14 mois", "400 h"))
    assert "Mettre à jour les heures" not in screen
    await facilitator.sees("a enregistré un avenant", "420 000 € → 480 000 €", "12 mois → 14 mois")
    await taps(facilitator, ("Voir le lot", "Mettre à jour les heures : 400 h"))
    await taps(facilitator, ("Mettre à jour les heures", "Heures d’insertion : 400 h"))
    await buyer.sees("333 h → 400 h")
    await taps(buyer, ("Voir le lot", "Avenant"))
    await marc.sees("333 h → 400 h")
    with inside(town) as session:
        [kept] = history.of(session, Subject("lot", 1))
        assert (kept.field, kept.before, kept.after) == ("hours_owed", 333, 400)

    await taps(
        facilitator, ("Terminer le lot", "Oui, terminer"), ("Oui, terminer", "Achevé le 22 novembre 2026")
    )
    await buyer.sees("Bilan", "M-2026-0001", "Bâti Normandie", "400 h", "420 000 €", "480 000 €", "Avenants")
    assert "Achevé le 22 novembre 2026" in await forges(facilitator, "completed:1")
    assert sum("Bilan" in text for text in await buyer.said()) == 1
    await buyer.taps("Avenant")
    await buyer.saw("État : achevé")
    await toasted(buyer, "Voici où en est le lot")


async def test_the_report_waits_for_the_last_lot_under_way(town: Town) -> None:
    facilitator, buyer = await pair(town)
    number = retained(town, buyer, "Gros œuvre", "Peinture", facilitator=facilitator)
    running = {
        "state": "running",
        "supplier_id": company(town, "Bâti Normandie"),
        "awarded_on": date(2026, 10, 1),
        "awarded_amount": Decimal(1000),
        "kicked_off_on": date(2026, 10, 2),
    }
    with inside(town) as session:
        for lot in lots.of(session, number):
            lots.change(session, lot.id or 0, ["confirmed"], **running)
    await says(facilitator, ("m-2026-0001", "Groupe scolaire"))
    for title in ("1 · Gros œuvre", "2 · Peinture"):
        assert "Bilan" not in "".join(await buyer.said())
        await taps(
            facilitator,
            ("Lots attribués", "Touchez un lot"),
            (title, "Terminer le lot"),
            ("Terminer le lot", "Oui, terminer"),
            ("Oui, terminer", "Achevé le"),
        )
    await buyer.sees("Bilan", "1 · Gros œuvre", "2 · Peinture")


BUTTONS = (
    "lot:1",
    "lots:1:0",
    "award-of:1",
    "correct-award:1",
    "amend:1",
    "kick-off:1",
    "complete:1",
    "completed:1",
    "update-hours:400:1",
    "invite-supplier:1",
)
REFUSALS = ("n’avez pas le droit", "introuvable", "Aucun lot")


@pytest.mark.parametrize(
    ("role", "organisation"),
    [("buyer", "Ville d’Ifs"), ("company", "Autre entreprise"), ("prescriber", "Cap emploi")],
)
async def test_a_foreigner_is_refused_every_button(town: Town, role: str, organisation: str) -> None:
    facilitator, buyer = await pair(town)
    retained(town, buyer, "Gros œuvre", facilitator=facilitator)
    await awards(buyer)
    await buyer.saw("L’attribution est enregistrée")
    other = await town.joins("Paul", role, organisation)
    for data in BUTTONS:
        answer = await forges(other, data)
        assert any(said in answer for said in REFUSALS), data
    await says(other, ("/attribution", "Aucun marché" if role == "buyer" else "n’avez pas le droit"))
    said = "".join(await other.said())
    assert "Bâti Normandie" not in said
    assert "Groupe scolaire" not in said
    with inside(town) as session:
        lot = lots.get(session, 1)
        assert lot is not None
        assert (lot.state, lot.hours_owed) == ("awarded", 333)


async def test_the_supplier_may_look_but_not_touch(town: Town) -> None:
    facilitator, buyer = await pair(town)
    retained(town, buyer, "Gros œuvre", facilitator=facilitator)
    marc = await town.joins("Marc", "company", "Bâti Normandie")
    assert "introuvable" in await forges(marc, "lot:1")
    assert "Aucun lot" in await forges(marc, "lots:1:0")
    await says(buyer, ("/attribution", "Quel marché"))
    await taps(buyer, ("M-2026-0001", "Quelle entreprise"))
    await says(buyer, ("Bâti Normandie", "SIRET"))
    await taps(buyer, ("Passer", "À quelle date"))
    await says(buyer, ("hier", "[400 000 €]"))
    await taps(buyer, ("400 000 €", "Enregistrer"), ("Enregistrer", "L’attribution est enregistrée"))
    await marc.sees("Votre entreprise est attributaire")
    await taps(marc, ("Voir le lot", "Attribué le"))
    for data in BUTTONS[2:]:
        assert "n’avez pas le droit" in await forges(marc, data), data
    with inside(town) as session:
        lot = lots.get(session, 1)
        assert lot is not None
        assert (lot.state, lot.hours_owed) == ("awarded", 333)


async def test_the_list_pages_and_says_when_there_is_nothing(town: Town) -> None:
    facilitator, buyer = await pair(town)
    await says(buyer, ("/attribution", "Aucun marché n’a de lot à attribuer"))
    for number in range(10):
        retained(town, buyer, f"Lot {number}")
    for who in (buyer, facilitator):
        screen = await says(who, ("/attribution", "M-2026-0003"))
        assert "M-2026-0010" in screen
        assert "M-2026-0002" not in screen
        screen = await taps(who, ("Suite", "M-2026-0002"))
        assert "M-2026-0001" in screen


async def test_an_amendment_recorded_by_mistake_is_removed(town: Town) -> None:
    facilitator, buyer = await pair(town)
    retained(town, buyer, "Gros œuvre", facilitator=facilitator)
    await awards(buyer)
    await facilitator.sees("Voir le lot")
    await taps(facilitator, ("Voir le lot", "Corriger l’attribution"))
    await taps(buyer, ("Voir le lot", "Corriger l’attribution"), ("Avenant", "nouveau montant"))
    await says(buyer, ("480 k€", "nouvelle durée"))
    await taps(buyer, ("La durée ne change pas", "À quelle date"))
    await says(buyer, ("aujourd’hui", "Enregistrer"))
    screen = await taps(buyer, ("Enregistrer", "Montant actuel : 480 000 €"))
    assert "Corriger l’attribution" not in screen
    await facilitator.sees("a enregistré un avenant")
    await facilitator.taps("Corriger l’attribution")
    await toasted(facilitator, "corrigez plutôt par un avenant")
    await taps(facilitator, ("Voir le lot", "Mettre à jour les heures : 400 h"))
    await taps(facilitator, ("Mettre à jour les heures", "Heures d’insertion : 400 h"))
    await buyer.saw("Heures d’insertion après l’avenant")
    await says(buyer, ("m-2026-0001", "Examiné par"))
    await taps(buyer, ("Lots attribués", "Touchez un lot"), ("1 · Gros œuvre", "Retirer le dernier avenant"))
    await taps(
        buyer,
        ("Retirer le dernier avenant", "22 novembre 2026 · 480 000 €"),
        ("Retour", "Montant actuel"),
        ("Retirer le dernier avenant", "en garde la trace"),
    )
    await taps(facilitator, ("Retirer le dernier avenant", "Oui, retirer l’avenant"))
    screen = await taps(buyer, ("Oui, retirer l’avenant", "Corriger l’attribution"))
    assert "Montant actuel" not in screen
    assert "Retirer" not in screen
    await facilitator.sees("a retiré un avenant enregistré par erreur", "480 000 € → 420 000 €")
    await facilitator.taps("Oui, retirer l’avenant")
    await toasted(facilitator, "Voici où en est le lot")
    await taps(facilitator, ("Voir le lot", "Mettre à jour les heures : 350 h"))
    with inside(town) as session:
        done = [entry.action for entry in audit.of(session, "lot", 1)]
    assert done.count("remove amendment") == 1


async def test_a_report_nobody_of_the_buyer_can_read_is_shown_to_hand_on(town: Town) -> None:
    facilitator, buyer = await pair(town)
    await started(town, facilitator, buyer)
    with inside(town) as session:
        left = people.by_telegram(session, buyer.id)
        assert left is not None
        people.change(session, left.id, revoked_at=app.make_clock(town.settings).now())
    await taps(facilitator, ("Terminer le lot", "Oui, terminer"), ("Oui, terminer", "Bilan"))
    await facilitator.sees(
        "Personne de Ville de Caen n’a accès : remettez-lui le bilan.", "M-2026-0001", "333 h", "420 000 €"
    )
    assert not any("parti chez" in toast for toast in await facilitator.toasts())
    await facilitator.saw("Achevé le 22 novembre 2026", "État : achevé")
