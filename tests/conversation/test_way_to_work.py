"""The whole way of a person in one story, from the ranked list to the exit, with the file that proves it,
read on one card. The clock moves by fourteen months."""

import sqlite3

from test_whole_story import does, until_the_ranked_list
from town import Someone, Town

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


async def is_presented_and_met(staff: Someone, company: Someone) -> None:
    await staff.sees("réservée aux participants du PLIE")
    await does(
        staff,
        ("Voir les candidats", "1. C-2026-0001 · BON Karim"),
        ("Présenter", "jamais les critères d’éligibilité"),
    )
    assert "BON" not in "\n".join(await company.said())
    await does(staff, ("Présenter", "l’entreprise est prévenue"))
    screen = await company.sees("BON Karim", "06 11 22 33 44", "Éligible à la clause : oui", "Rencontrer")
    assert "RSA" not in screen
    await does(company, ("Rencontrer", "Rencontre demandée le 22 novembre 2026"))
    await staff.sees("souhaite rencontrer C-2026-0001")


async def is_hired(staff: Someone, company: Someone) -> None:
    await does(
        company,
        ("Embaucher", "Dernier jour prévu : 4 juillet 2027"),
        ("Déclarer", "P-2026-0001"),
    )
    await staff.sees("déclare une embauche", "P-2026-0001", "Confirmer")
    await does(staff, ("Confirmer", "État : confirmée"))
    await company.sees("Le PLIE a confirmé l’embauche P-2026-0001")
    await does(staff, ("> O-2026-0001", "embauches : 1"), ("Voir les candidats", "Aucun participant"))


async def declares(company: Someone, staff: Someone, month: str, hours: str | None) -> None:
    """A month of hours, the proposed ones where none are given, then validated."""
    await does(company, ("> /heures", "Quel mois"), (month, "BON Karim"))
    if hours is not None:
        await does(company, (f"> Karim {hours}", f"{hours} h · saisies"))
    await does(company, ("C’est tout", "1 personne"), ("Déclarer", "Heures déclarées"))
    await staff.sees("a déclaré ses heures", month)
    await does(staff, ("Tout valider", "Aucune heure n’attend d’être validée"))
    await company.sees("Le PLIE a validé les heures", month)


async def proves(company: Someone, name: str, kind: str) -> None:
    await company.sends(name, PDF)
    await company.sees("Que justifie ce document")
    await does(company, (kind, "P-2026-0001"), ("P-2026-0001", "Enregistrer"))
    await does(company, ("Enregistrer", "Enregistré, merci"))


async def is_followed(staff: Someone, *kinds: str) -> None:
    for kind in kinds:
        await does(
            staff,
            ("> /suivi", kind),
            (kind, "Tout va bien"),
            ("Tout va bien", "Résultat : tout va bien"),
        )


async def test_from_the_ranked_list_to_the_exit(town: Town) -> None:
    staff, buyer, company = await until_the_ranked_list(town)
    await is_presented_and_met(staff, company)
    await is_hired(staff, company)
    await proves(company, "contrat.pdf", "Contrat de travail")
    town.passes(days=75)  # 5 February 2027
    await is_followed(staff, "Deuxième jour", "Quinzième jour", "Premier mois")
    await declares(company, staff, "janvier 2027", "120")
    town.passes(days=30)
    await declares(company, staff, "février 2027", None)
    await does(buyer, ("> M-2026-0001", "Déclarées : 260 h sur 375 h dues, dont 260 h validées"))
    assert "BON" not in "\n".join(await buyer.said())
    town.passes(days=130)  # 15 July
    await is_followed(staff, "Troisième mois")
    await leaves_for_good(staff)
    town.passes(days=180)  # 11 January 2028
    await is_followed(staff, "Trois mois après la sortie", "Six mois après la sortie")
    await reads_on_one_card(staff)
    await company_knows_no_more_than_it_may(company)
    assert nothing_waits(town)


async def leaves_for_good(staff: Someone) -> None:
    await does(
        staff,
        ("> /sortie", "Qui sort"),
        ("> Karim", "Quel jour"),
        ("4 juillet 2027", "Vers quoi"),
        ("Embauche par l’entreprise du marché", "contrat de travail"),
        ("CDI", "positive, vers un emploi durable"),
        ("Enregistrer", "Six mois après la sortie"),
    )


async def reads_on_one_card(staff: Someone) -> None:
    await staff.says("C-2026-0001")
    await staff.sees("État : dossier fermé")
    await staff.taps("Parcours")
    screen = await staff.sees("Ouverture du dossier")
    told = [
        "22 novembre 2026 · Ouverture du dossier (origine : PLIE)",
        "Présentation pour O-2026-0001",
        "suivie d’une embauche",
        "5 janvier 2027 · Embauche P-2026-0001",
        "260 h déclarées, dont 260 h validées",
        "« Deuxième jour » : tout va bien",
        "« Troisième mois » : tout va bien",
        "Fin de P-2026-0001 à la date prévue",
        "Sortie : embauche par l’entreprise du marché, CDI, emploi durable",
        "« Six mois après la sortie » : tout va bien",
        "1 justificatif",
    ]
    plain = screen.replace("\u00a0", " ")
    places = [plain.find(piece.replace("\u00a0", " ")) for piece in told]
    assert -1 not in places, (told[places.index(-1)], screen)
    dated = [place for place, piece in zip(places, told, strict=True) if "tout va bien" not in piece]
    assert dated == sorted(dated), screen


async def company_knows_no_more_than_it_may(company: Someone) -> None:
    said = "\n".join(await company.said())
    for hidden in ("RSA", "Éligibilité", "AUTRE", "DEHORS"):
        assert hidden not in said


def nothing_waits(town: Town) -> bool:
    """Whether every message left and every update was served."""
    file = next(path for path in town.settings.data_dir.iterdir() if path.suffix == ".sqlite")
    with sqlite3.connect(file) as database:
        waiting = database.execute("SELECT count(*) FROM outbox WHERE state NOT IN ('sent')").fetchone()
        aside = database.execute("SELECT count(*) FROM inbox WHERE state <> 'done'").fetchone()
    return waiting == (0,) and aside == (0,)
