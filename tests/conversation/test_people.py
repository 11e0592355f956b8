"""Joining, refusing, leaving; strangers; languages."""

import pytest
from town import Someone, Town

PLIE = "PLIE du pays de Caen"
STRANGER = "demandez une invitation au PLIE"


async def test_a_stranger_gets_one_sentence_whatever_they_try(town: Town) -> None:
    stranger = await town.stranger("Zoé")
    for text in ("bonjour", "/start", "/marche", "/menu", "/marches", "/inviter", "/start nonsense", "/aide"):
        before = len(await stranger.said())
        await stranger.says(text)
        said = await stranger.hears(before + 1)
        assert "PLIE" in said[-1]
        assert "[" not in await stranger.screen()


async def test_an_invitation_shows_what_is_shared_and_works_once(town: Town) -> None:
    token = town.token("buyer", "Ville d'Ifs")
    first, second = await town.stranger("Anne", "Petit"), await town.stranger("Luc")
    await first.says(f"/start {token}")
    await first.sees("Ville d'Ifs", "acheteur", "Vos partenaires verront", "[J’accepte] | [Je refuse]")
    await second.says(f"/start {token}")
    await second.sees("J’accepte")
    await first.taps("J’accepte")
    await first.sees("Ville d'Ifs", "Annoncer un marché")
    await second.taps("J’accepte")
    await second.sees("plus valable")
    await second.says("/marche")
    await second.sees(STRANGER)


async def test_refusing_keeps_nothing_and_closes_the_invitation(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    token = town.token("company", "Bâti Normandie")
    someone = await town.stranger("Marc", "Durand")
    await someone.says(f"/start {token}")
    await someone.sees("Je refuse")
    await someone.taps("Je refuse")
    await someone.sees("Vous avez refusé")
    screen = await coordinator.sees("Bâti Normandie")
    assert "Durand" not in screen
    await someone.says(f"/start {token}")
    await someone.sees("plus valable")


async def test_an_invitation_dies_after_three_days(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    token = town.token("buyer", "Ville de Caen")
    await town.stop()
    moved = town.settings.data_dir / "clock"
    moved.write_text(str(72 * 3600 + 1), encoding="ascii")
    town.settings = town.settings.model_copy(update={"clock_file": moved})
    await town.start()
    someone = await town.stranger("Léa")
    await someone.says(f"/start {token}")
    await someone.sees("plus valable")


async def test_a_coordinator_invites_by_a_link(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    await coordinator.says("/inviter")
    await coordinator.sees("1/")
    await coordinator.taps("Prescripteur")
    await coordinator.sees("Mission Locale")
    await coordinator.taps("Mission Locale")
    await coordinator.sees("3/3")
    await coordinator.says("Mission Locale Caen la mer")
    await coordinator.sees("Mission Locale Caen la mer", "[Créer l’invitation]")
    await coordinator.taps("Créer l’invitation")
    screen = await coordinator.sees("https://t.me/ClausetteBot?start=")
    token = screen.partition("start=")[2].split()[0]
    newcomer = await town.stranger("Hugo", "Blanc")
    await newcomer.says(f"/start {token}")
    await newcomer.sees("Claire Martin", PLIE, "Mission Locale Caen la mer")
    await newcomer.taps("J’accepte")
    await newcomer.sees("Mission Locale Caen la mer")
    await coordinator.sees("Hugo Blanc")


async def test_revoking_takes_effect_at_once(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.says("/marche")
    await buyer.sees("1/9")
    await coordinator.says("/partenaires")
    await coordinator.taps("Toutes les personnes")
    await coordinator.sees("Brigitte Martin", "Ville de Caen")
    await coordinator.taps("Brigitte Martin")
    await coordinator.taps("Retirer l’accès")
    await coordinator.sees("Retirer l’accès de Brigitte Martin")
    await coordinator.taps("Oui")
    await coordinator.sees("n’a plus accès")
    await buyer.says("Rénovation")
    await buyer.sees(STRANGER)
    assert [entry for entry in await town.log("deleteMyCommands") if entry["status"] == 200]


async def test_the_only_coordinator_cannot_leave(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    await coordinator.says("/partenaires")
    await coordinator.taps("Toutes les personnes")
    await coordinator.taps("Claire Martin")
    await coordinator.taps("Retirer l’accès")
    await coordinator.taps("Oui")
    await coordinator.sees("la seule personne à coordonner")


@pytest.mark.parametrize("role", ["buyer", "company", "facilitator", "prescriber", "siae", "professional"])
async def test_only_a_coordinator_invites_and_revokes(town: Town, role: str) -> None:
    other = await town.joins("Alex", role, "Quelque part")
    for text in ("/inviter", "/partenaires"):
        await other.says(text)
        await other.sees("pas le droit")
    forged = await other.messages()
    await town.post("raw", update=_forged_tap(other, forged[-1]["message_id"], "revoked:1"))
    await other.sees("pas le droit")


def _forged_tap(person: Someone, message_id: int, data: str) -> dict[str, object]:
    """A tap no button of ours offers, as a modified client could send it."""
    user = {"id": person.id, "is_bot": False, "first_name": "Alex"}
    chat = {"id": person.id, "type": "private", "first_name": "Alex"}
    message = {"message_id": message_id, "date": 1, "chat": chat, "text": "x"}
    query = {"id": f"{person.id}{data}", "from": user, "chat_instance": "1", "message": message, "data": data}
    return {"callback_query": query}


async def test_choosing_english(town: Town) -> None:
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.says("/langue")
    await buyer.taps("English")
    await buyer.sees("From now on I write to you in English")
    await buyer.says("/announce")
    await buyer.sees("What is the contract for?")
    state = await buyer.state()
    assert "announce" in {command["command"] for command in state["commands"]}


async def test_the_list_of_commands_is_each_ones_own(town: Town) -> None:
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    company = await town.joins("Marc", "company", "Bâti Normandie")
    assert "marche" in {command["command"] for command in (await buyer.state())["commands"]}
    assert "marche" not in {command["command"] for command in (await company.state())["commands"]}
    await company.says("/marche")
    await company.sees("pas le droit")


async def test_a_command_mistyped_is_guessed(town: Town) -> None:
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.says("/marché")
    await buyer.sees("/marche")
    await buyer.says("/xyzzy")
    await buyer.sees("/menu")


async def test_joining_another_organisation_replaces_the_first(town: Town) -> None:
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.says(f"/start {town.token('buyer', 'Caen la mer')}")
    await buyer.sees("Ville de Caen", "Caen la mer")
    await buyer.taps("J’accepte")
    await buyer.sees("Caen la mer")
