"""A raw JSON-RPC client that measures: no library between the clock and the pipe."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

TIMEOUT = 60.0  # seconds until a server counts as hanging
COMPILED = Path(__file__).resolve().parents[1] / ".cache" / "compiled"
CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "synchronization": {"dynamicRegistration": False},
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True, "codeDescriptionSupport": True},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source.fixAll"]}},
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
    },
    "notebookDocument": {"synchronization": {"dynamicRegistration": False}},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


def keeping_compiled() -> dict[str, str]:
    """The environment for a process whose modules are compiled once. Who installs Heldout has them so; who works on it may
    have told Python to keep nothing, and would measure the compiler.
    """
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(COMPILED)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def commands() -> dict[str, list[str]]:
    """The servers that are compared, by name."""
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    if ruff is None:
        raise SystemExit("bench: ruff is not installed; `uv sync` brings it")
    return {
        "heldout": [sys.executable, "-m", "heldout", "server"],
        "ruff": [ruff, "server"],
        "pygls": [sys.executable, "-m", "bench.empty_server"],
    }


class Server:
    """One server process, and the newest diagnostics it pushed for each URI."""

    def __init__(self, name: str, command: list[str], folder: Path) -> None:
        self.name = name
        started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=keeping_compiled(),
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._in, self._out = self.process.stdin.fileno(), self.process.stdout.fileno()
        self._buffer = b""
        self._id = 0
        self.found: dict[str, int] = {}
        params = {
            "processId": os.getpid(),
            "rootUri": folder.as_uri(),
            "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}],
            "capabilities": CAPABILITIES,
        }
        self.request("initialize", params)
        self.start_seconds = time.perf_counter() - started
        self.notify("initialized", {})

    def notify(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def request(self, method: str, params: Any) -> Any:
        """Send a request and wait for its result."""
        self._id += 1
        self._send({"jsonrpc": "2.0", "id": self._id, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self._id and "method" not in message:
                return message.get("result")
            self._handle(message)

    def diagnostics(self, uri: str, version: int) -> int:
        """Wait for the diagnostics of this version of a text; how many there are."""
        while True:
            message = self._next()
            params = self._handle(message)
            if params is not None and params["uri"] == uri and (params.get("version") or version) >= version:
                return len(params["diagnostics"])

    def memory(self) -> int:
        """Resident bytes."""
        return int(psutil.Process(self.process.pid).memory_info().rss)

    def close(self) -> None:
        """Say goodbye, and make sure."""
        try:
            self.request("shutdown", None)
            self.notify("exit", None)
            self.process.wait(5)
        except (OSError, EOFError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()

    def _handle(self, message: dict[str, Any]) -> dict[str, Any] | None:
        method = message.get("method")
        if method is not None and "id" in message:
            items = message["params"].get("items", ()) if method == "workspace/configuration" else None
            result = None if items is None else [None for _ in items]
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})
        if method == "textDocument/publishDiagnostics":
            params: dict[str, Any] = message["params"]
            self.found[params["uri"]] = len(params["diagnostics"])
            return params
        return None

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        data = memoryview(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        while data:
            data = data[os.write(self._in, data) :]

    def _next(self) -> dict[str, Any]:
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            self._more()
        fields = dict(line.lower().split(b":", 1) for line in self._buffer[:end].split(b"\r\n"))
        length, start = int(fields[b"content-length"]), end + 4
        while len(self._buffer) < start + length:
            self._more()
        body, self._buffer = self._buffer[start : start + length], self._buffer[start + length :]
        message: dict[str, Any] = json.loads(body)
        return message

    def _more(self) -> None:
        data = os.read(self._out, 1 << 20)
        if not data:
            raise EOFError(f"{self.name} ended")
        self._buffer += data
