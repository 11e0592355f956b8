"""The whole of it, once by the questions and once by quick entry: from the announcement of a contract to the
people who suit the jobs it makes."""

import re

from town import Someone, Town

PLIE = "PLIE du pays de Caen"
CONTRACT = "Rénovation de 40 logements à Hérouville, 1,2 M€, mars 2027, 14 mois, lots gros œuvre et peinture"


async def does(who: Someone, *steps: tuple[str, str]) -> str:
    """Write ("> …") or tap, each time waiting for what follows. Returns the last screen."""
    screen = ""
    for what, follows in steps:
        await (who.says(what[2:]) if what.startswith("> ") else who.taps(what))
        screen = await who.sees(follows)
    return screen


async def adds_candidate(
    staff: Someone, name: str, phone: str, *, licence: bool, origin: str = "PLIE"
) -> None:
    """A mason at Ifs, free at once."""
    await does(
        staff,
        ("> /candidat", "le prénom"),
        (f"> {name}", "numéro"),
        (f"> {phone}", "En quelle année"),
        ("> 1990", "sexe"),
        ("M", "commune"),
        ("> Ifs", "QPV"),
        ("Non", "niveau"),
        ("Niveau 3 (CAP)", "années d’expérience"),
        ("> 5", "métiers"),
        ("> maçon", "Maçonnerie"),
        ("C’est tout", "Permis B"),
    )
    if licence:
        await does(staff, ("Permis B", "✓ Permis B"))
    await does(
        staff,
        ("C’est tout", "RSA"),
        ("RSA", "✓ RSA"),
        ("C’est tout", "partir de quand"),
        ("Aujourd’hui", "France Travail"),
        (origin, "mot pour mot"),
        ("Oui", "Enregistrer"),
        ("Enregistrer", "C-2026-"),
    )


async def reviews_and_awards(town: Town, buyer: Someone, staff: Someone) -> Someone:
    """The advice, the answer, the award to a company that then joins by its invitation."""
    await does(
        staff,
        ("J’examine", "Examiné par"),
        ("Étudier les lots", "Quels lots"),
        ("gros œuvre", "Adapté"),
        ("Adapté", "÷ 30 € de l’heure"),
    )
    if "calculées" in await staff.screen():
        await does(staff, ("Modifier : heures", "Combien d’heures"), ("> 400", "400 h"))
    await does(
        staff,
        ("Retour aux lots", "Quels lots"),
        ("peinture", "Adapté"),
        ("Non adapté", "Pourquoi"),
        ("trop petit", "Envoyer l’avis"),
        ("Envoyer l’avis", "L’avis est envoyé"),
    )
    await buyer.sees("Avis du PLIE", "Retenez-vous")
    await does(buyer, ("gros œuvre", "Je retiens"))
    await buyer.taps("Je retiens")
    await buyer.receives("clause-M-2026-0001.docx", "plie-M-2026-0001.docx")
    await does(
        buyer,
        ("> M-2026-0001", "Attribuer"),
        ("Attribuer", "attributaire"),
        ("> Bâti Normandie", "Nouveau : Bâti Normandie"),
        ("Nouveau : Bâti Normandie", "SIRET"),
        ("> 732 829 320 00074", "quelle date"),
        ("Aujourd’hui", "montant"),
        ("> 440 k€", "Enregistrer"),
        ("Enregistrer", "L’attribution est enregistrée"),
    )
    await staff.saw("start=")
    link = re.search(r"start=([\w-]+)", "\n".join(await staff.said()))
    assert link is not None
    company = await town.stranger("Marc", "Martin")
    await company.says(f"/start {link[1]}")
    await company.sees("Bâti Normandie", "J’accepte")
    await company.taps("J’accepte")
    await company.sees("Que souhaitez-vous faire")
    return company


async def sees_the_right_people_first(staff: Someone) -> None:
    await staff.sees("O-2026-0001", "réservée aux participants du PLIE")
    await staff.taps("Voir les candidats")
    screen = await staff.sees("Participants du PLIE pour O-2026-0001")
    order = re.findall(r"(?:BON|AUTRE|DEHORS) \w+", screen.partition("[")[0])
    assert order == ["BON Karim"], screen
    assert "même métier" in screen
    assert "permis B" in screen
    await staff.taps("1 · C-2026-0001")
    await staff.sees("C-2026-0001", "06 11 22 33 44")
    await does(staff, ("Offres", "O-2026-0001"))


