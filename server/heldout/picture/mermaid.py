"""A picture as a Mermaid flowchart, as Markdown files and many wikis show it."""

from __future__ import annotations

from heldout.picture.model import EDGES, Picture
from heldout.picture.words import below, heading, labelled, plain, short

SHAPES = {"part": ("([", "])"), "source": ("[(", ")]"), "split": ("{{", "}}"), "evaluate": ("[[", "]]")}
ARROWS = {"rows": "-->", "learn": "==>", "apply": "-.->", "score": "-->"}
LONGEST = 60
STYLES = (
    "classDef train stroke:#0969da,stroke-width:2px",
    "classDef validation stroke:#8250df,stroke-width:2px",
    "classDef test stroke:#9a6700,stroke-width:2px",
    "classDef found stroke:#cf222e,stroke-width:2px,stroke-dasharray:4 3",
)


def mermaid(picture: Picture) -> str:
    """The text of the flowchart. Everything from the user's code stands in quoted strings, as entities."""
    lines = ["flowchart TD"]
    for node in picture.nodes:
        left, right = SHAPES.get(node.kind, ("[", "]"))
        kind, where = heading(node, picture)
        text = "<br/>".join(
            _quoted(part) for part in (f"{kind} · {where}" if where else kind, node.title, below(node)) if part
        )
        lines.append(f'    {node.id}{left}"{text}"{right}')
    names = labelled(picture)
    marked = []
    for number, edge in enumerate(picture.edges):
        label = names.get((edge.source, edge.target)) or ("" if edge.kind == "rows" else EDGES[edge.kind])
        said = f'|"{_quoted(label)}"|' if label else ""
        lines.append(f"    {edge.source} {ARROWS[edge.kind]}{said} {edge.target}")
        if edge.findings:
            marked.append(str(number))
    lines += [f"    {style}" for style in STYLES]
    for node in picture.nodes:
        style = "found" if node.findings else node.role
        if style:
            lines.append(f"    class {node.id} {style}")
    if marked:
        lines.append(f"    linkStyle {','.join(marked)} stroke:#cf222e,stroke-width:2px,stroke-dasharray:6 3")
    if picture.note:
        lines.append(f"    %% {plain(picture.note)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Letters, digits and a few harmless signs as they are; all others as Mermaid's entities."""
    kept = " .,_·…–-()[]=:"
    return "".join(c if c.isalnum() or c in kept else f"#{ord(c)};" for c in short(text, LONGEST))
