"""Rows of the same patient (customer, device, …) can fall on both sides of a split."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heldout.api import (
    Code,
    Compared,
    Draft,
    Graph,
    Relation,
    Report,
    Rows,
    Rule,
    Safety,
    Segment,
    Severity,
    Step,
    constant,
    relate,
)
from heldout.api import Group as Several
from heldout_rules import told
from heldout_rules.keeping.groups import GROUPS, kept_together
from heldout_rules.leakage.grouping import keep_groups
from heldout_rules.leakage.shuffling import shuffles
from heldout_rules.leakage.stopping import made_by

WHO = re.compile(
    r"(^|[_ ])(patient|subject|participant|person|user|customer|client|member|household|session|visit|device|machine|engine|"
    r"speaker|author|account|student|animal|mouse|donor|sample|slide|video|trial)([_ ]?(id|no|nr|num|number|key|name|code))?$"
    r"|(^|[_ ])(id|uid|uuid|guid)$",
    re.IGNORECASE,
)
WITHIN = ("shift", "window", "rescale")
"""What is computed row by row within a group: a group then has several rows, and they stay rows."""

COUNTS = ("size", "count")
"""Nobody counts the rows of groups of one."""


class LeakGroupSplit(Rule):
    name = "leak-group-split"
    severity = Severity.WARNING
    frameworks = ("pandas", "sklearn")
    fix_safety = Safety.UNSAFE
    language = GROUPS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        grouped = list(_groups(graph))
        if not grouped or _kept_together(graph):
            return
        for split in graph.ops("split", "folds", "cross-validate", "sample"):
            rows, beside = _rows(split), _beside(split)
            if rows is None or not (_at_random(graph, split) if split.op == "folds" else shuffles(graph, split)):
                continue
            for name, step, within in grouped:
                assert step.rows is not None
                if any(relate(r, step.rows) in SHARED for r in (rows, *beside)) and not _single(graph, rows):
                    yield _report(graph, split, name, step, within)
                    break

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        yield from keep_groups(code, *report.about)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from kept_together(change)


SHARED = (Relation.SAME, Relation.INSIDE, Relation.CONTAINS, Relation.OVERLAPPING)


def _groups(graph: Graph) -> Iterator[tuple[str, Step, Step]]:
    """Groupings by somebody, each with a step that shows that a group has several rows."""
    found: dict[object, tuple[str, Step]] = {}
    for step in graph.ops("group"):
        by = step.arg("by")
        if by is not None and isinstance(by.kind, Several) and len(by.kind.items) == 1:
            by = by.kind.items[0]
        name = constant(by)
        if isinstance(name, str) and WHO.search(name) and step.rows is not None:
            found[step.id] = (name, step)
    for step in graph.ops("statistic"):
        series = None if step.receiver is None or step.receiver.columns is None else step.receiver.columns.series
        if step.method == "value_counts" and series is not None and series.one is not None and WHO.search(series.one):
            yield series.one, step, step
    if not found:
        return
    for step in graph.steps:
        columns = None if step.receiver is None else step.receiver.columns
        if columns is None or columns.grouped not in found:
            continue
        if step.op in WITHIN or step.fact("cumulative") or step.method in COUNTS:
            name, group = found.pop(columns.grouped)
            yield name, group, step


def _kept_together(graph: Graph) -> bool:
    """Whether the program knows of groups where it splits: any splitter by groups speaks for it."""
    for step in graph.ops("construct", "folds", "cross-validate", "split", "fit"):
        if (step.op == "construct" and step.fact("groups")) or "groups" in step.args.keywords:
            return True
        if step.op == "folds" and len(step.args.positional) > 2:
            return True
    return False


def _at_random(graph: Graph, split: Step) -> bool:
    made = made_by(graph, split.receiver)
    return made is not None and not made.fact("time") and not made.fact("groups")


def _rows(split: Step) -> Rows | None:
    return split.rows if split.op != "split" or not split.args.positional else split.args.positional[0].data_rows()


def _beside(split: Step) -> list[Rows]:
    """The rows of the other arrays of a split, which stand beside those of the first: labels from a file of their own, and
    those that it is stratified by.
    """
    if split.op != "split":
        return []
    others = [*split.args.positional[1:], *filter(None, [split.args.keywords.get("stratify")])]
    return [value.rows for value in others if value.rows is not None]


def _single(graph: Graph, rows: Rows) -> bool:
    """Whether only one row of each was left."""
    for path in rows.paths:
        for segment in path:
            if isinstance(segment, Segment) and segment.kind == "subset" and isinstance(segment.split, tuple):
                step = graph.by_id.get(segment.split[1])
                if step is not None and step.fact("deduplicates"):
                    return True
    return False


def _report(graph: Graph, split: Step, name: str, group: Step, within: Step) -> Report:
    called = told.called(split)
    message = f'{called} deals out single rows: rows of the same "{name}" land in both parts, and the model knows them'
    evidence = [(group.handle, f'here rows are grouped by "{name}"'), (within.handle, "a group has several rows")]
    if within is group:
        evidence = [(group.handle, f'here the rows of each "{name}" are counted')]
    evidence.append((split.handle, f'{called} does not keep a "{name}" together'))
    made = made_by(graph, split.receiver if split.op == "folds" else split.args.keywords.get("cv"))
    return Report(split.handle, message, tuple(evidence), (split, made, name, group))
