"""The names that a function binds in its own frame."""

from __future__ import annotations

from typing import Any

from heldout.syntax import ir

_CACHE: dict[int, tuple[Any, frozenset[str]]] = {}
_LIMIT = 4096


def bound_names(node: Any) -> frozenset[str]:
    """All names that a function or lambda binds: parameters, assignments, imports, loops, definitions. Cached by node."""
    known = _CACHE.get(id(node))
    if known is not None and known[0] is node:
        return known[1]
    names = {p.name for p in node.params}
    if isinstance(node, ir.FunctionDef):
        declared: set[str] = set()
        _suite(node.body, names, declared)
        names -= declared
    result = frozenset(names)
    if len(_CACHE) >= _LIMIT:
        _CACHE.clear()
    _CACHE[id(node)] = (node, result)
    return result


def _suite(suite: ir.Suite, names: set[str], declared: set[str]) -> None:
    for stmt in suite:
        _statement(stmt, names, declared)


def _statement(s: Any, names: set[str], declared: set[str]) -> None:
    kind = type(s)
    if kind is ir.Assign:
        for target in s.targets:
            _target(target, names)
        _walrus(s.value, names)
    elif kind is ir.ExprStmt or kind is ir.Return:
        _walrus(s.value, names)
    elif kind is ir.AugAssign:
        _target(s.target, names)
    elif kind is ir.Import:
        names.add(s.bind)
    elif kind is ir.FunctionDef or kind is ir.ClassDef:
        names.add(s.name)
    elif kind is ir.Scope:
        declared.update(s.names)
    elif kind is ir.Unit:
        _suite(s.body, names, declared)
    elif kind is ir.For:
        _target(s.target, names)
        _suite(s.body, names, declared)
        _suite(s.orelse, names, declared)
    elif kind is ir.If or kind is ir.While:
        _walrus(s.test, names)
        _suite(s.body, names, declared)
        _suite(s.orelse, names, declared)
    elif kind is ir.With:
        for _, target in s.items:
            _target(target, names)
        _suite(s.body, names, declared)
    elif kind is ir.Try:
        _suite(s.body, names, declared)
        for handler in s.handlers:
            if handler.name is not None:
                names.add(handler.name)
            _suite(handler.body, names, declared)
        _suite(s.orelse, names, declared)
        _suite(s.final, names, declared)
    elif kind is ir.Match:
        for case in s.cases:
            names.update(case.names)
            _suite(case.body, names, declared)


def _target(target: Any, names: set[str]) -> None:
    if type(target) is ir.Name:
        names.add(target.id)
    elif type(target) is ir.Seq:
        for item in target.items:
            _target(item, names)
    elif type(target) is ir.Starred:
        _target(target.value, names)


def _walrus(e: Any, names: set[str]) -> None:
    """`:=` in the places where people write it: tests, comparisons, calls."""
    kind = type(e)
    if kind is ir.NamedExpr:
        _target(e.target, names)
        _walrus(e.value, names)
    elif kind is ir.Compare:
        _walrus(e.left, names)
        for _, right in e.rest:
            _walrus(right, names)
    elif kind is ir.Binary:
        _walrus(e.left, names)
        _walrus(e.right, names)
    elif kind is ir.Unary:
        _walrus(e.value, names)
    elif kind is ir.Call:
        for arg in e.args:
            _walrus(arg.value, names)
