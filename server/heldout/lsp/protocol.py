"""The JSON-RPC side: pygls' protocol with our own documents, one clear answer to bad messages, and an exit status."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from cattrs.errors import ClassValidationError
from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcMethodNotFound,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import JsonRPCRequestMessage, JsonRPCResponseMessage, LanguageServerProtocol, lsp_method

if TYPE_CHECKING:
    from heldout.lsp.server import HeldoutServer

log = logging.getLogger(__name__)
OWN = "heldout/"  # the prefix of our custom requests; their params stay plain JSON

# For these pygls would keep documents of its own, which raise on what a client should not send.
OURS = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS,
)


class HeldoutProtocol(LanguageServerProtocol):
    """pygls' protocol. What pygls does with documents is replaced: `sync` keeps them, and refuses what makes no sense.

    Underscored methods of pygls are overridden where it would show a pop-up or a traceback; hence the upper bound on
    its version.
    """

    _server: HeldoutServer
    ended: Callable[[int], None]
    initialized = False

    def _register_builtin_features(self) -> None:
        super()._register_builtin_features()  # type: ignore[no-untyped-call]
        for method in OURS:
            self.fm.builtin_features.pop(method, None)

    # -- messages in --------------------------------------------------------------------------------------------

    def receive(self, body: bytes) -> None:
        """Handle the body of one message, whatever it is. Never raises."""
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            log.warning("A message of %d bytes is not JSON (%s); ignored.", len(body), error)
            return
        if not isinstance(data, dict) or data.get("jsonrpc") != self.VERSION:
            log.warning("A message is no JSON-RPC 2.0 (%.80r); ignored.", data)
            return
        method, id_ = data.get("method"), data.get("id")
        try:
            if isinstance(method, str):
                refusal = self._refusal(method)
                if refusal is not None:
                    self._refuse(id_, method, refusal)
                    return
            self.handle_message(self.structure_message(data))
        except JsonRpcException as error:
            self._refuse(id_, str(method), error)
        except Exception as error:
            self._refuse(id_, str(method), JsonRpcInternalError(f"{type(error).__name__}: {error}"))
            log.debug("Traceback", exc_info=True)

    def _refusal(self, method: str) -> JsonRpcException | None:
        if method == types.EXIT:
            return None
        if self._shutdown:
            return JsonRpcInvalidRequest(f"{method} came after shutdown")
        if method == types.INITIALIZE:
            return JsonRpcInvalidRequest("initialize came twice") if self.initialized else None
        return None if self.initialized else JsonRpcServerNotInitialized(f"{method} came before initialize")

    def _refuse(self, id_: Any, method: str, error: JsonRpcException) -> None:
        if isinstance(id_, int | str) and not isinstance(id_, bool):
            self._send_response(id_, error=error.to_response_error())
        else:
            log.warning("%s is ignored: %s", method, error)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message as an object. Raises JsonRpcException, with one line that names what is wrong."""
        method = data.get("method")
        if isinstance(method, str) and method.startswith(OWN) and "id" in data:
            return JsonRPCRequestMessage(data["id"], method, data["jsonrpc"], data.get("params"))
        if isinstance(method, str) and self.get_message_type(method) is None:
            if "id" in data:
                raise JsonRpcMethodNotFound.of(method)
            if not method.startswith("$/"):
                log.debug("%s is no notification that Heldout knows", method)
            return None
        if method is None and "error" not in data and self._result_types.get(data["id"]) is None:
            self._result_types.pop(data["id"], None)
            return JsonRPCResponseMessage(data["id"], data["jsonrpc"], data.get("result"))  # plain, as all that is ours
        try:
            return self._converter.structure(data, self._type_of(data))
        except ClassValidationError as error:
            raise JsonRpcInvalidParams(f"Invalid params: {_reason(error)}") from error

    def _type_of(self, data: dict[str, Any]) -> Any:
        if "method" in data:
            return self.get_message_type(data["method"])
        if "error" in data:
            return types.ResponseErrorMessage
        return self._result_types.pop(data["id"], None) or JsonRPCResponseMessage

    def handle_message(self, message: Any) -> None:
        """Hand a message on; None stands for one that nobody has to handle."""
        if message is not None:
            super().handle_message(message)

    def send(self, body: str) -> None:
        """Send a message that is JSON already; all of it is ASCII. From any thread."""
        assert self.writer is not None
        self.writer.write(f"Content-Length: {len(body)}\r\n\r\n{body}".encode("ascii"))

    # -- answers out --------------------------------------------------------------------------------------------

    def _send_handler_result(self, future: Future[Any], *, msg_id: int | str) -> None:
        self._request_futures.pop(msg_id, None)
        if future.cancelled():
            error = types.ResponseError(types.LSPErrorCodes.RequestCancelled, "The request was cancelled.")
            self._send_response(msg_id, error=error)
            return
        reason = future.exception()
        if reason is None:
            self._send_response(msg_id, result=future.result())
        elif isinstance(reason, JsonRpcException):
            self._send_response(msg_id, error=reason.to_response_error())
        else:
            log.error("A request could not be answered (%s: %s).", type(reason).__name__, reason)
            log.debug("Traceback", exc_info=reason)
            error = types.ResponseError(types.ErrorCodes.InternalError, f"{type(reason).__name__}: {reason}")
            self._send_response(msg_id, error=error)

    def _check_handler_result(self, future: Future[Any]) -> None:
        reason = None if future.cancelled() else future.exception()
        if reason is not None:
            log.error("A notification could not be handled (%s: %s).", type(reason).__name__, reason)
            log.debug("Traceback", exc_info=reason)

    def _handle_cancel_notification(self, msg_id: int | str) -> None:
        future = self._request_futures.get(msg_id)
        if future is not None:  # else it was answered meanwhile, which is usual
            future.cancel()

    # -- life and death -----------------------------------------------------------------------------------------

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(  # type: ignore[override]  # pygls has a generator here
        self, params: types.InitializeParams
    ) -> types.InitializeResult:
        """Answer with what we can do for this client."""
        self.initialized = True
        self.trace = params.trace or types.TraceValue.Off
        self.client_capabilities = params.capabilities
        self.server_capabilities = self._server.introduced(params)
        return types.InitializeResult(capabilities=self.server_capabilities, server_info=self.server_info)

    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    async def lsp_workspace__execute_command(  # type: ignore[override]  # pygls' own goes on when it is cancelled
        self, params: types.ExecuteCommandParams
    ) -> Any:
        """Run a command of ours with its one argument. Cancelling the request ends it."""
        command = self.fm.commands.get(params.command)
        if command is None:
            raise JsonRpcInvalidParams(f"There is no command {params.command!r}.")
        return await command(*[*(params.arguments or ()), None][:1])

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, params: None) -> None:  # type: ignore[override]
        """Give up what is under way. Only `exit` is heard after this."""
        self._shutdown = True
        self._server.session.worker.stop()
        for future in list(self._request_futures.values()):
            future.cancel()

    @lsp_method(types.EXIT)
    def lsp_exit(self, params: None) -> None:  # type: ignore[override]
        """End with 0 after a shutdown and with 1 otherwise."""
        self.ended(0 if self._shutdown else 1)


def _reason(error: BaseException) -> str:
    """The innermost reason of a validation error, in one line."""
    while isinstance(error, ClassValidationError) and error.exceptions:
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}".split("\n", 1)[0]
