"""Check: imports come from what the program already uses, or what the rule allows; what was imported stays."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from heldout.agent.verify.kept import loaded
from heldout.agent.verify.trial import Syntax, Trial


def check(trial: Trial) -> Iterator[str]:
    old, new = imported(trial.old), imported(trial.new)
    for name, (full, level) in sorted(new.items()):
        if old.get(name) == (full, level):
            continue
        if name in old:
            yield f"`{name}` is imported from elsewhere now (`{full}`)"
        elif level or full not in trial.allows.imports:
            yield f"the import of `{full}` was added; this fix does not need it"
        elif name not in loaded(trial.new):
            yield f"`{full}` is imported and not used"
    for name, (full, _) in sorted(old.items()):
        if name not in new:
            yield f"the import of `{full}` is gone; keep it"
    for node in trial.new.nodes:
        star = isinstance(node, ast.ImportFrom) and any(a.name == "*" for a in node.names)
        if star and ast.unparse(node) not in {ast.unparse(o) for o in trial.old.nodes if isinstance(o, ast.ImportFrom)}:
            yield "`import *` was added"


def imported(syntax: Syntax) -> dict[str, tuple[str, int]]:
    """What each imported name means: its dotted name, and how many dots stand before it."""
    found: dict[str, tuple[str, int]] = {}
    for node in syntax.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name] = (alias.name, 0)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = (f"{node.module or ''}.{alias.name}", node.level)
    return found
