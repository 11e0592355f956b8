"""From the first day of work to six months after the exit, the clock moved, as an adviser lives it."""

from datetime import date
from decimal import Decimal

from seekers import filed
from test_offers import member, written
from town import Someone, Town
from work import owing, place

from bot import app
from bot.rules.placements import Terms
from bot.store import exits, follow_ups, placements

PLIE = "PLIE du pays de Caen"
FIRST, LAST = date(2026, 11, 24), date(2027, 6, 30)


def at_work(town: Town, fatou: Someone, marc: Someone) -> None:
    """Marie works for Marc's company, for one of its lots, seven months."""
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        staff, boss = member(session, fatou), member(session, marc)
        person = filed(session, staff.id, now)
        lot = owing(session, boss.organisation_id, boss, now)[0]
        terms = Terms(FIRST, LAST, Decimal(35))
        place(session, person.id or 0, boss, now, terms=terms, lot_id=lot)


async def follows(fatou: Someone, kind: str) -> None:
    """Make the first follow-up of the list, which is of this kind: all is well."""
    await fatou.says("/suivi")
    await fatou.sees("Suivis des personnes que vous accompagnez", kind)
    await fatou.taps(kind)
    await fatou.sees(kind, "DUPONT Marie", "06 12 34 56 78")
    await fatou.taps("Tout va bien")
    await fatou.sees("Résultat : tout va bien")


async def test_from_the_first_day_to_six_months_after_the_exit(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    marc = await town.joins("Marc", "company", "Bâti Normandie")
    at_work(town, fatou, marc)
    await fatou.says("/suivi")
    await fatou.sees("Aucun suivi à faire aujourd’hui. Le prochain est prévu le 26 novembre 2026.")
    for days, kind in ((4, "Deuxième jour"), (14, "Quinzième jour"), (15, "Premier mois")):
        town.passes(days=days)
        await follows(fatou, kind)
    town.passes(days=62)
    await fatou.says("/suivi")
    await fatou.taps("Troisième mois")
    await fatou.sees("Suivis précédents :", "Premier mois")
    await fatou.taps("Une difficulté")
    await fatou.taps("Prévenir l’entreprise")
    await fatou.taps("Oui, prévenir")
    await marc.sees("DUPONT Marie", "Une difficulté a été signalée. Le référent du PLIE vous appelle.")
    town.passes(days=95)
    await follows(fatou, "Sixième mois")
    town.passes(days=33)
    await fatou.says("/sortie")
    await fatou.sees("Qui sort du dispositif")
    for answer in ("DUPONT Marie", "30 juin 2027", "Embauche par l’entreprise du marché", "CDI"):
        await fatou.taps(answer)
    await fatou.sees("Compte comme sortie positive, vers un emploi durable.")
    await fatou.taps("Enregistrer")
    await fatou.sees("Trois mois après la sortie (30 septembre 2027)", "P-2026-0001 (Bâti Normandie)")
    town.passes(days=90)
    await follows(fatou, "Trois mois après la sortie")
    town.passes(days=92)
    await follows(fatou, "Six mois après la sortie")
    await fatou.says("/suivi")
    await fatou.sees("Aucun suivi à faire aujourd’hui.")
    with written(town) as session:
        row = exits.current(session, 1)
        assert row is not None
        assert exits.said(row) == exits.Said(LAST, "hiring_company", "cdi", None, 1)
        made = {one.kind: one.state for one in follow_ups.of_candidate(session, 1)}
        assert made == dict.fromkeys(made, "well") | {"month3": "difficulty"}
        assert len(made) == 7
        assert placements.living_of(session, 1)
