"""Processes that serve, end and are started again."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import serve
from forks import FORKS


class Life(Protocol):
    """One process from its start to its end."""

    pid: int | None

    def end(self, seconds: float) -> int | None:
        """Its exit code; None when it still lives after so many seconds."""


class Forked:
    """A process forked from one that has imported everything."""

    def __init__(self, environment: Mapping[str, str], log: Path, point: str, times: int) -> None:
        self._process = FORKS.Process(target=serve.forked, args=(environment, log, point, times), daemon=True)
        self._process.start()
        self.pid = self._process.pid

    def end(self, seconds: float) -> int | None:
        self._process.join(seconds)
        code = self._process.exitcode
        if code is not None:
            self._process.close()
        return code


class Spawned:
    """A process started from nothing, as a service manager does."""

    def __init__(self, environment: Mapping[str, str], log: Path, point: str, times: int) -> None:
        command = [sys.executable, serve.__file__, *([point, str(times)] if point else [])]
        with log.open("ab") as written:
            everything = {**os.environ, **environment}
            self._process = subprocess.Popen(command, env=everything, stdout=written, stderr=written)
        self.pid = self._process.pid

    def end(self, seconds: float) -> int | None:
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None


Kind = type[Forked] | type[Spawned]


class Server:
    """One place where a process serves: when it ends, another takes its place."""

    def __init__(self, environment: Mapping[str, str], log: Path, kind: Kind = Forked) -> None:
        self._environment = environment
        self.log = log
        self._kind = kind
        self._life: Life | None = None
        self.kills = 0

    def start(self, point: str = "", times: int = 0) -> None:
        assert self._life is None, "it serves already"
        self._life = self._kind(self._environment, self.log, point, times)

    async def kill(self) -> None:
        """SIGKILL."""
        code = await self._signal(signal.SIGKILL, 10)
        assert code == -signal.SIGKILL, f"it ended by itself, with {code}:\n{self.tail()}"
        self.kills += 1

    async def stop(self) -> None:
        """SIGTERM: it must leave by itself within ten seconds, and say that all is well."""
        code = await self._signal(signal.SIGTERM, 10)
        assert code is not None, f"it did not leave within 10 s of SIGTERM:\n{self.tail()}"
        assert code == 0, f"it left with {code}:\n{self.tail()}"

    async def dies(self, seconds: float) -> None:
        """Wait for the end it was armed for."""
        code = await self._end(seconds)
        assert code == -signal.SIGKILL, f"it did not die at its point ({code}):\n{self.tail()}"
        self.kills += 1

    async def gone(self) -> None:
        """Whatever happens, no process stays."""
        if self._life is not None:
            await self._signal(signal.SIGKILL, 10)

    async def _signal(self, number: int, seconds: float) -> int | None:
        assert self._life is not None, "it does not serve"
        assert self._life.pid is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._life.pid, number)
        return await self._end(seconds)

    async def _end(self, seconds: float) -> int | None:
        assert self._life is not None
        code = await asyncio.to_thread(self._life.end, seconds)
        if code is not None:
            self._life = None
        return code

    def tail(self, lines: int = 40) -> str:
        """The end of what it logged."""
        if not self.log.exists():
            return "(nothing was logged)"
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
