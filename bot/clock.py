"""The only source of "now"."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Clock:
    """Tells the time; a sandbox moves it with a file that holds seconds to add, read again at every call."""

    zone: ZoneInfo
    offset_file: Path | None = None

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC) + self._offset()

    def real(self) -> datetime:
        """The present instant, aware, in UTC, even where a sandbox moved the clock: for leases and
        what Telegram counts."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The calendar date in the partners' time zone."""
        return self.now().astimezone(self.zone).date()

    def seconds(self) -> float:
        """Real seconds from an arbitrary start, for rates and timeouts: never moved."""
        return monotonic()

    def _offset(self) -> timedelta:
        if self.offset_file is None:
            return timedelta()
        try:
            return timedelta(seconds=float(self.offset_file.read_text(encoding="ascii") or 0))
        except (OSError, ValueError, OverflowError):
            return timedelta()
