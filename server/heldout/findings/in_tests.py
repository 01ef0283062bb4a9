"""What stands in the tests of pytest and unittest, where nobody takes a score for the truth."""

from __future__ import annotations

import re
from collections.abc import Sequence

from heldout.findings.finding import Finding
from heldout.source.document import Document

COLLECTED = re.compile(r"(?:.*[\\/])?(?:test_[^\\/]*|[^\\/]*_test|tests?|conftest)\.py")
"""Files that pytest and unittest look into."""
FAMILIES = ("leak-", "seed-", "metric-")
"""Rules about scores that somebody believes. A test has made-up rows, and asks whether the code runs."""
TEST = re.compile(
    r"(?:async\s+)?def\s+test|class\s+(?:Test|\w+Tests?\b|\w+TestCase\b|\w+\(.*TestCase)|@[\w.]*fixture\b"
)
CLOSING = (" ", "\t", ")", "]", "}", "#", '"', "'")
"""What a line at the margin begins with that begins no statement."""


def outside_tests(document: Document, findings: list[Finding]) -> list[Finding]:
    """The findings without those about scores in functions and classes that are tests, and in fixtures."""
    if document.notebook or document.path is None or not COLLECTED.fullmatch(document.path):
        return findings
    lines = document.cells[0].text.split("\n")
    return [f for f in findings if not f.rule.startswith(FAMILIES) or not _in_test(lines, f.place.line)]


def _in_test(lines: Sequence[str], line: int) -> bool:
    while line > 0 and (not lines[line] or lines[line].startswith(CLOSING)):
        line -= 1
    first = line
    while first > 0 and lines[first - 1].startswith(("@", *CLOSING)):
        first -= 1
    return any(TEST.match(text) for text in lines[first : line + 1])
