"""Yes-or-no answers that are written over what they were asked about: `y = y == "yes"` asks the answers the next time."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from heldout.api import Step, ir, text_of

if TYPE_CHECKING:
    from heldout_rules.notebooks.again import Question

ASKS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
CHOICE = ("condition", "x", "y")
"""The parameters of a function that chooses between two values."""


def differs(node: Any, step: Step | None, q: Question) -> str:
    """What happens when a comparison of the key with a constant, which took its place, is made again; "" where the same comes out
    or nobody knows.
    """
    yes: Any = True
    no: Any = False
    test = node
    if isinstance(node, ir.IfExp):
        test, yes, no = node.test, _value(node.body), _value(node.orelse)
    elif isinstance(node, ir.Call) and step is not None and step.model is not None and step.model.params[:3] == CHOICE:
        parts = [step.arg_node(name) for name in CHOICE]
        if any(part is None for part in parts):
            return ""
        test, yes, no = parts[0].value, _value(parts[1].value), _value(parts[2].value)  # type: ignore[union-attr]
    if not isinstance(test, ir.Compare) or len(test.rest) != 1 or Ellipsis in (yes, no) or not q.is_key(test.left):
        return ""
    op, right = test.rest[0]
    asked = _value(right)
    if asked is Ellipsis or asked is None or op not in ASKS:
        return ""
    first, second = _asks(op, yes, asked), _asks(op, no, asked)
    if (first, second) == (True, False) or None in (first, second):
        return ""
    if first == second:
        return f"asks `{text_of(test)}` of the answers, and leaves `{no if not first else yes}` everywhere"
    return f"asks `{text_of(test)}` of the answers, and turns them around"


def _value(node: Any) -> Any:
    """The constant that a node is; Ellipsis for anything else."""
    if isinstance(node, ir.Unary) and node.op == "-" and isinstance(node.value, ir.Const):
        return -node.value.value if type(node.value.value) in (int, float) else Ellipsis  # type: ignore[operator]
    return node.value if isinstance(node, ir.Const) else Ellipsis


def _asks(op: str, left: Any, right: Any) -> bool | None:
    """The answer, None where it is an error and so speaks for itself."""
    try:
        return bool(ASKS[op](left, right))
    except TypeError:
        return None
