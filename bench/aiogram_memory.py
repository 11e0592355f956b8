"""The form with aiogram 3: conversations in memory, one insert at the end."""

import asyncio
import sys
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage

from bench.aiogram_form import router
from bench.aiogram_store import Store
from bench.script import TOKEN


async def serve(url: str, store: Store, storage: BaseStorage) -> None:
    """Poll the Telegram at this address until told to stop."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    dispatcher = Dispatcher(storage=storage, store=store)
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot)


def main() -> None:
    store = Store(Path(sys.argv[2]) / "aiogram.sqlite")
    asyncio.run(serve(sys.argv[1], store, MemoryStorage()))
    store.close()


if __name__ == "__main__":
    main()
