"""Check: all that parsed still does."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from heldout.agent.verify.syntax import python
from heldout.agent.verify.trial import Trial


def check(trial: Trial) -> Iterator[str]:
    for cell in sorted(trial.new.broken - trial.old.broken):
        try:
            ast.parse(python(trial.changed.cells[cell].text))
        except SyntaxError as error:
            yield f"the code does not parse any more: {error.msg} (line {error.lineno})"
        else:
            yield "the code does not parse any more"
