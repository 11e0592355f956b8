"""People at work: lists, cards, renewals, corrections, early ends, and who sees what."""

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from test_hire import Scene, member, opened, retaps, scene, toasted, written
from town import Someone, Town
from work import TERMS, owing, place

from bot import app
from bot.rules.placements import Terms
from bot.store import follow_ups, history, placements
from bot.store.history import Subject
from bot.store.placements import Employing
from bot.store.tables import Contract, Employer, EndReason, Placement, WorkedMonth

WORKED: Any = WorkedMonth.__table__
ROWS: Any = Placement.__table__


async def at_work(town: Town, *, lot: bool = False, **changes: Any) -> Scene:
    """Ali works at the company, for half a year from 5 January."""
    here = await scene(town, lot=lot)
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        number = 1 if lot else None
        place(session, 1, member(session, here.marc), now, **({"lot_id": number} | changes))
    return here


def worked(here: Scene, month: date, hours: int = 100, state: str = "declared") -> None:
    """Hours of the placement in a month."""
    with written(here.town) as session:
        made = placements.get(session, 1)
        assert made is not None
        values = {
            "placement_id": 1, "lot_id": made.lot_id, "declaring_id": made.declaring_id, "month": month,
            "hours": Decimal(hours), "state": state, "declared_by": 1,
            "declared_at": app.make_clock(here.town.settings).now(),
        }  # fmt: skip
        session.core.execute(sa.insert(WORKED).values(values))


async def test_the_card_says_what_each_may_see(town: Town) -> None:
    here = await at_work(town, lot=True)
    rival = await town.joins("Rita", "company", "Peinture Plus")
    siae = await town.joins("Sam", "siae", "Tremplin")
    await here.marc.says("P-2026-0001")
    screen = await here.marc.sees(
        "P-2026-0001", "Personne : Petit Ali (C-2026-0001)", "Entreprise : Bâti Normandie",
        "CDD · ", "35 h par semaine", "[Heures] | [Renouveler]", "[Corriger] | [Fin anticipée]",
        "du 5 janvier 2027 au 4 juillet 2027", "Pour le lot M-2026-0001", "État : confirmée",
        "Heures prévues : 905 h sur 833 h dues par le lot",
    )  # fmt: skip
    for hidden in ("Suivis", "Dossier", "Confirmer"):
        assert hidden not in screen
    await here.fatou.says("p 2026 1")
    await here.fatou.sees("Personne : Petit Ali", "[Suivis]", "[Dossier de la personne]")
    for someone in (rival, siae):
        await someone.says("P-2026-0001")
        await someone.sees("est introuvable.")
        for data in (
            "placement:1",
            "renew-placement:1",
            "change-placement:1",
            "end-placement:1",
            "placement:9",
        ):
            await someone.forges(data)
            await someone.sees("est introuvable.")
    with written(town) as session:
        session.core.execute(sa.text("UPDATE candidates SET state = 'anonymised' WHERE id = 1"))
    await here.marc.forges("placement:1")
    assert "Petit" not in await here.marc.sees("Personne : C-2026-0001")


async def test_a_lot_counts_all_its_contracts(town: Town) -> None:
    here = await at_work(town, lot=True)
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        place(session, 2, member(session, here.marc), now, lot_id=1)
    await here.fatou.forges("placements-of-lot:1")
    await here.fatou.sees(
        "Personnes embauchées sur M-2026-0001", "[P-2026-0002 · Grand Bea", "[P-2026-0001 · Petit"
    )
    await here.fatou.taps("P-2026-0001")
    await here.fatou.sees("905 h sur 833 h dues par le lot ; avec ses autres contrats : 1 810 h")
    await here.fatou.forges("placements-for:2")
    screen = await here.fatou.sees("Embauches de Grand Bea (C-2026-0002)", "[P-2026-0002")
    assert "P-2026-0001" not in screen
    await here.fatou.forges("placements-of-lot:9")
    await here.fatou.sees("Ce lot est introuvable.")
    for data in ("placements-of-lot:1", "placements-for:1", "placements:lot:1:0", "placements:for:1:0"):
        await here.marc.forges(data)
        await here.marc.sees("Vous n’avez pas le droit")


