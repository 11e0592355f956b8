"""What the tests ask of the machine, whatever it was told before."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

MEMORY = Path("/dev", "shm")
ROOM = 4 * 2**30
"""Bytes a whole run may need."""


def make_ready(*, soak: bool) -> None:
    """Write files into memory, where there is room: nothing then waits for a disk to have them; but not what
    is long and large. Keep what was compiled: the tests start many processes."""
    if not soak and "TMPDIR" not in os.environ and _has_room():
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def workers() -> int:
    """How many processes run tests at once: a third of their time they wait for a clock or for another
    process."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + (cores + 1) // 2


def _has_room() -> bool:
    return os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
