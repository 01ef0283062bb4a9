"""Check: every name is bound, and before it is used, as far as it was so before."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from attrs import frozen

from heldout.agent.verify.calls import imports
from heldout.agent.verify.syntax import Piece, Syntax, bodies, heads
from heldout.agent.verify.trial import Trial

KNOWN = frozenset(dir(builtins)) | {
    "__file__",
    "__name__",
    "get_ipython",
    "display",
    "In",
    "Out",
    "__doc__",
    "__spec__",
}
Functions = (ast.FunctionDef, ast.AsyncFunctionDef)
LATE, UNBOUND = "is used before it is bound", "is not bound anywhere"
Comprehensions = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def check(trial: Trial) -> Iterator[str]:
    old, new = Counter(_early(trial.old)), Counter(_early(trial.new))
    for _, name, why in sorted(new - old):
        yield f"`{name}` {why}"


@frozen(eq=False)
class Scope:
    """What a stretch of a scope needs and gives. `needs`: names that it reads before it binds them, `free`: those that
    functions and classes in it read and nobody in them binds, with their path and what is wrong if nobody else does;
    `early`: what is wrong in any case.
    """

    needs: tuple[str, ...]
    binds: frozenset[str]
    free: tuple[tuple[str, str, str], ...]
    early: tuple[tuple[str, str, str], ...]


_SCOPES: WeakKeyDictionary[Piece, Scope] = WeakKeyDictionary()


def scope_of(piece: Piece) -> Scope:
    known = _SCOPES.get(piece)
    if known is None:
        known = _SCOPES[piece] = _scope("", piece.body)
    return known


def _early(syntax: Syntax) -> Iterator[tuple[str, str, str]]:
    """Scope, name and what is wrong, for each use of a name that is not bound, or only later."""
    scopes = [scope_of(piece) for piece in syntax.pieces]
    if any(name == "*" for name, _, _ in syntax.count(imports)):
        return  # nobody knows what it binds
    everything = KNOWN.union(*[scope.binds for scope in scopes])
    have = set(KNOWN)
    for scope in scopes:
        yield from scope.early
        for used in scope.needs:
            if used not in have:
                yield "", used, LATE if used in everything else UNBOUND
        for path, used, why in scope.free:
            if used not in everything:
                yield path, used, why
        have |= scope.binds


def _scope(path: str, body: list[ast.stmt], given: frozenset[str] = frozenset()) -> Scope:
    """A scope on its own; `given`: parameters, and names that belong to another."""
    have = set(given)
    inner: list[tuple[str, ast.AST]] = []
    needs: list[str] = []

    def run(statements: list[ast.stmt]) -> None:
        for node in statements:
            needs.extend([used for used in _used(node, inner) if used not in have])
            have.update(_binds(node))
            for suite in bodies(node):
                if not isinstance(node, (*Functions, ast.ClassDef)):
                    run(suite)

    run(body)
    free: list[tuple[str, str, str]] = []
    early: list[tuple[str, str, str]] = []
    for name, node in inner:
        _inside(f"{path}.{name}", node, free, early)
    return Scope(tuple(needs), frozenset(have - given), tuple([f for f in free if f[1] not in have]), tuple(early))


def _inside(path: str, node: ast.AST, free: list[tuple[str, str, str]], early: list[tuple[str, str, str]]) -> None:
    """What a function, lambda or class needs of what is around it, and what is wrong in it."""
    if isinstance(node, ast.Lambda):
        given = _parameters(node.args)
        free += [(path, used, UNBOUND) for used in _used(node.body, []) if used not in given]
    elif isinstance(node, Functions):
        scope = _scope(path, node.body, _parameters(node.args) | _declared(node.body))
        early += [*scope.early, *[(path, used, LATE) for used in scope.needs if used in scope.binds]]
        free += [*scope.free, *[(path, used, UNBOUND) for used in scope.needs if used not in scope.binds]]
    elif isinstance(node, ast.ClassDef):
        scope = _scope(path, node.body, frozenset(["__class__", "__module__", "__qualname__"]))
        early += scope.early
        free += [*scope.free, *[(path, used, LATE if used in scope.binds else UNBOUND) for used in scope.needs]]


def _used(root: ast.AST, inner: list[tuple[str, ast.AST]]) -> list[str]:
    """The names that a statement's head reads; functions and classes in it are put aside."""
    found: list[str] = []
    nodes: list[ast.AST]
    if isinstance(root, Functions):
        inner.append((root.name, root))
        nodes = [*root.decorator_list, *root.args.defaults, *[d for d in root.args.kw_defaults if d is not None]]
    elif isinstance(root, ast.ClassDef):
        inner.append((root.name, root))
        nodes = [*root.decorator_list, *root.bases, *[k.value for k in root.keywords]]
    else:
        nodes = list(heads(root))[:1] if isinstance(root, ast.stmt) else [root]
    hidden = {id(s) for n in nodes for body in bodies(n) for s in body}
    own: set[str] = set()
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Lambda):
            inner.append(("lambda", node))
            nodes += [*node.args.defaults, *[d for d in node.args.kw_defaults if d is not None]]
            continue
        if isinstance(node, Comprehensions):
            own |= {n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
            found.append(node.id)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            found.append(node.target.id)
        nodes += [child for child in ast.iter_child_nodes(node) if id(child) not in hidden]
    return [name for name in found if name not in own]


def _binds(node: ast.stmt) -> set[str]:
    """The names that a statement's head binds, and those that its handlers and patterns do."""
    if isinstance(node, (*Functions, ast.ClassDef)):
        return {node.name}
    found: set[str] = set()
    for part in heads(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            found.add(part.id)
        elif isinstance(part, ast.alias):
            found.add((part.asname or part.name).partition(".")[0])
        elif (isinstance(part, ast.ExceptHandler) and part.name) or (
            isinstance(part, (ast.MatchAs, ast.MatchStar)) and part.name
        ):
            found.add(part.name)
    return found


def _declared(body: list[ast.stmt]) -> frozenset[str]:
    """`global` and `nonlocal` names."""
    nodes = [n for statement in body for n in ast.walk(statement)]
    return frozenset([name for n in nodes if isinstance(n, (ast.Global, ast.Nonlocal)) for name in n.names])


def _parameters(args: ast.arguments) -> frozenset[str]:
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs, *[a for a in (args.vararg, args.kwarg) if a is not None]]
    return frozenset([arg.arg for arg in every])
