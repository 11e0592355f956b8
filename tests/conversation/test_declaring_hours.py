"""A company and a SIAE declare the hours of their people; the PLIE validates them or asks them back."""

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from town import Someone, Town
from vacancies import hand_lots
from workers import at_work

from bot import app
from bot.store import organisations, people
from bot.store.database import Session
from bot.store.tables import AuditEntry, Change, Kind, Lot, Placement, Procurement, WorkedMonth, rows_of

PLIE = "PLIE du pays de Caen"
FIRM, SIAE = "Bâti Normandie", "Aire Insertion"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
NAMES = ("DUPONT Marie", "PETIT Ali", "MOREAU Léa")


@contextlib.contextmanager
def inside(town: Town) -> Iterator[Session]:
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        yield session


def rows(town: Town, table: Any) -> list[Any]:
    with inside(town) as session:
        return list(session.core.execute(sa.select(table.__table__).order_by(table.__table__.c.id)))


def home(session: Session, kind: Kind, name: str) -> int:
    found = organisations.find(session, kind, name)
    assert found is not None
    return found.id or 0


def lot_of(session: Session, company: int, by: int, owed: int = 833) -> int:
    """A lot of a contract followed by this person, held by the company since 5 October, for nine months."""
    staff = people.get(session, by)
    (lot,) = hand_lots(session, company, staff, 1, NOW)
    lots, contracts = rows_of(Lot), rows_of(Procurement)
    values = {"hours_owed": owed, "awarded_on": date(2026, 10, 5), "awarded_amount": 100_000}
    session.core.execute(sa.update(lots).where(lots.c.id == lot).values(values))
    mine = contracts.c.id == sa.select(lots.c.procurement_id).where(lots.c.id == lot).scalar_subquery()
    terms = {"start_on": date(2026, 10, 1), "months": Decimal(9), "examined_by": by}
    session.core.execute(sa.update(contracts).where(mine).values(terms))
    return lot


def staffed(town: Town, names: tuple[str, ...] = NAMES, **changes: Any) -> int:
    """These people at work for the firm, on a lot Fatou follows. Returns the lot."""
    with inside(town) as session:
        by, company = people.staff(session)[0].id, home(session, Kind.COMPANY, FIRM)
        lot = lot_of(session, company, by)
        for name in names:
            at_work(session, by, company, NOW, name=name, **{"lot_id": lot} | changes)
    return lot


async def joined(town: Town) -> tuple[Someone, Someone]:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    return facilitator, await town.joins("Karim", "company", FIRM)


async def sheet(company: Someone, month: str = "octobre 2026") -> None:
    await company.says("/heures")
    await company.sees("1/2", "[octobre 2026]", "[novembre 2026]")
    await company.taps(month)
    await company.sees("2/2", "[C’est tout]")


async def declared(company: Someone) -> None:
    await company.taps("C’est tout")
    await company.sees("[Déclarer]")
    await company.taps("Déclarer")
    await company.saw("Heures déclarées (octobre 2026)")


