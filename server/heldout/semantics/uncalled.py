"""What nobody calls: which methods of a class, and how they are run on arguments of which nothing is known."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from heldout.semantics.calls import run_uncalled
from heldout.semantics.machine import Machine
from heldout.semantics.values import Class, Function, Object, Value
from heldout.syntax import ir


def function_runner(m: Machine, fid: tuple[int, int]) -> Callable[[], None]:
    """Runs a function."""
    return lambda: run_uncalled(m, Value(Function(fid, 0)))


FIRST = ("__init__", "setup", "build")
"""Methods that run before the others, as far as anybody knows: they make the fields."""


def uncalled_methods(m: Machine, cid: Hashable, node: ir.ClassDef, called: frozenset[Hashable]) -> tuple[str, ...]:
    """The methods of a class that nobody called, in order."""
    names = []
    for name in methods_of(node.body):
        method = m.vars.get((cid, name))
        if (
            isinstance(method, Value)
            and isinstance(method.kind, Function)
            and (method.kind.fid not in called or name in FIRST)
        ):
            names.append(name)
    return tuple(names) if any(name not in FIRST for name in names) or "__init__" in names else ()


def class_runner(m: Machine, cid: Hashable, names: tuple[str, ...]) -> Callable[[], None]:
    """Runs methods of a class, one after the other, on one object."""

    def run() -> None:
        receiver = Value(Object(cid, ("self", cid)))
        for name in sorted(names, key=lambda n: n not in FIRST):
            method = m.get((cid, name))
            if method is None or not isinstance(method.kind, Function):
                continue
            decorators = m.get(("decorators", method.kind.fid)) or ()
            first = Value(Class(cid)) if "builtins.classmethod" in decorators else receiver
            run_uncalled(m, method, None if "builtins.staticmethod" in decorators else first)

    return run


_NAMES: dict[int, tuple[ir.Suite, list[str]]] = {}


def methods_of(suite: ir.Suite) -> list[str]:
    """`method_names`, remembered for each class body."""
    known = _NAMES.get(id(suite))
    if known is None or known[0] is not suite:
        if len(_NAMES) > 2048:
            _NAMES.clear()
        known = _NAMES[id(suite)] = (suite, method_names(suite))
    return known[1]


def method_names(suite: ir.Suite) -> list[str]:
    """The functions defined in a class body, in order."""
    names: list[str] = []
    for stmt in suite:
        if isinstance(stmt, ir.Unit):
            names += method_names(stmt.body)
        elif isinstance(stmt, ir.FunctionDef):
            names.append(stmt.name)
        elif isinstance(stmt, ir.If):
            names += method_names(stmt.body)
    return names
