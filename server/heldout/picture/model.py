"""What a picture shows: few nodes, and edges that say what the rows do on their way."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from heldout.findings.finding import Finding
from heldout.source.document import Document
from heldout.source.place import Place

KINDS = {
    "source": "data",
    "step": "step",
    "transform": "transform",
    "split": "split",
    "part": "part",
    "fit": "fit",
    "predict": "predict",
    "evaluate": "score",
    "save": "save",
}
"""The kinds of nodes, and the word that the picture says for each."""

CONTAMINATES = "leak"
"""The family of the rules whose evidence says which way rows went that should not have."""

EDGES = {"rows": "rows flow", "learn": "learned from", "apply": "applied to", "score": "scored on"}
"""The kinds of edges, and what the legend says of each."""


@frozen
class Node:
    """One box.

    `title` is the name in the user's code where there is one, `call` what is called, `note` what is known of the rows.
    `role`: "train", "validation" or "test". `share`: the fraction of the split rows. `count`: how many steps it stands for.
    `places` are all that it stands for, the most telling first. `findings` are indexes into the picture's findings.
    """

    id: str
    kind: str
    title: str
    call: str = ""
    note: str = ""
    role: str | None = None
    share: float | None = None
    count: int = 1
    places: tuple[Place, ...] = ()
    findings: tuple[int, ...] = ()


@frozen
class Edge:
    """From one node to another, by their ids. `findings`: the leaks that run along it, as indexes."""

    source: str
    target: str
    kind: str
    findings: tuple[int, ...] = ()


@frozen
class Picture:
    """Nodes stand in the order of the program; edges lead from earlier nodes to later ones."""

    document: Document
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    findings: tuple[Finding, ...] = ()
    note: str = field(default="")  # why it is empty, or not whole; one sentence

    def where(self, place: Place) -> str:
        """`line 12`, or `cell 3`: 1-based, as users count."""
        number = self.document.cells[place.cell].number
        return f"line {place.line + 1}" if number is None else f"cell {number}"

    def as_json(self) -> dict[str, Any]:
        """The picture as plain data. Lines, columns and cells are 1-based."""
        return {
            "nodes": [
                {
                    "id": node.id,
                    "kind": node.kind,
                    "title": node.title,
                    "call": node.call,
                    "note": node.note,
                    "role": node.role,
                    "share": node.share,
                    "count": node.count,
                    "places": [
                        {
                            "cell": self.document.cells[place.cell].number,
                            "row": place.line + 1,
                            "column": place.column + 1,
                        }
                        for place in node.places
                    ],
                    "findings": list(node.findings),
                }
                for node in self.nodes
            ],
            "edges": [
                {"from": edge.source, "to": edge.target, "kind": edge.kind, "findings": list(edge.findings)}
                for edge in self.edges
            ],
            "findings": [{"code": f.rule, "severity": f.severity.value, "message": f.message} for f in self.findings],
        }
