"""All the figures of the indicators over a million placements, on SQLite and on PostgreSQL: how they grow
with the database, and what they would cost without what is made for counting."""

import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from bench import indicator_world
from bench.indicator_rows import MEASURED_YEAR
from bench.indicator_sql import FIRST_YEAR
from bot.rules.period import Period
from bot.store import indicators, schema
from bot.store.database import Database, Session
from bot.store.indicators.scope import Asked
from bot.store.indicators.tallies import tallies
from bot.store.sealed import Sealer

SIZES = (250_000, 500_000, 1_000_000)
BUYER = 7
_YEAR = MEASURED_YEAR
_START = date(FIRST_YEAR, 1, 1)
ASKED: Mapping[str, tuple[date, date, int | None]] = {
    "a month": (date(_YEAR, 3, 1), date(_YEAR, 3, 31), None),
    "a year": (date(_YEAR, 1, 1), date(_YEAR, 12, 31), None),
    "since the start": (_START, date(_YEAR, 12, 31), None),
    "one buyer, since the start": (_START, date(_YEAR, 12, 31), BUYER),
}
_PERIODS = (
    (f"{name}, {label}", name, figure, ".0f")
    for name in ASKED
    for label, figure in (
        ("CPU ms", "cpu_ms"),
        ("ms", "ms"),
        ("what files prove of it, CPU ms", "proof_cpu_ms"),
        ("what files prove of it, ms", "proof_ms"),
    )
)
FIGURES = (*_PERIODS, ("most memory of the process, MiB", None, "mib", ".0f"))
_FORGET = "UPDATE candidates SET eligibility_count = NULL"


def sealer() -> Sealer:
    """The key of the bench."""
    return Sealer([bytes(32)])


def measure(sizes: Sequence[int] = SIZES) -> Mapping[str, Any]:
    """Milliseconds of every figure for each period, for each number of placements; CPU is this process's,
    which on PostgreSQL is the smaller part."""
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            results[f"{size:_}"] = _measured(f"sqlite:///{Path(folder) / f'{size}.sqlite'}", size)
        largest = f"sqlite:///{Path(folder) / f'{max(sizes)}.sqlite'}"
        with closing(Database(largest, sealer())) as database, database.begin() as session:
            session.core.exec_driver_sql(_FORGET)
        results[f"{max(sizes):_}, lists opened"] = _apart(largest)
    with _postgresql() as url:
        results[f"{max(sizes):_}, PostgreSQL"] = _measured(url, max(sizes))
    return results


def _measured(url: str, size: int) -> Any:
    fill(url, size)
    return _apart(url)


def fill(url: str, size: int) -> None:
    """Make the database, with so many placements."""
    with closing(Database(url, sealer())) as database:
        schema.upgrade(database)
        indicator_world.fill(database, size)


def _apart(url: str) -> Any:
    """Measured in a process of its own, whose memory nothing else has stretched."""
    command = [sys.executable, "-m", "bench.indicators", url]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


@contextlib.contextmanager
def _postgresql() -> Iterator[str]:
    """A database on the server the tests find."""
    sys.path.append(str(Path(__file__).parents[1] / "tests"))
    with import_module("postgres").server() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS bench WITH (FORCE)")
            connection.execute("CREATE DATABASE bench")
        try:
            yield server.replace("/postgres?", "/bench?").replace("postgresql://", "postgresql+psycopg://")
        finally:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute("DROP DATABASE bench WITH (FORCE)")


def times(database: Database) -> dict[str, Any]:
    """What each period costs, how many MiB the process took at most; then what it costs to tell which part of
    the figures files prove."""
    periods = {name: _asked(*asked) for name, asked in ASKED.items()}
    found: dict[str, Any] = {
        name: _timed(database, indicators.figures, asked) for name, asked in periods.items()
    }
    most = _mib()
    for name, asked in periods.items():
        found[name] |= {f"proof_{key}": one for key, one in _timed(database, tallies, asked).items()}
    return found | {"mib": most}


def _asked(first: date, last: date, buyer: int | None) -> Asked:
    return Asked(Period(first, last), ZoneInfo("Europe/Paris"), buyer)


def _timed(database: Database, count: Callable[[Session, Asked], Any], asked: Asked) -> dict[str, float]:
    """The shortest of three runs: the first one also loads numpy and the pages of the file."""
    runs = []
    for _ in range(3):
        begun, used = time.perf_counter(), time.process_time()
        with database.begin() as session:
            count(session, asked)
        runs.append((time.perf_counter() - begun, time.process_time() - used))
    wall, cpu = min(runs)
    return {"ms": 1000 * wall, "cpu_ms": 1000 * cpu}


def _mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """`URL SIZE` makes a database, `URL` alone tells what its figures cost."""
    url, *size = sys.argv[1:]
    if size:
        fill(url, int(size[0]))
        return
    with closing(Database(url, sealer())) as opened:
        print(json.dumps(times(opened)))


if __name__ == "__main__":
    main()