async def test_a_thousand_people_at_work_are_paged(town: Town) -> None:
    here = await at_work(town)
    with written(town) as session:
        row = dict(session.core.execute(sa.select(ROWS)).mappings().one())
        del row["id"]
        rows = [row | {"uid": f"u{n}", "reference": f"P-2025-{n:04d}"} for n in range(999)]
        session.core.execute(sa.insert(ROWS), rows)
    began = time.perf_counter()
    await here.marc.says("/messalaries")
    await here.marc.sees(
        "Personnes embauchées", "[P-2025-0998 · Petit Ali · 05/01/27 → 04/07/27]", "[Suite ›]"
    )
    assert time.perf_counter() - began < 2
    await here.marc.taps("Suite")
    await here.marc.sees("[P-2025-0990", "[‹ Début] | [Suite ›]")
    await here.marc.forges("placements:own:0:9")
    screen = await here.marc.sees("[P-2026-0001")
    assert "Suite" not in screen
    await here.fatou.forges("placements:own:0:0")
    await here.fatou.sees("Vous n’avez pas le droit")


async def renewed(someone: Someone, answer: str) -> None:
    await someone.says("P-2026-0001")
    await someone.sees("[Renouveler]")
    await someone.taps("Renouveler")
    await someone.sees("Jusqu’à quand, ou pour quelle durée supplémentaire", "Passage en CDI")
    await someone.says(answer)


async def test_a_contract_is_renewed(town: Town) -> None:
    here = await at_work(town)
    await opened(here.marc)
    await renewed(here.marc, "30 juin 2027")
    await here.marc.sees("Le nouveau terme doit être postérieur au terme actuel, le 4 juillet 2027.")
    await here.marc.says("3 mois")
    await here.marc.sees("P-2026-0001 · Petit Ali", "Nouveau terme : 3 mois", "[Enregistrer]")
    await here.marc.taps("Enregistrer")
    await here.marc.sees("C’est enregistré.", "[Ouvrir l’embauche]")
    await here.fatou.sees(
        "Marc Martin a renouvelé le contrat P-2026-0001", "du 5 janvier 2027 au 4 octobre 2027"
    )
    assert here.placement().planned_end == date(2027, 10, 4)
    with written(town) as session:
        kinds = {one.kind for one in follow_ups.of_placement(session, 1)}
        [change] = history.of(session, Subject("placement", 1))
    assert "month6" in kinds
    assert (change.field, change.before, change.after) == ("planned_end", "2027-07-04", "2027-10-04")
    await here.fatou.taps("Ouvrir l’embauche")
    await renewed(here.fatou, "CDI")
    await here.fatou.sees("Nouveau terme : Passage en CDI", "[Enregistrer]")
    await here.fatou.taps("Enregistrer")
    await here.marc.saw(
        "Fatou Martin a renouvelé le contrat P-2026-0001", "CDI", "à partir du 5 janvier 2027"
    )
    made = here.placement()
    assert (made.contract, made.planned_end) == (Contract.CDI, None)
    await retaps(here.marc, "renew-placement:1")
    await toasted(here.marc, "Ce contrat ne peut pas être renouvelé.")


async def test_of_two_renewals_at_once_the_second_hears_of_the_first(town: Town) -> None:
    here = await at_work(town)
    for someone in (here.marc, here.fatou):
        await renewed(someone, "6 mois")
        await someone.sees("Nouveau terme : 6 mois", "[Enregistrer]")
    await here.marc.taps("Enregistrer")
    await here.marc.sees("C’est enregistré.")
    await here.fatou.taps("Enregistrer")
    await here.fatou.saw("Ce contrat a été modifié entre-temps : il se termine désormais le 4 janvier 2028.")
    assert here.placement().planned_end == date(2028, 1, 4)


async def ended(someone: Someone, day: str, reason: str) -> None:
    await someone.says("P-2026-0001")
    await someone.sees("[Fin anticipée]")
    await someone.taps("Fin anticipée")
    await someone.sees("Quel est le dernier jour de travail")
    await someone.says(day)
    await someone.sees("Pour quel motif")
    await someone.taps(reason)
    await someone.sees("[Enregistrer]")
    await someone.taps("Enregistrer")


