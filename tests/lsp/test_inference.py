"""Calls into installed packages: what they make is looked up in the background, by reading and never by running."""

from __future__ import annotations

import logging
import py_compile
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from wire import Wire

from heldout.lsp.inference import Background, Found, command

TRAIN = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from company import scaler

df = pd.read_csv("churn.csv")
X, y = df.drop(columns="churn"), df["churn"]
X = scaler("robust").fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
TOOLS = """
from sklearn.preprocessing import StandardScaler
import side_effects

def scaler(kind: str) -> StandardScaler:
    raise NotImplementedError

class Ours(StandardScaler): ...
class Inner(Ours): ...
def built():
    return StandardScaler()
def maybe(kind) -> "StandardScaler | None": ...
def either(kind) -> "StandardScaler | str": ...
def number() -> int: ...
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with an environment: a library, a company's package, and code that would leave a file if it ran."""
    site = tmp_path / ".venv" / "lib" / "python3.12" / "site-packages"
    ran = f"open({str(tmp_path / 'ran')!r}, 'w').close()\n"
    files = {
        "sklearn/__init__.py": ran,
        "sklearn/preprocessing/__init__.py": "from ._data import StandardScaler\n",
        "sklearn/preprocessing/_data.py": "class StandardScaler: ...\n",
        "company/__init__.py": ran + "from .tools import *\n",
        "company/tools.py": TOOLS,
        "side_effects.py": ran,
        "sitecustomize.py": ran,
        "ran.pth": f"import os; {ran}",
    }
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


def site_of(project: Path) -> Path:
    return project / ".venv" / "lib" / "python3.12" / "site-packages"


def children(wire: Wire) -> list[psutil.Process]:
    return psutil.Process(wire.process.pid).children(recursive=True)


def test_a_leak_through_an_installed_package_shows_when_the_background_has_answered(real: Wire, project: Path) -> None:
    train = project / "train.py"
    real.open(TRAIN, train.as_uri())
    assert real.diagnostics(train.as_uri()) == []
    (found,) = real.diagnostics(train.as_uri())
    assert (found["code"], found["range"]["start"]["line"]) == ("leak-preprocess-before-split", 7)
    assert not (project / "ran").exists()
    (child,) = children(real)
    if sys.platform != "win32":
        assert child.nice() > psutil.Process(real.process.pid).nice()
    assert real.end() == 0
    child.wait(5)


def test_a_server_that_is_killed_leaves_no_process(real: Wire, project: Path) -> None:
    train = project / "train.py"
    real.open(TRAIN, train.as_uri())
    assert [len(real.diagnostics(train.as_uri())) for _ in range(2)] == [0, 1]
    (child,) = children(real)
    real.process.kill()
    child.wait(5)


def test_it_can_be_switched_off(start: Any, project: Path) -> None:
    wire = start(real=True)
    wire.initialize(initializationOptions={"inference": {"enable": False}, "logLevel": "debug"})
    train = project / "train.py"
    wire.open(TRAIN, train.as_uri())
    assert wire.diagnostics(train.as_uri()) == []
    time.sleep(0.8)  # longer than the pause after which it would be asked
    assert children(wire) == []


def asked(background: Background, project: Path, *callees: str) -> Found:
    """What is found out about some calls, by a process of its own."""
    answered, answers = threading.Event(), dict[Any, Any]()

    def done(found: Found) -> None:
        answers.update(found)
        answered.set()

    background.ask([((site_of(project),), callee) for callee in callees], done)
    answered.wait(30)
    return answers


SCALER = "sklearn.preprocessing._data.StandardScaler"


def test_what_calls_make(project: Path) -> None:
    background = Background()
    names = ["scaler", "tools.scaler", "Ours", "Inner", "built", "maybe", "either", "number", "nothing", "a.b"]
    found = asked(background, project, *[f"company.{name}" for name in names], "absent.scaler", "company.(")
    background.stop()
    made = {
        callee.removeprefix("company."): [names[:-1] for names in classes] for (_, callee), classes in found.items()
    }
    for callee in ("scaler", "tools.scaler", "built"):
        assert made.pop(callee) == [[SCALER]]
    assert made.pop("Ours") == [["company.tools.Ours", SCALER]]
    assert made.pop("Inner") == [["company.tools.Inner", "company.tools.Ours", SCALER]]
    assert sorted(made.pop("maybe")) == [["builtins.NoneType"], [SCALER]]
    assert [SCALER] in made.pop("either")
    assert made.pop("number")[0][0] == "builtins.int"
    assert made == {}
    assert not (project / "ran").exists()


def test_a_compiled_module_is_not_imported(project: Path) -> None:
    """jedi imports what has no source to look at it, if it lies where jedi itself lies (as in one environment for all)."""
    source = site_of(project) / "speedups.py"
    source.write_text((site_of(project) / "side_effects.py").read_text() + "def fast() -> int: ...\n", encoding="utf-8")
    py_compile.compile(str(source), cfile=str(source.with_suffix(".pyc")))
    source.unlink()
    (site_of(project) / "company/__init__.py").write_text(
        "from speedups import fast\nfrom .tools import *\n", encoding="utf-8"
    )
    background = Background(lambda: [*command(), str(site_of(project))])
    found = asked(background, project, "company.fast", "company.scaler")
    background.stop()
    assert [callee for _, callee in found] == ["company.scaler"]
    assert not (project / "ran").exists()


HANGS = [sys.executable, "-c", "import time; time.sleep(600)"]
DIES = [sys.executable, "-c", "raise SystemExit(3)"]
BABBLES = [sys.executable, "-c", "print('{}', flush=True); input()"]


@pytest.mark.parametrize("words", [HANGS, DIES, BABBLES])
def test_a_process_that_is_no_use_is_ended_said_once_and_not_tried_for_ever(
    words: list[str], project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    started: list[int] = []

    def start() -> list[str]:
        started.append(1)
        return words

    background = Background(start, limit=0.5)
    with caplog.at_level(logging.INFO, "heldout"):
        background.ask([((site_of(project),), f"company.call_{n}") for n in range(8)], lambda found: None)
        assert background._thread is not None
        deadline = time.monotonic() + 20
        while background._ended < background.patience and time.monotonic() < deadline:
            time.sleep(0.05)
    background.ask([((site_of(project),), "company.scaler")], lambda found: None)
    assert len(started) == background.patience
    assert [record.getMessage().split(":")[0] for record in caplog.records] == [
        "What company.call_0 makes stays unknown"
    ]
    assert background._process is None
    background.stop()


def test_a_process_that_is_not_needed_any_more_ends(project: Path) -> None:
    background = Background(keep=0.2)
    assert asked(background, project, "company.scaler")
    process = background._process
    assert process is not None
    process.wait(10)
    assert asked(background, project, "company.built")
    background.stop()
    assert background._process is None
