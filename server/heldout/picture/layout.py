"""Where the boxes of a picture stand and how its edges run: layers from top to bottom, by grandalf's Sugiyama layout.

grandalf places one connected piece at a time; pieces are put side by side in rows, as words are on a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen

from heldout.picture.model import Edge, Picture

GAP_X, GAP_Y = 26.0, 46.0
GAP_PIECES = 56.0
LINE_WIDTH = 14.0  # how much room an edge gets where it passes a layer
ROUNDS = 6
PORT = 22.0  # between the ends of two edges at one box, at most

Point = tuple[float, float]


@frozen
class Layout:
    """Sizes in pixels, y downwards. Boxes are given by their centres; edges by the points they run through."""

    width: float
    height: float
    boxes: Mapping[str, Point]
    edges: Mapping[tuple[str, str], tuple[Point, ...]]


class _View:
    """What grandalf wants to know of a node, and where it put it."""

    def __init__(self, w: float, h: float) -> None:
        self.w, self.h = w, h
        self.xy = (0.0, 0.0)


class _Route:
    """Takes the points of an edge: its ends and where it passes the layers between."""

    def __init__(self) -> None:
        self.points: list[Point] = []

    def setpath(self, points: list[Point]) -> None:
        self.points = [(x, y) for x, y in points]


def lay_out(picture: Picture, sizes: Mapping[str, tuple[float, float]], width: Callable[[float], float]) -> Layout:
    """The layout of a picture whose boxes have these sizes.

    Pieces go side by side as far as `width` says, which is given the area that all of them take.
    """
    boxes: dict[str, Point] = {}
    edges: dict[tuple[str, str], tuple[Point, ...]] = {}
    pieces = [_Piece(*_place(nodes, inner, sizes), sizes) for nodes, inner in _pieces(picture)]
    most = width(sum([(piece.width + GAP_PIECES) * (piece.height + GAP_PIECES) for piece in pieces]))
    left = top = row_height = widest = 0.0
    for piece in pieces:
        if left and left + piece.width > most:
            left, top, row_height = 0.0, top + row_height + GAP_PIECES, 0.0
        for node, (x, y) in piece.boxes.items():
            boxes[node] = (x - piece.x + left, y - piece.y + top)
        for ends, route in piece.routes.items():
            edges[ends] = tuple([(x - piece.x + left, y - piece.y + top) for x, y in route])
        left += piece.width + GAP_PIECES
        row_height = max(row_height, piece.height)
        widest = max(widest, left - GAP_PIECES)
    return Layout(widest, top + row_height, boxes, edges)


class _Piece:
    """What hangs together, laid out, and the rectangle that it takes."""

    def __init__(
        self,
        boxes: Mapping[str, Point],
        routes: Mapping[tuple[str, str], list[Point]],
        sizes: Mapping[str, tuple[float, float]],
    ) -> None:
        self.boxes, self.routes = boxes, routes
        passed = [x for route in routes.values() for x, _ in route]
        self.x = min([*[x - sizes[node][0] / 2 for node, (x, _) in boxes.items()], *passed])
        self.y = min([y - sizes[node][1] / 2 for node, (_, y) in boxes.items()])
        self.width = max([*[x + sizes[node][0] / 2 for node, (x, _) in boxes.items()], *passed]) - self.x
        self.height = max([y + sizes[node][1] / 2 for node, (_, y) in boxes.items()]) - self.y


def _pieces(picture: Picture) -> list[tuple[list[str], list[Edge]]]:
    """The connected pieces, in the order of their first nodes."""
    piece_of = {node.id: node.id for node in picture.nodes}

    def first(node: str) -> str:
        while piece_of[node] != node:
            piece_of[node] = piece_of[piece_of[node]]
            node = piece_of[node]
        return node

    for edge in picture.edges:
        one, other = sorted((first(edge.source), first(edge.target)), key=lambda node: int(node[1:]))
        piece_of[other] = one
    pieces: dict[str, tuple[list[str], list[Edge]]] = {}
    for node in picture.nodes:
        pieces.setdefault(first(node.id), ([], []))[0].append(node.id)
    for edge in picture.edges:
        pieces[first(edge.source)][1].append(edge)
    return list(pieces.values())


def _place(
    nodes: Sequence[str], edges: Sequence[Edge], sizes: Mapping[str, tuple[float, float]]
) -> tuple[dict[str, Point], dict[tuple[str, str], list[Point]]]:
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}, {}
    from grandalf.graphs import Edge as Line
    from grandalf.graphs import Graph, Vertex
    from grandalf.layouts import SugiyamaLayout

    vertices: dict[str, Any] = {node: Vertex(node) for node in nodes}
    for node, vertex in vertices.items():
        vertex.view = _View(*sizes[node])
    lines = [Line(vertices[edge.source], vertices[edge.target]) for edge in edges]
    for line in lines:
        line.view = _Route()
    layout = SugiyamaLayout(Graph(list(vertices.values()), lines).C[0])
    layout.xspace, layout.yspace = GAP_X, GAP_Y
    layout.dw, layout.dh = LINE_WIDTH, min(h for _, h in sizes.values())
    layout.init_all()
    layout.draw(ROUNDS)
    placed = {node: (vertex.view.xy[0], vertex.view.xy[1]) for node, vertex in vertices.items()}
    ways = {(line.v[0].data, line.v[1].data): line.view.points for line in lines}
    return placed, _routes(placed, ways, sizes, layout.dh)


def _routes(
    placed: Mapping[str, Point],
    ways: Mapping[tuple[str, str], list[Point]],
    sizes: Mapping[str, tuple[float, float]],
    passing: float,
) -> dict[tuple[str, str], list[Point]]:
    """From the lower side of a box to the upper side of another, upright past the layers between.

    The ends at one box are spread in the order in which their edges come or go, so that they do not cross there.
    """
    starts = _ports(placed, sizes, {ends: way[1][0] for ends, way in ways.items()}, 0)
    arrivals = _ports(placed, sizes, {ends: way[-2][0] for ends, way in ways.items()}, 1)
    routes: dict[tuple[str, str], list[Point]] = {}
    for ends, way in ways.items():
        source, target = ends
        route = [(starts[ends], placed[source][1] + sizes[source][1] / 2)]
        for x, y in way[1:-1]:
            route += [(x, y - passing / 2), (x, y + passing / 2)]
        route.append((arrivals[ends], placed[target][1] - sizes[target][1] / 2))
        routes[ends] = route
    return routes


def _ports(
    placed: Mapping[str, Point],
    sizes: Mapping[str, tuple[float, float]],
    toward: Mapping[tuple[str, str], float],
    end: int,
) -> dict[tuple[str, str], float]:
    at: dict[str, list[tuple[str, str]]] = {}
    for ends in toward:
        at.setdefault(ends[end], []).append(ends)
    ports: dict[tuple[str, str], float] = {}
    for node, several in at.items():
        step = min(PORT, (sizes[node][0] - 24) / max(len(several), 1))
        for index, ends in enumerate(sorted(several, key=lambda e: (toward[e], e))):
            ports[ends] = placed[node][0] + (index - (len(several) - 1) / 2) * step
    return ports
