"""The picture of an analysed program: drawn, simplified, and marked where its findings run."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from heldout.findings.finding import Finding
from heldout.picture.flow import Sketch, trace
from heldout.picture.model import CONTAMINATES, Edge, Node, Picture
from heldout.picture.simplify import Sheet, reach, simplify
from heldout.semantics.graph import Graph
from heldout.source.document import Document
from heldout.source.place import Place
from heldout.syntax import ir

MOST = 400
"""Nodes in a picture; more are of no use to anybody, and take seconds to lay out."""


def picture_of(document: Document, graph: Graph, units: Iterable[ir.Unit], findings: Sequence[Finding]) -> Picture:
    """The picture of a program, with its findings. Costs about as much as looking at every step once."""
    spots = {finding.place for finding in findings}
    drawing = trace(graph, units)
    sheet = simplify(drawing, lambda place: any(_shares(place, spot) for spot in spots))
    if not sheet.nodes:
        return Picture(document, note="There is no pipeline here: nothing is read, split, fitted or scored.")
    keys = sorted(sheet.nodes, key=lambda key: sheet.nodes[key].number)
    note = ""
    if len(keys) > MOST:
        note = f"Only the first {MOST} of {len(keys)} steps are drawn."
        for key in keys[MOST:]:
            sheet.remove(key)
        del keys[MOST:]
    ids = {key: f"n{number}" for number, key in enumerate(keys, 1)}
    homes = [_nodes_at(sheet, finding.place) for finding in findings]
    leaks = _leaks(sheet, findings, homes)
    found: dict[Hashable, list[int]] = {}
    for number, at in enumerate(homes):
        for key in at:
            found.setdefault(key, []).append(number)
    nodes = tuple([_node(sheet.nodes[key], ids[key], tuple(found.get(key, ()))) for key in keys])
    edges = tuple(
        [
            Edge(ids[source], ids[target], kind, tuple(leaks.get((source, target), ())))
            for source in keys
            for target, kind in sorted(sheet.out[source].items(), key=lambda pair: int(ids[pair[0]][1:]))
        ]
    )
    return Picture(document, nodes, edges, tuple(findings), note)


def _node(sketch: Sketch, id_: str, findings: tuple[int, ...]) -> Node:
    roles = sorted(role for role in sketch.roles if role)
    shares = {share for share in sketch.shares if share is not None}
    share = shares.pop() if len(shares) == 1 else None
    title, call = _words(sketch)
    words = [" and ".join(roles)] if roles else []
    words += [f"{share:.0%}".replace("%", " %")] if share is not None else []
    note = " · ".join(words)
    role = roles[0] if len(roles) == 1 else None
    return Node(id_, sketch.kind, title, call, note, role, share, sketch.count, tuple(sketch.places), findings)


def _words(sketch: Sketch) -> tuple[str, str]:
    """The title and the line below it."""
    names = ", ".join(sketch.names)
    if sketch.kind == "part":
        return names or sketch.title, "" if sketch.roles else "a parameter"
    func, data = sketch.calls[0] if sketch.calls else ("", "")
    call = f"{func}({data})"
    methods = list(dict.fromkeys(_method(func) for func, _ in sketch.calls))
    if sketch.kind == "evaluate" and len(methods) > 2:
        return f"{len(methods)} scores", ", ".join(methods)
    if sketch.kind == "evaluate":
        return ", ".join(methods), call if sketch.count == 1 else ""
    if sketch.kind == "fit" and sketch.count > 1:
        return f"{sketch.count} models", names
    if sketch.count > 1:
        return names or methods[-1], f"{sketch.count} steps: {', '.join(methods)}"
    return names or func.lstrip("…."), call


def _method(func: str) -> str:
    """`drop` of `df.drop`, `roc_auc_score` of `metrics.roc_auc_score`; what has a score keeps its name."""
    return func if func.endswith(".score") else func.rpartition(".")[2].lstrip("…") or func


def _shares(place: Place, spot: Place) -> bool:
    return place == spot or place.overlaps(spot)


def _nodes_at(sheet: Sheet, spot: Place) -> set[Hashable]:
    """The nodes that stand at a place: exactly there, else for the smallest call around it or the largest inside it.

    A split stands there for its parts.
    """
    place: Place | None = spot
    if not sheet.homes.get(spot):
        near = [place for place, at in sheet.homes.items() if at and place.cell == spot.cell]
        around = [place for place in near if _holds(place, spot)]
        inside = [place for place in near if _holds(spot, place)]
        place = min(around, key=_size) if around else max(inside, key=_size, default=None)
    found = set() if place is None else set(sheet.homes[place])
    return {key for key in found if sheet.nodes[key].kind != "part"} or found


def _holds(outer: Place, inner: Place) -> bool:
    return (outer.line, outer.column) <= (inner.line, inner.column) and (inner.end_line, inner.end_column) <= (
        outer.end_line,
        outer.end_column,
    )


def _size(place: Place) -> tuple[int, int]:
    return (place.end_line - place.line, place.end_column - place.column)


def _leaks(
    sheet: Sheet, findings: Sequence[Finding], homes: Sequence[set[Hashable]]
) -> dict[tuple[Hashable, Hashable], list[int]]:
    """The edges along which rows went that should not have, with the findings that say so.

    From where a finding stands to what its evidence names further on; where it stands at the end of the story, from what
    its evidence names before (the source of all rows aside, where every path begins).
    """
    marked: dict[tuple[Hashable, Hashable], list[int]] = {}
    for number, (finding, here) in enumerate(zip(findings, homes, strict=True)):
        if finding.rule.split("-")[0] != CONTAMINATES or not here:
            continue
        told = {key for related in finding.related for key in _nodes_at(sheet, related.place)} - here
        told |= _scored_alike(sheet, told)
        for edge in _between(sheet, here, told) or _between(
            sheet, {key for key in told if sheet.nodes[key].kind != "source"}, here
        ):
            marked.setdefault(edge, []).append(number)
    return marked


def _scored_alike(sheet: Sheet, told: set[Hashable]) -> set[Hashable]:
    """Evidence names a few scores, where it holds of all that are computed on rows of the same role."""
    roles = [sheet.nodes[key].roles for key in told if sheet.nodes[key].kind == "evaluate"]
    return {key for key, node in sheet.nodes.items() if node.kind == "evaluate" and node.roles in roles}


def _between(sheet: Sheet, starts: set[Hashable], ends: set[Hashable]) -> list[tuple[Hashable, Hashable]]:
    """All edges on any way from some nodes to others."""
    after = reach(starts, sheet.out)
    before = reach(ends, sheet.into)
    return [(a, b) for a in after & before for b in sheet.out[a] if b in before]
