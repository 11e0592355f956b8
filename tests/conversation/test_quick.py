"""Who simply writes gets the filled card of their form; small talk never does."""

import pytest
from town import Town

CONTRACT = "Rénovation de 40 logements à Hérouville, 1,2 M€, mars 2027, 14 mois, lots gros œuvre et peinture"
VACANCY = "cherche 2 maçons à Ifs dès le 5 janvier, CDD 6 mois"


async def test_a_buyer_writes_a_contract(town: Town) -> None:
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    await buyer.says(CONTRACT)
    screen = await buyer.sees(
        "J’ai compris ceci", "1 200 000 €", "mars 2027", "14 mois", "Hérouville-Saint-Clair", "gros œuvre"
    )
    assert "Il manque encore" in screen
    assert "• Consultation (facultatif)" in screen
    await buyer.taps("Transmettre au PLIE")
    await buyer.sees("M-2026-0001")
    await facilitator.sees("M-2026-0001", "peinture")


async def test_what_is_missing_is_asked_before_sending(town: Town) -> None:
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    await buyer.says("Nettoyage des locaux de la mairie d'Ifs, 180 k€ HT, à partir du 1er avril 2027")
    await buyer.sees("• Durée", "• Lots", "Transmettre au PLIE")
    await buyer.taps("Modifier : Objet")
    await buyer.sees("Retour")
    await buyer.taps("Retour")
    await buyer.sees("• Durée", "Transmettre au PLIE")
    await buyer.taps("Transmettre au PLIE")
    await buyer.sees("Combien de temps")
    await buyer.says("3 ans")
    await buyer.sees("lots")
    await buyer.taps("Pas de lots")
    await buyer.sees("36 mois", "Transmettre au PLIE")
    await buyer.taps("Transmettre au PLIE")
    await buyer.sees("M-2026-0001")


async def test_a_company_writes_a_vacancy(town: Town) -> None:
    company = await town.joins("Marc", "company", "Bâti Normandie")
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    await company.says(VACANCY)
    await company.sees(
        "J’ai compris ceci", "F1703", "Ifs", "5 janvier 2027", "CDD", "6 mois", "• Durée hebdomadaire"
    )
    await company.taps("Publier")
    await company.says("35")
    await company.sees("Que faut-il")
    await company.taps("C’est tout")
    await company.sees("Exigences : rien de particulier", "Publier")
    await company.taps("Publier")
    await company.sees("O-2026-0001")
    await facilitator.sees("O-2026-0001")


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("buyer", "Bonjour, comment allez-vous ?"),
        ("buyer", VACANCY),
        ("company", CONTRACT),
        ("company", "merci beaucoup"),
        ("facilitator", CONTRACT),
        ("prescriber", VACANCY),
        ("siae", VACANCY),
    ],
)
async def test_anything_else_is_no_form(town: Town, role: str, text: str) -> None:
    someone = await town.joins("Alex", role, "Quelque part")
    await someone.says(text)
    await someone.sees("Rien ne correspond" if role == "facilitator" else "Je n’ai pas compris")


async def test_a_half_filled_form_takes_the_message_as_its_answer(town: Town) -> None:
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.says("/marche")
    await buyer.says(CONTRACT)
    await buyer.sees("2/9")
