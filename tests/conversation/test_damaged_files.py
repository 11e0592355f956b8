"""A file damaged on the disk: who asked for it is told so, a coordinator too, and the rest goes on."""

import hostile_files as made
import pytest
from test_evidence import Cast, cast
from town import Town

__all__ = ["cast"]


@pytest.mark.parametrize("damage", ["altered", "cut"])
async def test_who_asked_for_a_damaged_file_is_told_and_the_rest_goes_on(
    cast: Cast, town: Town, damage: str
) -> None:
    coordinator = await town.joins("Chantal", "coordinator", "PLIE du pays de Caen")
    await cast.fatou.forges(f"prove:exit:{cast.site.exit}")
    await cast.fatou.sees("Merci d’envoyer")
    await cast.fatou.sends("sortie.pdf", made.PDF)
    await cast.fatou.sees("sortie.pdf", "[Enregistrer]")
    await cast.fatou.taps("Enregistrer")
    await cast.fatou.saw("Enregistré, merci")
    [path] = cast.files()
    sealed = path.read_bytes()
    path.write_bytes(b"" if damage == "cut" else sealed[:-1] + bytes([sealed[-1] ^ 1]))
    await cast.fatou.forges("evidence:1")
    await cast.fatou.saw("Ce fichier ne peut plus être lu")
    assert await cast.fatou.documents() == []
    await coordinator.saw("Un justificatif est perdu ou abîmé sur le disque")
    path.write_bytes(sealed)
    await cast.fatou.forges("evidence:1")
    assert (await cast.fatou.receives("sortie.pdf"))["sortie.pdf"] == made.PDF
