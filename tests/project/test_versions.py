"""Versions in force: from what a project wrote down."""

from __future__ import annotations

from pathlib import Path

import pytest

from heldout.project.versions import versions_in_force

WRITTEN = [
    ("uv.lock", '[[package]]\nname = "torch"\nversion = "2.5.1"\nsource = { registry = "x" }\n', "2.5.1"),
    ("poetry.lock", '[[package]]\nname = "Torch"\nversion = "2.5.1"\n', "2.5.1"),
    ("pdm.lock", '[[package]]\nname = "torch"\nversion = "2.5.1"\n', "2.5.1"),
    ("pylock.toml", '[[packages]]\nname = "torch"\nversion = "2.5.1"\n', "2.5.1"),
    ("Pipfile.lock", '{"default": {"torch": {"version": "==2.5.1"}}}', "2.5.1"),
    ("requirements.txt", "# pinned\ntorch==2.5.1  # why\n", "2.5.1"),
    ("requirements.txt", "torch==2.5.1 \\\n    --hash=sha256:00\n", "2.5.1"),
    ("requirements-dev.txt", "torch[opt] >= 2.0, < 2.6 ; python_version > '3'\n", "<2.6,>=2.0"),
    ("pyproject.toml", '[project]\ndependencies = ["torch>=2,<2.6"]\n', "<2.6,>=2"),
    ("pyproject.toml", '[dependency-groups]\ndev = ["torch~=2.4", {include-group = "x"}]\n', "~=2.4"),
    ("pyproject.toml", '[tool.poetry.dependencies]\ntorch = "^2.1"\n', "<3,>=2.1"),
    ("pyproject.toml", '[tool.poetry.dependencies]\ntorch = {version = "~2.1.3", extras = []}\n', "<2.2,>=2.1.3"),
    ("environment.yml", "dependencies:\n  - pytorch::torch=2.5.1=py3\n", "2.5.1"),
    ("environment.yml", "dependencies:\n  - pip:\n    - torch==2.5.1\n", "2.5.1"),
    ("environment.yml", 'dependencies:\n  - "torch>=2,<2.6"\n', "<2.6,>=2"),
]


@pytest.mark.parametrize(
    ("name", "text", "version"), WRITTEN, ids=[f"{name}-{version}" for name, _, version in WRITTEN]
)
def test_what_a_project_wrote_down(tmp_path: Path, name: str, text: str, version: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    inner = tmp_path / "src" / "deep"
    inner.mkdir(parents=True)
    assert versions_in_force(inner) == {"torch": version}


def test_an_exact_version_wins_over_bounds_and_a_lock_over_all(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["torch>=2", "pandas>=2"]\n', encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("torch==2.3.0\nnumpy==1.26.4\n", encoding="utf-8")
    (tmp_path / "uv.lock").write_text('[[package]]\nname = "torch"\nversion = "2.5.1"\n', encoding="utf-8")
    assert versions_in_force(tmp_path) == {"torch": "2.5.1", "pandas": ">=2", "numpy": "1.26.4"}


def test_names_are_normalised(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("Scikit_Learn==1.5.0\n", encoding="utf-8")
    assert versions_in_force(tmp_path) == {"scikit-learn": "1.5.0"}


def test_the_metadata_of_the_environment_beside_it(tmp_path: Path) -> None:
    (tmp_path / ".venv/lib/python3.11/site-packages/torch-2.5.1+cpu.dist-info").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["torch>=2"]\n', encoding="utf-8")
    assert versions_in_force(tmp_path) == {"torch": "2.5.1+cpu"}


@pytest.mark.parametrize("name", ["uv.lock", "Pipfile.lock", "requirements.txt", "pyproject.toml", "environment.yml"])
@pytest.mark.parametrize(
    "data", [b"", b"\xff\x00\xff", b"[1, 2", b'{"default": []}', b'package = "x"\n[project]\ndependencies = 3\n']
)
def test_a_broken_file_says_nothing(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / name).write_bytes(data)
    assert versions_in_force(tmp_path) == {}


def test_it_stops_at_the_repository(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("torch==1.0\n", encoding="utf-8")
    (tmp_path / "repository/.git").mkdir(parents=True)
    assert versions_in_force(tmp_path / "repository") == {}
