"""What the bot asked, in order."""

from collections import Counter, deque
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

_SIZE = 100_000


@dataclass(slots=True)
class LogEntry:
    """One request of the bot; status, error and result are None until it is answered."""

    n: int
    method: str
    params: dict[str, Any]
    at: str
    status: int | None = None
    error: str | None = None
    result: Any = None
    fault: str | None = None
    files: dict[str, Any] | None = None

    def api(self) -> dict[str, Any]:
        """Return the entry as JSON, without copying what it holds."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class RequestLog:
    """The last 100 000 requests of the bot, and counters over all of them."""

    def __init__(self) -> None:
        self.entries: deque[LogEntry] = deque(maxlen=_SIZE)
        self.counters: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.total = 0

    def open(self, method: str, params: dict[str, Any], at: str) -> LogEntry:
        """Count a request and return its entry."""
        self.total += 1
        self.counters["requests"] += 1
        entry = LogEntry(self.total, method, params, at)
        self.entries.append(entry)
        return entry

    def close(self, entry: LogEntry, status: int, error: str | None, result: Any) -> None:
        """Write the answer into an entry and count its status."""
        entry.status, entry.error, entry.result = status, error, result
        self.counters[str(status)] += 1

    def after(self, n: int) -> list[dict[str, Any]]:
        """Return the entries that came after number `n`."""
        if not self.entries:
            return []
        skip = max(0, n + 1 - self.entries[0].n)
        return [entry.api() for entry in islice(self.entries, skip, None)]
