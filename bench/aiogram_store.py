"""One SQLite file for the aiogram bots, in its own thread: a change is on the disk when it returns."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

_SCHEMA = """
    PRAGMA journal_mode=WAL;
    PRAGMA synchronous=FULL;
    CREATE TABLE IF NOT EXISTS procurements (id INTEGER PRIMARY KEY, person INTEGER, answers TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS states (key TEXT PRIMARY KEY, state TEXT);
    CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, data TEXT NOT NULL);
"""


class Store:
    """The procurements announced, and whatever `run` is asked for."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.executescript(_SCHEMA)
        self._thread = ThreadPoolExecutor(1, "sqlite")

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What the work returns, run in a transaction of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._commit, work)

    def _commit(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._connection:
            return work(self._connection)

    async def add(self, person: int, answers: dict[str, Any]) -> int:
        """Keep a procurement; returns its number."""
        statement = "INSERT INTO procurements (person, answers) VALUES (?, ?)"
        text = json.dumps(answers, ensure_ascii=False)
        number = await self.run(lambda connection: connection.execute(statement, (person, text)).lastrowid)
        return number or 0

    def close(self) -> None:
        self._thread.shutdown()
        self._connection.close()
