"""How a statement that prepares a column is read: `df["age"] = df["age"].fillna(…)`, and its like in place."""

from __future__ import annotations

import libcst as cst
from attrs import frozen

from heldout_rules.leakage.rowwise import statistics, uses, written
from heldout_rules.leakage.statements import Line, source


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


def targets(line: Line) -> list[str]:
    node = line.node
    if not isinstance(node, cst.Assign) or len(node.targets) != 1:
        return []
    target = node.targets[0].target
    items = [e.value for e in target.elements] if isinstance(target, cst.Tuple) else [target]
    return [i.value for i in items if isinstance(i, cst.Name)] if all(isinstance(i, cst.Name) for i in items) else []


def put_by(line: Line, halves: dict[str, tuple[str, str]]) -> Written | None:
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
    tables = {n.value for n in names_of(value) if statistics(value, n.value)}
    if name in halves and not tables:
        tables = {n.value for n in names_of(value) if uses(value, n.value) and n.value[:1].isupper()}
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


def names_of(node: cst.CSTNode) -> list[cst.Name]:
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
