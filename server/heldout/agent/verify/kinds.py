"""Check: the kinds of syntax are kept: no branch, loop, operator or attribute more or less than before."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from heldout.agent.verify.trial import Syntax, Trial

FREE = (
    ast.Module, ast.Expr, ast.Name, ast.Constant, ast.Call, ast.keyword, ast.expr_context, ast.Tuple, ast.arguments, ast.arg,
    ast.alias, ast.Import, ast.ImportFrom, ast.Attribute, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda,
    ast.Subscript, ast.Slice, ast.List, ast.Assign,
)  # fmt: skip
"""What other checks count, or what may come with moved statements."""


def check(trial: Trial) -> Iterator[str]:
    allows = trial.allows
    old, new = Counter(_kinds(trial.old)), Counter(_kinds(trial.new))
    for kind in sorted({*(new - old), *(old - new)}):
        if kind not in allows.nodes:
            yield f"{kind} came or went ({old[kind]} before, {new[kind]} now); this fix needs no such change"
    was, now = Counter(_attributes(trial.old)), Counter(_attributes(trial.new))
    for name in sorted(now - was):
        if name not in was:
            yield f"the attribute `.{name}` was added"
    for name in sorted(was - now):
        if not now[name]:
            yield f"the attribute `.{name}` is gone"
    before, after = Counter(_indices(trial.old)), Counter(_indices(trial.new))
    for index in sorted(after - before):
        if index not in before and index not in allows.indices:
            yield f"the subscript `{index[:40]}` was added or changed"
    for index in sorted(before - after):
        if index not in after and index not in allows.indices:
            yield f"the subscript `{index[:40]}` is gone or changed"


def _kinds(syntax: Syntax) -> Iterator[str]:
    for node in syntax.nodes:
        if not isinstance(node, FREE):
            yield type(node).__name__


def _attributes(syntax: Syntax) -> Iterator[str]:
    """Attributes that are not called."""
    calls = {id(node.func) for node in syntax.nodes if isinstance(node, ast.Call)}
    for node in syntax.nodes:
        if isinstance(node, ast.Attribute) and id(node) not in calls:
            yield node.attr


def _indices(syntax: Syntax) -> Iterator[str]:
    for node in syntax.nodes:
        if isinstance(node, ast.Subscript):
            yield f"[{ast.unparse(node.slice).strip('()') if isinstance(node.slice, ast.Tuple) else ast.unparse(node.slice)}]"