async def test_a_contract_ends_early(town: Town) -> None:
    here = await at_work(town)
    await ended(here.marc, "15 mars 2027", "Démission")
    await here.marc.sees("C’est enregistré.")
    await here.fatou.sees("Marc Martin a enregistré la fin anticipée du contrat P-2026-0001")
    made = here.placement()
    assert (made.ended_on, made.end_reason) == (date(2027, 3, 15), EndReason.RESIGNATION)
    with written(town) as session:
        assert {one.kind for one in follow_ups.of_placement(session, 1)} == {"day2", "day15", "month1"}
    await here.marc.says("P-2026-0001")
    screen = await here.marc.sees("Fin anticipée le 15 mars 2027 : démission", "[Corriger la fin anticipée]")
    assert "[Renouveler]" not in screen
    await here.marc.taps("Corriger la fin anticipée")
    await here.marc.sees("Dernier jour de travail : 15 mars 2027", "[Enregistrer]")
    await here.marc.taps("Modifier : Dernier jour de travail")
    await here.marc.says("16 avril 2027")
    await here.marc.sees("Dernier jour de travail : 16 avril 2027", "[Enregistrer]")
    await here.marc.taps("Enregistrer")
    await here.marc.sees("C’est enregistré.")
    assert here.placement().ended_on == date(2027, 4, 16)
    await opened(here.marc)
    await opened(here.marc)
    await here.marc.taps("Annuler la fin anticipée")
    await here.marc.sees("[Renouveler]")
    assert here.placement().ended_on is None
    await retaps(here.marc, "undo-end:1")
    await toasted(here.marc, "Ce contrat n’a pas de fin anticipée.")
    with written(town) as session:
        assert len(follow_ups.of_placement(session, 1)) == 4
        fields = [(one.field, one.after) for one in history.of(session, Subject("placement", 1))]
    assert fields[:2] == [("end_reason", None), ("ended_on", None)]


async def test_an_early_end_is_within_the_contract_and_after_its_hours(town: Town) -> None:
    here = await at_work(town)
    worked(here, date(2027, 3, 1))
    await here.marc.forges("end-placement:1")
    await here.marc.sees("dernier jour de travail")
    await here.marc.says("4 janvier 2027")
    await here.marc.sees("Cette date précède le début du contrat, le 5 janvier 2027.")
    await here.marc.says("4 juillet 2027")
    await here.marc.taps("Santé")
    await here.marc.sees("[Enregistrer]")
    await here.marc.taps("Enregistrer")
    await here.marc.sees("La fin prévue n’est pas postérieure à cette date")
    await here.marc.taps("Modifier : Dernier jour de travail")
    await here.marc.says("15 février 2027")
    await here.marc.sees("15 février 2027", "[Enregistrer]")
    await here.marc.taps("Enregistrer")
    await here.marc.sees("Des heures sont déclarées pour mars 2027", "[Enregistrer]")
    assert here.placement().ended_on is None


async def corrects(someone: Someone, field: str, answer: str, shown: str | None = None) -> None:
    """Correct a field of the placement, and save."""
    await someone.forges("change-placement:1")
    await someone.sees("Corriger un contrat de travail · P-2026-0001", "[Enregistrer]")
    await someone.taps(f"Modifier : {field}")
    await someone.says(answer)
    await someone.sees(f"{field} : {shown or answer}", "[Enregistrer]")
    await someone.taps("Enregistrer")


async def test_a_contract_is_corrected(town: Town) -> None:
    here = await at_work(town)
    await corrects(here.marc, "Durée hebdomadaire", "30", "30 h par semaine")
    await here.marc.sees("C’est enregistré.")
    await here.fatou.sees(
        "Marc Martin a corrigé le contrat P-2026-0001 chez Bâti Normandie : Petit Ali (C-2026-0001).",
        "Durée hebdomadaire : 35 h par semaine → 30 h par semaine",
    )
    assert here.placement().weekly_hours == 30
    with written(town) as session:
        [change] = history.of(session, Subject("placement", 1))
    assert (change.field, change.before, change.after) == ("weekly_hours", "35", "30")
    await corrects(here.fatou, "Premier jour", "12 janvier 2027")
    await here.marc.saw("Premier jour : 5 janvier 2027 → 12 janvier 2027")
    assert here.placement().starts_on == date(2027, 1, 12)
    with written(town) as session:
        first = min(one.due_on for one in follow_ups.of_placement(session, 1))
    assert first == date(2027, 1, 14)
    await corrects(here.fatou, "Contrat de travail", "CDI")
    await here.marc.saw("Fin prévue : 4 juillet 2027 → –")
    made = here.placement()
    assert (made.contract, made.planned_end) == (Contract.CDI, None)


