"""The other commands: rules, pages, pipelines, configuration, version."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from heldout import __version__

from .conftest import LEAKY, Ran, notebook

Heldout = Callable[..., Ran]


def test_the_version_and_the_help(heldout: Heldout) -> None:
    assert heldout("--version").out == f"heldout {__version__}\n"
    assert "check" in heldout("--help").out
    assert heldout().status == 0


def test_the_version_and_the_help_load_no_parser() -> None:
    code = "import sys; from heldout.cli.main import run; run(['--help']); print([m for m in sys.modules if 'libcst' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_rules_in_a_table_and_as_json(heldout: Heldout) -> None:
    lines = heldout("rules").out.splitlines()
    named = [line.split()[0] for line in lines]
    entries = json.loads(heldout("rules", "--output-format", "json").out)
    assert [entry["name"] for entry in entries] == named
    assert {"leak-fit-on-test", "seed-missing-split", "unused-suppression"} <= set(named)
    assert all(entry["summary"] for entry in entries)


def test_a_rules_page(heldout: Heldout) -> None:
    page = heldout("rule", "leak-preprocess-before-split").out
    assert page.startswith("# ")
    assert "```python" in page


def test_the_pipeline_as_text_and_json(heldout: Heldout, folder: Path) -> None:
    (folder / "churn.py").write_text(LEAKY)
    (folder / "churn.ipynb").write_text(notebook(LEAKY))
    for name in ("churn.py", "churn.ipynb"):
        text = heldout("graph", name).out
        assert "train_test_split" in text
        assert json.loads(heldout("graph", name, "--format", "json").out)


def test_the_configuration_in_force(heldout: Heldout, folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.heldout]\nseverity = { leak = "info" }\n')
    (folder / "requirements.txt").write_text("pandas==2.2.0\n")
    out = heldout("config").out
    assert 'severity = { leak = "info" }  # pyproject.toml:2' in out
    assert "pandas 2.2.0" in out
    assert "leak-fit-on-test" in out
