"""The time of the sandbox: real time plus an offset kept in a file that other processes read."""

import time
from datetime import UTC, datetime
from pathlib import Path

_LOOK_AGAIN = 0.25


class Clock:
    """Real time plus an offset in seconds, shared through a small text file."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._offset = 0.0
        self._looked = float("-inf")
        self._stamp = 0

    @property
    def offset(self) -> float:
        """The offset in seconds; the file is looked at again every quarter of a second."""
        if self._file is not None and time.monotonic() - self._looked > _LOOK_AGAIN:
            self._read(self._file)
        return self._offset

    def _read(self, file: Path) -> None:
        self._looked = time.monotonic()
        try:
            stamp = file.stat().st_mtime_ns
            if stamp != self._stamp:
                self._offset = float(file.read_text(encoding="ascii").strip() or 0)
                self._stamp = stamp
        except (FileNotFoundError, ValueError):
            return

    def time(self) -> float:
        """Return the sandbox's time in Unix seconds."""
        return time.time() + self.offset

    def now(self) -> datetime:
        """Return the sandbox's time as an aware UTC datetime."""
        return datetime.fromtimestamp(self.time(), UTC)

    def advance(self, seconds: float) -> None:
        """Move the clock by `seconds` and write the new offset for the other processes."""
        self._offset = self.offset + seconds
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part = self._file.with_name(self._file.name + ".part")
            part.write_text(repr(self._offset), encoding="ascii")
            part.replace(self._file)
            self._stamp = self._file.stat().st_mtime_ns