async def test_a_correction_that_cannot_be_is_said(town: Town) -> None:
    here = await at_work(town, lot=True)
    worked(here, date(2027, 1, 1), state="validated")
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        owing(session, member(session, here.marc).organisation_id, member(session, here.marc), now)
        place(session, 1, member(session, here.fatou), now, terms=replace(TERMS, weekly_hours=Decimal(10)))
    await corrects(here.marc, "Premier jour", "8 février 2027")
    await here.marc.sees("Des heures sont déclarées pour janvier 2027, hors de ces dates.")
    await here.marc.taps("Annuler")
    await here.marc.sees("C’est annulé")
    await corrects(here.marc, "Lot", "M-2026-0002", "M-2026-0002 · 1 Gros œuvre 1")
    await here.marc.sees("Des heures de ce contrat sont déjà validées")
    await here.marc.taps("Annuler")
    await here.marc.sees("C’est annulé")
    await corrects(here.marc, "Durée hebdomadaire", "39", "39 h par semaine")
    said = await here.marc.sees("déjà sous contrat sur cette période", "plus de 48 h")
    assert "P-2026-0002" not in said
    made = here.placement()
    assert (made.lot_id, made.weekly_hours, made.starts_on) == (1, 35, date(2027, 1, 5))


async def test_a_siae_corrects_its_contract_only(town: Town) -> None:
    here = await scene(town, lot=True)
    siae = await town.joins("Sam", "siae", "Tremplin")
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        lent = Employing(Employer.SIAE, member(session, siae).organisation_id)
        place(session, 1, member(session, here.marc), now, lot_id=1, employing=lent)
    await siae.forges("change-placement:1")
    screen = await siae.sees("Corriger un contrat de travail", "[Modifier : Durée hebdomadaire]")
    assert "Modifier : Lot" not in screen
    assert "Modifier : Employeur" not in screen
    await siae.taps("Modifier : Durée hebdomadaire")
    await siae.says("26")
    await siae.sees("Durée hebdomadaire : 26 h par semaine", "[Enregistrer]")
    await siae.taps("Enregistrer")
    await here.marc.sees("Sam Martin a corrigé le contrat P-2026-0001", "35 h par semaine → 26 h par semaine")
    made = here.placement()
    assert (made.siae_id, made.lot_id, made.weekly_hours) == (lent.siae_id, 1, 26)
    await here.marc.forges("change-placement:1")
    await here.marc.sees("Employeur : Tremplin")
    await here.marc.taps("Modifier : Employeur")
    await here.marc.taps("L’entreprise elle-même")
    await here.marc.sees("Employeur : L’entreprise elle-même", "[Enregistrer]")
    await here.marc.taps("Enregistrer")
    heard = await siae.sees("Marc Martin a noté que vous n’êtes plus l’employeur", "P-2026-0001")
    assert "Petit" not in heard
    assert here.placement().declaring_id == here.placement().organisation_id
    await siae.forges("placement:1")
    await siae.sees("est introuvable.")


async def test_what_should_be_checked_is_said(town: Town) -> None:
    here = await at_work(
        town, lot=True, confirmed=False, terms=Terms(date(2028, 6, 1), date(2028, 7, 1), Decimal(35))
    )
    await here.fatou.says("P-2026-0001")
    await here.fatou.sees(
        "Date à vérifier : le début est dans plus d’un an.", "Dates à vérifier : la fin prévue du lot",
        "[Confirmer] | [Ne pas confirmer]",
    )  # fmt: skip
    await here.fatou.taps("Confirmer")
    assert "vérifier" not in await here.fatou.sees("État : confirmée")


async def test_nothing_is_at_work_yet(town: Town) -> None:
    siae = await town.joins("Sam", "siae", "Tremplin")
    await siae.says("/messalaries")
    await siae.sees("Il n’y a pas encore d’embauche.")
