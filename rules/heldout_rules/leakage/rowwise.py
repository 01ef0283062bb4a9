"""Expressions of a table, as text: which parts are statistics of its rows, and whether all the rest works row by row."""

from __future__ import annotations

import re
from collections.abc import Mapping

import libcst as cst
from attrs import frozen

from heldout_rules.leakage.statements import source

METHODS = frozenset(["mean", "std", "var", "min", "max", "median", "quantile", "mode"])
FUNCTIONS = frozenset(
    ["amax", "amin", "max", "mean", "median", "min", "nanmax", "nanmean", "nanmedian", "nanmin", "nanpercentile", "nanquantile",
     "nanstd", "percentile", "quantile", "std", "var"]
)  # fmt: skip
ROW_BY_ROW = frozenset(
    ["abs", "add", "astype", "clip", "copy", "div", "fillna", "isin", "isna", "isnan", "isnull", "log", "log10", "log1p", "map",
     "maximum", "minimum", "mul", "notna", "notnull", "round", "sqrt", "sub", "truediv", "where"]
)  # fmt: skip
"""Methods of tables and functions of NumPy that look at one row at a time, as long as they are given numbers."""
ARRAYS = ("np", "numpy")


@frozen
class Statistic:
    """A statistic as written, a name for it, the statement that computes it, and what takes its place row by row.

    `seldom`: for groups that the training rows do not have, the same statistic of all of these.
    """

    node: cst.BaseExpression
    name: str
    computed: str
    used: str
    seldom: str = ""


def read_columns(node: cst.CSTNode, table: str) -> set[str] | None:
    """The columns that an expression reads by literal names; None where it reads the whole table, or chosen otherwise."""
    found: set[str] = set()
    for one in uses(node, table):
        names = literal_columns(one.slice) if isinstance(one, cst.Subscript) else None
        if names is None:
            return None
        found |= names
    for inner in _all(node):  # df.groupby("town")["price"]
        if isinstance(inner, cst.Call) and source(inner.func) == f"{table}.groupby" and len(inner.args) == 1:
            found |= literals(inner.args[0].value) or set()
    return found


def uses(node: cst.CSTNode, table: str) -> list[cst.BaseExpression]:
    """The places where an expression speaks of a table: `df["a"]`, or `df` where it is not subscripted."""
    found: list[cst.BaseExpression] = []
    stack: list[cst.CSTNode] = [node]
    while stack:
        one = stack.pop()
        grouped = _grouping(one, table)
        if grouped is not None:
            found.append(grouped)
        elif (isinstance(one, cst.Subscript) and isinstance(one.value, cst.Name) and one.value.value == table) or (
            isinstance(one, cst.Name) and one.value == table
        ):
            found.append(one)
        elif isinstance(one, (cst.Attribute, cst.Arg)):
            stack.append(one.value)
        else:
            stack.extend(one.children)
    return found


def _grouping(node: cst.CSTNode, table: str) -> cst.Subscript | None:
    """`df.groupby("town")["price"]`."""
    if not isinstance(node, cst.Subscript) or not isinstance(node.value, cst.Call):
        return None
    func = node.value.func
    grouped = isinstance(func, cst.Attribute) and func.attr.value == "groupby" and source(func.value) == table
    return node if grouped and len(node.value.args) == 1 and literals(node.value.args[0].value) is not None else None


def literals(node: cst.CSTNode) -> set[str] | None:
    """The strings of `"a"` or `["a", "b"]`."""
    items = [e.value for e in node.elements] if isinstance(node, (cst.List, cst.Tuple)) else [node]
    if not all(isinstance(i, cst.SimpleString) for i in items):
        return None
    return {str(i.evaluated_value) for i in items if isinstance(i, cst.SimpleString)}


def literal_columns(slices: object) -> set[str] | None:
    """The columns of `["a"]` or `[["a", "b"]]`."""
    if not isinstance(slices, (list, tuple)) or len(slices) != 1 or not isinstance(slices[0].slice, cst.Index):
        return None
    return literals(slices[0].slice.value)


def statistic(node: cst.CSTNode, table: str) -> Statistic | None:
    """What a node is, where it is a statistic over the rows of a table."""
    if isinstance(node, cst.Subscript):  # df["town"].mode()[0]
        inner = node.value
        if isinstance(inner, cst.Attribute) and inner.attr.value == "iloc":
            inner = inner.value
        known = statistic(inner, table) if source(node).endswith("[0]") else None
        if known is None or not known.name.endswith("_mode"):
            return None
        return Statistic(node, known.name, source(node), known.name)
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
        return None
    method, base = node.func.attr.value, node.func.value
    options = {a.keyword.value: source(a.value) for a in node.args if a.keyword is not None}
    if options.get("axis", "0") not in ("0", "'index'", '"index"') or any(a.star for a in node.args):
        return None
    if method == "transform":
        return _of_groups(node, base, table)
    if isinstance(base, cst.Name) and base.value in ARRAYS and method in FUNCTIONS:
        if not node.args or node.args[0].keyword is not None or _part(node.args[0].value, table) is None:
            return None
        return _named(node, _part(node.args[0].value, table) or table, method.removeprefix("nan").removeprefix("a"))
    part = _part(base, table)
    if part is not None and method in METHODS and not (method not in ("quantile",) and _positional_axis(node)):
        return _named(node, part, method)
    grouped = _grouping(base, table)
    if grouped is not None and method in METHODS and not node.args:
        by, column = _group_and_column(grouped)
        if column:
            return Statistic(node, f"{column}_by_{by}", source(node), "", f'{table}["{column}"].{method}()')
    return None


