"""A picture as SVG: boxes and edges with classes, in the colours of `picture.css`, for files, pages and editors."""

from __future__ import annotations

from importlib import resources
from textwrap import wrap
from xml.sax.saxutils import escape

from heldout.findings.finding import Finding, Severity
from heldout.picture.layout import Layout, Point, lay_out
from heldout.picture.model import CONTAMINATES, EDGES, Edge, Node, Picture
from heldout.picture.words import below, heading, labelled, leaks, plain, short, spoken

HEIGHT = 58.0
WIDEST, NARROWEST = 290.0, 128.0
TITLE, CALL, SMALL = 7.9, 6.4, 6.3  # pixels that a character takes, at most, in the sizes of picture.css
MARGIN = 20.0
LEGEND = 26.0
LINE = 17.0
PAGE = 1400.0
SHAPE = 1.4
"""How much wider than high a page of many pieces becomes."""


def style() -> str:
    """The style sheet that the classes belong to."""
    return resources.files("heldout.picture").joinpath("picture.css").read_text(encoding="utf-8")


def svg(picture: Picture, *, width: float | None = None, alone: bool = True) -> str:
    """The drawing. `alone`: as a file of its own, with its style; else as part of a page that has the style already.

    Pieces that have nothing to do with each other go side by side up to `width` pixels (by default, as a page looks good).
    """
    sizes = {node.id: (_width(node, picture), HEIGHT) for node in picture.nodes}
    layout = lay_out(picture, sizes, lambda area: max(PAGE, SHAPE * area**0.5) if width is None else width)
    w = max(layout.width, 620.0 if picture.nodes else 420.0) + 2 * MARGIN
    told = _told(picture, int((w - 2 * MARGIN) / SMALL)) if alone else []
    foot = layout.height + 2 * MARGIN
    h = foot + LEGEND + (LINE * len(told) + 8 if told else 0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="heldout-picture" role="group" aria-label="Pipeline"'
        f' width="{w:.0f}" height="{h:.0f}" viewBox="0 0 {w:.0f} {h:.0f}">'
    ]
    if alone:
        parts.append(f"<style>{escape(style())}</style>")
    parts.append(_HEADS)
    parts.append(f'<rect class="paper" width="{w:.0f}" height="{h:.0f}"/>')
    if not picture.nodes:
        parts.append(f'<text class="legend" x="{MARGIN}" y="{MARGIN + 4}">{escape(plain(picture.note))}</text></svg>')
        return "\n".join(parts) + "\n"
    parts.append(f'<g transform="translate({MARGIN:.0f} {MARGIN:.0f})">')
    parts += [_edge(edge, layout, picture) for edge in sorted(picture.edges, key=lambda edge: bool(edge.findings))]
    parts += [_node(node, layout, sizes[node.id][0], picture) for node in picture.nodes]
    parts += _labels(picture, layout)
    parts.append("</g>")
    parts.append(_legend(foot + 6, picture))
    for number, text in enumerate(told, 1):
        y = foot + LEGEND + LINE * number - 4
        parts.append(f'<text class="legend" x="{MARGIN}" y="{y:.1f}">{escape(text)}</text>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


_HEADS = (
    '<defs><marker id="heldout-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"'
    ' markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker>'
    '<marker id="heldout-bad-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="10" markerHeight="10"'
    ' markerUnits="userSpaceOnUse" orient="auto"><path class="bad-head" d="M0 0 8 4 0 8z"/></marker></defs>'
)


def _told(picture: Picture, most: int) -> list[str]:
    """The leaks in words, in lines of so many characters."""
    lines: list[str] = []
    for _, finding in leaks(picture):
        text = plain(f"⚠ {finding.rule}: {finding.message}")
        lines += wrap(text, most, subsequent_indent="\u00a0" * 4)
    return lines


def _width(node: Node, picture: Picture) -> float:
    kind, where = heading(node, picture)
    wanted = max(
        len(plain(node.title)) * TITLE, len(plain(below(node))) * CALL, (len(kind) + 1) * 7.2 + (len(where) + 2) * 6
    )
    return min(max(wanted + 26 + (18 if node.findings else 0), NARROWEST), WIDEST)


def _node(node: Node, layout: Layout, width: float, picture: Picture) -> str:
    x, y = layout.boxes[node.id]
    kind, where = heading(node, picture)
    room = width - 26
    title, call = short(node.title, int(room / TITLE + 0.01)), short(below(node), int(room / CALL + 0.01))
    classes = " ".join(["node", node.kind, *([node.role] if node.role else []), *(["found"] if node.findings else [])])
    said = escape(spoken(node, picture), {'"': "&quot;"})
    curve = HEIGHT / 2 if node.kind == "part" else 6
    inset = 18 if node.kind == "part" else 12
    rows = [
        f'<g class="{classes}" id="{node.id}" tabindex="0" role="img" aria-label="{said}"'
        f' transform="translate({x - width / 2:.1f} {y - HEIGHT / 2:.1f})"><title>{said}</title>',
        f'<rect class="box" width="{width:.1f}" height="{HEIGHT:.0f}" rx="{curve:.0f}"/>',
        f'<rect class="bar" x="{inset - 8}" y="{15}" width="3" height="{HEIGHT - 30:.0f}" rx="1.5"/>' if node.role else "",
        f'<text class="kind" x="{inset}" y="16">{escape(kind)}</text>',
        f'<text class="where" x="{width - inset:.1f}" y="16">{escape(where)}</text>' if where else "",
        f'<text class="title code" x="{inset}" y="33">{escape(title)}</text>',
        f'<text class="call{"" if node.kind in ("part", "evaluate") and node.note else " code"}" x="{inset}" y="49">{escape(call)}</text>' if call else "",
    ]  # fmt: skip
    if node.findings:
        serious = any(_is_serious(picture.findings[n]) for n in node.findings)
        rows.append(
            f'<circle class="badge{" serious" if serious else ""}" cx="{width - 4:.1f}" cy="{HEIGHT - 6:.1f}" r="8"/>'
            f'<text class="badge-sign" x="{width - 4:.1f}" y="{HEIGHT - 2:.1f}">!</text>'
        )
    return "".join([row for row in rows if row]) + "</g>"


def _is_serious(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR or finding.rule.startswith(f"{CONTAMINATES}-")


def _edge(edge: Edge, layout: Layout, picture: Picture) -> str:
    said = EDGES[edge.kind]
    for n in edge.findings:
        said += f"; {picture.findings[n].rule}: {plain(picture.findings[n].message)}"
    path = _path(layout.edges[edge.source, edge.target])
    classes = f"edge {edge.kind}{' leak' if edge.findings else ''}"
    head = "heldout-bad-head" if edge.findings else "heldout-head"
    return f'<path class="{classes}" d="{path}" marker-end="url(#{head})"><title>{escape(said)}</title></path>'


def _path(points: tuple[Point, ...]) -> str:
    """Upright at every point, so that it bends between the layers only."""
    (x, y), *rest = points
    out = [f"M{x:.1f} {y:.1f}"]
    for to_x, to_y in rest:
        middle = (y + to_y) / 2
        out.append(
            f"V{to_y:.1f}"
            if abs(to_x - x) < 0.5
            else f"C{x:.1f} {middle:.1f} {to_x:.1f} {middle:.1f} {to_x:.1f} {to_y:.1f}"
        )
        x, y = to_x, to_y
    return "".join(out)


def _labels(picture: Picture, layout: Layout) -> list[str]:
    """The names of rules, on that side of an edge from which it bends away."""
    out = []
    for ends, text in labelled(picture).items():
        (x, y), (to_x, to_y) = layout.edges[ends][:2]
        if to_x < x - 12:
            at = (x + 9, y + 15)
        elif to_x > x + 12:
            at = (to_x + 9, to_y - 8)
        else:
            at = (max(x, to_x) + 9, (y + to_y) / 2 + 3)
        out.append(f'<text class="label" x="{at[0]:.1f}" y="{at[1]:.1f}">⚠ {escape(text)}</text>')
    return out


def _legend(y: float, picture: Picture) -> str:
    """What the lines mean; only what occurs. Rows that are scored look like rows that flow."""
    drawn = {"rows" if edge.kind == "score" else edge.kind for edge in picture.edges if not edge.findings}
    kinds = [kind for kind in EDGES if kind in drawn]
    entries = [(f"edge {kind}", "heldout-head", EDGES[kind]) for kind in kinds]
    if any(edge.findings for edge in picture.edges):
        entries.append(("edge leak", "heldout-bad-head", "a leak runs along it"))
    x, out = MARGIN, []
    for classes, head, text in entries:
        out.append(f'<path class="{classes}" d="M{x:.0f} {y:.0f}h34" marker-end="url(#{head})"/>')
        out.append(f'<text class="legend" x="{x + 42:.0f}" y="{y + 3.5:.1f}">{escape(text)}</text>')
        x += 62 + len(text) * SMALL
    if picture.note:
        out.append(f'<text class="legend" x="{x:.0f}" y="{y + 3.5:.1f}">{escape(plain(picture.note))}</text>')
    return "".join(out)
