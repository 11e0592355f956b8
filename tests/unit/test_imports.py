"""The import walls of architecture.md: imports point one way only."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot

ROOT = Path(bot.__file__).parent

NOTHING: frozenset[str] = frozenset()
RULES = frozenset({"rules"})
STORE = RULES | {"store"}
DIALOGUE = STORE | {"dialogue"}
ACTIONS = DIALOGUE | {"actions"}
ABOVE = ACTIONS | {"reports", "clock"}
APP = frozenset({"app", "checkup"})
EVERYTHING = ABOVE | {"handlers", "jobs", "web", "pipeline", "settings", "logs"} | APP

WALLS: dict[str, frozenset[str]] = {
    "rules": NOTHING,
    "settings": NOTHING,
    "clock": NOTHING,
    "logs": NOTHING,
    "errors": NOTHING,
    "sandbox": NOTHING,
    "store": RULES,
    "dialogue": STORE | {"clock"},
    "actions": DIALOGUE,
    "reports": DIALOGUE,
    "handlers": ABOVE,
    "jobs": ABOVE,
    "web": ABOVE,
    "pipeline": DIALOGUE | {"clock"},
    "app": EVERYTHING,
    "checkup": EVERYTHING,
    "demo": EVERYTHING | {"sandbox"},
    "cli": EVERYTHING | {"sandbox", "demo"},
    "__main__": frozenset({"cli"}),
    "__init__": NOTHING,
}
"""What each room may import of the project, beside itself."""

KEEPING = {"unused", "run", "scan", "keep", "_steps", "_tell"}
"""What keeps the schedule around the transactions, and what is never called."""

CLOSED = ("handlers", "jobs", "actions")
"""Rooms whose modules do not import each other; their `__init__` may list them."""


def sources() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py") if "migrations" not in path.parts)


def imported(path: Path) -> Iterator[str]:
    """Every module of the project a file imports, as `bot.room.module`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.split(".")[0] == "bot")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            if node.module and node.module.split(".")[0] == "bot":
                yield from (_resolved(node.module, name.name) for name in node.names)


def _resolved(module: str, name: str) -> str:
    """`bot.store` and `inbox` are the module `bot.store.inbox`; `bot.clock` and `Clock` are `bot.clock`."""
    inside = ROOT.joinpath(*module.split(".")[1:], name)
    return f"{module}.{name}" if inside.is_dir() or inside.with_suffix(".py").exists() else module


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", sources(), ids=named)
def test_imports_point_one_way(path: Path) -> None:
    here = room(path)
    assert here in WALLS, f"no wall is known around {here}"
    rooms = {module.split(".")[1] for module in imported(path) if module != "bot"}
    assert rooms - {here, "errors"} <= WALLS[here], (
        f"{named(path)} imports {sorted(rooms - {here, 'errors'} - WALLS[here])}"
    )


@pytest.mark.parametrize(
    "path", [path for path in sources() if room(path) in CLOSED and path.name != "__init__.py"], ids=named
)
def test_modules_of_these_rooms_do_not_import_each_other(path: Path) -> None:
    own, package = f"bot.{room(path)}.{path.stem}", f"bot.{room(path)}"
    others = {module for module in imported(path) if module.startswith(f"{package}.") and module != own}
    assert others == set()


@pytest.mark.parametrize("path", sources(), ids=named)
def test_only_the_command_line_imports_the_application(path: Path) -> None:
    if room(path) in {"cli", "checkup", "demo"}:
        return
    assert (
        not [module for module in imported(path) if module.split(".")[1:2] in (["app"], ["checkup"], ["cli"])]
        or room(path) == "__main__"
    )


OUTSIDE = {
    "aiohttp",
    "httpx",
    "requests",
    "urllib3",
    "smtplib",
    "aiosmtplib",
    "socket",
    "http.client",
    "urllib.request",
}


@pytest.mark.parametrize("path", sources(), ids=named)
def test_only_the_pipeline_talks_to_telegram(path: Path) -> None:
    if room(path) in {"pipeline", "sandbox", "checkup", "demo"}:
        return
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, node.module.split(".")[0]}
    assert found & (OUTSIDE - {"socket"} if room(path) == "web" else OUTSIDE) == set()


BETWEEN = [
    path
    for path in sources()
    if room(path) in {"rules", "store", "dialogue", "actions", "handlers", "jobs", "reports"}
]


@pytest.mark.parametrize("path", BETWEEN, ids=named)
def test_what_runs_in_a_transaction_is_plain_functions(path: Path) -> None:
    """No coroutine, so no network call inside a transaction; and nobody asks what time it is."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.AsyncFunctionDef) and node.name not in KEEPING:
            raise AssertionError(f"{named(path)}: async def {node.name}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = ast.unparse(node.func)
            assert asked not in {
                "datetime.now",
                "date.today",
                "datetime.utcnow",
                "time.time",
                "datetime.today",
            }, named(path)


@pytest.mark.parametrize(
    "path", [path for path in sources() if room(path) not in {"sandbox", "demo"}], ids=named
)
def test_no_coroutine_opens_a_transaction(path: Path) -> None:
    """A transaction is opened in the database's own thread only: what is async cannot await inside it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.AsyncFunctionDef):
            calls = {
                ast.unparse(call.func).rpartition(".")[2]
                for call in ast.walk(node)
                if isinstance(call, ast.Call)
            }
            assert not calls & {"begin", "begin_nested"}, f"{named(path)}: {node.name}"


def test_the_walls_are_seen() -> None:
    """The check itself sees what it forbids."""
    assert _resolved("bot.store", "inbox") == "bot.store.inbox"
    assert _resolved("bot.clock", "Clock") == "bot.clock"
    assert "bot.pipeline.worker" in set(imported(ROOT / "app.py"))
    assert len(sources()) > 100
