"""Check: every name is bound, and before it is used, as far as it was so before."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Iterator

from heldout.agent.verify.trial import Syntax, Trial, bodies, heads

KNOWN = frozenset(dir(builtins)) | {
    "__file__",
    "__name__",
    "get_ipython",
    "display",
    "In",
    "Out",
    "_",
    "__doc__",
    "__spec__",
}
Functions = (ast.FunctionDef, ast.AsyncFunctionDef)
Comprehensions = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def check(trial: Trial) -> Iterator[str]:
    old, new = Counter(_early(trial.old)), Counter(_early(trial.new))
    for _, name, why in sorted(new - old):
        yield f"`{name}` {why}"


def _early(syntax: Syntax) -> Iterator[tuple[str, str, str]]:
    """Scope, name and what is wrong, for each use of a name that is not bound, or only later."""
    body = [node for tree in syntax.trees if tree is not None for node in tree.body]
    if any(isinstance(n, ast.ImportFrom) and any(a.name == "*" for a in n.names) for n in syntax.nodes):
        return  # nobody knows what it binds
    everything = _bound(body)
    yield from _scope("", body, everything, frozenset(), frozenset())


def _scope(
    name: str, body: list[ast.stmt], mine: frozenset[str], around: frozenset[str], given: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    have = set(given)
    inner: list[tuple[str, ast.AST]] = []

    def run(statements: list[ast.stmt]) -> Iterator[tuple[str, str, str]]:
        for node in statements:
            for used in _used(node, inner):
                if used in have or used in KNOWN:
                    continue
                if used in mine:
                    yield name, used, "is used before it is bound"
                elif used not in around:
                    yield name, used, "is not bound anywhere"
            have.update(_binds(node))
            for suite in bodies(node):
                if not isinstance(node, (*Functions, ast.ClassDef)):
                    yield from run(suite)

    yield from run(body)
    for inside, node in inner:
        path = f"{name}.{inside}"
        outer = (around | mine | given) - KNOWN
        if isinstance(node, Functions):
            parameters = _parameters(node.args)
            own = _bound(node.body) - _declared(node.body)
            yield from _scope(path, node.body, own, outer, parameters | _declared(node.body))
        elif isinstance(node, ast.Lambda):
            for used in _used(node.body, []):
                if used not in outer and used not in KNOWN and used not in _parameters(node.args):
                    yield path, used, "is not bound anywhere"
        elif isinstance(node, ast.ClassDef):
            yield from _scope(
                path,
                node.body,
                _bound(node.body),
                outer,
                frozenset(["__class__", "__module__", "__qualname__"]) | outer,
            )


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


def _bound(body: list[ast.stmt]) -> frozenset[str]:
    found: set[str] = set()
    stack = list(body)
    while stack:
        node = stack.pop()
        found |= _binds(node)
        if not isinstance(node, (*Functions, ast.ClassDef)):
            stack += [statement for suite in bodies(node) for statement in suite]
    return frozenset(found)


def _declared(body: list[ast.stmt]) -> frozenset[str]:
    """`global` and `nonlocal` names."""
    nodes = [n for statement in body for n in ast.walk(statement)]
    return frozenset([name for n in nodes if isinstance(n, (ast.Global, ast.Nonlocal)) for name in n.names])


def _parameters(args: ast.arguments) -> frozenset[str]:
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs, *[a for a in (args.vararg, args.kwarg) if a is not None]]
    return frozenset([arg.arg for arg in every])
