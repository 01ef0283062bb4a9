"""The model that the editor itself offers, asked by `heldout/askModel`: the same prompts, the same verification."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from heldout.agent.budget import Usage
from heldout.agent.client import Access, Reply, Trouble
from heldout.agent.redact import Redaction

if TYPE_CHECKING:
    from heldout.agent.loop import Asks, Progress
    from heldout.lsp.server import HeldoutServer

METHOD = "heldout/askModel"
TROUBLE = {
    "NoPermissions": ("permission", "the editor was not allowed to use its model; allow it and ask again", False),
    "NotFound": ("model", "the editor offers no model; sign in to one, or store an API key", False),
    "Blocked": ("refused", "the editor's model provider blocked the request", False),
}


def editor_model(server: HeldoutServer) -> Asks:
    """What asks the editor's model instead of a server."""

    async def ask(
        access: Access, system: str, messages: Sequence[Any], redaction: Redaction, progress: Progress
    ) -> Reply:
        said = [{"role": message["role"], "content": str(message["content"])} for message in messages]
        if any(redaction.leaks(text) for text in (system, *[message["content"] for message in said])):
            raise Trouble("secret", "a secret was about to be sent, so nothing was", False)
        try:
            wanted = request(server, METHOD, {"system": system, "messages": said})
            answer = await asyncio.wait_for(wanted, access.deadline)
        except (TimeoutError, asyncio.TimeoutError):
            raise Trouble("slow", f"no answer within {access.deadline:.0f} seconds; try again") from None
        except JsonRpcException:
            raise Trouble("server", "the editor could not ask its model") from None
        told = answer if isinstance(answer, dict) else {}
        if isinstance(told.get("error"), str):
            unknown = ("server", "the editor's model failed; try again", True)
            raise Trouble(*TROUBLE.get(told["error"], unknown))
        text = told.get("text")
        if not isinstance(text, str):
            raise Trouble("answer", "the editor's answer cannot be understood")
        return Reply(text, Usage(), {"role": "assistant", "content": text})

    return ask


async def request(server: HeldoutServer, method: str, params: Any) -> Any:
    """Ask the client something; it is told when nobody wants to know any more."""
    id_ = uuid.uuid4().hex
    answer = asyncio.ensure_future(server.protocol.send_request_async(method, params, msg_id=id_))
    answer.add_done_callback(lambda future: future.cancelled() or future.exception())
    try:
        # What is still to come is taken and thrown away: it must find somebody who waits.
        return await asyncio.shield(answer)
    except asyncio.CancelledError:
        server.protocol.notify(types.CANCEL_REQUEST, types.CancelParams(id_))
        raise