async def test_a_month_in_one_screen_corrected_asked_back_and_validated(town: Town) -> None:
    facilitator, company = await joined(town)
    staffed(town)
    await sheet(company)
    seen = await company.sees("Personnes : 3 · à déclarer : 3", "[DUPONT Marie · 135 h · proposées]")
    assert "[PETIT Ali · 135 h · proposées]" in seen
    await company.says("Petit 120")
    await company.sees("[PETIT Ali · 120 h · saisies]")
    await company.taps("MOREAU Léa")
    await company.sees("27 jours couverts, 185,14 h au plus", "[Selon le contrat : 135 h]")
    await company.taps("Aucune heure")
    await company.sees("[MOREAU Léa · 0 h · saisies]")
    await company.says("p-2026-1 : 130 h 30")
    await company.sees("[DUPONT Marie · 130,5 h · saisies]")
    await company.taps("C’est tout")
    recap = await company.sees("3 personnes, 250,5 h", "PETIT Ali : 120 h au lieu de 135 h")
    assert not rows(town, WorkedMonth)
    assert "octobre 2026" in recap
    await company.taps("Déclarer")
    told = await company.sees("Heures déclarées (octobre 2026) : 3 personnes, 250,5 h", "▰▰▰▱▱▱▱▱▱▱ 30 %")
    assert "Déclarées : 250,5 h sur 833 h dues, dont 0 h validées" in told
    assert "Prévues par les contrats de travail" in told
    card = await facilitator.sees("Bâti Normandie a déclaré ses heures (octobre 2026)", "[Tout valider : 3]")
    assert "MOREAU Léa (P-2026-0003) : 0 h · ⚠️ aucune heure, le contrat en prévoit 135" in card
    assert "PETIT Ali (P-2026-0002) : 120 h\n" in card
    assert {row.state for row in rows(town, WorkedMonth)} == {"declared"}
    await facilitator.taps("MOREAU Léa · 0 h")
    await facilitator.sees("Heures : 0 h, déclarées", "[Demander une correction]")
    await facilitator.taps("Demander une correction")
    await facilitator.sees("Heures : 0 h, à corriger")
    await company.sees("revoir les heures de MOREAU Léa (P-2026-0003) pour octobre 2026 : 0 h")
    await company.taps("Corriger les heures")
    await company.sees("déclarées : 2 · à corriger : 1", "[MOREAU Léa · 0 h · à corriger]")
    await company.taps("C’est tout")
    await company.sees("Le PLIE demande de revoir les heures de MOREAU Léa")
    await company.says("C-2026-0003 100")
    await company.sees("[MOREAU Léa · 100 h · saisies]")
    await company.taps("C’est tout")
    await company.sees("1 personne, 100 h")
    await company.taps("Déclarer")
    await facilitator.sees("1 personne, 100 h", "À valider : 3 personnes, 350,5 h")
    await facilitator.taps("Tout valider : 3")
    done = await facilitator.sees("Aucune heure n’attend d’être validée", "Validées : 3")
    assert "350,5 h sur 833 h dues, dont 350,5 h validées" in done
    await company.sees("Le PLIE a validé les heures (octobre 2026) : 3 personnes.")
    assert {row.state for row in rows(town, WorkedMonth)} == {"validated"}
    await company.says("/heures")
    await company.says("octobre")
    await company.sees("validées : 3", "[DUPONT Marie · 130,5 h · validées, non modifiables]")
    await company.says("Dupont 12")
    await company.sees("Les heures de DUPONT Marie sont validées")
    await company.taps("C’est tout")
    await company.sees("Il ne reste rien à déclarer")
    trail = [row.action for row in rows(town, AuditEntry)]
    assert [trail.count(code) for code in ("declare hours", "ask hours back", "validate hours")] == [2, 1, 1]
    assert len(rows(town, Change)) == 3


async def test_what_cannot_be_is_refused_and_nothing_is_lost(town: Town) -> None:
    _, company = await joined(town)
    staffed(town, ("DUPONT Marie", "DUPONT Marc", "PETIT Ali"))
    with inside(town) as session:
        by, firm = people.staff(session)[0].id, home(session, Kind.COMPANY, FIRM)
        late = {"starts_on": date(2026, 11, 2)}
        at_work(session, by, firm, NOW, name="TARD Luc", **late)
        at_work(session, by, firm, NOW, name="ATTEND Eva", state="declared")
    await company.says("/heures")
    await company.sees("1/2")
    for said, answer in (
        ("janvier 2027", "Le mois n’est pas commencé (janvier 2027)"),
        ("décembre 2025", "n’était sous contrat en décembre 2025"),
        ("demain", "Un mois est attendu"),
    ):
        await company.says(said)
        await company.sees(answer)
    await company.says("le mois dernier")
    await company.sees("Personnes : 3", "absentes de cette feuille : P-2026-0005")
    await company.says("Petit 99")
    await company.sees("[PETIT Ali · 99 h · saisies]")
    for said, answer in (
        ("Petit 186", "186 h, c’est trop pour PETIT Ali"),
        ("Petit -3", "Des heures ne peuvent pas être négatives"),
        ("Tard 20", "TARD Luc n’était pas sous contrat en octobre 2026"),
        ("Durand 20", "Personne ne s’appelle « Durand »"),
        ("bonjour", "« bonjour » n’est pas compris"),
    ):
        await company.says(said)
        await company.sees(answer, "[PETIT Ali · 99 h · saisies]")
    await company.says("Dupont 80")
    await company.sees("De qui sont ces 80 h", "[DUPONT Marc · P-2026-0002 · 5 octobre 2026]")
    await company.taps("DUPONT Marc")
    await company.sees("[DUPONT Marc · 80 h · saisies]", "[DUPONT Marie · 135 h · proposées]")
    await town.stop()
    await town.start()
    await company.says("Marie 12,5\nPetit 0")
    await company.sees("[DUPONT Marie · 12,5 h · saisies]", "[PETIT Ali · 0 h · saisies]")
    await declared(company)
    assert [Decimal(row.hours) for row in rows(town, WorkedMonth)] == [Decimal("12.5"), 80, 0]


