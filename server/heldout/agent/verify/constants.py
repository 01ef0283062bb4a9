"""Check: numbers and strings are kept."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from heldout.agent.verify.trial import Syntax, Trial


def check(trial: Trial) -> Iterator[str]:
    allows = trial.allows
    old, new = Counter(_constants(trial.old)), Counter(_constants(trial.new))
    free, loose = _inside_keywords(trial.new, trial), _inside_keywords(trial.old, trial)
    for text in sorted(old - new):
        if text not in allows.constants and old[text] - new[text] > loose[text]:
            yield f"the constant {text[:60]} is gone or changed; keep it"
    for text in sorted(new - old):
        repeated = text[:1] in "'\"" and old[text] and new[text] <= 2 * old[text]  # names of columns, for both parts
        if text not in allows.constants and not repeated and new[text] - old[text] > free[text]:
            yield f"the constant {text[:60]} was added or changed"


def _constants(syntax: Syntax) -> Iterator[str]:
    for node in syntax.nodes:
        if isinstance(node, ast.Constant):
            yield repr(node.value)


def _inside_keywords(syntax: Syntax, trial: Trial) -> Counter[str]:
    """What may come as the value of a keyword that the rule lets change: whole numbers, True, False, None."""
    found: Counter[str] = Counter()
    for node in syntax.nodes:
        if isinstance(node, ast.keyword) and node.arg in trial.allows.keywords:
            value = node.value
            if isinstance(value, ast.Constant) and type(value.value) in (int, bool, type(None)):
                found[repr(value.value)] += 1
    return found
