"""/indicateurs: what the PLIE sees, and what a buyer sees of its own."""

from town import Town


async def test_the_plie_sees_every_figure_and_a_buyer_its_own(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")

    await facilitator.says("/indicateurs")
    await facilitator.sees("Indicateurs", "4e trimestre 2026", "0 marché avec clause", "Entretiens réalisés")
    await facilitator.taps("Mois")
    await facilitator.sees("octobre 2026")
    await facilitator.taps("novembre 2026 ›")
    await facilitator.sees("‹ octobre 2026")
    assert "décembre 2026 ›" not in await facilitator.screen()
    await facilitator.taps("Un acheteur")
    await facilitator.sees("De quel acheteur")
    await facilitator.taps("Ville de Caen")
    await facilitator.sees("novembre 2026 · Ville de Caen")
    assert "Entretiens" not in await facilitator.screen()

    await buyer.says("/indicators")
    await buyer.sees("4e trimestre 2026 · Ville de Caen", "n.c.")
    screen = await buyer.screen()
    assert "Mois" not in screen
    assert "Un acheteur" not in screen
    await buyer.taps("Année")
    await buyer.sees("2026 · Ville de Caen")
