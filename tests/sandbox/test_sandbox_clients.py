"""Real clients accept the sandbox, and what they send is the Bot API's."""

import pytest
from bot_api_model import check_request, known_parameters
from sandbox_client import Client
from telegram import Bot, BotCommand, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Forbidden

import bot.sandbox.methods as sandbox_methods


async def test_python_telegram_bot(client: Client) -> None:
    ana = await client.person()
    sandbox = client.sandbox
    bot = Bot(sandbox.config.token, base_url=sandbox.api_url, base_file_url=sandbox.file_url)
    async with bot:
        assert bot.username == "ClausetteBot"
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="y")]])
        sent = await bot.send_message(ana, "<b>Bonjour</b>", parse_mode="HTML", reply_markup=markup)
        await client.control(f"people/{ana}/tap", message_id=sent.message_id, text="Oui")
        await client.control(f"people/{ana}/say", text="/aide")
        pressed, said = await bot.get_updates(timeout=1, allowed_updates=Update.ALL_TYPES)
        assert pressed.callback_query is not None
        assert await pressed.callback_query.answer("Noté")
        edited = await bot.edit_message_text("<i>Merci</i>", ana, sent.message_id, parse_mode="HTML")
        assert getattr(edited, "text", None) == "Merci"
        assert said.message is not None
        assert list(said.message.parse_entities().values()) == ["/aide"]
        document = await bot.send_document(ana, b"abc", filename="a é.txt", caption="x")
        assert document.document is not None
        file = await document.document.get_file()
        assert bytes(await file.download_as_bytearray()) == b"abc"
        scope = BotCommandScopeChat(ana)
        await bot.set_my_commands([BotCommand("aide", "Aide")], scope=scope, language_code="fr")
        assert len(await bot.get_my_commands(scope, "fr")) == 1
        await _refusals(bot, client, ana)
    await _requests_are_the_bot_apis(client)


async def _refusals(bot: Bot, client: Client, ana: int) -> None:
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(ana, "")
    await client.control(f"people/{ana}/block")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ana, "x")


async def test_aiogram(client: Client) -> None:
    from aiogram import Bot as AiogramBot  # here, as it takes seconds to import
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import BotCommand as AiogramCommand
    from aiogram.types import BufferedInputFile

    ana = await client.person()
    session = AiohttpSession(api=TelegramAPIServer.from_base(client.sandbox.url))
    bot = AiogramBot(client.sandbox.config.token, session=session)
    async with bot.context():
        assert (await bot.me()).username == "ClausetteBot"
        sent = await bot.send_message(ana, "<b>Bonjour</b>", parse_mode="HTML")
        assert sent.entities is not None
        assert sent.html_text == "<b>Bonjour</b>"
        edited = await bot.edit_message_text("Merci", chat_id=ana, message_id=sent.message_id)
        assert getattr(edited, "text", None) == "Merci"
        document = await bot.send_document(ana, BufferedInputFile(b"abc", "a é.txt"))
        assert document.document is not None
        downloaded = await bot.download(document.document)
        assert downloaded is not None
        assert downloaded.read() == b"abc"
        await client.control(f"people/{ana}/say", text="bonjour")
        [update] = await bot.get_updates(timeout=1)
        assert update.message is not None
        assert update.message.text == "bonjour"
        assert await bot.set_my_commands([AiogramCommand(command="aide", description="Aide")])
    await _requests_are_the_bot_apis(client)


async def _requests_are_the_bot_apis(client: Client) -> None:
    for entry in await client.log():
        check_request(entry["method"], entry["params"])
    assert (await client.look("state"))["unknown_parameters"] == {}


def test_every_parameter_the_sandbox_knows_is_the_bot_apis() -> None:
    for method in sandbox_methods.METHODS.values():
        assert method.parameters <= known_parameters(method.name), method.name
