"""A notebook uses a name that none of its cells defines."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.api import Notebook, Report, Rule, Severity
from heldout_rules.notebooks.exercises import left_to_reader
from heldout_rules.notebooks.names import missing


class NbUndefinedName(Rule):
    name = "nb-undefined-name"
    severity = Severity.ERROR
    frameworks = ("notebook",)

    def check_notebook(self, notebook: Notebook) -> Iterator[Report]:
        for one in missing(notebook):
            if one.bound is None and not left_to_reader(notebook, one.cell):
                yield Report(
                    one.read, f"no cell defines `{one.name}`: the one that did may be gone, or was never saved"
                )
