"""The proof that a fix is one: applied to a copy, which is analysed again before anybody is offered the fix."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from heldout.findings.finding import Finding, Fix
from heldout.findings.identity import likeness
from heldout.fixes.apply import apply_edits, improves
from heldout.source.document import Document

Analysis = tuple[Sequence[Finding], int]
"""Findings, and how many places do not parse."""


def verified(
    analyse: Callable[[Document], Analysis],
    document: Document,
    finding: Finding,
    fix: Fix,
    before: Analysis | None = None,
) -> bool:
    """Whether the fix can be offered: all that parsed still does, the finding is gone, and none came.

    With the finding gone, the same fix cannot be offered, and so applied, a second time. `before` spares the analysis
    of the document itself. `analyse` is called with the copy and must not carry facts over from the text it replaces.
    """
    try:
        changed = apply_edits(document, fix.edits)
    except (ValueError, IndexError):
        return False
    if changed == document:
        return False
    found, broken = analyse(document) if before is None else before
    left, still_broken = analyse(changed)
    if still_broken > broken or not improves(found, left):
        return False
    # Lines may be alike: then one finding fewer among equals is this one gone.
    key = likeness(document, finding)
    same = sum(1 for other in found if other.rule == finding.rule and likeness(document, other) == key)
    return sum(1 for other in left if other.rule == finding.rule and likeness(changed, other) == key) < max(same, 1)
