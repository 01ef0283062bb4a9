"""Check: comments, signatures and the names that the program binds are kept."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from heldout.agent.verify.calls import imports
from heldout.agent.verify.syntax import Nodes, Piece, Syntax, counted
from heldout.agent.verify.trial import Trial


def check(trial: Trial) -> Iterator[str]:
    gone, came = [comments(pieces) for pieces in trial.new.apart]
    left_out = _of_the_finding(trial)
    for comment in gone - came - left_out:
        yield f"the comment `{comment[:60]}` is gone; keep it"
    for comment in came - gone:
        yield f"the comment `{comment[:60]}` was added; say it in the rationale"
    before, after = counted(trial.old, trial.new, _signatures)
    for signature in before:
        yield f"`{signature[:80]}` changed or is gone"
    for signature in after:
        yield f"`{signature[:80]}` was added or changed"
    for names in counted(trial.old, trial.new, _exported)[0]:
        yield f"`{names}` is no longer exported"


def variables(trial: Trial) -> Iterator[str]:
    """What is wrong with the names that the program binds."""
    was, now = bound(trial.old), bound(trial.new)
    if not trial.allows.names:
        for name in sorted(now - was):
            yield f"the new variable `{name}` is not needed"
    elif len(now - was) > trial.allows.names:
        yield f"{len(now - was)} new variables are too many for one fix"
    for name in sorted(was - now):
        if name in loaded(trial.new) or not _only_inside(trial, name):
            yield f"`{name}` is no longer bound"


def _of_the_finding(trial: Trial) -> Counter[str]:
    """The comments behind statements of the finding, where fewer statements are left: what they spoke of may be gone."""
    old, new = trial.difference
    if len(new) >= len(old):
        return Counter()
    place = trial.finding.place
    lines = trial.before.document.cells[place.cell].text.split("\n")[place.line : place.end_line + 1]
    return Counter(
        [f"#{line.partition('#')[2]}".strip() for line in lines if line.split("#")[0].strip() and "#" in line]
    )


def _signatures(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            decorators = " ".join("@" + ast.unparse(d) for d in node.decorator_list)
            returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
            kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
            yield f"{decorators} {kind} {node.name}({ast.unparse(node.args)}){returns}".strip()
            yield from _docstring(node)
        elif isinstance(node, ast.ClassDef):
            yield from _docstring(node)
            inside = [*node.bases, *[k.value for k in node.keywords], *node.decorator_list]
            yield f"class {node.name}({', '.join(ast.unparse(b) for b in inside)})"
        elif isinstance(node, ast.Lambda):
            yield f"lambda {ast.unparse(node.args)}"


def _docstring(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[str]:
    """A docstring is one only where it stands first."""
    text = ast.get_docstring(node)
    if text is not None:
        yield f'"""{text}""" of {node.name}'


def comments(pieces: Iterable[Piece]) -> Counter[str]:
    found: Counter[str] = Counter()
    for piece in pieces:
        found.update(piece.comments)
    return found


def bound(syntax: Syntax) -> frozenset[str]:
    """The names and attributes that are assigned, looped over or defined anywhere. Imports have a check of their own."""
    return frozenset(syntax.count(stored).keys() - {name for name, _, _ in syntax.count(imports)})


def stored(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield f".{node.attr}"
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name


def loaded(syntax: Syntax) -> Collection[str]:
    """The names that are read anywhere."""
    return syntax.count(read)


def read(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield f".{node.attr}"


def _only_inside(trial: Trial, name: str) -> bool:
    """Whether the program bound a name only where it may change."""
    for statement in trial.old.statements:
        node = statement.node
        if not isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            continue
        if any(isinstance(n, ast.Name) and n.id == name and not isinstance(n.ctx, ast.Load) for n in ast.walk(node)):
            end = (node.end_lineno or node.lineno) - 1
            if not any(r.holds(statement.cell, node.lineno - 1, end + 1) for r in trial.regions):
                return False
    return True


def _exported(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            yield ast.unparse(node.value)
