"""Orders that nobody fixed (of a set, of a listing of files): how they spread, and where a program relies on them.

`Value.order` names the step that such an order comes from. What relies on it leaves a step, which costs nothing elsewhere:
`set` (which makes one), `by-position` (a slice, an item), `enumerate`, `number` (a number is kept for an item), `position` (`classes.index(c)`) and `pair`
(two such orders side by side).
"""

from __future__ import annotations

from typing import Any

from attrs import evolve

from heldout.semantics.graph import Arguments, Step
from heldout.semantics.machine import Machine
from heldout.semantics.values import UNKNOWN, Data, Group, Literal, Many, Value
from heldout.syntax import ir
from heldout.syntax.written import text_of

NUMBERS = frozenset(["int", "len", "round", "abs", "sum"])
KEEPS = frozenset(["union", "intersection", "difference", "symmetric_difference", "copy"])


def relies(m: Machine, op: str, at: int, node: ir.Expr, *values: Value, args: tuple[ir.Arg, ...] = ()) -> None:
    """Note that a program relies on an order. `node` is what has it."""
    m.steps.append(Step(m.step_id(at), op, "", ir.Call(at, node, args), m.block, Arguments(values), UNKNOWN))


def fixed(value: Value) -> Value:
    """A value whose items were put in order."""
    return value if value.order is None else evolve(value, order=None)


def as_set(m: Machine, value: Value, n: ir.Call | ir.Seq | ir.Comp, item: Value) -> Value:
    """`set(value)`; the order of text in a set changes with every start of the interpreter, that of numbers does not."""
    if _numbers(value, item):
        return value
    ident = m.step_id(n.at)
    if isinstance(n, ir.Call):
        relies(m, "set", n.at, n.func, value, args=n.args)
    else:
        relies(m, "set", n.at, n, value)
    if isinstance(value.kind, (Group, Many)):
        return evolve(value, order=ident)
    return Value(Many(item), None, value.seen, None, ident, order=ident)


def _numbers(value: Value, item: Value) -> bool:
    if isinstance(value.kind, Group):
        return all(is_number(i) for i in value.kind.items)
    return value.content in ("index", "number") or is_number(item)


def is_number(value: Value) -> bool:
    """Whether a value is known to be a number, of whatever size."""
    if isinstance(value.kind, Literal):
        return not isinstance(value.kind.value, (str, bytes))
    if isinstance(value.kind, Group):
        return all(is_number(item) for item in value.kind.items)
    key = value.key
    return value.content in ("index", "number") or (
        isinstance(key, tuple) and key[:1] == ("call",) and key[1] in NUMBERS
    )


def numbered(m: Machine, value: Value, item: Value, n: ir.Call) -> Value:
    """`enumerate(value)`."""
    ident = m.step_id(n.at)
    number = Value(key=ident)
    if value.order is None:
        return Value(Many(Value(Group("tuple", (number, item)))))
    relies(m, "enumerate", n.at, n.func, value, args=n.args)
    number = Value(content="number", key=("number", ident), order=value.order)
    return Value(Many(Value(Group("tuple", (number, item)))), content="numbered", key=ident, order=value.order)


def zipped(m: Machine, values: tuple[Value, ...], items: list[Value], n: ir.Call) -> Value:
    """`zip(…)`: with a range it gives numbers, as `enumerate` does."""
    orders = {v.order: v for v in values if v.order is not None}
    pairs = Value(Many(Value(Group("tuple", tuple(items)))))
    if not orders:
        return pairs
    ident = m.step_id(n.at)
    first = next(iter(orders))
    if len(orders) > 1:
        relies(m, "pair", n.at, n.func, *orders.values(), args=n.args)
    elif any(isinstance(v.kind, Data) and v.content == "index" for v in values):
        relies(m, "enumerate", n.at, n.func, orders[first], args=n.args)
        number = Value(content="number", key=("number", ident), order=first)
        items = [number if v.content == "index" else i for v, i in zip(values, items, strict=True)]
        return Value(Many(Value(Group("tuple", tuple(items)))), content="numbered", key=ident, order=first)
    return evolve(pairs, order=first)


def kept(m: Machine, value: Value, at: int, node: ir.Expr) -> None:
    """A value is kept in a container: where it is, or holds, the number of an item, the numbering has become data."""
    inside = value.kind.items if isinstance(value.kind, Group) else (value,)
    for one in inside:
        if one.content in ("number", "numbered") and one.order is not None:
            relies(m, "number", at, node, one)
            return


def counted(m: Machine, key: Value, node: ir.Expr, target: ir.Subscript) -> None:
    """`ids[c] = len(ids)` for a `c` that came in an order that nobody fixed. The length of anything else numbers nothing."""
    if key.order is None or not isinstance(node, ir.Call) or text_of(node.func) != "len" or len(node.args) != 1:
        return
    if text_of(node.args[0].value) == text_of(target.base) != "":
        relies(m, "number", target.at, target.base, key)


def method(m: Machine, receiver: Value, name: str, n: ir.Call, args: Arguments) -> Value | None:
    """What a method of a list or set does to its order; None where it is not about order."""
    base: Any = n.func.base if isinstance(n.func, ir.Attr) else None
    if name == "append" and args.positional:
        kept(m, args.positional[0], n.at, n.func)
    if receiver.order is None:
        return None
    if name == "sort":
        m.rebind(base, fixed(receiver))
        return None
    if name == "index" and (
        isinstance(receiver.kind, (Group, Many)) or receiver.key == receiver.order
    ):  # not of an item
        relies(m, "position", n.at, base, receiver)
        return Value(content="number", key=m.step_id(n.at))
    return receiver if name in KEEPS and isinstance(receiver.kind, (Group, Many)) else None


def taken(m: Machine, base: Value, n: ir.Subscript, index: Value, result: Value) -> Value:
    """`base[index]`: a slice keeps the order; which item stands where depends on it."""
    if base.order is None or isinstance(index.kind, Literal):
        return result
    relies(m, "by-position", n.at, n.base, base, index, args=(ir.Arg(n.at, n.index),))
    return evolve(result, order=base.order) if isinstance(n.index, ir.Slice) else result


def added(m: Machine, receiver: Value, item: Value, name: str, changed: Value) -> Value:
    """A list with one item more: in the order of the loop around, or of what it was extended by."""
    came = item.order if name == "extend" else m.disorder[-1] if m.disorder and name != "add" else None
    return evolve(changed, order=receiver.order or came) if receiver.order is not None or came is not None else changed


def spread(value: Value, data: Value | None, how: str, sorts: object) -> Value:
    """The result of a library's call that keeps the order of its data, or does not."""
    if data is None or (data.order is None and data.drawn is None) or sorts:
        return value
    if how not in ("same", "subset") and not isinstance(value.kind, Data):
        return value
    return evolve(value, order=data.order, drawn=value.drawn or data.drawn)
