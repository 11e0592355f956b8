"""`clausette run` in a process of its own that may end itself at a named point.

As a program: `python serve.py [POINT TIMES]`, with the settings in its environment.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from bot import cli
from bot.pipeline import crash


def run(point: str = "", times: int = 0) -> None:
    """What `clausette run` does, and as it does: migrate, serve, stop on SIGTERM, exit."""
    if point:
        crash.arm(point, times)
    sys.argv = ["clausette", "run"]
    cli.main()


def forked(environment: Mapping[str, str], log: Path, point: str, times: int) -> None:
    """The same, forked from a process that has imported everything: it serves in a tenth of the time."""
    from forks import write_into

    os.environ.update(environment)
    write_into(log, 1, 2)
    run(point, times)


if __name__ == "__main__":
    run(*sys.argv[1:2], *map(int, sys.argv[2:3]))
