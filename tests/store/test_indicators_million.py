"""All figures over a million placements: less than two seconds, in a process of less than two hundred MiB,
growth no worse than linear (`docs/decisions/0022`)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SMALL, LARGE = 250_000, 1_000_000
SECONDS, MIB = 2.0, 200.0
PROOF_SECONDS = {"since the start": 5.0}
"""What files prove since the start: 3.3 seconds of CPU when this was written."""


def bench(*arguments: str) -> str:
    """What the bench says of a database, or makes; in a process of its own."""
    command = [sys.executable, "-m", "bench.indicators", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout


def measured(url: str, size: int) -> dict[str, Any]:
    bench(url, str(size))
    found: dict[str, Any] = json.loads(bench(url))
    return found


def check(found: dict[str, Any]) -> None:
    """No period takes longer than it may, nor more memory. What is waited for counts: the server works apart
    from this process."""
    periods = {name: times for name, times in found.items() if name != "mib"}
    assert len(periods) == 4
    for name, times in periods.items():
        assert times["ms"] < 1000 * SECONDS, (name, found)
    assert found["mib"] < MIB


@pytest.mark.soak
def test_a_million_placements_on_sqlite(tmp_path: Path) -> None:
    small, large = (measured(f"sqlite:///{tmp_path / str(size)}.sqlite", size) for size in (SMALL, LARGE))
    check(large)
    for name in (name for name in large if name != "mib"):
        assert large[name]["proof_cpu_ms"] < 1000 * PROOF_SECONDS.get(name, SECONDS), (name, large)
        assert large[name]["cpu_ms"] < 1.5 * LARGE / SMALL * small[name]["cpu_ms"] + 100, (name, small, large)


@pytest.mark.soak
def test_a_million_placements_on_postgresql(postgres_url: str) -> None:
    check(measured(postgres_url.replace("postgresql://", "postgresql+psycopg://"), LARGE))
