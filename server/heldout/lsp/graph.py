"""The picture of a pipeline for an editor: `heldout/graph`, drawn from what is computed, with places for every node.

`heldout/hasGraph` only says whether there is something to draw, for the button that asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcInvalidParams

from heldout.lsp.session import Analysed

if TYPE_CHECKING:
    from heldout.lsp.server import HeldoutServer

NARROWEST, WIDEST = 300.0, 10_000.0
NOTHING = {"svg": "", "css": "", "nodes": [], "note": "Heldout does not look at this document."}


def register(server: HeldoutServer) -> None:
    """Register both requests."""
    session = server.session

    @server.feature("heldout/graph")
    async def graph(params: Any) -> dict[str, Any]:
        """`uri` is a script, a notebook or one of its cells; `width` is how many pixels the drawing may be wide."""
        analysed, width = await session.current(_uri(params)), params.get("width")
        if analysed is None or analysed.snapshot is None:
            return NOTHING
        state = analysed
        return await session.ask(lambda cancelled: drawn(state, width if isinstance(width, int | float) else None))

    @server.feature("heldout/hasGraph")
    async def has_graph(params: Any) -> dict[str, bool]:
        from heldout.picture.flow import KIND_OF_OP

        analysed = await session.current(_uri(params))
        snapshot = None if analysed is None else analysed.snapshot
        return {"some": snapshot is not None and bool(snapshot.graph.ops(*KIND_OF_OP))}


def _uri(params: Any) -> str:
    uri = params.get("uri") if isinstance(params, dict) else None
    if not isinstance(uri, str):
        raise JsonRpcInvalidParams("The parameter `uri` is missing.")
    return uri


def drawn(analysed: Analysed, width: float | None) -> dict[str, Any]:
    """In the worker: the drawing, and for each node the places it stands for, in the client's coordinates.

    `nodes` is empty where there is no pipeline; `note` then says so.
    """
    from heldout.picture.svg import style, svg

    assert analysed.snapshot is not None
    picture = analysed.snapshot.picture()
    border = analysed.border
    most = None if width is None else min(max(width, NARROWEST), WIDEST)
    return {
        "svg": svg(picture, width=most, alone=False),
        "css": style(),
        "nodes": [
            {
                "id": node.id,
                "title": node.title,
                "places": [{"uri": border.uri(p.cell), "range": border.plain_range(p)} for p in node.places],
            }
            for node in picture.nodes
        ],
        "note": picture.note,
    }
