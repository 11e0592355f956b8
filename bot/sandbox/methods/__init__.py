"""The methods of the Bot API, one module per family; importing this package registers them all."""

from bot.sandbox.methods import callbacks, chats, intake, media, messages, profile
from bot.sandbox.methods.registry import METHODS, Reply

__all__ = ["METHODS", "Reply", "callbacks", "chats", "intake", "media", "messages", "profile"]