def _positional_axis(node: cst.Call) -> bool:
    first = next((a for a in node.args if a.keyword is None), None)
    return first is not None and source(first.value) != "0"


def _named(node: cst.Call, part: str, method: str) -> Statistic:
    level = next(
        (source(a.value) for a in node.args if a.keyword is None and re.fullmatch(r"0?\.\d+", source(a.value))), ""
    )
    name = f"{part}_{method}{level.partition('.')[2]}"
    return Statistic(node, name, source(node), name)


def _of_groups(node: cst.Call, base: cst.BaseExpression, table: str) -> Statistic | None:
    """`df.groupby("town")["price"].transform("mean")`: the means by town, mapped."""
    grouped = _grouping(base, table)
    how = node.args[0].value if len(node.args) == 1 and node.args[0].keyword is None else None
    if (
        grouped is None
        or not isinstance(how, cst.SimpleString)
        or how.evaluated_value not in METHODS - {"mode", "quantile"}
    ):
        return None
    by, column = _group_and_column(grouped)
    if not column or not by:
        return None
    method = str(how.evaluated_value)
    quote = how.quote
    name = f"{column}_by_{by}"
    whole = f"{table}[{quote}{column}{quote}].{method}()"
    return Statistic(node, name, f"{source(base)}.{method}()", f"{table}[{quote}{by}{quote}].map({name})", whole)


def _group_and_column(grouped: cst.Subscript) -> tuple[str, str]:
    columns = literal_columns(grouped.slice) or set()
    call = grouped.value
    by = (literals(call.args[0].value) if isinstance(call, cst.Call) else None) or set()
    return (by.pop() if len(by) == 1 else "", columns.pop() if len(columns) == 1 else "")


def _part(node: cst.BaseExpression, table: str) -> str | None:
    """What a statistic of `df`, `df["age"]` or `df[columns]` is named after."""
    if isinstance(node, cst.Name):
        return table if node.value == table else None
    if not isinstance(node, cst.Subscript) or source(node.value) != table:
        return None
    names = literal_columns(node.slice)
    if names is not None and len(names) == 1:
        return re.sub(r"\W+", "_", next(iter(names))).strip("_").lower()
    if names is not None or re.fullmatch(r"\w+", source(node)[len(table) + 1 : -1]):
        return table
    return None


def statistics(node: cst.CSTNode, table: str) -> list[Statistic]:
    """The outermost statistics in an expression, from left to right."""
    found: list[Statistic] = []
    stack = [node]
    while stack:
        one = stack.pop()
        known = statistic(one, table)
        if known is not None:
            found.append(known)
        else:
            stack.extend(reversed(one.children))
    return found


def row_by_row(node: cst.CSTNode, known: list[Statistic], names: set[str], table: str) -> bool:
    """Whether an expression, its statistics given, does the same to every row: only arithmetic, and calls known to do so."""
    if any(node is s.node for s in known):
        return True
    if isinstance(node, cst.Name):
        return (
            node.value in names or node.value == table or node.value in ("True", "False", "None", "int", "float", "str")
        )
    if isinstance(node, (cst.BaseNumber, cst.BaseString)):
        return True
    if isinstance(node, cst.Subscript):
        inside = literal_columns(node.slice) is not None or re.fullmatch(r"\w+", source(node)[len(table) + 1 : -1])
        return source(node.value) == table and bool(inside)
    if isinstance(node, (cst.BinaryOperation, cst.UnaryOperation, cst.Comparison)):
        inner = [n for n in node.children if isinstance(n, (cst.BaseExpression, cst.ComparisonTarget))]
        return all(
            row_by_row(n.comparator if isinstance(n, cst.ComparisonTarget) else n, known, names, table) for n in inner
        )
    if isinstance(node, cst.Attribute):
        return source(node) in ("np.nan", "numpy.nan")
    if (
        not isinstance(node, cst.Call)
        or not isinstance(node.func, cst.Attribute)
        or node.func.attr.value not in ROW_BY_ROW
    ):
        return False
    base = node.func.value
    if not (isinstance(base, cst.Name) and base.value in ARRAYS) and not row_by_row(base, known, names, table):
        return False
    for arg in node.args:
        if arg.star or (arg.keyword is not None and arg.keyword.value in ("inplace", "axis", "out")):
            return False
        if not row_by_row(arg.value, known, names, table):
            return False
    return True


def written(node: cst.CSTNode, known: Mapping[int, str], table: str, part: str) -> str:
    """The expression of another part of the table, with names in place of its statistics (by the identity of their nodes)."""
    changed = node.visit(_Written(known, table, part))
    assert isinstance(changed, cst.CSTNode)
    return source(changed)


class _Written(cst.CSTTransformer):
    def __init__(self, known: Mapping[int, str], table: str, part: str) -> None:
        self.known, self.table, self.part = known, table, part

    def on_visit(self, node: cst.CSTNode) -> bool:
        return id(node) not in self.known

    def on_leave(self, original: cst.CSTNode, updated: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        if id(original) in self.known:
            return cst.parse_expression(self.known[id(original)])
        if isinstance(original, cst.Attribute):
            assert isinstance(updated, cst.Attribute)
            return updated.with_changes(attr=original.attr)
        if isinstance(original, cst.Arg):
            assert isinstance(updated, cst.Arg)
            return updated.with_changes(keyword=original.keyword)
        if isinstance(original, cst.Name) and original.value == self.table:
            return cst.parse_expression(self.part)
        return updated


def _all(node: cst.CSTNode) -> list[cst.CSTNode]:
    found, stack = [], [node]
    while stack:
        one = stack.pop()
        found.append(one)
        stack.extend(one.children)
    return found
