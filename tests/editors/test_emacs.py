"""Emacs with Eglot, which shows what is pushed through flymake."""

from __future__ import annotations

from pathlib import Path

from editor_report import assert_churn_seen_and_fixed, report_of

SCRIPT = Path(__file__).parent / "emacs" / "churn.el"


def test_churn_in_emacs(examples: Path) -> None:
    command = ["emacs", "--batch", "-l", str(SCRIPT), "churn.py"]
    assert_churn_seen_and_fixed(report_of(command, examples))