async def until_the_ranked_list(town: Town) -> tuple[Someone, Someone, Someone]:
    """By the questions, from nothing to an offer of two positions; the staff, the buyer, the company."""
    staff = await town.joins("Fatou", "facilitator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await adds_candidate(staff, "BON Karim", "06 11 22 33 44", licence=True)
    await adds_candidate(staff, "AUTRE Luc", "06 11 22 33 45", licence=False)
    await adds_candidate(staff, "DEHORS Zoé", "06 11 22 33 46", licence=True, origin="Mission Locale")
    await does(
        buyer,
        ("> /marche", "1/9"),
        ("> Rénovation de 40 logements", "2/9"),
        ("Travaux", "3/9"),
        ("> Hérouville", "4/9"),
        ("> 1,2 M€", "5/9"),
        ("Passer", "6/9"),
        ("> mars 2027", "7/9"),
        ("> 14 mois", "8/9"),
        ("> 1 gros œuvre 450 k€\n2 peinture", "9/9"),
        ("Passer", "Transmettre au PLIE"),
        ("Transmettre au PLIE", "M-2026-0001"),
    )
    await staff.sees("M-2026-0001")
    company = await reviews_and_awards(town, buyer, staff)
    await does(
        company,
        ("> /offre", "Sur quel lot"),
        ("M-2026-0001", "Quel est le métier"),
        ("> maçon", "Combien de postes"),
        ("> 2", "commune"),
        ("> Ifs", "prise de poste"),
        ("> 5 janvier", "CDD"),
        ("CDD", "6 mois"),
        ("> 6 mois", "35"),
        ("> 35", "Que faut-il"),
        ("Permis B", "✓ Permis B"),
        ("C’est tout", "niveau"),
        ("Passer", "ajouter"),
        ("Passer", "Commentaire : –"),
        ("Publier", "O-2026-0001"),
    )
    return staff, buyer, company


async def test_by_the_questions(town: Town) -> None:
    staff, _, _ = await until_the_ranked_list(town)
    await sees_the_right_people_first(staff)


async def test_by_quick_entry(town: Town) -> None:
    staff = await town.joins("Fatou", "facilitator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await adds_candidate(staff, "BON Karim", "06 11 22 33 44", licence=True)
    await adds_candidate(staff, "AUTRE Luc", "06 11 22 33 45", licence=False)
    await does(
        buyer,
        (
            f"> {CONTRACT}",
            "J’ai compris ceci",
        ),
        ("Transmettre au PLIE", "M-2026-0001"),
    )
    await staff.sees("M-2026-0001")
    await does(
        staff,
        ("J’examine", "Examiné par"),
        ("Étudier les lots", "Quels lots"),
        ("gros œuvre", "Montant : non connu"),
        ("Adapté", "ne peuvent pas être calculées"),
        ("Modifier : montant", "Quel est le montant"),
        ("> 450 k€", "= 375 h"),
        ("Retour aux lots", "375 h"),
    )
    await does(staff, ("peinture", "Adapté"), ("Non adapté", "Pourquoi"), ("trop petit", "Envoyer l’avis"))
    await staff.taps("Envoyer l’avis")
    await buyer.sees("Retenez-vous")
    await does(buyer, ("gros œuvre", "Je retiens"))
    await buyer.taps("Je retiens")
    await buyer.receives("clause-M-2026-0001.docx")
    company = await town.joins("Marc", "company", "Bâti Normandie")
    await does(
        buyer,
        ("> M-2026-0001", "Attribuer"),
        ("Attribuer", "attributaire"),
        ("> bati normandi", "Bâti Normandie"),
        ("Bâti Normandie", "SIRET"),
        ("Passer", "quelle date"),
        ("Aujourd’hui", "montant"),
        ("> 440 k€", "Enregistrer"),
        ("Enregistrer", "L’attribution est enregistrée"),
    )
    await company.saw("attributaire")
    await does(
        company,
        ("> cherche 2 maçons à Ifs dès le 5 janvier, CDD 6 mois, 35h", "J’ai compris ceci"),
        ("Publier", "Sur quel lot"),
        ("M-2026-0001", "Que faut-il"),
        ("Permis B", "✓ Permis B"),
        ("C’est tout", "Exigences : Permis B"),
        ("Publier", "O-2026-0001"),
    )
    await sees_the_right_people_first(staff)
