"""A cell uses a name that only a later cell defines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Code, Draft, Handle, Notebook, Report, Rule, Severity
from heldout_rules.notebooks.names import missing


class NbUseBeforeDef(Rule):
    name = "nb-use-before-def"
    severity = Severity.ERROR
    frameworks = ("notebook",)

    def check_notebook(self, notebook: Notebook) -> Iterator[Report]:
        for one in missing(notebook):
            if one.bound is None:
                continue
            at, cell = one.bound
            what = f"`{one.through}` reads `{one.name}`, which" if one.through else f"`{one.name}`"
            message = f"{what} is defined only in cell {cell}: run from the top, the notebook stops here"
            about = (one.name, one.read, at)
            yield Report(one.read, message, ((at, f"`{one.name}` is defined here, below"),), about)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        """An import may stand anywhere above; any other definition may need what stands between."""
        name, read, bound = report.about
        line = code.statement(bound)
        text = "" if line is None else code.text(line).rstrip("\n")
        if line is None or not text.startswith(("import ", "from ")):
            return
        cell = code.place(read).cell
        units = code.cells()[cell]
        first = code.place(Handle(units[0].leaf, 0)).line if units else 0
        if not code.lines(cell)[first].startswith(("import ", "from ")):
            text += "\n"  # a block of its own
        yield Draft(
            f"Move the import of `{name}` up to here", (code.insert_line(cell, first, text), code.delete_lines(line))
        )
