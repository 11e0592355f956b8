"""A running sandbox for each test."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from sandbox_client import Client

from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox


@pytest.fixture
def config() -> SandboxConfig:
    return SandboxConfig(limits=False)


@pytest_asyncio.fixture
async def client(config: SandboxConfig) -> AsyncIterator[Client]:
    async with Sandbox.running(config) as sandbox, aiohttp.ClientSession() as http:
        yield Client(sandbox, http)
