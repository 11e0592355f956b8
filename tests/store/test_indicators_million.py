"""All figures over a million placements: two seconds, two hundred MiB, growth no worse than linear.

Since the start, of ten years at once, they take longer than that (`docs/decisions/0020`): 2.8 seconds on
SQLite and 4 to 6 on PostgreSQL when this was written. The bound below is that, not what was wanted."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SMALL, LARGE = 250_000, 1_000_000
SECONDS, MIB = 2.0, 200.0
LONG = "since the start"
LONG_SECONDS = {"sqlite": 3.5, "postgresql": 7.0}


def bench(*arguments: str) -> str:
    """What the bench says of a database, or makes; in a process of its own."""
    command = [sys.executable, "-m", "bench.indicators", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout


def measured(url: str, size: int) -> dict[str, Any]:
    bench(url, str(size))
    found: dict[str, Any] = json.loads(bench(url))
    return found


def check(found: dict[str, Any], clock: str, kind: str) -> None:
    """No period takes longer than it may, by this clock; nor more memory."""
    assert len(found) == 5
    for name in (name for name in found if name != "mib"):
        most = LONG_SECONDS[kind] if name == LONG else SECONDS
        assert found[name][clock] < 1000 * most, (name, found)
    assert found["mib"] < MIB


@pytest.mark.soak
def test_a_million_placements_on_sqlite(tmp_path: Path) -> None:
    small, large = (measured(f"sqlite:///{tmp_path / str(size)}.sqlite", size) for size in (SMALL, LARGE))
    check(large, "cpu_ms", "sqlite")
    for name in (name for name in large if name != "mib"):
        assert large[name]["cpu_ms"] < 1.5 * LARGE / SMALL * small[name]["cpu_ms"] + 100, (name, small, large)


@pytest.mark.soak
def test_a_million_placements_on_postgresql(postgres_url: str) -> None:
    """The server's time is not this process's: what is waited for counts."""
    check(measured(postgres_url.replace("postgresql://", "postgresql+psycopg://"), LARGE), "ms", "postgresql")
