"""Findings as people read them in a terminal: one line each, or with the lines of code that prove them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from click import style

from heldout.findings.finding import Safety, Severity
from heldout.report.view import FileReport, Reported, cell_number, lines_of, other, where
from heldout.source.document import Document
from heldout.source.place import Place

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue", Severity.HINT: "cyan"}
Mark = tuple[Place, str, str, str]
"""A place, what to say of it, in which colour, with which sign below."""
WIDEST = 140
"""Longer lines of code are cut in an excerpt."""


def concise(reports: Sequence[FileReport]) -> Iterator[str]:
    """One line for each finding: `churn.py:12:5 warning leak-preprocess-before-split message [fix available]`."""
    for report in reports:
        for reported in report.reported:
            yield headline(report, reported)


def full(reports: Sequence[FileReport]) -> Iterator[str]:
    """Each finding with the code it is about and the steps that led to it, in the order of the code."""
    for report in reports:
        for reported in report.reported:
            yield headline(report, reported)
            yield from excerpt(report, reported)
            yield ""


def headline(report: FileReport, reported: Reported) -> str:
    """Where, how severe, which rule, what, and whether there is a fix."""
    finding = reported.finding
    place = style(where(report, finding.place), bold=True)
    severity = style(finding.severity.value, fg=COLOURS[finding.severity])
    rule = style(finding.rule, fg=COLOURS[finding.severity], bold=True)
    return f"{place} {severity} {rule} {finding.message}{_fixable(reported)}"


def _fixable(reported: Reported) -> str:
    if reported.fix is None:
        return ""
    note = " [fix available]" if reported.fix.safety is Safety.SAFE else " [fix available, changes results]"
    return style(note, fg="green")


def excerpt(report: FileReport, reported: Reported) -> Iterator[str]:
    """The lines of the finding and of its steps, sorted as they stand, with carets below."""
    finding = reported.finding
    # A step at the finding's own place says its word beside the carets.
    here = [step for step in finding.related if step.document is None]
    own = "; ".join(step.message for step in here if step.place == finding.place)
    marks = [(finding.place, own, COLOURS[finding.severity], "^")]
    marks += [(step.place, step.message, "cyan", "-") for step in here if step.place != finding.place]
    yield from _marked(report, marks)
    elsewhere: dict[str, tuple[FileReport, list[Mark]]] = {}
    for step in finding.related:
        if step.document is not None:
            file = other(report, step)
            elsewhere.setdefault(file.name, (file, []))[1].append((step.place, step.message, "cyan", "-"))
    for name, (file, there) in elsewhere.items():
        yield style(f"   in {name}", dim=True)
        yield from _marked(file, there)


def _marked(report: FileReport, shown: list[Mark]) -> Iterator[str]:
    """Lines of one file with their marks below, as they stand."""
    shown.sort(key=lambda mark: mark[0])
    gutter = max(len(str(place.line + 1)) for place, *_ in shown)
    several_cells = len({place.cell for place, *_ in shown}) > 1
    previous: Place | None = None
    for place, message, colour, mark in shown:
        lines = lines_of(report.document, place)
        if several_cells and (previous is None or previous.cell != place.cell):
            yield style(f"{' ' * gutter}  cell {cell_number(report.document, place)}", dim=True)
        elif previous is not None and place.line > previous.line + 1:
            yield style(f"{' ' * gutter}  ·", dim=True)
        if lines:
            if previous is None or (previous.cell, previous.line) != (place.cell, place.line):
                code = lines[0].replace("\t", "    ")
                code = code if len(code) <= WIDEST else code[: WIDEST - 1] + "…"
                yield f"{style(f'{place.line + 1:>{gutter}} │', dim=True)} {code}"
            yield f"{style(' ' * gutter + ' │', dim=True)} {_carets(report.document, place, mark, message, colour)}"
        previous = place


def _carets(document: Document, place: Place, mark: str, message: str, colour: str) -> str:
    line = lines_of(document, place)[0]
    end = place.end_column if place.end_line == place.line else len(line)
    start = min(place.column, WIDEST)
    end = max(min(end, WIDEST), start + 1)
    marks = " " * _width(line[:start]) + style(mark * max(_width(line[start:end]), 1), fg=colour)
    return f"{marks} {style(message, fg=colour)}" if message else marks


def _width(text: str) -> int:
    """Columns of a terminal that a text takes up."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if character == "\t":
        return 4
    if character.isascii():
        return 1
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def summary(reports: Sequence[FileReport], files: int, fixed: int) -> str:
    """The closing line: how many findings, how many of them can be fixed, how many were."""
    findings = [reported for report in reports for reported in report.reported]
    done = f"Fixed {_count(fixed, 'finding')}. " if fixed else ""
    if not findings:
        return done + style(f"No findings in {_count(files, 'file')}.", fg="green")
    text = f"{done}{_count(len(findings), 'finding')} in {len(reports)} of {_count(files, 'file')}"
    safe = sum(1 for reported in findings if reported.fix is not None and reported.fix.safety is Safety.SAFE)
    unsafe = sum(1 for reported in findings if reported.fix is not None and reported.fix.safety is Safety.UNSAFE)
    if safe:
        text += f"; `--fix` can fix {safe}"
    if unsafe:
        text += f"{' and' if safe else ';'} `--unsafe-fixes` {unsafe}{' more' if safe else ''}, changing results"
    return text + "."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
