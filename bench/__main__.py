"""Run every contender, one after the other, and print a table for each subject: `python -m bench`, about
twelve minutes, eight of them for the indicators."""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from bench import day, hours, indicators, matching
from bench.indicator_rows import YEARS
from bench.measure import cores, pin
from bench.table import FORM, render
from bench.world import OFFERS, PEOPLE

CONTENDERS = {
    "Clausette": "bench.clausette_bot",
    "aiogram, memory": "bench.aiogram_memory",
    "aiogram, durable": "bench.aiogram_durable",
}
MATCHING, HOURS, DAY, INDICATORS = "matching", "hours", "day", "indicators"
STOP_SECONDS = 15


@contextlib.contextmanager
def _process(module: str, *arguments: str, **pipes: Any) -> Iterator["subprocess.Popen[str]"]:
    """A Python process that is gone at the end."""
    with subprocess.Popen([sys.executable, "-m", module, *arguments], text=True, **pipes) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def measure(module: str, plan: list[str]) -> dict[str, Any]:
    """What the emulator measured of one contender. Raises SystemExit when the bot did not do the form."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with tempfile.TemporaryDirectory() as folder, _process("bench.emulator", *plan, **pipes) as emulator:
        assert emulator.stdin is not None
        assert emulator.stdout is not None
        url = f"http://127.0.0.1:{int(emulator.stdout.readline())}"
        with _process(module, url, folder, stdout=subprocess.DEVNULL) as bot:
            pin(bot.pid, cores()[1])
            print(bot.pid, file=emulator.stdin, flush=True)
            found: dict[str, Any] = json.loads(
                emulator.stdout.readline() or '{"problems": ["the emulator died"]}'
            )
    if found["problems"]:
        raise SystemExit(f"{module}: {found['problems']}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--warm", type=float, default=6.0, help="seconds before measuring")
    parser.add_argument(
        "--seconds", type=float, default=15.0, help="seconds measured, 200 people in closed loop"
    )
    parser.add_argument("--rate", type=float, default=30.0, help="updates a second of the second part")
    parser.add_argument("--open-seconds", type=float, default=25.0, help="seconds measured at that rate")
    parser.add_argument(
        "--only",
        choices=(*CONTENDERS, MATCHING, HOURS, DAY, INDICATORS),
        action="append",
        help="this one only; may be repeated",
    )
    asked = parser.parse_args()
    plan = [f"--{name}={getattr(asked, name)}" for name in ("warm", "seconds", "rate", "open_seconds")]
    results = {}
    chosen = asked.only or [*CONTENDERS, MATCHING, HOURS, DAY, INDICATORS]
    for name in [name for name in chosen if name in CONTENDERS]:
        print(f"{name} …", file=sys.stderr, flush=True)
        results[name] = measure(CONTENDERS[name], plan)
    if results:
        print(render(results, FORM, asked.rate))
    if MATCHING in chosen:
        print(f"{MATCHING} …", file=sys.stderr, flush=True)
        print(f"\n{PEOPLE} people, {OFFERS} open offers, SQLite")
        print(render(matching.measure(), matching.FIGURES))
    if HOURS in chosen:
        print(f"{HOURS} …", file=sys.stderr, flush=True)
        print(f"\n{hours.PEOPLE} people of one supplier, SQLite")
        print(render(hours.measure(), hours.FIGURES))
    if DAY in chosen:
        print(f"{DAY} …", file=sys.stderr, flush=True)
        print(f"\n{day.ITEMS} things that wait, {day.PEOPLE} candidates, SQLite")
        print(render(day.measure(), day.FIGURES))
    if INDICATORS in chosen:
        print(f"{INDICATORS} …", file=sys.stderr, flush=True)
        print(f"\nplacements over {YEARS} years, every figure, SQLite unless said")
        print(render(indicators.measure(), indicators.FIGURES))


if __name__ == "__main__":
    main()
