"""`heldout/modelCard`: the draft of a model card, written from the pipeline; the client decides where it is kept."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pygls.exceptions import JsonRpcInvalidParams

if TYPE_CHECKING:
    from heldout.lsp.server import HeldoutServer


def register(server: HeldoutServer) -> None:
    """Register the request."""
    session = server.session

    @server.feature("heldout/modelCard")
    async def model_card(params: Any) -> dict[str, str]:
        """`uri` is a script, a notebook or one of its cells. `text` is "" where there is nothing to write about."""
        uri = params.get("uri") if isinstance(params, dict) else None
        if not isinstance(uri, str):
            raise JsonRpcInvalidParams("The parameter `uri` is missing.")
        analysed = await session.current(uri)
        snapshot = None if analysed is None else analysed.snapshot
        if snapshot is None or snapshot.program is None:
            return {"text": "", "name": ""}
        document, written = snapshot.document, snapshot
        name = PurePath(document.path or unquote(document.uri)).stem

        def draft(cancelled: Any) -> str:
            from heldout.report.card import model_card as card

            return card(written, name)

        return {"text": await session.ask(draft), "name": name}
