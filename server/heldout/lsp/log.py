"""The log, as the editor shows it: records become `window/logMessage`; standard error stays silent."""

from __future__ import annotations

import logging
from collections.abc import Callable

from lsprotocol import types

_TYPES = {
    logging.DEBUG: types.MessageType.Log,
    logging.INFO: types.MessageType.Info,
    logging.WARNING: types.MessageType.Warning,
    logging.ERROR: types.MessageType.Error,
    logging.CRITICAL: types.MessageType.Error,
}


class ClientLog(logging.Handler):
    """Sends each record as one line; with a traceback below it only at the level "debug".

    `send` may be called in any thread. A sentence that is said again and again (an edit for each keystroke) is said once.
    """

    def __init__(self, send: Callable[[types.LogMessageParams], None]) -> None:
        super().__init__()
        self.send = send
        self._last = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Send one record. Never raises: a log that fails must not take the server with it."""
        try:
            message = record.getMessage().strip()
            if record.exc_info and logging.getLogger("heldout").isEnabledFor(logging.DEBUG):
                message += "\n" + logging.Formatter().formatException(record.exc_info)
            else:
                message = message.split("\n", 1)[0]
            if message != self._last:
                self._last = message
                self.send(types.LogMessageParams(_TYPES.get(record.levelno, types.MessageType.Log), message))
        except Exception:
            self._last = ""


def install(send: Callable[[types.LogMessageParams], None]) -> ClientLog:
    """Make every logger of the process speak to the client, and nothing to standard error."""
    handler = ClientLog(send)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)  # deprecations of libraries are not the user's business
    logging.getLogger("pygls").setLevel(logging.WARNING)
    logging.getLogger("heldout").setLevel(logging.INFO)
    return handler
