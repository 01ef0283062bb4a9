"""What becomes of a value that is computed from itself when that is done once more: mostly nothing, sometimes other data.

What a call makes of its own result stands in the library models (`again`); what nobody knows is taken to make no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve, frozen

from heldout.api import Handle, Mapping, Ref, Step, constant, ir, text_of
from heldout_rules.notebooks.answers import differs

ARITHMETIC = ("+", "-", "*", "/", "//", "**", "@")
NOTHING = {"+": (0,), "-": (0,), "*": (1,), "/": (1,), "//": (), "**": (1,), "@": ()}
"""What may stand on the right of an operator without changing a number: `mask * 1`."""
KEYS = ("on", "left_on", "right_on", "left_index", "right_index")
"""The parameters that say by what two tables are joined."""
STACKS = frozenset(["concat", "append"])
HIDES = frozenset(["rescale", "statistic", "column-statistic", "predict", "fit-predict", "score", "metric"])
"""Kinds of steps after which it does not show what was done to all values alike."""
ASIDE = frozenset(["values", "str", "loc", "iloc", "array"])
"""Attributes that are the same data."""


@frozen
class Again:
    """A part of an expression that changes its own result, and in what way: `why` follows "running this cell again …"."""

    node: Any
    why: str
    step: Step | None = None
    at: Handle | None = None  # where it happens, if that is in a function that the node calls


@frozen
class Question:
    """What `again` asks about: a name or a column.

    `key` is how it is written, `is_key` says which nodes are it, `reads` whether a node holds it or anything that was
    computed from it in the same cell, `find` gives the step of a call, `fact` a word of the model of a function.
    """

    key: str
    is_key: Callable[[Any], bool]
    reads: Callable[[Any], bool]
    find: Callable[[Any], Step | None]
    fact: Callable[[str, str], Any]

    def about(self, name: str) -> Question:
        """The same of a name that stands for the key within: the parameter of a lambda, the target of a comprehension."""
        return evolve(
            self,
            is_key=lambda node: isinstance(node, ir.Name) and node.id == name,
            reads=lambda node: _names(node, name),
        )


def again(node: Any, q: Question) -> Again | None:
    """What in an expression changes the key once more; None where nothing is known to."""
    found: Again | None = None
    while not q.is_key(node):
        if isinstance(node, ir.Call):
            step = q.find(node)
            inner = _through(node, q)
            if step is not None and step.op == "drop" and _by_position(node, q.key):
                return found or Again(node, f"drops other rows of `{q.key}`", step)
            if step is None or step.model is None or fails(step):
                return None
            answer = differs(node, step, q)
            if answer:
                return found or Again(node, answer, step)
            if inner is None:
                return None
            if found is None:
                found = _call(node, step, q)
                if found is not None and step.op in STACKS:
                    return None if any(_holds_failing(arg.value, q.find) for arg in node.args) else found
            if found is None and (step.op in HIDES or step.model.content or step.fact("again") == "same"):
                return None
            node = inner
            continue
        here, inner = _part(node, q)
        if inner is None:
            return None if here is None else found or here
        found = found or here
        node = inner
    return found


def _part(node: Any, q: Question) -> tuple[Again | None, Any]:
    """What an operation does to the key, and the part of it that holds the key (None where that is the end)."""
    if isinstance(node, ir.Binary):
        sides = [side for side in (node.left, node.right) if q.reads(side)]
        if len(sides) != 1:
            return None, None  # x - x.mean(): done again it changes nothing, or nobody knows
        other = node.right if sides[0] is node.left else node.left
        once = Again(node, f"applies `{node.op}` to `{q.key}` once more")
        return (once if node.op in ARITHMETIC and not _leaves(node.op, other, q) else None), sides[0]
    if isinstance(node, ir.Unary):
        turned = {"-": f"turns the sign of `{q.key}` once more", "~": f"turns `{q.key}` into its opposite once more"}
        return (Again(node, turned[node.op]) if node.op in turned else None), node.value
    if isinstance(node, ir.Subscript):
        if q.reads(node.index):
            return None, None
        why = _cuts(node, q.key)
        return (Again(node, why) if why else None), node.base
    if isinstance(node, ir.Attr):
        if node.name == "T":
            return Again(node, f"turns `{q.key}` around once more"), node.base
        return None, node.base if node.name in ASIDE else None
    if isinstance(node, ir.Comp) and node.kind == "list" and len(node.clauses) == 1:
        target, items, conditions = node.clauses[0]
        if isinstance(target, ir.Name) and not conditions and q.is_key(items):
            return again(node.elt, q.about(target.id)), None
        return None, None
    if isinstance(node, ir.Joined) and len(node.parts) > 0:
        return Again(node, f"puts the same text around `{q.key}` once more"), next(filter(q.is_key, node.parts), None)
    answer = differs(node, None, q)
    return (Again(node, answer) if answer else None), None


def _through(node: ir.Call, q: Question) -> Any:
    """The part of a call that holds the key: what its method belongs to, or one of its arguments."""
    step = q.find(node)
    if step is not None and joins(step) and isinstance(node.func, ir.Attr) and q.reads(node.func.base):
        return node.func.base  # what is joined may have been computed from it, too
    if isinstance(node.func, ir.Attr) and q.reads(node.func.base):
        return node.func.base if not any(q.reads(arg.value) for arg in node.args) else None
    holding = [arg.value for arg in node.args if q.reads(arg.value)]
    inner: Any = next((item for item in holding if q.is_key(item)), None)
    if inner is None and len(holding) == 1:
        inner = holding[0]
    if isinstance(inner, ir.Seq):
        inner = next((item for item in inner.items if q.reads(item)), None)
    return inner


def joins(step: Step) -> bool:
    """Whether a call puts the columns of another table beside those that are there, and does not only choose rows by it."""
    return step.op == "join" and str(constant(step.arg("how"))).replace("left", "").strip("_") not in ("semi", "anti")


def _call(node: ir.Call, step: Step, q: Question) -> Again | None:
    if joins(step):
        if not any(step.given(name) for name in KEYS):
            return None  # by all columns that both have: the second time those that came the first time, too
        return Again(node, f"joins the same to `{q.key}` once more, whose columns are there twice then", step)
    if step.fact("again") == "changes" and not _harmless(step):
        return Again(node, f"applies `{called(node)}` to `{q.key}` once more", step)
    if step.op in ("apply", "map"):
        return _given(node, step, q)
    if step.op == "sample" and constant(step.arg("frac")) not in (1, 1.0):
        return Again(node, f"draws a sample of the sample `{q.key}`", step)
    if step.op == "split":
        return Again(node, f"splits another part off `{q.key}`", step)
    if step.op in STACKS:
        return Again(node, f"puts the same onto `{q.key}` once more", step)
    if step.op == "transform":
        return Again(node, f"applies `{text_of(step.node.func)}` to `{q.key}` once more", step)
    if step.op == "fit-transform":
        return Again(node, f"fits `{_short(step.receiver_text)}` on `{q.key}` as it has changed it already", step)
    return None


def _given(node: ir.Call, step: Step, q: Question) -> Again | None:
    """What `apply` or `map` does with the function, or the dict, that it is given."""
    function = node.args[0].value if node.args else None
    value = step.args.positional[0] if step.args.positional else None
    if isinstance(function, ir.Lambda) and len(function.params) == 1:
        return again(function.body, q.about(function.params[0].name))
    if value is not None and isinstance(value.kind, Ref) and q.fact(value.kind.name, "again") == "changes":
        return Again(node, f"applies `{value.kind.name}` to `{q.key}` once more", step)
    if value is not None and isinstance(value.kind, Mapping) and value.kind.items:
        keys = [key for key, _ in value.kind.items]
        values = [constant(item, Ellipsis) for _, item in value.kind.items]
        if Ellipsis not in values and not any(item in keys for item in values):
            return Again(node, f"finds none of the keys of `map` in `{q.key}`, and leaves missing values", step)
    return None


def called(node: ir.Call) -> str:
    """The last name of what is called."""
    return node.func.name if isinstance(node.func, ir.Attr) else text_of(node.func)


def _harmless(step: Step) -> bool:
    """Whether an argument says that there is nothing to change: `reset_index(drop=True)`."""
    word = step.fact("again-unless")
    return word is not None and constant(step.arg(str(word))) is True


def fails(step: Step) -> bool:
    """Whether a call stops when it is done again (the column is gone): nobody has to be told of that."""
    return step.fact("again") == "fails" and constant(step.args.keywords.get("errors")) != "ignore"


def _short(written: str) -> str:
    return written if written and "…" not in written and "(" not in written else "it"


def _by_position(node: ir.Call, key: str) -> bool:
    """`df.drop(df.index[0])`: another row is the first one then."""
    labels = node.args[0].value if node.args else None
    return isinstance(labels, ir.Subscript) and text_of(labels.base) == f"{key}.index"


def _holds_failing(node: Any, find: Callable[[Any], Step | None]) -> bool:
    return any(isinstance(inner, ir.Call) and (step := find(inner)) is not None and fails(step) for inner in walk(node))


def _leaves(op: str, other: Any, q: Question) -> bool:
    """Whether an operand leaves numbers as they are, or makes them what they are already: `x * 1`, `x * mask`."""
    if isinstance(other, ir.Const) and type(other.value) in (int, float):
        return other.value in NOTHING[op]
    step = q.find(other) if isinstance(other, ir.Call) else None
    masks = step is not None and step.model is not None and step.model.content == "mask"
    return op == "*" and (isinstance(other, ir.Compare) or masks)


def _cuts(node: ir.Subscript, key: str) -> str:
    """What a slice does each time: `[1:]`, `[:-1]` and `[::2]` leave something out, `[::-1]` turns, `[:, None]` adds an axis."""
    why = ""
    for part in node.index.items if isinstance(node.index, ir.Seq) else (node.index,):
        if isinstance(part, ir.Slice):
            lower, upper, step = number(part.lower), number(part.upper), number(part.step)
            if (lower or 0) > 0 or (upper or 0) < 0 or (step or 0) > 1:
                return f"cuts more off `{key}`"
            if step == -1:
                why = f"turns the order of `{key}` around once more"
        elif (isinstance(part, ir.Const) and part.value is None) or (
            isinstance(part, ir.Attr) and part.name == "newaxis"
        ):
            why = f"gives `{key}` another axis"
    return why


def number(node: Any) -> int | None:
    """The whole number that a node is, with its sign."""
    if isinstance(node, ir.Unary) and node.op == "-":
        inner = number(node.value)
        return None if inner is None else -inner
    return node.value if isinstance(node, ir.Const) and type(node.value) is int else None


def _names(node: Any, name: str) -> bool:
    return any(isinstance(inner, ir.Name) and inner.id == name for inner in walk(node))


def walk(node: Any) -> Iterator[Any]:
    """A node and all below it."""
    stack = [node]
    while stack:
        node = stack.pop()
        if type(node) is tuple:
            stack.extend(node)
            continue
        inner = PARTS.get(type(node))
        if inner is not None:
            yield node
            for name in inner:
                stack.append(getattr(node, name))


PARTS = {
    kind: tuple(
        [
            a.name
            for a in kind.__attrs_attrs__
            if a.name not in ("at", "leaf", "id", "name", "keyword", "star", "op", "kind", "level")
        ]
    )
    for kind in vars(ir).values()
    if hasattr(kind, "__attrs_attrs__")
}
"""Where other nodes are in each kind of node."""