async def test_twenty_people_on_three_pages(town: Town) -> None:
    facilitator, company = await joined(town)
    staffed(town, tuple(f"NOM{number:02d} Alex" for number in range(20)))
    await sheet(company)
    await company.sees("Voici les personnes 1 à 8", "[NOM00 Alex · 135 h · proposées]", "[Suite ›]")
    await company.taps("Suite")
    await company.sees("Voici les personnes 9 à 16", "[NOM08 Alex")
    await company.taps("NOM09")
    await company.says("77")
    await company.sees("Voici les personnes 9 à 16", "[NOM09 Alex · 77 h · saisies]")
    await company.taps("Suite")
    seen = await company.sees("Voici les personnes 17 à 20", "[NOM19 Alex", "[‹ Début]")
    assert "Suite" not in seen
    await declared(company)
    hours = [Decimal(row.hours) for row in rows(town, WorkedMonth)]
    assert hours == [Decimal(77) if number == 9 else Decimal(135) for number in range(20)]
    card = await facilitator.sees("À valider : 20 personnes, 2 642 h", "NOM07", "[Suite ›]")
    assert "NOM08" not in card
    assert sum("a déclaré ses heures" in text for text in await facilitator.said()) == 1
    await facilitator.taps("Suite")
    await facilitator.sees("NOM09 Alex (P-2026-0010) : 77 h · ⚠️ le contrat en prévoit 135")
    await facilitator.taps("Tout valider : 20")
    await facilitator.sees("Validées : 20")


async def test_two_people_at_once_and_a_double_tap(town: Town) -> None:
    facilitator, karim = await joined(town)
    lucie = await town.joins("Lucie", "company", FIRM)
    staffed(town)
    for someone in (karim, lucie):
        await sheet(someone)
    await lucie.says("Dupont 50")
    for someone in (karim, lucie):
        await someone.taps("C’est tout")
        await someone.sees("[Déclarer]")
    message = (await karim.messages())[-1]
    send = message["keyboard"][0][0]["callback_data"]
    await asyncio.gather(*(karim.taps_data(message["message_id"], send) for _ in range(3)))
    await karim.saw("Heures déclarées (octobre 2026)")
    await lucie.taps("Déclarer")
    await lucie.sees("Rien n’est déclaré", "DUPONT Marie : 135 h déjà déclarées", "PETIT Ali", "[Déclarer]")
    assert len(rows(town, WorkedMonth)) == 3
    await lucie.taps("Modifier : Heures")
    await lucie.sees("[DUPONT Marie · 50 h · saisies]", "[PETIT Ali · 135 h · déclarées]")
    await lucie.taps("C’est tout")
    await lucie.sees("1 personne, 50 h", "DUPONT Marie : 50 h au lieu de 135 h")
    await facilitator.sees("[Tout valider : 3]")
    assert sum("a déclaré ses heures" in text for text in await facilitator.said()) == 1
    await facilitator.taps("Tout valider : 3")
    await facilitator.sees("Validées : 3")
    await lucie.taps("Déclarer")
    await lucie.saw("Rien n’est déclaré", "DUPONT Marie : validées par le PLIE")
    assert [Decimal(row.hours) for row in rows(town, WorkedMonth)] == [135, 135, 135]


async def test_the_plie_validates_only_what_it_saw(town: Town) -> None:
    facilitator, company = await joined(town)
    staffed(town)
    await sheet(company)
    await declared(company)
    card = await facilitator.sees("[Tout valider : 3]")
    assert card
    old = next(m for m in reversed(await facilitator.messages()) if m["keyboard"])
    everything = old["keyboard"][0][0]["callback_data"]
    await company.says("/heures")
    await company.taps("octobre 2026")
    await company.sees("2/2")
    await company.says("Petit 100")
    await company.sees("saisies")
    await declared(company)
    await facilitator.sees("1 personne, 100 h")
    await facilitator.taps_data(old["message_id"], everything)
    await asyncio.sleep(0.2)
    assert any("ont changé entre-temps" in text for text in await facilitator.toasts())
    assert {row.state for row in rows(town, WorkedMonth)} == {"declared"}
    await facilitator.forges("validate-hours:13500:2")
    assert {row.state for row in rows(town, WorkedMonth)} == {"declared"}
    await facilitator.forges("validate-hours:10000:2")
    await facilitator.saw("Validées : 1")


