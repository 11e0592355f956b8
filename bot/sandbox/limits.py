"""Telegram's rate limits in real time: 30 messages a second, per person 1 a second, per group 20 a minute."""

import math
import time
from collections import deque
from dataclasses import dataclass, field

OVERALL_PER_SECOND = 30
PRIVATE_PER_SECOND = 1
PRIVATE_BURST = 5
GROUP_PER_MINUTE = 20


@dataclass(slots=True)
class Bucket:
    """A token bucket: `rate` tokens a second, at most `burst` of them."""

    rate: float
    burst: int
    level: float = 0.0
    at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.level = float(self.burst)

    def wait(self, now: float) -> float:
        """Return the seconds until a token is there, 0 when there is one."""
        self.level = min(float(self.burst), self.level + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (1 - self.level) / self.rate)

    def spend(self) -> None:
        """Take one token."""
        self.level -= 1


@dataclass(slots=True)
class Window:
    """At most `size` events in any `seconds`."""

    size: int
    seconds: float
    events: deque[float] = field(default_factory=deque)
    now: float = 0.0

    def wait(self, now: float) -> float:
        """Return the seconds until one more event is allowed, 0 when it is."""
        self.now = now
        while self.events and self.events[0] <= now - self.seconds:
            self.events.popleft()
        return 0.0 if len(self.events) < self.size else self.events[0] + self.seconds - now

    def spend(self) -> None:
        """Count one event."""
        self.events.append(self.now)


class Limits:
    """The limits of one bot."""

    def __init__(self, *, enabled: bool) -> None:
        self.enabled = enabled
        self._overall = Bucket(OVERALL_PER_SECOND, OVERALL_PER_SECOND)
        self._chats: dict[int, Bucket | Window] = {}

    def take(self, chat_id: int) -> int:
        """Count one message to a chat; return 0, or the whole seconds to wait when it is one too many."""
        if not self.enabled:
            return 0
        chat = self._chats.get(chat_id)
        if chat is None:
            private = chat_id > 0
            chat = Bucket(PRIVATE_PER_SECOND, PRIVATE_BURST) if private else Window(GROUP_PER_MINUTE, 60.0)
            self._chats[chat_id] = chat
        now = time.monotonic()
        wait = max(self._overall.wait(now), chat.wait(now))
        if wait > 0:
            return max(1, math.ceil(wait))
        self._overall.spend()
        chat.spend()
        return 0
