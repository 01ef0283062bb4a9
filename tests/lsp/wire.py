"""A client that speaks plain JSON-RPC, so that it can also send what no client should."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

FAKE = [sys.executable, str(Path(__file__).with_name("fake_server.py"))]
REAL = [sys.executable, "-m", "heldout", "server", "--stdio"]
URI = "file:///project/train.py"
PATIENCE = 20.0  # seconds after which an answer counts as missing

# What today's VS Code announces, as far as it matters here, but for pulling.
MODERN: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "codeDescriptionSupport": True, "dataSupport": True},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}},
            "isPreferredSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
        "hover": {"contentFormat": ["markdown", "plaintext"]},
    },
    "notebookDocument": {"synchronization": {}},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


class Wire:
    """A server process and what it said."""

    def __init__(self, command: list[str], cwd: Path | None = None) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=cwd)
        self.seen: list[dict[str, Any]] = []
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._id = 0
        threading.Thread(target=self._read, daemon=True).start()

    # -- out ----------------------------------------------------------------------------------------------------

    def raw(self, data: bytes) -> None:
        """Bytes as they are."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def body(self, body: bytes) -> None:
        """A body with a right header."""
        self.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def send(self, **message: Any) -> None:
        """A JSON-RPC message."""
        self.body(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def notify(self, method: str, params: Any = None) -> None:
        """A notification."""
        self.send(method=method, params=params)

    def ask(self, method: str, params: Any = None) -> int:
        """A request that is not waited for; its id."""
        self._id += 1
        self.send(id=self._id, method=method, params=params)
        return self._id

    # -- in -----------------------------------------------------------------------------------------------------

    def next(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next message of a kind. Requests of the server are answered with null on the way."""
        while True:
            message = self._messages.get(timeout=PATIENCE)
            assert message is not None, f"the server ended: {self.stderr()}"
            self.seen.append(message)
            if wanted(message):
                return message
            if "method" in message and "id" in message:
                self.send(id=message["id"], result=None)

    def answer(self, id_: int) -> dict[str, Any]:
        """The whole answer to a request."""
        return self.next(lambda message: message.get("id") == id_ and "method" not in message)

    def request(self, method: str, params: Any = None) -> Any:
        """The result of a request; fails when it is an error."""
        message = self.answer(self.ask(method, params))
        assert "error" not in message, message
        return message["result"]

    def notified(self, method: str) -> Any:
        """The params of the next notification (or request) of a method."""
        return self.next(lambda message: message.get("method") == method)["params"]

    def diagnostics(self, uri: str = URI, version: int | None = None) -> list[dict[str, Any]]:
        """The next diagnostics that are pushed for a text (and version)."""
        return self.next(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == uri
                and (version is None or message["params"].get("version") == version)
            )
        )["params"]["diagnostics"]

    def logged(self, part: str) -> str:
        """The line of the log that has this in it, said already or yet to come."""

        def wanted(message: dict[str, Any]) -> bool:
            return message.get("method") == "window/logMessage" and part in message["params"]["message"]

        said = next(filter(wanted, self.seen), None) or self.next(wanted)
        return str(said["params"]["message"])

    def stderr(self) -> str:
        """What the process said on standard error. It must have ended."""
        assert self.process.stderr is not None
        return self.process.stderr.read().decode()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while line := stream.readline():
            length = int(line.split(b":")[1])
            while stream.readline() != b"\r\n":
                pass
            self._messages.put(json.loads(stream.read(length)))
        self._messages.put(None)

    # -- the usual ----------------------------------------------------------------------------------------------

    def initialize(self, capabilities: dict[str, Any] | None = None, **params: Any) -> dict[str, Any]:
        """Introduce a client; the server's capabilities."""
        announced = MODERN if capabilities is None else capabilities
        result = self.request("initialize", {"processId": None, "rootUri": None, "capabilities": announced, **params})
        self.notify("initialized", {})
        return dict(result["capabilities"])

    def open(self, text: str, uri: str = URI, version: int = 1, language: str = "python") -> None:
        """Open a script."""
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, version: int, *changes: dict[str, Any], uri: str = URI) -> None:
        """Edit a script."""
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)})

    def actions(
        self, line: int, column: int, uri: str = URI, only: list[str] | None = None, end: tuple[int, int] | None = None
    ) -> list[dict[str, Any]]:
        """The code actions at a place."""
        range_ = span(line, column, *(end or (line, column)))
        context: dict[str, Any] = {"diagnostics": []}
        if only is not None:
            context["only"] = only
        params = {"textDocument": {"uri": uri}, "range": range_, "context": context}
        return self.request("textDocument/codeAction", params) or []

    def hover(self, line: int, column: int, uri: str = URI) -> Any:
        """The hover at a position."""
        return self.request(
            "textDocument/hover",
            {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}},
        )

    def end(self) -> int:
        """Say goodbye; the exit status."""
        self.request("shutdown")
        self.notify("exit")
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """Make sure that the process is gone."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def span(line: int, column: int, end_line: int, end_column: int) -> dict[str, Any]:
    """A range."""
    return {"start": {"line": line, "character": column}, "end": {"line": end_line, "character": end_column}}


def insert(line: int, column: int, text: str) -> dict[str, Any]:
    """A change that inserts."""
    return {"range": span(line, column, line, column), "text": text}
