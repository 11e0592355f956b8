"""Chats: what they are, and the signs of life in them."""

from typing import Any

from bot.sandbox.errors import bad, forbidden
from bot.sandbox.methods.registry import method
from bot.sandbox.methods.targets import known_chat, writable_chat
from bot.sandbox.params import Params
from bot.sandbox.people import bot_leaves
from bot.sandbox.state import Group
from bot.sandbox.world import World

_ACTIONS = {
    "cancel",
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method("sendChatAction", "business_connection_id", "chat_id", "message_thread_id", "action")
async def send_chat_action(world: World, params: Params) -> Any:
    """Show that the bot is busy."""
    if params.text("action").lower() not in _ACTIONS:
        raise bad("wrong parameter action in request")
    writable_chat(world, params)
    return True


@method("getChat", "chat_id")
async def get_chat(world: World, params: Params) -> Any:
    """Return a chat in full."""
    found = known_chat(world, params.text("chat_id"))
    full = {
        **found.chat.api(),
        "accent_color_id": abs(found.chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if isinstance(found, Group):
        return full | {"permissions": {"can_send_messages": True}}
    return full if "username" not in found.user else full | {"active_usernames": [found.user["username"]]}


@method("leaveChat", "chat_id")
async def leave_chat(world: World, params: Params) -> Any:
    """Leave a group."""
    found = known_chat(world, params.text("chat_id"))
    if not isinstance(found, Group):
        raise bad("chat member status can't be changed in private chats")
    if found.bot_status not in ("member", "administrator"):
        raise forbidden(f"bot is not a member of the {found.chat.type} chat")
    bot_leaves(world, found)
    return True
