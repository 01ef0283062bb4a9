"""Inlay hints, off by default: which part of the data a name holds, and which part an estimator was fitted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from heldout.lsp.hover import plain
from heldout.lsp.session import Analysed, Session, Source
from heldout.lsp.worker import Cancelled

if TYPE_CHECKING:
    from heldout.lsp.server import HeldoutServer
    from heldout.report.about import Hint


def register(server: HeldoutServer) -> None:
    """Register the request, and ask the editor to ask again where an edit changed more than it shows."""
    session = server.session
    steps: dict[str, tuple[object, ...]] = {}

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def inlay_hints(params: types.InlayHintParams) -> list[types.InlayHint]:
        if not session.editor.inlay_hints:
            return []
        analysed = await session.current(params.text_document.uri)
        if analysed is None or analysed.snapshot is None or analysed.snapshot.program is None:
            return []
        where = analysed.border.place(params.text_document.uri, params.range)
        if where is None:
            return []
        snapshot = analysed.snapshot

        def told(cancelled: Cancelled) -> list[Hint]:
            from heldout.report.about import hints

            return list(hints(snapshot, where.cell, where.line, where.end_line, cancelled))

        return [_hint(one, analysed, session) for one in await session.ask(told)]

    def refresh() -> None:
        if session.client.inlay_refresh:
            server.workspace_inlay_hint_refresh(None)

    def analysed(now: Analysed) -> None:
        """In the worker. A cell's edit changes what is known in other cells, for which the editor does not ask."""
        if now.snapshot is None or not now.border.document.notebook or not session.editor.inlay_hints:
            return
        before, steps[now.uri] = steps.get(now.uri), now.snapshot.graph.steps
        if before is not None and [*map(id, before)] != [*map(id, steps[now.uri])]:
            session.post(refresh)

    def closed(source: Source) -> None:
        steps.pop(source.uri, None)

    session.on_analysed.append(analysed)
    session.on_closed.append(closed)
    session.on_configured.append(refresh)


def _hint(hint: Hint, analysed: Analysed, session: Session) -> types.InlayHint:
    """`X_test: test, 20 % of X`, and `model.fit(X_train) fitted on train`."""
    of_name = not hint.text.startswith("fitted")
    markdown = session.client.markdown_hover
    text = "\n\n".join([one if markdown else plain(one) for one in hint.paragraphs])
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    return types.InlayHint(
        analysed.border.range(hint.place).end,
        f": {hint.text}" if of_name else hint.text,
        kind=types.InlayHintKind.Type,
        tooltip=types.MarkupContent(kind, text),
        padding_left=not of_name,
    )
