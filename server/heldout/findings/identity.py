"""A finding's identity: the same while lines move, for everybody who must know a finding again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

from attrs import evolve

from heldout.findings.finding import Finding
from heldout.source.document import Document


def identify(document: Document, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, in their order, with identities: a hash of rule and text of the lines, and a count among equals."""
    lines: dict[int, list[str]] = {}
    digests: dict[int, str] = {}
    seen: Counter[str] = Counter()
    # Counted in the order of the document, so that the order of the rules does not matter.
    for index in sorted(range(len(findings)), key=lambda i: findings[i].place):
        cell = findings[index].place.cell
        if cell not in lines:
            lines[cell] = _lines(document, cell)
        key = _likeness(lines[cell], findings[index])
        digests[index] = blake2b(f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        seen[key] += 1
    return tuple(evolve(finding, identity=digests[index]) for index, finding in enumerate(findings))


def likeness(document: Document, finding: Finding) -> str:
    """What findings on equal lines have in common: the rule, and the lines without their indentation."""
    return _likeness(_lines(document, finding.place.cell), finding)


def _lines(document: Document, cell: int) -> list[str]:
    return document.cells[cell].text.split("\n") if cell < len(document.cells) else []


def _likeness(lines: list[str], finding: Finding) -> str:
    text = "\n".join(line.strip() for line in lines[finding.place.line : finding.place.end_line + 1])
    return f"{finding.rule}\0{text}"
