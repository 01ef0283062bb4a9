"""The picture of an analysed program: drawn, simplified, and marked where its findings run."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Protocol

from heldout.findings.finding import Finding
from heldout.picture.flow import Drawing, Sketch, trace
from heldout.picture.model import CONTAMINATES, Edge, Node, Picture
from heldout.picture.simplify import Sheet, reach, simplify
from heldout.picture.spots import Homes, Marks
from heldout.semantics.graph import Graph, Handle, Step
from heldout.source.document import Document
from heldout.source.place import Place
from heldout.syntax.program import Program

EMPTY = "There is no pipeline here: nothing is read, split, fitted or scored."
MOST = 400
"""Nodes in a picture; more are of no use to anybody, and take seconds to lay out."""


class Places(Protocol):
    """Knows where things stand, and remembers it for code that did not change."""

    def where(self, program: Program, handle: Handle) -> Place | None: ...

    def site(self, step: Step) -> Handle | None:
        """Where in the document a step is shown: one in another file at the call that leads there."""
        ...


def picture_of(
    document: Document, graph: Graph, program: Program | None, findings: Sequence[Finding], places: Places | None
) -> Picture:
    """The picture of a program, with its findings. Costs about as much as looking at every step once."""
    if program is None or places is None:
        return Picture(document, findings=tuple(findings), note=EMPTY)
    placed = Graph(graph.steps, graph.versions, document, lambda handle: places.where(program, handle))
    drawing = trace(placed, program.units(), places.site)
    return _drawn(document, placed, drawing, findings)


def _drawn(document: Document, graph: Graph, drawing: Drawing, findings: Sequence[Finding]) -> Picture:
    marks = Marks([finding.place for finding in findings])
    sheet = simplify(drawing, lambda node: any(marks.touch(place) for place in _places(node, graph)))
    if not sheet.nodes:
        return Picture(document, findings=tuple(findings), note=EMPTY)
    keys = sorted(sheet.nodes, key=lambda key: sheet.nodes[key].number)
    note = ""
    if len(keys) > MOST:
        note = f"Only the first {MOST} of {len(keys)} steps are drawn."
        for key in keys[MOST:]:
            sheet.remove(key)
        del keys[MOST:]
    places = {key: _places(sheet.nodes[key], graph) for key in keys}
    homes = Homes(places)
    stand = [_stand(sheet, homes, finding.place) for finding in findings]
    found: dict[Hashable, list[int]] = {}
    for number, at in enumerate(stand):
        for key in at:
            found.setdefault(key, []).append(number)
    ids = {key: f"n{number}" for number, key in enumerate(keys, 1)}
    leaks = _leaks(sheet, findings, stand, homes)
    nodes = tuple([_node(sheet.nodes[key], ids[key], places[key], tuple(found.get(key, ()))) for key in keys])
    edges = tuple(
        [
            Edge(ids[source], ids[target], kind, tuple(leaks.get((source, target), ())))
            for source in keys
            for target, kind in sorted(sheet.out[source].items(), key=lambda pair: int(ids[pair[0]][1:]))
        ]
    )
    return Picture(document, nodes, edges, tuple(findings), note)


def _places(sketch: Sketch, graph: Graph) -> tuple[Place, ...]:
    return tuple(dict.fromkeys([place for handle in sketch.handles if (place := graph.place(handle)) is not None]))


def _stand(sheet: Sheet, homes: Homes, spot: Place) -> set[Hashable]:
    """The nodes at a place. A split stands there for its parts."""
    found = set(homes.of(spot))
    return {key for key in found if sheet.nodes[key].kind != "part"} or found


def _node(sketch: Sketch, id_: str, places: tuple[Place, ...], findings: tuple[int, ...]) -> Node:
    roles = sorted(role for role in sketch.roles if role)
    shares = {share for share in sketch.shares if share is not None}
    share = shares.pop() if len(shares) == 1 else None
    title, call = _words(sketch)
    words = [" and ".join(roles)] if roles else []
    words += [f"{share:.0%}".replace("%", " %")] if share is not None else []
    role = roles[0] if len(roles) == 1 else None
    return Node(id_, sketch.kind, title, call, " · ".join(words), role, share, sketch.count, places, findings)


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


def _leaks(
    sheet: Sheet, findings: Sequence[Finding], stand: Sequence[set[Hashable]], homes: Homes
) -> dict[tuple[Hashable, Hashable], list[int]]:
    """The edges along which rows went that should not have, with the findings that say so.

    From where a finding stands to what its evidence names further on; where it stands at the end of the story, from what
    its evidence names before (the source of all rows aside, where every path begins).
    """
    marked: dict[tuple[Hashable, Hashable], list[int]] = {}
    for number, (finding, here) in enumerate(zip(findings, stand, strict=True)):
        if finding.rule.split("-")[0] != CONTAMINATES or not here:
            continue
        told = {key for place in _evidence(finding) for key in _stand(sheet, homes, place)} - here
        told |= _scored_alike(sheet, told)
        for edge in _between(sheet, here, told) or _between(
            sheet, {key for key in told if sheet.nodes[key].kind != "source"}, here
        ):
            marked.setdefault(edge, []).append(number)
    return marked


def _evidence(finding: Finding) -> list[Place]:
    """The places of its evidence in this document."""
    return [related.place for related in finding.related if related.document is None]


def _scored_alike(sheet: Sheet, told: set[Hashable]) -> set[Hashable]:
    """Evidence names a few scores, where it holds of all that are computed on rows of the same role."""
    roles = [sheet.nodes[key].roles for key in told if sheet.nodes[key].kind == "evaluate"]
    return {key for key, node in sheet.nodes.items() if node.kind == "evaluate" and node.roles in roles}


def _between(sheet: Sheet, starts: set[Hashable], ends: set[Hashable]) -> list[tuple[Hashable, Hashable]]:
    """All edges on any way from some nodes to others."""
    after = reach(starts, sheet.out)
    before = reach(ends, sheet.into)
    return [(a, b) for a in after & before for b in sheet.out[a] if b in before]