async def test_a_siae_declares_for_its_employees_and_the_plie_for_anyone(town: Town) -> None:
    facilitator, company = await joined(town)
    siae = await town.joins("Sonia", "siae", SIAE)
    stranger = await town.joins("Paul", "company", "Autre Firme")
    with inside(town) as session:
        by, firm = people.staff(session)[0].id, home(session, Kind.COMPANY, FIRM)
        lent = home(session, Kind.SIAE, SIAE)
        lot = lot_of(session, firm, by)
        at_work(session, by, firm, NOW, name="PRÊTÉE Ana", siae=lent, lot_id=lot)
        at_work(session, by, firm, NOW, name="PETIT Ali", lot_id=lot)
    await stranger.says("/heures")
    await stranger.sees("Le PLIE n’a encore confirmé aucun contrat de travail")
    await siae.says("/heures")
    await siae.taps("octobre 2026")
    seen = await siae.sees("Personnes : 1", "[PRÊTÉE Ana")
    assert "PETIT" not in seen
    await siae.says("Petit 10")
    await siae.sees("Personne ne s’appelle « Petit »")
    await declared(siae)
    await facilitator.sees("Aire Insertion a déclaré ses heures")
    await company.says("/heures")
    await company.taps("octobre 2026")
    seen = await company.sees("Personnes : 1", "[PETIT Ali")
    await company.says("/annuler")
    await facilitator.says("/heures")
    await facilitator.sees("Pour quelle entreprise", "[Aire Insertion]", "[Bâti Normandie]")
    await facilitator.taps("Bâti Normandie")
    await facilitator.taps("octobre 2026")
    await facilitator.sees("Bâti Normandie · octobre 2026", "[PETIT Ali")
    await declared(facilitator)
    await company.sees("Le PLIE a déclaré des heures pour vous (octobre 2026) : 1 personne, 135 h")
    assert [row.declaring_id for row in rows(town, WorkedMonth)] == [lent, firm]
    for forged in ("hours-to-validate:2:202610", "worked:1", "ask-hours:1", "validate-hours:13500:1"):
        await stranger.forges(forged)
        await stranger.sees("Vous n’avez pas le droit")
    await stranger.forges(f"hours-for:{firm}")
    await stranger.sees("Vous n’avez pas le droit")
    for someone, answer in (
        (stranger, "introuvable"),
        (siae, "octobre 2026 · 135 h"),
        (company, "PRÊTÉE Ana"),
    ):
        await someone.forges("hours-of-placement:1")
        await someone.sees(answer)
    for code in ("202613", "999912", "000001"):
        await company.forges(f"hours:{code}")
        await company.sees("aucun contrat de travail")
    assert {row.state for row in rows(town, WorkedMonth)} == {"declared"}


async def test_progress_is_shown_on_the_lot_and_the_contract(town: Town) -> None:
    facilitator, company = await joined(town)
    lot = staffed(town, ("PETIT Ali",), planned_end=date(2026, 12, 31))
    await company.forges(f"lot:{lot}")
    warned = await company.sees("⚠️ Déclarées 0 h + prévues 440 h = 440 h sur 833 h dues : il manquera 393 h")
    assert "soit environ 1 personne à temps plein jusqu’au 4 juillet 2027" in warned
    assert f"placements-of-lot:{lot}" not in str(await company.messages())
    await facilitator.forges(f"lot:{lot}")
    await facilitator.sees("il manquera 393 h", "[Partager avec des SIAE]")
    assert f"placements-of-lot:{lot}" in str(await facilitator.messages())
    await sheet(company)
    await declared(company)
    await facilitator.taps("Tout valider : 1")
    await facilitator.sees("Déclarées 135 h + prévues 305 h = 440 h sur 833 h dues")
    contract = rows(town, Procurement)[-1]
    await facilitator.forges(f"procurement:{contract.id}")
    await facilitator.sees("▰▱▱▱▱▱▱▱▱▱ 16 %", "135 h sur 833 h dues, dont 135 h validées")
    await facilitator.taps("Avancement des heures")
    seen = await facilitator.sees(contract.reference, "Gros œuvre 1", "il manquera 393 h")
    assert "PETIT" not in seen
    await company.forges(f"progress-of:{contract.id}")
    await company.sees("135 h sur 833 h dues")
    stranger = await town.joins("Paul", "company", "Autre Firme")
    await stranger.forges(f"progress-of:{contract.id}")
    await stranger.sees("introuvable")
    assert rows(town, Placement)[0].state == "confirmed"
