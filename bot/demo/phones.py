"""The phones of the page: everybody gets one and opens the conversation."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping

import aiohttp

from bot.demo.people import PEOPLE, WRITTEN, Invented

Owners = Mapping[Invented, int]
"""The number of everybody's account on the sandbox's Telegram."""


@contextlib.asynccontextmanager
async def opened(url: str) -> AsyncIterator[aiohttp.ClientSession]:
    """A line to the sandbox at this address."""
    async with aiohttp.ClientSession(f"{url}/sandbox/", headers={"X-Sandbox": "1"}) as line:
        yield line


async def appear(line: aiohttp.ClientSession) -> Owners:
    """Everybody gets a phone, in the order of the page, or a mailbox."""
    owners = {one: await _appear(line, one) for one in PEOPLE}
    for one in WRITTEN:
        async with line.post("mailboxes", json={"address": one.email, "label": one.label}) as answer:
            answer.raise_for_status()
    return owners


async def _appear(line: aiohttp.ClientSession, one: Invented) -> int:
    body = {
        "first_name": one.first_name,
        "last_name": one.last_name,
        "label": one.label,
        "language_code": "fr",
    }
    async with line.post("people", json=body) as answer:
        answer.raise_for_status()
        return int((await answer.json())["id"])


async def greet(line: aiohttp.ClientSession, owners: Owners) -> None:
    """Everybody opens the conversation; returns once the bot showed each what they can do."""
    await asyncio.gather(*(_greet(line, number) for number in owners.values()))


async def _greet(line: aiohttp.ClientSession, number: int) -> None:
    await (await line.post(f"people/{number}/say", json={"text": "/start"})).read()
    while True:
        async with line.get(f"people/{number}") as answer:
            messages = (await answer.json())["messages"]
        if any(message["from"] == "bot" for message in messages):
            return
        await asyncio.sleep(0.05)
