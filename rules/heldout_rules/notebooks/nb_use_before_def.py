"""A cell uses a name that only a later cell defines."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.api import Change, Notebook, Report, Rule, Severity
from heldout_rules.keeping.columns import defined_first
from heldout_rules.keeping.later import ESTIMATORS
from heldout_rules.notebooks.names import missing


class NbUseBeforeDef(Rule):
    name = "nb-use-before-def"
    severity = Severity.ERROR
    frameworks = ("notebook",)
    language = ESTIMATORS

    def check_notebook(self, notebook: Notebook) -> Iterator[Report]:
        for one in missing(notebook):
            if one.bound is None:
                continue
            at, cell = one.bound
            what = f"`{one.through}` reads `{one.name}`, which" if one.through else f"`{one.name}`"
            message = f"{what} is defined only in cell {cell}: run from the top, the notebook stops here"
            yield Report(one.read, message, ((at, f"`{one.name}` is defined here, below"),))

    def agrees(self, change: Change) -> Iterator[str]:
        yield from defined_first(change)
