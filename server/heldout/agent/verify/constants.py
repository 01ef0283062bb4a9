"""Check: numbers and strings are kept."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from heldout.agent.verify.calls import called, last
from heldout.agent.verify.syntax import Nodes, counted
from heldout.agent.verify.trial import Trial


def check(trial: Trial) -> Iterator[str]:
    allows = trial.allows
    gone, came = counted(trial.old, trial.new, constants)
    loose, free = [_allowed(each, trial) for each in counted(trial.old, trial.new, _in_keywords)]
    for (function, text), number in counted(trial.old, trial.new, _in_calls)[1].items():
        if function in allows.calls and text in trial.old.count(constants):
            free[text] += number  # a number of the program, given to what may be called: its seed
    old, new = trial.old.count(constants), trial.new.count(constants)
    for text in sorted(gone):
        if text not in allows.constants and gone[text] > loose[text]:
            yield f"the constant {text[:60]} is gone or changed; keep it"
    for text in sorted(came):
        repeated = text[:1] in "'\"" and old[text] and new[text] <= 2 * old[text]  # names of columns, for both parts
        if text not in allows.constants and not repeated and came[text] > free[text]:
            yield f"the constant {text[:60]} was added or changed"


def constants(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant):
            yield repr(node.value)


def _in_keywords(nodes: Nodes) -> Iterator[tuple[str, str]]:
    """Whole numbers, True, False and None that are the value of a keyword."""
    for node in nodes:
        if isinstance(node, ast.keyword) and node.arg is not None:
            value = node.value
            if isinstance(value, ast.Constant) and type(value.value) in (int, bool, type(None)):
                yield node.arg, repr(value.value)


def _in_calls(nodes: Nodes) -> Iterator[tuple[str, str]]:
    """Whole numbers that are the only argument of a call."""
    for node in nodes:
        given = node.args[0] if isinstance(node, ast.Call) and len(node.args) == 1 else None
        if isinstance(node, ast.Call) and isinstance(given, ast.Constant) and type(given.value) is int:
            yield last(called(node, frozenset())), repr(given.value)


def _allowed(values: Counter[tuple[str, str]], trial: Trial) -> Counter[str]:
    """What may come or go as the value of a keyword that the rule lets change."""
    found: Counter[str] = Counter()
    for (keyword, text), number in values.items():
        if keyword in trial.allows.keywords:
            found[text] += number
    return found
