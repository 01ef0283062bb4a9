"""A picture in the language of Graphviz."""

from __future__ import annotations

from heldout.picture.model import EDGES, Picture
from heldout.picture.words import below, heading, labelled, short, spoken

SHAPES = {"source": "cylinder", "split": "hexagon", "part": "box", "evaluate": "box", "fit": "box"}
STYLES = {"part": "rounded", "fit": "bold"}
ARROWS = {"rows": "solid", "learn": "bold", "apply": "dashed", "score": "solid"}
COLOURS = {"train": "#0969da", "validation": "#8250df", "test": "#9a6700"}
BAD = "#cf222e"
LONGEST = 60


def dot(picture: Picture) -> str:
    """The text of the graph. Everything from the user's code stands in quoted strings."""
    lines = ["digraph pipeline {", '    node [fontname="Helvetica", fontsize=11];', "    edge [fontsize=9];"]
    if picture.note:
        lines.append(f"    label={_quoted(picture.note)};")
    for node in picture.nodes:
        kind, where = heading(node, picture)
        text = [f"{kind} · {where}" if where else kind, node.title, below(node)]
        colour = BAD if node.findings else COLOURS.get(node.role or "", "black")
        facts = {
            "label": _quoted(*[part for part in text if part]),
            "shape": SHAPES.get(node.kind, "box"),
            "style": STYLES.get(node.kind, "solid"),
            "color": f'"{colour}"',
            "tooltip": _quoted(spoken(node, picture)),
        }
        lines.append(f"    {node.id} [{_facts(facts)}];")
    names = labelled(picture)
    for edge in picture.edges:
        label = names.get((edge.source, edge.target)) or ("" if edge.kind == "rows" else EDGES[edge.kind])
        facts = {"style": ARROWS[edge.kind]}
        if label:
            facts["label"] = _quoted(label)
        if edge.findings:
            said = " / ".join(picture.findings[n].message for n in edge.findings)
            facts |= {"color": f'"{BAD}"', "fontcolor": f'"{BAD}"', "style": '"dashed,bold"', "tooltip": _quoted(said)}
        lines.append(f"    {edge.source} -> {edge.target} [{_facts(facts)}];")
    return "\n".join([*lines, "}"]) + "\n"


def _facts(facts: dict[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in facts.items())


def _quoted(*lines: str) -> str:
    r"""A string of DOT; `\` and `"` are the two characters that mean something in it."""
    return (
        '"'
        + r"\n".join(
            short(line, 300 if len(lines) == 1 else LONGEST).replace("\\", r"\\").replace('"', r"\"") for line in lines
        )
        + '"'
    )
