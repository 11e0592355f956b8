"""Every code an action writes into the audit trail has words, and nothing in the bot rewrites the trail."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
from bot.dialogue.journal import ACTIONS
from bot.dialogue.translations import LANGUAGES, label
from bot.rules.lifecycle import Move

ROOT = Path(bot.__file__).parent
RECORDS = re.compile(r"audit\.record(_all)?\(")
SOURCES = [path for path in sorted(ROOT.rglob("*.py")) if RECORDS.search(path.read_text(encoding="utf-8"))]


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def calls(tree: ast.AST, name: str) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == name]


def assigned(tree: ast.AST, name: str) -> list[ast.expr]:
    """What a name is given by plain assignments."""
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == [name]
    ]


def given_to(
    tree: ast.Module, inside: ast.FunctionDef, name: str
) -> Iterator[tuple[ast.FunctionDef, ast.expr]]:
    """What a name of a function is given, and where: by its assignments, the module’s, or by those
    who call it."""
    arguments = [argument.arg for argument in inside.args.args]
    if name not in arguments:
        yield from ((inside, value) for value in assigned(inside, name) or assigned(tree, name))
        return
    for caller in functions(tree):
        for call in calls(caller, inside.name):
            named = [keyword.value for keyword in call.keywords if keyword.arg == name]
            yield caller, named[0] if named else call.args[arguments.index(name)]


def codes(tree: ast.Module, inside: ast.FunctionDef, given: ast.expr) -> Iterator[str]:
    """The codes an expression may stand for: followed through conditions, tables, assignments and the calls
    of the function it is an argument of. Fails on what it cannot follow."""
    match given:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=body, orelse=orelse):
            yield from codes(tree, inside, body)
            yield from codes(tree, inside, orelse)
        case ast.Attribute(value=ast.Name(id="Move"), attr=name):
            yield Move[name].value
        case ast.Subscript(value=ast.Name(id=table)):
            [known] = assigned(tree, table)
            assert isinstance(known, ast.Dict)
            for value in known.values:
                yield from codes(tree, inside, value)
        case ast.Name(id=name):
            for where, value in given_to(tree, inside, name):
                yield from codes(tree, where, value)
        case _:
            raise AssertionError(f"which code is {ast.unparse(given)} in {inside.name}?")


def recorded(path: Path) -> set[str]:
    """Every code a file records."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for function in functions(tree):
        for call in [*calls(function, "audit.record"), *calls(function, "audit.record_all")]:
            found |= set(codes(tree, function, call.args[2]))
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_code_recorded_has_words(path: Path) -> None:
    found = recorded(path)
    assert found, "a record nobody calls"
    assert found - set(ACTIONS) == set()


def test_no_words_without_a_code() -> None:
    assert set(ACTIONS) - set().union(*(recorded(path) for path in SOURCES)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_say_what_was_done(language: str) -> None:
    said = [label(language, words) for words in ACTIONS.values()]
    assert len(set(said)) == len(said)
    assert all(text and text[0].islower() and not text.endswith(".") for text in said)


def test_an_expression_that_cannot_be_followed_is_refused() -> None:
    tree = ast.parse("def do(x):\n    audit.record(s, 1, x + '!', 'lot', 1)")
    [function] = functions(tree)
    with pytest.raises(AssertionError, match="which code"):
        list(codes(tree, function, calls(function, "audit.record")[0].args[2]))


def test_nothing_but_its_own_module_touches_the_trail() -> None:
    """The database refuses a change as well (migration 0003)."""
    named = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "AuditEntry" in path.read_text(encoding="utf-8")
    }
    assert named == {"store/audit.py", "store/tables/__init__.py", "store/tables/trail.py"}
    own = ast.parse((ROOT / "store" / "audit.py").read_text(encoding="utf-8"))
    called = {ast.unparse(node.func) for node in ast.walk(own) if isinstance(node, ast.Call)}
    assert called & {"sa.update", "sa.delete"} == set()
