"""Wheel, sdist and editable install, on every CPython from 3.10 on that the machine has."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
OLDEST = (3, 10)
SAMPLE = """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

frame = pd.read_csv("churn.csv")
X, y = frame.drop(columns="churned"), frame["churned"]
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
"""


def run(*command: str | Path, cwd: Path = PROJECT, status: int = 0) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == status, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def uv() -> str:
    beside = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    assert beside is not None, "uv is installed by `make test`"
    return beside


def interpreters() -> dict[str, Path]:
    """Version → interpreter, one of each minor version; this one is always among them."""
    candidates = [Path(sys.executable), *Path.home().glob(".pyenv/versions/*/bin/python")]
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        candidates += (path for path in Path(folder).glob("python3.*") if re.fullmatch(r"python3\.\d+", path.name))
    found: dict[str, Path] = {}
    for candidate in candidates:
        asked = "import sys; print(sys.implementation.name, *sys.version_info[:2])"
        done = subprocess.run([candidate, "-c", asked], capture_output=True, text=True, check=False)
        words = done.stdout.split()
        if done.returncode == 0 and words[0] == "cpython" and (int(words[1]), int(words[2])) >= OLDEST:
            found.setdefault(f"{words[1]}.{words[2]}", candidate)
    return dict(sorted(found.items()))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the wheel and the sdist, the wheel built from the sdist as everybody's is."""
    folder = tmp_path_factory.mktemp("dist")
    run(uv(), "build", "-q", "--out-dir", folder)
    return folder


def test_the_wheel_holds_the_two_packages_and_nothing_else(built: Path) -> None:
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"heldout", "heldout_rules"}
    assert "heldout/py.typed" in names
    assert any(name.startswith("heldout_rules/models/") and name.endswith(".toml") for name in names)
    pages = [name for name in names if name.endswith(".md")]
    assert any(name.startswith("heldout_rules/guides/") for name in pages)
    rules = {name[:-3] for name in pages if "/guides/" not in name}
    assert rules
    assert {name.replace("-", "_") + ".py" for name in rules} <= set(names)


def test_the_sdist_can_be_built_from_and_holds_no_cache(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = [name.split("/", 1)[1] for name in sdist.getnames() if "/" in name]
    assert {"pyproject.toml", "README.md", "LICENSE"} <= set(names)
    assert not [name for name in names if "__pycache__" in name or "node_modules" in name or name.startswith(".venv")]


@pytest.mark.parametrize("version", interpreters())
def test_every_kind_of_install_finds_a_leak(version: str, built: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    run(uv(), "venv", "-q", "--python", interpreters()[version], environment)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    (tmp_path / "sample.py").write_text(SAMPLE)
    kinds: list[list[str | Path]] = [[next(built.glob("*.whl"))], [next(built.glob("*.tar.gz"))], ["-e", PROJECT]]
    for kind in kinds:
        run(uv(), "pip", "install", "-q", "--python", python, "--reinstall-package", "heldout", *kind)
        run(python, "-c", "import heldout, heldout_rules, heldout.lsp.server", cwd=tmp_path)
        found = run(
            python.with_name("heldout"), "check", "-q", "--output-format=concise", "sample.py", cwd=tmp_path, status=1
        )
        assert "sample.py:8:" in found
        assert "leak-preprocess-before-split" in found
