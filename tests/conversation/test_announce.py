"""A buyer announces a contract; a facilitator takes it."""

from town import Town


async def test_from_announcement_to_examination(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    second = await town.joins("Denis", "facilitator", "PLIE du pays de Caen")
    coordinator = await town.joins("Claire", "coordinator", "PLIE du pays de Caen")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")

    await buyer.says("/marche")
    await buyer.sees("1/9")
    await buyer.says("Rénovation de 40 logements")
    await buyer.sees("2/9")
    await buyer.taps("Travaux")
    await buyer.sees("3/9")
    await buyer.says("hérouville")
    await buyer.sees("4/9")
    await buyer.says("1,2 M€")
    await buyer.sees("5/9")
    await buyer.taps("Passer")
    await buyer.sees("6/9")
    await buyer.says("fin juin 2027")
    await buyer.sees("7/9")
    await buyer.says("14 mois")
    await buyer.sees("8/9")
    await buyer.says("1 Gros œuvre 450 k€\n2 Peinture")
    await buyer.sees("9/9")
    await buyer.says("Appelez-moi au 06 12 34 56 78")
    await buyer.sees(
        "1 200 000 €",
        "fin juin 2027",
        "14 mois",
        "Hérouville-Saint-Clair",
        "Gros œuvre",
        "Transmettre au PLIE",
    )
    await buyer.taps("Transmettre au PLIE")
    await buyer.sees("M-2026-0001")

    for colleague in (facilitator, second, coordinator):
        await colleague.sees("M-2026-0001", "Ville de Caen", "J’examine")
    await facilitator.taps("J’examine")
    await facilitator.sees("Fatou Martin")
    await second.sees("Fatou Martin")
    await buyer.sees("Fatou Martin", "M-2026-0001")
    assert "J’examine" not in await second.screen()
