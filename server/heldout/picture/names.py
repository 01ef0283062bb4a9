"""What values are called in the user's code, and where they get their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, field

from heldout.semantics.graph import Handle
from heldout.syntax import ir
from heldout.syntax.written import text_of


@define(eq=False)
class Names:
    """`of_calls`: by the `id()` of a call's node, what its result is bound to, one name for each part of an unpacking.

    `bound`: where a name is bound to something else than the result of a call: a slice, a selection.
    """

    of_calls: dict[int, list[str]] = field(factory=dict)
    bound: dict[str, Handle] = field(factory=dict)


def names_in(units: Iterable[ir.Unit]) -> Names:
    """All names that a program gives, in functions and classes too."""
    names = Names()
    for unit in units:
        for leaf, target, value in _bindings(unit.body, unit.leaf):
            items = target.items if isinstance(target, ir.Seq) else (target,)
            found = [_name(item) for item in items]
            calls = list(_calls(value))
            for call in calls:
                names.of_calls.setdefault(id(call), found)
            if value is not None and not isinstance(value, ir.Call) and len(found) == 1 and found[0]:
                names.bound.setdefault(found[0], Handle(leaf, value.at))
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


def _bindings(suite: ir.Suite, leaf: int) -> Iterator[tuple[int, ir.Expr, ir.Expr | None]]:
    """Leaf, target and what is bound to it, in the order of the text, the bodies of functions and classes included."""
    for stmt in suite:
        if isinstance(stmt, ir.Assign):
            for target in stmt.targets:
                if isinstance(target, ir.Seq) and isinstance(stmt.value, ir.Seq):
                    for one, value in zip(target.items, stmt.value.items, strict=False):
                        yield leaf, one, value
                else:
                    yield leaf, target, stmt.value
        elif isinstance(stmt, ir.For):
            yield leaf, stmt.target, stmt.iter
        elif isinstance(stmt, ir.With):
            for value, bound in stmt.items:
                if bound is not None:
                    yield leaf, bound, value
        for inner in _suites(stmt):
            yield from _bindings(inner, stmt.leaf if isinstance(stmt, ir.Unit) else leaf)


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
