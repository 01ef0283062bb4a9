"""Versions in force: from what a project wrote down."""

from __future__ import annotations

from pathlib import Path

import pytest

from heldout.project.requirements import installed, named_alike
from heldout.project.versions import versions_in_force
from heldout.source.document import Cell, Document
from heldout.source.magic_lines import magics_of

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
    ("pyproject.toml", '[project.optional-dependencies]\ngpu = ["torch==2.5.1"]\n', "2.5.1"),
    ("pyproject.toml", '[tool.uv]\ndev-dependencies = ["torch==2.5.1"]\n', "2.5.1"),
    ("pyproject.toml", '[tool.pdm.dev-dependencies]\ntest = ["torch==2.5.1"]\n', "2.5.1"),
    ("pyproject.toml", '[tool.poetry.group.train.dependencies]\ntorch = "2.5.1"\n', "2.5.1"),
    ("pyproject.toml", '[tool.poetry.dev-dependencies]\ntorch = "2.5.1"\n', "2.5.1"),
    ("pyproject.toml", '[tool.poetry.dependencies]\ntorch = "^2.1"\n', "<3,>=2.1"),
    ("pyproject.toml", '[tool.poetry.dependencies]\ntorch = {version = "~2.1.3", extras = []}\n', "<2.2,>=2.1.3"),
    ("requirements.txt", "torch==1.0; python_version < '3'\ntorch==2.5.1; python_version >= '3'\n", "2.5.1"),
    (
        "requirements.txt",
        "torch @ https://x.org/whl/torch-2.5.1%2Bcpu-cp311-cp311-linux_x86_64.whl#sha256=0\n",
        "2.5.1+cpu",
    ),
    ("requirements.txt", "https://x.org/torch-2.5.1-py3-none-any.whl\n", "2.5.1"),
    ("requirements.txt", "--index-url https://x.org/simple\n-e git+https://x.org/own\ntorch===2.5.1\n", "2.5.1"),
    ("conda-lock.yml", "version: 1\npackage:\n- name: torch\n  version: 2.5.1\n  manager: conda\n", "2.5.1"),
    ("conda-lock.yml", "package:\n  - name: torch\n    version: '2.5.1'\n    platform: linux-64\n", "2.5.1"),
    ("environment.yml", "dependencies:\n  - pytorch::torch=2.5.1=py3\n", "2.5.1"),
    ("environment.yaml", "dependencies:\n  - conda-forge/linux-64::torch=2.5.1\n", "2.5.1"),
    (
        "environment.yml",
        "dependencies:\n  - torch[version='>=2']\n  - pip\n  - pip:\n    - torch[x]==2.5.1  # why\n",
        "2.5.1",
    ),
    ("environment.yml", "dependencies:\n  - pip:\n    - torch==2.5.1\n", "2.5.1"),
    ("environment.yml", 'dependencies:\n  - "torch>=2,<2.6"\n', "<2.6,>=2"),
]


@pytest.mark.parametrize(
    ("name", "text", "version"), WRITTEN, ids=[f"{name}-{number}" for number, (name, _, _) in enumerate(WRITTEN)]
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


@pytest.mark.parametrize(
    "name", ["uv.lock", "Pipfile.lock", "requirements.txt", "pyproject.toml", "environment.yml", "conda-lock.yml"]
)
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


def test_requirements_draw_in_others(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text(
        "-r more/base.txt\n--constraint=limits.txt\n-r requirements.txt\nnumpy\n-c https://x.org/c.txt\n",
        encoding="utf-8",
    )
    (tmp_path / "more").mkdir()
    (tmp_path / "more/base.txt").write_text("-rdeep.txt\npandas==2.2.0\n", encoding="utf-8")
    (tmp_path / "more/deep.txt").write_text("torch==2.5.1\n-r ../requirements.txt\n", encoding="utf-8")
    limits = tmp_path / "limits.txt"
    limits.write_text("numpy==1.26.4\n", encoding="utf-8")
    found = {"pandas": "2.2.0", "torch": "2.5.1", "numpy": "1.26.4"}
    assert versions_in_force(tmp_path) == found
    limits.write_text("numpy==2.0.0 # newer\n", encoding="utf-8")  # noticed, though the first file is as it was
    assert versions_in_force(tmp_path) == {**found, "numpy": "2.0.0"}


@pytest.mark.parametrize("selected", ["env/bin/python", "env"])
def test_the_environment_that_is_selected(tmp_path: Path, selected: str) -> None:
    packages = tmp_path / "env/lib/python3.12/site-packages"
    (packages / "torch-2.5.1+cpu.dist-info").mkdir(parents=True)
    (packages / "scikit_learn-1.6.0.dist-info").mkdir()
    (packages / "old_thing-0.3-py3.12.egg-info").mkdir()
    (tmp_path / "env/bin").mkdir()
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    environment = tmp_path / selected
    everything = {"torch": "2.5.1+cpu", "scikit-learn": "1.6.0", "old-thing": "0.3"}
    assert versions_in_force(project, environment) == everything
    (project / "requirements.txt").write_text("torch>=2\nscikit-learn==1.5.2\n", encoding="utf-8")
    assert versions_in_force(project, environment) == {**everything, "scikit-learn": "1.5.2"}
    assert versions_in_force(project, tmp_path / "gone/bin/python") == {"torch": ">=2", "scikit-learn": "1.5.2"}


def test_what_a_notebook_installs() -> None:
    texts = [
        '!pip install -q "torch==2.3" numpy',
        "import torch\n%pip install -U scikit-learn>=1.5 -r r.txt",
        "!pip install torch==2.4.1",
    ]
    cells = tuple([Cell(str(n), text, n) for n, text in enumerate(texts)])
    magics = magics_of(Document("file:///a.ipynb", cells, "a.ipynb", True))
    assert installed(magics) == {"torch": "2.4.1", "scikit-learn": ">=1.5"}


def test_conda_has_names_of_its_own() -> None:
    conda = {"pytorch": "torch", "py-xgboost": "xgboost"}
    assert named_alike({"pytorch": "2.5.1", "lightgbm": "4.6"}, conda) == {"torch": "2.5.1", "lightgbm": "4.6"}
    assert named_alike({"pytorch": "1.0", "torch": "2.5.1"}, conda) == {"torch": "2.5.1"}


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    with (tmp_path / "requirements.txt").open("wb") as file:
        file.write(b"torch==2.5.1\n")
        file.truncate(65_000_000)
    assert versions_in_force(tmp_path) == {}
