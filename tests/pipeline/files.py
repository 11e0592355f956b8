"""A route that reads what people send: shared by the tests of fetching, and by a process that dies meanwhile.

As a program: `python files.py POINT TIMES`, with the settings in its environment.
"""

import hashlib
import sys

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


if __name__ == "__main__":
    crash.arm(sys.argv[1], int(sys.argv[2]))
    handlers.ROUTES = (READ, *handlers.ROUTES)
    sys.argv = ["clausette", "run"]
    cli.main()
