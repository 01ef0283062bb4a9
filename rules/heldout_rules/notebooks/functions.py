"""Functions of the user's that change the tables they are given, or give back a table that is another one each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from heldout.api import Notebook, ir, text_of
from heldout_rules.notebooks.again import again, fails, walk
from heldout_rules.notebooks.joining import is_harmless

if TYPE_CHECKING:
    from heldout_rules.notebooks.repeating import Change, Reader

GUARDS = (ir.If, ir.While, ir.Try)
"""Statements in which a function may leave, or see to it that something is only done once."""


def functions_given(notebook: Notebook, unit: ir.Unit, node: ir.Call) -> Iterator[tuple[str, str, ir.FunctionDef, int]]:
    """The names that a call gives to a function of the user's: the name, the parameter, the function and its leaf."""
    found = notebook.function(unit, node.func.id) if isinstance(node.func, ir.Name) else None
    if found is None or found[0].decorators or found[0].is_async or any(arg.star for arg in node.args):
        return
    function, leaf = found
    names = [p.name for p in function.params if not p.star and not p.keyword_only]
    for number, arg in enumerate(node.args):
        parameter = arg.keyword or (names[number] if number < len(names) else "")
        if isinstance(arg.value, ir.Name) and parameter in {p.name for p in function.params if not p.star}:
            yield arg.value.id, parameter, function, leaf


def changed_in(reader: Reader, function: ir.FunctionDef, leaf: int, parameter: str, kept: bool) -> Change | None:
    """The first change that reaches the caller, whose table `parameter` is: in its columns, or (`kept`) in what comes back.

    `reader` begins with the function. After `df = df.copy()` what is done to `df` is only in what comes back.
    """
    shared, found = {parameter}, list[tuple[str, "Change"]]()
    for s, at in _statements(function.body, leaf):
        if any(isinstance(inner, (ir.Yield, ir.Await)) for inner in walk(s)):
            return None
        if isinstance(s, ir.Assert) or (isinstance(s, GUARDS) and _leaves(s)) or isinstance(s, ir.Raise):
            return None
        if isinstance(s, ir.Return):
            return _returned(reader, s, at, found) if kept else None
        copied = _alias(reader, s, shared)
        for change in reader.suite((s,), at) if not copied else ():
            name = root(change.key)
            if is_harmless(change.what, function.body, name, reader.found):
                continue
            rebinds = isinstance(s, ir.Assign) and any(text_of(target) == name for target in s.targets)
            if name in shared and not rebinds:
                return change
            found.append((name, change))
        if isinstance(s, ir.Assign) and not copied:
            shared -= {target.id for target in s.targets if isinstance(target, ir.Name)}
        if reader.stopped:
            return None
    return None


def root(key: str) -> str:
    """The name with which a key begins: `df` of `df["x"]`."""
    return re.split(r"[.\[]", key, maxsplit=1)[0]


def _alias(reader: Reader, s: Any, shared: set[str]) -> bool:
    """Whether a statement gives the table, or a copy of it, another name; the reader knows it by that, too, from then on."""
    if not isinstance(s, ir.Assign) or len(s.targets) != 1 or not isinstance(s.targets[0], ir.Name):
        return False
    name = s.targets[0].id
    value: Any = s.value
    copies = isinstance(value, ir.Call) and isinstance(value.func, ir.Attr) and value.func.name == "copy"
    of: Any = value.func.base if copies else value
    if not isinstance(of, ir.Name) or of.id not in reader.stands_for or of.id in reader.own:
        return False
    reader.stands_for[name] = reader.stands_for[of.id]
    reader.own.discard(name)
    shared.difference_update([name])
    if not copies and of.id in shared:
        shared.add(name)
    return True


def _returned(reader: Reader, s: ir.Return, leaf: int, found: list[tuple[str, Change]]) -> Change | None:
    """The change that what comes back carries: one that was made before, or one in the expression itself."""
    names = [n.id for n in walk(s.value) if isinstance(n, ir.Name) and n.id in reader.stands_for] if s.value else []
    if len(set(names)) != 1 or names[0] in reader.own:
        return None
    name = names[0]
    if not isinstance(s.value, ir.Name):
        what = again(s.value, reader.question(name, name, leaf))
        if what is None and isinstance(s.value, ir.Call):
            what = reader.columns_of(s.value, name, leaf)
        if what is not None and not is_harmless(what, (s,), name, reader.found):
            return reader.change(name, name, leaf, what)
        if any(step is not None and fails(step) for step in map(reader.found, walk(s.value))):
            return None
        if root(text_of(s.value)) != name or not isinstance(s.value, ir.Call):
            return None
    return next((change for of, change in found if of == name), None)


def _statements(suite: ir.Suite, leaf: int) -> Iterator[tuple[Any, int]]:
    for s in suite:
        if isinstance(s, ir.Unit):
            yield from _statements(s.body, s.leaf)
        else:
            yield s, leaf


def _leaves(s: Any) -> bool:
    return any(isinstance(inner, (ir.Return, ir.Raise)) for inner in walk(s))
