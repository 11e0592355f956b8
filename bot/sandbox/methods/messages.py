"""Texts: send, edit, delete."""

from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.markup import Json, check_data, read_markup
from bot.sandbox.methods.registry import method
from bot.sandbox.methods.targets import message_of, spend, writable_chat
from bot.sandbox.params import Params
from bot.sandbox.state import Chat, Message, message_content
from bot.sandbox.text import caption, message_text
from bot.sandbox.world import World

SENDING = (
    "business_connection_id",
    "chat_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "disable_notification",
    "protect_content",
    "allow_paid_broadcast",
    "message_effect_id",
    "suggested_post_parameters",
    "reply_parameters",
    "reply_markup",
)
_EDITING = ("business_connection_id", "chat_id", "message_id", "inline_message_id", "reply_markup")
_ELSEWHERE = {
    "business_connection_id": "business connection not found",
    "message_thread_id": "message thread not found",
    "message_effect_id": "EFFECT_ID_INVALID",
}
_TOO_OLD = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def _id(value: Any) -> int:
    return value if isinstance(value, int) else 0


def sending_extra(chat: Chat, params: Params) -> Json:
    """Return what a request adds to the message beside its content: protection, the message it replies to.

    Raises:
        ApiError: 400, the message to reply to is not there.

    """
    for name, refusal in _ELSEWHERE.items():
        if params.text(name):
            raise bad(refusal)
    extra: Json = {"has_protected_content": True} if params.flag("protect_content") else {}
    preview = params.json("link_preview_options", "link preview options")
    if isinstance(preview, dict) and preview.get("is_disabled") is True:
        extra["link_preview_options"] = {"is_disabled": True}
    reply = params.json("reply_parameters", "reply parameters")
    if isinstance(reply, dict):
        replied = chat.history.get(_id(reply.get("message_id")))
        if replied is not None:
            extra["reply_to_message"] = {k: v for k, v in replied.api().items() if k != "reply_to_message"}
        elif not reply.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
    return extra


@method("sendMessage", *SENDING, "text", "parse_mode", "entities", "link_preview_options")
async def send_message(world: World, params: Params) -> Any:
    """Send a text."""
    text, entities = message_text(params, "message is too long")
    markup = read_markup(params)
    chat = writable_chat(world, params)
    extra = sending_extra(chat, params)
    check_data(markup)
    spend(world, chat)
    content = message_content("text", None, text, entities)
    return world.post(chat, world.bot, content, markup, **extra).api()


def _editable(world: World, params: Params) -> Message:
    if params.text("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    if not params.text("chat_id") and not params.text("message_id"):
        raise bad("message identifier is not specified")
    chat = writable_chat(world, params)
    message = message_of(chat, params, "message to edit")
    if not message.from_bot or (message.reply_markup and "inline_keyboard" not in message.reply_markup):
        raise bad("message can't be edited")
    return message


def _edit(world: World, message: Message, content: Json, markup: Json | None) -> Json:
    if markup is not None and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    check_data(markup)
    spend(world, message.chat)
    if message.content == content and message.reply_markup == markup:
        raise bad(_NOT_MODIFIED)
    message.content, message.reply_markup = content, markup
    message.edit_date = int(world.clock.time())
    world.log.counters["edits"] += 1
    world.touch(message.chat)
    return message.api()


@method("editMessageText", *_EDITING, "text", "parse_mode", "entities", "link_preview_options")
async def edit_message_text(world: World, params: Params) -> Any:
    """Replace the text and the keyboard of a message."""
    text, entities = message_text(params, "MESSAGE_TOO_LONG")
    markup = read_markup(params)
    message = _editable(world, params)
    if "text" not in message.content:
        raise bad("there is no text in the message to edit")
    return _edit(world, message, message_content("text", None, text, entities), markup)


@method(
    "editMessageCaption", *_EDITING, "caption", "parse_mode", "caption_entities", "show_caption_above_media"
)
async def edit_message_caption(world: World, params: Params) -> Any:
    """Replace the caption and the keyboard of a file."""
    markup = read_markup(params)
    text, entities = caption(params)
    message = _editable(world, params)
    if "text" in message.content:
        raise bad("there is no caption in the message to edit")
    content = message.content | {"caption": text, "caption_entities": entities}
    return _edit(world, message, content, markup)


@method("editMessageReplyMarkup", *_EDITING)
async def edit_message_reply_markup(world: World, params: Params) -> Any:
    """Replace the keyboard of a message."""
    markup = read_markup(params)
    message = _editable(world, params)
    return _edit(world, message, message.content, markup)


@method("deleteMessage", "chat_id", "message_id")
async def delete_message(world: World, params: Params) -> Any:
    """Delete a message of the last 48 hours: the bot's own, or anyone's in a private chat."""
    chat = writable_chat(world, params)
    message = message_of(chat, params, "message to delete")
    if world.clock.time() - message.date > _TOO_OLD or not (message.from_bot or chat.type == "private"):
        raise bad("message can't be deleted for everyone")
    del chat.history[message.id]
    world.touch(chat)
    return True
