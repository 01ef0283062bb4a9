"""Right fixes, one a case: those of the rules' pages, and others by hand for shapes that no deterministic fix knows."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "rules"))

import fixes_choosing
import fixes_choosing_more
import fixes_parts
from pages import EXPECT, document, examples, text

from heldout.agent.verify.judge import Verdict, judge
from heldout.agent.verify.located import Replacement
from heldout.agent.verify.trial import Region
from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.findings.finding import Finding
from heldout_rules import RULES, page

BY_HAND = Path(__file__).parent / "goldens"
CONTRACTS = frozenset([rule.name for rule in RULES if rule.askable])
RESTATED = frozenset(["leak-target-encoding"])
"""Rules whose deterministic fix writes more anew than the agent may: their goldens are by hand."""


@frozen
class Golden:
    """A program with a finding, and the program after a right fix of it."""

    name: str
    rule: str
    before: str
    after: str


def goldens() -> Iterator[Golden]:
    """Of every rule that has a contract."""
    for rule in RULES:
        if rule.name not in CONTRACTS or rule.name in RESTATED:
            continue
        for number, example in enumerate(examples(page(rule.name)), 1):
            if example.fixed is not None and not _of_the_fix_alone(example.fixed, example.code):
                yield Golden(f"{rule.name} page {number}", rule.name, example.code, example.fixed)
    for path in sorted(BY_HAND.glob("*.md")):
        for number, (before, after) in enumerate(pairs(path.read_text(encoding="utf-8")), 1):
            yield Golden(f"{path.stem} {number}", path.stem, before, after)
    for fix in (*fixes_choosing.RIGHT, *fixes_choosing_more.RIGHT, *fixes_parts.RIGHT):
        yield Golden(f"{fix.rule} {fix.name}", fix.rule, fix.program, fix.code)


def _of_the_fix_alone(after: str, before: str) -> bool:
    """A fit that becomes a step of a pipeline, and columns that both parts get anew, are left to the deterministic fix: the
    agent's contract has no such shapes.
    """
    return any(after.count(made) > before.count(made) for made in ("make_pipeline(", ".assign("))


def pairs(markdown: str) -> Iterator[tuple[str, str]]:
    """Blocks of Python, two by two: before and after."""
    blocks = re.findall(r"^```python\n(.*?)^```$", markdown, re.DOTALL | re.MULTILINE)
    for before, after in zip(blocks[::2], blocks[1::2], strict=True):
        yield "\n".join(EXPECT.sub("", line) for line in before.split("\n")), after


class Case:
    """A golden, analysed once, so that many changes of its program can be judged."""

    def __init__(self, engine: Engine, golden: Golden) -> None:
        self.golden = golden
        self.snapshot: Snapshot = Analyser(engine).update(document(golden.before))
        self.finding: Finding = next(f for f in self.snapshot.findings if f.rule == golden.rule)
        cells = self.snapshot.document.cells
        self.regions = [Region(n, 0, cell.text.count("\n") + 1) for n, cell in enumerate(cells)]

    def judge(self, changed: str) -> Verdict | None:
        """The verdict on a changed program; None where it has other cells, or none differs."""
        old, new = self.snapshot.document.cells, document(changed).cells
        if len(old) != len(new):
            return None
        replacements = [Replacement(a.text, b.text) for a, b in zip(old, new, strict=True) if a.text != b.text]
        return judge(self.snapshot, self.finding, self.regions, replacements) if replacements else None


__all__ = ["CONTRACTS", "Case", "Golden", "goldens", "text"]
