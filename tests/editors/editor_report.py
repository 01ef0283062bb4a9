"""Running an editor in batch mode on churn.py, and what must be true of what it saw: the same for every editor."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

from code_server import server_command

CHURN = {
    "leak-fit-on-test",
    "leak-preprocess-before-split",
    "metric-hard-labels",
    "seed-missing-split",
    "unversioned-data-url",
}


def report_of(command: list[str], workspace: Path) -> dict[str, Any]:
    """The JSON object that the editor's script printed last."""
    server = "\n".join(shlex.split(server_command()))
    done = subprocess.run(
        command,
        cwd=workspace,
        env={**os.environ, "HELDOUT_COMMAND": server, "HOME": str(workspace)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    assert lines, f"{command[0]} printed no report:\n{done.stdout}\n{done.stderr}"
    report: dict[str, Any] = json.loads(lines[-1])
    assert "error" not in report, report["error"]
    return report


def assert_churn_seen_and_fixed(report: dict[str, Any]) -> None:
    """Findings were shown, explained, and the split was seeded by a quick fix that took its finding away."""
    assert set(report["rules"]) == CHURN
    assert "seed-missing-split" in report["hover"]
    assert any("random_state" in title for title in report["actions"]), report["actions"]
    assert set(report["after"]) == CHURN - {"seed-missing-split"}
    assert "stratify=y, random_state=" in report["text"]
