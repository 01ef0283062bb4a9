"""What statements write to, and the words of calls that change what they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from heldout.api import Notebook, Step, Value, ir, text_of
from heldout_rules.notebooks.again import walk


def is_read(notebook: Notebook, value: Value) -> bool:
    """Whether the rows of a value were read from somewhere."""
    by_id = notebook.graph.by_id
    made = [by_id.get(path[0]) for path in value.rows.paths] if value.rows is not None else [None]  # type: ignore[call-overload]
    return all(step is not None and step.op == "source" for step in made)


def name_of(target: Any) -> str:
    """The name of a target, or of the table whose column it is."""
    if isinstance(target, (ir.Subscript, ir.Attr)):
        base = target.base
        if isinstance(base, ir.Attr) and base.name in ("loc", "iloc"):
            base = base.base
        target = base
    return target.id if isinstance(target, ir.Name) else ""


def column_of(target: Any) -> str | None:
    """The column that is written to: `df["x"]`, `df.x`, `df.loc[:, "x"]`."""
    if isinstance(target, ir.Attr):
        return target.name
    index = target.index if isinstance(target, ir.Subscript) else None
    if isinstance(index, ir.Seq) and index.kind == "tuple" and len(index.items) == 2:
        index = index.items[1]
    return index.value if isinstance(index, ir.Const) and isinstance(index.value, str) else None


def columns_in(target: Any) -> list[str]:
    """The columns of `df[["a", "b"]]`, as they are written one by one."""
    if isinstance(target, ir.Subscript) and isinstance(target.index, ir.Seq):
        return [f"{text_of(target.base)}[{text_of(item)}]" for item in target.index.items]
    return []


def is_behind(target: Any) -> bool:
    """`df.loc[len(df)] = …`: a row behind the last one."""
    if not isinstance(target, ir.Subscript) or not isinstance(target.base, ir.Attr) or target.base.name != "loc":
        return False
    index, table = target.index, text_of(target.base.base)
    if isinstance(index, ir.Call) and text_of(index.func) == "len" and len(index.args) == 1:
        return text_of(index.args[0].value) in (table, f"{table}.index")
    return text_of(index) == f"{table}.shape[0]"


def is_true(node: ir.Call, keyword: str) -> bool:
    return any(a.keyword == keyword and isinstance(a.value, ir.Const) and a.value.value is True for a in node.args)


def mutates(step: Step) -> bool:
    return bool(step.fact("removes")) or (step.model is not None and not step.model.rows and step.op == "call")


def takes_columns(step: Step) -> bool:
    """Whether `drop` takes columns, or rows by labels that are written there."""
    return (
        "columns" in step.args.keywords or step.args.keywords.get("axis") is not None or len(step.args.positional) > 1
    )


def made_columns(call: ir.Call, name: str, asks: Callable[[ir.Call], bool]) -> Iterator[tuple[str, str, Any]]:
    """The columns that a call of the table `name` makes anew: the name, how the table is called in the expression, and that.

    `asks` says whether a call stands for a column of the table: `pl.col("x")`.
    """
    for arg in call.args:
        for node in arg.value.items if isinstance(arg.value, ir.Seq) else (arg.value,):
            asked = next((inner for inner in walk(node) if isinstance(inner, ir.Call) and asks(inner)), None)
            column = arg.keyword or _alias(node) or (None if asked is None else column_named(asked))
            if column is not None and isinstance(node, ir.Lambda) and len(node.params) == 1:
                yield column, node.params[0].name, node.body
            elif column is not None:
                yield column, name, node


def column_named(call: ir.Call) -> str | None:
    """The constant text that a call is given first."""
    first = call.args[0].value if call.args else None
    return first.value if isinstance(first, ir.Const) and isinstance(first.value, str) else None


def _alias(node: Any) -> str | None:
    """The name that an expression of columns gives to what it makes."""
    while isinstance(node, ir.Call) and isinstance(node.func, ir.Attr):
        if node.func.name == "alias":
            return column_named(node)
        node = node.func.base
    return None
