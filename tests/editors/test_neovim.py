"""Neovim's own client, which does not pull diagnostics, has no resolve of edits, and speaks UTF-16."""

from __future__ import annotations

from pathlib import Path

from editor_report import assert_churn_seen_and_fixed, report_of

SCRIPT = Path(__file__).parent / "neovim" / "churn.lua"


def test_churn_in_neovim(examples: Path) -> None:
    command = ["nvim", "--headless", "-n", "-u", "NONE", "-i", "NONE", "-c", f"luafile {SCRIPT}", "churn.py"]
    report = report_of(command, examples)
    assert_churn_seen_and_fixed(report)
    assert report["stopped"], "the server ends when it is asked to"
