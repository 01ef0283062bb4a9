"""What an edit changed of the graph, and so which rules must look again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from heldout.findings.rule import Rule
from heldout.project.requirements import installed
from heldout.semantics.graph import Graph
from heldout.semantics.record import Record
from heldout.semantics.sameness import differing
from heldout.source.magic_lines import Magic


def next_graph(
    before: Graph, records: Sequence[Record] | None, magics: tuple[Magic, ...], versions: Mapping[str, str]
) -> Graph:
    """The graph after an edit; `records` are None when no step changed. What a notebook installs wins over `versions`."""
    regions = before.regions if records is None else [region for record in records for region in record.regions]
    steps = before.steps if records is None else [step for steps in regions for step in steps]
    in_force = before.versions if magics == before.magics else {**versions, **installed(magics)}
    around = before.surroundings
    return Graph(steps, in_force, magics=magics, surroundings=around, regions=regions, before=before)


def changed(before: Graph, now: Graph) -> Callable[[Rule], bool]:
    """Tells of a rule of the graph whether something changed that it looks at."""
    anything = before.versions != now.versions
    then, since = now.changed_since(before)
    ops, ran = frozenset([step.op for step in differing(then, since)]), bool(then or since)
    magics = before.magics != now.magics

    def of(rule: Rule) -> bool:
        if anything or (ran and rule.reads_blocks):
            return True
        if not rule.reads:
            return magics or bool(ops)
        return not ops.isdisjoint(rule.reads) or (magics and "magic" in rule.reads)

    return of
