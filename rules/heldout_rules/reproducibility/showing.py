"""Functions that only show something: they give nothing back and change nothing, so no result depends on what they draw."""

from __future__ import annotations

from typing import Any

from heldout.api import Step, ir
from heldout_rules.blocks import innermost, nodes

SHOWS = ("display", "imshow", "print", "show", "suptitle")
CHANGES = (
    "add", "append", "backward", "copy_", "dump", "extend", "fit", "fit_transform", "insert", "log", "partial_fit", "pop", "put",
    "remove", "save", "savetxt", "seed", "set", "setattr", "setdefault", "shuffle", "sort", "step", "train", "update", "write",
)  # fmt: skip


def only_shown(step: Step) -> bool:
    """Whether a step runs in a function of the user's that prints or plots, gives nothing back and changes nothing."""
    block = innermost(step, "function")
    node = None if block is None else block.node
    if not isinstance(node, ir.FunctionDef) or step.op == "construct":
        return False
    shows = False
    for inner in nodes(node):
        if isinstance(inner, (ir.Yield, ir.Scope, ir.FunctionDef, ir.ClassDef)) and inner is not node:
            return False
        if isinstance(inner, ir.Return) and inner.value is not None and not _none(inner.value):
            return False
        if isinstance(inner, ir.Assign) and any(_stores(target) for target in inner.targets):
            return False
        if isinstance(inner, ir.AugAssign) and (_stores(inner.target) or _given(inner.target, node)):
            return False
        if isinstance(inner, ir.Call):
            name = inner.func.id if isinstance(inner.func, ir.Name) else getattr(inner.func, "name", "")
            if name in CHANGES or name.startswith(("save", "log_", "to_", "train", "fit", "set_state")):
                return False
            shows = shows or name in SHOWS
    return shows


def _none(node: Any) -> bool:
    return isinstance(node, ir.Const) and node.value is None


def _given(target: Any, function: ir.FunctionDef) -> bool:
    """Whether it is a parameter: `x += noise` changes the array of whoever called."""
    return isinstance(target, ir.Name) and any(param.name == target.id for param in function.params)


def _stores(target: Any) -> bool:
    """Whether an assignment changes something that the function did not make itself, as far as can be seen."""
    if isinstance(target, ir.Seq):
        return any(_stores(item) for item in target.items)
    return isinstance(target, (ir.Attr, ir.Subscript))
