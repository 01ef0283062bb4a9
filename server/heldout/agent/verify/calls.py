"""Check: what was called is called still, with the keywords that it had, and nothing else is."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from heldout.agent.verify.syntax import Nodes, Syntax, counted
from heldout.agent.verify.trial import Trial


def check(trial: Trial) -> Iterator[str]:
    allows = trial.allows
    gone, came = counted(trial.old, trial.new, called_as)
    old, new = _named(gone, trial.old), _named(came, trial.new)
    for name in sorted(new - old):
        if name not in allows.functions and (last(name) not in allows.calls or "." not in name):
            yield f"the call of `{name}` was added; this fix does not need it"
        elif new[name] - old[name] > MOST:
            yield f"`{name}` is called {new[name] - old[name]} times more than before"
    for name in sorted(old - new):
        if last(name) not in allows.dropped | allows.calls | allows.functions:
            yield f"the call of `{name}` is gone; keep it"
    before, after = counted(trial.old, trial.new, keywords)
    known = {(keyword, value) for _, keyword, value in trial.old.count(keywords)}
    for function, keyword, value in before:
        if keyword not in allows.keywords and function not in allows.dropped:
            yield f"`{keyword}={value}` of `{function}` changed or is gone; keep it"
        elif keyword in SEEDS and value != "None" and any(f == function and k == keyword for f, k, _ in after):
            yield f"`{keyword}={value}` of `{function}` changed; a seed that is there stays"
    for function, keyword, value in after:
        if keyword not in allows.keywords and not (function in allows.calls and (keyword, value) in known):
            yield f"`{keyword}={value}` of `{function}` was added or changed"
    for function, width in counted(trial.old, trial.new, _widths)[1]:
        if function not in allows.calls | allows.functions:
            yield f"`{function}` has {width} positional arguments now"


SEEDS = ("random_state", "seed")
MOST = 4
"""More calls of one thing than that are no small fix."""


def last(name: str) -> str:
    """`transform` of `scaler.transform`."""
    return name.rpartition(".")[2]


def called(node: ast.Call, modules: frozenset[str]) -> str:
    """What is called: with its module where that was imported, else by its last name."""
    text = ast.unparse(node.func)
    if isinstance(node.func, ast.Attribute):
        return text if text.partition(".")[0] in modules else f".{node.func.attr}"
    return text


def called_as(nodes: Nodes) -> Iterator[tuple[str, str, bool]]:
    """The first name, the text, and whether it is an attribute, of all that is called."""
    for node in nodes:
        if isinstance(node, ast.Call):
            text = ast.unparse(node.func)
            yield text.partition(".")[0], text, isinstance(node.func, ast.Attribute)


def _named(calls: Counter[tuple[str, str, bool]], syntax: Syntax) -> Counter[str]:
    """Calls by what `called` calls them."""
    modules = {name for name, _, _ in syntax.count(imports)}
    found: Counter[str] = Counter()
    for (root, text, attribute), number in calls.items():
        found[f".{last(text)}" if attribute and root not in modules else text] += number
    return found


def imports(nodes: Nodes) -> Iterator[tuple[str, str, int]]:
    """What each imported name means: the first part of the name, its dotted name, and how many dots stand before it."""
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname or alias.name).partition(".")[0], alias.name, 0
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module or ''}.{alias.name}", node.level


def keywords(nodes: Nodes) -> Iterator[tuple[str, str, str]]:
    """Function, keyword and value; of a variable only that it is one: the contract looks at what it holds."""
    for node in nodes:
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                value = "a variable" if isinstance(keyword.value, ast.Name) else ast.unparse(keyword.value)
                yield last(called(node, frozenset())), keyword.arg or "**", value


def _widths(nodes: Nodes) -> Iterator[tuple[str, int]]:
    for node in nodes:
        if isinstance(node, ast.Call):
            yield last(called(node, frozenset())), len(node.args)
