"""How fast messages may leave: pure arithmetic over seconds handed in."""

from dataclasses import dataclass

OVERALL_BURST = 4
GROUP_BURST = 2
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Rates:
    """Messages per second overall and to one chat, how many one chat takes at once, and messages per
    minute to a group."""

    overall: float = 25.0
    chat: float = 1.0
    chat_burst: int = 3
    group: float = 18.0


@dataclass(slots=True)
class _Bucket:
    rate: float
    capacity: float
    level: float
    at: float

    def refill(self, now: float) -> float:
        self.level = min(self.capacity, self.level + (now - self.at) * self.rate)
        self.at = now
        return self.level


class Limits:
    """Counts what was sent; says how many messages may leave now, which chats must wait, and for how long."""

    def __init__(self, rates: Rates, now: float) -> None:
        self._rates = rates
        burst = max(OVERALL_BURST, rates.overall / 50)
        self._overall = _Bucket(rates.overall, burst, burst, now)
        self._chats: dict[int, _Bucket] = {}
        self._paused_until = 0.0

    def allowance(self, now: float) -> int:
        """How many messages may leave now."""
        if now < self._paused_until:
            return 0
        return int(self._overall.refill(now) + 1e-9)

    def throttled(self, now: float) -> list[int]:
        """The chats that have had their share; those that recovered are forgotten."""
        for bucket in self._chats.values():
            bucket.refill(now)
        self._chats = {chat: bucket for chat, bucket in self._chats.items() if bucket.level < bucket.capacity}
        return [chat for chat, bucket in self._chats.items() if bucket.level < 1]

    def spend(self, chat: int, now: float) -> None:
        """A message leaves for a chat."""
        self._overall.refill(now)
        self._overall.level -= 1
        bucket = self._chats.get(chat)
        if bucket is None:
            bucket = self._chats[chat] = self._new_bucket(chat, now)
        bucket.refill(now)
        bucket.level -= 1

    def _new_bucket(self, chat: int, now: float) -> _Bucket:
        if chat < 0:
            return _Bucket(self._rates.group / MINUTE, GROUP_BURST, GROUP_BURST, now)
        return _Bucket(self._rates.chat, self._rates.chat_burst, self._rates.chat_burst, now)

    def pause(self, seconds: float, now: float) -> None:
        """Telegram asked everyone to wait."""
        self._paused_until = max(self._paused_until, now + seconds)

    def paused(self, now: float) -> float:
        """Seconds left of the pause; 0 when there is none."""
        return max(0.0, self._paused_until - now)

    def wait(self, now: float) -> float:
        """Seconds until something more may leave; infinite when nothing is throttled."""
        if now < self._paused_until:
            return self._paused_until - now
        waits = [
            (1 - bucket.level) / bucket.rate for bucket in self._chats.values() if bucket.refill(now) < 1
        ]
        if self._overall.refill(now) < 1:
            waits.append((1 - self._overall.level) / self._rates.overall)
        return max(0.001, min(waits)) if waits else float("inf")
