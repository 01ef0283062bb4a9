"""Check: what was called is called still, with the keywords that it had, and nothing else is."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from heldout.agent.verify.trial import Syntax, Trial


def check(trial: Trial) -> Iterator[str]:
    allows = trial.allows
    old, new = Counter(_calls(trial.old)), Counter(_calls(trial.new))
    for name in sorted(new - old):
        if last(name) not in allows.calls or "." not in name:
            yield f"the call of `{name}` was added; this fix does not need it"
        elif new[name] - old[name] > MOST:
            yield f"`{name}` is called {new[name] - old[name]} times more than before"
    for name in sorted(old - new):
        if last(name) not in allows.dropped and last(name) not in allows.calls:
            yield f"the call of `{name}` is gone; keep it"
    before, after = Counter(_keywords(trial.old)), Counter(_keywords(trial.new))
    for function, keyword, value in before - after:
        if keyword not in allows.keywords and function not in allows.dropped:
            yield f"`{keyword}={value}` of `{function}` changed or is gone; keep it"
    for function, keyword, value in after - before:
        if keyword not in allows.keywords and not (function in allows.calls and _known(before, keyword, value)):
            yield f"`{keyword}={value}` of `{function}` was added or changed"
    wide, wider = Counter(_widths(trial.old)), Counter(_widths(trial.new))
    for function, width in wider - wide:
        if function not in allows.calls:
            yield f"`{function}` has {width} positional arguments now"


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


def _calls(syntax: Syntax) -> Iterator[str]:
    modules = frozenset([(a.asname or a.name).partition(".")[0] for a in syntax.nodes if isinstance(a, ast.alias)])
    for node in syntax.nodes:
        if isinstance(node, ast.Call):
            yield called(node, modules)


def _keywords(syntax: Syntax) -> Iterator[tuple[str, str, str]]:
    """Function, keyword and value; of a variable only that it is one: the contract looks at what it holds."""
    for node in syntax.nodes:
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                value = "a variable" if isinstance(keyword.value, ast.Name) else _without_names(keyword.value)
                yield last(called(node, frozenset())), keyword.arg or "**", value


def _without_names(node: ast.expr) -> str:
    return ast.unparse(node)


def _widths(syntax: Syntax) -> Iterator[tuple[str, int]]:
    for node in syntax.nodes:
        if isinstance(node, ast.Call):
            yield last(called(node, frozenset())), len(node.args)


def _known(before: Counter[tuple[str, str, str]], keyword: str, value: str) -> bool:
    return any(k == keyword and v == value for _, k, v in before)
