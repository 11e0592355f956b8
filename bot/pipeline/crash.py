"""Named points where the crash tests end the process: nothing happens unless they ask for it."""

import os
import signal
from collections.abc import Callable

POINTS = (
    "intake.fetched",
    "intake.before_commit",
    "intake.kept",
    "worker.taken",
    "worker.before_step",
    "worker.after_step",
    "worker.before_commit",
    "worker.committed",
    "sender.before_lease_commit",
    "sender.leased",
    "sender.before_call",
    "sender.after_call",
    "sender.before_settle_commit",
    "sender.settled",
)

_hooks: list[Callable[[str], None]] = []


def arm(name: str, times: int) -> None:
    """End this process, as SIGKILL does, the `times`-th time it passes the point `name`."""
    left = times

    def strike(passed: str) -> None:
        nonlocal left
        if passed == name:
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    _hooks.append(strike)


def point(name: str) -> None:
    """Pass a named point."""
    for hook in _hooks:
        hook(name)
