"""Check: the kinds of syntax are kept: no branch, loop, operator or attribute more or less than before."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from heldout.agent.verify.syntax import Nodes, counted
from heldout.agent.verify.trial import Trial

FREE = (
    ast.Module, ast.Expr, ast.Name, ast.Constant, ast.Call, ast.keyword, ast.expr_context, ast.Tuple, ast.arguments, ast.arg,
    ast.alias, ast.Import, ast.ImportFrom, ast.Attribute, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda,
    ast.Subscript, ast.Slice, ast.List, ast.Assign,
)  # fmt: skip
"""What other checks count, or what may come with moved statements."""


def check(trial: Trial) -> Iterator[str]:
    allows = trial.allows
    gone, came = counted(trial.old, trial.new, kinds)
    old, new = trial.old.count(kinds), trial.new.count(kinds)
    for kind in sorted({*gone, *came}):
        if kind not in allows.nodes:
            yield f"{kind} came or went ({old[kind]} before, {new[kind]} now); this fix needs no such change"
    lost, added = counted(trial.old, trial.new, attributes)
    was, now = trial.old.count(attributes), trial.new.count(attributes)
    for name in sorted(added):
        if name not in was:
            yield f"the attribute `.{name}` was added"
    for name in sorted(lost):
        if not now[name]:
            yield f"the attribute `.{name}` is gone"
    away, extra = counted(trial.old, trial.new, indices)
    before, after = trial.old.count(indices), trial.new.count(indices)
    for index in sorted(extra):
        if index not in before and index not in allows.indices:
            yield f"the subscript `{index[:40]}` was added or changed"
    for index in sorted(away):
        if index not in after and index not in allows.indices:
            yield f"the subscript `{index[:40]}` is gone or changed"


def kinds(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node, FREE):
            yield type(node).__name__


def attributes(nodes: Nodes) -> Iterator[str]:
    """Attributes that are not called."""
    calls = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        if isinstance(node, ast.Attribute) and id(node) not in calls:
            yield node.attr


def indices(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Subscript):
            yield f"[{ast.unparse(node.slice).strip('()') if isinstance(node.slice, ast.Tuple) else ast.unparse(node.slice)}]"
