"""A statistic of a table put back into its rows: the statement that does so, and those above it that compute the statistic."""

from __future__ import annotations

import re

import libcst as cst
from attrs import frozen

from heldout.api import Code, Place
from heldout_rules.leakage.rowwise import Statistic, literals, read_columns, row_by_row, statistics, uses, written
from heldout_rules.leakage.statements import Line, line_at, lines_between, source


@frozen
class Written:
    """`df["age"] = …`: the table that changes, the column of it as written ("" for all), and what it becomes. `result` is
    another name that the changed table gets.
    """

    line: Line
    table: str
    column: str
    value: cst.BaseExpression
    result: str = ""


@frozen
class Before:
    """A statement that computes statistics for the one that uses them: `mean, std = X.mean(0), X.std(0)`."""

    line: Line
    names: tuple[str, ...]
    computed: tuple[Statistic, ...]


def put_back(
    code: Code, here: Line, there: Line, halves: dict[str, tuple[str, str]]
) -> tuple[Written, tuple[Before, ...]] | None:
    """The statement that changes the table, and those that compute its statistics; None for any other shape."""
    put = _put(here, halves)
    if put is None:
        names = _targets(here)
        row = next(
            (
                (cell, row)
                for cell, row, text in lines_between(code, here.place, there.place)
                if any(re.search(rf"(?<![\w.]){re.escape(n)}(?!\w)", text) for n in names)
            ),
            None,
        )
        line = None if row is None else line_at(code, *row)
        put = None if line is None or line.indent != here.indent else _put(line, halves)
    if put is None:
        return None
    befores = []
    known = statistics(put.value, put.table)
    foreign = _foreign(put, known)
    while foreign:
        before = _before(code, put, foreign[0])
        if before is None:
            return None
        befores.append(before)
        foreign = [name for name in foreign if name not in before.names]
    given = {n for b in befores for n in b.names}
    if (not known and not given) or not row_by_row(put.value, known, given, put.table):
        return None
    if put.line.place != here.place and not any(b.line.place == here.place for b in befores):
        return None
    return put, tuple(sorted(befores, key=lambda b: b.line.place))


def _targets(line: Line) -> list[str]:
    node = line.node
    if not isinstance(node, cst.Assign) or len(node.targets) != 1:
        return []
    target = node.targets[0].target
    items = [e.value for e in target.elements] if isinstance(target, cst.Tuple) else [target]
    return [i.value for i in items if isinstance(i, cst.Name)] if all(isinstance(i, cst.Name) for i in items) else []


def _put(line: Line, halves: dict[str, tuple[str, str]]) -> Written | None:
    """`T = …`, `T["a"] = …`, `T[columns] = …`, `T.fillna(…, inplace=True)`, or `Z = …` of a table that is not split itself."""
    node = line.node
    if isinstance(node, cst.Expr):
        return _in_place(line, node.value)
    if not isinstance(node, cst.Assign) or len(node.targets) != 1:
        return None
    target = node.targets[0].target
    value = _applied(node.value)
    if isinstance(target, cst.Subscript) and isinstance(target.value, cst.Name):
        table = target.value.value
        return Written(line, table, source(target)[len(table) + 1 : -1], value)
    if not isinstance(target, cst.Name):
        return None
    name = target.value
    if uses(value, name):
        return Written(line, name, "", value)
    tables = {n.value for n in _names(value) if statistics(value, n.value)}
    if name in halves and not tables:
        tables = {n.value for n in _names(value) if uses(value, n.value) and n.value[:1].isupper()}
    return Written(line, tables.pop(), "", value, name) if name in halves and len(tables) == 1 else None


def _applied(value: cst.BaseExpression) -> cst.BaseExpression:
    """`df.apply(lambda c: c - c.mean())` as `df - df.mean()`; any other expression as it is."""
    if not isinstance(value, cst.Call) or not isinstance(value.func, cst.Attribute) or len(value.args) != 1:
        return value
    function, base = value.args[0].value, value.func.value
    if value.func.attr.value != "apply" or not isinstance(function, cst.Lambda) or value.args[0].keyword is not None:
        return value
    params = [p.name.value for p in function.params.params]
    plain = isinstance(base, cst.Name) or (isinstance(base, cst.Subscript) and isinstance(base.value, cst.Name))
    if len(params) != 1 or not plain:
        return value
    return cst.parse_expression(written(function.body, {}, params[0], source(base)))


def _in_place(line: Line, value: cst.BaseExpression) -> Written | None:
    if not isinstance(value, cst.Call) or not isinstance(value.func, cst.Attribute):
        return None
    keywords = {a.keyword.value: source(a.value) for a in value.args if a.keyword is not None}
    base = value.func.value
    if value.func.attr.value not in ("fillna", "clip") or keywords.get("inplace") != "True":
        return None
    args = [a for a in value.args if a.keyword is None or a.keyword.value != "inplace"]
    args = [a.with_changes(comma=cst.MaybeSentinel.DEFAULT) if a is args[-1] else a for a in args]
    new = value.with_changes(args=args)
    if isinstance(base, cst.Name):
        return Written(line, base.value, "", new)
    if isinstance(base, cst.Subscript) and isinstance(base.value, cst.Name):
        return Written(line, base.value.value, source(base)[len(base.value.value) + 1 : -1], new)
    return None


def _names(node: cst.CSTNode) -> list[cst.Name]:
    found: list[cst.Name] = []
    stack = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, cst.Name):
            found.append(one)
        elif isinstance(one, (cst.Attribute, cst.Arg)):
            stack.append(one.value)
        else:
            stack.extend(one.children)
    return found


def _foreign(put: Written, known: list[Statistic]) -> list[str]:
    """The names in an expression that are neither the table, nor a library, nor columns in a subscript of the table."""
    inside = {id(n) for use in uses(put.value, put.table) for n in _names(use)}
    inside |= {id(n) for s in known for n in _names(s.node)}
    names = [n.value for n in _names(put.value) if id(n) not in inside]
    skipped = ("np", "numpy", "pd", "True", "False", "None", "int", "float", "str", put.table)
    return list(dict.fromkeys([n for n in names if n not in skipped]))


def _before(code: Code, put: Written, name: str) -> Before | None:
    """The one statement above that computes a statistic by this name."""
    pattern = re.compile(rf"{re.escape(put.line.indent)}(\w+, )*{re.escape(name)}(, \w+)* = ")
    start = Place(0, 0, 0, 0, 0)
    rows = [(cell, row) for cell, row, text in lines_between(code, start, put.line.place) if pattern.match(text)]
    line = line_at(code, *rows[0]) if len(rows) == 1 else None
    if line is None:
        return None
    names = _targets(line)
    value = line.node.value
    values = [e.value for e in value.elements] if isinstance(value, cst.Tuple) and len(names) > 1 else [value]
    computed = [s for v in values for s in statistics(v, put.table) if s.node is v]
    if len(values) != len(names) or len(computed) != len(names):
        return None
    return Before(line, tuple(names), tuple(computed))


def columns_written(put: Written) -> set[str] | None:
    """The columns that are written; None for all, or for some that are not known."""
    if not put.column:
        return None
    node = cst.parse_expression(put.column)
    return literals(node)


def columns_read(put: Written, befores: tuple[Before, ...]) -> set[str] | None:
    found = [read_columns(put.value, put.table)]
    found += [read_columns(s.node, put.table) for b in befores for s in b.computed]
    known = [one for one in found if one is not None]
    return set().union(*known) if len(known) == len(found) else None
