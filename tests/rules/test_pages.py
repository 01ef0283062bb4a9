"""Every block of every rule's page is run: what the page says is found is found, and what its fix gives is what it gives."""

from __future__ import annotations

import pytest
from pages import Example, analysed, examples, found, text

from heldout.analysis.engine import Engine
from heldout.fixes.apply import apply_edits
from heldout_rules import RULES, page

SECTIONS = (
    "What it does",
    "Why it matters",
    "Example",
    "Use instead",
    "When to ignore it",
    "References",
)
BLOCKS = [
    pytest.param(rule.name, example, id=f"{rule.name}-{n}")
    for rule in RULES
    for n, example in enumerate(examples(page(rule.name)), 1)
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


@pytest.mark.parametrize(("rule", "example"), BLOCKS)
def test_block(engine: Engine, rule: str, example: Example) -> None:
    snapshot = analysed(engine, example.code)
    assert found(snapshot) == example.expected
    if example.heading == "Example":
        assert rule in {name for _, name in example.expected}
    else:
        assert not example.expected
    for finding in snapshot.findings:
        assert len(finding.message) < 200
        assert "\n" not in finding.message


@pytest.mark.parametrize(("rule", "example"), [b for b in BLOCKS if b.values[1].fixed is not None])
def test_fix(engine: Engine, rule: str, example: Example) -> None:
    snapshot = analysed(engine, example.code)
    finding = next(f for f in snapshot.findings if f.rule == rule)
    fixes = snapshot.fixes(finding)
    assert fixes, f"no fix is offered for: {finding.message}"
    assert text(apply_edits(snapshot.document, fixes[0].edits)) == example.fixed


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in RULES])
def test_page_is_whole(rule: type) -> None:
    content = page(rule.name)
    lines = content.splitlines()
    assert lines[0] == f"# {rule.name}"
    assert lines[2].endswith(".")
    for section in SECTIONS:
        assert f"\n## {section}\n" in content
    blocks = examples(content)
    assert sum(b.heading == "Example" for b in blocks) >= 2
    assert sum(b.heading == "Use instead" for b in blocks) >= 2
    if any(b.fixed for b in blocks):
        assert "\n## What the fix does\n" in content
