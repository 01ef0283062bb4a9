"""The editors that the suites drive: built, installed and started once."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from code_server import CodeServer, copy_examples, running
from toolchain import extension, packed_extension


@pytest.fixture(scope="session", autouse=True)
def installed_editors() -> None:
    """Chromium, Neovim and Emacs: what is missing is installed, never skipped."""
    done = subprocess.run([Path(__file__).with_name("install.sh")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    return copy_examples(tmp_path)


@pytest.fixture
def vscode_with_source(examples: Path) -> Iterator[CodeServer]:
    """VS Code without the extension: the extension-host suite loads it from its folder."""
    extension()
    with running(examples) as server:
        yield server


@pytest.fixture
def vscode_with_package(examples: Path) -> Iterator[CodeServer]:
    """VS Code with the packed extension installed, as a user has it."""
    with running(examples, packed_extension()) as server:
        yield server


@pytest.fixture
def vscode_without_trust(examples: Path) -> Iterator[CodeServer]:
    """VS Code on a workspace that is not trusted, and that would like to choose what is run."""
    extension()
    chosen = {
        "heldout.path": "/evil/heldout",
        "heldout.interpreter": "/evil/python",
        "heldout.configuration": "/evil/heldout.toml",
        "heldout.ignore": ["unversioned-data-url"],
    }
    (examples / ".vscode").mkdir()
    (examples / ".vscode" / "settings.json").write_text(json.dumps(chosen))
    with running(examples, trusted=False) as server:
        yield server
