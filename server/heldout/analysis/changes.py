"""What an edit changed of the graph, and so which rules must look again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from heldout.findings.rule import Rule
from heldout.project.requirements import installed
from heldout.semantics.graph import Graph
from heldout.semantics.record import Record
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


def changed(rule: Rule, before: Graph, now: Graph) -> bool:
    """Whether something changed that a rule of the graph looks at."""
    if not rule.reads or before.versions != now.versions or ("magic" in rule.reads and before.magics != now.magics):
        return True
    return before.ops(*rule.reads) != now.ops(*rule.reads)
