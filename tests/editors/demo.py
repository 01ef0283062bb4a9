"""`make demo`: VS Code with Heldout on a copy of the examples, until Ctrl-C. Standard library only.

With a `code` command and a display it is that VS Code; otherwise code-server, to be opened in a browser.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.request
from pathlib import Path

from code_server import copy_examples, running, server_command
from toolchain import ToolError, code_server, extension, packed_extension

FIRST_ANSWER_WITHIN = 30.0  # seconds


def main() -> int:
    # SIGINT too: a shell that starts it in the background would have it ignored.
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, signal.default_int_handler)
    try:
        with tempfile.TemporaryDirectory(prefix="heldout-demo-") as folder:
            _show(copy_examples(Path(folder)))
    except KeyboardInterrupt:
        print("\nEnded.")
    except ToolError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _show(examples: Path) -> None:
    _say("What `heldout check examples` finds:\n")
    subprocess.run([sys.executable, "-m", "heldout", "check", "examples"], cwd=examples.parent, check=False)
    _say("\nBuilding the extension and getting VS Code (only the first time takes a while) …")
    desktop = shutil.which("code") if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") else None
    if desktop:
        source = extension()
        version = _first_answer()
        _say(f"Heldout {version} answered; opening VS Code.")
        command = [desktop, "--new-window", "--wait", f"--extensionDevelopmentPath={source}", str(examples)]
        environment = {**os.environ, "HELDOUT_SERVER": server_command()}
        subprocess.run(command, env=environment, check=False)
        return
    code_server()
    with running(examples, packed_extension(), driver=False) as server:
        version = _first_answer()
        with urllib.request.urlopen(server.address, timeout=30) as page:
            page.read()
        _say(f"Heldout {version} answered. Open this in a browser, then churn.ipynb or churn.py; Ctrl-C ends it:\n")
        _say(f"  {server.address}\n")
        threading.Event().wait()


def _first_answer() -> str:
    """Ask a server of its own to initialize: it works, and what it loads is in the machine's cache for the real one."""
    command = shlex.split(server_command())
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": os.getpid(), "capabilities": {}}},
        {"jsonrpc": "2.0", "method": "initialized", "params": {}},
        {"jsonrpc": "2.0", "id": 2, "method": "shutdown"},
        {"jsonrpc": "2.0", "method": "exit"},
    ]
    bodies = [json.dumps(message).encode() for message in messages]
    script = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)
    try:
        done = subprocess.run(command, input=script, capture_output=True, timeout=FIRST_ANSWER_WITHIN, check=False)
    except subprocess.TimeoutExpired:
        raise ToolError(
            f"The server did not answer within {FIRST_ANSWER_WITHIN:.0f} s: {shlex.join(command)}"
        ) from None
    for part in done.stdout.split(b"\r\n\r\n"):
        answer = part[: part.rfind(b"}") + 1]
        if answer.startswith(b"{") and (result := json.loads(answer).get("result")):
            return str(result.get("serverInfo", {}).get("version", ""))
    raise ToolError(f"The server did not answer: {shlex.join(command)}\n{done.stderr.decode(errors='replace')[-2000:]}")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
