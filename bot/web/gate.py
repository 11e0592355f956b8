"""Who tries wrong tokens one after the other has to wait."""

from collections import OrderedDict
from dataclasses import dataclass, field

WINDOW_SECONDS = 600.0
MOST_WRONG = 30
MOST_ADDRESSES = 10_000


@dataclass
class Gate:
    """Counts forged tokens by address, in the memory of this process."""

    _wrong: OrderedDict[str, tuple[float, int]] = field(default_factory=OrderedDict)

    def shut(self, address: str, now: float) -> bool:
        """Whether this address tried too many; `now` in seconds of any clock."""
        since, count = self._wrong.get(address, (now, 0))
        return count >= MOST_WRONG and 0 <= now - since < WINDOW_SECONDS

    def count(self, address: str, now: float) -> None:
        """This address tried a wrong token."""
        since, count = self._wrong.pop(address, (now, 0))
        fresh = not 0 <= now - since < WINDOW_SECONDS
        self._wrong[address] = (now, 1) if fresh else (since, count + 1)
        if len(self._wrong) > MOST_ADDRESSES:
            self._wrong.popitem(last=False)
