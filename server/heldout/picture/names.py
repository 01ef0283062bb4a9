"""What results of calls are called: the targets of the assignments that a program makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.semantics.graph import text_of
from heldout.syntax import ir


def names_of_calls(units: Iterable[ir.Unit]) -> dict[int, list[str]]:
    """By the `id()` of a call's node: what its result is bound to, one name for each part of an unpacking."""
    names: dict[int, list[str]] = {}
    for unit in units:
        for target, value in _bindings(unit.body):
            items = target.items if isinstance(target, ir.Seq) else (target,)
            found = [_name(item) for item in items]
            for call in _calls(value):
                names.setdefault(id(call), found)
    return names


def _name(target: ir.Expr) -> str:
    """`df` for `df["total"]` and `df.total` too: the table is what goes on."""
    if isinstance(target, ir.Starred):
        return _name(target.value)
    if isinstance(target, ir.Subscript):
        return _name(target.base)
    if isinstance(target, ir.Attr) and not (isinstance(target.base, ir.Name) and target.base.id == "self"):
        return _name(target.base)
    text = text_of(target)
    return "" if text == "_" or "…" in text else text


def _calls(value: ir.Expr | None) -> Iterator[ir.Call]:
    """The calls whose results a value may be."""
    if isinstance(value, ir.Call):
        yield value
    elif isinstance(value, ir.IfExp):
        yield from _calls(value.body)
        yield from _calls(value.orelse)
    elif isinstance(value, (ir.Await, ir.NamedExpr)):
        yield from _calls(value.value)
    elif isinstance(value, (ir.Attr, ir.Subscript)):
        yield from _calls(value.base)


def _bindings(suite: ir.Suite) -> Iterator[tuple[ir.Expr, ir.Expr | None]]:
    """Targets and what is bound to them, in the order of the text, the bodies of functions and classes included."""
    for stmt in suite:
        if isinstance(stmt, ir.Assign):
            for target in stmt.targets:
                if isinstance(target, ir.Seq) and isinstance(stmt.value, ir.Seq):
                    yield from zip(target.items, stmt.value.items, strict=False)
                yield target, stmt.value
        elif isinstance(stmt, ir.For):
            yield stmt.target, stmt.iter
        elif isinstance(stmt, ir.With):
            for value, bound in stmt.items:
                if bound is not None:
                    yield bound, value
        for inner in _suites(stmt):
            yield from _bindings(inner)


def _suites(stmt: ir.Stmt) -> Iterator[ir.Suite]:
    if isinstance(stmt, (ir.Unit, ir.With, ir.FunctionDef, ir.ClassDef)):
        yield stmt.body
    elif isinstance(stmt, (ir.If, ir.For, ir.While)):
        yield stmt.body
        yield stmt.orelse
    elif isinstance(stmt, ir.Try):
        yield from (stmt.body, *[h.body for h in stmt.handlers], stmt.orelse, stmt.final)
    elif isinstance(stmt, ir.Match):
        yield from (case.body for case in stmt.cases)
