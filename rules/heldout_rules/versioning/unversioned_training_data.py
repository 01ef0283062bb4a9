"""A run is tracked, and which data it was trained on is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heldout.api import (
    Code,
    Data,
    Draft,
    Edit,
    Graph,
    Handle,
    Place,
    Report,
    Rule,
    Safety,
    Severity,
    Step,
    constant,
)
from heldout_rules.blocks import around
from heldout_rules.leakage.statements import assigned, line_of
from heldout_rules.told import sources

TRAINING = ("fit", "cross-validate", "train")
CHECKED = ("hashlib.", "pooch.", "zlib.crc32")
TRAVEL = ("versionAsOf", "timestampAsOf", "snapshot-id", "as-of-timestamp", "tag", "branch", "as.of.instant")
VERSIONS = (
    "known_hash",
    "version",
    "version_id",
    "versionId",
    "snapshot_id",
    "revision",
    "storage_options",
    "sha256",
    "md5",
)
DATED = re.compile(
    r"(?:^|[/_.=-])(?:\d{4}-?\d{2}-?\d{2}|v\d+(?:\.\d+)*|[0-9a-f]{40}|[0-9a-f]{64})(?:[/_.-]|$)|versionId=|snapshot="
)
ELSEWHERE = re.compile(r"\w+://")


class UnversionedTrainingData(Rule):
    name = "unversioned-training-data"
    severity = Severity.INFO
    frameworks = ("mlflow", "wandb")
    fix_safety = Safety.UNSAFE

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        runs = graph.ops("track-run")
        if not runs or any(map(_keeps, graph.ops("track-data"))) or any(map(_checks, graph.steps)):
            return
        told: set[Handle] = set()
        for fit in graph.ops(*TRAINING):
            for source in sources(graph, fit.rows) if fit.rows is not None else ():
                path = _path(source)
                if path is None or source.handle in told or _versioned(source, path) or graph.surroundings.by(path):
                    continue
                told.add(source.handle)
                message = f"this run is tracked, and which `{path}` it was trained on is not: nobody can tell later what was in it"
                evidence = ((fit.handle, "trained on these rows"), (runs[0].handle, "the run that is tracked"))
                yield Report(source.handle, message, evidence, (source, path, runs, graph.surroundings))

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        source, path, runs, surroundings = report.about
        logged = _logged(code, source, path, runs)
        if logged is not None:
            yield Draft("Log the data as an input of the run", (logged,), Safety.SAFE)
        digest = None if ELSEWHERE.match(path) else surroundings.digest(path)
        place = code.statement(source.handle)
        if digest is not None and place is not None:
            check = f'assert hashlib.sha256(open({path!r}, "rb").read()).hexdigest() == "{digest}"'.replace("'", '"')
            edits = [code.insert_line(place.cell, place.line, code.indent(place) + check), *_import(code, place)]
            yield Draft(f"Check that `{path}` is the file of today", tuple(edits), Safety.UNSAFE)


def _keeps(step: Step) -> bool:
    """Whether a call ties data to the run: an artefact that moves (`:latest`) does not say which data it was."""
    name = constant(step.arg("artifact_or_name"))
    if constant(step.args.keywords.get("log_datasets"), True) is False:
        return False
    return not (isinstance(name, str) and name.endswith(":latest"))


def _checks(step: Step) -> bool:
    """Whether a call compares a checksum, or reads a table as of a version."""
    if step.name.startswith(CHECKED):
        return True
    return (
        step.method in ("option", "options")
        and bool(step.args.positional)
        and constant(step.args.positional[0]) in TRAVEL
    )


def _path(source: Step) -> str | None:
    """The file or address that a source reads, when it is known."""
    name = source.fact("url")
    value = source.arg(str(name)) if name else None
    path = None if value is None else constant(value)
    return path if isinstance(path, str) and path and "\n" not in path and len(path) < 80 else None


def _versioned(source: Step, path: str) -> bool:
    """Whether the path or the call says which version it is."""
    if DATED.search(path) or any(name in source.args.keywords for name in VERSIONS):
        return True
    return source.args.spread


def _logged(code: Code, source: Step, path: str, runs: tuple[Step, ...]) -> Edit | None:
    """`mlflow.log_input` as the first statement of the run, where the table was read before."""
    run = next((r for r in runs if r.name == "mlflow.start_run"), None)
    line = line_of(code, source.handle)
    names = None if line is None else assigned(line)
    if run is None or line is None or names is None or len(names) != 1 or not isinstance(source.result.kind, Data):
        return None
    if source.result.kind.cls != "pandas.DataFrame" or not _plain_import(code):
        return None
    place = _first_of(code, run)
    here, there = around(source, "function"), around(run, "function")
    if place is None or place.cell != line.place.cell or [b.handle for b in here] != [b.handle for b in there]:
        return None
    if (place.line, place.column) < (line.place.line, line.place.column):
        return None
    call = f'mlflow.log_input(mlflow.data.from_pandas({names[0]}, source="{path}"), context="training")'
    return code.insert_line(place.cell, place.line, code.indent(place) + call)


def _plain_import(code: Code) -> bool:
    return any(
        re.match(r"import mlflow\s*(?:#.*)?$", line)
        for cell in range(len(code.document.cells))
        for line in code.lines(cell)
    )


def _first_of(code: Code, run: Step) -> Place | None:
    """The first statement that stands in the `with` of a run, or behind the statement that starts it."""
    tree = code.place(run.handle)
    statement = code.statement(run.handle)
    if statement is not None:
        return None if "with " in code.text(statement) else _behind(code, statement)
    lines = code.lines(tree.cell)
    row = tree.end_line
    if not lines[tree.line].lstrip().startswith("with ") or not lines[row].rstrip().endswith(":"):
        return None
    row += 1
    while row < len(lines) and (not lines[row].strip() or lines[row].lstrip().startswith("#")):
        row += 1
    return Place(tree.cell, row, 0, row, 0) if row < len(lines) else None


def _behind(code: Code, statement: Place) -> Place | None:
    row = statement.end_line
    lines = code.lines(statement.cell)
    same = (
        row < len(lines)
        and lines[row].strip()
        and code.indent(statement) == code.indent(Place(statement.cell, row, 0, row, 0))
    )
    return Place(statement.cell, row, 0, row, 0) if same else None


def _import(code: Code, place: Place) -> list[Edit]:
    """`import hashlib` before the first import of the program."""
    for cell in range(place.cell + 1):
        for row, line in enumerate(code.lines(cell)):
            if line.startswith(("import ", "from ")) and "__future__" not in line:
                return [Edit(Place(cell, row, 0, row, 0), "import hashlib\n")]
    return []
