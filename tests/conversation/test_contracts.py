"""Contracts after their announcement: lists, references, documents, and announcing on a buyer's behalf."""

import asyncio
import contextlib

from town import Someone, Town

from bot import app
from bot.store import organisations, people, procurements
from bot.store.procurements import Announcement, Announcer, Period
from bot.store.tables import Category, Kind

PLIE = "PLIE du pays de Caen"


async def fill(someone: Someone, title: str) -> None:
    """Answer every question of the form, up to the comment."""
    await someone.sees("1/9")
    for question, answer in enumerate(
        (title, "Travaux", "Ifs", "90 k€", "Passer", "mars 2027", "1 an", "pas de lots")
    ):
        await someone.sees(f"{question + 1}/9")
        await someone.says(answer)
    await someone.sees("9/9")


def many(town: Town, buyer: Someone, count: int) -> None:
    """Contracts of the buyer's organisation, written directly."""
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        now = app.make_clock(town.settings).now()
        person = people.by_telegram(session, buyer.id)
        assert person is not None
        by = Announcer(person.organisation_id, person.id, on_behalf=False)
        for number in range(count):
            start = Period(now.date(), f"{now.date()}/day")
            said = Announcement(f"Marché {number}", Category.WORKS, "Caen", start, 12, [])
            procurements.add(session, said, by, "announced", now.date(), now)


async def test_the_plie_announces_on_a_buyers_behalf(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await facilitator.says("/marche")
    await facilitator.sees("Pour quel acheteur", "[Ville de Caen]")
    await facilitator.taps("Ville de Caen")
    await fill(facilitator, "Voirie rue Neuve")
    await facilitator.taps("Passer")
    await facilitator.sees("Ville de Caen", "Voirie rue Neuve", "Transmettre au PLIE")
    await facilitator.taps("Transmettre au PLIE")
    await facilitator.saw("M-2026-0001", "Ville de Caen")
    await facilitator.taps("J’examine")
    await buyer.sees("Fatou Martin", "M-2026-0001")
    await buyer.says("/mesmarches")
    await buyer.sees("M-2026-0001")


async def test_a_document_reaches_the_facilitator(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.says("/marche")
    await fill(buyer, "Voirie rue Neuve")
    await buyer.sends("cahier.pdf", b"%PDF-1.4 test", "Le projet de cahier")
    await buyer.sees("cahier.pdf", "Le projet de cahier")
    await buyer.taps("Transmettre au PLIE")
    await facilitator.sees("Le projet de cahier", "[Voir le document]")
    await facilitator.taps("Voir le document")
    for _ in range(250):
        sent = [message for message in await facilitator.messages() if message["document"]]
        if sent:
            break
        await asyncio.sleep(0.02)
    assert [message["document"]["file_name"] for message in sent] == ["cahier.pdf"]


async def test_lists_page_by_eight_and_open_cards(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.says("/mesmarches")
    await buyer.sees("Aucun marché")
    many(town, buyer, 10)
    for someone, command in ((buyer, "/mesmarches"), (facilitator, "/marches")):
        await someone.says(command)
        screen = await someone.sees("Marché 9", "Marché 2")
        assert "Marché 1]" not in screen
        await someone.taps("Suite")
        await someone.sees("Marché 1", "Marché 0")
        await someone.taps("Marché 0")
        await someone.sees("M-2026-0001", "Marché 0", "Ville de Caen")


async def test_a_reference_typed_opens_its_card_for_those_who_may(town: Town) -> None:
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    other = await town.joins("Anne", "buyer", "Ville d'Ifs")
    company = await town.joins("Marc", "company", "Bâti Normandie")
    many(town, buyer, 1)
    await buyer.says(" m-2026-0001 ")
    await buyer.sees("Marché 0")
    for someone in (other, company):
        await someone.says("M-2026-0001")
        await someone.sees("introuvable")
        await town.post("raw", update=tap(someone, "procurement:1"))
        await someone.says("/menu")
        await someone.sees("Que souhaitez-vous faire")
        assert "Marché 0" not in "".join(await someone.said())


async def test_forged_taps_alert_nobody(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    stranger = await town.stranger("Zoé")
    await stranger.says("bonjour")
    forged = (
        "procurements",
        "procurements:all:0",
        "examine:x",
        "examine:99",
        "f:",
        "f:1:2:3",
        "go:marches",
        "x" * 64,
    )
    for data in forged:
        await town.post("raw", update=tap(buyer, data))
        await town.post("raw", update=tap(stranger, data))
    for data in ("join", "join:yes", "join:yes:nonsense", "join:maybe:nonsense"):
        await town.post("raw", update=tap(stranger, data))
    await buyer.says("/menu")
    await buyer.sees("Que souhaitez-vous faire")
    await town.stop()
    assert not [text for text in await coordinator.said() if "⚠️" in text]
    assert all("PLIE" in text for text in await stranger.said())


def tap(person: Someone, data: str) -> dict[str, object]:
    """A tap no button of ours offers, as a modified client could send it."""
    user = {"id": person.id, "is_bot": False, "first_name": "Alex"}
    chat = {"id": person.id, "type": "private", "first_name": "Alex"}
    message = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
    query = {"id": f"{person.id}{data}", "from": user, "chat_instance": "1", "message": message, "data": data}
    return {"callback_query": query}


async def test_accepting_twice_shows_where_one_is(town: Town) -> None:
    someone = await town.stranger("Anne", "Petit")
    token = town.token("buyer", "Ville d'Ifs")
    await someone.says(f"/start {token}")
    await someone.sees("J’accepte")
    offer = (await someone.messages())[-1]
    await someone.taps("J’accepte")
    await someone.sees("Que souhaitez-vous faire")
    await town.post("raw", update=tap(someone, f"join:yes:{token}") | {})
    await someone.says(f"/start {token}")
    await someone.sees("Que souhaitez-vous faire")
    assert offer["keyboard"]
    assert not [text for text in await someone.said() if "plus valable" in text]


async def test_what_happens_in_a_group_is_none_of_ours(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    token = town.token("facilitator", PLIE)
    update = tap(coordinator, f"join:yes:{token}")
    query = update["callback_query"]
    assert isinstance(query, dict)
    query["message"]["chat"] = {"id": -100123, "type": "supergroup", "title": "Groupe"}
    await town.post("raw", update=update)
    await coordinator.says("/menu")
    await coordinator.sees("Que souhaitez-vous faire")
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        assert people.by_telegram(session, -100123) is None
        assert organisations.find(session, Kind.PLIE, PLIE) is not None


async def test_a_contract_is_found_by_its_words(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    other = await town.joins("Paul", "buyer", "Ville d’Ifs")
    for someone, title in ((buyer, "Réfection de la voirie rue Neuve"), (other, "Voirie du quartier Nord")):
        await someone.says("/marche")
        await fill(someone, title)
        await someone.taps("Passer")
        await someone.taps("Transmettre au PLIE")
        await someone.sees("M-2026-")
    await facilitator.says("refect voirie")
    screen = await facilitator.sees("Marchés avec « refect voirie »", "M-2026-0001")
    assert "M-2026-0002" not in screen
    await facilitator.says("voirie")
    await facilitator.sees("M-2026-0001", "M-2026-0002")
    await buyer.says("voirie")
    assert "M-2026-0002" not in await buyer.sees("M-2026-0001")
    await buyer.taps("M-2026-0001")
    await buyer.sees("État : annoncé")
    await buyer.says("nord")
    await buyer.sees("Je n’ai pas compris")
