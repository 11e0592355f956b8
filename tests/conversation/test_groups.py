"""A partner's group on Telegram, as people live it: added by a link, told of offers, removed."""

import asyncio
import re
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from test_broadcast_talk import MONDAY, sends
from test_circulars import TEXT, begins, writes
from test_contacts_by_mail import opened, opens
from test_offers import posted
from town import Someone, Town, set_clock

from bot.store.tables import AuditEntry, Group, Inbox, Invitation, Outbox, rows_of

HOME = "Mission Locale"
GROUPS: Any = rows_of(Group)
INBOX: Any = rows_of(Inbox)
INVITATIONS: Any = rows_of(Invitation)
OUTBOX: Any = rows_of(Outbox)
AUDIT: Any = rows_of(AuditEntry)
HERE = "Ce groupe recevra les offres diffusées par le PLIE. Rien de personnel n’y sera écrit."


@dataclass
class Chat:
    """A group on Telegram that people are in."""

    id: int
    town: Town

    async def does(self, path: str, **given: Any) -> Any:
        return await self.town.post(f"groups/{self.id}/{path}", **given)

    async def reads(self) -> list[dict[str, Any]]:
        """What the bot wrote, oldest first."""
        async with self.town.http.get(f"{self.town.url}/groups/{self.id}") as answer:
            found = (await answer.json())["messages"]
        return [one for one in found if one["from"] == "bot"]

    async def sees(self, *texts: str) -> dict[str, Any]:
        """Wait until the last message of the bot holds these texts. Returns it."""
        found: list[dict[str, Any]] = []
        for _ in range(250):
            found = await self.reads()
            if found and all(text in found[-1]["text"].replace("\u00a0", " ") for text in texts):
                return found[-1]
            await asyncio.sleep(0.02)
        raise AssertionError(f"{texts} not in {[one['text'] for one in found]}")


async def group_of(*people: Someone) -> Chat:
    """A group of these people, without the bot."""
    town = people[0].town
    members = [one.id for one in people]
    made = await town.post("groups", title="Conseillers <emploi>", members=members, bot=False)
    return Chat(made["id"], town)


async def link(cora: Someone, home: str = HOME) -> str:
    """The token of a link that adds a group of an organisation."""
    await opens(cora, home)
    await cora.sees("[Groupes Telegram]")
    await cora.taps("Groupes Telegram")
    await cora.sees("[Ajouter un groupe]")
    await cora.taps("Ajouter un groupe")
    shown = await cora.sees(f"choisissez le groupe de {home}", "startgroup=")
    found = re.search(r"startgroup=([A-Za-z0-9_-]+)", shown)
    assert found is not None
    return found[1]


async def settled(town: Town) -> None:
    """Wait until everything received was dealt with, and everything written left."""
    for _ in range(250):
        with opened(town) as session:
            inbox = session.core.execute(
                sa.select(sa.func.count()).select_from(INBOX).where(INBOX.c.state == "new")
            ).scalar_one()
            out = session.core.execute(
                sa.select(sa.func.count()).select_from(OUTBOX).where(OUTBOX.c.state.in_(["new", "sending"]))
            ).scalar_one()
        async with town.http.get(f"{town.url}/state") as answer:
            pending = (await answer.json())["counters"]["pending_updates"]
        if not inbox and not out and not pending:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("something still waits")


def rows(town: Town) -> list[Any]:
    with opened(town) as session:
        return list(session.core.execute(sa.select(GROUPS).order_by(GROUPS.c.id)))


@pytest.fixture
async def cora(town: Town) -> Someone:
    assert town.settings.clock_file is not None
    set_clock(town.settings.clock_file, MONDAY)
    return await town.joins("Cora", "coordinator", "PLIE du pays de Caen")


async def test_a_group_is_added_and_gets_offers_with_links_only(town: Town, cora: Someone) -> None:
    lea = await town.joins("Léa", "prescriber", HOME, "mission_locale")
    ida = await town.stranger("Ida")
    chat, token = await group_of(lea, ida), await link(cora)
    await chat.does("open", person=ida.id, start=token)
    assert (await chat.sees(HERE))["keyboard"] == []
    await cora.sees(
        "Le groupe « Conseillers <emploi> » est enregistré pour Mission Locale", "[Voir le groupe]"
    )
    assert await ida.said() == []
    posted(town, await town.joins("Marc", "company", "Bâti Normandie"))
    await sends(town)
    told = await chat.sees("attend des candidats", "O-2026-0001")
    assert "?start=offer-1" in str(told["keyboard"])
    assert "callback_data" not in str(told["keyboard"])
    assert "Bâti" not in told["text"]
    await lea.says("/start offer-1")
    await lea.sees("O-2026-0001", "[Proposer un candidat]")
    await begins(cora, "Missions Locales")
    await cora.says(TEXT)
    await cora.sees("document ou une photo")
    await cora.taps("Sans document")
    await cora.sees("1 personne et 1 groupe", "[Envoyer]")
    await cora.taps("Envoyer")
    await cora.sees("L’envoi commence")
    await writes(town)
    assert (await chat.sees(TEXT))["keyboard"] == []
    assert token not in str(await chat.reads())


async def test_nothing_else_that_is_written_there_is_answered_or_kept(town: Town, cora: Someone) -> None:
    lea = await town.joins("Léa", "prescriber", HOME, "mission_locale")
    chat, token = await group_of(lea, cora), await link(cora)
    await chat.does("open", person=lea.id, start=token)
    await chat.sees(HERE)
    await settled(town)
    before = (len(await chat.reads()), len(await lea.said()), len(await cora.said()))
    for text in (
        "Bonjour",
        "/menu",
        "/start",
        "/annuler",
        "O-2026-0001",
        "M-2026-0001",
        "/start@autre_bot abc",
    ):
        await chat.does("say", person=lea.id, text=text)
        await chat.does("say", person=cora.id, text=text)
    await settled(town)
    assert (len(await chat.reads()), len(await lea.said()), len(await cora.said())) == before
    with opened(town) as session:
        kept = session.core.execute(sa.select(INBOX.c.id).where(INBOX.c.payload.is_not(None))).all()
    assert kept == []


