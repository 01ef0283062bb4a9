"""Whether somebody may be asked for a fix of a finding, as the command line and the editors both ask before they ask a model."""

from __future__ import annotations

from heldout.analysis.engine import Snapshot
from heldout.findings.finding import Finding, Safety
from heldout.findings.suppression import UNUSED


def unasked(snapshot: Snapshot, finding: Finding) -> str:
    """Why no model is asked for a fix of a finding, words for the end of a sentence; "" where one may be asked."""
    known = snapshot.reported(finding)
    if known is None:
        return "its fix needs no judgement"
    return "" if known[0].askable else known[0].unasked


def certain(snapshot: Snapshot, finding: Finding) -> bool:
    """Whether a fix is known that nobody would undo: then nobody needs to be asked."""
    return finding.rule == UNUSED or any(fix.safety is Safety.SAFE for fix in snapshot.fixes(finding))
