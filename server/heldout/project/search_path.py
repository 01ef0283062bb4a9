"""Folders that a program adds to `sys.path` in words that can be read off the text; nothing is run."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

MOST = 8
"""So many folders of one text are taken."""
_ADDED = re.compile(r"^[ \t]*(sys\.path\.(?:insert|append|extend)\(.*)", re.MULTILINE)
_NAMED = re.compile(r"^(\w+)[ \t]*=[ \t]*((?:str\(|os\.|Path|pathlib|\w+\.parent|\w+ /).*)", re.MULTILINE)
_SAME = {"abspath", "realpath", "normpath", "expanduser", "resolve", "absolute", "as_posix", "str", "fspath", "Path"}


def lines(text: str) -> tuple[tuple[str, str], ...]:
    """The lines of a text that add to `sys.path`, and those that name paths: (name or "", expression)."""
    if "sys.path." not in text:
        return ()
    calls = _ADDED.findall(text)
    return (*_NAMED.findall(text), *[("", call) for call in calls]) if calls else ()


@lru_cache(maxsize=256)
def added(found: tuple[tuple[str, str], ...], file: Path, top: Path) -> tuple[Path, ...]:
    """The folders that a text adds to `sys.path`, as far as they are there.

    `found`: its `lines`. `file`: where it lies. A relative folder is meant from where the program is started: that is the
    file's own folder as often as the `top` of the project, so both are tried.
    """
    names: dict[str, Path] = {}
    folders: list[Path] = []
    for name, text in found:
        node = _parsed(text)
        if name:
            path = _path(node, file, names)
            if path is not None:
                names.setdefault(name, path)
        elif isinstance(node, ast.Call) and node.args:
            last = node.args[-1]
            for item in last.elts if isinstance(last, (ast.List, ast.Tuple)) else [last]:
                path = _path(item, file, names)
                if path is not None:
                    folders.append(_clean(file.parent / path))
                    from_top = _clean(top / path)
                    folders += [from_top] if from_top.is_relative_to(top) else []
    return tuple(folder for folder in dict.fromkeys(folders) if folder.is_dir())[:MOST]


def _parsed(text: str) -> ast.expr | None:
    """The expression that a line begins with; a comment behind it does not matter."""
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _path(node: ast.expr | None, file: Path, names: dict[str, Path]) -> Path | None:
    """The path that an expression is, relative ones as they are written; None where it is anything else."""
    if isinstance(node, ast.Constant):
        return Path(node.value) if isinstance(node.value, str) and node.value and "\0" not in node.value else None
    if isinstance(node, ast.Name):
        return file if node.id == "__file__" else names.get(node.id)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return _joined([node.left, node.right], file, names)
    if isinstance(node, ast.Attribute):
        if node.attr == "parent":
            base = _path(node.value, file, names)
            return None if base is None else _clean(base).parent if base.is_absolute() else base / ".."
        return {"pardir": Path(".."), "curdir": Path()}.get(node.attr)
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "parents":
        base = _path(node.value.value, file, names)
        count = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if base is None or not base.is_absolute() or not isinstance(count, int):
            return None
        above = _clean(base).parents
        return above[count] if 0 <= count < len(above) else None
    return _called(node, file, names) if isinstance(node, ast.Call) else None


def _called(node: ast.Call, file: Path, names: dict[str, Path]) -> Path | None:
    func = node.func
    name = func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""
    if name in ("getcwd", "cwd"):
        return Path()
    if name in ("join", "joinpath"):
        own = [func.value] if name == "joinpath" and isinstance(func, ast.Attribute) else []
        return _joined([*own, *node.args], file, names)
    if name == "dirname" and len(node.args) == 1:
        base = _path(node.args[0], file, names)
        return None if base is None else base.parent if base.parts else Path("..")
    if name in _SAME:
        if node.args:
            return _joined(list(node.args), file, names)
        return _path(func.value, file, names) if isinstance(func, ast.Attribute) else Path()
    return None


def _joined(parts: list[ast.expr], file: Path, names: dict[str, Path]) -> Path | None:
    whole = Path()
    for part in parts:
        path = _path(part, file, names)
        if path is None:
            return None
        whole /= path
    return whole


def _clean(path: Path) -> Path:
    """Without `..`, as the import system would reach it; links are not followed."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts and parts[-1] != path.anchor:
            parts.pop()
        elif part != "..":
            parts.append(part)
    return Path(*parts)
