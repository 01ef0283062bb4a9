"""Check: nothing new is dead, unused or there twice."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence

from heldout.agent.verify.kept import bound, loaded
from heldout.agent.verify.syntax import Statement, Syntax, heads
from heldout.agent.verify.trial import Trial
from heldout.findings.contract import Names

ENDS = (ast.Return, ast.Raise, ast.Break, ast.Continue)


def check(trial: Trial) -> Iterator[str]:
    gone, came = trial.difference
    new = {id(s.node) for s in came}
    used, known = loaded(trial.new), bound(trial.old)
    for name in sorted(bound(trial.new) - known):
        if name not in used and not name.startswith("."):
            yield f"`{name}` is bound and never used"
    texts = {s.text for s in came}
    was = Counter([s.text for s in trial.old.statements if s.text in texts])
    touched = frozenset([n.id for s in (*gone, *came) for n in heads(s.node) if isinstance(n, ast.Name)])
    for suite in _suites(trial.new):
        if not any(id(s.node) in new for s in suite):
            continue
        for text, count in Counter([s.text for s in suite if s.text in texts]).items():
            if count > 1 and count > was[text]:
                yield f"`{text[:60]}` stands there twice"
        last = max([number for number, s in enumerate(suite) if id(s.node) in new])
        for number, statement in enumerate(suite):
            if number and isinstance(suite[number - 1].node, ENDS) and id(statement.node) in new:
                yield f"`{statement.text[:60]}` is never reached"
            if id(statement.node) in new:
                name = _overwritten(statement, suite[number + 1 :])
                if name:
                    yield f"`{name}` is assigned by `{statement.text[:50]}` and overwritten before it is used"
            elif number < last:
                name = _overwritten(statement, suite[number + 1 :], touched)
                if name and not _was_overwritten(trial, statement):
                    yield f"what `{statement.text[:50]}` assigns to `{name}` is not used any more"


def _suites(syntax: Syntax) -> Iterator[tuple[Statement, ...]]:
    """The lists of statements: the top-level ones of a cell, and those of every block."""
    for pieces in syntax.cells:
        yield tuple([s for piece in pieces or () for s in piece.suites[0]])
        for piece in pieces or ():
            yield from piece.suites[1:]


def _was_overwritten(trial: Trial, statement: Statement) -> bool:
    for suite in _suites(trial.old):
        for number, other in enumerate(suite):
            if other.text == statement.text and _overwritten(other, suite[number + 1 :]):
                return True
    return False


def _overwritten(statement: Statement, after: Sequence[Statement], among: Names | None = None) -> str:
    """A variable that a statement assigns and that the next one to name it assigns anew without reading it."""
    if not isinstance(statement.node, ast.Assign):
        return ""
    for name in _targets(statement.node):
        if among is not None and name not in among:
            continue
        for other in after:
            reads, writes = _uses(other.node, name)
            if reads:
                break
            if writes:
                if isinstance(other.node, ast.Assign):
                    return name
                break
    return ""


def _targets(node: ast.Assign) -> list[str]:
    names = [n for target in node.targets for n in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return [n.id for n in names if isinstance(n, ast.Name) and n.id != "_"]


def _uses(node: ast.stmt, name: str) -> tuple[bool, bool]:
    """Whether a statement, with all below it, may read a variable, and whether its head assigns it."""
    reads = any(isinstance(n, ast.Name) and n.id == name and not isinstance(n.ctx, ast.Store) for n in ast.walk(node))
    writes = any(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store) for n in heads(node))
    return reads, writes
