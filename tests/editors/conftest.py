"""The editors that the suites drive: built, installed and started once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "agent"))

from code_server import CodeServer, copy_examples, running
from messages_server import Say, edits
from scene import BAD, CODE, GOOD, WORSE, Model
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
def models(examples: Path) -> Iterator[dict[str, Model]]:
    """Models that answer on this machine, by what they say, and retention.py, about which they are asked."""
    (examples / "retention.py").write_text(CODE, encoding="utf-8")
    slow = 0.05  # seconds between pieces, so that a person sees the progress
    scripts = {
        "improves": [Say(edits(BAD), pause=slow), Say(edits(WORSE), pause=slow), Say(edits(GOOD), pause=slow)],
        "hangs": [Say(edits(GOOD)[:80], end="hang")],
        "doubts": [Say(edits(rationale="All rows are known beforehand.", false_positive=True))],
    }
    made = {name: Model(list(script)) for name, script in scripts.items()}
    yield made
    for model in made.values():
        model.close()


def addresses(models: dict[str, Model]) -> dict[str, str]:
    """Where the models are, as the suites read it; and the answers for those that have no server."""
    told = {name: model.server.url for name, model in models.items()}
    return {"HELDOUT_TEST_MODELS": json.dumps({**told, "good": edits(GOOD), "bad": edits(BAD)})}


@pytest.fixture
def vscode_with_source(examples: Path, models: dict[str, Model]) -> Iterator[CodeServer]:
    """VS Code without the extension: the extension-host suite loads it from its folder."""
    extension()
    with running(examples, environment=addresses(models)) as server:
        yield server


@pytest.fixture
def vscode_with_package(examples: Path) -> Iterator[CodeServer]:
    """VS Code with the packed extension installed, as a user has it."""
    with running(examples, packed_extension()) as server:
        yield server


@pytest.fixture
def vscode_with_model(examples: Path, models: dict[str, Model]) -> Iterator[CodeServer]:
    """The same, with a model on this machine in the user's settings."""
    settings: dict[str, object] = {"heldout.agent.baseUrl": models["improves"].server.url}
    with running(examples, packed_extension(), settings, driver=False) as server:
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
