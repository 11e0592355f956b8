"""/formation: planned, settled, corrected, cancelled; one training for people who lack the same thing."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from test_interviews import town_with, trail
from test_offers import member, written
from test_ranked_lists import presses
from town import Someone, Town
from vacancies import SAID, mason, post

from bot import app
from bot.store import candidates, history, matching, trainings
from bot.store.history import Subject
from bot.store.tables import CandidateState, Employer, Placement, PlacementState, TraineeState
from bot.store.trainings import Course

PLIE = "PLIE du pays de Caen"
COMPANY = "Bâti Normandie"


def course(town: Town, days: int, **changes: Any) -> Course:
    """A CACES training of one day, so many days from today."""
    start = app.make_clock(town.settings).now().date() + timedelta(days=days)
    values: dict[str, Any] = {
        "title": "CACES R482", "timing": "before", "starts_on": start, "ends_on": start,
        "hours": Decimal(7), "provider": "AFPA", "certifying": True, "requirement": 2,
    }  # fmt: skip
    return Course(**values | changes)


def planned(town: Town, facilitator: Someone, days: int, *people: int, **changes: Any) -> int:
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        me = member(session, facilitator).id
        return trainings.identity(
            trainings.add(session, course(town, days, **changes), people or (1,), me, now)
        )


def states(town: Town, number: int = 1) -> dict[int, str]:
    with written(town) as session:
        return trainings.people(session, number)


def at_work(town: Town, facilitator: Someone, candidate_id: int, starts: date) -> None:
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        me = member(session, facilitator)
        session.add(
            Placement(
                reference=f"P-2026-{candidate_id:04d}", candidate_id=candidate_id, contract="cdi",
                organisation_id=me.organisation_id, employer=Employer.SUPPLIER, job="F1703",
                declaring_id=me.organisation_id, starts_on=starts, weekly_hours=Decimal(35),
                state=PlacementState.CONFIRMED, declared_by=me.id, declared_at=now,
            )
        )  # fmt: skip


async def fill(someone: Someone, timing: str = "Avant l’embauche", certifying: str = "Oui") -> None:
    """Answer from the title on, up to the recap."""
    await someone.sees("Quelle est la formation ?")
    await someone.says("CACES R482 <A>")
    await someone.sees("Avant l’embauche ou pendant le contrat ?")
    await someone.taps(timing)
    await someone.sees("Quel jour commence-t-elle ?")
    await someone.says("le 5 janvier")
    await someone.sees("Quel jour se termine-t-elle ?", "[8 janvier 2027]")
    await someone.says("le 4 janvier 2027")
    await someone.sees("elle ne peut pas se terminer avant")
    await someone.says("le 7")
    await someone.sees("Combien d’heures ?", "[35 h]")
    await someone.says("49")
    await someone.sees("au plus 36 pour ces dates")
    await someone.says("28 h")
    await someone.sees("Qui assure la formation ?")
    await someone.says("AFPA")
    await someone.sees("Est-elle certifiante ?")
    await someone.taps(certifying)


async def test_a_training_for_two_people_is_planned(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie", "PETIT Zoé", "NEUF Ada")
    await facilitator.says("/formation")
    await facilitator.sees("[Nouvelle formation]", "[Formations à venir]", "[Besoins communs]")
    await facilitator.taps("Nouvelle formation")
    await facilitator.sees("Qui participe ?", "[C-2026-0003 · NEUF Ada]")
    await facilitator.says("dupont")
    await facilitator.sees("✓ C-2026-0001 · DUPONT Marie")
    await facilitator.taps("C-2026-0002 · PETIT Zoé")
    await facilitator.sees("✓ C-2026-0002 · PETIT Zoé")
    await facilitator.taps("C’est tout")
    await fill(facilitator)
    await facilitator.sees("À quelle exigence des offres", "[CACES]", "[Aucune]")
    await facilitator.taps("CACES")
    await facilitator.sees("7 janvier 2027", "28 h", "[Enregistrer]")
    await facilitator.taps("Enregistrer")
    await facilitator.saw("La formation est enregistrée.")
    await facilitator.sees(
        "CACES R482 <A>", "Avant l’embauche · du 5 janvier 2027 au 7 janvier 2027 · 28 h",
        "Organisme de formation : AFPA", "Certification : CACES", "2 personnes :",
        "• C-2026-0001 · DUPONT Marie · prévue", "[Annuler la formation]",
    )  # fmt: skip
    assert states(town) == {1: TraineeState.PLANNED, 2: TraineeState.PLANNED}
    assert trail(town, "train") == [("train", "candidate", 1), ("train", "candidate", 2)]
    await facilitator.says("/formation")
    await facilitator.sees("[Besoins communs]")
    await facilitator.taps("Formations à venir")
    await facilitator.sees("la plus proche d’abord", "[5 janvier 2027 · CACES R482 <A>]")


async def test_during_the_contract_asks_for_a_hire_on_these_dates(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie", "PETIT Zoé")
    await presses(facilitator, "train:2")
    await facilitator.sees("✓ C-2026-0002 · PETIT Zoé", "[C’est tout]")
    await facilitator.taps("C’est tout")
    await fill(facilitator, timing="Pendant le contrat", certifying="Non")
    await facilitator.sees("[Enregistrer]")
    await facilitator.taps("Enregistrer")
    await facilitator.sees("Aucune embauche à ces dates pour C-2026-0002", "/embauche", "[Enregistrer]")
    at_work(town, facilitator, 2, date(2027, 1, 7))
    await facilitator.taps("Enregistrer")
    await facilitator.saw("La formation est enregistrée.")
    await facilitator.sees("Pendant le contrat", "Certification : Non")


async def test_before_hiring_warns_of_who_is_at_work(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    at_work(town, facilitator, 1, date(2026, 12, 1))
    await presses(facilitator, "train:1")
    await facilitator.sees("✓ C-2026-0001")
    await facilitator.taps("C’est tout")
    await fill(facilitator)
    await facilitator.taps("Aucune")
    await facilitator.sees("[Enregistrer]")
    await facilitator.taps("Enregistrer")
    await facilitator.sees("⚠️ À ces dates, en poste : C-2026-0001.", "CACES R482")


async def test_a_certificate_makes_the_person_match(town: Town) -> None:
    facilitator = await town_with(town)
    company = await town.joins("Marc", "company", COMPANY)
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        me = member(session, facilitator).id
        someone = mason(session, me, now, held=1)
        offer = post(session, member(session, company), now)
        wanted = matching.wanted(offer)
        assert not matching.any_for(session, wanted)
    number = planned(town, facilitator, 0)
    await presses(facilitator, f"training:{number}")
    await facilitator.sees("Petit Ali · prévue")
    await facilitator.taps("C-2026-0001 · Petit Ali")
    await facilitator.sees("[Suivie]", "[Certifiée]", "[Abandonnée]")
    await facilitator.taps("Certifiée")
    await facilitator.sees("CACES : c’est noté au dossier", "Petit Ali · certification obtenue")
    with written(town) as session:
        assert matching.any_for(session, wanted)
        found = candidates.get(session, someone.id or 0)
        assert found is not None
        assert found.held == 3
        (change,) = history.of(session, Subject("candidate", 1))
        assert (change.field, change.before, change.after) == ("held", ["driving"], ["driving", "caces"])
    assert trail(town, "settle training") == [("settle training", "candidate", 1)]
    await presses(facilitator, f"settled:planned:certified:{number}:1")
    await facilitator.sees("[Suivie]", "[Abandonnée]", "certification obtenue")
    assert len(trail(town, "settle training")) == 1, "a second tap does nothing"
    await facilitator.taps("Suivie")
    await facilitator.sees("Le dossier indique toujours : CACES", "Petit Ali · suivie")
    with written(town) as session:
        (change,) = history.of(session, Subject("training", number))
        assert (change.field, change.before, change.after) == ("state:1", "certified", "done")


@pytest.mark.parametrize(("label", "state"), [("Suivie", "done"), ("Abandonnée", "dropped")])
async def test_without_a_certificate_the_file_stays(town: Town, label: str, state: str) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    number = planned(town, facilitator, -3, certifying=False, requirement=None)
    await presses(facilitator, f"trainee:{number}:1")
    assert "Certifiée" not in await facilitator.sees("[Suivie]", "[Abandonnée]")
    await presses(facilitator, f"settled:planned:certified:{number}:1")
    await facilitator.sees("Cette formation n’est pas certifiante")
    await presses(facilitator, f"trainee:{number}:1")
    await facilitator.sees("[Suivie]")
    await facilitator.taps(label)
    await facilitator.sees("DUPONT Marie · " + ("suivie" if state == "done" else "abandonnée"))
    assert states(town, number) == {1: state}


async def test_nothing_is_noted_before_it_starts_nor_after_it_was_cancelled(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    number = planned(town, facilitator, 1)
    await presses(facilitator, f"settled:planned:done:{number}:1")
    await facilitator.sees("Cette formation commence le 23 novembre 2026")
    await presses(facilitator, f"trainee:{number}:1")
    await facilitator.sees("[Annuler la formation]")
    await facilitator.taps("Annuler la formation")
    await facilitator.sees("Annuler la formation « CACES R482 »", "[Oui, l’annuler]")
    await facilitator.taps("Oui, l’annuler")
    gone = await facilitator.sees("Cette formation a été annulée.")
    assert "[Corriger]" not in gone
    await presses(facilitator, f"training-cancelled:{number}")
    await facilitator.sees("Cette formation a été annulée.")
    assert len(trail(town, "cancel training")) == 1
    await presses(facilitator, f"settled:planned:done:{number}:1")
    await facilitator.sees("plus rien ne s’y note")
    other = planned(town, facilitator, -1)
    await presses(facilitator, f"settled:planned:done:{other}:1")
    await facilitator.sees("suivie")
    await presses(facilitator, f"training-cancelled:{other}")
    await facilitator.sees("elle ne peut plus être annulée")


async def test_a_training_is_corrected_and_the_former_value_kept(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    number = planned(town, facilitator, 3)
    await presses(facilitator, f"correct-training:{number}")
    await facilitator.sees("Corriger une formation", "[Modifier : Heures]")
    await facilitator.taps("Modifier : Heures")
    await facilitator.says("10")
    await facilitator.sees("10 h", "[Enregistrer]")
    await facilitator.taps("Enregistrer")
    await facilitator.saw("La formation est corrigée.")
    await facilitator.sees("10 h")
    with written(town) as session:
        (change,) = history.of(session, Subject("training", number))
        assert (change.field, change.before, change.after) == ("hours", "7", "10")
    assert trail(town, "correct training") == [("correct training", "training", number)]


async def test_lists_turn_their_pages(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    for days in range(10):
        planned(town, facilitator, days, title=f"Cours {days}")
        planned(town, facilitator, -1 - days, title=f"Passé {days}")
    await facilitator.says("/formation")
    await facilitator.taps("Formations à venir")
    screen = await facilitator.sees("Cours 0", "Cours 7", "[Suite ›]")
    assert "Cours 8" not in screen
    await facilitator.taps("Suite ›")
    await facilitator.sees("Cours 8", "Cours 9", "[‹ Début]")
    await facilitator.says("/formation")
    await facilitator.taps("Formations commencées")
    await facilitator.sees("Passé 0", "Passé 7", "[Suite ›]")
    await facilitator.taps("Suite ›")
    await facilitator.sees("Passé 9")
    await presses(facilitator, "trainings:coming:999")
    await facilitator.sees("Cours 0")


def short_of_a_caces(town: Town, facilitator: Someone, company: Someone, count: int = 3) -> None:
    """The words of the issue: people short of a CACES, for four positions."""
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        me, seller = member(session, facilitator).id, member(session, company)
        for place in range(count):
            mason(session, me, now, held=1, name=f"Petit A{chr(97 + place)}", birth_year=1960 + place)
        mason(session, me, now, held=3, name="DÉJÀ Prête")
        post(session, seller, now, SAID)
        post(session, seller, now, SAID)


async def test_one_training_for_three_people_short_of_a_caces_for_four_positions(town: Town) -> None:
    facilitator = await town_with(town)
    company = await town.joins("Marc", "company", COMPANY)
    short_of_a_caces(town, facilitator, company)
    await facilitator.says("/formation")
    await facilitator.taps("Besoins communs")
    await facilitator.sees("CACES · Maçonnerie : 3 personnes pour 4 postes (O-2026-0001, O-2026-0002)")
    await facilitator.taps("CACES · Maçonnerie")
    screen = await facilitator.sees(
        "C-2026-0003 · Petit Ac", "[O-2026-0002]", "[Ouvrir une formation groupée]"
    )
    assert "Prête" not in screen
    await facilitator.taps("Ouvrir une formation groupée")
    await facilitator.sees("Qui participe ?", "✓ C-2026-0001", "✓ C-2026-0003")
    await facilitator.taps("✓ C-2026-0003 · Petit Ac")
    await facilitator.sees("[C-2026-0003 · Petit Ac]")
    await facilitator.taps("C’est tout")
    await facilitator.sees("Quel jour commence-t-elle ?")
    await facilitator.says("le 5 décembre")
    await facilitator.sees("Quel jour se termine-t-elle ?")
    await facilitator.says("le même jour")
    await facilitator.sees("Combien d’heures ?")
    await facilitator.taps("7 h")
    await facilitator.sees("Qui assure la formation ?")
    await facilitator.says("AFPA")
    await facilitator.sees("Formation : CACES", "[Enregistrer]", "Avant l’embauche")
    await facilitator.taps("Enregistrer")
    await facilitator.sees("2 personnes :", "Certification : CACES")
    await presses(facilitator, "shortage:2:F17:0")
    await facilitator.sees("C-2026-0001 · Petit Aa · formation déjà prévue", "• C-2026-0003 · Petit Ac\n")
    await facilitator.taps("Ouvrir une formation groupée")
    screen = await facilitator.sees("Qui participe ?", "✓ C-2026-0003")
    assert "✓ C-2026-0001" not in screen


async def test_a_long_need_turns_its_pages_and_a_training_takes_twelve(town: Town) -> None:
    facilitator = await town_with(town)
    company = await town.joins("Marc", "company", COMPANY)
    short_of_a_caces(town, facilitator, company, 14)
    await presses(facilitator, "shortage:2:F17:0")
    assert "C-2026-0009" not in await facilitator.sees(
        "14 personnes pour 4 postes", "C-2026-0008", "[Suite ›]"
    )
    await facilitator.taps("Suite ›")
    await facilitator.sees("C-2026-0009", "C-2026-0014", "[‹ Début]")
    await facilitator.taps("Ouvrir une formation groupée")
    assert "0013" not in await facilitator.sees("✓ C-2026-0001", "✓ C-2026-0012")


async def test_a_need_that_is_over_shows_those_of_now(town: Town) -> None:
    facilitator = await town_with(town)
    company = await town.joins("Marc", "company", COMPANY)
    short_of_a_caces(town, facilitator, company, 1)
    await presses(facilitator, "pooled:1:F17")
    await facilitator.sees("CACES · Maçonnerie : 1 personne pour 4 postes")
    with written(town) as session:
        assert candidates.move(session, 1, CandidateState.ACTIVE, CandidateState.CLOSED)
    await presses(facilitator, "shortage:2:F17:0")
    await facilitator.sees("il n’y a personne à qui une seule exigence fasse défaut")


async def test_what_is_gone_gets_one_sentence(town: Town) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    with written(town) as session:
        assert candidates.move(session, 1, CandidateState.ACTIVE, CandidateState.CLOSED)
    for data, told in (
        ("training:9", "Cette formation est introuvable."),
        ("trainee:9:1", "Cette formation est introuvable."),
        ("settled:planned:done:9:1", "Cette formation est introuvable."),
        ("cancel-training:9", "Cette formation est introuvable."),
        ("training-cancelled:9", "Cette formation est introuvable."),
        ("correct-training:9", "Cette formation est introuvable."),
        ("train:9", "Ce candidat est introuvable."),
        ("train:1", "Aucune formation ne peut être prévue pour C-2026-0001"),
        ("shortages:77", "il n’y a personne à qui"),
    ):
        await presses(facilitator, data)
        await facilitator.sees(told)


FORGED = (
    "go:formation", "new-training", "train:1", "training:1", "trainings:coming:0", "trainee:1:1",
    "settled:planned:done:1:1", "cancel-training:1", "training-cancelled:1", "correct-training:1",
    "shortages:0", "shortage:2:F17:0", "pooled:2:F17",
)  # fmt: skip


@pytest.mark.parametrize("role", ["company", "buyer", "prescriber", "siae", "professional"])
async def test_nobody_else_trains_or_learns_anything(town: Town, role: str) -> None:
    facilitator = await town_with(town, "DUPONT Marie")
    someone = await town.joins("Marc", role, COMPANY, "company" if role == "company" else None)
    planned(town, facilitator, -1)
    before = len(await someone.said())
    for count, data in enumerate(FORGED, start=1):
        await presses(someone, data)
        await someone.hears(before + count)
    told = (await someone.said())[before:]
    assert all("pas le droit" in text for text in told), told
    assert not any(word in "\n".join(told) for word in ("DUPONT", "CACES", "C-2026"))
    assert states(town) == {1: TraineeState.PLANNED}
    with written(town) as session:
        assert session.core.execute(sa.text("SELECT count(*) FROM trainings")).scalar() == 1
