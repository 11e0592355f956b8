"""The notice and its proof, corrections, cancellation."""

from town import Someone, Town


async def announced(town: Town) -> tuple[Someone, Someone]:
    """A buyer and a facilitator, with one contract without lots under review."""
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.says("/marche")
    for answer in ("Voirie rue Neuve", "Travaux", "Ifs", "600 k€", "janvier 2027", "mars 2027", "12 mois"):
        await buyer.says(answer)
    for answer in ("Pas de lots", "Passer"):
        await buyer.says(answer)
    await buyer.sees("Transmettre au PLIE")
    await buyer.taps("Transmettre au PLIE")
    await buyer.sees("M-2026-0001")
    await facilitator.sees("M-2026-0001")
    return buyer, facilitator


async def confirmed(town: Town) -> tuple[Someone, Someone]:
    buyer, facilitator = await announced(town)
    await facilitator.taps("Étudier les lots")
    await facilitator.taps("Adapté")
    await facilitator.taps("Retour aux lots")
    await facilitator.taps("Envoyer l’avis")
    await buyer.sees("Je retiens")
    await buyer.taps("Je retiens")
    await buyer.receives("clause-M-2026-0001.docx")
    return buyer, facilitator


async def opens(someone: Someone) -> None:
    await someone.says("m-2026-0001")
    await someone.sees("État")


async def test_publication_with_a_link_then_a_file(town: Town) -> None:
    buyer, facilitator = await confirmed(town)
    await opens(buyer)
    await buyer.taps("Avis de marché publié")
    await buyer.says("demain")
    await buyer.sees("encore à venir")
    await buyer.taps("Aujourd’hui")
    await buyer.sees("Où lit-on la clause", "Plus tard")
    await buyer.says("pas un lien")
    await buyer.sees("Un lien est attendu")
    await buyer.says("boamp.fr/avis/26-12345")
    await buyer.sees("https://boamp.fr/avis/26-12345", "Enregistrer")
    await buyer.taps("Enregistrer")
    await buyer.saw("avec la preuve")
    await facilitator.sees("justificatif à l’appui")
    await opens(buyer)
    shown = await buyer.sees("État : publié", "Corriger l’avis publié")
    assert "[Avis de marché publié]" not in shown
    assert "Voir le justificatif" not in shown
    await buyer.taps("Corriger l’avis publié")
    await buyer.says("hier")
    await buyer.sees("Où lit-on la clause")
    await buyer.sends("avis.pdf", b"%PDF-1.4")
    await buyer.sees("avis.pdf")
    await buyer.taps("Enregistrer")
    await buyer.saw("avis.pdf", "avec la preuve")
    await opens(buyer)
    await buyer.sees("boamp.fr/avis/26-12345", "Voir le justificatif")
    await buyer.taps("Voir le justificatif")
    await buyer.receives("avis.pdf")
    await opens(facilitator)
    await facilitator.taps("Voir le justificatif")
    await facilitator.receives("avis.pdf")


async def test_the_notice_is_proven_after_the_award(town: Town) -> None:
    buyer, facilitator = await confirmed(town)
    await opens(buyer)
    await buyer.taps("Attribuer un lot")
    await buyer.says("Bâti Normandie")
    await buyer.taps("Nouveau : Bâti Normandie")
    await buyer.sees("SIRET")
    await buyer.taps("Passer")
    await buyer.taps("Aujourd’hui")
    await buyer.says("590 000 €")
    await buyer.sees("Enregistrer")
    await buyer.taps("Enregistrer")
    await facilitator.sees("Bâti Normandie")
    await opens(buyer)
    await buyer.sees("État : attribué", "[Avis de marché publié]")
    await buyer.taps("Avis de marché publié")
    await buyer.taps("Hier")
    await buyer.says("boamp.fr/avis/26-777")
    await buyer.taps("Enregistrer")
    await buyer.saw("avec la preuve")
    await facilitator.sees("justificatif à l’appui")
    await opens(buyer)
    await buyer.sees("État : attribué", "boamp.fr/avis/26-777", "Corriger l’avis publié")


async def test_what_is_added_after_the_announcement_is_kept_and_told(town: Town) -> None:
    buyer, facilitator = await announced(town)
    await opens(buyer)
    await buyer.taps("Ajouter un document ou un commentaire")
    await buyer.sees("Compléter un marché", "Que souhaitez-vous ajouter")
    await buyer.says("Le chantier est <b>occupé</b>.")
    await buyer.sees("occupé", "Enregistrer")
    await buyer.taps("Enregistrer")
    await buyer.sees("Brigitte Martin a ajouté : Le chantier est <b>occupé</b>.")
    await facilitator.sees("Brigitte Martin a complété M-2026-0001", "Le chantier est <b>occupé</b>.")
    before = len(await buyer.said())
    await opens(facilitator)
    await facilitator.taps("Ajouter un document ou un commentaire")
    await facilitator.sees("Que souhaitez-vous ajouter")
    await facilitator.sends("plan.pdf", b"%PDF-1.4", "Le plan révisé")
    await facilitator.sees("plan.pdf")
    await facilitator.taps("Enregistrer")
    await buyer.hears(before + 1)
    await buyer.sees("Fatou Martin a complété M-2026-0001", "plan.pdf", "Le plan révisé")
    await buyer.taps("Voir le document")
    await buyer.receives("plan.pdf")


