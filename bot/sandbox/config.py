"""What can be chosen when a sandbox starts."""

import re
from dataclasses import dataclass
from pathlib import Path

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
PAGE = Path(__file__).with_name("page")
DEFAULT_TOKEN = ":".join(("123456", "SANDBOX" * 5))


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """Choices of one sandbox.

    `callback_seconds` is how long (real seconds) a button press can be answered; `limits` switches Telegram's
    rate limits; `first_update_id` is the id of the first update; `clock_file` holds the offset of the clock
    in seconds and may also be written by others; `port` and `smtp_port` 0 take any free port.
    """

    token: str = DEFAULT_TOKEN
    bot_name: str = "Clausette"
    bot_username: str = "ClausetteBot"
    clock_file: Path | None = None
    limits: bool = True
    first_update_id: int = 731_548_201
    callback_seconds: float = 15.0
    port: int = 0
    smtp_port: int = 0
    page: Path = PAGE

    def __post_init__(self) -> None:
        """Refuse a token that Telegram could not have given.

        Raises:
            ValueError: the token has not the form digits:letters.

        """
        if not TOKEN.fullmatch(self.token):
            raise ValueError("a bot token reads 123456:AAAA… (30 characters or more after the colon)")

    @property
    def bot_id(self) -> int:
        """The bot's user id: the digits before the colon of its token."""
        return int(self.token.partition(":")[0])
