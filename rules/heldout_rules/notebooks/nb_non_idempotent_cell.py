"""A cell changes data that another cell made, so that running it again changes them once more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    CellCode,
    Code,
    Compared,
    Data,
    Draft,
    Graph,
    Handle,
    Instance,
    Notebook,
    Report,
    Rule,
    Safety,
    Severity,
    Step,
    Value,
)
from heldout_rules.keeping.columns import the_same
from heldout_rules.keeping.later import ESTIMATORS
from heldout_rules.notebooks.growing import gathered
from heldout_rules.notebooks.renaming import renamed
from heldout_rules.notebooks.repeating import Change, Reader
from heldout_rules.notebooks.targets import is_read


class NbNonIdempotentCell(Rule):
    name = "nb-non-idempotent-cell"
    severity = Severity.WARNING
    frameworks = ("notebook",)
    fix_safety = Safety.UNSAFE
    language = ESTIMATORS

    def check_notebook(self, notebook: Notebook) -> Iterator[Report]:
        before: dict[str, tuple[Handle, int]] = {}
        for cell in notebook.cells:
            if not cell.opaque:
                yield from _reports(notebook, cell, before)
            for names in cell.names:
                before.update({name: (at, cell.number) for name, at in names.binds.items()})

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        found = renamed(report.about, code)
        if found is not None:
            yield Draft(f"Call it `{found[0]}` from here on", found[1], Safety.UNSAFE)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from the_same(change)


def _reports(notebook: Notebook, cell: CellCode, before: dict[str, tuple[Handle, int]]) -> Iterator[Report]:
    known = before.keys() & set().union(*[names.updates for names in cell.names])
    if not known:
        return  # nothing of another cell is changed
    told: set[str] = set()
    for change in notebook.once(
        cell, frozenset(known), lambda: tuple(Reader(notebook, known, cell.units[0]).cell(cell))
    ):
        if change.name in told or not _harms(notebook, cell, change):
            continue
        told.add(change.name)
        at, number = before[change.name]
        evidence = [(at, f"`{change.name}` comes from cell {number}")]
        step = change.what.step
        if change.what.at is not None:
            evidence.append((change.what.at, "this is where it happens"))
        elif step is not None and step.id[0] != 0:
            evidence.append((step.handle, "this is where it happens"))
        gathers = gathered(notebook, change.name) if _is_list(change) else None
        if gathers is not None:
            evidence.append((gathers.handle, f"all of `{change.name}` becomes data here"))
        message = f"running this cell again {change.what.why}"
        yield Report(Handle(change.leaf, change.what.node.at), message, tuple(evidence), change)


def _is_list(change: Change) -> bool:
    return change.value is None or not isinstance(change.value.kind, Data)


def _harms(notebook: Notebook, cell: CellCode, change: Change) -> bool:
    """Whether anybody notices: what a scaler makes of what it made is the same, but not what it does to others then."""
    if change.value is None or not (
        gathered(notebook, change.name) if _is_list(change) else is_read(notebook, change.value)
    ):
        return False
    step = change.what.step
    if step is None or step.op not in ("fit-transform", "transform"):
        return True
    receiver = step.receiver
    made = None if receiver is None else _made(notebook.graph, receiver)
    if receiver is None or made is None or made.fact("again") == "same":
        return False
    here = {other.id for unit in cell.units for other in notebook.steps(unit)}
    if step.op == "transform":
        # Fitted in this very cell, it is fitted on what it has changed, and then changes nothing.
        return not any(fit.step in here for fit in step.fits)
    if made.fact("again") == "changes":
        return True
    return any(_is_asked(other, receiver) and other.id not in here for other in notebook.graph.ops("transform"))


def _made(graph: Graph, value: Value) -> Step | None:
    """The step that made an estimator."""
    oid = value.kind.oid if isinstance(value.kind, Instance) else None
    return graph.by_id.get(oid[1:]) if isinstance(oid, tuple) else None


def _is_asked(step: Step, estimator: Value) -> bool:
    return step.receiver is not None and step.receiver.kind == estimator.kind