async def test_two_people_who_correct_at_once_undo_nothing(town: Town) -> None:
    buyer, facilitator = await announced(town)
    await opens(buyer)
    await buyer.taps("Corriger")
    await buyer.sees("Modifier : Démarrage")
    await opens(facilitator)
    await facilitator.taps("Corriger")
    await facilitator.taps("Modifier : Durée")
    await facilitator.says("18 mois")
    await facilitator.sees("18 mois", "Enregistrer")
    await facilitator.taps("Enregistrer")
    await buyer.sees("Fatou Martin a corrigé", "Durée : 12 mois → 18 mois")
    await buyer.taps("Modifier : Démarrage")
    await buyer.says("mai 2027")
    await buyer.sees("mai 2027", "Enregistrer")
    await buyer.taps("Enregistrer")
    told = await facilitator.sees("Brigitte Martin a corrigé", "Démarrage : mars 2027 → mai 2027")
    assert "Durée" not in told
    await opens(buyer)
    await buyer.sees("Démarrage : mai 2027 · Durée : 18 mois")


async def test_what_a_reviewed_lot_keeps_is_said_to_the_plie(town: Town) -> None:
    buyer, facilitator = await confirmed(town)
    await opens(buyer)
    await buyer.taps("Corriger")
    await buyer.taps("Modifier : Montant HT")
    await buyer.says("800 k€")
    await buyer.sees("800 000 €", "Enregistrer")
    await buyer.taps("Enregistrer")
    await facilitator.sees("600 000 € → 800 000 €", "Le lot garde son montant de 600 000 €", "Revoir le lot")
    await facilitator.taps("Revoir le lot")
    await facilitator.sees("= 500 h")
    await opens(facilitator)
    await facilitator.taps("Corriger")
    await facilitator.taps("Modifier : Objet")
    await facilitator.says("Voirie rue Vieille")
    await facilitator.sees("rue Vieille", "Enregistrer")
    await facilitator.taps("Enregistrer")
    await facilitator.saw("Le lot garde son intitulé « Voirie rue Neuve »")
    told = await buyer.sees("Voirie rue Neuve → Voirie rue Vieille")
    assert "Le lot garde" not in told


async def test_a_correction_is_told_before_and_after(town: Town) -> None:
    buyer, facilitator = await announced(town)
    await facilitator.taps("J’examine")
    await buyer.sees("examine")
    await opens(buyer)
    await buyer.taps("Corriger")
    await buyer.sees("Voirie rue Neuve", "Modifier : Démarrage")
    await buyer.taps("Modifier : Démarrage")
    await buyer.says("mai 2027")
    await buyer.sees("mai 2027", "Enregistrer")
    await buyer.taps("Enregistrer")
    await buyer.sees("restent dans l’historique")
    await facilitator.sees("Brigitte Martin a corrigé M-2026-0001", "Démarrage : mars 2027 → mai 2027")
    await facilitator.says("M-2026-0001")
    await facilitator.sees("mai 2027", "Historique")
    await facilitator.taps("Historique")
    await facilitator.sees(
        "Historique de M-2026-0001", "mars 2027 → mai 2027", "Annoncé le", "Brigitte Martin"
    )
    await facilitator.taps("Retour au marché")
    await facilitator.taps("Corriger")
    await facilitator.taps("Modifier : Lots")
    await facilitator.says("1 Terrassement 200 k€\n2 Enrobés 400 k€")
    await facilitator.sees("Enrobés", "Enregistrer")
    await facilitator.taps("Enregistrer")
    await buyer.sees("Fatou Martin a corrigé", "Terrassement")
    await opens(buyer)
    await buyer.sees("Terrassement", "Enrobés")


async def test_lots_under_review_stay(town: Town) -> None:
    buyer, facilitator = await announced(town)
    await opens(buyer)
    await buyer.taps("Corriger")
    await buyer.sees("Modifier : Lots")
    await facilitator.taps("Étudier les lots")
    await facilitator.taps("Adapté")
    await facilitator.sees("= 500 h")
    await buyer.taps("Modifier : Lots")
    await buyer.says("1 A\n2 B")
    await buyer.sees("1 · A", "Enregistrer")
    await buyer.taps("Enregistrer")
    await buyer.sees("Les lots sont à l’étude")
    await facilitator.taps("Retour aux lots")
    await facilitator.sees("500 h")


async def test_cancelling_says_why_to_the_others(town: Town) -> None:
    buyer, facilitator = await announced(town)
    await opens(buyer)
    await buyer.taps("Annuler ce marché")
    await buyer.says("Projet reporté <b>sine die</b>")
    await buyer.taps("Confirmer l’annulation")
    await buyer.sees("État : annulé")
    await facilitator.sees("a annulé M-2026-0001", "Projet reporté <b>sine die</b>")
    await facilitator.forges("cancel:1")
    await facilitator.sees("Pourquoi est-il annulé")
    await facilitator.says("Encore")
    await facilitator.sees("Motif : Encore")
    await facilitator.taps("Confirmer l’annulation")
    await facilitator.sees("ne reste rien à annuler")


async def test_a_foreign_buyer_does_nothing(town: Town) -> None:
    await announced(town)
    other = await town.joins("Paul", "buyer", "Ville d’Ifs")
    for data in ("publish:1", "correct:1", "cancel:1", "procurement:1"):
        before = len(await other.said())
        await other.forges(data)
        said = (await other.hears(before + 1))[-1]
        assert "pas le droit" in said or "introuvable" in said, data
