"""Findings as JSON, in the shape that Ruff's users know; rows and columns count from 1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from heldout.findings.finding import Fix
from heldout.report.view import FileReport, Reported, cell_number, other
from heldout.source.place import Place


def as_json(reports: Sequence[FileReport]) -> str:
    """A list of findings, indented; pure ASCII, so that every terminal and pipe can carry it."""
    return json.dumps([entry(report, one) for report in reports for one in report.reported], indent=2)


def entry(report: FileReport, reported: Reported) -> dict[str, Any]:
    """One finding."""
    finding = reported.finding
    return {
        "filename": report.name,
        "cell": cell_number(report.document, finding.place),
        "code": finding.rule,
        "message": finding.message,
        "severity": finding.severity.value,
        "location": _start(finding.place),
        "end_location": _end(finding.place),
        "related": [
            {
                "filename": other(report, step).name,
                "cell": cell_number(other(report, step).document, step.place),
                "location": _start(step.place),
                "message": step.message,
            }
            for step in finding.related
        ],
        "fix": None if reported.fix is None else _fix(report, reported.fix),
        "url": reported.url,
    }


def _fix(report: FileReport, fix: Fix) -> dict[str, Any]:
    edits = [
        {
            "cell": cell_number(report.document, edit.place),
            "content": edit.text,
            "location": _start(edit.place),
            "end_location": _end(edit.place),
        }
        for edit in fix.edits
    ]
    return {"applicability": fix.safety.value, "message": fix.title, "edits": edits}


def _start(place: Place) -> dict[str, int]:
    return {"row": place.line + 1, "column": place.column + 1}


def _end(place: Place) -> dict[str, int]:
    return {"row": place.end_line + 1, "column": place.end_column + 1}
