"""What `clausette doctor` says of the folder of the evidence, and who gives what."""

from pathlib import Path

from bot import checkup
from bot.rules import evidence as rules
from bot.settings import Settings


async def findings(folder: Path) -> list[str]:
    settings = Settings(_env_file=None, data_dir=folder)
    found = await checkup.examine(settings)
    return [f"{one.well} {one.text}" for one in found if "evidence" in one.text]


async def test_a_folder_that_can_be_written_is_well_and_is_not_made(tmp_path: Path) -> None:
    [said] = await findings(tmp_path / "data")
    assert said.startswith("True")
    assert not (tmp_path / "data").exists()


async def test_a_folder_others_may_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence").chmod(0o755)
    [said] = await findings(tmp_path)
    assert said.startswith("False")
    assert "chmod 700" in said
    (tmp_path / "evidence").chmod(0o700)
    [said] = await findings(tmp_path)
    assert said.startswith("True")


async def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("x")
    [said] = await findings(tmp_path)
    assert said.startswith("False")


def test_who_gives_what() -> None:
    assert rules.given("prescriber") == rules.given("professional") == ()
    assert rules.given("siae", "procurement") == ("other",)
    assert rules.given("company", "lot") == ("award", "other")
    assert rules.given("buyer", "placement") == ("other",)
    assert set(rules.given("facilitator")) == set(rules.ORDER)
    every = {proof for proofs in rules.FITTING.values() for proof in proofs}
    assert every == set(rules.ORDER)
