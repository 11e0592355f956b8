"""*Être rappelé*: asked from any form, answered by whoever of the PLIE calls first."""

import contextlib
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from limits import assert_fits
from test_contracts import fill, tap
from town import Someone, Town

from bot import app
from bot.dialogue.answers import Context
from bot.dialogue.call_backs import call_back_card
from bot.dialogue.form import Form, State
from bot.dialogue.screens import CALL_BACK, keyboard
from bot.dialogue.translations import LANGUAGES, label
from bot.handlers import FORMS
from bot.store import audit, call_backs, organisations, people
from bot.store.database import Database
from bot.store.people import Newcomer
from bot.store.tables import CallBack, Kind, Role

PLIE = "PLIE du pays de Caen"
CALL_BACKS: Any = CallBack.__table__
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WILD = "<b>&\"'{x}%s😀"
ASKS = "souhaite un rappel au sujet de"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_question_and_every_recap_offers_it(form: Form, language: str) -> None:
    context = Context(date(2026, 11, 22), language)
    places = ["", *(step.name for step in form.relevant({}))]
    for place in places:
        shown = keyboard(form, State(nonce=7, step=place), context)
        offered = [button.label for row in shown for button in row]
        assert offered.count(label(language, CALL_BACK)) == 1, place


def tasks(town: Town) -> list[Any]:
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        return list(session.core.execute(sa.select(CALL_BACKS).order_by(CALL_BACKS.c.id)))


async def told(someone: Someone) -> list[str]:
    return [text for text in await someone.said() if ASKS in text]


@pytest.mark.parametrize(
    ("role", "command", "title"),
    [
        ("buyer", "/marche", "Annoncer un marché"),
        ("company", "/offre", "Publier une offre de poste"),
        ("coordinator", "/inviter", "Inviter"),
    ],
)
async def test_from_any_form_a_facilitator_is_told(town: Town, role: str, command: str, title: str) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    someone = await town.joins("Alex", role, PLIE if role == "coordinator" else "Quelque part")
    await someone.says(command)
    question = await someone.sees("1/", "[Être rappelé]")
    await someone.taps("Être rappelé")
    will_call = "Un facilitateur du PLIE va vous rappeler. Ce formulaire vous attend tel quel."
    await someone.saw(will_call, question.partition("\n[")[0])
    await facilitator.sees("📞 Alex Martin", ASKS, title, "[Appel passé]")
    [task] = tasks(town)
    assert (task.form, task.done_by) == (await form_of(town, someone), None)


async def form_of(town: Town, someone: Someone) -> str:
    """The form that waits for someone."""
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        query = sa.text("SELECT form FROM drafts WHERE chat_id = :chat")
        return str(session.core.execute(query, {"chat": someone.id}).scalar_one())


async def test_the_form_goes_on_where_it_was(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.says("/marche")
    await buyer.sees("1/9")
    await buyer.says("Voirie rue Neuve")
    await buyer.sees("2/9", "Travaux")
    await buyer.taps("Être rappelé")
    await buyer.sees("va vous rappeler", "2/9", "[Travaux]")
    await buyer.taps("Travaux")
    await buyer.sees("3/9")
    await facilitator.sees("Brigitte Martin (Ville de Caen) " + ASKS)


async def test_from_the_recap_and_only_once_while_it_waits(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.says("/marche")
    await fill(buyer, "Voirie rue Neuve")
    await buyer.taps("Passer")
    await buyer.sees("[Transmettre au PLIE]", "[Être rappelé]")
    await buyer.taps("Être rappelé")
    await buyer.sees("va vous rappeler", "Voirie rue Neuve", "[Transmettre au PLIE]")
    await buyer.taps("Être rappelé")
    await buyer.sees("C’est déjà demandé", "Voirie rue Neuve", "[Transmettre au PLIE]")
    for colleague in (facilitator, coordinator):
        await colleague.sees(ASKS)
        assert len(await told(colleague)) == 1
    assert len(tasks(town)) == 1
    await buyer.taps("Transmettre au PLIE")
    await buyer.saw("M-2026-0001")


async def test_who_calls_first_settles_it_for_all(town: Town) -> None:
    first = await town.joins("Fatou", "facilitator", PLIE)
    second = await town.joins("Denis", "facilitator", PLIE)
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.says("/marche")
    await buyer.sees("1/9")
    await buyer.taps("Être rappelé")
    for colleague in (first, second, coordinator):
        await colleague.sees("[Appel passé]")
    await first.taps("Appel passé")
    for colleague in (first, second, coordinator):
        screen = await colleague.sees("Appel passé par Fatou Martin.")
        assert "[Appel passé]" not in screen
    [task] = tasks(town)
    await town.post("raw", update=tap(first, f"called:{task.id}"))
    await town.post("raw", update=tap(second, f"called:{task.id}"))
    await second.says("/langue")
    await second.sees("English")
    assert [row.done_by for row in tasks(town)] == [task.done_by]
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        entries = audit.of(session, "call back", task.id)
    assert [entry.action for entry in entries] == ["call back", "ask call back"]
    assert dict(entries[1].details) == {"form": "announce"}
    await buyer.taps("Être rappelé")
    await buyer.sees("va vous rappeler")
    for colleague in (first, second, coordinator):
        await colleague.saw("[Appel passé]")
    assert len(tasks(town)) == 2


@pytest.mark.parametrize("role", ["company", "buyer", "prescriber"])
async def test_a_partner_cannot_say_the_call_was_made(town: Town, role: str) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    other = await town.joins("Alex", role, "Quelque part")
    await buyer.says("/marche")
    await buyer.sees("1/9")
    await buyer.taps("Être rappelé")
    await facilitator.sees("[Appel passé]")
    before = len(await other.said())
    await town.post("raw", update=tap(other, "called:1"))
    await other.sees("pas le droit")
    assert len(await other.said()) == before + 1
    assert tasks(town)[0].done_by is None
    await town.post("raw", update=tap(facilitator, "called:99"))
    await facilitator.sees("Cette demande est introuvable")


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_card_fits(database: Database, language: str) -> None:
    with database.begin() as session:
        home = organisations.find_or_create(session, Kind.COMPANY, WILD * 7, NOW)
        newcomer = Newcomer(5, WILD * 7, language, home.id or 0, Role.COMPANY, None)
        person = people.join(session, newcomer, NOW)
        for form in FORMS:
            task = call_backs.ask(session, person.id, form.name, NOW)
            assert task is not None
            waiting = call_back_card(session, task, form.title, language)
            assert WILD in assert_fits(waiting)
            assert [button.data for row in waiting.keyboard for button in row] == [f"called:{task.id}"]
            assert call_backs.done(session, task.id or 0, person.id, NOW)
            assert not call_backs.done(session, task.id or 0, person.id, NOW)
            session.refresh(task)
            settled = call_back_card(session, task, form.title, language)
            assert_fits(settled)
            assert not settled.keyboard
