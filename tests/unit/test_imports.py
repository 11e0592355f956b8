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


def imported(path: Path, tree: ast.AST) -> Iterator[str]:
    """Every module of the project a file imports, as `bot.room.module`."""
    for node in ast.walk(tree):
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


def imports_point_one_way(path: Path, tree: ast.AST) -> None:
    here = room(path)
    assert here in WALLS, f"no wall is known around {here}"
    rooms = {module.split(".")[1] for module in imported(path, tree) if module != "bot"}
    assert rooms - {here, "errors"} <= WALLS[here], (
        f"{named(path)} imports {sorted(rooms - {here, 'errors'} - WALLS[here])}"
    )


def modules_of_closed_rooms_do_not_import_each_other(path: Path, tree: ast.AST) -> None:
    if room(path) not in CLOSED or path.name == "__init__.py":
        return
    own, package = f"bot.{room(path)}.{path.stem}", f"bot.{room(path)}"
    others = {module for module in imported(path, tree) if module.startswith(f"{package}.") and module != own}
    assert others == set()


def only_the_command_line_imports_the_application(path: Path, tree: ast.AST) -> None:
    if room(path) in {"cli", "checkup", "demo", "__main__"}:
        return
    asked = [module.split(".")[1:2] for module in imported(path, tree)]
    assert [one for one in asked if one in (["app"], ["checkup"], ["cli"])] == []


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


def only_the_pipeline_talks_to_telegram(path: Path, tree: ast.AST) -> None:
    if room(path) in {"pipeline", "sandbox", "checkup", "demo"}:
        return
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, node.module.split(".")[0]}
    assert found & (OUTSIDE - {"socket"} if room(path) == "web" else OUTSIDE) == set()


BETWEEN = {"rules", "store", "dialogue", "actions", "handlers", "jobs", "reports"}
CLOCKS = {"datetime.now", "date.today", "datetime.utcnow", "time.time", "datetime.today"}


def what_runs_in_a_transaction_is_plain_functions(path: Path, tree: ast.AST) -> None:
    """No coroutine, so no network call inside a transaction; and nobody asks what time it is."""
    if room(path) not in BETWEEN:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef) and node.name not in KEEPING:
            raise AssertionError(f"{named(path)}: async def {node.name}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert ast.unparse(node.func) not in CLOCKS, named(path)


def no_coroutine_opens_a_transaction(path: Path, tree: ast.AST) -> None:
    """A transaction is opened in the database's own thread only: what is async cannot await inside it."""
    if room(path) in {"sandbox", "demo"}:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef):
            calls = {
                ast.unparse(call.func).rpartition(".")[2]
                for call in ast.walk(node)
                if isinstance(call, ast.Call)
            }
            assert not calls & {"begin", "begin_nested"}, f"{named(path)}: {node.name}"


CHECKS = (
    imports_point_one_way,
    modules_of_closed_rooms_do_not_import_each_other,
    only_the_command_line_imports_the_application,
    only_the_pipeline_talks_to_telegram,
    what_runs_in_a_transaction_is_plain_functions,
    no_coroutine_opens_a_transaction,
)


@pytest.mark.parametrize("path", sources(), ids=named)
def test_the_walls_stand(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for check in CHECKS:
        check(path, tree)


def test_the_walls_are_seen() -> None:
    """The check itself sees what it forbids."""
    assert _resolved("bot.store", "inbox") == "bot.store.inbox"
    assert _resolved("bot.clock", "Clock") == "bot.clock"
    app = ROOT / "app.py"
    assert "bot.pipeline.worker" in set(imported(app, ast.parse(app.read_text(encoding="utf-8"))))
    assert len(sources()) > 100
