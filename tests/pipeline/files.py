"""A route that reads what people send: shared by the tests of fetching, and by a process that dies
meanwhile."""

import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from forks import write_into
from markupsafe import Markup
from telegram.ext import filters

from bot import cli, handlers
from bot.dialogue.routes import message
from bot.dialogue.turn import Turn
from bot.pipeline import crash


def read(turn: Turn) -> None:
    """Fetch the file; once it is there, say what is in it and what the message said beside."""
    if turn.content is None:
        sent = turn.update.effective_message
        assert sent is not None
        assert sent.document is not None
        turn.fetch({"file_id": sent.document.file_id})
    else:
        turn.say(Markup("{} {}").format(summary(turn.content), turn.text))


def summary(content: bytes) -> str:
    return f"read {len(content)} {hashlib.sha256(content).hexdigest()[:12]}"


READ = message(filters.Document.ALL, do=read)


def serve(environment: Mapping[str, str], log: Path, point: str, times: int) -> None:
    """What a process of its own does: serve, with this route, until it ends itself at a named point."""
    os.environ.update(environment)
    write_into(log, 1, 2)
    crash.arm(point, times)
    handlers.ROUTES = (READ, *handlers.ROUTES)
    sys.argv = ["clausette", "run"]
    cli.main()
