"""A running VS Code (code-server) with Heldout in it, on a free loopback port; it ends with the `with` block."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from toolchain import PROJECT, ToolError, code_server, node, run

STARTS_WITHIN = 60.0  # seconds
STOPS_WITHIN = 10.0

QUIET = {
    "workbench.startupEditor": "none",
    "telemetry.telemetryLevel": "off",
    "security.workspace.trust.enabled": False,
    "extensions.autoCheckUpdates": False,
    "extensions.autoUpdate": "off",
    "extensions.ignoreRecommendations": True,
    "update.mode": "none",
    "files.autoSave": "off",
    "chat.disableAIFeatures": True,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.enableExperiments": False,
    "workbench.tips.enabled": False,
    "window.commandCenter": False,
    "editor.minimap.enabled": False,
}

UNTRUSTED = {
    "security.workspace.trust.enabled": True,
    "security.workspace.trust.startupPrompt": "never",
    "security.workspace.trust.banner": "never",
}


@dataclass(frozen=True)
class CodeServer:
    """Where it listens, what folder it shows, and where it keeps its own things."""

    port: int
    workspace: Path
    home: Path

    @property
    def report(self) -> Path:
        """Where the extension-host suite writes what passed and failed."""
        return self.home / "report.txt"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/?folder={self.workspace}"

    def logs(self, lines: int = 40) -> str:
        return "\n".join((self.home / "code-server.log").read_text(errors="replace").splitlines()[-lines:])


def server_command() -> str:
    """The server of the environment that runs this, as HELDOUT_SERVER takes it; a value that is set already wins."""
    return os.environ.get("HELDOUT_SERVER") or f'"{sys.executable}" -m heldout server'


def copy_examples(target: Path) -> Path:
    """A copy to play in: the editor saves, and the suites change files."""
    folder = target / "examples"
    shutil.copytree(PROJECT / "examples", folder, ignore=shutil.ignore_patterns("__pycache__", "*.pt"))
    return folder


@contextmanager
def running(
    workspace: Path,
    vsix: Path | None = None,
    settings: dict[str, object] | None = None,
    *,
    trusted: bool = True,
    driver: bool = True,
    environment: Mapping[str, str] | None = None,
) -> Iterator[CodeServer]:
    """code-server on `workspace`; with `vsix` installed. Everything it started has ended when the block is left.

    A workspace that is not `trusted` is one that nobody has been asked about. With the `driver`, which the extension-host
    suite needs, VS Code shows no messages.
    """
    entry, binary = code_server(), node()
    home = Path(tempfile.mkdtemp(prefix="heldout-code-"))
    try:
        user = home / "User"
        user.mkdir()
        (user / "settings.json").write_text(json.dumps({**QUIET, **({} if trusted else UNTRUSTED), **(settings or {})}))
        folders = ["--config", "/dev/null", "--user-data-dir", str(home), "--extensions-dir", str(home / "extensions")]
        if vsix is not None:
            run([str(binary), str(entry), *folders, "--install-extension", str(vsix)], home)
        port = _free_port()
        command = [
            *(str(binary), str(entry), *folders, "--bind-addr", f"127.0.0.1:{port}", "--auth", "none"),
            *("--disable-telemetry", "--disable-update-check", "--ignore-last-opened"),
            *(("--disable-workspace-trust",) if trusted else ()),
            "--disable-getting-started-override",
            *(("--vscode-option", "enable-smoke-test-driver") if driver else ()),
            # Without it a closed page leaves an extension host and a Python server behind for three hours.
            *("--reconnection-grace-time", "5"),
        ]
        with _process(command, home, port, environment or {}):
            yield CodeServer(port, workspace, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _process(command: list[str], home: Path, port: int, more: Mapping[str, str]) -> Iterator[None]:
    report = {"HELDOUT_TEST_REPORT": str(home / "report.txt")}
    # What the agent knows of this machine lies in a folder of its own.
    own = {name: str(home / name) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    environment = {**os.environ, "HELDOUT_SERVER": server_command(), **report, **own, **more}
    with open(home / "code-server.log", "wb") as log:
        # A session of its own: its extension hosts and their servers can be ended with it.
        process = subprocess.Popen(
            command, cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    try:
        _wait_until_up(process, port, home)
        yield
    finally:
        _end(process)


def _wait_until_up(process: subprocess.Popen[bytes], port: int, home: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            raise ToolError(f"code-server ended at once:\n{(home / 'code-server.log').read_text(errors='replace')}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise ToolError(f"code-server did not answer within {STARTS_WITHIN:.0f} s")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the whole group to end, then insist."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            break
        try:
            process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            continue


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
