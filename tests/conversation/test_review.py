"""A facilitator reviews a contract lot by lot; the buyer answers, and gets the wording."""

from town import Someone, Town

TWO_LOTS = "Rénovation de 40 logements"


async def announces(
    buyer: Someone, lots: str = "1 Gros œuvre 450 k€\n2 Peinture", amount: str = "1,2 M€"
) -> None:
    await buyer.says("/marche")
    for answer in (TWO_LOTS, "Travaux", "hérouville", amount):
        await buyer.says(answer)
    await buyer.sees("5/9")
    for answer in ("Passer", "fin juin 2027", "14 mois", lots, "Passer"):
        await buyer.says(answer)
    await buyer.sees("Transmettre au PLIE")
    await buyer.taps("Transmettre au PLIE")
    await buyer.sees("M-2026-")


async def test_from_the_review_to_the_wording(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await announces(buyer)
    await facilitator.sees("M-2026-0001", "J’examine")
    await facilitator.taps("J’examine")
    await facilitator.taps("Étudier les lots")
    await facilitator.sees("Quels lots", "▫️ 1 · Gros œuvre", "▫️ 2 · Peinture")
    assert "Envoyer l’avis" not in await facilitator.screen()

    await facilitator.taps("1 · Gros œuvre")
    await facilitator.sees("450 000 €", "Adapté")
    await facilitator.taps("Adapté")
    await facilitator.sees("450 000 € × 50 % de main-d’œuvre × 5 % d’effort ÷ 30 € de l’heure = 375 h")
    await facilitator.taps("Modifier : taux")
    await facilitator.says("10 %")
    await facilitator.sees("× 10 % d’effort", "= 750 h")
    await facilitator.taps("Renouvellement urbain : non")
    await facilitator.sees("Renouvellement urbain : oui", "quartiers prioritaires")
    await facilitator.taps("Modifier : heures")
    await facilitator.says("400")
    await facilitator.sees("= 750 h", "Heures fixées à la place : 400 h")
    await facilitator.taps("Retour aux lots")
    await facilitator.sees("Quels lots")
    await facilitator.taps("2 · Peinture")
    await facilitator.sees("Lot 2", "Non adapté")
    await facilitator.taps("Non adapté")
    await facilitator.sees("Pourquoi le lot 2")
    await facilitator.taps("trop petit")
    await facilitator.sees("✓ 400 h · 1 · Gros œuvre", "✗ 2 · Peinture", "Envoyer l’avis")
    assert "Avis du PLIE" not in "\n".join(await buyer.said())

    await facilitator.taps("Envoyer l’avis")
    await buyer.sees(
        "Avis du PLIE sur M-2026-0001", "Gros œuvre : adapté, 400 h", "Peinture : non adapté (trop petit)"
    )
    await buyer.taps("1 · Gros œuvre")
    await buyer.sees("Heures fixées à la place : 400 h", "Je retiens", "J’en parle", "Je ne retiens pas")
    await buyer.taps("J’en parle")
    await buyer.says("Peut-on descendre à 300 h ?")
    await facilitator.sees("Brigitte Martin", "Peut-on descendre à 300 h ?", "Revoir ce lot")
    await buyer.taps("Je retiens")
    await buyer.saw("Gros œuvre : 400 h, clause retenue", "Rédaction de la clause", "L2112-2")
    await facilitator.sees("Brigitte Martin a répondu", "clause retenue")
    files = await buyer.receives("clause-M-2026-0001.docx", "plie-M-2026-0001.docx")
    assert all(content.startswith(b"PK") for content in files.values())


async def test_a_buyer_changes_their_mind_and_stale_buttons_say_so(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await announces(buyer, lots="Pas de lots")
    await facilitator.sees("M-2026-0001")
    await facilitator.taps("Étudier les lots")
    await facilitator.taps("Adapté")
    await facilitator.sees("1 200 000 €", "= 1 000 h")
    await facilitator.taps("Retour aux lots")
    await facilitator.taps("Envoyer l’avis")
    await buyer.sees("adapté, 1 000 h", "Je retiens")
    await buyer.taps("Je ne retiens pas")
    await buyer.sees("clause non retenue", "Je retiens")
    await facilitator.sees("clause non retenue")
    await buyer.taps("Je retiens")
    await buyer.saw("clause retenue", "Voici la rédaction")

    await facilitator.says("/marches")
    await facilitator.taps("M-2026-0001")
    screen = await facilitator.sees("État : clause retenue")
    assert "Attribuer un lot" in screen
    await facilitator.taps("Étudier les lots")
    await facilitator.sees("a déjà répondu", "1 000 h")
    await facilitator.taps("Modifier : heures")
    await facilitator.says("800")
    await facilitator.sees("Heures fixées à la place : 800 h")
    await buyer.says("M-2026-0001")
    await buyer.sees("Heures d’insertion : 1 000 h", "clause retenue")
    await facilitator.taps("Retour aux lots")
    await facilitator.taps("Envoyer l’avis")
    await buyer.sees("adapté, 800 h", "Je retiens")
    await buyer.taps("Je retiens")
    await buyer.saw("800 h, clause retenue")


async def test_nothing_decided_anew_is_seen_before_it_is_sent(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await announces(buyer, lots="Pas de lots")
    await facilitator.sees("M-2026-0001")
    await facilitator.taps("Étudier les lots")
    await facilitator.taps("Adapté")
    await facilitator.taps("Retour aux lots")
    await facilitator.taps("Envoyer l’avis")
    await buyer.sees("adapté, 1 000 h")
    await facilitator.forges("because:too_small:1")
    await facilitator.sees("✗ 1")
    await buyer.taps("Je retiens")
    await buyer.saw("1 000 h, clause retenue")
    await facilitator.sees("clause retenue")
    await facilitator.forges("send-advice:1")
    await facilitator.sees("déjà envoyé")


async def test_an_advice_that_reaches_nobody_says_so(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    coordinator = await town.joins("Claire", "coordinator", "PLIE du pays de Caen")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await announces(buyer, lots="Pas de lots")
    await facilitator.sees("M-2026-0001")
    await coordinator.says("/partenaires")
    await coordinator.taps("Toutes les personnes")
    await coordinator.taps("Brigitte Martin")
    await coordinator.taps("Retirer l’accès")
    await coordinator.taps("Oui, retirer")
    await coordinator.sees("n’a plus accès")
    await facilitator.taps("Étudier les lots")
    await facilitator.taps("Adapté")
    await facilitator.taps("Retour aux lots")
    await facilitator.taps("Envoyer l’avis")
    await facilitator.sees("Personne de Ville de Caen n’a accès")


async def test_above_the_threshold_a_refusal_needs_its_ground(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await announces(buyer, lots="Pas de lots", amount="6 M€")
    await facilitator.sees("M-2026-0001")
    await facilitator.taps("Étudier les lots")
    await facilitator.taps("Adapté")
    await facilitator.taps("Retour aux lots")
    await facilitator.taps("Envoyer l’avis")
    await buyer.sees("adapté, 5 000 h")
    await buyer.taps("Je ne retiens pas")
    await buyer.sees("L2112-2-1", "Travaux de moins de trois mois")
    assert "clause non retenue" not in await buyer.screen()
    await buyer.taps("Concurrence restreinte")
    await buyer.sees("clause non retenue")
    await facilitator.sees("Motif : Concurrence restreinte")


async def test_another_buyer_cannot_answer(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    other = await town.joins("Paul", "buyer", "Ville d’Ifs")
    await announces(buyer, lots="Pas de lots")
    await facilitator.sees("M-2026-0001")
    await facilitator.taps("Étudier les lots")
    await facilitator.taps("Adapté")
    await facilitator.taps("Retour aux lots")
    await facilitator.taps("Envoyer l’avis")
    await buyer.sees("Je retiens")
    for data in (
        "retain:1",
        "decline:1",
        "discuss:1",
        "advice:1:0",
        "clause:1",
        "review:1:0",
        "suit:1",
        "send-advice:1",
    ):
        before = len(await other.said())
        await other.forges(data)
        assert "n’avez pas le droit" in (await other.hears(before + 1))[-1], data
