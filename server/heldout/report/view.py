"""What a report shows of one file: its findings with their fixes and pages, counted from 1 as people do."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from heldout.findings.finding import Finding, Fix, Related
from heldout.source.document import Document
from heldout.source.place import Place


@frozen
class Reported:
    """A finding, the fix that would be applied first (None: there is none), and the address of the rule's page."""

    finding: Finding
    fix: Fix | None
    url: str


@frozen
class FileReport:
    """What was found in one file. `name` is how the file is called in reports."""

    name: str
    document: Document
    reported: tuple[Reported, ...]


def shown(path: Path) -> str:
    """A path as reports show it: relative to the current folder where it lies below it."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def other(report: FileReport, step: Related) -> FileReport:
    """The file that a step of the evidence is in."""
    if step.document is None:
        return report
    return FileReport(shown(Path(step.document.path or "")), step.document, ())


def where(report: FileReport, place: Place) -> str:
    """`churn.py:12:5` or, in a notebook, `churn.ipynb:cell 4:12:5`."""
    number = cell_number(report.document, place)
    cell = f"cell {number}:" if number is not None else ""
    return f"{report.name}:{cell}{place.line + 1}:{place.column + 1}"


def cell_number(document: Document, place: Place) -> int | None:
    """The cell as the user counts it; None in a script."""
    return document.cells[place.cell].number if document.notebook and place.cell < len(document.cells) else None


def lines_of(document: Document, place: Place) -> list[str]:
    """The lines that a place lies on; fewer when the text has fewer."""
    if place.cell >= len(document.cells):
        return []
    return document.cells[place.cell].text.split("\n")[place.line : place.end_line + 1]
