"""The server as the extension brings it along: libraries in a folder, run by somebody else's Python, without the agent's SDK."""

from __future__ import annotations

import re
import sysconfig
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from wire import Wire

PROJECT = Path(__file__).resolve().parents[2]
FIND = PROJECT / "vscode-client" / "src" / "find.ts"
SDK = ("anthropic", "keyring")


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """An interpreter with nothing in it."""
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    return next((tmp_path / "env").glob("*/python"))


@pytest.fixture
def libs(tmp_path: Path) -> Path:
    """What a bundle holds: Heldout and what it needs, and nothing of its extras."""
    folder = tmp_path / "bundled" / "libs"
    folder.mkdir(parents=True)
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(SDK) and path.suffix != ".pth":
            (folder / path.name).symlink_to(path)
    for package in ("server/heldout", "rules/heldout_rules"):
        (folder / Path(package).name).symlink_to(PROJECT / package)
    return folder


@pytest.fixture
def bundled(python: Path, libs: Path) -> Iterator[Callable[[], Wire]]:
    """Starts it with the command line of the extension."""
    (run,) = re.findall(r"const RUN_BUNDLED = '([^']+)';", FIND.read_text(encoding="utf-8"))
    wires: list[Wire] = []

    def started() -> Wire:
        wires.append(Wire([str(python), "-I", "-c", run, str(libs), "server"]))
        wires[-1].initialize(initializationOptions={"consent": True})
        return wires[-1]

    yield started
    for wire in wires:
        wire.close()
        assert wire.stderr() == ""


ALLOWED = {"trusted": True, "enabled": True, "key": "key-of-the-test-0123456789"}


def test_without_the_sdk_it_says_what_to_install_and_where(bundled: Callable[[], Wire], python: Path) -> None:
    answer = bundled().request("heldout/agent", ALLOWED)
    assert answer["ready"] is False
    assert answer["reason"] == (
        "the agent needs one more package, which comes with the extra `agent`: "
        f'{python} -m pip install "heldout[agent]", then restart the server'
    )


def test_the_editors_model_needs_no_sdk(bundled: Callable[[], Wire]) -> None:
    assert bundled().request("heldout/agent", {**ALLOWED, "backend": "editor"}) == {"ready": True, "reason": ""}


def test_an_sdk_in_the_python_that_runs_it_is_found(bundled: Callable[[], Wire], python: Path) -> None:
    site = next(python.parents[1].glob("lib/python*/site-packages"))
    for path in Path(sysconfig.get_path("purelib")).glob("anthropic*"):
        (site / path.name).symlink_to(path)
    assert bundled().request("heldout/agent", ALLOWED) == {"ready": True, "reason": ""}
