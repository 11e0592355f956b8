"""The form with aiogram 3 and conversations that survive a crash: every change is a commit on the disk."""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey

from bench.aiogram_memory import serve
from bench.aiogram_store import Store

_SET_STATE = (
    "INSERT INTO states (key, state) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET state = excluded.state"
)
_SET_DATA = (
    "INSERT INTO answers (key, data) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET data = excluded.data"
)


class DurableStorage(BaseStorage):
    """States and data in SQLite, one commit per change."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys = DefaultKeyBuilder(with_bot_id=True)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        values = (self._keys.build(key), state.state if isinstance(state, State) else state)
        await self._store.run(lambda connection: connection.execute(_SET_STATE, values))

    async def get_state(self, key: StorageKey) -> str | None:
        return await self._read("SELECT state FROM states WHERE key = ?", key)

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        values = (self._keys.build(key), json.dumps(data, ensure_ascii=False))
        await self._store.run(lambda connection: connection.execute(_SET_DATA, values))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        found = await self._read("SELECT data FROM answers WHERE key = ?", key)
        return json.loads(found) if found else {}

    async def _read(self, query: str, key: StorageKey) -> str | None:
        row = await self._store.run(
            lambda connection: connection.execute(query, (self._keys.build(key),)).fetchone()
        )
        return row[0] if row else None

    async def close(self) -> None:
        """The store is closed by whoever opened it."""


def main() -> None:
    store = Store(Path(sys.argv[2]) / "aiogram.sqlite")
    asyncio.run(serve(sys.argv[1], store, DurableStorage(store)))
    store.close()


if __name__ == "__main__":
    main()
