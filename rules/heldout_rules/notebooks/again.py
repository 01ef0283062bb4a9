"""What becomes of a value that is computed from itself when that is done once more: mostly nothing, sometimes other data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import frozen

from heldout.api import Step, constant, ir, text_of

ARITHMETIC = ("+", "-", "*", "/", "//", "**", "@")
AGAIN = frozenset(
    [
        *("numpy.log", "numpy.log1p", "numpy.log2", "numpy.log10", "numpy.exp", "numpy.expm1", "numpy.sqrt"),
        *("numpy.square", "numpy.power", "numpy.cumsum", "numpy.diff", "numpy.expand_dims", "numpy.flip"),
        *("keras.utils.to_categorical", "torch.unsqueeze", "torch.log", "torch.exp", "torch.sqrt"),
    ]
)
"""Functions that change once more what they have made."""
METHODS = frozenset(
    [
        *("shift", "diff", "pct_change", "cumsum", "cumprod", "add", "sub", "subtract", "mul", "multiply", "div"),
        *("divide", "truediv", "pow"),
    ]
)
"""The same of tables."""
LOUD = frozenset(["drop", "set_index", "pop", "get_dummies", "melt", "pivot", "explode"])
"""What fails when it is done again (the column is gone): nobody has to be told of that, nor of what stands around it."""
STACKS = frozenset(["concat", "append"])
TABLES = ("pandas.", "polars.")


@frozen
class Again:
    """A part of an expression that changes its own result, and in what way: `why` follows "running this cell again …"."""

    node: Any
    why: str
    step: Step | None = None


Find = Callable[[Any], Step | None]
Reads = Callable[[Any], bool]


def again(node: Any, key: str, reads: Reads, find: Find) -> Again | None:
    """What in an expression changes `key` (a name or a column, as written) once more; None where nothing is known to.

    `reads` says whether a node holds the key or anything that was computed from it in the same cell.
    """
    found: Again | None = None
    while text_of(node) != key:
        if isinstance(node, ir.Binary):
            sides = [side for side in (node.left, node.right) if reads(side)]
            if len(sides) != 1:
                return None  # x - x.mean(): done again it changes nothing, or nobody knows
            if node.op in ARITHMETIC:
                found = found or Again(node, f"applies `{node.op}` to `{key}` once more")
            node = sides[0]
        elif isinstance(node, ir.Unary):
            node = node.value
        elif isinstance(node, ir.Subscript):
            if reads(node.index):
                return None
            if _cuts(node):
                found = found or Again(node, f"cuts more off `{key}`")
            node = node.base
        elif isinstance(node, ir.Attr):
            node = node.base
        elif isinstance(node, ir.Call):
            step = find(node)
            if step is not None and step.op == "drop" and _drops_by_position(node, key):
                return found or Again(node, f"drops other rows of `{key}`", step)
            inner = _through(node, key, reads)
            if step is None or inner is None:
                return None
            if _is_loud(step):
                return None
            found = found or _call(node, step, key)
            if found is not None and found.node is node and step.op in STACKS:
                return None if any(_holds_loud(arg.value, find) for arg in node.args) else found
            node = inner
        else:
            return None
    return found


def _through(node: ir.Call, key: str, reads: Reads) -> Any:
    """The part of a call that holds the key: what its method belongs to, or one of its arguments."""
    if isinstance(node.func, ir.Attr) and reads(node.func.base):
        return node.func.base if not any(reads(arg.value) for arg in node.args) else None
    holding = [arg.value for arg in node.args if reads(arg.value)]
    if len(holding) == 1 or (holding and any(text_of(item) == key for item in holding)):
        inner: Any = next((item for item in holding if text_of(item) == key), holding[0])
        if isinstance(inner, ir.Seq):
            inner = next((item for item in inner.items if reads(item)), None)
        return inner
    return None


def _call(node: ir.Call, step: Step, key: str) -> Again | None:
    name = step.name.rpartition(".")[2]
    table = step.name.startswith(TABLES)
    if step.name in AGAIN or (table and name in METHODS):
        return Again(node, f"applies `{name}` to `{key}` once more", step)
    if table and name == "map" and _leaves_nothing(node):
        return Again(node, f"finds none of the keys of `map` in `{key}`, and leaves missing values", step)
    if table and name == "reset_index" and constant(step.args.keywords.get("drop")) is not True:
        return Again(node, f"adds another column of row numbers to `{key}`", step)
    if step.op == "sample" and constant(step.arg("frac")) not in (1, 1.0):
        return Again(node, f"draws a sample of the sample `{key}`", step)
    if step.op == "split":
        return Again(node, f"splits another part off `{key}`", step)
    if step.op in STACKS:
        return Again(node, f"puts the same onto `{key}` once more", step)
    if step.op == "transform":
        return Again(node, f"applies `{text_of(step.node.func)}` to `{key}` once more", step)
    if step.op == "fit-transform":
        return Again(node, f"fits `{_short(step.receiver_text)}` on `{key}` as it has changed it already", step)
    return None


def _short(written: str) -> str:
    return written if written and "…" not in written and "(" not in written else "it"


def _is_loud(step: Step) -> bool:
    return step.name.rpartition(".")[2] in LOUD


def _drops_by_position(node: ir.Call, key: str) -> bool:
    """`df.drop(df.index[0])`: another row is the first one then."""
    labels = node.args[0].value if node.args else None
    return isinstance(labels, ir.Subscript) and text_of(labels.base) == f"{key}.index"


def _holds_loud(node: Any, find: Find) -> bool:
    return any(
        isinstance(inner, ir.Call) and (step := find(inner)) is not None and _is_loud(step) for inner in walk(node)
    )


def _cuts(node: ir.Subscript) -> bool:
    """Whether a slice leaves rows, columns or characters out each time: `[1:]`, `[:-1]`, `[::2]`."""
    parts = node.index.items if isinstance(node.index, ir.Seq) else (node.index,)
    for part in parts:
        if isinstance(part, ir.Slice):
            lower, upper = _number(part.lower), _number(part.upper)
            step = _number(part.step)
            if (
                (lower is not None and lower > 0)
                or (upper is not None and upper < 0)
                or (step is not None and step > 1)
            ):
                return True
    return False


def _number(node: Any) -> int | None:
    return node.value if isinstance(node, ir.Const) and type(node.value) is int else None


def _leaves_nothing(node: ir.Call) -> bool:
    """`map({"yes": 1, "no": 0})`: what is there afterwards is not among the keys."""
    table = node.args[0].value if node.args else None
    if not isinstance(table, ir.DictExpr) or not table.items:
        return False
    keys = [key.value for key, _ in table.items if isinstance(key, ir.Const)]
    values = [value.value for _, value in table.items if isinstance(value, ir.Const)]
    return len(keys) == len(values) == len(table.items) and not any(value in keys for value in values)


def walk(node: Any) -> Iterator[Any]:
    """A node and all below it."""
    stack = [node]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            stack.extend(node)
        elif hasattr(node, "__attrs_attrs__"):
            yield node
            stack.extend([getattr(node, a.name) for a in node.__attrs_attrs__])
