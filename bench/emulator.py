"""A fast Telegram and its people, in a process of their own.

Prints its port, reads the number of the bot's process from standard input, drives the bot, prints what it
measured as JSON, and stays until its standard input is closed.
"""

import argparse
import asyncio
import gc
import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle

from bench.http import Connection
from bench.measure import cores, cpu_seconds, peak_mib, percentile, pin
from bench.people import Crowd, Person, Tally
from bench.script import FORM, buyers
from bench.telegram import Telegram

START_SECONDS = 30.0
DRAIN_SECONDS = 60.0
QUIET_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Plan:
    """How long each part lasts, in seconds, and how many updates a second the open part sends."""

    warm: float
    seconds: float
    rate: float
    open_seconds: float


class Driver:
    """Leads the crowd through the two parts and measures the bot meanwhile."""

    def __init__(self, telegram: Telegram, crowd: Crowd, pid: int) -> None:
        self._telegram = telegram
        self._crowd = crowd
        self._pid = pid

    async def closed(self, warm: float, seconds: float) -> dict[str, float]:
        """Everybody goes on as soon as they are answered; at the end everybody finishes their form."""
        self._crowd.answered = self._crowd.act
        for person in self._crowd.people.values():
            self._crowd.act(person)
            await asyncio.sleep(warm / len(self._crowd.people) / 2)
        await asyncio.sleep(warm / 2)
        measured = await self._window(seconds)
        self._crowd.answered = lambda person: self._crowd.act(person) if person.place else None
        await self._settled(lambda person: person.place == 0 and not person.waiting)
        return measured

    async def open(self, rate: float, warm: float, seconds: float) -> dict[str, float]:
        """Steps arrive at random instants, `rate` a second on average, whether the bot keeps up or not."""
        self._crowd.answered = lambda _person: None
        arrivals = asyncio.create_task(self._arrive(rate, random.Random(7)))
        await asyncio.sleep(warm)
        measured = await self._window(seconds)
        arrivals.cancel()
        await self._settled(lambda person: not person.waiting)
        return measured

    async def _arrive(self, rate: float, chance: random.Random) -> None:
        """Exponential gaps, one person after the other, those still waiting passed over."""
        due = time.perf_counter()
        people = cycle(self._crowd.people.values())
        while True:
            due += chance.expovariate(rate)
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self._crowd.act(next(person for person in people if not person.waiting))

    async def _window(self, seconds: float) -> dict[str, float]:
        tally = self._crowd.tally = Tally()
        calls, began, bot, own = (
            self._telegram.calls,
            time.perf_counter(),
            cpu_seconds(self._pid),
            time.process_time(),
        )
        await asyncio.sleep(seconds)
        lasted = time.perf_counter() - began
        updates = len(tally.waits)
        return {
            "forms_s": updates / len(FORM) / lasted,
            "updates_s": updates / lasted,
            "p50_ms": percentile(tally.waits, 0.50) * 1000,
            "p99_ms": percentile(tally.waits, 0.99) * 1000,
            "cpu_ms": (cpu_seconds(self._pid) - bot) * 1000 / max(1, updates),
            "emulator_share": (time.process_time() - own) / lasted,
            "calls_per_update": (self._telegram.calls - calls) / max(1, updates),
            "notices_left": self._crowd.notices_left(),
            "reply_length": tally.read / max(1, updates),
        }

    async def _settled(self, calm: Callable[[Person], bool]) -> None:
        """Wait until everybody is calm and the bot has nothing left to say. Raises TimeoutError."""
        for _ in range(int(DRAIN_SECONDS / QUIET_SECONDS)):
            calls = self._telegram.calls
            await asyncio.sleep(QUIET_SECONDS)
            if self._crowd.problems or (
                calls == self._telegram.calls and all(map(calm, self._crowd.people.values()))
            ):
                return
        raise TimeoutError("the bot did not finish")


async def _run(plan: Plan) -> None:
    telegram = Telegram()
    crowd = Crowd(telegram, buyers())
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(telegram.call), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    pid = int(await loop.run_in_executor(None, sys.stdin.readline))
    async with asyncio.timeout(START_SECONDS):
        await telegram.polled.wait()
    driver = Driver(telegram, crowd, pid)
    idle = peak_mib(pid)
    closed = await driver.closed(plan.warm, plan.seconds)
    paced = await driver.open(plan.rate, plan.warm / 2, plan.open_seconds)
    found = {
        "closed": closed,
        "open": paced,
        "idle_mib": idle,
        "peak_mib": peak_mib(pid),
        "problems": crowd.problems[:3],
    }
    print(json.dumps(found), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in Plan.__dataclass_fields__:
        parser.add_argument(f"--{name}", type=float, required=True)
    plan = Plan(**vars(parser.parse_args()))
    pin(0, cores()[0])
    gc.disable()
    asyncio.run(_run(plan))


if __name__ == "__main__":
    main()
