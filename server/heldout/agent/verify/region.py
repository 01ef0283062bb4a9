"""Check: only the allowed region changed, and imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from heldout.agent.verify.trial import Trial


def check(trial: Trial) -> Iterator[str]:
    for edit in trial.edits:
        place = edit.place
        end = place.end_line + (1 if place.end_column else 0)
        inside = any(r.holds(place.cell, place.line, max(end, place.line)) for r in trial.regions)
        if not inside and not _import_only(trial, edit.text, place.cell, place.line, place.end_line):
            yield f"line {place.line + 1} lies outside of the code that may change"


def _import_only(trial: Trial, text: str, cell: int, first: int, last: int) -> bool:
    """Whether whole lines of imports become lines of imports, at the left margin."""
    old = trial.before.document.cells[cell].text.split("\n")[first : last + 1]
    return _imports("\n".join(old)) and _imports(text)


def _imports(text: str) -> bool:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return all(isinstance(node, (ast.Import, ast.ImportFrom)) for node in tree.body)
