"""Work that takes its time: shown by the client with a button to cancel, where it can."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from heldout.lsp.server import HeldoutServer

TOKEN = "heldout-agent-"
"""What our tokens begin with: a client that knows them may show them in a better place."""
PAUSE = 0.2
"""Seconds between two reports of the same thing."""


@asynccontextmanager
async def shown(server: HeldoutServer, title: str, cancel: Callable[[], None]) -> AsyncIterator[Callable[[str], None]]:
    """Gives what reports a word on how far the work is; `cancel` is called when the user does not want it any more."""
    if not server.session.client.progress:
        yield lambda word: None
        return
    token, known, tokens = TOKEN + uuid.uuid4().hex, server.work_done_progress, server.work_done_progress.tokens
    await known.create_async(token)
    tokens[token].add_done_callback(lambda future: cancel() if future.cancelled() else None)
    known.begin(token, types.WorkDoneProgressBegin(title, cancellable=True, message="reading"))
    said, at = "reading", time.monotonic()

    def report(word: str) -> None:
        nonlocal said, at
        now = time.monotonic()
        if word != said and (word.split(" (")[0] != said.split(" (")[0] or now - at > PAUSE):
            said, at = word, now
            known.report(token, types.WorkDoneProgressReport(cancellable=True, message=word))

    try:
        yield report
    finally:
        tokens.pop(token, None)
        known.end(token, types.WorkDoneProgressEnd())