async def test_a_link_that_serves_no_more_is_said_in_private(town: Town, cora: Someone) -> None:
    lea = await town.joins("Léa", "prescriber", HOME, "mission_locale")
    ida = await town.stranger("Ida")
    first, second, token = await group_of(lea), await group_of(lea, ida), await link(cora)
    await first.does("open", person=lea.id, start=token)
    await first.sees(HERE)
    await second.does("open", person=lea.id, start=token)
    await lea.sees("Ce lien d’ajout d’un groupe ne fonctionne plus")
    other = town.token("coordinator", "PLIE du pays de Caen")
    await second.does("open", person=ida.id, start=other)
    again = await link(cora)
    await first.does("open", person=lea.id, start=again)
    await lea.sees("Ce groupe est déjà enregistré")
    await settled(town)
    assert await second.reads() == []
    assert len(await first.reads()) == 1
    assert await ida.said() == []
    assert len(rows(town)) == 1
    await ida.says(f"/start {other}")
    await ida.sees("J’accepte")


async def test_in_private_the_link_makes_nobody_a_member(town: Town, cora: Someone) -> None:
    town.token("prescriber", HOME, "mission_locale")
    ida, token = await town.stranger("Ida"), await link(cora)
    await ida.says(f"/start {token}")
    await ida.sees("Ce lien sert uniquement à ajouter Clausette à un groupe")
    await ida.forges(f"join:yes:{token}")
    await ida.sees("n’est plus valable")
    await ida.forges(f"join:no:{token}")
    await settled(town)
    with opened(town) as session:
        closed = session.core.execute(
            sa.select(INVITATIONS.c.closed_at).where(INVITATIONS.c.role == "group")
        ).scalars()
        assert list(closed) == [None]
    town.passes(hours=73)
    chat = await group_of(cora)
    await chat.does("open", person=cora.id, start=token)
    await cora.saw("Ce lien d’ajout d’un groupe ne fonctionne plus")
    assert rows(town) == []


async def test_a_group_that_puts_the_bot_out_gets_nothing_more(town: Town, cora: Someone) -> None:
    lea = await town.joins("Léa", "prescriber", HOME, "mission_locale")
    chat, token = await group_of(lea), await link(cora)
    await chat.does("open", person=lea.id, start=token)
    await chat.sees(HERE)
    await chat.does("kick", person=lea.id)
    await cora.sees("Clausette n’est plus dans le groupe « Conseillers <emploi> » (Mission Locale)")
    [row] = rows(town)
    assert row.left_at is not None
    posted(town, await town.joins("Marc", "company", "Bâti Normandie"))
    await sends(town)
    await lea.sees("O-2026-0001")
    assert len(await chat.reads()) == 1
    again = await link(cora)
    await chat.does("open", person=lea.id, start=again)
    for _ in range(250):
        if len(await chat.reads()) == 2:
            break
        await asyncio.sleep(0.02)
    assert [one.left_at is None for one in rows(town)] == [False, True]


async def test_a_supergroup_is_the_same_contact(town: Town, cora: Someone) -> None:
    lea = await town.joins("Léa", "prescriber", HOME, "mission_locale")
    chat, token = await group_of(lea), await link(cora)
    await chat.does("open", person=lea.id, start=token)
    await chat.sees(HERE)
    new = Chat((await chat.does("upgrade"))["id"], town)
    await settled(town)
    assert [row.chat_id for row in rows(town)] == [new.id]
    posted(town, await town.joins("Marc", "company", "Bâti Normandie"))
    await sends(town)
    await new.sees("O-2026-0001")


async def test_a_coordinator_removes_a_group(town: Town, cora: Someone) -> None:
    lea = await town.joins("Léa", "prescriber", HOME, "mission_locale")
    chat, token = await group_of(lea), await link(cora)
    await chat.does("open", person=lea.id, start=token)
    await chat.sees(HERE)
    await cora.sees("[Voir le groupe]")
    await cora.taps("Voir le groupe")
    await cora.sees("Conseillers <emploi>", "Enregistré le 23 novembre 2026", "[Retirer ce groupe]")
    await cora.taps("Retirer ce groupe")
    await cora.sees("Clausette le quittera")
    await cora.taps("Oui, retirer")
    await cora.sees("est retiré : plus rien n’y sera écrit")
    await settled(town)
    async with town.http.get(f"{town.url}/groups/{chat.id}") as answer:
        assert (await answer.json())["bot_status"] == "left"
    await cora.forges("removed-group:1")
    await cora.sees("n’est plus enregistré")
    with opened(town) as session:
        query = sa.select(AUDIT.c.action).where(AUDIT.c.action.like("%group%")).order_by(AUDIT.c.id)
        assert list(session.core.execute(query).scalars()) == ["invite group", "add group", "remove group"]


async def test_only_a_coordinator_has_to_do_with_groups(town: Town, cora: Someone) -> None:
    assert cora.id
    fatou = await town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    for data in ("groups-of:1:0", "add-group:1", "group:1", "remove-group:1", "removed-group:1"):
        await fatou.forges(data)
        await fatou.sees("pas le droit")
        await fatou.says("/menu")
        await fatou.sees("Que souhaitez-vous faire")
