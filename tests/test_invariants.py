"""The invariants of ARCHITECTURE.md, read off the imports and the text of every file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
SERVER = PROJECT / "server" / "heldout"
RULES = PROJECT / "rules" / "heldout_rules"
LONGEST = 350
LIST_OF_NODES = 400
"""One class a kind of node is a table, and is read like one."""

PURE = ("source", "syntax", "semantics", "findings")
OUTSIDE = frozenset(
    {"asyncio", "datetime", "glob", "http", "io", "logging", "multiprocessing", "os", "pathlib", "pickle", "random"}
    | {"secrets", "select", "shutil", "socket", "subprocess", "sys", "tempfile", "threading", "time", "urllib"}
)
"""Modules that reach files, clocks, chance, processes or the net."""

ONLY = {"pygls": "lsp", "lsprotocol": "lsp", "anthropic": "agent", "mcp": "mcp", "jedi": "project", "parso": "project"}
LIBRARIES = re.compile(
    r"\b(sklearn|scikit|imblearn|imbalanced|torch|torchvision|lightning|tensorflow|keras|jax|flax|optax|pandas|numpy|scipy"
    r"|polars|pyspark|dask|xgboost|lightgbm|catboost|huggingface\w*|statsmodels|mlflow)\b",
    re.IGNORECASE,
)


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """The full names of the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""


def floors() -> list[set[str]]:
    """The rows of the code map that lie in the server, top floor first: what stands above may be imported."""
    rows = re.findall(
        r"^\| (`server/heldout/[^|]*) \|", (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.M
    )
    return [{name.split("/")[-1].removesuffix(".py") for name in re.findall(r"`([^`]+)`", row)} for row in rows]


def part(path: Path) -> str | None:
    """The floor that a file of the server belongs to; None for the package's own `__init__` and `__main__`."""
    first = path.relative_to(SERVER).parts[0].removesuffix(".py")
    return None if first.startswith("__") else first


def test_the_code_map_names_every_folder() -> None:
    mapped = set().union(*floors())
    assert {found for path in files(SERVER) if (found := part(path))} <= mapped


def test_a_floor_imports_only_from_itself_and_the_floors_above() -> None:
    order = floors()
    level = {name: number for number, row in enumerate(order) for name in row}
    wrong = [
        f"{path.relative_to(PROJECT)} imports {module}"
        for path in files(SERVER)
        if (mine := part(path)) is not None
        for module in imports(path)
        if module.startswith("heldout.") and level[module.split(".")[1]] > level[mine]
    ]
    assert wrong == []


def test_libraries_of_one_floor_stay_there() -> None:
    wrong = [
        f"{path.relative_to(PROJECT)} imports {module}"
        for path in [*files(SERVER), *files(RULES)]
        for module in imports(path)
        if (owner := ONLY.get(module.split(".")[0])) and not path.is_relative_to(SERVER / owner)
    ]
    assert wrong == []


def test_rules_import_nothing_of_the_server_but_its_api() -> None:
    wrong = [
        f"{path.relative_to(PROJECT)} imports {module}"
        for path in files(RULES)
        for module in imports(path)
        if module.split(".")[0] == "heldout" and module != "heldout.api"
    ]
    assert wrong == []


def pure_files() -> list[Path]:
    # The pack's own __init__ hands its pages and models out, and reads them for that; nothing else of it reads.
    rules = [path for path in files(RULES) if path != RULES / "__init__.py"]
    return [*(path for folder in PURE for path in files(SERVER / folder)), SERVER / "api.py", *rules]


def test_what_understands_code_reaches_nothing_outside() -> None:
    wrong = [
        f"{path.relative_to(PROJECT)} imports {module}"
        for path in pure_files()
        for module in imports(path)
        if module.split(".")[0] in OUTSIDE
    ]
    wrong += [
        f"{path.relative_to(PROJECT)}:{node.lineno} calls {node.func.id}"
        for path in pure_files()
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in {"open", "print", "input", "exec", "eval", "__import__"}
    ]
    assert wrong == []


@pytest.mark.parametrize("banned", ["exec", "eval", "__import__"])
def test_nothing_of_the_users_is_ever_run(banned: str) -> None:
    wrong = [
        f"{path.relative_to(PROJECT)}:{node.lineno}"
        for path in [*files(SERVER), *files(RULES)]
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == banned
    ]
    assert wrong == []


def test_nothing_is_unpickled() -> None:
    readers = {"pickle", "cloudpickle", "dill", "joblib", "marshal", "shelve", "runpy"}
    found = [path for path in [*files(SERVER), *files(RULES)] if readers & {m.split(".")[0] for m in imports(path)}]
    assert found == []


def words_of_code(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every name and string of a file that is not a docstring (those may give examples)."""
    tree = ast.parse(path.read_bytes())
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value
        elif isinstance(node, ast.Name | ast.Attribute):
            yield node.lineno, node.id if isinstance(node, ast.Name) else node.attr


def test_the_server_names_no_ml_library() -> None:
    wrong = [
        f"{path.relative_to(PROJECT)}:{line}: {found[0]}"
        for path in files(SERVER)
        for line, text in words_of_code(path)
        if (found := LIBRARIES.search(text))
    ]
    assert wrong == []


def test_a_file_fits_in_one_reading_and_says_what_it_is_for() -> None:
    for path in [*files(SERVER), *files(RULES)]:
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= (LIST_OF_NODES if path == SERVER / "syntax" / "ir.py" else LONGEST), (
            f"{path.relative_to(PROJECT)} has {text.count(chr(10))} lines"
        )
        assert text.startswith('"""'), f"{path.relative_to(PROJECT)} does not begin with what it is for"


def test_no_address_of_a_registry_is_locked() -> None:
    for path in (PROJECT / "uv.lock", PROJECT / "vscode-client" / "package-lock.json"):
        # `url: ` in npm's lock file is where a package asks for money, not where it lies.
        wanted = r'(?:url = |registry = |"resolved": )"(\w+://[^"]*)'
        addresses = re.findall(wanted, path.read_text(encoding="utf-8"))
        assert addresses == [], f"{path.name} names {addresses[:1]}"
