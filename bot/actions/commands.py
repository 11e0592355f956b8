"""The list of commands Telegram shows a person: theirs, in their language."""

from bot.dialogue.commands import commands_of
from bot.dialogue.turn import Turn


def show(turn: Turn) -> None:
    """Set the list for the person of this turn."""
    listed = [
        {"command": command.named(turn.language), "description": str(turn.t(command.label).unescape())}
        for command in commands_of(turn.me.role)
    ]
    turn.call("setMyCommands", {"commands": listed, "scope": {"type": "chat", "chat_id": turn.chat_id}})
