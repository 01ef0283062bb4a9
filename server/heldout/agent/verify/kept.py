"""Check: comments, signatures and the names that the program binds are kept."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from heldout.agent.verify.trial import Syntax, Trial


def check(trial: Trial) -> Iterator[str]:
    old, new = Counter(trial.old.comments), Counter(trial.new.comments)
    for comment in old - new:
        yield f"the comment `{comment[:60]}` is gone; keep it"
    for comment in new - old:
        yield f"the comment `{comment[:60]}` was added; say it in the rationale"
    before, after = Counter(_signatures(trial.old)), Counter(_signatures(trial.new))
    for signature in before - after:
        yield f"`{signature[:80]}` changed or is gone"
    for signature in after - before:
        yield f"`{signature[:80]}` was added or changed"
    was, now = bound(trial.old), bound(trial.new)
    if not trial.allows.names:
        for name in sorted(now - was):
            yield f"the new variable `{name}` is not needed"
    elif len(now - was) > 2:
        yield f"{len(now - was)} new variables are too many for one fix"
    for name in sorted(was - now):
        if name in loaded(trial.new) or not _only_inside(trial, name):
            yield f"`{name}` is no longer bound"
    lost = _exported(trial.old) - _exported(trial.new)
    if lost:
        yield f"`{sorted(lost)[0]}` is no longer exported"


def _signatures(syntax: Syntax) -> Iterator[str]:
    for node in syntax.nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            decorators = " ".join("@" + ast.unparse(d) for d in node.decorator_list)
            returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
            kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
            yield f"{decorators} {kind} {node.name}({ast.unparse(node.args)}){returns}".strip()
        elif isinstance(node, ast.ClassDef):
            inside = [*node.bases, *[k.value for k in node.keywords], *node.decorator_list]
            yield f"class {node.name}({', '.join(ast.unparse(b) for b in inside)})"
        elif isinstance(node, ast.Lambda):
            yield f"lambda {ast.unparse(node.args)}"


def bound(syntax: Syntax) -> frozenset[str]:
    """The names and attributes that are assigned, imported, looped over or defined anywhere."""
    found = set()
    for node in syntax.nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(f".{node.attr}")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
    return frozenset(found - _imported(syntax))


def _imported(syntax: Syntax) -> set[str]:
    """Imports have a check of their own."""
    return {(a.asname or a.name).partition(".")[0] for a in syntax.nodes if isinstance(a, ast.alias)}


def loaded(syntax: Syntax) -> frozenset[str]:
    """The names that are read anywhere."""
    names = [n.id for n in syntax.nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    return frozenset(
        names + [f".{n.attr}" for n in syntax.nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Load)]
    )


def _only_inside(trial: Trial, name: str) -> bool:
    """Whether the program bound a name only where it may change."""
    for statement in trial.old.statements:
        node = statement.node
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
        if name in names and isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            end = (node.end_lineno or node.lineno) - 1
            if not any(r.holds(statement.cell, node.lineno - 1, end + 1) for r in trial.regions):
                return False
    return True


def _exported(syntax: Syntax) -> frozenset[str]:
    for node in syntax.nodes:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return frozenset([ast.unparse(node.value)])
    return frozenset()
