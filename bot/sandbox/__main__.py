"""`python -m bot.sandbox`: a local Telegram until SIGTERM."""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.sandbox.config import DEFAULT_TOKEN, SandboxConfig
from bot.sandbox.server import Sandbox


def _config(arguments: list[str]) -> SandboxConfig:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A local Telegram Bot API.")
    parser.add_argument("--port", type=int, default=8014, help="0 takes a free one (default: 8014)")
    parser.add_argument("--smtp-port", type=int, default=8025, help="0 takes a free one (default: 8025)")
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="the token of the only bot")
    parser.add_argument("--clock-file", type=Path, help="where the offset of the clock is kept, in seconds")
    parser.add_argument("--no-limits", action="store_true", help="without Telegram's rate limits")
    given = parser.parse_args(arguments)
    try:
        return SandboxConfig(
            token=given.token,
            clock_file=given.clock_file,
            limits=not given.no_limits,
            port=given.port,
            smtp_port=given.smtp_port,
        )
    except ValueError as error:
        parser.error(str(error))


def main(arguments: list[str] | None = None) -> None:
    """Run a sandbox until SIGTERM or SIGINT; prints its address and its mail server's once it listens."""
    sandbox = Sandbox(_config(sys.argv[1:] if arguments is None else arguments))
    sys.stdout.write(f"{sandbox.url}\n{sandbox.smtp_url}\n")
    sys.stdout.flush()
    asyncio.run(sandbox.serve())


if __name__ == "__main__":
    main()
