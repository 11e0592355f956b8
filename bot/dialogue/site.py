"""Where people meet Clausette: the bot's name, and the address of the pages it links to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """The bot's own name on Telegram; `pages` is the address letters link to, None without pages; `mail`:
    letters can leave."""

    bot_name: str
    pages: str | None = None
    mail: bool = False
